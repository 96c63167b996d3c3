/* See recording.h. */
#include "recording.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *recording_of(struct recording *r, struct extsta_span file)
{
    *r = (struct recording){.file = file};
    const char *wrong = recording_header_read(file, &r->header, &r->start);
    if (!wrong) {
        blocks_read_begin(&r->blocks, file, r->start);
    }
    return wrong;
}

void recording_piece(struct recording *r, struct extsta_span entries)
{
    *r = (struct recording){.in_block = true};
    coder_read(&r->coder, entries, &r->arena);
}

const char *recording_open(struct recording *r, const char *path)
{
    struct stat st;
    *r = (struct recording){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return strerror(errno);
    }
    void *at = MAP_FAILED;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    close(fd);
    if (at == MAP_FAILED) {
        return "it is empty, or no file";
    }
    const char *wrong = recording_of(r, (struct extsta_span){at, (size_t)st.st_size});
    r->mapped = true;
    return wrong;
}

void recording_close(struct recording *r)
{
    blocks_read_end(&r->blocks);
    arena_free(&r->arena);
    if (r->mapped) {
        void *at;
        memcpy(&at, &r->file.data, sizeof at);
        munmap(at, r->file.len);
    }
    *r = (struct recording){0};
}

void recording_rewind(struct recording *r)
{
    r->blocks.at = r->start;
    r->blocks.passed_over = 0;
    r->in_block = false;
}

static enum recording_result next_block(struct recording *r)
{
    struct block b;
    for (;;) {
        switch (blocks_next(&r->blocks, &b)) {
        case BLOCK_END:
            return RECORDING_END;
        case BLOCK_CUT:
            return RECORDING_CUT;
        case BLOCK_BAD:
            return RECORDING_BAD;
        case BLOCK_FAIL:
            return RECORDING_FAIL;
        case BLOCK_READ:
            break;
        }
        if (b.kind == BLOCK_ENTRIES && b.octets.len > 0) {
            coder_read(&r->coder, b.octets, &r->arena);
            r->state = (struct entry_state){0};
            r->in_block = true;
            return RECORDING_ENTRY;
        }
    }
}

static bool read_entry(struct recording *r, struct entry *entry)
{
    memset(entry, 0, sizeof *entry);
    return entry_code(&r->coder, &r->state, entry);
}

enum recording_result recording_next(struct recording *r, struct entry *entry)
{
    arena_reset(&r->arena);
    while (!r->in_block || coder_left(&r->coder) == 0) {
        enum recording_result result = next_block(r);
        if (result != RECORDING_ENTRY) {
            r->in_block = false;
            return result;
        }
    }
    r->last = r->coder.at;
    r->before = r->state;
    if (!read_entry(r, entry)) {
        r->in_block = false; /* what follows has no beginning */
        return RECORDING_BAD;
    }
    return RECORDING_ENTRY;
}

bool recording_draw(struct recording *r, struct extsta_span *octets)
{
    struct entry entry;
    if (!r->in_block || coder_left(&r->coder) == 0 || *r->coder.at != ENTRY_DRAW ||
        !read_entry(r, &entry)) {
        return false;
    }
    *octets = entry.octets;
    return true;
}

bool recording_again(struct recording *r, struct arena *arena, struct entry *entry)
{
    struct coder coder = r->coder;
    struct entry_state state = r->before;
    coder.at = r->last;
    coder.failed = false;
    coder.arena = arena;
    memset(entry, 0, sizeof *entry);
    return entry_code(&coder, &state, entry);
}

uint64_t recording_lost(const struct recording *r)
{
    return r->blocks.passed_over;
}
