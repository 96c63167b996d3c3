/* See blocks.h. Zstandard where the program was built with it; blocks that do not get smaller
 * stand as they are. */
#include "blocks.h"
#include "providers.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

#define MAGIC "EXTSTREC"
#define HEADER_FIXED                                                                           \
    28u /* before the version; the length of which stands in its last octet                    \
         */
#define MARK       0x4b4c4258u /* "XBLK" */
#define BLOCK_HEAD 32u
#define LEVEL      1

enum coding { CODING_NONE, CODING_ZSTD };

/* --- numbers, little-endian --- */

static void put(uint8_t *p, uint64_t v, unsigned octets)
{
    for (unsigned i = 0; i < octets; i++) {
        p[i] = (uint8_t)(v >> 8 * i);
    }
}

static uint64_t get(const uint8_t *p, unsigned octets)
{
    uint64_t v = 0;
    for (unsigned i = 0; i < octets; i++) {
        v |= (uint64_t)p[i] << 8 * i;
    }
    return v;
}

static uint32_t crc_of(uint32_t crc, const uint8_t *p, size_t len)
{
    return (uint32_t)crc32_z(crc, p, len);
}

/* --- writing --- */

static bool write_all(struct block_writer *w, const uint8_t *p, size_t len)
{
    while (len > 0 && !w->error) {
        ssize_t n = write(w->fd, p, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            w->error = n < 0 ? errno : EIO;
            break;
        }
        p += n;
        len -= (size_t)n;
        w->written += (uint64_t)n;
    }
    return !w->error;
}

bool blocks_begin(struct block_writer *w, int fd, const struct recording_header *header)
{
    *w = (struct block_writer){.fd = fd};
    uint8_t head[HEADER_FIXED + RECORDING_MAX_VERSION + 4] = {0};
    size_t version = strlen(header->version), len = HEADER_FIXED + version;
    memcpy(head, MAGIC, 8);
    put(head + 8, RECORDING_FORMAT, 2);
    put(head + 10, len + 4, 2);
    put(head + 12, header->flags, 4);
    put(head + 16, (uint64_t)header->started, 8);
    put(head + HEADER_FIXED - 1, version, 1);
    memcpy(head + HEADER_FIXED, header->version, version);
    put(head + len, crc_of(0, head, len), 4);
#ifdef HAVE_ZSTD
    w->compressor = ZSTD_createCCtx();
    if (!w->compressor) {
        errno = ENOMEM;
        return false;
    }
#endif
    if (!write_all(w, head, len + 4)) {
        errno = w->error;
        return false;
    }
    return true;
}

/* Head and octets, as they are stored. */
static bool write_block(struct block_writer *w, enum block_kind kind, enum coding coding,
                        extsta_time first, struct extsta_span stored, size_t raw)
{
    uint8_t head[BLOCK_HEAD] = {0};
    put(head, MARK, 4);
    head[4] = (uint8_t)kind;
    head[5] = (uint8_t)coding;
    put(head + 8, stored.len, 4);
    put(head + 12, raw, 4);
    put(head + 16, first, 8);
    put(head + 24, w->number++, 4);
    put(head + 28, crc_of(crc_of(0, head, 28), stored.data, stored.len), 4);
    return write_all(w, head, sizeof head) && write_all(w, stored.data, stored.len);
}

bool blocks_write_raw(struct block_writer *w, enum block_kind kind, extsta_time first,
                      struct extsta_span octets)
{
    return write_block(w, kind, CODING_NONE, first, octets, octets.len);
}

bool blocks_write(struct block_writer *w, enum block_kind kind, extsta_time first,
                  struct extsta_span octets)
{
#ifdef HAVE_ZSTD
    size_t bound = ZSTD_compressBound(octets.len);
    if (w->room < bound) {
        free(w->stored);
        w->stored = host_malloc(bound);
        w->room = w->stored ? bound : 0;
    }
    size_t n = w->stored ? ZSTD_compressCCtx(w->compressor, w->stored, w->room, octets.data,
                                             octets.len, LEVEL)
                         : octets.len;
    if (!ZSTD_isError(n) && n < octets.len) {
        return write_block(w, kind, CODING_ZSTD, first, (struct extsta_span){w->stored, n},
                           octets.len);
    }
#endif
    return blocks_write_raw(w, kind, first, octets);
}

void blocks_end(struct block_writer *w)
{
#ifdef HAVE_ZSTD
    ZSTD_freeCCtx(w->compressor);
#endif
    w->compressor = NULL;
    free(w->stored);
    w->stored = NULL;
    w->room = 0;
}

/* --- reading --- */

const char *recording_header_read(struct extsta_span file, struct recording_header *header,
                                  size_t *len)
{
    const uint8_t *p = file.data;
    if (file.len < 10 || memcmp(p, MAGIC, 8) != 0) {
        return "it is no recording";
    }
    *header = (struct recording_header){.format = (uint32_t)get(p + 8, 2)};
    if (header->format != RECORDING_FORMAT) {
        return header->format > RECORDING_FORMAT
                   ? "it is of a later format than this program reads: take the program that "
                     "wrote it, or a later one"
                   : "it is of an earlier format than this program reads: take the program "
                     "that "
                     "wrote it";
    }
    if (file.len < HEADER_FIXED + 4) {
        return "its header is cut off";
    }
    *len = (size_t)get(p + 10, 2);
    size_t version = p[HEADER_FIXED - 1];
    if (version > RECORDING_MAX_VERSION || *len != HEADER_FIXED + version + 4) {
        return "its header is damaged";
    }
    if (file.len < *len) {
        return "its header is cut off";
    }
    if (crc_of(0, p, *len - 4) != get(p + *len - 4, 4)) {
        return "its header is damaged";
    }
    header->flags = (uint32_t)get(p + 12, 4);
    header->started = (int64_t)get(p + 16, 8);
    memcpy(header->version, p + HEADER_FIXED, version);
    return NULL;
}

void blocks_read_begin(struct block_reader *r, struct extsta_span file, size_t at)
{
    *r = (struct block_reader){.file = file, .at = at};
}

/* Behind octets that are none: where the next mark stands. */
static enum block_result pass_over(struct block_reader *r)
{
    size_t from = r->at++;
    while (r->file.len - r->at >= 4 && get(r->file.data + r->at, 4) != MARK) {
        r->at++;
    }
    if (r->file.len - r->at < 4) {
        r->at = r->file.len;
    }
    r->passed_over += r->at - from;
    return BLOCK_BAD;
}

static bool make_room(struct block_reader *r, size_t len)
{
    if (r->room < len) {
        free(r->raw);
        r->raw = host_malloc(len);
        r->room = r->raw ? len : 0;
    }
    return len == 0 || r->raw != NULL;
}

/* The octets of a block whose check has held. */
static enum block_result open_block(struct block_reader *r, enum coding coding,
                                    struct extsta_span stored, size_t raw, struct block *b)
{
    if (coding == CODING_NONE && stored.len == raw) {
        b->octets = stored;
        return BLOCK_READ;
    }
#ifdef HAVE_ZSTD
    if (coding == CODING_ZSTD && make_room(r, raw)) {
        if (!r->decompressor) {
            r->decompressor = ZSTD_createDCtx();
        }
        if (!r->decompressor) {
            return BLOCK_FAIL;
        }
        size_t n = ZSTD_decompressDCtx(r->decompressor, r->raw, raw, stored.data, stored.len);
        b->octets = (struct extsta_span){r->raw, raw};
        return !ZSTD_isError(n) && n == raw ? BLOCK_READ : BLOCK_BAD;
    }
#endif
    return coding == CODING_ZSTD && !make_room(r, raw) ? BLOCK_FAIL
           : coding == CODING_ZSTD                     ? BLOCK_FAIL
                                                       : BLOCK_BAD;
}

enum block_result blocks_next(struct block_reader *r, struct block *b)
{
    size_t left = r->file.len - r->at;
    if (left == 0) {
        return BLOCK_END; /* of no octets there is no address, either */
    }
    const uint8_t *p = r->file.data + r->at;
    if (left < BLOCK_HEAD) {
        bool begins = left < 4 ? memcmp(p, "XBLK", left) == 0 : get(p, 4) == MARK;
        r->passed_over += left;
        r->at = r->file.len;
        return begins ? BLOCK_CUT : BLOCK_BAD;
    }
    size_t stored = (size_t)get(p + 8, 4), raw = (size_t)get(p + 12, 4);
    if (get(p, 4) != MARK || raw > BLOCK_MAX || stored > BLOCK_MAX) {
        return pass_over(r);
    }
    if (stored > left - BLOCK_HEAD) {
        /* the last one, or a length that is wrong: what looks like another block decides */
        size_t at = r->at;
        enum block_result result = pass_over(r);
        if (r->at == r->file.len) {
            return BLOCK_CUT;
        }
        (void)at;
        return result;
    }
    if (crc_of(crc_of(0, p, 28), p + BLOCK_HEAD, stored) != get(p + 28, 4)) {
        return pass_over(r);
    }
    *b = (struct block){.kind = p[4], .first = get(p + 16, 8), .offset = (uint64_t)r->at};
    r->at += BLOCK_HEAD + stored;
    return open_block(r, (enum coding)p[5], (struct extsta_span){p + BLOCK_HEAD, stored}, raw,
                      b);
}

void blocks_read_end(struct block_reader *r)
{
#ifdef HAVE_ZSTD
    ZSTD_freeDCtx(r->decompressor);
#endif
    free(r->raw);
    *r = (struct block_reader){0};
}
