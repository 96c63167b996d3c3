/* Shared by the readers of the two formats (capture_pcap.c, capture_pcapng.c) and what is
 * common to them (capture.c): a window over the uncompressed bytes. A reader asks for as many
 * as it needs (capture_window), looks at them in place, and skips them once the record is
 * whole; so a record that is cut off leaves the window where it began, and the end is met again
 * at the next call. */
#ifndef RADIO_CAPTURE_PRIVATE_H
#define RADIO_CAPTURE_PRIVATE_H

#include "capture.h"
#include <zlib.h>

/* Larger than any record a capture program writes; a length above it is nonsense. */
#define CAPTURE_MAX_RECORD (16u << 20)
#define CAPTURE_MAX_INTERFACES 1024u

/* What pcapng says of an interface; of pcap, the one that the whole file has. */
struct capture_interface {
    uint16_t linktype;
    int8_t fcs_len;
    uint8_t resolution; /* if_tsresol: power of 10, or of 2 with bit 7 */
    uint32_t snaplen;
    int64_t offset;     /* seconds */
};

struct capture {
    /* source */
    int fd;             /* -1: memory */
    bool own_fd, eof, gzip, failed;
    bool refused; /* failed for want of memory */
    struct extsta_span memory;
    uint64_t consumed, size;
    z_stream z;
    uint8_t *packed;    /* compressed input */
    /* window of uncompressed bytes */
    uint8_t *buffer;
    size_t capacity, start, end;
    bool stay;          /* records in the window are in use: do not move or fill it */
    uint64_t offset;    /* of buffer[start] in the uncompressed file */
    /* format */
    enum capture_result (*next)(struct capture *, struct capture_record *);
    bool swapped, nanoseconds, extended; /* extended: Kuznetzov's pcap record headers */
    uint32_t number;
    struct capture_interface pcap;
    struct capture_interface *interfaces;
    size_t interface_count, section_first;
    char problem[160];
};

/* Makes at least n bytes available at the window's start; NULL at the end of the file
 * (fewer are left) or without memory. The pointer is valid until the next call. */
const uint8_t *capture_refill(struct capture *c, size_t n);
static inline const uint8_t *capture_window(struct capture *c, size_t n)
{
    return c->end - c->start >= n ? c->buffer + c->start : capture_refill(c, n);
}
/* Bytes in the window now; at the end of the file: all that are left. */
static inline size_t capture_left(const struct capture *c)
{
    return c->end - c->start;
}
/* Those bytes are done with; they were in the window. */
static inline void capture_skip(struct capture *c, size_t n)
{
    c->start += n;
    c->offset += n;
}
/* Ends the reading: the problem is `what` with its place, unless an earlier one is told
 * already. Returns `result`, or how reading itself failed. */
enum capture_result capture_ends(struct capture *c, enum capture_result result,
                                 const char *what);
/* There is no memory for what the file needs: the problem is told, and it has failed. */
void capture_refuse(struct capture *c, const char *what);

static inline uint32_t capture_swap32(uint32_t v)
{
    return v >> 24 | (v >> 8 & 0xff00u) | (v << 8 & 0xff0000u) | v << 24;
}
/* Numbers in the byte order of the file. */
static inline uint16_t capture_u16(const struct capture *c, const uint8_t *p)
{
    unsigned low = p[0], high = p[1];
    return (uint16_t)(c->swapped ? low << 8 | high : high << 8 | low);
}
static inline uint32_t capture_u32(const struct capture *c, const uint8_t *p)
{
    uint32_t v = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
                 (uint32_t)p[3] << 24;
    return c->swapped ? capture_swap32(v) : v;
}

bool capture_is_pcap(const uint8_t magic[4]);
bool capture_is_pcapng(const uint8_t magic[4]);
/* Reads the file header and sets c->next; false: *why. */
bool capture_pcap_start(struct capture *c, const char **why);
bool capture_pcapng_start(struct capture *c, const char **why);

#endif
