/* See live_referee.h. */
#include "live_referee.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

static struct extsta_referee **place_of(struct live_referee *r, const struct live_station *s)
{
    return &r->referees[s - r->live->stations];
}

/* Which of them there are is known only when the first comes. */
static void on_station(void *user, extsta_time now, struct live_station *s)
{
    struct live_referee *r = user;
    const struct extsta_referee_config config = {.machine_clock = true,
                                                 .address = s->address,
                                                 .phy_count = r->live->options.caps->phy_count};
    if (!r->referees) {
        r->referees = host_calloc(r->live->options.stations, sizeof(struct extsta_referee *));
    }
    if (r->referees) {
        struct extsta_referee **referee = place_of(r, s);
        *referee = extsta_referee_new(r->ctx, &config);
        if (*referee) {
            extsta_referee_hears(*referee, true); /* nobody is between it and the radio */
        }
    }
}

static struct extsta_referee *referee_of(struct live_referee *r, const struct live_station *s)
{
    return r->referees ? *place_of(r, s) : NULL;
}

static void tell(struct live_referee *r, struct live_station *s, struct extsta_referee *referee)
{
    struct extsta_finding finding;
    while (extsta_referee_next(referee, &finding)) {
        r->finding(r->user, s, &finding);
    }
}

static void on_output(void *user, extsta_time now, struct live_station *s,
                      const struct extsta_output *out)
{
    struct live_referee *r = user;
    struct extsta_referee *referee = referee_of(r, s);
    if (referee) {
        extsta_referee_output(referee, now, out);
        tell(r, s, referee);
    }
}

/* Of what arrives. What a station sends is among its outputs. */
static void on_frame(void *user, extsta_time now, struct live_station *s, bool sent,
                     struct extsta_span bytes, const struct extsta_rx_meta *meta)
{
    struct live_referee *r = user;
    struct extsta_referee *referee = sent ? NULL : referee_of(r, s);
    if (referee && bytes.len >= 24 && (bytes.data[0] & 0x0c) == 0) { /* management */
        extsta_referee_frame(referee, now, bytes);
        tell(r, s, referee);
    }
}

static void on_gone(void *user, extsta_time now, struct live_station *s)
{
    struct live_referee *r = user;
    struct extsta_referee *referee = referee_of(r, s);
    if (referee) {
        extsta_referee_time(referee, now);
        tell(r, s, referee);
        r->verdicts(r->user, referee);
        extsta_referee_free(referee);
        *place_of(r, s) = NULL;
    }
}

bool live_referee_listen(struct live_referee *r, struct live *live)
{
    r->live = live;
    r->ctx = extsta_context_new(&host_memory, &host_entropy);
    if (!r->ctx) {
        return false;
    }
    r->listener = (struct live_listener){.station = on_station,
                                         .output = on_output,
                                         .frame = on_frame,
                                         .gone = on_gone,
                                         .user = r};
    live_listen(live, &r->listener);
    return true;
}

void live_referee_free(struct live_referee *r)
{
    free(r->referees);
    host_context_free(r->ctx);
    r->referees = NULL;
    r->ctx = NULL;
}
