/* Lines for whoever runs the daemon, on standard error: in the journal's style ("<4>text",
 * sd-daemon(3)) when the journal reads it, as "extsta daemon: text" else. */
#ifndef DAEMON_JOURNAL_H
#define DAEMON_JOURNAL_H

#include <stdbool.h>
#include <stdio.h>

enum journal_level { /* syslog(3) */
                     JOURNAL_ERROR = 3,
                     JOURNAL_WARNING = 4,
                     JOURNAL_NOTICE = 5,
                     JOURNAL_INFO = 6,
                     JOURNAL_DEBUG = 7,
};

struct journal {
    FILE *out;
    bool prefixed; /* the journal reads it */
    int most;      /* levels above this one are not written */
};

/* Standard error, as JOURNAL_STREAM says who reads it. */
void journal_open(struct journal *j, int most);
/* One line; who: a station's name, or NULL. Octets that are not printable come out as \xNN. */
void journal_say(const struct journal *j, enum journal_level level, const char *who,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
