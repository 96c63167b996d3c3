/* Radiotap headers for tests: what the reader of wire/radiotap.h takes, in every alignment. The
 * library only reads them. */
#ifndef TESTS_RADIOTAP_WRITE_H
#define TESTS_RADIOTAP_WRITE_H

#include "wire/radiotap.h"

static void write_align(struct writer *w, size_t start, size_t align)
{
    while ((writer_len(w) - start) % align != 0 && !w->failed) {
        writer_u8(w, 0);
    }
}

/* Writes a header with those of TSFT, Flags, Rate, Channel, Signal, Antenna, TX flags
 * and data retries that are in rt->present; rt->len is not looked at. A rate above
 * 127.5 Mb/s does not fit in its field and is left out. */
static void radiotap_write(struct writer *w, const struct radiotap *rt)
{
    const uint32_t writable = RADIOTAP_BIT(RADIOTAP_TSFT) | RADIOTAP_BIT(RADIOTAP_FLAGS) |
                              RADIOTAP_BIT(RADIOTAP_RATE) | RADIOTAP_BIT(RADIOTAP_CHANNEL) |
                              RADIOTAP_BIT(RADIOTAP_SIGNAL) | RADIOTAP_BIT(RADIOTAP_ANTENNA) |
                              RADIOTAP_BIT(RADIOTAP_TX_FLAGS) |
                              RADIOTAP_BIT(RADIOTAP_DATA_RETRIES);
    uint32_t present = rt->present & writable;
    if (rt->rate > 255) {
        present &= ~RADIOTAP_BIT(RADIOTAP_RATE);
    }
    size_t start = writer_len(w);
    writer_le16(w, 0);
    uint8_t *len = writer_room(w, 2);
    writer_le32(w, present);
    if (present & RADIOTAP_BIT(RADIOTAP_TSFT)) {
        writer_le64(w, rt->tsft);
    }
    if (present & RADIOTAP_BIT(RADIOTAP_FLAGS)) {
        writer_u8(w, rt->flags);
    }
    if (present & RADIOTAP_BIT(RADIOTAP_RATE)) {
        writer_u8(w, (uint8_t)rt->rate);
    }
    if (present & RADIOTAP_BIT(RADIOTAP_CHANNEL)) {
        write_align(w, start, 2);
        writer_le16(w, rt->freq);
        writer_le16(w, rt->channel_flags);
    }
    if (present & RADIOTAP_BIT(RADIOTAP_SIGNAL)) {
        writer_u8(w, (uint8_t)rt->signal);
    }
    if (present & RADIOTAP_BIT(RADIOTAP_ANTENNA)) {
        writer_u8(w, rt->antenna);
    }
    if (present & RADIOTAP_BIT(RADIOTAP_TX_FLAGS)) {
        write_align(w, start, 2);
        writer_le16(w, rt->tx_flags);
    }
    if (present & RADIOTAP_BIT(RADIOTAP_DATA_RETRIES)) {
        writer_u8(w, rt->data_retries);
    }
    if (len) {
        put_le16(len, (uint16_t)(writer_len(w) - start));
    }
}

#endif
