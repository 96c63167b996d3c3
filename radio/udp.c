/* See udp.h. The link (udp_link.h) repeats and orders; here are the socket, the greeting, and
 * what the boundary asks. */
#include "udp.h"
#include "udp_link.h"
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define GREETING_TRIES 12
#define GREETING_MS    250
#define REFUSED_TRIES  4   /* nobody listens there: it may be about to */
#define RECEIVE_BATCH  64  /* datagrams, before others get a turn */
#define BUSY_SAMPLES   32u /* of 200 ms */
#define RECEIVE_BUFFER (1 << 20)

struct busy_sample {
    extsta_time end;
    uint32_t window, busy;
    uint16_t freq;
};

struct udp_radio {
    struct extsta_radio base;
    int fd;
    struct udp_link link;
    uint16_t freq; /* tuned to */
    struct busy_sample samples[BUSY_SAMPLES];
    size_t sample_count;
    const char *end; /* why it has gone; NULL: it has not */
    bool end_told;
    struct udp_radio_counts counts;
};

static void gone(struct udp_radio *r, const char *why)
{
    r->end = r->end ? r->end : why;
}

/* --- out --- */

/* What the socket does not take now is repeated like what was lost on the way. */
static void put_out(struct udp_radio *r, struct extsta_span datagram)
{
    if (send(r->fd, datagram.data, datagram.len, 0) < 0 && errno == ECONNREFUSED) {
        gone(r, "nobody is there any more");
    }
}

static void put_message(struct udp_radio *r, const struct udp_message *m)
{
    uint8_t bytes[64];
    put_out(r, (struct extsta_span){bytes, udp_message_write(m, bytes, sizeof bytes)});
}

static void flush(struct udp_radio *r, extsta_time now)
{
    struct extsta_span d;
    while (!r->end && (d = udp_link_output(&r->link, now)).len > 0) {
        put_out(r, d);
    }
    if (!r->end && udp_link_owes_alive(&r->link, now)) {
        struct udp_message m = {.type = UDP_ALIVE};
        udp_link_stamp(&r->link, now, &m);
        put_message(r, &m);
    }
}

/* --- in --- */

static const char *bye_text(enum udp_bye code)
{
    switch (code) {
    case UDP_BYE_CLOSED:
        return "the medium was closed";
    case UDP_BYE_UNKNOWN:
        return "the medium does not know this radio any more: it began anew";
    case UDP_BYE_REPLACED:
        return "another radio with this address has taken its place on the medium";
    case UDP_BYE_SLOW:
        return "this process was too slow for the medium";
    }
    return "the medium has ended it";
}

static void remember_busy(struct udp_radio *r, extsta_time now, const struct udp_message *m)
{
    if (m->body.alive.freq && m->body.alive.window) {
        r->samples[r->sample_count++ % BUSY_SAMPLES] =
            (struct busy_sample){.end = now,
                                 .window = m->body.alive.window,
                                 .busy = m->body.alive.busy,
                                 .freq = m->body.alive.freq};
    }
}

static void take_in(struct udp_radio *r, extsta_time now, struct extsta_span datagram)
{
    struct udp_message m;
    enum udp_drop drop = udp_message_read(datagram, &m);
    if (drop == UDP_TAKEN && m.type == UDP_WELCOME) {
        return; /* once more: a HELLO was repeated */
    }
    if (drop == UDP_TAKEN && (m.type < UDP_HEARD || m.type > UDP_BYE)) {
        drop = UDP_DROP_TYPE;
    }
    if (drop == UDP_TAKEN && m.session != r->link.session) {
        drop = UDP_DROP_SESSION;
    }
    if (drop == UDP_TAKEN) {
        drop = udp_link_input(&r->link, now, datagram, &m);
    }
    if (drop != UDP_TAKEN) {
        r->counts.drops[drop]++;
    } else if (m.type == UDP_ALIVE) {
        remember_busy(r, now, &m);
    } else if (m.type == UDP_BYE) {
        gone(r, bye_text(m.body.bye));
    }
}

static void drain(struct udp_radio *r, extsta_time now)
{
    uint8_t bytes[UDP_DATAGRAM_MAX + 1]; /* one more: a longer one is seen to be */
    for (int i = 0; i < RECEIVE_BATCH; i++) {
        ssize_t n = recv(r->fd, bytes, sizeof bytes, 0);
        if (n < 0 && errno == ECONNREFUSED) {
            gone(r, "nobody is there any more");
        }
        if (n < 0 && errno != ECONNREFUSED) {
            break;
        }
        if (n >= 0 && !r->end) {
            take_in(r, now, (struct extsta_span){bytes, (size_t)n});
        }
    }
    if (udp_link_is_dead(&r->link, now)) {
        gone(r, "nothing has come from the medium for a while");
    }
    flush(r, now);
}

/* --- the boundary --- */

/* An outcome cannot be promised any more, and without one the station would wait for ever. */
static void give(struct udp_radio *r, extsta_time now, const struct udp_message *m)
{
    if (r->end) {
        r->counts.unsent++;
    } else if (!udp_link_send(&r->link, m)) {
        r->counts.unsent++;
        gone(r, "the medium does not take what is sent");
    } else {
        flush(r, now);
    }
}

static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct udp_radio *r = (struct udp_radio *)radio;
    const struct udp_message m = {.type = UDP_SEND, .body.send = {*meta, frame}};
    if (frame.len < UDP_FRAME_LEAST) {
        return EXTSTA_E_USAGE;
    }
    if (frame.len > UDP_FRAME_MAX) {
        return EXTSTA_E_TOO_SMALL;
    }
    give(r, now, &m);
    return EXTSTA_OK;
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    struct udp_radio *r = (struct udp_radio *)radio;
    const struct udp_message m = {.type = UDP_TUNE, .body.tune = freq};
    r->freq = freq;
    give(r, now, &m);
    return EXTSTA_OK;
}

static bool to_event(const struct udp_message *m, struct extsta_radio_event *event)
{
    *event = (struct extsta_radio_event){.type = EXTSTA_RADIO_FRAME};
    if (m->type == UDP_HEARD) {
        event->frame = m->body.heard;
    } else if (m->type == UDP_OUTCOME) {
        event->type = EXTSTA_RADIO_OUTCOME;
        event->cookie = m->body.outcome.cookie;
        event->acked = m->body.outcome.acked;
        event->tries = m->body.outcome.tries;
    } else if (m->type == UDP_STARTED) {
        event->type = EXTSTA_RADIO_STARTED;
        event->cookie = m->body.started;
    } else {
        return false;
    }
    return true;
}

static bool next_event(struct udp_radio *r, struct extsta_radio_event *event)
{
    struct udp_message m;
    while (udp_link_next(&r->link, &m)) {
        if (to_event(&m, event)) {
            return true;
        }
    }
    return false;
}

/* The socket is read only when nothing waits. */
static bool radio_poll(struct extsta_radio *radio, extsta_time now,
                       struct extsta_radio_event *event)
{
    struct udp_radio *r = (struct udp_radio *)radio;
    if (next_event(r, event)) {
        return true;
    }
    drain(r, now);
    if (next_event(r, event)) {
        return true;
    }
    bool tell = r->end && !r->end_told;
    r->end_told = r->end_told || tell;
    *event = (struct extsta_radio_event){.type = EXTSTA_RADIO_GONE};
    return tell;
}

static int radio_fd(struct extsta_radio *radio)
{
    return ((struct udp_radio *)radio)->fd;
}

static extsta_time radio_deadline(struct extsta_radio *radio)
{
    const struct udp_radio *r = (struct udp_radio *)radio;
    if (r->link.ready || (r->end && !r->end_told)) {
        return 0;
    }
    return r->end ? EXTSTA_NEVER : udp_link_deadline(&r->link);
}

/* By what the medium says of the channel from time to time: scaled where not all of the time is
 * covered. */
static extsta_time radio_busy(struct extsta_radio *radio, extsta_time now, extsta_time since)
{
    const struct udp_radio *r = (struct udp_radio *)radio;
    uint64_t covered = 0, busy = 0;
    for (size_t i = 0; i < BUSY_SAMPLES && i < r->sample_count; i++) {
        const struct busy_sample *s = &r->samples[i];
        if (s->freq == r->freq && s->end > since) {
            covered += s->window;
            busy += s->busy;
        }
    }
    return covered && now > since ? (now - since) * busy / covered : EXTSTA_NEVER;
}

static void radio_close(struct extsta_radio *radio)
{
    struct udp_radio *r = (struct udp_radio *)radio;
    if (!r->end) {
        struct udp_message m = {.type = UDP_BYE, .body.bye = UDP_BYE_CLOSED};
        udp_link_stamp(&r->link, r->link.said, &m);
        put_message(r, &m);
    }
    close(r->fd);
    udp_link_end(&r->link);
    free(r);
}

/* The descriptor is its own: nobody else drains it. */
static void radio_on_ready(struct extsta_radio *radio, void (*ready)(void *user), void *user)
{
}

static const struct extsta_radio_ops radio_ops = {
    .name = "udp",
    .send = radio_send,
    .tune = radio_tune,
    .poll = radio_poll,
    .fd = radio_fd,
    .deadline = radio_deadline,
    .close = radio_close,
    .busy = radio_busy,
    .on_ready = radio_on_ready,
};

struct udp_radio_counts udp_radio_counts(const struct extsta_radio *radio)
{
    const struct udp_radio *r = (const struct udp_radio *)radio;
    struct udp_radio_counts c = r->counts;
    c.repeated = r->link.repeated;
    return c;
}

const char *udp_radio_end(const struct extsta_radio *radio)
{
    return ((const struct udp_radio *)radio)->end;
}

/* --- the greeting --- */

static extsta_time machine_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (extsta_time)t.tv_sec * EXTSTA_SECOND + (extsta_time)t.tv_nsec / 1000u;
}

static int connect_to(const struct udp_radio_options *o, char *why, size_t size)
{
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *found = NULL;
    char port[8];
    snprintf(port, sizeof port, "%u", o->port);
    int error = getaddrinfo(o->host, port, &hints, &found);
    if (error) {
        snprintf(why, size, "%s: %s", o->host, gai_strerror(error));
        return -1;
    }
    int fd = -1, reason = 0;
    for (struct addrinfo *a = found; a && fd < 0; a = a->ai_next) {
        fd = socket(a->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) < 0) {
            reason = errno;
            close(fd);
            fd = -1;
        }
        reason = fd < 0 && !reason ? errno : reason;
    }
    freeaddrinfo(found);
    if (fd < 0) {
        snprintf(why, size, "%s port %u: %s", o->host, o->port, strerror(reason));
        return -1;
    }
    int room = RECEIVE_BUFFER;
    (void)!setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    return fd;
}

static void say_refused(const struct udp_message *m, char *why, size_t size)
{
    const char *text = "for a reason that is not known here";
    switch (m->body.refuse.code) {
    case UDP_REFUSED_VERSION:
        snprintf(why, size,
                 "the medium speaks versions %u to %u of the protocol, this program %u",
                 m->body.refuse.lowest, m->body.refuse.highest, UDP_VERSION);
        return;
    case UDP_REFUSED_ADDRESS:
        text = "its address is not that of a station";
        break;
    case UDP_REFUSED_TAKEN:
        text = "another host has a radio with this address there";
        break;
    case UDP_REFUSED_FULL:
        text = "it has as many radios as it takes";
        break;
    case UDP_REFUSED_MEMORY:
        text = "it has no memory";
        break;
    }
    snprintf(why, size, "the medium refuses the radio: %s", text);
}

enum greeting { GREETING_ON, GREETING_WELCOME, GREETING_ENDED, GREETING_NOBODY };

static enum greeting take_answer(struct udp_radio *r, uint64_t nonce, char *why, size_t size)
{
    uint8_t bytes[UDP_DATAGRAM_MAX];
    struct udp_message m;
    ssize_t n = recv(r->fd, bytes, sizeof bytes, 0);
    if (n < 0) {
        if (errno != ECONNREFUSED) {
            return GREETING_ON;
        }
        snprintf(why, size, "no medium is there (extsta medium --udp)");
        return GREETING_NOBODY;
    }
    if (udp_message_read((struct extsta_span){bytes, (size_t)n}, &m) != UDP_TAKEN) {
        return GREETING_ON;
    }
    if (m.type == UDP_REFUSE && m.body.refuse.nonce == nonce) {
        say_refused(&m, why, size);
        return GREETING_ENDED;
    }
    if (m.type != UDP_WELCOME || m.body.welcome.nonce != nonce) {
        return GREETING_ON;
    }
    udp_link_start(&r->link, m.session, machine_clock(), m.body.welcome.alive * EXTSTA_MS,
                   m.body.welcome.silence * EXTSTA_MS);
    return GREETING_WELCOME;
}

static bool greet(struct udp_radio *r, const struct udp_radio_options *o, char *why,
                  size_t size)
{
    struct udp_message m = {.type = UDP_HELLO};
    m.body.hello.address = o->address;
    m.body.hello.flags = (uint8_t)((o->has_place ? UDP_HAS_PLACE : 0) |
                                   (o->access_point ? UDP_ACCESS_POINT : 0));
    m.body.hello.lowest = m.body.hello.highest = UDP_VERSION;
    for (size_t i = 0; i < 3; i++) {
        m.body.hello.place[i] = (int32_t)(o->place[i] * 100);
    }
    if (getrandom(&m.body.hello.nonce, sizeof m.body.hello.nonce, 0) < 0) {
        m.body.hello.nonce = machine_clock();
    }
    snprintf(why, size, "no answer from a medium (extsta medium --udp)");
    for (int i = 0; i < GREETING_TRIES; i++) {
        struct pollfd p = {.fd = r->fd, .events = POLLIN};
        extsta_time until = machine_clock() + GREETING_MS * EXTSTA_MS, now;
        put_message(r, &m);
        r->end = NULL; /* the answer says it better */
        while ((now = machine_clock()) < until &&
               poll(&p, 1, (int)((until - now + 999) / 1000)) > 0) {
            enum greeting g = take_answer(r, m.body.hello.nonce, why, size);
            if (g == GREETING_WELCOME || g == GREETING_ENDED ||
                (g == GREETING_NOBODY && i == REFUSED_TRIES)) {
                return g == GREETING_WELCOME;
            }
        }
    }
    return false;
}

struct extsta_radio *udp_radio_open(const struct udp_radio_options *o, char *why, size_t size)
{
    struct udp_radio *r = calloc(1, sizeof *r);
    char reason[200];
    if (!r) {
        snprintf(why, size, "no memory");
        return NULL;
    }
    r->base.ops = &radio_ops;
    r->fd = connect_to(o, why, size);
    if (r->fd < 0) {
        free(r);
        return NULL;
    }
    if (!greet(r, o, reason, sizeof reason)) {
        snprintf(why, size, "%s port %u: %s", o->host, o->port, reason);
        close(r->fd);
        free(r);
        return NULL;
    }
    struct udp_message m = {.type = UDP_ALIVE}; /* we have heard the WELCOME */
    udp_link_stamp(&r->link, r->link.heard, &m);
    put_message(r, &m);
    return &r->base;
}
