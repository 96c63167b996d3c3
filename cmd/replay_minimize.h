/* extsta replay --minimize: a short recording that still shows a violation. */
#ifndef CMD_REPLAY_MINIMIZE_H
#define CMD_REPLAY_MINIMIZE_H

#include "command.h"
#include "minimize.h"

struct replay_minimize {
    const char *path;      /* of the recording to write */
    enum extsta_rule rule; /* this one; EXTSTA_RULE_NONE: whatever shows first */
    double seconds;        /* at most; 0: no limit */
    struct player_options player;
    bool (*wanted)(void *user, struct extsta_mac address, const char *name);
    void *user; /* of wanted */
};

/* Of the first station that is wanted. EXIT_OK: it is written; EXIT_EXPECTATION: it shows no
 * violation; else what is wrong was said. */
int replay_minimize(const struct replay_minimize *m, struct recording *recording);

#endif
