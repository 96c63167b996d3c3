/* The file of a recording: a header, and blocks one behind the other, each compressed and
 * checked by itself. Whatever stops the writer, everything up to the last whole block can be
 * read. docs/replay.md has the layout. */
#ifndef REPLAY_BLOCKS_H
#define REPLAY_BLOCKS_H

#include <extsta/types.h>

#define RECORDING_FORMAT      1u
#define RECORDING_MAX_VERSION 63u /* octets of the program's version */

enum recording_flag {
    RECORDING_REPLACED = 1u << 0, /* secrets were replaced as it was written */
};

enum block_kind {
    BLOCK_ENTRIES = 1, /* entry.h */
    BLOCK_SNAPSHOT =
        2, /* of a station (extsta/form.h); readers that do not know it pass it over */
};
/* Octets of a block before it was compressed, at most. */
#define BLOCK_MAX (64u << 20)

struct recording_header {
    uint32_t format;
    uint32_t flags;  /* enum recording_flag */
    int64_t started; /* seconds since 1970; 0: on virtual air, which has no date */
    char version[RECORDING_MAX_VERSION + 1]; /* of the program that wrote it */
};

/* --- writing --- */

struct block_writer {
    int fd;
    uint32_t number; /* of the next block */
    void *compressor;
    uint8_t *stored; /* room for a compressed block */
    size_t room;
    uint64_t written; /* octets */
    int error;        /* errno of the first write that failed; 0: none */
};
/* Begins the file at this descriptor, which stays the caller's to close once it is freed.
 * False: no memory, or it cannot be written (errno). */
bool blocks_begin(struct block_writer *w, int fd, const struct recording_header *header);
/* One block. `first`: the time of the first call in it. False: it cannot be written, now or
 * before. */
bool blocks_write(struct block_writer *w, enum block_kind kind, extsta_time first,
                  struct extsta_span octets);
/* The same from a signal handler: uncompressed, nothing but write(2). */
bool blocks_write_raw(struct block_writer *w, enum block_kind kind, extsta_time first,
                      struct extsta_span octets);
void blocks_end(struct block_writer *w);

/* --- reading --- */

enum block_result {
    BLOCK_READ,
    BLOCK_END,  /* the file ends behind a whole block */
    BLOCK_CUT,  /* it ends within one: its writer was stopped */
    BLOCK_BAD,  /* octets that are no block; the next call looks for the next one behind them */
    BLOCK_FAIL, /* no memory, or compressed, and this program cannot */
};

struct block {
    uint8_t kind; /* enum block_kind, or one that is not known */
    extsta_time first;
    uint64_t offset;           /* in the file */
    struct extsta_span octets; /* until the next call */
};

struct block_reader {
    struct extsta_span file;
    size_t at;
    void *decompressor;
    uint8_t *raw;
    size_t room;
    uint64_t passed_over; /* octets that are no block */
};

/* NULL: it is a recording of this format, and *header says what; else a sentence that says why
 * it cannot be read. */
const char *recording_header_read(struct extsta_span file, struct recording_header *header,
                                  size_t *len);
/* `file` is borrowed. */
void blocks_read_begin(struct block_reader *r, struct extsta_span file, size_t at);
enum block_result blocks_next(struct block_reader *r, struct block *block);
void blocks_read_end(struct block_reader *r);

#endif
