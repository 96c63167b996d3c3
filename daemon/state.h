/* What a station keeps over restarts: the address that was made up for it, which network it was
 * in, and what 802.1X has given it, so that it comes back to the same place, as the same,
 * without asking anybody's server. A file for each station, in a folder of the daemon's own; it
 * holds keys.
 *
 * A file is written whole or not at all, and is only read when it is a file of this user's that
 * nobody else may read, of this version, and whole; else it is as if there were none, and that
 * is told. */
#ifndef DAEMON_STATE_H
#define DAEMON_STATE_H

#include <extsta/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define STATE_PMKSAS   32u /* the latest of a station; more are not kept */
#define STATE_PMK_MAX  64u
#define STATE_NAME_MAX 63u
#define STATE_FILE_MAX 20000u

struct state_pmksa {
    struct extsta_mac bssid;
    uint32_t akm;  /* selector */
    int64_t until; /* seconds since 1970 */
    uint8_t pmkid[16];
    uint8_t pmk_len; /* 16 to STATE_PMK_MAX */
    uint8_t pmk[STATE_PMK_MAX];
};
struct state {
    struct extsta_mac address;        /* that was made up for it; zero: none */
    char network[STATE_NAME_MAX + 1]; /* by its name in the configuration; empty: none */
    size_t pmksa_count;
    struct state_pmksa pmksas[STATE_PMKSAS]; /* of that network */
};

enum state_found {
    STATE_FOUND,
    STATE_NONE,    /* there is no file */
    STATE_REFUSED, /* there is one, and it is not taken; `why` */
};
/* Of this station; user: whose file it may be, too, (uid_t)-1: nobody's. *out is empty but when
 * it was found. */
enum state_found state_read(const char *folder, const char *station, uid_t user,
                            struct state *out, char *why, size_t size);
/* False: `why` (a full disk, a folder that has gone); what was there before is there still. */
bool state_write(const char *folder, const char *station, const struct state *state, char *why,
                 size_t size);
/* Its text, wholly in memory: for state_read and state_write, and for tests. The length; 0: it
 * does not fit. */
size_t state_print(const struct state *state, char *out, size_t size);
/* False: it is none of this version, or not whole. */
bool state_parse(struct extsta_span text, struct state *out);

#endif
