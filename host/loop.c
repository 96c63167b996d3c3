/* The event loop over libuv: descriptors, timers and outputs of each station in turn (loop.h).
 * It is what the text on top of extsta/station.h asks of an embedder: whatever happens goes
 * into the station, then its outputs are carried out, then its deadline is looked at. */
#include "loop.h"
#include "deadlines.h"
#include "providers.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

/* events or frames of one station at a time, before others get a turn */
#define RX_BATCH   64
#define ROUNDS     16 /* of carrying out and hearing, before other descriptors get a turn */
#define FRAME_MAX  65536
#define ERRORS_MAX 8 /* in a row, then a descriptor is dead */

/* A descriptor that radios share: whoever polls its radio drains it for all. */
struct radio_watch {
    uv_poll_t poll;
    struct host_loop *loop;
    struct radio_watch *next;
    int fd;
    struct host_station *one;  /* of those on this descriptor */
    unsigned stations, errors; /* stations: on this descriptor; errors: in a row */
};

/* Of a station, or an alarm: what rings when its deadline has come. */
struct timer {
    struct deadline deadline; /* first: the heap knows it by this */
    void (*ring)(struct timer *timer, extsta_time now);
};

struct host_loop {
    uv_loop_t uv;
    uv_timer_t timer; /* for the earliest deadline */
    struct deadlines deadlines;
    bool is_virtual; /* its time is `time`, which moves when nothing else does */
    bool moved;      /* a descriptor had something, or an alarm rang */
    bool stopped;
    extsta_time time;
    uv_signal_t signals[2];
    bool has_signals;
    void (*on_signal)(void *user, int signal);
    void *signal_user;
    int64_t wall_offset;           /* microseconds */
    struct host_station *stations; /* in order of coupling, newest first */
    /* Whose radio has something that another has drained, in order; see settle. */
    struct host_station *ready, **last_ready;
    const struct host_station *running;
    size_t silent; /* stations whose radio does not say so, but has to be asked */
    struct radio_watch *watches;
    bool settling;            /* settle runs: kicks from within it do not start another one */
    /* From a TAP: a batch of the usual size, or one frame, whatever its MTU was changed to. */
    uint8_t frames[2 * FRAME_MAX];
};

struct host_station {
    struct host_loop *loop;
    struct host_station *next;
    struct extsta_station *sta;
    struct extsta_radio *radio;
    struct radio_watch *watch; /* NULL: the radio has no descriptor, or it is dead */
    struct host_station *next_ready;
    bool is_ready, is_silent;
    int tap;                   /* -1: none */
    const struct host_station_ops *ops;
    void *user;
    struct timer timer;
    uv_poll_t tap_poll;
    bool tap_watched, tap_gone; /* watched: libuv has to close the handle before it is freed */
    struct host_counters counters;
};

static extsta_time clock_now(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (extsta_time)t.tv_sec * EXTSTA_SECOND + (extsta_time)t.tv_nsec / 1000;
}

extsta_time host_loop_now(struct host_loop *loop)
{
    return loop->is_virtual ? loop->time : clock_now(CLOCK_MONOTONIC);
}

extsta_time host_loop_wall(const struct host_loop *loop, extsta_time t)
{
    return (extsta_time)((int64_t)t + loop->wall_offset);
}

/* Wall time is taken once: later steps of the clock do not tear captures apart. */
struct host_loop *host_loop_new(void)
{
    struct host_loop *loop = host_calloc(1, sizeof *loop);
    if (loop && uv_loop_init(&loop->uv) != 0) {
        free(loop);
        return NULL;
    }
    if (loop) {
        uv_timer_init(&loop->uv, &loop->timer);
        loop->timer.data = loop;
        loop->last_ready = &loop->ready;
        loop->wall_offset =
            (int64_t)clock_now(CLOCK_REALTIME) - (int64_t)clock_now(CLOCK_MONOTONIC);
    }
    return loop;
}

struct host_loop *host_loop_new_virtual(extsta_time start, extsta_time wall)
{
    struct host_loop *loop = host_loop_new();
    if (loop) {
        loop->is_virtual = true;
        loop->time = start;
        loop->wall_offset = (int64_t)wall - (int64_t)start;
    }
    return loop;
}

/* --- deadlines --- */

static void ring_due(struct host_loop *loop);

static void on_timer(uv_timer_t *timer)
{
    ring_due(timer->data);
}

/* Waits for the earliest deadline. Milliseconds are rounded up: a timer that rings too early
 * would find nothing due and ring again. */
static void wait_for_first(struct host_loop *loop)
{
    const struct deadline *first = deadlines_first(&loop->deadlines);
    if (loop->is_virtual) {
        return;
    }
    if (!first) {
        uv_timer_stop(&loop->timer);
        return;
    }
    extsta_time now = host_loop_now(loop);
    uv_update_time(&loop->uv);
    uv_timer_start(&loop->timer, on_timer,
                   first->when > now ? (first->when - now + 999) / 1000 : 0, 0);
}

/* EXTSTA_NEVER: for nothing. */
static void set_timer(struct host_loop *loop, struct timer *t, extsta_time when)
{
    const struct deadline *first = deadlines_first(&loop->deadlines);
    bool concerns = first == &t->deadline;
    if (when == EXTSTA_NEVER) {
        deadlines_clear(&loop->deadlines, &t->deadline);
    } else {
        deadlines_set(&loop->deadlines, &t->deadline, when);
    }
    if (concerns || deadlines_first(&loop->deadlines) == &t->deadline) {
        wait_for_first(loop);
    }
}

/* What is set meanwhile has its turn when the descriptors had theirs. */
static void ring_due(struct host_loop *loop)
{
    size_t most = loop->deadlines.count;
    extsta_time now = host_loop_now(loop);
    struct deadline *first;
    while (most-- > 0 && (first = deadlines_first(&loop->deadlines)) && first->when <= now) {
        deadlines_clear(&loop->deadlines, first);
        ((struct timer *)first)->ring((struct timer *)first, now);
    }
    wait_for_first(loop);
}

/* --- running --- */

void host_loop_run(struct host_loop *loop)
{
    if (loop->is_virtual) {
        host_loop_run_until(loop, EXTSTA_NEVER, NULL, NULL);
    } else {
        uv_run(&loop->uv, UV_RUN_DEFAULT);
    }
}

void host_loop_stop(struct host_loop *loop)
{
    loop->stopped = true;
    uv_stop(&loop->uv);
}

/* Descriptors first: nobody's deadline passes before all that has come was heard. */
bool host_loop_run_until(struct host_loop *loop, extsta_time limit, bool (*there)(void *user),
                         void *user)
{
    const struct deadline *first;
    loop->stopped = false;
    for (;;) {
        do {
            loop->moved = false;
            uv_run(&loop->uv, UV_RUN_NOWAIT);
        } while (loop->moved && !loop->stopped);
        if (loop->stopped || (there && there(user))) {
            return !loop->stopped;
        }
        first = deadlines_first(&loop->deadlines);
        if (!first || first->when == EXTSTA_NEVER || first->when > limit) {
            break;
        }
        loop->time = first->when > loop->time ? first->when : loop->time;
        ring_due(loop);
    }
    if (limit != EXTSTA_NEVER && limit > loop->time) {
        loop->time = limit;
    }
    return false;
}

static void on_data_closed(uv_handle_t *handle)
{
    free(handle->data);
}

/* Watches that were not removed: their data is what they are part of. */
static void close_leftover(uv_handle_t *handle, void *arg)
{
    if (!uv_is_closing(handle)) {
        uv_close(handle, on_data_closed);
    }
}

static void free_alarms(struct host_loop *loop);

/* libuv closes in its next round: one is run, so that the callbacks free what they own. */
void host_loop_free(struct host_loop *loop)
{
    if (!loop) {
        return;
    }
    while (loop->stations) {
        host_station_remove(loop->stations);
    }
    free_alarms(loop);
    deadlines_free(&loop->deadlines);
    uv_close((uv_handle_t *)&loop->timer, NULL);
    for (int i = 0; i < 2 && loop->has_signals; i++) {
        uv_close((uv_handle_t *)&loop->signals[i], NULL);
    }
    uv_walk(&loop->uv, close_leftover, NULL);
    uv_run(&loop->uv, UV_RUN_NOWAIT);
    uv_loop_close(&loop->uv);
    free(loop);
}

/* --- stations --- */

static void trouble(struct host_station *hs, extsta_time now, enum host_trouble what)
{
    if (hs->ops->trouble) {
        hs->ops->trouble(hs->user, now, what);
    }
}

static void to_tap(struct host_station *hs, struct extsta_span frame)
{
    ssize_t n;
    do {
        n = write(hs->tap, frame.data, frame.len);
    } while (n < 0 && errno == EINTR);
    if (n != (ssize_t)frame.len) {
        hs->counters.tap_lost++; /* its queue is full, or the interface is down */
    }
}

/* The radio and the network first, the observer last: what it sees has been done. */
static void carry_out(struct host_station *hs, extsta_time now, const struct extsta_output *out)
{
    if (out->type == EXTSTA_OUT_FRAME) {
        struct extsta_rx_meta meta = {.freq = out->frame.meta.freq,
                                      .rate = out->frame.meta.rate};
        if (hs->ops->frame) {
            hs->ops->frame(hs->user, now, true, out->frame.bytes, &meta);
        }
        if (!hs->radio || hs->radio->ops->send(hs->radio, now, out->frame.bytes,
                                               &out->frame.meta) != EXTSTA_OK) {
            hs->counters.radio_refused++;
        }
    } else if (out->type == EXTSTA_OUT_TUNE) {
        if (hs->radio) {
            hs->radio->ops->tune(hs->radio, now, out->tune_freq);
        }
    } else if (out->type == EXTSTA_OUT_ETHERNET) {
        if (hs->ops->ethernet) {
            hs->ops->ethernet(hs->user, now, out->ethernet.bytes);
        } else if (hs->tap >= 0) {
            to_tap(hs, out->ethernet.bytes);
        }
    } else if (out->type == EXTSTA_OUT_DRIVER && hs->ops->beneath) {
        hs->ops->beneath(hs->user, now, out->beneath);
    }
    if (hs->ops->output) {
        hs->ops->output(hs->user, now, out);
    }
}

/* What the radio has for this station goes in. True if there was anything. */
static bool take_events(struct host_station *hs, extsta_time now)
{
    struct extsta_radio_event e;
    bool any = false;
    for (int i = 0; hs->radio && i < RX_BATCH && hs->radio->ops->poll(hs->radio, now, &e); i++) {
        any = true;
        switch (e.type) {
        case EXTSTA_RADIO_OUTCOME:
            extsta_tx_status(hs->sta, now, e.cookie, e.acked, e.tries);
            break;
        case EXTSTA_RADIO_STARTED:
            extsta_tx_started(hs->sta, now, e.cookie);
            break;
        case EXTSTA_RADIO_FRAME:
            if (hs->ops->frame) {
                hs->ops->frame(hs->user, now, false, e.frame.bytes, &e.frame.meta);
            }
            extsta_rx(hs->sta, now, &e.frame, 1);
            break;
        case EXTSTA_RADIO_GONE:
            trouble(hs, now, HOST_RADIO_GONE);
            break;
        }
    }
    return any;
}

static void on_deadline(struct timer *timer, extsta_time now)
{
    host_station_kick(
        (struct host_station *)((char *)timer - offsetof(struct host_station, timer)));
}

/* Of a driver that does without a radio nothing comes by itself. */
static extsta_time radio_deadline(const struct host_station *hs)
{
    return hs->radio ? hs->radio->ops->deadline(hs->radio) : EXTSTA_NEVER;
}

/* The earlier deadline of station and radio. */
static void arm(struct host_station *hs)
{
    extsta_time when = extsta_deadline(hs->sta), radio = radio_deadline(hs);
    set_timer(hs->loop, &hs->timer, radio < when ? radio : when);
}

/* The station is told how busy the medium is when it wants to know, and the radio does. */
static void expire(struct host_station *hs, extsta_time now)
{
    extsta_time since = extsta_medium_since(hs->sta);
    if (since < now && hs->radio && hs->radio->ops->busy) {
        extsta_time busy = hs->radio->ops->busy(hs->radio, now, since);
        if (busy != EXTSTA_NEVER) {
            extsta_medium(hs->sta, now, since, busy);
        }
    }
    extsta_expire(hs->sta, now);
}

static void run_station(struct host_station *hs)
{
    struct extsta_output out;
    extsta_time now = host_loop_now(hs->loop);
    bool more = true;
    hs->loop->running = hs;
    /* What was put out is carried out, and what has come is heard, before a deadline
     * that passed meanwhile counts: a late process must not take its own delay for the
     * silence of a peer. */
    for (int round = 0; more && round < ROUNDS; round++) {
        more = false;
        while (extsta_next(hs->sta, &out)) {
            carry_out(hs, now, &out);
            more = true;
        }
        more |= take_events(hs, now);
        if (!more && extsta_deadline(hs->sta) <= now) {
            expire(hs, now);
            more = true;
        }
    }
    hs->loop->running = NULL;
    arm(hs);
}

/* --- what one radio drains for others --- */

static void on_ready(void *user)
{
    struct host_station *hs = user;
    if (!hs->is_ready && hs->loop->running != hs) { /* who runs polls until nothing is left */
        hs->is_ready = true;
        hs->next_ready = NULL;
        *hs->loop->last_ready = hs;
        hs->loop->last_ready = &hs->next_ready;
    }
}

/* The first in the list leaves it. */
static struct host_station *take_ready(struct host_loop *loop)
{
    struct host_station *hs = loop->ready;
    loop->ready = hs->next_ready;
    if (!loop->ready) {
        loop->last_ready = &loop->ready;
    }
    hs->is_ready = false;
    return hs;
}

static void forget_ready(struct host_station *hs)
{
    struct host_station **p = &hs->loop->ready;
    while (*p && *p != hs) {
        p = &(*p)->next_ready;
    }
    if (*p) {
        *p = hs->next_ready;
        hs->loop->last_ready = *p ? hs->loop->last_ready : p;
    }
}

/* Of radios that say nothing, each is asked. */
static bool run_silent(struct host_loop *loop, extsta_time now)
{
    bool any = false;
    struct host_station *next;
    for (struct host_station *s = loop->silent ? loop->stations : NULL; s; s = next) {
        next = s->next;
        if (s->is_silent && radio_deadline(s) <= now) {
            run_station(s);
            any = true;
        }
    }
    return any;
}

/* Who drains a shared descriptor gets what others wait for: they have their turn before the
 * loop sleeps. */
static void settle(struct host_loop *loop)
{
    bool more = true;
    loop->settling = true;
    for (int round = 0; more && round < ROUNDS; round++) {
        extsta_time now = host_loop_now(loop);
        const struct host_station *last = NULL;
        for (struct host_station *s = loop->ready; s; s = s->next_ready) {
            last = s;
        }
        more = last != NULL;
        while (loop->ready) {
            struct host_station *s = take_ready(loop);
            run_station(s);
            if (s == last) {
                break; /* those behind it have come since */
            }
        }
        more |= run_silent(loop, now);
    }
    for (struct host_station *s = loop->silent && more ? loop->stations : NULL; s; s = s->next) {
        arm(s);
    }
    for (struct host_station *s = loop->ready; s; s = s->next_ready) {
        arm(s); /* its radio's deadline has come already */
    }
    loop->settling = false;
}

void host_station_kick(struct host_station *hs)
{
    struct host_loop *loop = hs->loop;
    run_station(hs);
    if (!loop->settling) {
        settle(loop);
    }
}

const struct host_counters *host_station_counters(const struct host_station *hs)
{
    return &hs->counters;
}

/* --- descriptors --- */

/* The last station on this descriptor has gone. */
static void watch_close(struct radio_watch *w)
{
    struct radio_watch **p = &w->loop->watches;
    while (*p != w) {
        p = &(*p)->next;
    }
    *p = w->next;
    uv_close((uv_handle_t *)&w->poll, on_data_closed);
}

/* All its stations are told; the descriptor is not waited for any more. */
static void watch_is_dead(struct radio_watch *w)
{
    extsta_time now = host_loop_now(w->loop);
    struct host_station *next;
    uv_poll_stop(&w->poll);
    for (struct host_station *s = w->loop->stations; s; s = next) {
        next = s->next;
        if (s->watch == w) {
            trouble(s, now, HOST_RADIO_GONE);
        }
    }
}

/* An error of a socket is also how it says that its buffer overflowed: reading clears it, and
 * the watch, which libuv has stopped, goes on. One that stays is the end. */
static void on_radio(uv_poll_t *poll, int status, int events)
{
    struct radio_watch *w = poll->data;
    w->loop->moved = true;
    if (w->one) {
        host_station_kick(w->one);
    }
    if (status == 0) {
        w->errors = 0;
    } else if (++w->errors > ERRORS_MAX ||
               uv_poll_start(&w->poll, UV_READABLE, on_radio) != 0) {
        watch_is_dead(w);
    }
}

/* One libuv handle per descriptor: it cannot be polled twice. */
static bool watch_radio(struct host_station *hs)
{
    int fd = hs->radio->ops->fd(hs->radio);
    struct radio_watch *w = hs->loop->watches;
    while (w && w->fd != fd) {
        w = w->next;
    }
    if (!w) {
        w = host_calloc(1, sizeof *w);
        if (!w || uv_poll_init(&hs->loop->uv, &w->poll, fd) != 0) {
            free(w);
            return false;
        }
        w->loop = hs->loop;
        w->fd = fd;
        w->poll.data = w;
        w->next = hs->loop->watches;
        hs->loop->watches = w;
        uv_poll_start(&w->poll, UV_READABLE, on_radio);
    }
    w->stations++;
    w->one = hs;
    hs->watch = w;
    return true;
}

static void tap_is_gone(struct host_station *hs)
{
    uv_poll_stop(&hs->tap_poll);
    if (!hs->tap_gone) {
        hs->tap_gone = true;
        trouble(hs, host_loop_now(hs->loop), HOST_TAP_GONE);
    }
}

/* Frames of the network stack, of which the kernel hands out one at a time: the station gets them
 * at once. An end, or an error other than that there is nothing to read, means that the interface
 * has gone. */
static void on_tap(uv_poll_t *poll, int status, int events)
{
    struct host_station *hs = poll->data;
    struct extsta_span batch[RX_BATCH];
    uint8_t *at = hs->loop->frames, *last = at + sizeof hs->loop->frames - FRAME_MAX;
    size_t count = 0;
    ssize_t n = 1;
    hs->loop->moved = true;
    while (count < RX_BATCH && at <= last && (n = read(hs->tap, at, FRAME_MAX)) > 0) {
        batch[count++] = (struct extsta_span){at, (size_t)n};
        at += n;
    }
    bool idle = n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
    if (count > 0) {
        extsta_tx(hs->sta, host_loop_now(hs->loop), batch, count, 0);
    }
    host_station_kick(hs);
    if (status != 0 || !idle) {
        tap_is_gone(hs);
    }
}

static bool watch_tap(struct host_station *hs)
{
    if (uv_poll_init(&hs->loop->uv, &hs->tap_poll, hs->tap) != 0) {
        return false;
    }
    hs->tap_poll.data = hs;
    hs->tap_watched = true;
    return uv_poll_start(&hs->tap_poll, UV_READABLE, on_tap) == 0;
}

/* --- coupling --- */

/* A failure takes back by the ordinary way out. */
struct host_station *host_station_add(struct host_loop *loop, struct extsta_station *sta,
                                      struct extsta_radio *radio, int tap,
                                      const struct host_station_ops *ops, void *user)
{
    struct host_station *hs = host_calloc(1, sizeof *hs);
    if (!hs || !deadlines_join(&loop->deadlines)) {
        free(hs);
        return NULL;
    }
    *hs = (struct host_station){
        .loop = loop, .sta = sta, .radio = radio, .tap = tap, .ops = ops, .user = user};
    hs->timer.ring = on_deadline;
    hs->next = loop->stations;
    loop->stations = hs;
    bool polled = radio && radio->ops->fd(radio) >= 0;
    if ((polled && !watch_radio(hs)) || (tap >= 0 && !watch_tap(hs))) {
        host_station_remove(hs);
        return NULL;
    }
    hs->is_silent = radio && !radio->ops->on_ready;
    loop->silent += hs->is_silent;
    if (radio && radio->ops->on_ready) {
        radio->ops->on_ready(radio, on_ready, hs);
    }
    host_station_kick(hs);
    return hs;
}

/* Out of the list at once; freed when libuv has closed its handle, if it has one. */
void host_station_remove(struct host_station *hs)
{
    for (struct host_station **p = &hs->loop->stations; *p; p = &(*p)->next) {
        if (*p == hs) {
            *p = hs->next;
            break;
        }
    }
    forget_ready(hs);
    hs->loop->silent -= hs->is_silent;
    if (hs->radio && hs->radio->ops->on_ready) {
        hs->radio->ops->on_ready(hs->radio, NULL, NULL);
    }
    if (hs->watch && --hs->watch->stations == 0) {
        watch_close(hs->watch);
    } else if (hs->watch && hs->watch->one == hs) {
        hs->watch->one = hs->loop->stations;
        while (hs->watch->one && hs->watch->one->watch != hs->watch) {
            hs->watch->one = hs->watch->one->next;
        }
    }
    deadlines_part(&hs->loop->deadlines, &hs->timer.deadline);
    if (hs->tap_watched) {
        uv_close((uv_handle_t *)&hs->tap_poll, on_data_closed);
    } else {
        free(hs);
    }
}

/* --- watches, alarms, signals --- */

struct host_watch {
    uv_poll_t poll;
    struct host_loop *loop;
    void (*ready)(void *user, extsta_time now);
    void *user;
};

static void on_watch(uv_poll_t *poll, int status, int events)
{
    struct host_watch *w = poll->data;
    w->loop->moved = true;
    w->ready(w->user, host_loop_now(w->loop));
}

struct host_watch *host_watch_add(struct host_loop *loop, int fd,
                                  void (*ready)(void *user, extsta_time now), void *user)
{
    struct host_watch *w = host_calloc(1, sizeof *w);
    if (!w || uv_poll_init(&loop->uv, &w->poll, fd) != 0) {
        free(w);
        return NULL;
    }
    w->loop = loop;
    w->ready = ready;
    w->user = user;
    w->poll.data = w;
    uv_poll_start(&w->poll, UV_READABLE, on_watch);
    return w;
}

void host_watch_remove(struct host_watch *w)
{
    uv_close((uv_handle_t *)&w->poll, on_data_closed);
}

struct host_alarm {
    struct timer timer;
    struct host_loop *loop;
    void (*ring)(void *user, extsta_time now);
    void *user;
};

/* Everything is taken out first: `ring` may set another one or end the loop. */
static void on_alarm(struct timer *timer, extsta_time now)
{
    struct host_alarm *a = (struct host_alarm *)timer;
    void (*ring)(void *, extsta_time) = a->ring;
    void *user = a->user;
    host_alarm_remove(a);
    ring(user, now);
}

struct host_alarm *host_alarm_add(struct host_loop *loop, extsta_time when,
                                  void (*ring)(void *user, extsta_time now), void *user)
{
    struct host_alarm *a = host_calloc(1, sizeof *a);
    if (!a || !deadlines_join(&loop->deadlines)) {
        free(a);
        return NULL;
    }
    *a = (struct host_alarm){
        .timer.ring = on_alarm, .loop = loop, .ring = ring, .user = user};
    deadlines_set(&loop->deadlines, &a->timer.deadline, when);
    wait_for_first(loop);
    return a;
}

void host_alarm_remove(struct host_alarm *a)
{
    set_timer(a->loop, &a->timer, EXTSTA_NEVER);
    deadlines_part(&a->loop->deadlines, &a->timer.deadline);
    free(a);
}

/* The stations have gone: whoever still waits is an alarm. */
static void free_alarms(struct host_loop *loop)
{
    struct deadline *first;
    while ((first = deadlines_first(&loop->deadlines))) {
        host_alarm_remove((struct host_alarm *)first);
    }
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct host_loop *loop = handle->data;
    loop->on_signal(loop->signal_user, number);
}

/* Set once; later calls only change the function. Unreferenced: see loop.h. */
void host_loop_on_signal(struct host_loop *loop, void (*fn)(void *user, int signal), void *user)
{
    static const int numbers[2] = {SIGINT, SIGTERM};
    loop->on_signal = fn;
    loop->signal_user = user;
    for (int i = 0; i < 2 && !loop->has_signals; i++) {
        uv_signal_init(&loop->uv, &loop->signals[i]);
        loop->signals[i].data = loop;
        uv_signal_start(&loop->signals[i], on_signal, numbers[i]);
        uv_unref((uv_handle_t *)&loop->signals[i]);
    }
    loop->has_signals = true;
}
