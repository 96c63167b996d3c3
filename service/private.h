/* What the files of the service share: a service and its stations from within. service.c makes
 * and finds them, follow.c hears what they put out and carries out what acm.c decides,
 * operate.c does what others ask for. */
#ifndef SERVICE_PRIVATE_H
#define SERVICE_PRIVATE_H

#include "acm.h"
#include "directory.h"
#include "state.h"

struct service {
    struct host_loop *loop;
    struct extsta_context *ctx;
    struct service_station *first, *last;
    size_t count;
    struct directory by_name;
    struct service_listener *listeners, **last_listener;
    unsigned listener_count;
    uint64_t last_id; /* of stations, as the context knows them */
};

struct service_station {
    struct service *service;
    struct service_station *next, *previous;
    struct directory_entry by_name;
    char name[16];
    struct extsta_mac address;
    struct extsta_station *core;
    const struct extsta_radio_caps *caps;
    struct extsta_radio *radio; /* or NULL */
    struct host_station *coupled;
    int tap; /* or -1 */
    void (*beneath)(void *user, extsta_time now, struct extsta_span octets); /* or NULL */
    void *beneath_user;
    struct networks networks;
    struct service_acm acm;
    struct progress progress;
    enum service_state state; /* as told last */
    bool broken;              /* what is beneath it, for good */
    bool scanning;            /* a scan is under way, ours or another's */
    bool scan_over;           /* ... has ended, with this status: not yet told */
    uint32_t scan_status;
    bool settling;            /* its decisions are being carried out */
    struct host_alarm *alarm; /* NULL: none is set */
    extsta_time alarm_at;
    uint32_t outputs; /* that its options ask for, and the service needs */
    struct {
        void *user;
        uint32_t outputs;
    } listeners[]; /* by number: what each keeps here, and wants put out */
};

/* Tells all listeners that have this function. */
#define SERVICE_TELL(service, function, ...)                                                   \
    for (struct service_listener *l_ = (service)->listeners; l_; l_ = l_->next) {              \
        if (l_->function) {                                                                    \
            l_->function(l_->user, __VA_ARGS__);                                               \
        }                                                                                      \
    }

/* What a station puts out, and what happens beneath it. */
extern const struct host_station_ops service_ops;
/* Carries out what there is to do now and waits for what comes later. After anything that was
 * said to s->acm, or called on the core. */
void service_settle(struct service_station *s);
/* A scan of the core's has begun. */
void service_scan_begins(struct service_station *s, extsta_time now);
static inline extsta_time service_now(const struct service_station *s)
{
    return host_loop_now(s->service->loop);
}

#endif
