/* See card.h. */
#include "card.h"
#include "card_news.h"
#include "nl80211.h"
#include <string.h>

#define BATCH 32 /* messages, before what they brought about is carried out */

static void on_beneath(void *user, extsta_time now, struct extsta_span octets)
{
    const struct card *c = user;
    nl80211_kernel_send(c->kernel, octets);
}

void card_unlisten(struct card *c)
{
    if (c->watch) {
        host_watch_remove(c->watch);
        c->watch = NULL;
    }
}

static void tell_news(const struct card *c, struct extsta_span message)
{
    struct service_radio_news news;
    if (c->owner.news && card_news_read(message, &news)) {
        c->owner.news(c->owner.user, &news);
    }
}

/* A dump is many messages: they go in by batches. */
static void on_card(void *user, extsta_time now)
{
    struct card *c = user;
    struct extsta_span message;
    bool more = true;
    while (more) {
        for (int i = 0; i < BATCH && more; i++) {
            more = nl80211_kernel_receive(c->kernel, &message);
            if (more) {
                extsta_driver_event(c->core, now, message);
                tell_news(c, message);
            }
        }
        c->owner.kick(c->owner.user);
    }
    if (nl80211_kernel_gone(c->kernel)) {
        card_unlisten(c);
        c->owner.gone(c->owner.user);
    }
}

bool card_open(struct card *c, const char *interface, bool by_connect,
               const struct extsta_mac *address, const uint16_t *freqs, size_t freq_count,
               char *why, size_t size)
{
    const struct nl80211_kernel_options wanted = {.interface = interface,
                                                  .by_connect = by_connect,
                                                  .address = address,
                                                  .channels = freqs,
                                                  .channel_count = freq_count};
    c->kernel = nl80211_kernel_open(&wanted, why, size);
    return c->kernel != NULL;
}

struct extsta_mac card_address(const struct card *c)
{
    return nl80211_kernel_site(c->kernel)->address;
}

void card_fill(struct card *c, struct service_station_options *o)
{
    const struct nl80211_site *site = nl80211_kernel_site(c->kernel);
    o->address = card_address(c);
    o->radio = NULL;
    o->caps = nl80211_kernel_caps(c->kernel);
    o->driver = &nl80211_driver_ops;
    o->driver_make = nl80211_driver_make;
    o->driver_user = (void *)(uintptr_t)site;
    o->beneath = on_beneath;
    o->beneath_user = c;
}

bool card_listen(struct card *c, struct host_loop *loop, struct extsta_station *core,
                 const struct card_owner *owner)
{
    c->core = core;
    c->owner = *owner;
    c->watch = host_watch_add(loop, nl80211_kernel_fd(c->kernel), on_card, c);
    return c->watch != NULL;
}

void card_close(struct card *c)
{
    card_unlisten(c);
    nl80211_kernel_close(c->kernel);
    memset(c, 0, sizeof *c);
}
