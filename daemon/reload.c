/* A configuration that has changed, while the stations run (daemon_private.h): what is in both
 * stays as it is, connections included. */
#include "daemon_private.h"
#include <extsta/types.h>
#include <string.h>
#include <time.h>

static struct member *find_member(struct daemon *d, const char *name)
{
    struct directory_entry *e = directory_find(&d->by_name, name, strlen(name));
    return e ? (struct member *)((char *)e - offsetof(struct member, by_name)) : NULL;
}

/* Members that this configuration has as they are are `seen`, and point into it. */
static void match(struct daemon *d, const struct config *c)
{
    char name[CONFIG_NAME_MAX + 1];
    for (size_t i = 0; i < c->station_count; i++) {
        for (uint32_t j = 0; j < c->stations[i].count; j++) {
            config_station_name(&c->stations[i], j, name);
            struct member *m = find_member(d, name);
            if (m && member_is_same(m, &c->stations[i], j)) {
                m->seen = true;
                member_reenter(m, &c->stations[i], j);
            }
        }
    }
}

static void remove_unseen(struct daemon *d)
{
    struct member *next;
    for (struct member *m = d->members; m; m = next) {
        next = m->next;
        if (!m->seen) {
            if (d->started) {
                journal_say(&d->journal, JOURNAL_NOTICE, m->name, "it is no more, or another");
            }
            member_free(m);
        }
    }
}

static void add_new(struct daemon *d, const struct config *c)
{
    char name[CONFIG_NAME_MAX + 1];
    for (size_t i = 0; i < c->station_count; i++) {
        for (uint32_t j = 0; j < c->stations[i].count; j++) {
            config_station_name(&c->stations[i], j, name);
            if (find_member(d, name)) {
                continue;
            }
            struct member *m = member_new(d, &c->stations[i], j);
            if (m) {
                member_open(m);
            } else {
                journal_say(&d->journal, JOURNAL_ERROR, name, "no memory for this station");
            }
        }
    }
}

void reload_members(struct daemon *d, const struct config *c)
{
    for (struct member *m = d->members; m; m = m->next) {
        m->seen = false;
    }
    match(d, c);
    remove_unseen(d);
    add_new(d, c);
}

void reload_start(struct daemon *d)
{
    for (struct member *m = d->members; m; m = m->next) {
        if (m->station) {
            member_set_networks(m);
        } else {
            member_start(m);
        }
    }
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_ap(const struct config_ap *a, const struct config_ap *b)
{
    return same_text(a->name, b->name) && same_text(a->ssid, b->ssid) &&
           same_text(a->passphrase, b->passphrase) && a->security == b->security &&
           a->has_bssid == b->has_bssid && memcmp(&a->bssid, &b->bssid, sizeof a->bssid) == 0 &&
           a->hidden == b->hidden && a->freq == b->freq && a->has_place == b->has_place &&
           a->place.x == b->place.x && a->place.y == b->place.y && a->place.z == b->place.z;
}

static bool same_air(const struct config_air *a, const struct config_air *b)
{
    bool same = a->given == b->given && a->ap_count == b->ap_count && a->hwsim == b->hwsim &&
                same_text(a->wire, b->wire) && same_text(a->udp, b->udp) &&
                memcmp(a->host_ip, b->host_ip, sizeof a->host_ip) == 0;
    for (size_t i = 0; same && i < a->ap_count; i++) {
        same = same_ap(&a->aps[i], &b->aps[i]);
    }
    return same;
}

/* What is opened once, with privilege that is gone. */
static void tell_what_waits(struct daemon *d, const struct config *c)
{
    const struct config *old = &d->config;
    const struct {
        const char *name;
        bool same;
    } parts[] = {{"air", same_air(&old->air, &c->air)},
                 {"user", same_text(old->user, c->user)},
                 {"group", same_text(old->group, c->group)},
                 {"state", same_text(old->state, c->state)},
                 {"record", same_text(old->record, c->record) &&
                                old->record_without_secrets == c->record_without_secrets},
                 {"control", same_text(old->control, c->control)},
                 {"control-set", old->control_set == c->control_set},
                 {"wpa-control", same_text(old->wpa_control, c->wpa_control)},
                 {"wpa-global", same_text(old->wpa_global, c->wpa_global)},
                 {"wpa-test", old->wpa_test == c->wpa_test},
                 {"sandbox", old->sandbox == c->sandbox}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].same) {
            journal_say(&d->journal, JOURNAL_WARNING, NULL,
                        "'%s' has changed: that takes a restart, and stays as it is",
                        parts[i].name);
        }
    }
}

/* They are what the process has got, whatever the file says now. */
static void keep_what_waits(struct daemon *d, struct config *c)
{
    const char **texts[] = {&c->state, &c->record, &c->control, &c->wpa_control,
                            &c->wpa_global};
    const char *old[] = {d->config.state, d->config.record, d->config.control,
                         d->config.wpa_control, d->config.wpa_global};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = old[i] ? config_keep(c, old[i], strlen(old[i])) : NULL;
    }
}

static void mistake(void *user, const char *text)
{
    const struct daemon *d = user;
    journal_say(&d->journal, JOURNAL_ERROR, NULL, "%s", text);
}

bool reload_again(struct daemon *d)
{
    struct config next;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    notify_say(&d->notify, "RELOADING=1\nMONOTONIC_USEC=%llu",
               (unsigned long long)t.tv_sec * 1000000u + (unsigned long long)t.tv_nsec / 1000u);
    bool ok = config_read(d->options.path, &next, &d->ids, mistake, d);
    if (ok) {
        tell_what_waits(d, &next);
        keep_what_waits(d, &next);
        reload_members(d, &next);
        config_free(&d->config);
        d->config = next;
        reload_start(d);
        journal_say(&d->journal, JOURNAL_NOTICE, NULL,
                    "the configuration was read again: %zu "
                    "stations",
                    d->member_count);
    } else {
        config_free(&next);
        journal_say(&d->journal, JOURNAL_ERROR, NULL,
                    "the configuration cannot be used: everything is as it was");
    }
    notify_say(&d->notify, "READY=1\nSTATUS=%s%zu of %zu stations connected",
               ok ? "" : "the configuration has mistakes; ", d->connected, d->member_count);
    return ok;
}
