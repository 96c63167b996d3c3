/* From log files to witnesses (explain_logs.h), streamed. */
#include "explain_logs.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *explain_log_file(const char *value, enum extsta_program *program)
{
    static const struct {
        const char *name;
        enum extsta_program program;
    } names[] = {{"hostapd=", EXTSTA_PROGRAM_HOSTAPD},
                 {"wpa_supplicant=", EXTSTA_PROGRAM_WPA_SUPPLICANT},
                 {"supplicant=", EXTSTA_PROGRAM_WPA_SUPPLICANT},
                 {"NetworkManager=", EXTSTA_PROGRAM_NETWORK_MANAGER},
                 {"manager=", EXTSTA_PROGRAM_NETWORK_MANAGER},
                 {"kernel=", EXTSTA_PROGRAM_KERNEL}};
    *program = EXTSTA_PROGRAM_UNKNOWN;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i].name);
        if (strncmp(value, names[i].name, len) == 0) {
            *program = names[i].program;
            return value + len;
        }
    }
    return value;
}

/* Of a longer line what is looked at is its beginning; the rest is passed over. */
struct lines {
    struct extsta_witnesses *witnesses;
    uint8_t line[EXTSTA_LOG_LINE_MAX];
    size_t len;
};

static void put(struct lines *l, const uint8_t *data, size_t len)
{
    while (len) {
        const uint8_t *end = memchr(data, '\n', len);
        size_t n = end ? (size_t)(end - data) : len;
        size_t room = sizeof l->line - l->len, kept = n < room ? n : room;
        memcpy(l->line + l->len, data, kept);
        l->len += kept;
        if (!end) {
            return;
        }
        extsta_witnesses_line(l->witnesses, (struct extsta_span){l->line, l->len});
        l->len = 0;
        data += n + 1;
        len -= n + 1;
    }
}

int explain_log_read(const struct command *command, struct extsta_witnesses *w,
                     const char *file, enum extsta_program program)
{
    static const uint8_t gzip[] = {0x1f, 0x8b};
    uint8_t buffer[65536];
    struct lines lines = {.witnesses = w};
    size_t n;
    FILE *in = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
    if (!in) {
        return command_fail(command, errno == ENOMEM ? EXIT_SYSTEM : EXIT_INPUT, "--log %s: %s",
                            file, errno == ENOMEM ? "no memory" : strerror(errno));
    }
    if (!extsta_witnesses_log(w, program)) {
        if (in != stdin) {
            fclose(in);
        }
        return command_fail(command, EXIT_SYSTEM, "no memory");
    }
    bool first = true, compressed = false;
    while (!compressed && (n = fread(buffer, 1, sizeof buffer, in)) > 0) {
        compressed = first && n >= sizeof gzip && memcmp(buffer, gzip, sizeof gzip) == 0;
        if (!compressed) {
            put(&lines, buffer, n);
        }
        first = false;
    }
    if (lines.len) {
        extsta_witnesses_line(w, (struct extsta_span){lines.line, lines.len});
    }
    int problem = ferror(in) ? errno : 0;
    if (in != stdin) {
        fclose(in);
    }
    if (compressed) {
        return command_fail(command, EXIT_INPUT, "--log %s: compressed; unpack it first (zcat)",
                            file);
    }
    return problem ? command_fail(command, problem == ENOMEM ? EXIT_SYSTEM : EXIT_INPUT,
                                  "--log %s: %s", file,
                                  problem == ENOMEM ? "no memory" : strerror(problem))
                   : EXIT_OK;
}
