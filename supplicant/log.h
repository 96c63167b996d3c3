/* What extsta-supplicant says, in wpa_supplicant's form, because scripts read it: "IFACE: text"
 * on standard output, in a file, or in the system's log; with the time in front on demand. */
#ifndef SUPPLICANT_LOG_H
#define SUPPLICANT_LOG_H

#include <stdbool.h>
#include <stdio.h>

/* wpa_supplicant's levels, which -d and -q move. */
#define LOG_LEVEL_DEBUG   2
#define LOG_LEVEL_INFO    3
#define LOG_LEVEL_WARNING 4
#define LOG_LEVEL_ERROR   5

struct log {
    int level; /* the least that is said */
    bool timestamps, system_log;
    const char *path; /* of a file, appended to, absolute; NULL: none. Borrowed */
    FILE *file;
};

/* Opens the file, or the system's log. False: `why`. */
bool log_open(struct log *log, char *why, size_t size);
/* Opens the file again, under its name: whoever rotates logs has moved the old one away. False:
 * it cannot be; the old one is written on. */
bool log_reopen(struct log *log);
void log_close(struct log *log);
/* One line; `interface` NULL: of none. */
void log_say(struct log *log, int level, const char *interface, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
