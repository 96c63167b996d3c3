/* See outside.h. What the machine may refuse is opened first; the rest is made with the
 * script's world (script_outside), because it stands on that. */
#include "outside.h"
#include "address.h"
#include "label.h"
#include "live.h"
#include "tap.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool on_place(void *user, struct extsta_mac address, struct air_position *at)
{
    const struct outside *o = user;
    for (size_t i = 0; i < o->place_count; i++) {
        if (memcmp(o->places[i].address.b, address.b, 6) == 0) {
            *at = o->places[i].at;
            return true;
        }
    }
    return false;
}

/* --- what is told --- */

static void on_peer(void *user, extsta_time now, struct extsta_mac address, const char *at,
                    const char *why)
{
    const struct outside *o = user;
    static const struct label_names none;
    char mac[40];
    if (o->told) {
        fprintf(o->told, "udp: radio %s at %s %s%s\n", label_mac(&none, address, mac), at,
                why ? "has gone: " : "has come", why ? why : "");
        fflush(o->told);
    }
}

static void on_address(void *user, extsta_time now, struct extsta_mac address, bool gone)
{
    const struct outside *o = user;
    static const struct label_names none;
    char mac[40];
    if (o->told) {
        fprintf(o->told, "hwsim: %s %s\n", label_mac(&none, address, mac),
                gone ? "has gone" : "is heard");
        fflush(o->told);
    }
}

static void on_unloaded(void *user)
{
    fprintf(stderr, "extsta: the kernel's radios have gone: was mac80211_hwsim unloaded?\n");
}

/* --- with the script's world --- */

static bool on_open(void *user, struct world *world, char *why, size_t size)
{
    struct outside *o = user;
    const struct medium_options options = {.world = world, .wire = o->tap};
    snprintf(why, size, "no memory");
    o->loop = host_loop_new();
    o->medium = o->loop ? medium_new(o->loop, &options) : NULL;
    return o->medium && guests_begin(o->guests, o->loop, o->medium);
}

static void on_close(void *user)
{
    struct outside *o = user;
    guests_end(o->guests);
    medium_free(o->medium);
    o->medium = NULL;
    host_loop_free(o->loop);
    o->loop = NULL;
}

/* --- before --- */

int outside_open(struct outside *o)
{
    char why[300];
    const struct guests_options guests = {.hwsim = o->use_hwsim,
                                          .udp = o->use_udp,
                                          .udp_host = o->udp_host,
                                          .udp_port = o->udp_port,
                                          .place = on_place,
                                          .peer = on_peer,
                                          .address = on_address,
                                          .unloaded = on_unloaded,
                                          .user = o};
    o->tap = -1;
    o->script = (struct script_outside){on_open, on_close, o};
    if (o->wire && (o->tap = tap_open(o->wire, address_random(), why, sizeof why)) < 0) {
        return command_fail(o->command, EXIT_SYSTEM, "%s", why);
    }
    o->guests = guests_open(&guests, why, sizeof why);
    return o->guests ? (int)EXIT_OK : command_fail(o->command, EXIT_SYSTEM, "%s", why);
}

/* What the script's end has closed already is NULL. */
void outside_close(struct outside *o)
{
    guests_close(o->guests);
    if (o->tap >= 0) {
        close(o->tap);
    }
}
