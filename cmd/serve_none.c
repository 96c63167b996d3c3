/* --serve where libmicrohttpd was not there when the program was built (serve.h). */
#include "serve.h"

struct serve *serve_start(const struct command *command, const char *where, bool anyone,
                          struct report_live *report, int *status)
{
    (void)where;
    (void)anyone;
    (void)report;
    *status = command_fail(command, EXIT_SYSTEM,
                           "--serve: this program was built without libmicrohttpd; install it "
                           "(Debian: libmicrohttpd-dev) and build again");
    return NULL;
}

void serve_tick(struct serve *s)
{
    (void)s;
}

void serve_stop(struct serve *s)
{
    (void)s;
}
