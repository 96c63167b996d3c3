/* Writing captures with comments: pcapng (draft-ietf-opsawg-pcapng), little-endian,
 * nanoseconds. Packets go through as they were read, link header, FCS and all; what is new are
 * comments, of the whole and of packets, which Wireshark shows where they belong. */
#ifndef TELL_PCAPNG_H
#define TELL_PCAPNG_H

#include <extsta/types.h>
#include <stdbool.h>

struct pcapng_file;

/* A packet as it was read. */
struct pcapng_packet {
    uint64_t time;              /* nanoseconds since 1970 */
    uint32_t interface;         /* pcapng_file_interface */
    uint32_t original_len;      /* on the air */
    struct extsta_span bytes;   /* as the link type has them */
    struct extsta_span options; /* of the block it comes from: its own comments stay with it */
    bool swapped;               /* and they are big-endian */
};

/* Begins the file with a comment (NULL: none) about the whole of it; "-" is standard output. It
 * takes the place of an older one when it is closed or flushed (out_file.h). NULL: *why says
 * what is wrong. */
struct pcapng_file *pcapng_file_create(const char *path, const char *comment, const char **why);
/* A further interface: its number, from 0. fcs_len: octets, -1: not known. */
uint32_t pcapng_file_interface(struct pcapng_file *file, uint16_t linktype, int8_t fcs_len);
/* One packet, with comments (UTF-8; what is longer than the format allows is cut). */
void pcapng_file_write(struct pcapng_file *file, const struct pcapng_packet *packet,
                       const char *const *comments, size_t count);
/* What was written so far is in the file, or has gone down the pipe. */
void pcapng_file_flush(struct pcapng_file *file);
/* Whether something could not be written: nothing more will be. */
bool pcapng_file_failed(const struct pcapng_file *file);
/* As of tell/pcap.h. */
bool pcapng_file_close(struct pcapng_file *file);
void pcapng_file_drop(struct pcapng_file *file);

#endif
