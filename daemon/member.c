/* See member.h. */
#include "daemon_private.h"
#include "address.h"
#include "networks_file.h"
#include "providers.h"
#include "tap.h"
#include "wpa_ctrl.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAUSE_FIRST (EXTSTA_SECOND / 4)
#define PAUSE_LAST  (60u * EXTSTA_SECOND)
#define PMKSA_LONGEST                                                                          \
    (7 * 86400) /* seconds; a clock that was set wrong makes no key immortal */
#define SAVE_DELAY (EXTSTA_SECOND / 5) /* what changes in one go is written once */

static const struct extsta_mac no_address;

/* --- coming and going --- */

/* Drawn at random where none is given, and kept, because the station's address is how it is
 * known to DHCP servers. */
static void find_address(struct member *m)
{
    char why[400];
    const char *folder = m->daemon->config.state;
    const struct config_ids *ids = &m->daemon->ids;
    uid_t user =
        ids->has_user ? ids->uid : (uid_t)-1; /* it is root still, which that was not */
    enum state_found found = STATE_NONE;
    if (m->kept) {
        found = state_read(folder, m->name, user, m->kept, why, sizeof why);
    }
    if (found == STATE_REFUSED) {
        journal_say(&m->daemon->journal, JOURNAL_WARNING, m->name, "nothing is kept: %s", why);
    }
    if (m->entry->has_address) {
        m->address = config_station_address(m->entry, m->index);
    } else if (m->kept && memcmp(&m->kept->address, &no_address, sizeof no_address) != 0) {
        m->address = m->kept->address;
    } else {
        m->address = address_random();
    }
    if (m->kept) {
        struct extsta_mac kept = m->entry->has_address ? no_address : m->address;
        m->unsaved = memcmp(&kept, &m->kept->address, sizeof kept) != 0;
        m->kept->address = kept;
    }
}

struct member *member_new(struct daemon *d, const struct config_station *s, uint32_t index)
{
    struct member *m = host_calloc(1, sizeof *m);
    if (!m) {
        return NULL;
    }
    m->daemon = d;
    m->entry = s;
    m->index = index;
    m->tap = -1;
    m->pause = PAUSE_FIRST;
    m->kept = d->config.state ? host_calloc(1, sizeof *m->kept) : NULL;
    config_station_name(s, index, m->name);
    find_address(m);
    *d->last_member = m;
    d->last_member = &m->next;
    d->member_count++;
    directory_enter(&d->by_name, &m->by_name, m->name, strlen(m->name));
    return m;
}

static void take_out(struct member *m)
{
    struct daemon *d = m->daemon;
    struct member **p = &d->members;
    while (*p != m) {
        p = &(*p)->next;
    }
    *p = m->next;
    if (d->last_member == &m->next) {
        d->last_member = p;
    }
    d->member_count--;
    directory_leave(&d->by_name, &m->by_name);
}

static void cancel(struct host_alarm **alarm)
{
    if (*alarm) {
        host_alarm_remove(*alarm);
        *alarm = NULL;
    }
}

static void forget_networks(struct member *m)
{
    for (size_t i = 0; i < m->network_count; i++) {
        free(m->networks[i].name);
    }
    free(m->networks);
    m->networks = NULL;
    m->network_count = 0;
}

static void close_radio(struct member *m)
{
    if (m->made.radio) {
        m->made.radio->ops->close(m->made.radio);
    }
    radios_unmake(&m->daemon->radios, &m->made);
}

/* Its radio goes with it. */
static void remove_station(struct member *m)
{
    if (m->station) {
        service_station_remove(m->station);
        radios_unmake(&m->daemon->radios, &m->made);
        m->station = NULL;
    }
    networks_file_free(m);
    forget_networks(m);
    member_carrier(m, false);
}

static void close_tap(struct member *m)
{
    if (m->tap >= 0) {
        close(m->tap);
    }
    m->tap = -1;
    m->carrier = false;
}

static void save(struct member *m)
{
    char why[400];
    cancel(&m->save);
    m->unsaved = false;
    if (m->kept && !state_write(m->daemon->config.state, m->name, m->kept, why, sizeof why)) {
        journal_say(&m->daemon->journal, JOURNAL_WARNING, m->name,
                    "what it should know after a restart is not kept: %s", why);
    }
}

void member_free(struct member *m)
{
    remove_station(m);
    close_radio(m);
    close_tap(m);
    if (m->unsaved) {
        save(m);
    }
    cancel(&m->save);
    cancel(&m->retry);
    cancel(&m->first);
    cancel(&m->breaks);
    take_out(m);
    if (m->kept) {
        explicit_bzero(m->kept, sizeof *m->kept);
    }
    free(m->kept);
    free(m);
}

/* --- what it stands on --- */

static void on_retry(void *user, extsta_time now)
{
    struct member *m = user;
    m->retry = NULL;
    member_open(m);
    member_start(m);
}

/* It waits, and says why: once, until that changes. */
static void wait_for(struct member *m, const char *why)
{
    struct daemon *d = m->daemon;
    if (strcmp(m->trouble, why) != 0) {
        snprintf(m->trouble, sizeof m->trouble, "%s", why);
        journal_say(&d->journal, JOURNAL_ERROR, m->name, "%s; it is tried again", why);
    }
    if (!m->retry && !d->stopping) {
        m->retry = host_alarm_add(d->loop, host_loop_now(d->loop) + m->pause, on_retry, m);
        m->pause = m->pause * 2 < PAUSE_LAST ? m->pause * 2 : PAUSE_LAST;
    }
}

void member_open(struct member *m)
{
    char why[300];
    if (m->station) {
        return;
    }
    if (m->entry->interface && m->tap < 0) {
        m->tap = tap_make(m->name, m->address, m->entry->mtu, why, sizeof why);
        if (m->tap < 0) {
            wait_for(m, why);
            return;
        }
    }
    if (!radio_is_made(&m->made) && !radios_make(&m->daemon->radios, m->entry, m->index,
                                                 m->address, &m->made, why, sizeof why)) {
        wait_for(m, why);
    }
}

static void on_card_gone(void *user)
{
    struct member *m = user;
    member_breaks(m, HOST_RADIO_GONE);
}

static struct service_station *add_station(struct member *m, char *why, size_t size)
{
    struct daemon *d = m->daemon;
    struct service_station_options o = {.name = m->name,
                                        .address = m->address,
                                        .tap = -1,
                                        .outputs = tellings_outputs(d),
                                        .automatic = false};
    radio_fill(&m->made, &o);
    if (d->wpa && o.radio) { /* in front of it, where its test commands are answered */
        o.radio = wpa_ctrl_test_radio(d->wpa, m->name, o.radio);
        if (!o.radio) {
            radios_unmake(&d->radios, &m->made);
            snprintf(why, size, "no memory");
            return NULL;
        }
    }
    if (m->tap >= 0 && (o.tap = fcntl(m->tap, F_DUPFD_CLOEXEC, 3)) < 0) {
        snprintf(why, size, "no descriptors are left (RLIMIT_NOFILE)");
        if (o.radio) {
            o.radio->ops->close(o.radio);
        }
        radios_unmake(&d->radios, &m->made); /* the radio was closed */
        return NULL;
    }
    struct service_station *s = service_station_add(d->service, &o, why, size);
    if (s && !radio_begin(&m->made, s, on_card_gone, m)) {
        snprintf(why, size, "no memory");
        service_station_remove(s);
        s = NULL;
    }
    if (!s) {
        radios_unmake(&d->radios, &m->made); /* the radio was closed */
    }
    return s;
}

static void restore_pmksas(struct member *m);

/* The network it was in last comes first, unless one is wanted more. */
static void choose_first(struct member *m)
{
    const struct service_network *n, *last = NULL;
    int32_t most = INT32_MIN;
    for (uint32_t id = SERVICE_NO_NETWORK; (n = service_network_next(m->station, id));
         id = n->id) {
        if (n->options.automatic) {
            most = n->options.priority > most ? n->options.priority : most;
        }
    }
    for (size_t i = 0; m->kept && i < m->network_count; i++) {
        if (strcmp(m->networks[i].name, m->kept->network) == 0) {
            last = service_network(m->station, m->networks[i].id);
        }
    }
    m->first_choice = last && last->options.automatic && last->options.priority == most &&
                      m->network_count > 1 && m->entry->automatic &&
                      service_select(m->station, last->id) == EXTSTA_OK;
    m->first_id = last ? last->id : SERVICE_NO_NETWORK;
}

void member_start(struct member *m)
{
    char why[300];
    if (m->station || !radio_is_made(&m->made) || (m->entry->interface && m->tap < 0)) {
        return; /* it is there, or waits for what member_open did not get */
    }
    m->station = add_station(m, why, sizeof why);
    if (!m->station) {
        wait_for(m, why);
        return;
    }
    if (m->trouble[0]) {
        journal_say(&m->daemon->journal, JOURNAL_NOTICE, m->name, "it has all it needs again");
    }
    m->trouble[0] = 0;
    m->pause = PAUSE_FIRST;
    member_set_networks(m);
    restore_pmksas(m);
    choose_first(m);
    service_automatic(m->station, m->entry->automatic);
}

static void on_broken(void *user, extsta_time now)
{
    struct member *m = user;
    m->breaks = NULL;
    remove_station(m);
    if (m->broken == HOST_TAP_GONE) {
        close_tap(m);
        wait_for(m, "its interface was deleted");
    } else {
        wait_for(m, "its radio has gone");
    }
}

void member_breaks(struct member *m, enum host_trouble what)
{
    struct daemon *d = m->daemon;
    if (!m->breaks) {
        m->broken = what;
        m->breaks = host_alarm_add(d->loop, host_loop_now(d->loop), on_broken, m);
    }
}

bool member_is_same(const struct member *m, const struct config_station *s, uint32_t index)
{
    const struct config_station *e = m->entry;
    struct extsta_mac mac = s->has_address ? config_station_address(s, index) : m->address;
    return e->radio.kind == s->radio.kind && e->radio.port == s->radio.port &&
           e->radio.plain == s->radio.plain && e->radio.connect == s->radio.connect &&
           strcmp(e->radio.iface, s->radio.iface) == 0 &&
           strcmp(e->radio.host, s->radio.host) == 0 && e->has_address == s->has_address &&
           memcmp(&mac, &m->address, sizeof mac) == 0 && e->interface == s->interface &&
           e->mtu == s->mtu && e->freq_count == s->freq_count &&
           memcmp(e->freqs, s->freqs, e->freq_count * sizeof e->freqs[0]) == 0 &&
           e->has_place == s->has_place && m->index == index && e->place.x == s->place.x &&
           e->place.y == s->place.y && e->place.z == s->place.z;
}

void member_reenter(struct member *m, const struct config_station *s, uint32_t index)
{
    bool other = m->entry->automatic != s->automatic;
    m->entry = s;
    m->index = index;
    if (other && m->station) {
        service_automatic(m->station, s->automatic);
    }
}

/* --- networks --- */

static struct member_network *find_network(struct member *m, const char *name)
{
    for (size_t i = 0; i < m->network_count; i++) {
        if (strcmp(m->networks[i].name, name) == 0) {
            return &m->networks[i];
        }
    }
    return NULL;
}

static void refuse_network(struct member *m, const char *name, enum extsta_error e)
{
    journal_say(&m->daemon->journal, JOURNAL_ERROR, m->name, "network '%s' is not taken: %s",
                name, e == EXTSTA_E_NO_MEMORY ? "no memory" : "it contradicts itself");
}

/* Of those that are there the service decides what has changed. */
static void take_network(struct member *m, const struct config_network *n,
                         struct member_network *out)
{
    struct member_network *old = find_network(m, n->name);
    enum extsta_error e = EXTSTA_OK;
    out->name = strdup(n->name);
    if (!out->name) {
        e = EXTSTA_E_NO_MEMORY;
    } else if (old) {
        out->id = old->id;
        old->id = SERVICE_NO_NETWORK;
        e = service_network_change(m->station, out->id, &n->options);
    } else {
        out->id = service_network_add(m->station, &n->options, &e);
    }
    if (e != EXTSTA_OK) {
        refuse_network(m, n->name, e);
    }
}

void member_set_networks(struct member *m)
{
    const struct config_station *s = m->entry;
    if (!m->station) {
        return;
    }
    struct member_network *list = host_calloc(s->network_count + 1, sizeof *list);
    size_t count = 0;
    if (!list) {
        refuse_network(m, "*", EXTSTA_E_NO_MEMORY);
        return;
    }
    for (size_t i = 0; i < s->network_count; i++) {
        take_network(m, &s->networks[i], &list[count]);
        count += list[count].name != NULL;
    }
    for (size_t i = 0; i < m->network_count; i++) {
        if (m->networks[i].id != SERVICE_NO_NETWORK) {
            service_network_remove(m->station, m->networks[i].id);
        }
    }
    forget_networks(m);
    m->networks = list;
    m->network_count = count;
    if (s->networks_file) {
        networks_file_read(m);
    }
}

const char *member_network_name(const struct member *m, uint32_t network)
{
    const struct service_network *n = m->station ? service_network(m->station, network) : NULL;
    for (size_t i = 0; i < m->network_count; i++) {
        if (m->networks[i].id == network) {
            return m->networks[i].name;
        }
    }
    return n ? n->options.profile.name : "?";
}

/* --- what becomes of it --- */

void member_carrier(struct member *m, bool there)
{
    if (m->tap >= 0 && m->carrier != there) {
        m->carrier = there;
        if (!tap_carrier(m->tap, there)) {
            journal_say(&m->daemon->journal, JOURNAL_WARNING, m->name,
                        "the kernel does not take the carrier of its interface");
        }
    }
}

static void on_save(void *user, extsta_time now)
{
    struct member *m = user;
    m->save = NULL;
    save(m);
}

static void save_soon(struct member *m)
{
    struct daemon *d = m->daemon;
    if (m->kept && m->unsaved && !m->save) {
        m->save = host_alarm_add(d->loop, host_loop_now(d->loop) + SAVE_DELAY, on_save, m);
    }
}

/* Seconds since 1970 for a moment of the loop, and back; the past is 0. */
static int64_t wall_of(const struct member *m, extsta_time t)
{
    return (int64_t)(host_loop_wall(m->daemon->loop, t) / EXTSTA_SECOND);
}

static extsta_time moment_of(const struct member *m, int64_t wall)
{
    extsta_time now = host_loop_now(m->daemon->loop);
    int64_t left = wall - wall_of(m, now);
    return left > 0 && left <= PMKSA_LONGEST ? now + (extsta_time)left * EXTSTA_SECOND : 0;
}

struct keeping {
    const struct member *member;
    struct state_pmksa list[STATE_PMKSAS];
    size_t count;
};

static void keep_pmksa(void *user, const struct extsta_pmksa *p)
{
    struct keeping *k = user;
    if (k->count == STATE_PMKSAS) {
        return;
    }
    struct state_pmksa *s = &k->list[k->count++];
    memset(s, 0, sizeof *s);
    s->bssid = p->bssid;
    s->akm = p->akm;
    s->until = wall_of(k->member, p->until);
    s->pmk_len = p->pmk_len;
    memcpy(s->pmkid, p->pmkid, sizeof s->pmkid);
    memcpy(s->pmk, p->pmk, p->pmk_len);
}

/* True: it is not what was kept before. */
static bool keep_pmksas(struct member *m)
{
    struct keeping k = {.member = m};
    extsta_pmksa_list(service_core(m->station), host_loop_now(m->daemon->loop), keep_pmksa, &k);
    bool other = k.count != m->kept->pmksa_count ||
                 memcmp(k.list, m->kept->pmksas, k.count * sizeof k.list[0]) != 0;
    m->kept->pmksa_count = k.count;
    memcpy(m->kept->pmksas, k.list, sizeof k.list);
    explicit_bzero(&k, sizeof k);
    return other;
}

/* Of the network it was in last; what has expired, or is none of 802.1X, the station refuses.
 */
static void restore_pmksas(struct member *m)
{
    const struct service_network *n = NULL;
    for (size_t i = 0; m->kept && i < m->network_count; i++) {
        if (strcmp(m->networks[i].name, m->kept->network) == 0) {
            n = service_network(m->station, m->networks[i].id);
        }
    }
    for (size_t i = 0; n && i < m->kept->pmksa_count; i++) {
        const struct state_pmksa *s = &m->kept->pmksas[i];
        const struct extsta_span ssid = {n->options.profile.ssid, n->options.profile.ssid_len};
        struct extsta_pmksa p = {.bssid = s->bssid,
                                 .akm = s->akm,
                                 .until = moment_of(m, s->until),
                                 .pmk_len = s->pmk_len};
        memcpy(p.pmkid, s->pmkid, sizeof p.pmkid);
        if (s->pmk_len <= sizeof p.pmk && p.until > 0) {
            memcpy(p.pmk, s->pmk, s->pmk_len);
            extsta_pmksa_restore(service_core(m->station), ssid, &p);
        }
        explicit_bzero(&p, sizeof p);
    }
}

void member_entered(struct member *m, uint32_t network)
{
    const char *name = member_network_name(m, network);
    member_any(m);
    if (m->kept && strlen(name) <= STATE_NAME_MAX) {
        m->unsaved |= strcmp(m->kept->network, name) != 0;
        strcpy(m->kept->network, name);
        m->unsaved |= keep_pmksas(m);
    }
    save_soon(m);
}

static void on_any(void *user, extsta_time now)
{
    struct member *m = user;
    const struct service_network *n;
    m->first = NULL;
    n = m->station ? service_network(m->station, m->first_id) : NULL;
    if (n && n->selected) { /* nobody has selected another one meanwhile */
        service_select_any(m->station);
    }
}

void member_any(struct member *m)
{
    struct daemon *d = m->daemon;
    if (m->first_choice) {
        m->first_choice = false;
        m->first = host_alarm_add(d->loop, host_loop_now(d->loop), on_any, m);
    }
}
