/* Records the course of a run (script_course.h). It listens to what stations put out, and looks
 * at air and access points by a timer of the air: exactly at the end of each step, and changing
 * nothing. */
#include "script_course.h"
#include "providers.h"
#include <stdlib.h>

static void on_output(void *user, extsta_time now, struct world_station *station,
                      const struct extsta_output *out)
{
    struct script_course *s = user;
    if (station->index < s->number_count) { /* else there was no memory */
        course_output(&s->course, now, s->numbers[station->index], out);
    }
}

/* --- members --- */

static void look_at_channel(struct script_course *s, uint16_t freq)
{
    struct air_channel_stats stats;
    if (air_channel_stats(s->air, freq, &stats)) {
        course_put_channel(&s->course, &stats);
    }
}

void script_course_channel(struct script_course *s, uint16_t freq)
{
    look_at_channel(s, freq);
}

uint32_t script_course_station(struct script_course *s, const char *name)
{
    course_add_station(&s->course, name);
    return s->course.station_count - 1;
}

/* Room for one more, by doubling; false: no memory, and said. */
static bool room(struct script_course *s, void *list, size_t count, size_t size)
{
    void **at = list;
    if (count & (count - 1)) {
        return true;
    }
    void *more = host_realloc(*at, (count ? count * 2 : 1) * size);
    *at = more ? more : *at;
    s->course.no_memory |= !more;
    return more != NULL;
}

static void on_station(void *user, extsta_time now, struct world_station *station)
{
    struct script_course *s = user;
    if (room(s, &s->numbers, s->number_count, sizeof *s->numbers)) {
        s->numbers[s->number_count++] = s->course.station_count;
    }
    course_add_station(&s->course, station->name);
}

static void on_ap(void *user, extsta_time now, struct world_ap *ap, struct extsta_mac bssid)
{
    struct script_course *s = user;
    course_add_ap(&s->course, ap->name);
    if (room(s, &s->aps, s->ap_count, sizeof(struct world_ap *))) {
        s->aps[s->ap_count++] = ap;
    }
    look_at_channel(s, air_node_freq(apsim_node(ap->ap))); /* from now on */
}

/* --- steps --- */

/* An access point that is off has neither clients that hear it nor a channel; its queue waits.
 */
static void look(struct script_course *s)
{
    struct air_queue queue;
    for (size_t i = 0; i < s->ap_count; i++) {
        struct apsim *ap = s->aps[i]->ap;
        air_node_queue(apsim_node(ap), &queue);
        course_put_ap(&s->course, (uint32_t)i, (uint32_t)apsim_clients(ap, NULL, NULL),
                      queue.frames);
        look_at_channel(s, air_node_freq(apsim_node(ap)));
    }
    for (uint32_t i = 0; i < s->course.channel_count;
         i++) { /* also those that an AP has left */
        look_at_channel(s, s->course.channels[i].total.freq);
    }
}

static void on_step(void *user, extsta_time now)
{
    struct script_course *s = user;
    look(s);
    course_close(&s->course, now);
    if (!s->course.no_memory && !air_at(s->air, course_due(&s->course), on_step, s)) {
        s->course.no_memory = true;
    }
}

void script_course_listen(struct script_course *s, struct world *world, bool lanes)
{
    s->listener = (struct world_listener){.outputs = COURSE_OUTPUTS,
                                          .station = on_station,
                                          .ap = on_ap,
                                          .output = on_output,
                                          .user = s};
    s->air = world_air(world);
    if (course_start(&s->course, lanes)) {
        s->course.no_memory = !air_at(s->air, course_due(&s->course), on_step, s);
    }
    world_listen(world, &s->listener);
}

void script_course_end(struct script_course *s)
{
    if (s->air && !s->course.no_memory) {
        look(s);
        course_end(&s->course, air_now(s->air));
    }
}

void script_course_free(struct script_course *s)
{
    course_free(&s->course);
    free(s->numbers);
    free(s->aps);
}
