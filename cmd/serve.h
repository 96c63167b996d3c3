/* extsta watch --serve: a report that grows, for browsers, over HTTP (libmicrohttpd). One
 * thread of the library's answers them; what it shows is finished text (tell/report_live.h).
 * Loopback only unless told otherwise. Whoever is slow, silent or many costs bounded memory and
 * nobody else's time. Without the library there is serve_none.c, which says so. */
#ifndef CMD_SERVE_H
#define CMD_SERVE_H

#include "command.h"
#include "report_live.h"

struct serve;

/* where: ADDRESS:PORT, [ADDRESS]:PORT or PORT; port 0: any that is free. anyone: other
 * addresses than the loopback's are allowed. Says on standard error where it listens. NULL:
 * said what is wrong, *status is the exit status. The report is borrowed. */
struct serve *serve_start(const struct command *command, const char *where, bool anyone,
                          struct report_live *report, int *status);
/* Several times a second: browsers are given what is new, and those that only hold a connection
 * lose it. */
void serve_tick(struct serve *s);
/* Tells those who listen what is left, and ends. NULL is fine. */
void serve_stop(struct serve *s);

#endif
