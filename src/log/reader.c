/* The reader of logs (extsta/log.h): finds the lines in what it is fed, keeps the beginning of
 * one that is cut, and has read.c read them. */
#include "base/bytes.h"
#include "base/context.h"
#include "base/text.h"
#include "log/read.h"

/* Memory that grows to what is needed and stays. */
struct room {
    uint8_t *bytes;
    size_t size;
};

struct extsta_log_reader {
    struct extsta_context *ctx;
    struct extsta_span fed; /* what is not looked at yet */
    struct room cut;        /* the beginning of a line, from before `fed` */
    size_t cut_len;
    struct room decoded; /* what the entry points to */
    struct read read;
    uint64_t line;
    bool cut_given; /* the line in `cut` was given out, and is over */
    bool too_long;  /* what comes up to the next end of line is passed over */
    bool ended;     /* nothing more will be fed */
    bool stopped;
    char error[200];
};

struct extsta_log_reader *extsta_log_reader_new(struct extsta_context *ctx)
{
    struct extsta_log_reader *r = pool_zalloc(&ctx->pool, sizeof *r);
    if (r) {
        r->ctx = ctx;
    }
    return r;
}

void extsta_log_reader_free(struct extsta_log_reader *r)
{
    if (r) {
        pool_release(&r->ctx->pool, r->cut.bytes, r->cut.size);
        pool_release(&r->ctx->pool, r->decoded.bytes, r->decoded.size);
        pool_release(&r->ctx->pool, r, sizeof *r);
    }
}

void extsta_log_feed(struct extsta_log_reader *r, struct extsta_span octets)
{
    r->fed = octets;
}

void extsta_log_end(struct extsta_log_reader *r)
{
    r->ended = true;
}

const char *extsta_log_error(const struct extsta_log_reader *r)
{
    return r->error;
}

/* False: no memory; what was there is there still. `keep` octets of it are kept. */
static bool grow(struct extsta_log_reader *r, struct room *room, size_t size, size_t keep)
{
    size_t twice = room->size * 2;
    if (size <= room->size) {
        return true;
    }
    size = size < twice ? twice : size;
    uint8_t *more = pool_alloc(&r->ctx->pool, size);
    if (!more) {
        return false;
    }
    if (keep > 0) {
        memcpy(more, room->bytes, keep);
    }
    pool_release(&r->ctx->pool, room->bytes, room->size);
    *room = (struct room){more, size};
    return true;
}

/* "line 12: 'peer' is no address" */
static enum extsta_log_result refuse(struct extsta_log_reader *r, const char *member,
                                     const char *why, bool stop)
{
    struct text t;
    text_start(&t, r->error, sizeof r->error);
    text_string(&t, "line ");
    text_decimal(&t, r->line);
    text_string(&t, ": ");
    if (member) {
        text_char(&t, '\'');
        text_string(&t, member);
        text_string(&t, "' ");
    }
    text_string(&t, why);
    text_end(&t);
    r->stopped = stop;
    return stop ? EXTSTA_LOG_STOP : EXTSTA_LOG_BAD;
}

static enum extsta_log_result give(struct extsta_log_reader *r, struct extsta_span line,
                                   struct extsta_log_entry *entry)
{
    size_t room = read_room(line);
    if (room == 0) {
        return refuse(r, NULL, "it withholds too many octets", false);
    }
    if (!grow(r, &r->decoded, room, 0)) {
        return refuse(r, NULL, "there is no memory to read it", true);
    }
    memset(entry, 0, sizeof *entry);
    entry->line = r->line;
    r->read.room = r->decoded.bytes;
    if (read_line(&r->read, line, entry)) {
        return EXTSTA_LOG_ENTRY;
    }
    return refuse(r, r->read.member, r->read.why, !r->read.headed);
}

static bool is_blank(struct extsta_span line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r') {
            return false;
        }
    }
    return true;
}

/* Puts the beginning of a line away, until the rest of it is fed. */
static enum extsta_log_result keep(struct extsta_log_reader *r, struct extsta_span part)
{
    if (r->too_long || part.len == 0) {
        return EXTSTA_LOG_MORE;
    }
    if (part.len > EXTSTA_LOG_MAX_LINE - r->cut_len) {
        r->too_long = true;
        return EXTSTA_LOG_MORE;
    }
    if (!grow(r, &r->cut, r->cut_len + part.len, r->cut_len)) {
        r->line++;
        return refuse(r, NULL, "there is no memory to read it", true);
    }
    memcpy(r->cut.bytes + r->cut_len, part.data, part.len);
    r->cut_len += part.len;
    return EXTSTA_LOG_MORE;
}

/* A line has ended, of which `part` is what was fed last. */
static enum extsta_log_result end_line(struct extsta_log_reader *r, struct extsta_span part,
                                       struct extsta_log_entry *entry)
{
    struct extsta_span line = part;
    if (r->cut_len > 0 || r->too_long || part.len > EXTSTA_LOG_MAX_LINE) {
        enum extsta_log_result result = keep(r, part);
        if (result != EXTSTA_LOG_MORE) {
            return result;
        }
        line = span(r->cut.bytes, r->cut_len);
        r->cut_given = true;
    }
    r->line++;
    if (r->too_long) {
        return refuse(r, NULL, "it is too long", !r->read.headed);
    }
    return is_blank(line) ? EXTSTA_LOG_MORE : give(r, line, entry);
}

enum extsta_log_result extsta_log_next(struct extsta_log_reader *r,
                                       struct extsta_log_entry *entry)
{
    enum extsta_log_result result = EXTSTA_LOG_MORE;
    while (!r->stopped && result == EXTSTA_LOG_MORE) {
        if (r->cut_given) {
            r->cut_given = r->too_long = false;
            r->cut_len = 0;
        }
        const uint8_t *end = r->fed.len ? memchr(r->fed.data, '\n', r->fed.len) : NULL;
        struct extsta_span part =
            span(r->fed.data, end ? (size_t)(end - r->fed.data) : r->fed.len);
        r->fed = end ? span(end + 1, r->fed.len - part.len - 1) : span(NULL, 0);
        if (end) {
            result = end_line(r, part, entry);
            continue;
        }
        result = keep(r, part);
        if (r->ended && result == EXTSTA_LOG_MORE && (r->cut_len > 0 || r->too_long)) {
            result = end_line(r, span(NULL, 0), entry);
        } else if (result == EXTSTA_LOG_MORE) {
            return EXTSTA_LOG_MORE;
        }
    }
    return r->stopped ? EXTSTA_LOG_STOP : result;
}
