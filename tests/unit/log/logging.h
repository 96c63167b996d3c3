/* What the tests of the event log share: one line written into memory, and read back. */
#ifndef TESTS_UNIT_LOG_LOGGING_H
#define TESTS_UNIT_LOG_LOGGING_H

#include "../testing.h"
#include <extsta/log.h>

#define HEAD "{\"line\":\"log\",\"version\":2}\n"

struct written {
    char text[1 << 17];
    size_t len;
};

static inline void written_put(void *user, const char *text, size_t len)
{
    struct written *w = user;
    assert_true(w->len + len < sizeof w->text);
    memcpy(w->text + w->len, text, len);
    w->len += len;
    w->text[w->len] = 0;
}

static inline void write_entry(struct written *w, enum extsta_log_level level,
                               const struct extsta_log_entry *entry)
{
    const struct extsta_log_sink sink = {written_put, w};
    w->len = 0;
    w->text[0] = 0;
    extsta_log_write(&sink, level, entry);
}

static inline void write_output(struct written *w, enum extsta_log_level level,
                                const struct extsta_output *out)
{
    const struct extsta_log_entry entry = {
        .kind = EXTSTA_LOG_OUTPUT, .time = 1234567, .name = "alice", .output = out};
    write_entry(w, level, &entry);
}

/* A reader that has seen the head of a log. */
struct reading {
    uint64_t seed;
    struct extsta_context *ctx;
    struct extsta_log_reader *reader;
    struct extsta_log_entry entry;
};

static inline enum extsta_log_result read_text(struct reading *r, const char *text, size_t len)
{
    extsta_log_feed(r->reader, (struct extsta_span){(const uint8_t *)text, len});
    return extsta_log_next(r->reader, &r->entry);
}

static inline void reading_start(struct reading *r)
{
    r->ctx = testing_context(&r->seed);
    r->reader = extsta_log_reader_new(r->ctx);
    assert_int_equal(read_text(r, HEAD, sizeof HEAD - 1), EXTSTA_LOG_ENTRY);
    assert_int_equal(r->entry.kind, EXTSTA_LOG_HEAD);
    assert_int_equal(extsta_log_next(r->reader, &r->entry), EXTSTA_LOG_MORE);
}

static inline void reading_end(struct reading *r)
{
    extsta_log_reader_free(r->reader);
    extsta_context_free(r->ctx);
}

/* Reads what was written; the output is in r->entry.output. */
static inline void read_back(struct reading *r, const struct written *w)
{
    if (read_text(r, w->text, w->len) != EXTSTA_LOG_ENTRY) {
        fail_msg("%s: %s", extsta_log_error(r->reader), w->text);
    }
}

/* What was read is written the same. */
static inline void write_again(struct reading *r, const struct written *w)
{
    static struct written again;
    read_back(r, w);
    write_entry(&again, EXTSTA_LOG_WHOLE, &r->entry);
    assert_string_equal(again.text, w->text);
    assert_int_equal(extsta_log_next(r->reader, &r->entry), EXTSTA_LOG_MORE);
}

#endif
