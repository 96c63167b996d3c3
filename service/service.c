/* Stations on a loop, and who listens to them (service.h): made, found by name without a
 * search, removed. What becomes of them is follow.c's. */
#include "private.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the service itself goes by. */
#define OUTPUTS                                                                                \
    (EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) | EXTSTA_OUT_MASK(EXTSTA_OUT_PORT) |                   \
     EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE))

struct service *service_new(struct host_loop *loop, struct extsta_context *ctx)
{
    struct service *service = host_calloc(1, sizeof *service);
    if (service) {
        service->loop = loop;
        service->ctx = ctx;
        service->last_listener = &service->listeners;
        host_entropy.fill(NULL, 0, (uint8_t *)&service->by_name.seed,
                          sizeof service->by_name.seed);
    }
    return service;
}

void service_free(struct service *service)
{
    if (!service) {
        return;
    }
    while (service->first) {
        service_station_remove(service->first);
    }
    directory_free(&service->by_name);
    free(service);
}

void service_listen(struct service *service, struct service_listener *listener)
{
    listener->next = NULL;
    listener->number = service->listener_count++;
    *service->last_listener = listener;
    service->last_listener = &listener->next;
}

/* --- stations: made and removed --- */

static void enter(struct service_station *s)
{
    struct service *service = s->service;
    s->previous = service->last;
    *(service->last ? &service->last->next : &service->first) = s;
    service->last = s;
    service->count++;
    directory_enter(&service->by_name, &s->by_name, s->name, strlen(s->name));
}

static void take_out(struct service_station *s)
{
    struct service *service = s->service;
    *(s->previous ? &s->previous->next : &service->first) = s->next;
    *(s->next ? &s->next->previous : &service->last) = s->previous;
    service->count--;
    directory_leave(&service->by_name, &s->by_name);
}

/* Of one that may be half made. */
static void destroy(struct service_station *s)
{
    if (s->alarm) {
        host_alarm_remove(s->alarm);
    }
    if (s->coupled) {
        host_station_remove(s->coupled);
    }
    extsta_station_free(s->core);
    if (s->radio) {
        s->radio->ops->close(s->radio);
    }
    if (s->tap >= 0) {
        close(s->tap);
    }
    networks_free(&s->networks);
    free(s);
}

static const char *name_fault(const struct service *service, const char *name)
{
    size_t len = strlen(name);
    if (len < 1 || len > 15) {
        return "the name of an interface has 1 to 15 characters";
    }
    return directory_find(&service->by_name, name, len) ? "there is a station of this name"
                                                        : NULL;
}

static struct service_station *allocate(struct service *service,
                                        const struct service_station_options *o)
{
    struct service_station *s =
        host_calloc(1, sizeof *s + service->listener_count * sizeof s->listeners[0]);
    if (s) {
        s->service = service;
        memcpy(s->name, o->name, strlen(o->name));
        s->caps = o->caps;
        s->radio = o->radio;
        s->tap = o->tap;
        s->address = o->address;
        s->beneath = o->beneath;
        s->beneath_user = o->beneath_user;
        s->state = SERVICE_INACTIVE;
        /* Without a radio the data take the kernel's way, and little crosses. */
        s->outputs =
            o->outputs | OUTPUTS | (o->radio ? 0 : EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING));
        service_acm_init(&s->acm, &s->networks);
    }
    return s;
}

struct service_station *service_station_add(struct service *service,
                                            const struct service_station_options *o, char *why,
                                            size_t size)
{
    struct extsta_station_config config = {.id = ++service->last_id,
                                           .address = o->address,
                                           .radio = o->caps,
                                           .driver = o->driver,
                                           .driver_make = o->driver_make,
                                           .driver_user = o->driver_user};
    const char *fault = name_fault(service, o->name);
    struct service_station *s = fault ? NULL : allocate(service, o);
    snprintf(why, size, "%s", fault ? fault : "no memory");
    if (!s) {
        if (o->radio) {
            o->radio->ops->close(o->radio);
        }
        if (o->tap >= 0) {
            close(o->tap);
        }
        return NULL;
    }
    config.outputs = s->outputs;
    s->core = extsta_station_new(service->ctx, &config, host_loop_now(service->loop));
    if (!s->core) {
        snprintf(why, size, o->driver ? "the driver did not come up" : "no memory");
        destroy(s);
        return NULL;
    }
    enter(s);
    SERVICE_TELL(service, station, host_loop_now(service->loop), s);
    s->coupled = host_station_add(service->loop, s->core, o->radio, o->tap, &service_ops, s);
    if (!s->coupled) {
        snprintf(why, size, "no memory, or a descriptor that cannot be waited for");
        SERVICE_TELL(service, gone, host_loop_now(service->loop), s);
        take_out(s);
        destroy(s);
        return NULL;
    }
    service_automatic(s, o->automatic);
    return s;
}

void service_station_remove(struct service_station *s)
{
    if (!s->broken && extsta_disconnect(s->core, service_now(s)) == EXTSTA_OK) {
        host_station_kick(s->coupled);
    }
    SERVICE_TELL(s->service, gone, service_now(s), s);
    take_out(s);
    destroy(s);
}

/* --- looking in --- */

struct service_station *service_station(struct service *service, const char *name)
{
    struct directory_entry *e = directory_find(&service->by_name, name, strlen(name));
    return e ? (struct service_station *)((char *)e - offsetof(struct service_station, by_name))
             : NULL;
}

struct service_station *service_station_next(struct service *service,
                                             const struct service_station *s)
{
    return s ? s->next : service->first;
}

size_t service_stations(const struct service *service)
{
    return service->count;
}

const struct extsta_radio_caps *service_station_caps(const struct service_station *s)
{
    return s->caps;
}

const char *service_station_name(const struct service_station *s)
{
    return s->name;
}

struct extsta_station *service_core(struct service_station *s)
{
    return s->core;
}

struct service *service_of(struct service_station *s)
{
    return s->service;
}

void service_kick(struct service_station *s)
{
    host_station_kick(s->coupled);
    service_settle(s);
}

enum service_state service_station_state(const struct service_station *s)
{
    return s->state;
}

uint32_t service_station_network(const struct service_station *s)
{
    return s->acm.current;
}

void *service_station_user(const struct service_station *s, unsigned listener)
{
    return s->listeners[listener].user;
}

void service_station_set_user(struct service_station *s, unsigned listener, void *user)
{
    s->listeners[listener].user = user;
}

void service_station_want(struct service_station *s, unsigned listener, uint32_t outputs)
{
    uint32_t all = s->outputs;
    s->listeners[listener].outputs = outputs;
    for (unsigned i = 0; i < s->service->listener_count; i++) {
        all |= s->listeners[i].outputs;
    }
    extsta_station_outputs(s->core, all);
}

const struct host_counters *service_station_counters(const struct service_station *s)
{
    return host_station_counters(s->coupled);
}

struct extsta_mac service_station_address(const struct service_station *s)
{
    return s->address;
}

bool service_station_is_automatic(const struct service_station *s)
{
    return s->acm.automatic && !s->acm.away;
}

struct host_loop *service_loop(const struct service *service)
{
    return service->loop;
}

