/* Sniffers: what hears the air without being part of it. medium.c hands every transmission to
 * them when it ends; captures, traces and tests are made of what they are told. */
#include "airing.h"
#include "propagation.h"

struct air_sniffer *air_sniffer_new(struct air *air, const struct air_sniffer_config *config)
{
    struct air_sniffer *s = pool_zalloc(air->pool, sizeof *s);
    if (!s) {
        return NULL;
    }
    s->air = air;
    s->config = *config;
    air->ack_sniffers += config->acks;
    air->reception_sniffers += config->receptions;
    list_push_back(&air->sniffers, &s->link);
    return s;
}

/* A sniffer may free itself, or another one, while transmissions are being shown: as long as a
 * callback runs it is only marked. */
void air_sniffer_free(struct air_sniffer *sniffer)
{
    if (!sniffer || sniffer->dead) {
        return;
    }
    struct air *air = sniffer->air;
    sniffer->dead = true;
    air->ack_sniffers -= sniffer->config.acks;
    air->reception_sniffers -= sniffer->config.receptions;
    air->sniffers_died = true;
    sniffer_bury(air);
}

/* Frees those that died during callbacks (medium_bury calls it when the last one is over). */
void sniffer_bury(struct air *air)
{
    if (air->depth || !air->sniffers_died) {
        return;
    }
    air->sniffers_died = false;
    list_for_each_safe(it, &air->sniffers)
    {
        struct air_sniffer *s = list_entry(it, struct air_sniffer, link);
        if (s->dead) {
            list_remove(it);
            pool_release(air->pool, s, sizeof *s);
        }
    }
}

/* Whether a sniffer gets a frame that arrives with this signal. */
static bool hears(const struct air *air, const struct air_sniffer_config *c, double signal,
                  uint16_t rate, struct channel *channel, const struct airing *airing)
{
    if (c->hears_all) {
        return true;
    }
    struct ear ear = {.node = UINT64_MAX, .at = c->position};
    return signal >= air_sensitivity(rate, air->config.noise_floor_dbm) &&
           (!airing || airing_among(channel, airing, &ear, NULL) == RECEPTION_CLEAR);
}

void sniffer_show(struct air *air, struct air_sniffed *frame, struct channel *channel,
                  const struct airing *airing)
{
    list_for_each(it, &air->sniffers)
    {
        struct air_sniffer *s = list_entry(it, struct air_sniffer, link);
        const struct air_sniffer_config *c = &s->config;
        if (s->dead || c->receptions || (c->freq && c->freq != channel->freq) ||
            (frame->ack && !c->acks)) {
            continue;
        }
        double signal =
            propagation_signal(air, frame->from, c->position, UINT64_MAX, channel->reference);
        if (!hears(air, c, signal, frame->meta.rate, channel, airing)) {
            continue;
        }
        frame->meta.signal = propagation_dbm(signal);
        c->frame(c->user, frame);
    }
}

void sniffer_show_reception(struct air *air, const struct air_node *at,
                            const struct extsta_rx_frame *frame)
{
    struct air_sniffed sniffed = {
        .time = air->now, .bytes = frame->bytes, .meta = frame->meta, .at = at};
    list_for_each(it, &air->sniffers)
    {
        struct air_sniffer *s = list_entry(it, struct air_sniffer, link);
        const struct air_sniffer_config *c = &s->config;
        if (!s->dead && c->receptions && (!c->freq || c->freq == frame->meta.freq)) {
            c->frame(c->user, &sniffed);
        }
    }
}
