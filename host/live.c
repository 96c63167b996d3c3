/* See live.h. Beneath it is loop.h, which carries out what the stations want; above it a crowd
 * (crowd.h) or whoever has few stations. */
#include "live.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tells all listeners that have this function. */
#define TELL(live, function, ...)                                                              \
    for (struct live_listener *l_ = (live)->listeners; l_; l_ = l_->next) {                    \
        if (l_->function) {                                                                    \
            l_->function(l_->user, __VA_ARGS__);                                               \
        }                                                                                      \
    }

/* The stations' addresses follow one another in their last three octets: name and address of a
 * station are found from each other without a search. */
static uint32_t low_half(struct extsta_mac mac)
{
    return (uint32_t)mac.b[3] << 16 | (uint32_t)mac.b[4] << 8 | mac.b[5];
}

static struct extsta_mac address_of(struct extsta_mac first, size_t index)
{
    uint32_t low = low_half(first) + (uint32_t)index;
    first.b[3] = (uint8_t)(low >> 16);
    first.b[4] = (uint8_t)(low >> 8);
    first.b[5] = (uint8_t)low;
    return first;
}

const char *live_name(const struct live *l, struct extsta_mac mac)
{
    uint32_t index = (low_half(mac) - low_half(l->options.address)) & 0xffffffu;
    bool ours = memcmp(mac.b, l->options.address.b, 3) == 0 && index < l->options.stations;
    return ours && l->stations ? l->stations[index].name : NULL;
}

void live_listen(struct live *l, struct live_listener *listener)
{
    listener->next = NULL;
    *l->last = listener;
    l->last = &listener->next;
}

/* --- what happens to the stations --- */

/* Listeners are told before the extension is called: its answer is a later output. */
static void on_output(void *user, extsta_time now, const struct extsta_output *out)
{
    struct live_station *s = user;
    TELL(s->live, output, now, s, out);
    if (out->type == EXTSTA_OUT_IHV && s->adapter) {
        ihv_adapter_call(s->adapter, now, &out->ihv);
    }
}

static void on_frame(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                     const struct extsta_rx_meta *meta)
{
    struct live_station *s = user;
    TELL(s->live, frame, now, s, sent, bytes, meta);
}

/* All stations share one radio's fate: the first tells for all. */
static void on_trouble(void *user, extsta_time now, enum host_trouble what)
{
    struct live_station *s = user;
    struct live *l = s->live;
    l->broken_down = true;
    if (what == HOST_TAP_GONE || s == l->stations) { /* a radio's end is told to all */
        TELL(l, broken, what);
    }
}

static void on_beneath(void *user, extsta_time now, struct extsta_span octets)
{
    const struct live_station *s = user;
    if (s->live->options.beneath) {
        s->live->options.beneath(s->live->options.beneath_user, now, octets);
    }
}

static const struct host_station_ops ops = {.output = on_output,
                                            .frame = on_frame,
                                            .trouble = on_trouble,
                                            .beneath = on_beneath};

/* --- an extension --- */

/* The extension's own threads have called functions. */
static void on_extension(void *user, extsta_time now)
{
    struct live *l = user;
    bool any = ihv_loader_dispatch(l->extension, now);
    for (size_t i = 0; any && i < l->options.stations; i++) {
        live_kick(&l->stations[i]);
    }
}

static enum live_fault open_extension(struct live *l, char *why, size_t size)
{
    l->extension = ihv_loader_open(l->options.extension, why, size);
    if (!l->extension) {
        return LIVE_FILE;
    }
    snprintf(why, size, "no memory");
    l->extension_watch = host_watch_add(l->loop, ihv_loader_fd(l->extension), on_extension, l);
    if (!l->extension_watch) {
        return LIVE_MACHINE;
    }
    for (size_t i = 0; i < l->options.stations; i++) {
        struct live_station *s = &l->stations[i];
        s->adapter = ihv_adapter_add(l->extension, s->sta, host_loop_now(l->loop), s->address);
        if (!s->adapter) {
            return LIVE_MACHINE;
        }
        live_kick(s);
    }
    return LIVE_FINE;
}

/* The last handler calls (stop, deinit) are in the stations' outputs. */
static void close_extension(struct live *l)
{
    for (size_t i = 0; l->stations && i < l->options.stations; i++) {
        struct live_station *s = &l->stations[i];
        if (s->adapter) {
            ihv_adapter_detach(s->adapter, host_loop_now(l->loop));
            live_kick(s);
            ihv_adapter_free(s->adapter);
            s->adapter = NULL;
        }
    }
    if (l->extension_watch) {
        host_watch_remove(l->extension_watch);
    }
    if (l->extension) {
        ihv_loader_close(l->extension);
    }
}

/* --- opening and closing --- */

/* Above our own driver, or the shared object's. NULL: `why` has the words. */
static struct extsta_station *make_station(struct live *l,
                                           const struct extsta_station_config *config,
                                           char *why, size_t size)
{
    extsta_time now = host_loop_now(l->loop);
    return l->driver ? driver_loader_station(l->driver, l->ctx, config, now, why, size)
                     : extsta_station_new(l->ctx, config, now);
}

/* A failure leaves what there is to live_close. */
static bool open_station(struct live *l, struct live_station *s, size_t index, char *why,
                         size_t size)
{
    s->live = l;
    s->address = address_of(l->options.address, index);
    if (l->options.stations == 1) {
        strcpy(s->name, "station");
    } else {
        snprintf(s->name, sizeof s->name, "sta%02u", (unsigned)(index + 1) & 0xffffu);
    }
    struct extsta_station_config config = {.id = index + 1,
                                           .address = s->address,
                                           .radio = l->options.caps,
                                           .outputs = l->options.outputs,
                                           .driver = l->options.driver_ops,
                                           .driver_make = l->options.driver_make,
                                           .driver_user = l->options.driver_user};
    s->radio = l->options.radio ? l->options.radio(l->options.radio_user, s->address) : NULL;
    TELL(l, station, host_loop_now(l->loop), s);
    if (s->radio || !l->options.radio) {
        s->sta = make_station(l, &config, why, size);
    }
    if (s->sta) {
        int tap = index == 0 ? l->options.tap : -1;
        s->coupled = host_station_add(l->loop, s->sta, s->radio, tap, &ops, s);
    }
    return s->coupled != NULL;
}

bool live_init(struct live *l)
{
    memset(l, 0, sizeof *l);
    l->last = &l->listeners;
    l->ctx = extsta_context_new(&host_memory, &host_entropy);
    l->loop = host_loop_new();
    if (!l->ctx || !l->loop) {
        return false;
    }
    extsta_context_set_epoch(l->ctx, (int64_t)(host_loop_wall(l->loop, 0) / EXTSTA_SECOND));
    return true;
}

enum live_fault live_open(struct live *l, const struct live_options *o, char *why, size_t size)
{
    l->options = *o;
    if (o->driver && !(l->driver = driver_loader_open(o->driver, why, size))) {
        return LIVE_FILE;
    }
    snprintf(why, size, "no memory");
    l->stations = host_calloc(o->stations, sizeof *l->stations);
    bool ok = l->stations != NULL;
    l->memory_before = extsta_context_memory(l->ctx, NULL);
    for (size_t i = 0; ok && i < o->stations; i++) {
        ok = open_station(l, &l->stations[i], i, why, size);
    }
    if (!ok) {
        return LIVE_MACHINE;
    }
    return o->extension ? open_extension(l, why, size) : LIVE_FINE;
}

/* Extension first, while its stations can still take its last calls; then the couplings, the
 * stations, the radios; memory last. */
void live_close(struct live *l)
{
    close_extension(l);
    for (size_t i = 0; l->stations && i < l->options.stations; i++) {
        struct live_station *s = &l->stations[i];
        if (s->coupled) {
            host_station_remove(s->coupled);
        }
        extsta_station_free(s->sta);
        if (s->live) {
            TELL(l, gone, host_loop_now(l->loop), s);
        }
        if (s->radio) {
            s->radio->ops->close(s->radio);
        }
    }
    driver_loader_close(l->driver);
    free(l->stations);
    host_loop_free(l->loop);
    host_context_free(l->ctx);
    memset(l, 0, sizeof *l);
}

void live_kick(struct live_station *station)
{
    host_station_kick(station->coupled);
}

size_t live_memory_per_station(const struct live *l)
{
    return (extsta_context_memory(l->ctx, NULL) - l->memory_before) / l->options.stations;
}
