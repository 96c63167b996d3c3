/* Classic pcap (draft-ietf-opsawg-pcap), its nanosecond variant and Kuznetzov's: 24 octets of
 * file header, then records of 16 octets (24 with Kuznetzov's) and a packet. The magic tells
 * the byte order, the unit of time and the variant; opened by capture.c. */
#include "capture_private.h"
#include <string.h>

#define MAGIC_MICROSECONDS 0xa1b2c3d4u
#define MAGIC_NANOSECONDS  0xa1b23c4du
#define MAGIC_KUZNETZOV    0xa1b2cd34u
#define FILE_HEADER        24u

static uint32_t magic_of(const uint8_t m[4])
{
    return (uint32_t)m[0] | (uint32_t)m[1] << 8 | (uint32_t)m[2] << 16 | (uint32_t)m[3] << 24;
}

static bool known(uint32_t magic)
{
    return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS || magic == MAGIC_KUZNETZOV;
}

bool capture_is_pcap(const uint8_t m[4])
{
    return known(magic_of(m)) || known(capture_swap32(magic_of(m)));
}

/* The length is judged before the window grows to it. */
static enum capture_result pcap_next(struct capture *c, struct capture_record *r)
{
    size_t header = c->extended ? 24 : 16;
    const uint8_t *p = capture_window(c, header);
    if (!p) {
        return capture_left(c) == 0 ? capture_ends(c, CAPTURE_END, "")
                                    : capture_ends(c, CAPTURE_CUT, "cut off in a record header");
    }
    uint32_t seconds = capture_u32(c, p), fraction = capture_u32(c, p + 4);
    uint32_t len = capture_u32(c, p + 8), original = capture_u32(c, p + 12);
    if (len > CAPTURE_MAX_RECORD) {
        return capture_ends(c, CAPTURE_BROKEN, "impossible record length");
    }
    p = capture_window(c, header + len);
    if (!p) {
        return capture_ends(c, CAPTURE_CUT, "cut off in the middle of a packet");
    }
    *r = (struct capture_record){
        .time = (uint64_t)seconds * 1000000000u + (uint64_t)fraction * (c->nanoseconds ? 1 : 1000),
        .number = ++c->number,
        .linktype = c->pcap.linktype,
        .fcs_len = c->pcap.fcs_len,
        .original_len = original,
        .bytes = {p + header, len},
    };
    capture_skip(c, header + len);
    return CAPTURE_RECORD;
}

bool capture_pcap_start(struct capture *c, const char **why)
{
    const uint8_t *p = capture_window(c, FILE_HEADER);
    if (!p) {
        *why = "pcap file is cut off in its header";
        return false;
    }
    uint32_t magic = magic_of(p);
    if (!known(magic)) {
        c->swapped = true;
        magic = capture_swap32(magic);
    }
    c->nanoseconds = magic == MAGIC_NANOSECONDS;
    c->extended = magic == MAGIC_KUZNETZOV;
    uint32_t network = capture_u32(c, p + 20);
    c->pcap.linktype = (uint16_t)network;
    /* Bit 26: the high four bits hold the FCS length in 16-bit units. */
    c->pcap.fcs_len = (network & 0x04000000u) ? (int8_t)((network >> 28) * 2) : -1;
    c->next = pcap_next;
    capture_skip(c, FILE_HEADER);
    return true;
}
