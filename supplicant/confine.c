/* See confine.h. Root without CAP_DAC_OVERRIDE is one user among others: it could not answer the
 * clients of -G, whose sockets are their own. So that stays, and CAP_CHOWN: a socket that comes
 * later, or is opened anew because it was filled, is given to its group. */
#include "confine.h"
#include "needs.h"
#include <unistd.h>

static void add_needs(const struct supplicant *s, struct needs *needs)
{
    for (const struct interface *i = s->first; i; i = i->next) {
        needs_add_station(needs, &i->entry);
    }
    if (s->has_air) {
        needs_add_air(needs, &s->air.air);
    }
    if (s->arguments.global) { /* whatever INTERFACE_ADD names */
        needs_add_any(needs);
    }
    if (geteuid() == 0) {
        needs->capabilities |= PRIVILEGE_DAC_OVERRIDE | PRIVILEGE_CHOWN;
    }
}

bool confine(struct supplicant *s)
{
    static const struct config_ids same = {0};
    struct needs needs = {0};
    char said[200], why[300];
    add_needs(s, &needs);
    if (!privilege_drop(&same, needs.capabilities, said, sizeof said, why, sizeof why)) {
        log_say(&s->log, LOG_LEVEL_ERROR, NULL, "%s", why);
        return false;
    }
    log_say(&s->log, LOG_LEVEL_DEBUG, NULL, "%s", said);
    if (!sandbox_is_built() && s->arguments.sandbox != SANDBOX_OFF) {
        log_say(&s->log, LOG_LEVEL_WARNING, NULL,
                "this build has no filter of system calls (libseccomp)");
        return true;
    }
    if (!sandbox_enter(s->arguments.sandbox, &needs.calls, why, sizeof why)) {
        log_say(&s->log, LOG_LEVEL_ERROR, NULL, "%s", why);
        return false;
    }
    return true;
}
