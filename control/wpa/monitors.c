/* Who hears the events of a control socket: see monitors.h. */
#include "monitors.h"
#include "providers.h"
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SWEEP_AGAIN   200000u /* microseconds: it costs, and whoever attaches causes it */
#define LOOK_AGAIN    20000u  /* microseconds */
#define LOOKS_IN_VAIN 250u    /* in a row: then it is stuck */

static void on_looked(void *user, bool (*has)(const void *names, const struct wpa_address *a),
                      const void *names);

void wpa_monitors_init(struct wpa_monitors *m, struct host_loop *loop, int fd,
                       void (*stuck)(void *user), void *user)
{
    *m = (struct wpa_monitors){.loop = loop, .fd = fd, .stuck = stuck, .user = user};
    m->last = &m->first;
    m->unread = (struct wpa_unread){.loop = loop, .fd = fd, .looked = on_looked, .user = m};
}

static void drop_first(struct wpa_monitors *m)
{
    struct wpa_waiting *w = m->first;
    m->first = w->next;
    if (!m->first) {
        m->last = &m->first;
    }
    m->waiting--;
    free(w);
}

/* All of them, and what waits for them. */
static void forget(struct wpa_monitors *m)
{
    m->count = 0;
    while (m->first) {
        drop_first(m);
    }
    wpa_unread_free(&m->unread);
}

void wpa_monitors_renew(struct wpa_monitors *m, int fd)
{
    forget(m);
    m->fd = fd;
    m->unread.fd = fd;
}

void wpa_monitors_free(struct wpa_monitors *m)
{
    forget(m);
    free(m->list);
    m->list = NULL;
    m->room = 0;
    if (m->alarm) {
        host_alarm_remove(m->alarm);
        m->alarm = NULL;
    }
}

bool wpa_address_dead(const struct wpa_address *a)
{
    /* A socket that is connected to another refuses with EPERM, but it is there. */
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return false;
    }
    int failed = connect(fd, (const struct sockaddr *)&a->un, a->len);
    bool dead = failed && (errno == ECONNREFUSED || errno == ENOENT);
    close(fd);
    return dead;
}

static struct wpa_monitor *find(struct wpa_monitors *m, const struct wpa_address *from)
{
    for (size_t i = 0; i < m->count; i++) {
        if (wpa_address_equal(&m->list[i].address, from)) {
            return &m->list[i];
        }
    }
    return NULL;
}

static void drop(struct wpa_monitors *m, struct wpa_monitor *one)
{
    size_t i = (size_t)(one - m->list);
    m->count--;
    memmove(one, one + 1, (m->count - i) * sizeof *one);
}

/* Those that never read are told nothing any more. */
static void on_looked(void *user, bool (*has)(const void *names, const struct wpa_address *a),
                      const void *names)
{
    struct wpa_monitors *m = user;
    for (size_t i = m->count; i-- > 0;) {
        struct wpa_monitor *one = &m->list[i];
        one->looks = has(names, &one->address) ? one->looks + 1 : 0;
        one->given = one->looks ? one->given : 0;
        if (one->looks >= WPA_UNREAD_LOOKS && one->given >= WPA_UNREAD_GIVEN) {
            drop(m, one);
        }
    }
}

static void drop_dead(struct wpa_monitors *m)
{
    extsta_time now = host_loop_now(m->loop);
    if (m->swept && now - m->swept < SWEEP_AGAIN) {
        return;
    }
    m->swept = now;
    for (size_t i = m->count; i-- > 0;) {
        if (wpa_address_dead(&m->list[i].address)) {
            drop(m, &m->list[i]);
        }
    }
}

static bool make_room(struct wpa_monitors *m)
{
    if (m->count == m->room) {
        size_t room = m->room ? 2 * m->room : 4;
        struct wpa_monitor *list = host_realloc(m->list, room * sizeof *list);
        if (!list) {
            return false;
        }
        m->list = list;
        m->room = room;
    }
    return true;
}

bool wpa_monitors_attach(struct wpa_monitors *m, const struct wpa_address *from)
{
    if (from->len <= offsetof(struct sockaddr_un, sun_path)) {
        return false; /* it is bound to nothing */
    }
    struct wpa_monitor *known = find(m, from);
    if (known) {
        known->tries = 0;
        return true;
    }
    if (m->count == WPA_MONITORS) {
        drop_dead(m);
    }
    if (m->count == WPA_MONITORS || !make_room(m)) {
        return false;
    }
    m->list[m->count++] = (struct wpa_monitor){.address = *from, .level = WPA_LEVEL_INFO};
    return true;
}

bool wpa_monitors_detach(struct wpa_monitors *m, const struct wpa_address *from)
{
    struct wpa_monitor *one = find(m, from);
    if (one) {
        drop(m, one);
    }
    return one != NULL;
}

bool wpa_monitors_level(struct wpa_monitors *m, const struct wpa_address *from, uint32_t level)
{
    struct wpa_monitor *one = find(m, from);
    if (one) {
        one->level = level > WPA_LEVEL_ERROR ? WPA_LEVEL_ERROR + 1 : (int)level;
    }
    return one != NULL;
}

bool wpa_monitors_stuffed(const struct wpa_monitors *m)
{
    return wpa_unread_share(m->fd) > 128;
}

/* False: it has gone, or leaves too much unread. */
static bool tell_one(const struct wpa_monitors *m, struct wpa_monitor *one, const char *text,
                     size_t len)
{
    if (sendto(m->fd, text, len, MSG_DONTWAIT | MSG_NOSIGNAL,
               (const struct sockaddr *)&one->address.un, one->address.len) >= 0) {
        one->tries = 0;
        one->given++;
        return true;
    }
    if (errno == ENOENT || errno == ECONNREFUSED) {
        return false;
    }
    return ++one->tries <= WPA_MONITOR_TRIES;
}

static void tell_all(struct wpa_monitors *m, int level, const char *text, size_t len)
{
    for (size_t i = m->count; i-- > 0;) {
        struct wpa_monitor *one = &m->list[i];
        if (level >= one->level && !tell_one(m, one, text, len)) {
            drop(m, one);
        }
    }
    wpa_unread_sent(&m->unread);
}

static void look_again(void *user, extsta_time now)
{
    struct wpa_monitors *m = user;
    m->alarm = NULL;
    m->looks++;
    while (m->first && !wpa_monitors_stuffed(m)) {
        tell_all(m, m->first->level, m->first->text, m->first->len);
        drop_first(m);
        m->looks = 0;
    }
    if (m->first && m->looks >= LOOKS_IN_VAIN) {
        m->looks = 0;
        m->stuck(m->user);
    }
    if (m->first) {
        m->alarm = host_alarm_add(m->loop, now + LOOK_AGAIN, look_again, m);
    }
}

static void wait_with(struct wpa_monitors *m, int level, const char *text, size_t len)
{
    struct wpa_waiting *w = host_malloc(sizeof *w + len);
    if (!w) {
        return;
    }
    *w = (struct wpa_waiting){.level = level, .len = len};
    memcpy(w->text, text, len);
    if (m->waiting == WPA_EVENTS_QUEUED) {
        drop_first(m);
    }
    *m->last = w;
    m->last = &w->next;
    m->waiting++;
    if (!m->alarm) {
        m->alarm = host_alarm_add(m->loop, host_loop_now(m->loop) + LOOK_AGAIN, look_again, m);
    }
}

void wpa_monitors_tell(struct wpa_monitors *m, const char *prefix, int level, const char *text)
{
    if (!m->count) {
        return;
    }
    char line[WPA_REPLY_ROOM];
    int n = snprintf(line, sizeof line, "%s<%d>%s", prefix ? prefix : "", level, text);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof line ? (size_t)n : sizeof line - 1;
    if (m->first || wpa_monitors_stuffed(m)) {
        wait_with(m, level, line, len);
    } else {
        tell_all(m, level, line, len);
    }
}
