/* Frames into a capture file, in large pieces: the frames of a run (--pcap) and what keys
 * opened of a capture (explain --write-clear). Classic pcap in the byte order of little-endian
 * machines, version 2.4, link type radiotap. An error is kept until the file is closed. */
#include "pcap.h"
#include "out_file.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DLT_RADIOTAP 127u
#define FILE_HEADER  24u
#define RADIOTAP_MAX 16u
#define RECORD_HEAD  16u
/* Fewer, larger writes: a clear capture is as long as what it was made of. */
#define BUFFER (256u * 1024u)

struct pcap_file {
    struct out_file out;
    bool failed;
    size_t used;
    uint8_t buffer[BUFFER]; /* stdio's locks and calls would cost more than the copying */
};

/* Little-endian, as pcap's magic number says and radiotap demands. */
static void put16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

static void put32(uint8_t *p, uint32_t v)
{
    put16(p, (uint16_t)v);
    put16(p + 2, (uint16_t)(v >> 16));
}

static void put(struct pcap_file *file, const void *bytes, size_t n)
{
    file->failed |= n && fwrite(bytes, n, 1, file->out.file) != 1;
}

static void empty(struct pcap_file *file)
{
    put(file, file->buffer, file->used);
    file->used = 0;
}

struct pcap_file *pcap_file_create(const char *path, const char **why)
{
    struct pcap_file *file = malloc(sizeof *file);
    if (!file) {
        *why = "no memory";
        return NULL;
    }
    if (!out_file_open(&file->out, path)) {
        *why = strerror(errno);
        free(file);
        return NULL;
    }
    file->failed = false;
    file->used = FILE_HEADER;
    uint8_t *header = file->buffer;
    memset(header, 0, FILE_HEADER);
    /* Magic of microseconds, version 2.4, snap length, link type; zone and accuracy are 0. */
    put32(header, 0xa1b2c3d4u);
    put16(header + 4, 2);
    put16(header + 6, 4);
    put32(header + 16, 65535);
    put32(header + 20, DLT_RADIOTAP);
    return file;
}

/* Radiotap fields in bit order: flags (1), rate (2), channel (3), dBm signal (5). Fields lie at
 * multiples of their size, so a pad octet may stand before the channel. RADIOTAP_MAX takes all.
 * What is 0 is not known and not written. */
static size_t radiotap(uint8_t *out, const struct extsta_rx_meta *meta)
{
    uint32_t present = 1u << 1;
    size_t n = 8;
    out[n++] = 0; /* flags: no FCS */
    if (meta->rate && meta->rate < 256) {
        present |= 1u << 2;
        out[n++] = (uint8_t)meta->rate;
    }
    if (meta->freq) {
        present |= 1u << 3;
        if (n & 1) {
            out[n++] = 0;
        }
        put16(out + n, meta->freq);
        /* 5 GHz OFDM, 2.4 GHz dynamic */
        put16(out + n + 2, meta->freq > 3000 ? 0x0140 : 0x0480);
        n += 4;
    }
    if (meta->signal) {
        present |= 1u << 5;
        out[n++] = (uint8_t)meta->signal;
    }
    out[0] = out[1] = 0;
    put16(out + 2, (uint16_t)n);
    put32(out + 4, present);
    return n;
}

/* One copy of the frame, into the buffer; what is longer than that goes out by itself. */
void pcap_file_write(struct pcap_file *file, extsta_time time, struct extsta_span frame,
                     const struct extsta_rx_meta *meta)
{
    if (BUFFER - file->used < RECORD_HEAD + RADIOTAP_MAX + frame.len) {
        empty(file);
    }
    uint8_t *record = file->buffer + file->used;
    size_t head = radiotap(record + RECORD_HEAD, meta);
    put32(record, (uint32_t)(time / EXTSTA_SECOND));
    put32(record + 4, (uint32_t)(time % EXTSTA_SECOND));
    put32(record + 8, (uint32_t)(head + frame.len));
    put32(record + 12, (uint32_t)(head + frame.len));
    file->used += RECORD_HEAD + head;
    if (BUFFER - file->used < frame.len) { /* longer than any frame */
        empty(file);
        put(file, frame.data, frame.len);
    } else if (frame.len) {
        memcpy(file->buffer + file->used, frame.data, frame.len);
        file->used += frame.len;
    }
}

void pcap_file_flush(struct pcap_file *file)
{
    empty(file);
    file->failed |= !out_file_publish(&file->out);
}

bool pcap_file_is_stream(const struct pcap_file *file)
{
    return !file->out.path;
}

bool pcap_file_close(struct pcap_file *file)
{
    empty(file);
    bool ok = out_file_close(&file->out, !file->failed) && !file->failed;
    free(file);
    return ok;
}

void pcap_file_drop(struct pcap_file *file)
{
    if (file) {
        out_file_close(&file->out, false);
    }
    free(file);
}
