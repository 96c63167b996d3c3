/* The judge of a run (script_referee.h). It changes nothing, and listens behind those that
 * tell: what it says stands in the log behind what it judges. */
#include "script_referee.h"
#include "judged.h"
#include "providers.h"
#include "script_tell.h"
#include <stdlib.h>
#include <string.h>

static struct extsta_referee *referee_of(struct script_referee *s,
                                         const struct world_station *station)
{
    return station->index < s->count ? s->referees[station->index] : NULL;
}

static bool room(struct script_referee *s, size_t index)
{
    if (index < s->capacity) {
        return true;
    }
    size_t capacity = s->capacity ? s->capacity * 2 : 16;
    struct extsta_referee **more = host_realloc(s->referees, capacity * sizeof(*more));
    if (!more) {
        return false;
    }
    s->referees = more;
    s->capacity = capacity;
    return true;
}

/* The stations' indices count up by one. */
static void on_station(void *user, extsta_time now, struct world_station *station)
{
    struct script_referee *s = user;
    struct extsta_referee_config config = {.address = station->address,
                                           .phy_count = station->phy_count};
    s->no_memory |= !room(s, station->index);
    if (station->index >= s->capacity) {
        return;
    }
    while (s->count <= station->index) {
        s->referees[s->count++] = NULL;
    }
    struct extsta_referee *r = extsta_referee_new(world_context(s->world), &config);
    s->referees[station->index] = r;
    s->no_memory |= !r;
    if (r) {
        extsta_referee_hears(r, !s->distorted);
    }
}

static void tell_findings(struct script_referee *s, const struct world_station *station,
                          struct extsta_referee *r)
{
    struct extsta_finding f;
    while (extsta_referee_next(r, &f)) {
        tell_violation(s->tell, station->name, &f, s->names);
    }
}

static void on_output(void *user, extsta_time now, struct world_station *station,
                      const struct extsta_output *out)
{
    struct script_referee *s = user;
    struct extsta_referee *r = referee_of(s, station);
    if (r) {
        if (station->detached) {
            extsta_referee_detached(r);
        }
        extsta_referee_output(r, now, out);
        tell_findings(s, station, r);
    }
}

static void on_frame(void *user, const struct air_sniffed *frame)
{
    struct script_referee *s = user;
    struct extsta_mac ra;
    if (!judged_frame(frame->bytes)) {
        return;
    }
    memcpy(ra.b, frame->bytes.data + 4, sizeof ra.b);
    struct world_station *k =
        ra.b[0] & 1 ? world_stations(s->world) : world_station_at(s->world, ra);
    while (k) {
        struct extsta_referee *r = referee_of(s, k);
        if (r) {
            extsta_referee_frame(r, frame->time, frame->bytes);
        }
        k = ra.b[0] & 1 ? k->next : world_station_same(k);
    }
}

static void on_gone(void *user, struct world_station *station)
{
    struct script_referee *s = user;
    struct extsta_referee *r = referee_of(s, station);
    if (r) {
        referee_count_add(&s->total, r);
        extsta_referee_free(r);
        s->referees[station->index] = NULL;
    }
}

void script_referee_listen(struct script_referee *s, struct world *world, struct tell *tell,
                           const struct label_names *names)
{
    s->world = world;
    s->tell = tell;
    s->names = names;
    s->listener = (struct world_listener){.outputs = EXTSTA_OUT_ALL |
                                                     EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION),
                                          .station = on_station,
                                          .output = on_output,
                                          .frame = on_frame,
                                          .gone = on_gone,
                                          .user = s};
    world_listen(world, &s->listener);
}

void script_referee_distort(struct script_referee *s)
{
    s->distorted = true;
    for (size_t i = 0; i < s->count; i++) {
        if (s->referees[i]) {
            extsta_referee_hears(s->referees[i], false);
        }
    }
}

void script_referee_end(struct script_referee *s)
{
    for (struct world_station *k = s->world ? world_stations(s->world) : NULL; k; k = k->next) {
        struct extsta_referee *r = referee_of(s, k);
        if (r) {
            extsta_referee_time(r, air_now(world_air(s->world)));
            tell_findings(s, k, r);
        }
    }
}

void script_referee_free(struct script_referee *s)
{
    free(s->referees);
    s->referees = NULL;
    s->count = s->capacity = 0;
}
