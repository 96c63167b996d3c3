/* The medium's clock, turns and wire (medium.h). A timer of the loop rings when the next thing
 * is due on the air; whoever gives something to the air or takes something from it brings it to
 * the machine's time before. A script that runs on such a world waits on the loop instead of
 * running the air by itself (world_pace). */
#include "medium_private.h"
#include "providers.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define WAIT_MAX   (100u * EXTSTA_MS) /* a script's signals want to be looked at */
#define WIRE_BATCH 64                 /* frames, before others get a turn */
#define FRAME_MAX  2048u              /* of the wire */

/* An equilateral triangle of 5 m. */
const struct air_position medium_place_ap = {0, 0, 0}, medium_place_station = {2.5f, 4.33f, 0},
                          medium_place_kernel = {5, 0, 0};

static extsta_time machine_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (extsta_time)t.tv_sec * EXTSTA_SECOND + (extsta_time)t.tv_nsec / 1000u;
}

static extsta_time clock_now(const struct medium *m)
{
    return m->options.clock ? m->options.clock(m->options.clock_user) : machine_clock();
}

/* --- the air's time --- */

/* What was due long ago was not looked at in time: the air waits for so long. Where nothing was
 * due nobody has missed anything. */
void medium_advance(struct medium *m, extsta_time now)
{
    extsta_time to = medium_air_time(m, now), due = air_deadline(m->air);
    if (due != EXTSTA_NEVER && to > due && to - due > MEDIUM_LATE) {
        extsta_time late = to - due - MEDIUM_LATE;
        m->offset += late;
        m->counts.stalled += late;
        to -= late;
    }
    /* a moment before the present one: of a caller who has looked at the clock earlier */
    if (to > air_now(m->air) && to - air_now(m->air) < EXTSTA_NEVER / 2) {
        air_run(m->air, to);
    }
}

extsta_time medium_clock_of(const struct medium *m, extsta_time air_time)
{
    return air_time == EXTSTA_NEVER ? EXTSTA_NEVER : air_time + m->offset;
}

extsta_time medium_deadline(const struct medium *m)
{
    extsta_time due = air_deadline(m->air);
    due = m->waiting && m->wait_until < due ? m->wait_until : due;
    return m->ready ? 0 : medium_clock_of(m, due);
}

/* --- the loop --- */

static void arm(struct medium *m, extsta_time when)
{
    struct itimerspec t = {0};
    if (when == m->armed || m->timer < 0) {
        return;
    }
    m->armed = when;
    if (when != EXTSTA_NEVER) { /* all zero would disarm it */
        t.it_value.tv_sec = (time_t)(when / EXTSTA_SECOND);
        t.it_value.tv_nsec = (long)(when % EXTSTA_SECOND) * 1000 + 1;
    }
    (void)timerfd_settime(m->timer, TFD_TIMER_ABSTIME, &t, NULL);
}

void medium_kick(struct medium *m)
{
    arm(m, medium_deadline(m));
}

void medium_turn(struct medium *m)
{
    extsta_time now = clock_now(m);
    medium_advance(m, now);
    medium_radios_ready(m, now);
    medium_kick(m);
}

static void on_timer(void *user, extsta_time now)
{
    struct medium *m = user;
    uint64_t times;
    if (read(m->timer, &times, sizeof times) == sizeof times) {
        m->armed = EXTSTA_NEVER; /* it has rung */
    }
    medium_turn(m);
    if (m->waiting && air_now(m->air) >= m->wait_until) {
        host_loop_stop(m->loop);
    }
}

void medium_tell(struct medium *m)
{
    static const uint64_t one = 1;
    if (!m->told && m->arrived >= 0) {
        m->told = write(m->arrived, &one, sizeof one) == sizeof one;
    }
}

void medium_told(struct medium *m)
{
    uint64_t times;
    if (m->told) {
        m->told = read(m->arrived, &times, sizeof times) < 0 && errno == EINTR;
    }
}

/* --- a script's pace --- */

/* The air goes on by itself meanwhile. */
static extsta_time on_wait(void *user, extsta_time until)
{
    struct medium *m = user;
    extsta_time now = medium_air_time(m, clock_now(m));
    if (now < until) {
        m->wait_until = until - now < WAIT_MAX ? until : now + WAIT_MAX;
        m->waiting = true;
        medium_kick(m);
        host_loop_run(m->loop);
        m->waiting = false;
    } else {
        medium_turn(m);
    }
    return air_now(m->air);
}

static void on_paced(void *user, extsta_time now)
{
    medium_kick(user);
}

/* --- the wire --- */

static void on_wire(void *user, extsta_time now, struct extsta_span frame)
{
    struct medium *m = user;
    ssize_t n;
    if (m->options.wire < 0) {
        return;
    }
    do {
        n = write(m->options.wire, frame.data, frame.len);
    } while (n < 0 && errno == EINTR);
    m->counts.wire_out += n == (ssize_t)frame.len;
    m->counts.wire_lost += n != (ssize_t)frame.len;
}

static void on_wire_readable(void *user, extsta_time now)
{
    struct medium *m = user;
    uint8_t frame[FRAME_MAX];
    medium_advance(m, now);
    for (int i = 0; i < WIRE_BATCH; i++) {
        ssize_t n = read(m->options.wire, frame, sizeof frame);
        if (n < 0 && errno != EINTR && errno != EAGAIN) { /* it was deleted */
            host_watch_remove(m->wire_watch);
            m->wire_watch = NULL;
            m->options.wire = -1;
        }
        if (n <= 0) {
            break;
        }
        m->counts.wire_in++;
        world_wire_send(m->world, (struct extsta_span){frame, (size_t)n});
    }
    medium_kick(m);
}

/* --- making and freeing --- */

static bool open_world(struct medium *m)
{
    const struct medium_options *o = &m->options;
    struct world_options w = {
        .seed = o->seed, .exponent = o->exponent, .shadowing = o->shadowing};
    if (o->seed == 0) {
        host_entropy.fill(NULL, 0, (uint8_t *)&w.seed, sizeof w.seed);
        w.random = &host_entropy;
    }
    m->world = o->world ? o->world : world_new(&w);
    m->own_world = !o->world && m->world;
    return m->world != NULL;
}

static bool open_loop(struct medium *m)
{
    m->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    m->arrived = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (m->timer < 0 || m->arrived < 0) {
        return false;
    }
    m->timer_watch = host_watch_add(m->loop, m->timer, on_timer, m);
    if (m->options.wire >= 0) {
        m->wire_watch = host_watch_add(m->loop, m->options.wire, on_wire_readable, m);
    }
    if (m->own_world) {
        extsta_context_set_epoch(world_context(m->world),
                                 (int64_t)(host_loop_wall(m->loop, 0) / EXTSTA_SECOND));
    }
    return m->timer_watch && (m->options.wire < 0 || m->wire_watch);
}

struct medium *medium_new(struct host_loop *loop, const struct medium_options *options)
{
    struct medium *m = host_calloc(1, sizeof *m);
    if (!m) {
        return NULL;
    }
    m->loop = loop;
    m->options = *options;
    m->timer = m->arrived = -1;
    m->armed = EXTSTA_NEVER;
    m->last_ready = &m->ready;
    if (!open_world(m) || (loop && !open_loop(m))) {
        medium_free(m);
        return NULL;
    }
    m->air = world_air(m->world);
    m->offset = clock_now(m) - air_now(m->air);
    m->listener = (struct world_listener){.wire = on_wire, .user = m};
    world_listen(m->world, &m->listener);
    if (!m->own_world) {
        m->pace = (struct world_pace){.wait = on_wait, .arrived = on_paced, .user = m};
        world_set_pace(m->world, &m->pace);
    }
    return m;
}

/* The world is freed after the medium, and calls listeners then: of this one it asks for the
 * wire only, and there is none any more. */
size_t medium_free(struct medium *m)
{
    size_t lost = 0;
    if (!m) {
        return 0;
    }
    if (m->world && !m->own_world) {
        world_set_pace(m->world, NULL);
        world_unlisten(m->world, &m->listener);
    }
    if (m->timer_watch) {
        host_watch_remove(m->timer_watch);
    }
    if (m->wire_watch) {
        host_watch_remove(m->wire_watch);
    }
    if (m->own_world) {
        lost = world_free(m->world);
    }
    if (m->timer >= 0) {
        close(m->timer);
    }
    if (m->arrived >= 0) {
        close(m->arrived);
    }
    free(m);
    return lost;
}

struct world *medium_world(struct medium *m)
{
    return m->world;
}

struct world_ap *medium_ap(struct medium *m, const char *name, struct apsim_config *config)
{
    medium_advance(m, clock_now(m));
    struct world_ap *a = world_ap_add(m->world, name, config, m->options.host_ip);
    medium_kick(m);
    return a;
}

struct medium_counts medium_counts(const struct medium *m)
{
    return m->counts;
}
