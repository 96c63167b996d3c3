/* See crowd.h. It is one of the listeners of live.h. A listener may not call a station from
 * within its output, so whatever follows from one (the next station's turn, leaving) is done by
 * an alarm of the loop, at once after. */
#include "crowd.h"
#include "providers.h"
#include <stdlib.h>

/* Frames that are still in the socket, hostapd's acknowledgement: a moment. */
#define AFTERWARDS (50u * 1000u)
/* A driver that does not answer a disconnect must not keep us. */
#define PATIENCE (3u * EXTSTA_SECOND)

static extsta_time now_of(const struct crowd *c)
{
    return host_loop_now(c->live->loop);
}

static void alarm_in(struct crowd *c, double seconds, void (*ring)(void *, extsta_time),
                     void *user)
{
    if (!host_alarm_add(c->live->loop, now_of(c) + (extsta_time)(seconds * 1e6), ring, user)) {
        host_loop_stop(c->live->loop); /* no memory: nothing would end it */
    }
}

static void on_stop(void *user, extsta_time now)
{
    host_loop_stop(((struct crowd *)user)->live->loop);
}

/* --- leaving --- */

/* Nothing more will come of this one; after the last the loop ends, a moment later. */
static void is_gone(struct member *m)
{
    struct crowd *c = m->crowd;
    if (m->gone) {
        return;
    }
    m->gone = true;
    if (++c->gone == c->live->options.stations) {
        alarm_in(c, AFTERWARDS / 1e6, on_stop, c);
    }
}

/* A station that has nothing to leave is gone already: no output will say so. */
static void leave(struct member *m)
{
    if (!m->gone && extsta_disconnect(m->station->sta, now_of(m->crowd)) != EXTSTA_OK) {
        is_gone(m);
    }
}

static void on_leave_time(void *user, extsta_time now)
{
    crowd_leave(user);
}

/* --- coming --- */

static void on_turn(void *user, extsta_time now);
static void settle(struct crowd *c);

/* Not from within what a station puts out: its own turn is not over. */
static void set_turn(struct crowd *c)
{
    if (!c->turn_set && !c->leaving) {
        c->turn_set = true;
        alarm_in(c, 0, on_turn, c);
    }
}

/* What has become of a member, once: it was authorized, or it failed. An end after the port was
 * open changes nothing here. */
static void through(struct member *m, enum member_state state)
{
    struct crowd *c = m->crowd;
    if (m->state != MEMBER_UNDER_WAY && m->state != MEMBER_WAITS) {
        return;
    }
    c->under_way -= m->state == MEMBER_UNDER_WAY;
    m->state = state;
    m->authorized = now_of(c);
    c->authorized += state == MEMBER_AUTHORIZED;
    c->failed += state == MEMBER_FAILED;
    if (state == MEMBER_AUTHORIZED && c->authorized == 1 && c->first) {
        c->first(c->user);
    }
    if (c->authorized + c->failed == c->live->options.stations) {
        settle(c);
        if (c->stay > 0) {
            alarm_in(c, c->stay, on_leave_time, c);
        }
    }
    set_turn(c);
}

static void on_give_up(void *user, extsta_time now)
{
    struct member *m = user;
    if (m->state == MEMBER_UNDER_WAY) {
        through(m, MEMBER_FAILED);
        leave(m);
        live_kick(m->station);
    }
}

static void begin(struct member *m)
{
    struct crowd *c = m->crowd;
    m->state = MEMBER_UNDER_WAY;
    m->started = now_of(c);
    c->under_way++;
    if (extsta_connect(m->station->sta, m->started, c->profile) != EXTSTA_OK) {
        through(m, MEMBER_FAILED);
        is_gone(m);
        return;
    }
    alarm_in(c, c->wait, on_give_up, m);
    live_kick(m->station);
}

/* Begins as many as may be under way; a refusal to connect makes room at once. */
static void on_turn(void *user, extsta_time now)
{
    struct crowd *c = user;
    c->turn_set = false;
    while (c->under_way < c->at_once && c->next < c->live->options.stations && !c->leaving) {
        begin(&c->members[c->next++]);
    }
}

/* --- what happens to them --- */

static void on_output(void *user, extsta_time now, struct live_station *station,
                      const struct extsta_output *out)
{
    struct member *m = station->user;
    if (out->type != EXTSTA_OUT_NOTIFY || !m) {
        return;
    }
    if (out->notify.type == EXTSTA_NOTIFY_CONNECTED) {
        through(m, MEMBER_AUTHORIZED);
    } else if ((out->notify.type == EXTSTA_NOTIFY_CONNECTION_FAILED ||
                out->notify.type == EXTSTA_NOTIFY_DISCONNECTED) &&
               !out->notify.will_retry) {
        through(m, MEMBER_FAILED);
        is_gone(m);
    }
}

/* Radio or interface have gone: nobody will connect any more. */
static void on_broken(void *user, enum host_trouble what)
{
    crowd_leave_soon(user);
}

void crowd_leave_soon(struct crowd *c)
{
    alarm_in(c, 0, on_leave_time, c);
}

void crowd_leave(struct crowd *c)
{
    if (c->leaving) {
        host_loop_stop(c->live->loop); /* asked twice */
        return;
    }
    c->leaving = true;
    alarm_in(c, PATIENCE / 1e6, on_stop, c);
    for (size_t i = 0; i < c->live->options.stations; i++) {
        struct member *m = &c->members[i];
        if (m->state == MEMBER_WAITS) {
            through(m, MEMBER_FAILED);
            is_gone(m);
        }
        leave(m);
        live_kick(m->station);
    }
}

/* When the loop has ended the listener stays in the list of live; it is made deaf, because
 * `members` goes. */
bool crowd_run(struct crowd *c)
{
    size_t count = c->live->options.stations;
    c->members = host_calloc(count, sizeof *c->members);
    if (!c->members) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        c->members[i] = (struct member){.crowd = c, .station = &c->live->stations[i]};
        c->live->stations[i].user = &c->members[i];
    }
    c->listener = (struct live_listener){.output = on_output, .broken = on_broken, .user = c};
    live_listen(c->live, &c->listener);
    c->started = now_of(c);
    set_turn(c);
    host_loop_run(c->live->loop);
    if (!c->settled) {
        settle(c);
    }
    for (size_t i = 0; i < count; i++) {
        c->live->stations[i].user = NULL;
    }
    c->listener.output = NULL;
    c->listener.broken = NULL;
    free(c->members);
    return true;
}

/* --- the summary --- */

static int by_duration(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Seconds each authorized station took, sorted; the caller frees them. */
static double *durations(const struct crowd *c)
{
    double *list = host_calloc(c->authorized + 1, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list && i < c->live->options.stations; i++) {
        const struct member *m = &c->members[i];
        if (m->state == MEMBER_AUTHORIZED) {
            list[n++] = (double)(m->authorized - m->started) / 1e6;
        }
    }
    if (list) {
        qsort(list, n, sizeof *list, by_duration);
    }
    return list;
}

static void settle(struct crowd *c)
{
    double *took = durations(c);
    size_t n = c->authorized;
    c->settled = now_of(c);
    if (!took) {
        return;
    }
    struct crowd_summary summary = {
        .stations = c->live->options.stations,
        .authorized = n,
        .failed = c->failed,
        .seconds = (double)(c->settled - c->started) / 1e6,
        .fastest = took[0],
        .median = took[n / 2],
        .slowest = took[n ? n - 1 : 0],
        .memory = live_memory_per_station(c->live),
    };
    free(took);
    if (c->on_settled) {
        c->on_settled(c->user, &summary);
    }
}
