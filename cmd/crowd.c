#include "crowd.h"
#include "event_json.h"
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
static void crowd_summary(const struct crowd *c);

/* Not from within what a station puts out: its own turn is not over. */
static void set_turn(struct crowd *c)
{
    if (!c->turn_set && !c->leaving) {
        c->turn_set = true;
        alarm_in(c, 0, on_turn, c);
    }
}

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
        c->settled = now_of(c);
        if (c->live->options.stations > 1) {
            crowd_summary(c);
        }
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

static void on_turn(void *user, extsta_time now)
{
    struct crowd *c = user;
    c->turn_set = false;
    while (c->under_way < c->at_once && c->next < c->live->options.stations && !c->leaving) {
        begin(&c->members[c->next++]);
    }
}

/* --- what happens to them --- */

static void on_output(void *user, struct live_station *station, extsta_time now,
                      const struct extsta_output *out)
{
    struct member *m = station->user;
    if (out->type != EXTSTA_OUT_NOTIFY || !m) {
        return;
    }
    if (out->notify.type == EXTSTA_NOTIFY_CONNECTED) {
        through(m, MEMBER_AUTHORIZED);
    } else if (out->notify.type == EXTSTA_NOTIFY_CONNECTION_FAILED ||
               out->notify.type == EXTSTA_NOTIFY_DISCONNECTED) {
        through(m, MEMBER_FAILED);
        is_gone(m);
    }
}

static void on_broken(void *user)
{
    struct crowd *c = user;
    alarm_in(c, 0, on_leave_time, c);
}

static void on_signal(void *user, int number)
{
    crowd_leave(user);
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

int crowd_run(struct crowd *c, const struct command *command)
{
    size_t count = c->live->options.stations;
    c->members = calloc(count, sizeof *c->members);
    if (!c->members) {
        return command_fail(command, EXIT_SYSTEM, "no memory");
    }
    for (size_t i = 0; i < count; i++) {
        c->members[i] = (struct member){.crowd = c, .station = &c->live->stations[i]};
        c->live->stations[i].user = &c->members[i];
    }
    c->live->output = on_output;
    c->live->broken = on_broken;
    c->live->user = c;
    host_loop_on_signal(c->live->loop, on_signal, c);
    c->started = now_of(c);
    set_turn(c);
    host_loop_run(c->live->loop);
    c->live->output = NULL;
    c->live->broken = NULL;
    if (!c->settled && count > 1) {
        crowd_summary(c);
    }
    free(c->members);
    return c->authorized == count ? EXIT_OK : EXIT_EXPECTATION;
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
    double *list = calloc(c->authorized + 1, sizeof *list);
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

static void crowd_summary(const struct crowd *c)
{
    double *took = durations(c);
    if (!took) {
        return;
    }
    size_t n = c->authorized, memory = live_memory_per_station(c->live);
    double total = (double)((c->settled ? c->settled : now_of(c)) - c->started) / 1e6;
    double fastest = took[0], median = took[n / 2], slowest = took[n ? n - 1 : 0];
    if (c->live->options.json) {
        json_t *o = json_pack("{s:s, s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:I}", "line",
                              "summary", "stations", (json_int_t)c->live->options.stations,
                              "authorized", (json_int_t)n, "failed", (json_int_t)c->failed,
                              "seconds", total, "fastest", fastest, "median", median, "slowest",
                              slowest, "bytes_per_station", (json_int_t)memory);
        json_dumpf(o, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
        json_decref(o);
        putchar('\n');
    } else {
        printf("%zu stations: %zu authorized, %zu failed, in %.2f s; each took %.2f to %.2f s "
               "(median %.2f), %.1f KiB\n",
               c->live->options.stations, n, c->failed, total, fastest, slowest, median,
               (double)memory / 1024);
    }
    fflush(stdout);
    free(took);
}
