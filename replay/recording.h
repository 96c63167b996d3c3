/* A recording, read entry by entry (entry.h) out of its blocks (blocks.h). Nothing in the file
 * is trusted. */
#ifndef REPLAY_RECORDING_H
#define REPLAY_RECORDING_H

#include "blocks.h"
#include "entry.h"

struct recording {
    struct recording_header header;
    struct extsta_span file;
    size_t start; /* of the first block */
    bool mapped;
    struct block_reader blocks;
    struct coder coder;
    struct entry_state state;
    struct arena arena;
    /* where the last entry began, to read it again */
    const uint8_t *last;
    struct entry_state before;
    bool in_block;
};

enum recording_result {
    RECORDING_ENTRY,
    RECORDING_END,  /* behind the last whole block, with which the file ends */
    RECORDING_CUT,  /* likewise; what follows is part of a block: its writer was stopped */
    RECORDING_BAD,  /* a block, or what is left of one, cannot be read; the next call goes on
                     * behind it */
    RECORDING_FAIL, /* no memory; or compressed, and this program was built without zstd */
};

/* NULL: it can be read; else what is wrong, in words: a system's, or of a file that is none.
 * recording_close is due in any case. */
const char *recording_open(struct recording *r, const char *path);
/* The same of octets, which are borrowed. */
const char *recording_of(struct recording *r, struct extsta_span file);
/* Of entries alone, without a file; likewise. */
void recording_piece(struct recording *r, struct extsta_span entries);
void recording_close(struct recording *r);
/* From the start once more. */
void recording_rewind(struct recording *r);

/* The next entry; what it points to is valid until the next call, and of a call until
 * the next call but recording_draw. */
enum recording_result recording_next(struct recording *r, struct entry *entry);
/* If the next entry of the block is a draw, takes it. */
bool recording_draw(struct recording *r, struct extsta_span *octets);
/* The last entry of recording_next once more, into memory of the caller's. False: no memory. */
bool recording_again(struct recording *r, struct arena *arena, struct entry *entry);
/* Octets of the file that are of no whole block, so far. */
uint64_t recording_lost(const struct recording *r);

#endif
