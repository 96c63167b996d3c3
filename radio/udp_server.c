/* See udp_server.h. One socket for all; one descriptor (epoll) for socket and timer. A session
 * is found by its number, which is random, and a radio by its address, each in a table of
 * chains. Who has something under way is looked at every TICK, all of them every
 * UDP_ALIVE_EVERY. */
#include "udp_server.h"
#include "mac_hash.h"
#include "udp_link.h"
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <netinet/in.h>
#include <unistd.h>

#define CHAINS         1024u /* a power of two */
#define UNCONFIRMED    256u  /* sessions that have not answered yet */
#define CONFIRM_TIME   (2u * EXTSTA_SECOND)
#define TICK           (5u * EXTSTA_MS)
#define RECEIVE_BATCH  256
#define RECEIVE_BUFFER (4 << 20)
#define HEARD_MOST     (UDP_QUEUE / 2) /* what waits: beyond that frames are lost, outcomes not */

struct peer {
    struct peer *next_session, *next_address; /* of their chains */
    struct peer *next, **place;               /* in server.peers */
    struct peer *next_active;
    bool active; /* in server.active */
    bool over;   /* to be freed at the end of the call */
    struct udp_server *server;
    struct sockaddr_storage at;
    socklen_t at_len;
    struct extsta_mac address;
    uint64_t nonce;
    struct radio_wish wish;
    struct extsta_radio *radio; /* NULL: not confirmed yet */
    struct udp_link link;
    uint16_t freq;
    extsta_time reported; /* how busy the channel was, up to then */
};

struct udp_server {
    struct udp_server_options options;
    int fd, timer, socket;
    uint16_t port;
    bool ticking;
    extsta_time all_looked_at;
    struct peer *peers, *active, *over;
    struct peer *sessions[CHAINS], *addresses[CHAINS];
    size_t unconfirmed;
    struct udp_server_counts counts;
};

/* --- the tables --- */

static struct peer **session_chain(struct udp_server *s, uint32_t session)
{
    return &s->sessions[session % CHAINS];
}

static struct peer **address_chain(struct udp_server *s, struct extsta_mac a)
{
    return &s->addresses[mac_hash(a) % CHAINS];
}

static bool same(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

static struct peer *find_session(struct udp_server *s, uint32_t session)
{
    struct peer *p = *session_chain(s, session);
    while (p && p->link.session != session) {
        p = p->next_session;
    }
    return p;
}

/* The one that has its radio, if `confirmed`; else the one of this nonce. */
static struct peer *find_address(struct udp_server *s, struct extsta_mac address,
                                 bool confirmed, uint64_t nonce)
{
    struct peer *p = *address_chain(s, address);
    while (p &&
           !(same(p->address, address) && (confirmed ? p->radio != NULL : p->nonce == nonce))) {
        p = p->next_address;
    }
    return p;
}

static void enter(struct udp_server *s, struct peer *p)
{
    struct peer **c = session_chain(s, p->link.session);
    p->next_session = *c;
    *c = p;
    c = address_chain(s, p->address);
    p->next_address = *c;
    *c = p;
    p->next = s->peers;
    p->place = &s->peers;
    if (p->next) {
        p->next->place = &p->next;
    }
    s->peers = p;
    s->counts.peers++;
    s->unconfirmed++;
}

static void leave(struct udp_server *s, struct peer *p)
{
    struct peer **c = session_chain(s, p->link.session);
    while (*c != p) {
        c = &(*c)->next_session;
    }
    *c = p->next_session;
    for (c = address_chain(s, p->address); *c != p;) {
        c = &(*c)->next_address;
    }
    *c = p->next_address;
    *p->place = p->next;
    if (p->next) {
        p->next->place = p->place;
    }
    s->counts.peers--;
}

/* --- out --- */

static void put_out(struct udp_server *s, const struct sockaddr_storage *to, socklen_t len,
                    struct extsta_span d)
{
    s->counts.out++;
    if (s->socket >= 0) { /* what it does not take now is repeated */
        (void)!sendto(s->socket, d.data, d.len, 0, (const struct sockaddr *)to, len);
    }
}

static void put_message(struct peer *p, extsta_time now, struct udp_message *m)
{
    uint8_t bytes[64];
    udp_link_stamp(&p->link, now, m);
    put_out(p->server, &p->at, p->at_len,
            (struct extsta_span){bytes, udp_message_write(m, bytes, sizeof bytes)});
}

/* How busy the channel was since the last time it was said. */
static void put_alive(struct peer *p, extsta_time now)
{
    struct udp_message m = {.type = UDP_ALIVE};
    extsta_time window = now - p->reported;
    extsta_time busy = p->freq && p->radio->ops->busy
                           ? p->radio->ops->busy(p->radio, now, p->reported)
                           : EXTSTA_NEVER;
    p->reported = now;
    if (busy <= window && window <= EXTSTA_SECOND) {
        m.body.alive.freq = p->freq;
        m.body.alive.window = (uint32_t)window;
        m.body.alive.busy = (uint32_t)busy;
    }
    put_message(p, now, &m);
}

static void tick_on(struct udp_server *s)
{
    const struct itimerspec t = {.it_interval.tv_nsec = TICK * 1000,
                                 .it_value.tv_nsec = TICK * 1000};
    if (!s->ticking && s->timer >= 0) {
        s->ticking = timerfd_settime(s->timer, 0, &t, NULL) == 0;
    }
}

static void tick_off(struct udp_server *s)
{
    const struct itimerspec never = {0};
    if (s->ticking) {
        (void)timerfd_settime(s->timer, 0, &never, NULL);
        s->ticking = false;
    }
}

static void make_active(struct peer *p)
{
    if (!p->active) {
        p->active = true;
        p->next_active = p->server->active;
        p->server->active = p;
    }
}

static void flush(struct peer *p, extsta_time now)
{
    struct extsta_span d;
    while ((d = udp_link_output(&p->link, now)).len > 0) {
        put_out(p->server, &p->at, p->at_len, d);
    }
    if (udp_link_is_busy(&p->link)) {
        make_active(p);
    }
}

/* --- the end of a session --- */

static const char *at_text(const struct peer *p, char out[80])
{
    char host[64] = "?", port[8] = "?";
    (void)getnameinfo((const struct sockaddr *)&p->at, p->at_len, host, sizeof host, port,
                      sizeof port, NI_NUMERICHOST | NI_NUMERICSERV | NI_DGRAM);
    snprintf(out, 80, "%s port %s", host, port);
    return out;
}

static void tell(struct peer *p, extsta_time now, const char *why)
{
    char at[80];
    const struct udp_server_options *o = &p->server->options;
    if (o->peer) {
        o->peer(o->user, now, p->address, at_text(p, at), why);
    }
}

/* It is freed when nobody looks at it any more (bury). code NULL: it has gone by itself. */
static void end(struct peer *p, extsta_time now, const enum udp_bye *code, const char *why)
{
    struct udp_server *s = p->server;
    if (p->over) {
        return;
    }
    p->over = true;
    if (code) {
        struct udp_message m = {.type = UDP_BYE, .body.bye = *code};
        put_message(p, now, &m);
    }
    if (p->radio) {
        tell(p, now, why);
        p->radio->ops->close(p->radio);
    } else {
        s->unconfirmed--;
    }
    s->counts.repeated += p->link.repeated;
    leave(s, p);
    p->next = s->over;
    s->over = p;
}

static void bury(struct udp_server *s)
{
    for (struct peer **a = &s->active; s->over && *a;) {
        if ((*a)->over) {
            *a = (*a)->next_active;
        } else {
            a = &(*a)->next_active;
        }
    }
    while (s->over) {
        struct peer *p = s->over;
        s->over = p->next;
        udp_link_end(&p->link);
        free(p);
    }
    if (!s->peers) {
        tick_off(s);
    }
}

static const enum udp_bye closed = UDP_BYE_CLOSED, replaced = UDP_BYE_REPLACED,
                          slow = UDP_BYE_SLOW;

/* --- from the medium --- */

static bool to_message(const struct extsta_radio_event *e, struct udp_message *m)
{
    *m = (struct udp_message){.type = UDP_HEARD};
    switch (e->type) {
    case EXTSTA_RADIO_FRAME:
        m->body.heard = e->frame;
        return e->frame.bytes.len >= UDP_FRAME_LEAST && e->frame.bytes.len <= UDP_FRAME_MAX;
    case EXTSTA_RADIO_OUTCOME:
        m->type = UDP_OUTCOME;
        m->body.outcome.cookie = e->cookie;
        m->body.outcome.acked = e->acked;
        m->body.outcome.tries = e->tries;
        return true;
    case EXTSTA_RADIO_STARTED:
        m->type = UDP_STARTED;
        m->body.started = e->cookie;
        return true;
    case EXTSTA_RADIO_GONE:
        break;
    }
    return false;
}

/* Frames are lost where too much waits, as on the air; an outcome that is lost would be waited
 * for for ever. */
static void on_ready(void *user, extsta_time now)
{
    struct peer *p = user;
    struct extsta_radio_event e;
    struct udp_message m;
    while (!p->over && p->radio->ops->poll(p->radio, now, &e)) {
        bool frame = e.type == EXTSTA_RADIO_FRAME;
        if (e.type == EXTSTA_RADIO_GONE) {
            end(p, now, &closed, "the medium has gone");
        } else if (!to_message(&e, &m) || (frame && p->link.queued >= HEARD_MOST)) {
            p->server->counts.slow++;
        } else if (!udp_link_send(&p->link, &m)) {
            end(p, now, &slow, "it was too slow");
        }
    }
    if (!p->over) {
        flush(p, now);
    }
    bury(p->server);
}

/* --- from a peer --- */

static void put_refusal(struct udp_server *s, const struct sockaddr_storage *from,
                        socklen_t len, const struct udp_message *hello, enum udp_refusal code)
{
    uint8_t bytes[64];
    const struct udp_message m = {.type = UDP_REFUSE,
                                  .body.refuse = {.nonce = hello->body.hello.nonce,
                                                  .code = code,
                                                  .lowest = UDP_VERSION,
                                                  .highest = UDP_VERSION}};
    put_out(s, from, len,
            (struct extsta_span){bytes, udp_message_write(&m, bytes, sizeof bytes)});
}

static void put_welcome(struct peer *p, extsta_time now)
{
    struct udp_message m = {
        .type = UDP_WELCOME,
        .body.welcome = {p->nonce, UDP_ALIVE_EVERY / 1000u, UDP_SILENCE / 1000u}};
    put_message(p, now, &m);
}

/* Whether two are of one host, whatever their ports. */
static bool same_host(const struct sockaddr_storage *a, const struct sockaddr_storage *b)
{
    const struct sockaddr_in *a4 = (const void *)a, *b4 = (const void *)b;
    const struct sockaddr_in6 *a6 = (const void *)a, *b6 = (const void *)b;
    if (a->ss_family != b->ss_family) {
        return false;
    }
    return a->ss_family == AF_INET ? a4->sin_addr.s_addr == b4->sin_addr.s_addr
                                   : memcmp(&a6->sin6_addr, &b6->sin6_addr, 16) == 0;
}

static bool same_port(const struct sockaddr_storage *a, const struct sockaddr_storage *b)
{
    /* both families have it at the same place */
    return ((const struct sockaddr_in *)(const void *)a)->sin_port ==
           ((const struct sockaddr_in *)(const void *)b)->sin_port;
}

/* A number that nobody has, and nobody can guess. 0: the machine gives none. */
static uint32_t draw_session(struct udp_server *s)
{
    uint32_t session = 0;
    for (int i = 0; i < 100 && (session == 0 || find_session(s, session)); i++) {
        if (getrandom(&session, sizeof session, 0) != sizeof session) {
            return 0;
        }
    }
    return session;
}

static struct peer *peer_new(struct udp_server *s, extsta_time now, const struct udp_message *m,
                             const struct sockaddr_storage *from, socklen_t len)
{
    uint32_t session = draw_session(s);
    struct peer *p = session ? calloc(1, sizeof *p) : NULL;
    if (!p) {
        return NULL;
    }
    p->server = s;
    p->at = *from;
    p->at_len = len;
    p->address = m->body.hello.address;
    p->nonce = m->body.hello.nonce;
    p->wish = (struct radio_wish){.address = p->address,
                                  .access_point = (m->body.hello.flags & UDP_ACCESS_POINT) != 0,
                                  .has_place = (m->body.hello.flags & UDP_HAS_PLACE) != 0,
                                  .power = m->body.hello.power,
                                  .ready = on_ready,
                                  .peer = p};
    for (size_t i = 0; i < 3; i++) {
        p->wish.place[i] = (float)m->body.hello.place[i] / 100.0f;
    }
    udp_link_start(&p->link, session, now, UDP_ALIVE_EVERY, UDP_SILENCE);
    enter(s, p);
    tick_on(s);
    return p;
}

static void take_hello(struct udp_server *s, extsta_time now, const struct udp_message *m,
                       const struct sockaddr_storage *from, socklen_t len)
{
    static const struct extsta_mac zero;
    struct extsta_mac a = m->body.hello.address;
    if (m->body.hello.lowest > UDP_VERSION || m->body.hello.highest < UDP_VERSION) {
        put_refusal(s, from, len, m, UDP_REFUSED_VERSION);
        return;
    }
    if ((a.b[0] & 1) || same(a, zero)) {
        put_refusal(s, from, len, m, UDP_REFUSED_ADDRESS);
        return;
    }
    struct peer *p = find_address(s, a, false, m->body.hello.nonce);
    if (p && same_host(&p->at, from) && same_port(&p->at, from)) {
        put_welcome(p, now); /* it was lost, or is on its way */
        return;
    }
    p = find_address(s, a, true, 0);
    if (p && !same_host(&p->at, from)) {
        put_refusal(s, from, len, m, UDP_REFUSED_TAKEN);
        return;
    }
    if (s->unconfirmed >= UNCONFIRMED) {
        s->counts.drops[UDP_DROP_FULL]++; /* it will ask again */
        return;
    }
    if (s->counts.peers >= UDP_SERVER_PEERS) {
        put_refusal(s, from, len, m, UDP_REFUSED_FULL);
        return;
    }
    p = peer_new(s, now, m, from, len);
    if (!p) {
        put_refusal(s, from, len, m, UDP_REFUSED_MEMORY);
        return;
    }
    put_welcome(p, now);
}

/* The session's number has come back: it is where it says it is. An older radio with its
 * address is that of a process that has died. */
static bool confirm(struct peer *p, extsta_time now)
{
    struct udp_server *s = p->server;
    struct peer *before = find_address(s, p->address, true, 0);
    if (before) {
        end(before, now, &replaced, "a newer one has its address");
    }
    p->radio = s->options.radios.make(s->options.radios.user, &p->wish);
    if (!p->radio) {
        end(p, now, &closed, "no memory");
        return false;
    }
    s->unconfirmed--;
    p->reported = now;
    tell(p, now, NULL);
    return true;
}

static void act(struct peer *p, extsta_time now, const struct udp_message *m)
{
    if (m->type == UDP_SEND) {
        (void)p->radio->ops->send(p->radio, now, m->body.send.frame, &m->body.send.meta);
    } else if (m->type == UDP_TUNE) {
        p->freq = m->body.tune;
        p->reported = now;
        (void)p->radio->ops->tune(p->radio, now, p->freq);
    }
}

static enum udp_drop take_from(struct peer *p, extsta_time now, struct extsta_span datagram,
                               const struct udp_message *m)
{
    struct udp_message next;
    if (!p->radio && !confirm(p, now)) {
        return UDP_TAKEN;
    }
    if (m->type == UDP_BYE) {
        end(p, now, NULL, "it was closed");
        return UDP_TAKEN;
    }
    enum udp_drop drop = udp_link_input(&p->link, now, datagram, m);
    while (!p->over && udp_link_next(&p->link, &next)) {
        act(p, now, &next);
    }
    if (!p->over) {
        flush(p, now);
    }
    return drop;
}

static bool is_for_us(enum udp_type type)
{
    return type == UDP_SEND || type == UDP_TUNE || type == UDP_ALIVE || type == UDP_BYE;
}

/* Who asks by a session that is not there has outlived it. */
static void put_unknown(struct udp_server *s, const struct udp_message *m,
                        const struct sockaddr_storage *to, socklen_t len)
{
    uint8_t bytes[64];
    const struct udp_message bye = {
        .type = UDP_BYE, .session = m->session, .body.bye = UDP_BYE_UNKNOWN};
    put_out(s, to, len,
            (struct extsta_span){bytes, udp_message_write(&bye, bytes, sizeof bytes)});
}

static void take(struct udp_server *s, extsta_time now, struct extsta_span datagram,
                 const struct sockaddr_storage *from, socklen_t len)
{
    struct udp_message m;
    enum udp_drop drop = udp_message_read(datagram, &m);
    s->counts.in++;
    if (drop == UDP_TAKEN && m.type == UDP_HELLO) {
        take_hello(s, now, &m, from, len);
    } else if (drop == UDP_TAKEN && !is_for_us(m.type)) {
        drop = UDP_DROP_TYPE;
    } else if (drop == UDP_TAKEN) {
        struct peer *p = find_session(s, m.session);
        if (!p) {
            drop = UDP_DROP_SESSION;
            if (m.type != UDP_BYE) {
                put_unknown(s, &m, from, len);
            }
        } else if (!same_host(&p->at, from) || !same_port(&p->at, from)) {
            drop = UDP_DROP_SOURCE;
        } else {
            drop = take_from(p, now, datagram, &m);
        }
    }
    s->counts.drops[drop] += drop != UDP_TAKEN;
    bury(s);
}

/* --- the loop's side --- */

static void drain(struct udp_server *s, extsta_time now)
{
    uint8_t bytes[UDP_DATAGRAM_MAX + 1]; /* one more: a longer one is seen to be */
    for (int i = 0; i < RECEIVE_BATCH; i++) {
        struct sockaddr_storage from;
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(s->socket, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &len);
        if (n < 0) {
            break;
        }
        take(s, now, (struct extsta_span){bytes, (size_t)n}, &from, len);
    }
}

static void look_at(struct peer *p, extsta_time now)
{
    if (!p->radio && p->link.heard + CONFIRM_TIME <= now) {
        end(p, now, NULL, NULL);
    } else if (udp_link_is_dead(&p->link, now)) {
        p->server->counts.silent++;
        end(p, now, &closed, "nothing has come from it for a while");
    } else if (p->radio) {
        flush(p, now);
        if (udp_link_owes_alive(&p->link, now) || p->reported + UDP_ALIVE_EVERY <= now) {
            put_alive(p, now);
        }
    }
}

static void on_tick(struct udp_server *s, extsta_time now)
{
    struct peer *list = s->active, *next;
    s->active = NULL;
    for (; list; list = next) {
        next = list->next_active;
        list->active = false;
        if (!list->over) {
            look_at(list, now);
        }
        if (!list->over && udp_link_is_busy(&list->link)) {
            make_active(list);
        }
    }
    if (now - s->all_looked_at >= UDP_ALIVE_EVERY / 4) {
        s->all_looked_at = now;
        for (struct peer *p = s->peers; p; p = next) {
            next = p->next;
            look_at(p, now);
        }
    }
    bury(s);
}

void udp_server_work(struct udp_server *s, extsta_time now)
{
    uint64_t times;
    drain(s, now);
    if (read(s->timer, &times, sizeof times) == sizeof times) {
        on_tick(s, now);
    }
}

void udp_server_take(struct udp_server *s, extsta_time now, struct extsta_span datagram,
                     uint16_t port)
{
    struct sockaddr_storage from = {0};
    *(struct sockaddr_in *)(void *)&from = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(0x7f000001)};
    take(s, now, datagram, &from, sizeof(struct sockaddr_in));
}

int udp_server_fd(const struct udp_server *s)
{
    return s->fd;
}

uint16_t udp_server_port(const struct udp_server *s)
{
    return s->port;
}

struct udp_server_counts udp_server_counts(const struct udp_server *s)
{
    struct udp_server_counts c = s->counts;
    for (const struct peer *p = s->peers; p; p = p->next) {
        c.repeated += p->link.repeated;
    }
    return c;
}

/* --- opening --- */

static int bind_to(const struct udp_server_options *o, char *why, size_t size)
{
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM, .ai_flags = AI_PASSIVE}, *found = NULL;
    const char *host = o->host ? o->host : "127.0.0.1";
    char port[8];
    snprintf(port, sizeof port, "%u", o->port);
    int error = getaddrinfo(host, port, &hints, &found);
    if (error) {
        snprintf(why, size, "%s: %s", host, gai_strerror(error));
        return -1;
    }
    int fd = socket(found->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) < 0) {
        int reason = errno;
        snprintf(why, size, "UDP port %u of %s: %s%s", o->port, host, strerror(reason),
                 reason == EADDRINUSE ? " (another medium?): give another one, or end it first"
                                      : "");
        if (fd >= 0) {
            close(fd);
        }
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

static bool wait_for(struct udp_server *s, int fd)
{
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    return fd >= 0 && s->fd >= 0 && epoll_ctl(s->fd, EPOLL_CTL_ADD, fd, &e) == 0;
}

struct udp_server *udp_server_open(const struct udp_server_options *o, char *why, size_t size)
{
    struct udp_server *s = calloc(1, sizeof *s);
    if (!s) {
        snprintf(why, size, "no memory");
        return NULL;
    }
    s->options = *o;
    s->fd = s->timer = -1;
    s->socket = bind_to(o, why, size);
    if (s->socket < 0) {
        free(s);
        return NULL;
    }
    s->fd = epoll_create1(EPOLL_CLOEXEC);
    s->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (!wait_for(s, s->socket) || !wait_for(s, s->timer)) {
        snprintf(why, size, "no descriptors: %s", strerror(errno));
        udp_server_close(s);
        return NULL;
    }
    int room = RECEIVE_BUFFER;
    if (setsockopt(s->socket, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0) {
        (void)!setsockopt(s->socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    }
    struct sockaddr_storage at = {0};
    socklen_t len = sizeof at;
    (void)!getsockname(s->socket, (struct sockaddr *)&at, &len);
    s->port = ntohs(((const struct sockaddr_in *)(const void *)&at)->sin_port);
    return s;
}

void udp_server_close(struct udp_server *s)
{
    if (!s) {
        return;
    }
    while (s->peers) {
        end(s->peers, s->peers->link.said, &closed, "the medium was closed");
    }
    bury(s);
    int fds[] = {s->socket, s->timer, s->fd};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
    free(s);
}
