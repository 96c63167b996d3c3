/* Reads a whole event log from standard input, in pieces of odd sizes, and writes what it has
 * read: whole again, or with --short as a short one. For run_scenarios.py. */
#include "../providers.h"
#include <extsta/log.h>
#include <stdio.h>
#include <string.h>

static void put(void *user, const char *text, size_t len)
{
    fwrite(text, 1, len, user);
}

int main(int argc, char **argv)
{
    static const size_t pieces[] = {1, 7, 4096, 65536, 31, 300};
    static uint8_t buffer[65536];
    bool brief = argc > 1 && strcmp(argv[1], "--short") == 0;
    const struct extsta_log_sink sink = {put, stdout};
    uint64_t seed = 1;
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_log_reader *reader = extsta_log_reader_new(ctx);
    struct extsta_log_entry entry;
    enum extsta_log_result result = EXTSTA_LOG_MORE;
    for (size_t i = 0, n = 1; n > 0 && result == EXTSTA_LOG_MORE; i++) {
        n = fread(buffer, 1, pieces[i % (sizeof pieces / sizeof *pieces)], stdin);
        extsta_log_feed(reader, (struct extsta_span){buffer, n});
        if (n == 0) {
            extsta_log_end(reader);
        }
        while ((result = extsta_log_next(reader, &entry)) == EXTSTA_LOG_ENTRY) {
            extsta_log_write(&sink, brief ? EXTSTA_LOG_SHORT : EXTSTA_LOG_WHOLE, &entry);
        }
    }
    if (result != EXTSTA_LOG_MORE) {
        fprintf(stderr, "%s\n", extsta_log_error(reader));
    }
    extsta_log_reader_free(reader);
    extsta_context_free(ctx);
    return result == EXTSTA_LOG_MORE ? 0 : 1;
}
