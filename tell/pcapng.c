/* Blocks of pcapng: a section header with the comment of the whole, an interface description
 * for each interface, an enhanced packet block for each packet. Every block ends with its
 * length, so it is put together before it is written. An error is kept until the file is
 * closed. */
#include "pcapng.h"
#include "out_file.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SECTION   0x0a0d0d0au
#define BLOCK_INTERFACE 1u
#define BLOCK_ENHANCED  6u
#define OPTION_END      0u
#define OPTION_COMMENT  1u
#define OPTION_USERAPPL 4u  /* of a section */
#define OPTION_TSRESOL  9u  /* of an interface */
#define OPTION_FCSLEN   13u /* of an interface */
#define OPTION_FLAGS    2u  /* of a packet */
#define OPTION_MAX      65535u
#define BUFFER          (256u * 1024u)

struct pcapng_file {
    struct out_file out;
    bool failed;
    uint32_t interfaces;
    uint8_t *block; /* the one being put together */
    size_t used, room;
    char buffer[BUFFER]; /* stdio's */
};

static bool make_room(struct pcapng_file *f, size_t n)
{
    if (f->room - f->used >= n) {
        return true;
    }
    size_t room = (f->used + n) * 2;
    uint8_t *more = realloc(f->block, room);
    if (!more) {
        f->failed = true;
        return false;
    }
    f->block = more;
    f->room = room;
    return true;
}

static void put(struct pcapng_file *f, const void *bytes, size_t n)
{
    if (n && make_room(f, n)) {
        memcpy(f->block + f->used, bytes, n);
        f->used += n;
    }
}

static void put16(struct pcapng_file *f, uint16_t v)
{
    const uint8_t b[2] = {(uint8_t)v, (uint8_t)(v >> 8)};
    put(f, b, sizeof b);
}

static void put32(struct pcapng_file *f, uint32_t v)
{
    put16(f, (uint16_t)v);
    put16(f, (uint16_t)(v >> 16));
}

static void put_padded(struct pcapng_file *f, const void *bytes, size_t n)
{
    static const uint8_t zeros[4];
    put(f, bytes, n);
    put(f, zeros, (4 - n % 4) % 4);
}

static void put_option(struct pcapng_file *f, uint16_t code, const void *value, size_t n)
{
    n = n > OPTION_MAX ? OPTION_MAX : n;
    put16(f, code);
    put16(f, (uint16_t)n);
    put_padded(f, value, n);
}

/* UTF-8 is cut between characters. */
static void put_comment(struct pcapng_file *f, const char *text)
{
    size_t n = strlen(text);
    if (n > OPTION_MAX) {
        for (n = OPTION_MAX; n && ((uint8_t)text[n] & 0xc0) == 0x80; n--) {
        }
    }
    put_option(f, OPTION_COMMENT, text, n);
}

static void block_begin(struct pcapng_file *f, uint32_t type)
{
    f->used = 0;
    put32(f, type);
    put32(f, 0); /* its length, in the end */
}

static void block_end(struct pcapng_file *f)
{
    put_option(f, OPTION_END, NULL, 0);
    uint32_t len = (uint32_t)f->used + 4;
    put32(f, len);
    if (f->failed) {
        return;
    }
    for (size_t i = 0; i < 4; i++) {
        f->block[4 + i] = (uint8_t)(len >> 8 * i);
    }
    f->failed = fwrite(f->block, f->used, 1, f->out.file) != 1;
}

static void put_section(struct pcapng_file *f, const char *comment)
{
    static const char program[] = "extsta";
    block_begin(f, BLOCK_SECTION);
    put32(f, 0x1a2b3c4du); /* byte order */
    put16(f, 1);           /* version 1.0 */
    put16(f, 0);
    put32(f, UINT32_MAX); /* length of the section: not said */
    put32(f, UINT32_MAX);
    if (comment) {
        put_comment(f, comment);
    }
    put_option(f, OPTION_USERAPPL, program, sizeof program - 1);
    block_end(f);
}

struct pcapng_file *pcapng_file_create(const char *path, const char *comment, const char **why)
{
    struct pcapng_file *f = calloc(1, sizeof *f);
    if (!f) {
        *why = "no memory";
        return NULL;
    }
    if (!out_file_open(&f->out, path)) {
        *why = strerror(errno);
        free(f);
        return NULL;
    }
    if (f->out.path) { /* standard output outlives this */
        setvbuf(f->out.file, f->buffer, _IOFBF, sizeof f->buffer);
    }
    put_section(f, comment);
    return f;
}

uint32_t pcapng_file_interface(struct pcapng_file *f, uint16_t linktype, int8_t fcs_len)
{
    static const uint8_t nanoseconds = 9;
    block_begin(f, BLOCK_INTERFACE);
    put16(f, linktype);
    put16(f, 0);
    put32(f, 0); /* packets may have any length */
    put_option(f, OPTION_TSRESOL, &nanoseconds, 1);
    if (fcs_len >= 0) {
        put_option(f, OPTION_FCSLEN, &fcs_len, 1);
    }
    block_end(f);
    return f->interfaces++;
}

static uint16_t read16(const uint8_t *p, bool swapped)
{
    return (uint16_t)(swapped ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
}

/* What the packet brings along. Of a big-endian file only what needs no turning around, and the
 * flags, which say how long its FCS is. */
static void put_own_options(struct pcapng_file *f, struct extsta_span options, bool swapped)
{
    const uint8_t *p = options.data;
    size_t left = options.len;
    while (left >= 4) {
        uint16_t code = read16(p, swapped), len = read16(p + 2, swapped);
        size_t whole = 4 + (((size_t)len + 3) & ~(size_t)3);
        if (code == OPTION_END || whole > left) {
            return;
        }
        if (code == OPTION_FLAGS && len == 4 && swapped) {
            const uint8_t turned[4] = {p[7], p[6], p[5], p[4]};
            put_option(f, code, turned, 4);
        } else if (code == OPTION_COMMENT || !swapped) {
            put_option(f, code, p + 4, len);
        }
        p += whole;
        left -= whole;
    }
}

void pcapng_file_write(struct pcapng_file *f, const struct pcapng_packet *packet,
                       const char *const *comments, size_t count)
{
    block_begin(f, BLOCK_ENHANCED);
    put32(f, packet->interface);
    put32(f, (uint32_t)(packet->time >> 32));
    put32(f, (uint32_t)packet->time);
    put32(f, (uint32_t)packet->bytes.len);
    put32(f, packet->original_len);
    put_padded(f, packet->bytes.data, packet->bytes.len);
    put_own_options(f, packet->options, packet->swapped);
    for (size_t i = 0; i < count; i++) {
        put_comment(f, comments[i]);
    }
    block_end(f);
}

void pcapng_file_flush(struct pcapng_file *f)
{
    f->failed = !out_file_publish(&f->out) || f->failed;
}

bool pcapng_file_failed(const struct pcapng_file *f)
{
    return f->failed;
}

bool pcapng_file_close(struct pcapng_file *f)
{
    bool ok = out_file_close(&f->out, !f->failed) && !f->failed;
    free(f->block);
    free(f);
    return ok;
}

void pcapng_file_drop(struct pcapng_file *f)
{
    if (f) {
        out_file_close(&f->out, false);
        free(f->block);
        free(f);
    }
}
