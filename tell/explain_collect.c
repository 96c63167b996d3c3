#include "explain_collect.h"
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

static bool room(struct collection *c, void *array, size_t *capacity, size_t count, size_t size)
{
    void **block = array;
    if (count < *capacity) {
        return true;
    }
    size_t more = *capacity ? *capacity * 2 : 64;
    void *grown = more < NONE ? realloc(*block, more * size) : NULL;
    if (!grown) {
        c->failed = true;
        return false;
    }
    *block = grown;
    *capacity = more;
    return true;
}

static uint64_t hash(const void *data, size_t len)
{
    const uint8_t *p = data;
    uint64_t h = 0xcbf29ce484222325u;
    while (len--) {
        h = (h ^ *p++) * 0x100000001b3u;
    }
    return h ^ (h >> 29);
}

/* --- tables: slots hold index + 1 --- */

typedef uint64_t hash_of(const struct collection *c, uint32_t index);

static bool spread(struct collection *c, uint32_t **slots, size_t *slot_count, size_t count,
                   hash_of *of)
{
    if (count * 2 < *slot_count) {
        return true;
    }
    size_t more = *slot_count ? *slot_count * 2 : 256;
    uint32_t *bigger = calloc(more, sizeof *bigger);
    if (!bigger) {
        c->failed = true;
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = of(c, (uint32_t)i) & (more - 1);
        while (bigger[at]) {
            at = (at + 1) & (more - 1);
        }
        bigger[at] = (uint32_t)i + 1;
    }
    free(*slots);
    *slots = bigger;
    *slot_count = more;
    return true;
}

static uint64_t hash_text(const struct collection *c, uint32_t i)
{
    return hash(c->texts[i], strlen(c->texts[i]));
}

static uint64_t hash_station(const struct collection *c, uint32_t i)
{
    return hash(c->stations[i].mac.b, 6);
}

static uint64_t hash_bss(const struct collection *c, uint32_t i)
{
    return hash(c->bss[i].bssid.b, 6);
}

static uint32_t keep_text(struct collection *c, const char *text)
{
    if (!text || !spread(c, &c->text_slots, &c->text_slot_count, c->text_count, hash_text)) {
        return 0;
    }
    size_t mask = c->text_slot_count - 1, at = hash(text, strlen(text)) & mask;
    for (; c->text_slots[at]; at = (at + 1) & mask) {
        if (strcmp(c->texts[c->text_slots[at] - 1], text) == 0) {
            return c->text_slots[at] - 1;
        }
    }
    char *copy = strdup(text);
    if (!copy || !room(c, &c->texts, &c->text_capacity, c->text_count, sizeof *c->texts)) {
        c->failed = true;
        free(copy);
        return 0;
    }
    c->texts[c->text_count] = copy;
    c->text_slots[at] = (uint32_t)++c->text_count;
    return (uint32_t)c->text_count - 1;
}

static uint32_t station_of(struct collection *c, struct extsta_mac mac)
{
    if (!spread(c, &c->station_slots, &c->station_slot_count, c->station_count, hash_station)) {
        return NONE;
    }
    size_t mask = c->station_slot_count - 1, at = hash(mac.b, 6) & mask;
    for (; c->station_slots[at]; at = (at + 1) & mask) {
        if (memcmp(c->stations[c->station_slots[at] - 1].mac.b, mac.b, 6) == 0) {
            return c->station_slots[at] - 1;
        }
    }
    if (!room(c, &c->stations, &c->station_capacity, c->station_count, sizeof *c->stations)) {
        return NONE;
    }
    c->stations[c->station_count] =
        (struct kept_station){.mac = mac, .first = NONE, .last = NONE};
    c->station_slots[at] = (uint32_t)++c->station_count;
    return (uint32_t)c->station_count - 1;
}

static uint32_t bss_of(struct collection *c, struct extsta_mac bssid)
{
    if (!spread(c, &c->bss_slots, &c->bss_slot_count, c->bss_count, hash_bss)) {
        return NONE;
    }
    size_t mask = c->bss_slot_count - 1, at = hash(bssid.b, 6) & mask;
    for (; c->bss_slots[at]; at = (at + 1) & mask) {
        if (memcmp(c->bss[c->bss_slots[at] - 1].bssid.b, bssid.b, 6) == 0) {
            return c->bss_slots[at] - 1;
        }
    }
    if (!room(c, &c->bss, &c->bss_capacity, c->bss_count, sizeof *c->bss)) {
        return NONE;
    }
    c->bss[c->bss_count] = (struct kept_bss){.bssid = bssid};
    c->bss_slots[at] = (uint32_t)++c->bss_count;
    return (uint32_t)c->bss_count - 1;
}

/* --- --- */

struct collection *collection_new(void)
{
    struct collection *c = calloc(1, sizeof *c);
    if (c) {
        keep_text(c, ""); /* index 0: none */
        c->begin = UINT64_MAX;
    }
    return c;
}

void collection_free(struct collection *c)
{
    if (!c) {
        return;
    }
    for (size_t i = 0; i < c->text_count; i++) {
        free((char *)(uintptr_t)c->texts[i]);
    }
    for (size_t i = 0; i < c->bss_count; i++) {
        free((uint8_t *)(uintptr_t)c->bss[i].ssid.data);
    }
    free(c->stories);
    free(c->stations);
    free(c->bss);
    free(c->texts);
    free(c->station_slots);
    free(c->bss_slots);
    free(c->text_slots);
    free(c);
}

bool story_is_trouble(const struct kept_story *s)
{
    switch ((enum extsta_story_what)s->what) {
    case EXTSTA_STORY_ASSOCIATION_FAILED:
    case EXTSTA_STORY_SILENCE:
        return true;
    case EXTSTA_STORY_DISASSOCIATION:
        return s->is_explicit && s->by != EXTSTA_BY_STA;
    case EXTSTA_STORY_FINDING:
        return s->forged;
    case EXTSTA_STORY_ASSOCIATION:
    case EXTSTA_STORY_PORT_AUTHORIZED:
    case EXTSTA_STORY_ROAM:
    case EXTSTA_STORY_GROUP_REKEY:
    case EXTSTA_STORY_SCAN:
        break;
    }
    return false;
}

uint64_t story_moment(const struct kept_story *s)
{
    switch ((enum extsta_story_what)s->what) {
    case EXTSTA_STORY_ASSOCIATION:
    case EXTSTA_STORY_ASSOCIATION_FAILED:
    case EXTSTA_STORY_PORT_AUTHORIZED:
    case EXTSTA_STORY_ROAM:
        return s->until;
    case EXTSTA_STORY_DISASSOCIATION:
        return s->is_explicit ? s->time : s->until;
    case EXTSTA_STORY_SILENCE:
    case EXTSTA_STORY_FINDING:
    case EXTSTA_STORY_GROUP_REKEY:
    case EXTSTA_STORY_SCAN:
        break;
    }
    return s->time;
}

static void count(struct kept_station *st, const struct kept_story *s)
{
    switch ((enum extsta_story_what)s->what) {
    case EXTSTA_STORY_ASSOCIATION:
        st->joined++;
        break;
    case EXTSTA_STORY_ASSOCIATION_FAILED:
        st->failed++;
        st->badness += 3;
        st->failed_name = s->name;
        st->failed_at = s->until;
        break;
    case EXTSTA_STORY_PORT_AUTHORIZED:
        st->authorized++;
        break;
    case EXTSTA_STORY_ROAM:
        st->roamed++;
        break;
    case EXTSTA_STORY_DISASSOCIATION:
        if (!s->is_explicit) {
            st->replaced++;
        } else if (s->by == EXTSTA_BY_STA) {
            st->left++;
        } else {
            st->thrown_out++;
            st->badness += s->again ? 0 : 2;
        }
        break;
    case EXTSTA_STORY_SILENCE:
        st->silent++;
        st->badness += 2;
        break;
    case EXTSTA_STORY_FINDING:
        st->forged += s->forged;
        st->badness += s->forged;
        break;
    case EXTSTA_STORY_SCAN:
        st->scans++;
        break;
    case EXTSTA_STORY_GROUP_REKEY:
        break;
    }
}

void collection_story(struct collection *c, const struct extsta_story *s)
{
    static const struct extsta_mac zero;
    if (!room(c, &c->stories, &c->story_capacity, c->story_count, sizeof *c->stories)) {
        return;
    }
    uint32_t index = (uint32_t)c->story_count, station = station_of(c, s->sta);
    struct kept_story kept = {
        .time = s->time,
        .until = s->until,
        .gap = s->gap,
        .station = station,
        .bss = bss_of(c, s->bssid),
        .other = memcmp(s->other.b, zero.b, 6) ? bss_of(c, s->other) : NONE,
        .first_frame = s->first_frame,
        .last_frame = s->last_frame,
        .lost = s->lost,
        .name = keep_text(c, s->name),
        .text = keep_text(c, s->text),
        .advice = keep_text(c, s->advice),
        .next = NONE,
        .reason = s->has_reason ? s->reason : -1,
        .status = s->has_status ? s->status : -1,
        .what = (uint8_t)s->what,
        .by = (uint8_t)s->by,
        .confidence = s->confidence,
        .is_explicit = s->is_explicit,
        .inferred = s->inferred,
        .forged = s->forged,
    };
    if (station == NONE || kept.bss == NONE) {
        return;
    }
    struct kept_station *st = &c->stations[station];
    kept.again = kept.what == EXTSTA_STORY_DISASSOCIATION && kept.name &&
                 kept.name == st->failed_name && kept.time < st->failed_at + 1000000000u;
    c->stories[c->story_count++] = kept;
    if (st->last != NONE) {
        c->stories[st->last].next = index;
    } else {
        st->first = index;
    }
    st->last = index;
    count(st, &kept);
    c->begin = s->time < c->begin ? s->time : c->begin;
    c->end = s->until > c->end ? s->until : c->end;
}

void collection_bss(struct collection *c, const struct extsta_bss_report *b)
{
    uint32_t index = bss_of(c, b->bssid);
    if (index == NONE) {
        return;
    }
    struct kept_bss *kept = &c->bss[index];
    if (kept->announced && (kept->ssid.len || !b->ssid.len)) {
        kept->beacons += b->beacons;
        return;
    }
    kept->announced = true;
    kept->channel = b->channel;
    kept->beacons += b->beacons;
    kept->security = keep_text(c, b->security);
    uint8_t *ssid = b->ssid.len ? malloc(b->ssid.len) : NULL;
    if (ssid) {
        memcpy(ssid, b->ssid.data, b->ssid.len);
        free((uint8_t *)(uintptr_t)kept->ssid.data);
        kept->ssid = (struct extsta_span){ssid, b->ssid.len};
    }
}

static const struct collection *sorting;

static int by_time(const void *a, const void *b)
{
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct kept_story *x = &sorting->stories[i], *y = &sorting->stories[k];
    uint64_t a_time = story_moment(x), b_time = story_moment(y);
    if (a_time != b_time) {
        return a_time < b_time ? -1 : 1;
    }
    return i < k ? -1 : i > k;
}

void collection_sort(struct collection *c)
{
    uint32_t *order = NULL;
    size_t capacity = 0;
    sorting = c;
    for (size_t s = 0; s < c->station_count; s++) {
        struct kept_station *st = &c->stations[s];
        size_t n = 0;
        for (uint32_t i = st->first; i != NONE; i = c->stories[i].next) {
            if (!room(c, &order, &capacity, n, sizeof *order)) {
                break;
            }
            order[n++] = i;
        }
        if (n == 0 || c->failed) {
            continue;
        }
        qsort(order, n, sizeof *order, by_time);
        for (size_t i = 0; i + 1 < n; i++) {
            c->stories[order[i]].next = order[i + 1];
        }
        st->first = order[0];
        st->last = order[n - 1];
        c->stories[st->last].next = NONE;
    }
    free(order);
}

static int by_count(const void *a, const void *b)
{
    const struct cause_count *x = a, *y = b;
    return x->count != y->count ? (x->count > y->count ? -1 : 1) : (x->name < y->name ? -1 : 1);
}

size_t collection_causes(const struct collection *c, struct cause_count *out)
{
    size_t n = 0;
    for (size_t i = 0; i < c->story_count; i++) {
        const struct kept_story *s = &c->stories[i];
        size_t k = 0;
        if (!story_is_trouble(s) || s->again || !s->name) {
            continue;
        }
        while (k < n && out[k].name != s->name) {
            k++;
        }
        if (k == n && n < CAUSES_MAX) {
            out[n++] = (struct cause_count){.name = s->name};
        }
        if (k < n) {
            out[k].count++;
        }
    }
    qsort(out, n, sizeof *out, by_count);
    return n;
}

size_t collection_worst(const struct collection *c, uint32_t *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < c->station_count; i++) {
        uint32_t bad = c->stations[i].badness;
        size_t at = n;
        if (bad == 0) {
            continue;
        }
        while (at > 0 && c->stations[out[at - 1]].badness < bad) {
            at--;
        }
        if (at >= max) {
            continue;
        }
        size_t tail = (n < max ? n : max - 1) - at;
        memmove(out + at + 1, out + at, tail * sizeof *out);
        out[at] = (uint32_t)i;
        n += n < max;
    }
    return n;
}
