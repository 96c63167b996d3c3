/* Reading capture files: opening (gzip, standard input), reading in large blocks, and telling
 * which format it is. capture_pcap.c and capture_pcapng.c read the records, through the window
 * that is kept here (capture_private.h). */
#include "capture_private.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of reading and of unpacking; the window grows beyond it for longer records only. */
#define BLOCK (128u * 1024u)

/* --- bytes of the file --- */

/* Raw bytes of the file or the memory; 0: the end, or c->failed. */
static size_t source_read(struct capture *c, uint8_t *out, size_t n)
{
    if (c->fd < 0) {
        size_t left = c->memory.len - (size_t)c->consumed;
        n = n < left ? n : left;
        if (n) {
            memcpy(out, c->memory.data + c->consumed, n);
        }
        c->consumed += n;
        return n;
    }
    ssize_t got;
    do {
        got = read(c->fd, out, n);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        c->failed = true;
        snprintf(c->problem, sizeof c->problem, "reading failed: %s", strerror(errno));
        return 0;
    }
    c->consumed += (uint64_t)got;
    return (size_t)got;
}

/* Inflates into the window; several gzip members may follow each other. */
static size_t unpack(struct capture *c, uint8_t *out, size_t n)
{
    c->z.next_out = out;
    c->z.avail_out = (uInt)n;
    while (c->z.avail_out == n) {
        if (c->z.avail_in == 0) {
            c->z.next_in = c->packed;
            c->z.avail_in = (uInt)source_read(c, c->packed, BLOCK);
            if (c->z.avail_in == 0) {
                break;
            }
        }
        int rc = inflate(&c->z, Z_NO_FLUSH);
        if (rc == Z_STREAM_END) {
            inflateReset(&c->z);
        } else if (rc == Z_MEM_ERROR) {
            capture_refuse(c, "the window of gzip");
            break;
        } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
            c->failed = true;
            snprintf(c->problem, sizeof c->problem, "gzip data are damaged: %s",
                     c->z.msg ? c->z.msg : "unknown error");
            break;
        }
    }
    return n - c->z.avail_out;
}

/* Room for n bytes from the window's start: moves what is left to the front, then grows. */
static bool make_room(struct capture *c, size_t n)
{
    if (c->start > 0 && (c->capacity - c->start < n || c->start == c->end)) {
        memmove(c->buffer, c->buffer + c->start, c->end - c->start);
        c->end -= c->start;
        c->start = 0;
    }
    if (c->capacity >= n) {
        return true;
    }
    size_t capacity = c->capacity;
    while (capacity < n) {
        capacity *= 2;
    }
    uint8_t *bigger = realloc(c->buffer, capacity);
    if (!bigger) {
        return false;
    }
    c->buffer = bigger;
    c->capacity = capacity;
    return true;
}

const uint8_t *capture_refill(struct capture *c, size_t n)
{
    while (c->end - c->start < n && !c->eof) {
        if (c->stay) {
            return NULL;
        }
        if (!make_room(c, n)) {
            capture_refuse(c, "a long record");
            return NULL;
        }
        size_t room = c->capacity - c->end;
        size_t got = c->gzip ? unpack(c, c->buffer + c->end, room)
                             : source_read(c, c->buffer + c->end, room);
        c->end += got;
        c->eof = got == 0;
    }
    return c->end - c->start >= n ? c->buffer + c->start : NULL;
}

/* --- ends --- */

void capture_refuse(struct capture *c, const char *what)
{
    c->failed = c->refused = true;
    snprintf(c->problem, sizeof c->problem, "no memory for %s at offset %llu (after packet %u)",
             what, (unsigned long long)c->offset, c->number);
}

enum capture_result capture_ends(struct capture *c, enum capture_result result, const char *what)
{
    if (c->failed) {
        return c->refused ? CAPTURE_REFUSED : CAPTURE_BROKEN; /* the problem is already told */
    }
    if (result != CAPTURE_END) {
        snprintf(c->problem, sizeof c->problem, "%s at offset %llu (after packet %u)", what,
                 (unsigned long long)c->offset, c->number);
    }
    return result;
}

enum capture_result capture_next(struct capture *c, struct capture_record *record)
{
    return c->next(c, record);
}

/* The first record may move the window; those after it must not (c->stay), because all are
 * handed out together. capture_refill then says that there is no more, which looks like an
 * end. */
size_t capture_next_batch(struct capture *c, struct capture_record *records, size_t max,
                          enum capture_result *result)
{
    size_t count = 0;
    *result = c->next(c, &records[0]);
    if (*result != CAPTURE_RECORD) {
        return 0;
    }
    c->stay = true;
    /* An end that is met here is met again, and told, at the next call: ends do not
     * consume anything. */
    do {
        count++;
    } while (count < max && c->next(c, &records[count]) == CAPTURE_RECORD);
    c->stay = false;
    return count;
}

const char *capture_problem(const struct capture *c)
{
    return c->problem;
}

uint64_t capture_consumed(const struct capture *c, uint64_t *size)
{
    if (size) {
        *size = c->size;
    }
    return c->consumed;
}

/* --- opening --- */

static bool start_gzip(struct capture *c, const char **why)
{
    c->packed = malloc(BLOCK);
    if (!c->packed || inflateInit2(&c->z, 16 + MAX_WBITS) != Z_OK) {
        capture_refuse(c, "the state of gzip");
        *why = c->problem;
        return false;
    }
    /* What was read so far is compressed input. */
    size_t n = c->end - c->start;
    memcpy(c->packed, c->buffer + c->start, n);
    c->z.next_in = c->packed;
    c->z.avail_in = (uInt)n;
    c->start = c->end = 0;
    c->gzip = true;
    c->eof = false;
    return true;
}

/* Gzip first: what is in it may be either format. */
static bool start_format(struct capture *c, const char **why)
{
    const uint8_t *magic = capture_window(c, 4);
    if (magic && magic[0] == 0x1f && magic[1] == 0x8b) {
        if (!start_gzip(c, why)) {
            return false;
        }
        magic = capture_window(c, 4);
    }
    if (!magic) {
        *why = c->failed ? c->problem : "the file is empty or too short to be a capture";
        return false;
    }
    if (capture_is_pcap(magic)) {
        return capture_pcap_start(c, why);
    }
    if (capture_is_pcapng(magic)) {
        return capture_pcapng_start(c, why);
    }
    *why = "not a capture: neither pcap nor pcapng (nor either of them in gzip)";
    return false;
}

/* c->problem is freed with the capture, *why must outlive it. */
static struct capture *finish_open(struct capture *c, const char **why)
{
    static char copy[160]; /* the problem outlives the capture it is in */
    c->buffer = malloc(BLOCK);
    c->capacity = BLOCK;
    if (!c->buffer) {
        capture_refuse(c, "reading");
        *why = c->problem;
    } else if (start_format(c, why)) {
        return c;
    }
    if (*why == c->problem) {
        memcpy(copy, c->problem, sizeof copy);
        *why = copy;
    }
    bool refused = c->refused;
    capture_close(c);
    errno = refused ? ENOMEM : 0;
    return NULL;
}

struct capture *capture_open(const char *path, const char **why)
{
    struct capture *c = calloc(1, sizeof *c);
    if (!c) {
        *why = "no memory";
        return NULL;
    }
    if (strcmp(path, "-") != 0) {
        c->fd = open(path, O_RDONLY | O_CLOEXEC);
        c->own_fd = true;
    }
    struct stat st;
    if (c->fd < 0 || fstat(c->fd, &st) < 0) {
        *why = strerror(errno);
        capture_close(c);
        return NULL;
    }
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        *why = "is a directory";
        capture_close(c);
        return NULL;
    }
    c->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
    return finish_open(c, why);
}

bool capture_can_reopen(const char *path)
{
    struct stat st;
    return strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

struct capture *capture_open_memory(struct extsta_span bytes, const char **why)
{
    struct capture *c = calloc(1, sizeof *c);
    if (!c) {
        *why = "no memory";
        return NULL;
    }
    c->fd = -1;
    c->memory = bytes;
    c->size = bytes.len;
    return finish_open(c, why);
}

size_t capture_buffered(const struct capture *c)
{
    return c->end - c->start;
}

void capture_close(struct capture *c)
{
    if (!c) {
        return;
    }
    if (c->own_fd && c->fd >= 0) {
        close(c->fd);
    }
    if (c->gzip) {
        inflateEnd(&c->z);
    }
    free(c->packed);
    free(c->buffer);
    free(c->interfaces);
    free(c);
}
