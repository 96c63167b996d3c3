/* See crowd.h. It is one of the listeners of live.h. A listener may not call a station from
 * within its output, so whatever follows from one (the next station's turn, leaving) is done by
 * an alarm of the loop, at once after. */
#include "crowd.h"
#include "providers.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

/* Frames that are still in the socket, hostapd's acknowledgement: a moment. */
#define AFTERWARDS (50u * 1000u)
/* A driver that does not answer a disconnect must not keep us. */
#define PATIENCE (3u * EXTSTA_SECOND)
/* Between two looks at whether something is to be told. */
#define PROGRESS EXTSTA_SECOND

static extsta_time now_of(const struct crowd *c)
{
    return host_loop_now(c->live->loop);
}

static size_t stations_of(const struct crowd *c)
{
    return c->live->options.stations;
}

static void alarm_at(struct crowd *c, extsta_time when, void (*ring)(void *, extsta_time))
{
    if (!host_alarm_add(c->live->loop, when, ring, c)) {
        host_loop_stop(c->live->loop); /* no memory: nothing would end it */
    }
}

static extsta_time microseconds(double seconds)
{
    return (extsta_time)(seconds * 1e6);
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
    if (++c->gone == stations_of(c)) {
        alarm_at(c, now_of(c) + AFTERWARDS, on_stop);
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
static void on_wait(void *user, extsta_time now);
static void settle(struct crowd *c);

/* Not from within what a station puts out: its own turn is not over. */
static void set_turn(struct crowd *c)
{
    if (!c->turn_set && !c->leaving) {
        c->turn_set = true;
        alarm_at(c, now_of(c), on_turn);
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
    m->authorized = c->moved = now_of(c);
    c->authorized += state == MEMBER_AUTHORIZED;
    c->failed += state == MEMBER_FAILED;
    if (state == MEMBER_AUTHORIZED && c->authorized == 1 && c->first) {
        c->first(c->user);
    }
    if (c->authorized + c->failed == stations_of(c)) {
        settle(c);
        if (c->stay > 0) {
            alarm_at(c, now_of(c) + microseconds(c->stay), on_leave_time);
        }
    }
    set_turn(c);
}

static void begin(struct member *m)
{
    struct crowd *c = m->crowd;
    m->state = MEMBER_UNDER_WAY;
    m->started = c->moved = now_of(c);
    c->under_way++;
    if (extsta_connect(m->station->sta, m->started, c->profile) != EXTSTA_OK) {
        through(m, MEMBER_FAILED);
        is_gone(m);
        return;
    }
    live_kick(m->station);
}

/* Begins as many as may be under way; a refusal to connect makes room at once. */
static void on_turn(void *user, extsta_time now)
{
    struct crowd *c = user;
    c->turn_set = false;
    while (c->under_way < c->at_once && c->next < stations_of(c) && !c->leaving) {
        begin(&c->members[c->next++]);
    }
    if (c->under_way > 0 && !c->wait_set && !c->leaving) {
        c->wait_set = true;
        alarm_at(c, c->moved + microseconds(c->wait), on_wait);
    }
}

/* However many there are and however slow the machine: as long as one after the other is
 * connected, nobody is given up. */
static void on_wait(void *user, extsta_time now)
{
    struct crowd *c = user;
    bool idle = c->moved + microseconds(c->wait) <= now;
    c->wait_set = false;
    for (size_t i = 0; i < stations_of(c) && idle && !c->leaving; i++) {
        struct member *m = &c->members[i];
        if (m->state == MEMBER_UNDER_WAY) {
            through(m, MEMBER_FAILED);
            leave(m);
            live_kick(m->station);
        }
    }
    set_turn(c);
}

/* --- staying --- */

static void keep_away_time(struct crowd *c, double seconds)
{
    if (c->returns == c->away_room) {
        size_t room = c->away_room ? c->away_room * 2 : 64;
        double *more = host_realloc(c->away, room * sizeof *more);
        if (!more) {
            return; /* the program ends with that status; the figures are of those kept */
        }
        c->away = more;
        c->away_room = room;
    }
    c->away[c->returns++] = seconds;
}

static void is_open(struct member *m, extsta_time now)
{
    struct crowd *c = m->crowd;
    through(m, MEMBER_AUTHORIZED);
    if (m->open || m->state != MEMBER_AUTHORIZED) {
        return; /* a roam, without an end of the port */
    }
    m->open = true;
    c->connected++;
    if (m->lost) {
        keep_away_time(c, (double)(now - m->lost) / 1e6);
        m->lost = 0;
    }
}

static void is_closed(struct member *m, extsta_time now)
{
    struct crowd *c = m->crowd;
    if (m->open) {
        m->open = false;
        c->connected--;
        m->lost = now;
        c->losses += !c->leaving;
    }
}

static void on_progress(void *user, extsta_time now)
{
    struct crowd *c = user;
    struct crowd_progress p = {.stations = stations_of(c),
                               .connected = c->connected,
                               .authorized = c->authorized,
                               .failed = c->failed};
    if (c->leaving) {
        return;
    }
    if (p.connected != c->told.connected || p.authorized != c->told.authorized ||
        p.failed != c->told.failed) {
        c->told = p;
        p.seconds = (double)(now - c->started) / 1e6;
        c->on_progress(c->user, &p);
    }
    alarm_at(c, now + PROGRESS, on_progress);
}

/* --- what happens to them --- */

static bool is_independent(const struct crowd *c)
{
    return c->profile->bss_type == dot11_BSS_type_independent;
}

static void on_notify(struct member *m, extsta_time now, const struct extsta_notify *notify)
{
    if (notify->type == EXTSTA_NOTIFY_DISCONNECTED && is_independent(m->crowd)) {
        is_closed(m, now);
    }
    if (notify->type == EXTSTA_NOTIFY_CONNECTED) {
        is_open(m, now);
    } else if ((notify->type == EXTSTA_NOTIFY_CONNECTION_FAILED ||
                notify->type == EXTSTA_NOTIFY_DISCONNECTED) &&
               !notify->will_retry) {
        through(m, MEMBER_FAILED);
        is_gone(m);
    }
}

/* In an independent network a port is that of one peer, and ends with it; the network goes on
 * with whoever is there, also with nobody (IBS-06). */
static void on_output(void *user, extsta_time now, struct live_station *station,
                      const struct extsta_output *out)
{
    struct member *m = station->user;
    if (m && out->type == EXTSTA_OUT_NOTIFY) {
        on_notify(m, now, &out->notify);
    } else if (m && out->type == EXTSTA_OUT_PORT && !is_independent(m->crowd) &&
               (out->port.type == EXTSTA_PORT_UNAUTHORIZED ||
                out->port.type == EXTSTA_PORT_DELETED)) {
        is_closed(m, now);
    }
}

/* Radio or interface have gone: nobody will connect any more. */
static void on_broken(void *user, enum host_trouble what)
{
    crowd_leave_soon(user);
}

void crowd_leave_soon(struct crowd *c)
{
    alarm_at(c, now_of(c), on_leave_time);
}

void crowd_leave(struct crowd *c)
{
    if (c->leaving) {
        host_loop_stop(c->live->loop); /* asked twice */
        return;
    }
    c->leaving = true;
    c->at_leave = c->connected;
    c->left = now_of(c);
    alarm_at(c, now_of(c) + PATIENCE, on_stop);
    for (size_t i = 0; i < stations_of(c); i++) {
        struct member *m = &c->members[i];
        if (m->state == MEMBER_WAITS) {
            through(m, MEMBER_FAILED);
            is_gone(m);
        }
        leave(m);
        live_kick(m->station);
    }
}

/* --- the figures --- */

static int by_duration(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Sorts them; nearest rank. */
static struct crowd_figures figures_of(double *list, size_t n)
{
    if (n == 0) {
        return (struct crowd_figures){0};
    }
    qsort(list, n, sizeof *list, by_duration);
    return (struct crowd_figures){.fastest = list[0],
                                  .median = list[n / 2],
                                  .p95 = list[(n * 95 + 99) / 100 - 1],
                                  .slowest = list[n - 1]};
}

static void settle(struct crowd *c)
{
    double *took = host_calloc(c->authorized + 1, sizeof *took);
    size_t n = 0;
    c->settled = now_of(c);
    if (!took) {
        return;
    }
    for (size_t i = 0; i < stations_of(c); i++) {
        const struct member *m = &c->members[i];
        if (m->state == MEMBER_AUTHORIZED) {
            took[n++] = (double)(m->authorized - m->started) / 1e6;
        }
    }
    struct crowd_summary summary = {
        .stations = stations_of(c),
        .authorized = n,
        .failed = c->failed,
        .seconds = (double)(c->settled - c->started) / 1e6,
        .took = figures_of(took, n),
        .memory = live_memory_per_station(c->live),
    };
    free(took);
    if (c->on_settled) {
        c->on_settled(c->user, &summary);
    }
}

static void tell_stay(struct crowd *c, extsta_time left)
{
    struct crowd_stay stay = {
        .stations = stations_of(c),
        .connected = c->at_leave,
        .authorized = c->authorized,
        .losses = c->losses,
        .returns = c->returns,
        .away = figures_of(c->away, c->returns),
        .seconds = (double)(left - c->started) / 1e6,
    };
    if (c->on_left) {
        c->on_left(c->user, &stay);
    }
}

/* --- the run --- */

static void start(struct crowd *c)
{
    c->listener = (struct live_listener){.output = on_output, .broken = on_broken, .user = c};
    live_listen(c->live, &c->listener);
    c->started = c->moved = now_of(c);
    set_turn(c);
    if (c->on_progress) {
        alarm_at(c, c->started + PROGRESS, on_progress);
    }
}

/* When the loop has ended the listener stays in the list of live; it is made deaf, because
 * `members` goes. */
bool crowd_run(struct crowd *c)
{
    size_t count = stations_of(c);
    c->members = host_calloc(count, sizeof *c->members);
    if (!c->members) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        c->members[i] = (struct member){.crowd = c, .station = &c->live->stations[i]};
        c->live->stations[i].user = &c->members[i];
    }
    start(c);
    host_loop_run(c->live->loop);
    if (!c->settled) {
        settle(c);
    }
    tell_stay(c, c->leaving ? c->left : now_of(c));
    for (size_t i = 0; i < count; i++) {
        c->live->stations[i].user = NULL;
    }
    c->listener.output = NULL;
    c->listener.broken = NULL;
    free(c->members);
    free(c->away);
    return true;
}
