/* Captures of single members: see script_ears.h. Members come while a script runs, and a
 * station is told of before it stands on the air: so each is looked for until it is found. */
#include "script_ears.h"
#include "pcap.h"
#include <stdio.h>

static const struct air_node *find(struct world *w, const char *name)
{
    const struct world_station *s = world_station_find(w, name);
    const struct world_ap *a = world_ap_find(w, name);
    return s && s->node ? air_station_node(s->node) : a ? apsim_node(a->ap) : NULL;
}

/* Whether the i-th ear is this node. */
static bool is_at(struct script_ears *e, size_t i, const struct air_node *node)
{
    if (!e->nodes[i]) {
        e->nodes[i] = find(e->world, e->wanted[i].name);
    }
    return e->nodes[i] == node;
}

static void on_reception(void *user, const struct air_sniffed *frame)
{
    struct script_ears *e = user;
    for (size_t i = 0; i < e->count; i++) {
        if (is_at(e, i, frame->at)) {
            pcap_file_write(e->files[i], frame->time, frame->bytes, &frame->meta);
        }
    }
}

/* Its own have no signal. */
static void on_frame(void *user, const struct air_sniffed *frame)
{
    struct script_ears *e = user;
    for (size_t i = 0; i < e->count; i++) {
        if (frame->from && is_at(e, i, frame->from)) {
            struct extsta_rx_meta own = frame->meta;
            own.signal = 0;
            pcap_file_write(e->files[i], frame->time, frame->bytes, &own);
        }
    }
}

bool ears_start(struct script_ears *e, const struct script_ear *wanted, size_t count, char *error,
                size_t error_size)
{
    *e = (struct script_ears){.listener = {.reception = on_reception, .frame = on_frame, .user = e},
                       .wanted = wanted};
    for (; e->count < count; e->count++) {
        const char *why, *path = wanted[e->count].path;
        e->files[e->count] = pcap_file_create(path, &why);
        if (!e->files[e->count]) {
            snprintf(error, error_size, "%s cannot be written: %s", path, why);
            ears_end(e, true);
            return false;
        }
    }
    return true;
}

bool ears_listen(struct script_ears *e, struct world *world)
{
    e->world = world;
    if (!e->count) {
        return true;
    }
    world_listen(world, &e->listener);
    return world_show_receptions(world);
}

const char *ears_missing(struct script_ears *e)
{
    for (size_t i = 0; i < e->count; i++) {
        if (!e->world || !find(e->world, e->wanted[i].name)) {
            return e->wanted[i].name;
        }
    }
    return NULL;
}

const char *ears_end(struct script_ears *e, bool drop)
{
    const char *failed = NULL;
    for (size_t i = 0; i < e->count; i++) {
        if (drop) {
            pcap_file_drop(e->files[i]);
        } else if (!pcap_file_close(e->files[i])) {
            failed = e->wanted[i].path;
        }
    }
    e->count = 0;
    return failed;
}
