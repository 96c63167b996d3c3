/* See log_judge.h. The reader (extsta/log.h) makes entries of the octets; an entry goes to the
 * referee of its station, found by name. */
#include "log_judge.h"
#include "directory.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A station or an access point of the log. */
struct member {
    struct directory_entry by_name, by_address;
    struct extsta_mac address;
    struct extsta_referee *referee; /* NULL: none, or no memory */
    uint64_t losses;                /* of the judge, when something of it was judged last */
    bool halted;
    char name[];
};

struct log_judge {
    const struct log_judge_ops *ops;
    void *user;
    struct extsta_context *ctx;
    struct extsta_log_reader *reader;
    struct directory names, addresses;
    struct member **stations, **aps;
    size_t station_count, station_room, ap_count, ap_room;
    uint64_t losses; /* what could not be read may have been anything, of anybody */
    struct log_judge_about about;
    bool machine_clock;
    bool line_open; /* what was fed does not end with the end of a line */
    bool ending;    /* such a line is being read, and nothing follows it */
};

struct log_judge *log_judge_new(struct extsta_context *ctx, const struct log_judge_ops *ops,
                                void *user)
{
    struct log_judge *j = host_calloc(1, sizeof *j);
    if (!j) {
        return NULL;
    }
    j->ops = ops;
    j->user = user;
    j->ctx = ctx;
    j->reader = extsta_log_reader_new(ctx);
    if (!j->reader) {
        log_judge_free(j);
        return NULL;
    }
    host_entropy.fill(NULL, 0, (uint8_t *)&j->names.seed, sizeof j->names.seed);
    j->addresses.seed = j->names.seed;
    return j;
}

void log_judge_free(struct log_judge *j)
{
    if (!j) {
        return;
    }
    for (size_t i = 0; i < j->station_count; i++) {
        extsta_referee_free(j->stations[i]->referee);
        free(j->stations[i]);
    }
    for (size_t i = 0; i < j->ap_count; i++) {
        free(j->aps[i]);
    }
    free(j->stations);
    free(j->aps);
    directory_free(&j->names);
    directory_free(&j->addresses);
    extsta_log_reader_free(j->reader);
    free(j);
}

/* --- members --- */

static struct member *member_of(struct directory_entry *e, size_t at)
{
    return e ? (struct member *)(void *)((char *)e - at) : NULL;
}

static struct member *station_named(const struct log_judge *j, const char *name)
{
    return member_of(directory_find(&j->names, name, strlen(name)),
                     offsetof(struct member, by_name));
}

const char *log_judge_name(const void *judge, struct extsta_mac address)
{
    const struct log_judge *j = judge;
    const struct member *m =
        member_of(directory_find(&j->addresses, address.b, sizeof address.b),
                  offsetof(struct member, by_address));
    return m ? m->name : NULL;
}

/* NULL: no memory. */
static struct member *member_new(const char *name, struct extsta_mac address,
                                 struct member ***list, size_t *count, size_t *room)
{
    if (*count == *room) {
        size_t more = *room ? *room * 2 : 16;
        struct member **grown = host_realloc(*list, more * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        *list = grown;
        *room = more;
    }
    size_t len = strlen(name);
    struct member *m = host_calloc(1, sizeof *m + len + 1);
    if (m) {
        memcpy(m->name, name, len);
        m->address = address;
        (*list)[(*count)++] = m;
    }
    return m;
}

static void unreadable(struct log_judge *j, const char *why)
{
    j->about.unreadable++;
    j->losses++;
    j->ops->unreadable(j->user, why);
}

static void refuse(struct log_judge *j, const struct extsta_log_entry *entry, const char *why)
{
    char text[200];
    snprintf(text, sizeof text, "line %llu: %s", (unsigned long long)entry->line, why);
    unreadable(j, text);
}

static void take_ap(struct log_judge *j, const struct extsta_log_entry *entry)
{
    if (j->ap_count == LOG_JUDGE_STATIONS || !entry->name) {
        return; /* it would only have had a name */
    }
    struct member *m =
        member_new(entry->name, entry->address, &j->aps, &j->ap_count, &j->ap_room);
    j->about.no_memory |= !m;
    if (m) {
        directory_enter(&j->addresses, &m->by_address, m->address.b, sizeof m->address.b);
    }
}

/* Of the same name again: another one, which the lines to come are of. */
static void take_station(struct log_judge *j, const struct extsta_log_entry *entry)
{
    const struct extsta_referee_config config = {
        .machine_clock = j->machine_clock, .address = entry->address, .phy_count = entry->phys};
    if (j->station_count == LOG_JUDGE_STATIONS) {
        refuse(j, entry, "one station more than can be judged");
        return;
    }
    struct member *m = member_new(entry->name ? entry->name : "", entry->address, &j->stations,
                                  &j->station_count, &j->station_room);
    if (m) {
        directory_enter(&j->names, &m->by_name, m->name, strlen(m->name));
        directory_enter(&j->addresses, &m->by_address, m->address.b, sizeof m->address.b);
        m->referee = extsta_referee_new(j->ctx, &config);
        m->losses = j->losses; /* nothing of it was lost */
    }
    j->about.no_memory |= !m || !m->referee;
}

/* --- what they did --- */

static void tell_findings(struct log_judge *j, struct member *m)
{
    struct extsta_finding finding;
    while (extsta_referee_next(m->referee, &finding)) {
        j->ops->finding(j->user, m->name, &finding);
    }
}

static void take_output(struct log_judge *j, const struct extsta_log_entry *entry)
{
    const struct extsta_output *out = entry->output;
    struct member *m = station_named(j, entry->name ? entry->name : "");
    if (!m) {
        refuse(j, entry, "no line 'station' has said whose this is");
        return;
    }
    j->about.gaps += out->type == EXTSTA_OUT_GAP;
    m->halted |= out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_HALT;
    if (!m->referee) {
        return;
    }
    if (m->losses != j->losses) {
        m->losses = j->losses;
        extsta_referee_gap(m->referee);
    }
    if (out->type == EXTSTA_OUT_INPUT && out->input.type == EXTSTA_INPUT_FRAME) {
        extsta_referee_hears(m->referee, true); /* who records one of them records them all */
    }
    extsta_referee_number(m->referee, entry->line);
    extsta_referee_output(m->referee, entry->time, out);
    tell_findings(j, m);
}

static void take_entry(struct log_judge *j, const struct extsta_log_entry *entry)
{
    struct log_judge_about *a = &j->about;
    if (entry->time != 0 || entry->kind != EXTSTA_LOG_OTHER) {
        a->to = entry->time > a->to ? entry->time : a->to;
    }
    switch (entry->kind) {
    case EXTSTA_LOG_HEAD:
        a->headed = true;
        j->machine_clock = entry->machine_clock;
        break;
    case EXTSTA_LOG_STATION:
        a->from = j->station_count == 0 ? entry->time : a->from;
        take_station(j, entry);
        break;
    case EXTSTA_LOG_AP:
        take_ap(j, entry);
        break;
    case EXTSTA_LOG_OUTPUT:
        take_output(j, entry);
        break;
    case EXTSTA_LOG_OTHER:
        break;
    }
}

/* The line at which somebody was interrupted. */
static void cut_off(struct log_judge *j)
{
    const char *why = extsta_log_error(j->reader);
    char text[200];
    snprintf(text, sizeof text, "%.*s: the log is cut off within it", (int)strcspn(why, ":"),
             why);
    j->about.cut = true;
    unreadable(j, text);
}

/* Takes what the reader makes of what it was fed. */
static bool take(struct log_judge *j)
{
    struct extsta_log_entry entry;
    enum extsta_log_result result;
    while ((result = extsta_log_next(j->reader, &entry)) == EXTSTA_LOG_ENTRY ||
           result == EXTSTA_LOG_BAD) {
        if (result == EXTSTA_LOG_ENTRY) {
            j->about.lines = entry.line;
            take_entry(j, &entry);
        } else if (j->ending) {
            cut_off(j);
        } else {
            unreadable(j, extsta_log_error(j->reader));
        }
    }
    if (result == EXTSTA_LOG_STOP) {
        unreadable(j, extsta_log_error(j->reader));
    }
    return result != EXTSTA_LOG_STOP;
}

bool log_judge_feed(struct log_judge *j, struct extsta_span octets)
{
    if (octets.len > 0) {
        j->line_open = octets.data[octets.len - 1] != '\n';
    }
    extsta_log_feed(j->reader, octets);
    return take(j);
}

void log_judge_end(struct log_judge *j)
{
    j->ending = j->line_open;
    extsta_log_end(j->reader);
    take(j);
    for (size_t i = 0; i < j->station_count; i++) {
        struct member *m = j->stations[i];
        if (m->referee && !m->halted && m->losses == j->losses) {
            extsta_referee_time(m->referee, j->about.to);
            tell_findings(j, m);
        }
    }
}

void log_judge_about(const struct log_judge *j, struct log_judge_about *about)
{
    *about = j->about;
    about->stations = j->station_count;
}

const struct extsta_referee *log_judge_referee(const struct log_judge *j, size_t index)
{
    return index < j->station_count ? j->stations[index]->referee : NULL;
}
