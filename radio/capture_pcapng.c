/* pcapng (draft-ietf-opsawg-pcapng): section, interface, enhanced, simple and obsolete packet
 * blocks; every other block is skipped. Interfaces are numbered within their section; here
 * through the whole file (c->section_first), so that a record's interface is unique. Opened by
 * capture.c. */
#include "capture_private.h"
#include <stdlib.h>
#include <string.h>

#define BLOCK_SECTION   0x0a0d0d0au
#define BLOCK_INTERFACE 1u
#define BLOCK_PACKET    2u /* obsolete */
#define BLOCK_SIMPLE    3u
#define BLOCK_ENHANCED  6u
#define BYTE_ORDER_MAGIC 0x1a2b3c4du

bool capture_is_pcapng(const uint8_t m[4])
{
    return m[0] == 0x0a && m[1] == 0x0d && m[2] == 0x0d && m[3] == 0x0a;
}

/* Walks options; calls `take` for each. Malformed options end the walk. */
static void options(struct capture *c, const uint8_t *p, size_t n, void *object,
                    void (*take)(struct capture *, void *, uint16_t, const uint8_t *, size_t))
{
    while (n >= 4) {
        uint16_t code = capture_u16(c, p), len = capture_u16(c, p + 2);
        size_t padded = ((size_t)len + 3) & ~(size_t)3;
        if (code == 0 || (size_t)len > n - 4) {
            return;
        }
        take(c, object, code, p + 4, len);
        if (padded > n - 4) {
            return;
        }
        p += 4 + padded;
        n -= 4 + padded;
    }
}

static void interface_option(struct capture *c, void *object, uint16_t code, const uint8_t *p,
                             size_t n)
{
    struct capture_interface *i = object;
    if (code == 9 && n >= 1) { /* if_tsresol */
        i->resolution = p[0];
    } else if (code == 13 && n >= 1) { /* if_fcslen, octets */
        i->fcs_len = (int8_t)p[0];
    } else if (code == 14 && n >= 8) { /* if_tsoffset */
        uint64_t low = capture_u32(c, p), high = capture_u32(c, p + 4);
        i->offset = c->swapped ? (int64_t)(low << 32 | high) : (int64_t)(high << 32 | low);
    }
}

static void packet_option(struct capture *c, void *object, uint16_t code, const uint8_t *p,
                          size_t n)
{
    struct capture_record *r = object;
    if (code == 2 && n >= 4) { /* epb_flags: bits 5-8 are the FCS length, 0 = not known */
        uint32_t fcs = (capture_u32(c, p) >> 5) & 0x0f;
        if (fcs) {
            r->fcs_len = (int8_t)fcs;
        }
    }
}

/* An interface block; without options its ticks are microseconds (10^-6). */
static bool add_interface(struct capture *c, const uint8_t *p, size_t n)
{
    if (n < 8 || c->interface_count == CAPTURE_MAX_INTERFACES) {
        return false;
    }
    struct capture_interface *more =
        realloc(c->interfaces, (c->interface_count + 1) * sizeof *more);
    if (!more) {
        capture_refuse(c, "another interface");
        return false;
    }
    c->interfaces = more;
    struct capture_interface *i = &more[c->interface_count++];
    *i = (struct capture_interface){.linktype = capture_u16(c, p),
                                    .fcs_len = -1,
                                    .resolution = 6,
                                    .snaplen = capture_u32(c, p + 4)};
    options(c, p + 8, n - 8, i, interface_option);
    return true;
}

/* Nanoseconds since 1970 of a time stamp in the interface's unit, its offset included. */
static uint64_t to_nanoseconds(const struct capture_interface *i, uint64_t ticks)
{
    static const uint64_t power[] = {1,      10,      100,      1000,      10000,
                                     100000, 1000000, 10000000, 100000000, 1000000000};
    uint64_t ns;
    unsigned exponent = i->resolution & 0x7f;
    if (i->resolution & 0x80) {
        uint64_t whole = exponent < 64 ? ticks >> exponent : 0;
        uint64_t mask = exponent < 64 ? ((uint64_t)1 << exponent) - 1 : UINT64_MAX;
        /* The fraction to 32 bits, so that the product cannot overflow. */
        uint64_t part = ticks & mask;
        part = exponent > 95   ? 0
               : exponent > 32 ? part >> (exponent - 32)
                               : part << (32 - exponent);
        ns = whole * 1000000000u + ((part * 1000000000u) >> 32);
    } else if (exponent <= 9) {
        ns = ticks * power[9 - exponent];
    } else {
        for (ns = ticks; exponent > 9; exponent--) {
            ns /= 10;
        }
    }
    return ns + (uint64_t)i->offset * 1000000000u;
}

/* A record of an interface of this section. False: there is none of this number, or the packet
 * is longer than its block. */
static bool fill(struct capture *c, struct capture_record *r, uint32_t index, uint64_t ticks,
                 uint32_t len, uint32_t original, const uint8_t *data, size_t room)
{
    size_t absolute = c->section_first + index;
    if (absolute >= c->interface_count || len > room) {
        return false;
    }
    const struct capture_interface *i = &c->interfaces[absolute];
    *r = (struct capture_record){.time = to_nanoseconds(i, ticks),
                                 .number = ++c->number,
                                 .interface = (uint32_t)absolute,
                                 .linktype = i->linktype,
                                 .fcs_len = i->fcs_len,
                                 .original_len = original,
                                 .bytes = {data, len}};
    return true;
}

/* The high half first, each half in the byte order of the section. */
static uint64_t ticks_of(const struct capture *c, const uint8_t *p)
{
    return (uint64_t)capture_u32(c, p) << 32 | capture_u32(c, p + 4);
}

/* Of the three kinds of packet blocks the simple one has neither time nor interface: it is of
 * the first, at 0, and cut at the snap length. */
static bool packet(struct capture *c, uint32_t type, const uint8_t *p, size_t n,
                   struct capture_record *r)
{
    if (type == BLOCK_SIMPLE) {
        if (n < 4 || c->section_first >= c->interface_count) {
            return false;
        }
        uint32_t original = capture_u32(c, p), len = original;
        uint32_t snap = c->interfaces[c->section_first].snaplen;
        len = snap && len > snap ? snap : len;
        len = len > n - 4 ? (uint32_t)(n - 4) : len;
        return fill(c, r, 0, 0, len, original, p + 4, n - 4);
    }
    if (n < 20) {
        return false;
    }
    uint32_t index = type == BLOCK_ENHANCED ? capture_u32(c, p) : capture_u16(c, p);
    uint32_t len = capture_u32(c, p + 12);
    if (!fill(c, r, index, ticks_of(c, p + 4), len, capture_u32(c, p + 16), p + 20, n - 20)) {
        return false;
    }
    size_t used = 20 + (((size_t)len + 3) & ~(size_t)3);
    if (used < n) {
        r->options = (struct extsta_span){p + used, n - used};
        r->swapped = c->swapped;
        options(c, p + used, n - used, r, packet_option);
    }
    return true;
}

/* A section header fixes the byte order of what follows. */
static bool section(struct capture *c)
{
    const uint8_t *p = capture_window(c, 12);
    if (!p) {
        return false;
    }
    c->swapped = false;
    if (capture_u32(c, p + 8) != BYTE_ORDER_MAGIC) {
        c->swapped = true;
        if (capture_u32(c, p + 8) != BYTE_ORDER_MAGIC) {
            return false;
        }
    }
    c->section_first = c->interface_count;
    return true;
}

/* The next packet; blocks before it are taken in or passed over. Nothing is skipped before all
 * of a block is in the window and its two lengths agree. */
static enum capture_result pcapng_next(struct capture *c, struct capture_record *r)
{
    for (;;) {
        const uint8_t *p = capture_window(c, 8);
        if (!p) {
            return capture_left(c) == 0
                       ? capture_ends(c, CAPTURE_END, "")
                       : capture_ends(c, CAPTURE_CUT, "cut off in a block header");
        }
        if (capture_is_pcapng(p) && !section(c)) {
            return capture_ends(c, CAPTURE_BROKEN, "section header without byte-order magic");
        }
        p = capture_window(c, 8);
        uint32_t type = capture_u32(c, p), len = capture_u32(c, p + 4);
        if (len < 12 || len % 4 != 0 || len > CAPTURE_MAX_RECORD) {
            return capture_ends(c, CAPTURE_BROKEN, "impossible block length");
        }
        p = capture_window(c, len);
        if (!p) {
            return capture_ends(c, CAPTURE_CUT, "cut off in the middle of a block");
        }
        if (capture_u32(c, p + len - 4) != len) {
            return capture_ends(c, CAPTURE_BROKEN, "block lengths contradict each other");
        }
        bool ok = true, given = type == BLOCK_ENHANCED || type == BLOCK_SIMPLE ||
                                type == BLOCK_PACKET;
        if (type == BLOCK_INTERFACE) {
            ok = add_interface(c, p + 8, len - 12);
        } else if (given) {
            ok = packet(c, type, p + 8, len - 12, r);
        }
        if (!ok) {
            return capture_ends(c, CAPTURE_BROKEN,
                                given ? "packet block that contradicts itself"
                                      : "unusable interface block");
        }
        capture_skip(c, len);
        if (given) {
            return CAPTURE_RECORD;
        }
    }
}

bool capture_pcapng_start(struct capture *c, const char **why)
{
    if (!section(c)) {
        *why = "pcapng file without a valid section header";
        return false;
    }
    c->next = pcapng_next;
    return true;
}
