/* Access points that are left alone for a while: see ignore.h. */
#include "command.h"
#include "address.h"
#include <string.h>

#define KNOWN_FOR (3600u * EXTSTA_SECOND) /* behind its time */

/* Seconds, by how often it was named. */
static unsigned patience(unsigned count)
{
    static const unsigned seconds[] = {10, 10, 10, 60, 120, 600};
    return count < sizeof seconds / sizeof seconds[0] ? seconds[count] : 1800;
}

static void on_time(void *user, extsta_time now);

/* At once where the driver is to be told now; else when the next one's time is over. */
static void wait_for(struct wpa_station *ws, extsta_time when)
{
    struct wpa_ignores *i = &ws->ignores;
    if (i->alarm) {
        host_alarm_remove(i->alarm);
    }
    i->alarm = when == EXTSTA_NEVER
                   ? NULL
                   : host_alarm_add(service_loop(ws->ctrl->service), when, on_time, ws);
}

static void tell_driver(struct wpa_station *ws, extsta_time now)
{
    struct wpa_ignores *i = &ws->ignores;
    struct extsta_mac list[EXTSTA_IGNORED_MAX];
    extsta_time next = EXTSTA_NEVER;
    size_t count = 0;
    for (size_t k = 0; k < i->count; k++) {
        if (i->list[k].until > now) {
            list[count++] = i->list[k].bssid;
            next = i->list[k].until < next ? i->list[k].until : next;
        }
    }
    wait_for(ws, next);
    (void)extsta_ignore(service_core(ws->s), now, list, count);
    service_kick(ws->s);
}

static void on_time(void *user, extsta_time now)
{
    struct wpa_station *ws = user;
    ws->ignores.alarm = NULL; /* it has rung */
    tell_driver(ws, now);
}

static void take_out(struct wpa_ignores *i, size_t k, struct wpa_ignored *out)
{
    *out = i->list[k];
    i->count--;
    memmove(&i->list[k], &i->list[k + 1], (i->count - k) * sizeof i->list[0]);
}

static size_t find(const struct wpa_ignores *i, struct extsta_mac bssid)
{
    size_t k = 0;
    while (k < i->count && memcmp(&i->list[k].bssid, &bssid, sizeof bssid) != 0) {
        k++;
    }
    return k;
}

static void forget_old(struct wpa_station *ws, extsta_time now)
{
    struct wpa_ignored one;
    for (size_t k = ws->ignores.count; k-- > 0;) {
        if (now > ws->ignores.list[k].until + KNOWN_FOR) {
            take_out(&ws->ignores, k, &one);
            wpa_event_say(ws, WPA_LEVEL_INFO,
                          "Removed BSSID " WPA_MAC_FORMAT " from ignore list (expired)",
                          WPA_MAC_OCTETS(one.bssid));
        }
    }
}

/* Named twice, as wpa_supplicant does it: an AP that was named but once was tried in vain, and
 * is still to be had. False: no room. */
static bool add(struct wpa_station *ws, extsta_time now, struct extsta_mac bssid)
{
    struct wpa_ignores *i = &ws->ignores;
    forget_old(ws, now);
    size_t k = find(i, bssid);
    if (k == i->count) {
        if (i->count == EXTSTA_IGNORED_MAX) {
            return false;
        }
        memmove(&i->list[1], &i->list[0], i->count * sizeof i->list[0]);
        i->list[0] = (struct wpa_ignored){.bssid = bssid};
        i->count++;
        k = 0;
    }
    struct wpa_ignored *one = &i->list[k];
    one->until = now + patience(one->count + 2) * EXTSTA_SECOND;
    for (int twice = 0; twice < 2; twice++) {
        if (one->count++ == 0) {
            wpa_event_say(ws, WPA_LEVEL_INFO,
                          "Added BSSID " WPA_MAC_FORMAT
                          " into ignore list, ignoring for %u seconds",
                          WPA_MAC_OCTETS(bssid), patience(1));
        } else {
            wpa_event_say(ws, WPA_LEVEL_INFO,
                          "BSSID " WPA_MAC_FORMAT
                          " ignore list count incremented to %u, ignoring for %u seconds",
                          WPA_MAC_OCTETS(bssid), one->count, patience(one->count));
        }
    }
    return true;
}

/* False: there was none. */
static bool empty(struct wpa_station *ws)
{
    struct wpa_ignores *i = &ws->ignores;
    bool some = i->count > 0;
    for (size_t k = 0; k < i->count; k++) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "Removed BSSID " WPA_MAC_FORMAT " from ignore list (clear)",
                      WPA_MAC_OCTETS(i->list[k].bssid));
    }
    i->count = 0;
    return some;
}

void wpa_ignore_clear(struct wpa_station *ws, extsta_time now)
{
    if (empty(ws)) {
        tell_driver(ws, now);
    }
}

void wpa_bssid_ignore(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    const char *text = wpa_argument(rest);
    struct extsta_mac bssid;
    if (!*text) {
        for (size_t k = 0; k < ws->ignores.count; k++) {
            (void)wpa_reply_add(call->reply, WPA_MAC_FORMAT "\n",
                                WPA_MAC_OCTETS(ws->ignores.list[k].bssid));
        }
        return;
    }
    bool ok = true;
    if (strcmp(text, "clear") == 0) {
        wpa_ignore_clear(ws, call->now);
    } else {
        ok = address_read(text, &bssid) && !(bssid.b[0] & 1) && add(ws, call->now, bssid);
        if (ok) {
            tell_driver(ws, call->now);
        }
    }
    wpa_reply_bool(call->reply, ok);
}

/* --- what comes of a station's ways --- */

void wpa_ignore_connected(struct wpa_station *ws, extsta_time now, struct extsta_mac bssid)
{
    struct wpa_ignored one;
    size_t k = find(&ws->ignores, bssid);
    if (k < ws->ignores.count) {
        take_out(&ws->ignores, k, &one);
        wpa_event_say(ws, WPA_LEVEL_INFO, "Removed BSSID " WPA_MAC_FORMAT " from ignore list",
                      WPA_MAC_OCTETS(bssid));
        wait_for(ws, now);
    }
}

void wpa_ignore_moved(struct wpa_station *ws, extsta_time now)
{
    if (ws->ignores.count) {
        wait_for(ws, now);
    }
}

void wpa_ignore_in_vain(struct wpa_station *ws, extsta_time now)
{
    if (empty(ws)) {
        wait_for(ws, now);
    }
}

void wpa_ignore_wanted(struct wpa_station *ws, extsta_time now, struct extsta_mac bssid)
{
    size_t k = find(&ws->ignores, bssid);
    if (k < ws->ignores.count && ws->ignores.list[k].until > now) {
        ws->ignores.list[k].until = now;
        tell_driver(ws, now);
    }
}

void wpa_ignore_free(struct wpa_ignores *i)
{
    if (i->alarm) {
        host_alarm_remove(i->alarm);
        i->alarm = NULL;
    }
}
