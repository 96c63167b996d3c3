/* Reading captures: pcap and pcapng, all byte orders and time units, gzip, standard input.
 * Reads in large blocks and hands out records without copying them. cmd/explain_input.c feeds
 * an explainer with the records; monitor.h gives records of the same kind, live.
 *
 * A capture is hostile input: lengths are checked before they are used, and what does not fit
 * together ends the reading with what came before intact. */
#ifndef RADIO_CAPTURE_H
#define RADIO_CAPTURE_H

#include <extsta/types.h>

struct capture;

/* A packet as the file has it, link header included. */
struct capture_record {
    uint64_t time;         /* nanoseconds since 1970 */
    uint32_t number;       /* 1-based, counting packets in file order */
    uint32_t interface;    /* index of the pcapng interface; 0 for pcap */
    uint16_t linktype;     /* LINKTYPE_ (127 radiotap, 105 802.11, 119 Prism, 192 PPI, ...) */
    int8_t fcs_len;        /* octets of FCS the file announces, -1: says nothing */
    uint32_t original_len; /* on the air; more than bytes.len: sliced by the snap length */
    struct extsta_span bytes; /* valid until the next call */
    struct extsta_span options; /* of a pcapng block, in its byte order; likewise */
    bool swapped;               /* which is not little-endian */
};

enum capture_result {
    CAPTURE_RECORD,
    CAPTURE_END,     /* the file ended where a record ends */
    CAPTURE_CUT,     /* the file ends in the middle of a record; all before it was given */
    CAPTURE_BROKEN,  /* nonsense: nothing after it can be trusted; capture_problem tells */
    CAPTURE_REFUSED, /* no memory to read on; capture_problem tells */
};

/* Opens a file, or standard input for "-". NULL: *why says what is wrong (not found, not a
 * capture, an unknown kind, no memory: then errno is ENOMEM, else not). *why is constant or
 * static: it is overwritten by the next failure. */
struct capture *capture_open(const char *path, const char **why);
/* Whether it is a file that can be read twice: not a pipe, not standard input. */
bool capture_can_reopen(const char *path);
/* Reads from memory instead, for tests and fuzzing; the bytes are borrowed until
 * capture_close. */
struct capture *capture_open_memory(struct extsta_span bytes, const char **why);
/* The next packet. An end consumes nothing; *record is then undefined. */
enum capture_result capture_next(struct capture *capture, struct capture_record *record);
/* Up to `max` records at once, all of them valid until the next call; as many as are in
 * memory anyway, so that no record is copied. *result: RECORD when at least one was
 * given; else what capture_next would have said. */
size_t capture_next_batch(struct capture *capture, struct capture_record *records, size_t max,
                          enum capture_result *result);
/* After CUT, BROKEN or REFUSED: one line, with the offset in the (uncompressed) file. The
 * capture's own, valid until it is closed. */
const char *capture_problem(const struct capture *capture);
/* For progress: bytes of the file consumed, and its size (0 = unknown, a pipe), both compressed
 * if the file is. size may be NULL. */
uint64_t capture_consumed(const struct capture *capture, uint64_t *size);
/* Octets that were read and not given yet: without any, the next record has to be waited for.
 */
size_t capture_buffered(const struct capture *capture);
/* Closes the file, but not standard input. NULL is fine. */
void capture_close(struct capture *capture);

#endif
