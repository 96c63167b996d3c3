/* See live_card.h. */
#include "live_card.h"
#include "nl80211.h"
#include <string.h>

#define BATCH 32 /* messages, before what they brought about is carried out */

static void on_beneath(void *user, extsta_time now, struct extsta_span octets)
{
    const struct live_card *c = user;
    nl80211_kernel_send(c->kernel, octets);
}

/* A dump is many messages: they go in by batches. */
static void on_card(void *user, extsta_time now)
{
    struct live_card *c = user;
    struct live_station *s = c->live->stations;
    struct extsta_span message;
    bool more = true;
    while (more) {
        for (int i = 0; i < BATCH && more; i++) {
            more = nl80211_kernel_receive(c->kernel, &message);
            if (more) {
                extsta_driver_event(s->sta, now, message);
            }
        }
        live_kick(s);
    }
    if (nl80211_kernel_gone(c->kernel) && !c->told) {
        c->told = true;
        host_watch_remove(c->watch);
        c->watch = NULL;
        c->live->broken_down = true;
        c->gone(c->user);
    }
}

/* The channels of `only` as one list. */
static size_t channels_of(const struct extsta_radio_caps *only, uint16_t *freqs, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; only && i < only->phy_count; i++) {
        for (size_t n = 0; n < only->phys[i].freq_count && count < room; n++) {
            freqs[count++] = only->phys[i].freqs[n];
        }
    }
    return count;
}

int live_card_open(struct live_card *c, const struct command *command, const char *interface,
                   const struct extsta_radio_caps *only, struct live_options *o)
{
    static const struct extsta_mac zero;
    uint16_t freqs[2 * NL80211_CHANNELS];
    char why[400];
    struct nl80211_kernel_options wanted = {
        .interface = interface,
        .address = memcmp(&o->address, &zero, sizeof zero) ? &o->address : NULL,
        .channels = freqs,
        .channel_count = channels_of(only, freqs, sizeof freqs / sizeof *freqs)};
    c->kernel = nl80211_kernel_open(&wanted, why, sizeof why);
    if (!c->kernel || nl80211_kernel_off(c->kernel, why, sizeof why)) {
        return command_fail(command, EXIT_SYSTEM, "%s", why);
    }
    const struct nl80211_site *site = nl80211_kernel_site(c->kernel);
    o->address = site->address;
    o->caps = nl80211_kernel_caps(c->kernel);
    o->radio = NULL;
    o->driver_ops = &nl80211_driver_ops;
    o->driver_make = nl80211_driver_make;
    o->driver_user = (void *)(uintptr_t)site;
    o->beneath = on_beneath;
    o->beneath_user = c;
    return EXIT_OK;
}

bool live_card_listen(struct live_card *c, struct live *live)
{
    c->live = live;
    c->watch = host_watch_add(live->loop, nl80211_kernel_fd(c->kernel), on_card, c);
    return c->watch != NULL;
}

void live_card_close(struct live_card *c)
{
    nl80211_kernel_close(c->kernel);
    c->kernel = NULL;
}
