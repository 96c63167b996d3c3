/* A scenario whose station has an extension from a shared object: it thinks on threads of its
 * own, in real time, and virtual time stands still meanwhile. After each handler it is waited
 * for until all of them sleep, so that one seed is one run however busy the machine is. */
#ifndef TESTS_SCENARIO_EXTENDED_H
#define TESTS_SCENARIO_EXTENDED_H

#include "ihv_loader.h"
#include "scenario.h"

struct extended {
    struct scenario *s;
    struct ihv_loader *loader;
    struct ihv_adapter *adapter;
};

/* Before extended_begin, where the access points or the radio are not the usual ones: both may
 * change what is there. NULL: they are. */
struct extended_stage {
    void (*ap)(struct apsim_config *config);
    const struct extsta_radio_caps *caps;
};
/* The object whose path this variable of the environment has; access points by their letters,
 * with this passphrase (NULL: open). Runs until the station is up. */
void extended_begin(struct extended *e, const char *variable, uint64_t seed, const char *aps,
                    const char *passphrase);
void extended_begin_on(struct extended *e, const struct extended_stage *stage,
                       const char *variable, uint64_t seed, const char *aps,
                       const char *passphrase);
/* Detaches, unloads, frees; fails when memory of the context stays in use. */
void extended_finish(struct extended *e);
/* Milliseconds of virtual time. */
void extended_run(struct extended *e, unsigned ms);
/* Connects by a profile with this security part, and runs for five seconds. */
void extended_connect(struct extended *e, const char *security);
/* The same, with this algorithm as the profile's own and without waiting. */
void extended_connect_by(struct extended *e, const char *security, uint32_t auth,
                         uint32_t cipher);

#endif
