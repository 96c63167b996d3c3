/* A whole event log of any origin, fed in pieces of as many octets as the first octet says (0:
 * at once), behind a head when that octet is odd. What was read is written, and that is read
 * and written the same; nothing of it needs more memory than the log's length allows. */
#include "fuzz.h"
#include "../providers.h"
#include <extsta/log.h>

#define HEAD "{\"line\":\"log\",\"version\":2}\n"

struct text {
    char bytes[4 << 20];
    size_t len;
};

static void put(void *user, const char *text, size_t len)
{
    struct text *t = user;
    FUZZ_CHECK(len <= sizeof t->bytes - t->len);
    memcpy(t->bytes + t->len, text, len);
    t->len += len;
}

static void write_entry(struct text *t, enum extsta_log_level level,
                        const struct extsta_log_entry *entry)
{
    const struct extsta_log_sink sink = {put, t};
    t->len = 0;
    extsta_log_write(&sink, level, entry);
}

static void write_and_read(struct extsta_log_reader *reader,
                           const struct extsta_log_entry *entry)
{
    static struct text once, twice, brief;
    struct extsta_log_entry again;
    write_entry(&brief, EXTSTA_LOG_SHORT, entry);
    write_entry(&once, EXTSTA_LOG_WHOLE, entry);
    FUZZ_CHECK(memchr(once.bytes, '\n', once.len) == once.bytes + once.len - 1);
    extsta_log_feed(reader, span(once.bytes, once.len));
    FUZZ_CHECK(extsta_log_next(reader, &again) == EXTSTA_LOG_ENTRY);
    FUZZ_CHECK(again.kind == entry->kind);
    write_entry(&twice, EXTSTA_LOG_WHOLE, &again);
    FUZZ_CHECK(once.len == twice.len && memcmp(once.bytes, twice.bytes, once.len) == 0);
    FUZZ_CHECK(extsta_log_next(reader, &again) == EXTSTA_LOG_MORE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t seed = 1;
    size_t piece = size > 0 && data[0] ? data[0] : size;
    if (size == 0 || size > 65536) {
        return 0;
    }
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_log_reader *reader = extsta_log_reader_new(ctx);
    struct extsta_log_reader *second = extsta_log_reader_new(ctx);
    struct extsta_log_entry entry;
    enum extsta_log_result result;
    extsta_log_feed(second, span(HEAD, sizeof HEAD - 1));
    FUZZ_CHECK(extsta_log_next(second, &entry) == EXTSTA_LOG_ENTRY);
    if (data[0] & 1) {
        extsta_log_feed(reader, span(HEAD, sizeof HEAD - 1));
        FUZZ_CHECK(extsta_log_next(reader, &entry) == EXTSTA_LOG_ENTRY);
        FUZZ_CHECK(extsta_log_next(reader, &entry) == EXTSTA_LOG_MORE);
    }
    for (size_t at = 1; at <= size; at += piece) {
        extsta_log_feed(reader, span(data + at, size - at < piece ? size - at : piece));
        if (size - at <= piece) {
            extsta_log_end(reader);
        }
        while ((result = extsta_log_next(reader, &entry)) != EXTSTA_LOG_MORE &&
               result != EXTSTA_LOG_STOP) {
            if (result == EXTSTA_LOG_ENTRY) {
                write_and_read(second, &entry);
            } else {
                FUZZ_CHECK(strncmp(extsta_log_error(reader), "line ", 5) == 0);
            }
        }
    }
    extsta_log_reader_free(reader);
    extsta_log_reader_free(second);
    extsta_context_free(ctx);
    return 0;
}
