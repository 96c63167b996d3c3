/* Writing captures: classic pcap, radiotap (DLT 127), microseconds. Opens in Wireshark. */
#ifndef TELL_PCAP_H
#define TELL_PCAP_H

#include <extsta/radio.h>

struct pcap_file;

/* Begins the file; "-" is standard output. It takes the place of an older one when it is closed
 * or flushed (out_file.h). NULL: *why says what is wrong (static or strerror text, valid until
 * the next call). */
struct pcap_file *pcap_file_create(const char *path, const char **why);
/* One MPDU without FCS. `time` in microseconds since 1970 for real captures, since the
 * start for virtual ones. signal 0: not written (own transmissions). */
void pcap_file_write(struct pcap_file *file, extsta_time time, struct extsta_span frame,
                     const struct extsta_rx_meta *meta);
/* What was written so far is in the file; for captures that are looked at while they grow. */
void pcap_file_flush(struct pcap_file *file);
/* Standard output, a pipe, a device: what was written there cannot be taken back. */
bool pcap_file_is_stream(const struct pcap_file *file);
/* Closes; false when something could not be written (disk full): then the older file stays. */
bool pcap_file_close(struct pcap_file *file);
/* Closes what is not whole: unless it was flushed, nothing of it stays. NULL is fine. */
void pcap_file_drop(struct pcap_file *file);

#endif
