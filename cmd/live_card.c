/* See live_card.h. */
#include "live_card.h"
#include "nl80211.h"
#include <string.h>

static void kick(void *user)
{
    const struct live_card *c = user;
    live_kick(c->live->stations);
}

static void gone(void *user)
{
    const struct live_card *c = user;
    c->live->broken_down = true;
    c->gone(c->user);
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
                   bool by_connect, const struct extsta_radio_caps *only,
                   struct live_options *o)
{
    static const struct extsta_mac zero;
    uint16_t freqs[2 * NL80211_CHANNELS];
    char why[400];
    const struct extsta_mac *address =
        memcmp(&o->address, &zero, sizeof zero) ? &o->address : NULL;
    size_t count = channels_of(only, freqs, sizeof freqs / sizeof *freqs);
    if (!card_open(&c->card, interface, by_connect, address, freqs, count, why, sizeof why) ||
        nl80211_kernel_off(c->card.kernel, why, sizeof why)) {
        return command_fail(command, EXIT_SYSTEM, "%s", why);
    }
    struct service_station_options s = {.tap = -1};
    card_fill(&c->card, &s);
    o->address = s.address;
    o->caps = s.caps;
    o->radio = NULL;
    o->driver_ops = s.driver;
    o->driver_make = s.driver_make;
    o->driver_user = s.driver_user;
    o->beneath = s.beneath;
    o->beneath_user = s.beneath_user;
    return EXIT_OK;
}

bool live_card_listen(struct live_card *c, struct live *live)
{
    const struct card_owner owner = {.kick = kick, .gone = gone, .user = c};
    c->live = live;
    return card_listen(&c->card, live->loop, live->stations->sta, &owner);
}

void live_card_close(struct live_card *c)
{
    card_close(&c->card);
}
