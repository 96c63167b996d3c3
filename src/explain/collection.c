/* Stories kept and grouped by client (extsta/collection.h), for whoever needs all of them at
 * once: the timeline, the report. A story is a row of two cache lines, without texts; rows,
 * clients and BSSs are stores, so that nothing is copied as they grow.
 *
 * A client's rows are a list in order of telling; sorting relinks it by moment. Stories that
 * were lost for want of memory are counted and never half kept. */
#include <extsta/collection.h>

#include "base/context.h"
#include "explain/conversation.h"
#include "explain/story_private.h"

/* An end within this time of a failure of the same kind is the failure's own. */
#define SAME_TROUBLE SECOND

/* The values of an extsta_story, packed; what is not here follows from the rest
 * (telling_of). */
struct row {
    uint64_t time, span; /* until = time + span */
    union {
        uint64_t gap; /* of a roam or an AP, which have no cause */
        enum extsta_rule rule;
    };
    uint32_t bss, other, next;
    uint32_t first_frame, last_frame;
    uint32_t count; /* of a roam: lost */
    uint32_t what : 4, by : 2, is_explicit : 1, has_reason : 1, has_status : 1, inferred : 1,
        forged : 1, again : 1, late : 1; /* late: its moment is `until` */
    uint32_t with_ap : 8;                /* enum extsta_story_kind */
    uint32_t kind : 8, security : 4, subject : 4, origin : 4, stage : 4, space : 4;
    uint16_t code; /* reason or status */
    uint16_t aid;
    uint8_t confidence, sureness, eap_type, tls_alert;
    /* The second line. */
    uint32_t details;
    uint32_t number;
    uint32_t context; /* index of a kept context, plus 1; 0: nothing in it */
    uint32_t net;     /* index plus 1; 0: none */
    uint8_t evidence_count;
    struct extsta_evidence evidence[EXTSTA_EVIDENCE_MAX];
};
_Static_assert(sizeof(struct row) <= 2 * STORE_LINE, "budget of a story");
_Static_assert(EXTSTA_SECURED_FILS < 16 && EXTSTA_KIND_COUNT <= 256,
               "a row has room for all of them");
_Static_assert(sizeof(struct extsta_client) == STORE_LINE, "budget of a client");

/* by_client and by_bss: from an address to an index in its store. */
struct extsta_collection {
    struct pool *pool;
    uint64_t seed;
    struct store rows, clients, bss;
    struct store contexts; /* struct extsta_story_context; most stories share a few */
    struct store nets;     /* of the stories that have one */
    struct index_table by_client, by_bss;
    uint64_t begin, end, lost;
    struct {
        uint32_t troubles;
        uint8_t order; /* of appearance, from 1; 0: not yet */
    } kinds[EXTSTA_KIND_COUNT];
    uint8_t kind_count;
};

struct extsta_collection *extsta_collection_new(struct extsta_context *ctx)
{
    struct pool *pool = &ctx->pool;
    struct extsta_collection *c = pool_zalloc(pool, sizeof *c);
    if (c) {
        c->pool = c->by_client.pool = c->by_bss.pool = pool;
        c->seed = ctx->hash_seed;
        store_init(&c->rows, pool, sizeof(struct row));
        store_init(&c->clients, pool, sizeof(struct extsta_client));
        store_init(&c->contexts, pool, sizeof(struct extsta_story_context));
        store_init(&c->nets, pool, sizeof(struct extsta_story_net));
        store_init(&c->bss, pool, sizeof(struct extsta_kept_bss));
        c->begin = UINT64_MAX;
    }
    return c;
}

void extsta_collection_free(struct extsta_collection *c)
{
    if (!c) {
        return;
    }
    store_destroy(&c->rows);
    store_destroy(&c->clients);
    store_destroy(&c->contexts);
    store_destroy(&c->bss);
    store_destroy(&c->nets);
    index_destroy(&c->by_client);
    index_destroy(&c->by_bss);
    pool_release(c->pool, c, sizeof *c);
}

static struct row *row_at(const struct extsta_collection *c, uint32_t index)
{
    return store_at(&c->rows, index);
}

static uint64_t hash_of(const struct extsta_collection *c, struct extsta_mac mac)
{
    return hash_u64(c->seed, mac_bits(mac));
}

static struct extsta_client *client_of(struct extsta_collection *c, struct extsta_mac mac)
{
    bool made;
    uint32_t i = index_get(&c->by_client, &c->clients, hash_of(c, mac), mac, &made);
    struct extsta_client *client = i == EXPLAIN_NONE ? NULL : store_at(&c->clients, i);
    if (client && made) {
        client->first = client->last = client->failure = EXTSTA_NO_INDEX;
    }
    return client;
}

/* EXPLAIN_NONE: no memory. */
static uint32_t bss_of(struct extsta_collection *c, struct extsta_mac bssid)
{
    bool made;
    uint32_t i = index_get(&c->by_bss, &c->bss, hash_of(c, bssid), bssid, &made);
    struct extsta_kept_bss *bss = i == EXPLAIN_NONE ? NULL : store_at(&c->bss, i);
    if (bss && made) {
        bss->first = bss->last = EXTSTA_NO_INDEX;
    }
    return i;
}

/* --- stories --- */

static bool has_gap(enum extsta_story_what what)
{
    return what == EXTSTA_STORY_ROAM || what == EXTSTA_STORY_AP;
}

/* How many of the last contexts are looked through for the same one. */
#define SAME_CONTEXTS 16u

_Static_assert(sizeof(struct extsta_link) == 16, "no padding: compared as octets");

static bool same_context(const struct extsta_story_context *a,
                         const struct extsta_story_context *b)
{
    return a->akm == b->akm && a->pairwise == b->pairwise && a->group == b->group &&
           a->pmf == b->pmf && a->pmkid == b->pmkid && a->why == b->why &&
           a->listed == b->listed && a->over == b->over && a->candidates == b->candidates &&
           a->asked == b->asked && a->answered == b->answered && a->refused == b->refused &&
           a->has_load == b->has_load && a->busy == b->busy && a->stations == b->stations &&
           a->link_count == b->link_count && mac_equal(a->mld, b->mld) &&
           memcmp(a->links, b->links, sizeof a->links) == 0;
}

/* *index: plus 1; 0: nothing to keep. False: no memory. */
static bool keep_context(struct extsta_collection *c, const struct extsta_story_context *from,
                         uint32_t *index)
{
    static const struct extsta_story_context nothing;
    *index = 0;
    if (same_context(from, &nothing)) {
        return true;
    }
    uint32_t count = c->contexts.count;
    for (uint32_t i = count; i > 0 && i + SAME_CONTEXTS > count; i--) {
        if (same_context(store_at(&c->contexts, i - 1), from)) {
            *index = i;
            return true;
        }
    }
    struct extsta_story_context *kept = store_add(&c->contexts);
    if (kept) {
        *kept = *from;
        *index = c->contexts.count;
    }
    return kept != NULL;
}

/* The masks cut nothing: the assertions above see to the ranges. */
static void pack(struct row *r, const struct extsta_story *s)
{
    *r = (struct row){
        .time = s->time,
        .span = s->until - s->time,
        .next = EXTSTA_NO_INDEX,
        .first_frame = s->first_frame,
        .last_frame = s->last_frame,
        .count = s->what == EXTSTA_STORY_ROAM ? s->lost : s->count,
        .details = s->details,
        .number = s->number,
        .evidence_count = s->evidence_count,
        .what = s->what & 15u,
        .by = s->by & 3u,
        .is_explicit = s->is_explicit,
        .has_reason = s->has_reason,
        .has_status = s->has_status,
        .inferred = s->inferred,
        .forged = s->forged,
        .late = extsta_story_moment(s) == s->until,
        .kind = s->kind & 255u,
        .security = s->security & 15u,
        .subject = s->cause.subject & 15u,
        .origin = s->cause.origin & 15u,
        .stage = s->cause.stage & 15u,
        .space = s->cause.space & 15u,
        .code = s->has_reason ? s->reason : s->status,
        .aid = s->aid,
        .confidence = s->confidence,
        .sureness = s->sureness,
        .eap_type = s->eap_type,
        .tls_alert = s->tls_alert,
    };
    memcpy(r->evidence, s->evidence, sizeof r->evidence);
    if (has_gap(s->what)) {
        r->gap = s->gap;
    } else {
        r->rule = s->cause.rule;
    }
}

/* The inverse of pack. */
void extsta_collection_story_at(const struct extsta_collection *c,
                                const struct extsta_client *client, uint32_t index,
                                struct extsta_kept_story *out)
{
    const struct row *r = row_at(c, index);
    bool roam = r->what == EXTSTA_STORY_ROAM;
    bool gap = has_gap((enum extsta_story_what)r->what);
    struct extsta_story *s = &out->story;
    telling_of(s, client ? client->mac : (struct extsta_mac){{0}},
               extsta_collection_bss_at(c, r->bss)->bssid, (enum extsta_story_what)r->what,
               (enum extsta_story_kind)r->kind);
    telling_frames(s, r->first_frame, r->time, r->last_frame, r->time + r->span);
    telling_cause(s, (enum extsta_origin)r->origin, (enum extsta_stage)r->stage,
                  gap ? EXTSTA_RULE_NONE : r->rule);
    s->cause.subject = (enum extsta_subject)r->subject;
    s->cause.space = (enum extsta_code_space)r->space;
    s->cause.code = r->code;
    s->cause.confidence = s->confidence = r->confidence;
    s->sureness = r->sureness;
    s->number = r->number;
    s->by = (enum extsta_story_by)r->by;
    s->is_explicit = r->is_explicit;
    s->inferred = r->inferred;
    s->forged = r->forged;
    s->has_reason = r->has_reason;
    s->has_status = r->has_status;
    s->reason = r->has_reason ? r->code : 0;
    s->status = r->has_status ? r->code : 0;
    if (r->other != EXTSTA_NO_INDEX) {
        s->other = extsta_collection_bss_at(c, r->other)->bssid;
    }
    s->gap = gap ? r->gap : 0;
    s->lost = roam ? r->count : 0;
    s->count = roam ? 0 : r->count;
    if (r->net) {
        s->net = *(const struct extsta_story_net *)store_at(&c->nets, r->net - 1);
    }
    s->details = r->details;
    s->evidence_count = r->evidence_count;
    memcpy(s->evidence, r->evidence, sizeof s->evidence);
    s->security = (enum extsta_story_security)r->security;
    s->aid = r->aid;
    s->eap_type = r->eap_type;
    s->tls_alert = r->tls_alert;
    if (r->context) {
        s->context =
            *(const struct extsta_story_context *)store_at(&c->contexts, r->context - 1);
    }
    out->bss = r->bss;
    out->other = r->other;
    out->next = r->next;
    out->again = r->again;
    out->with_ap = (enum extsta_story_kind)r->with_ap;
}

/* Badness weighs failures and no connection 3, being thrown out and silence 2, forged frames 1.
 * An end that only carries out a failure already told is not counted against the client twice.
 */
static void count(struct extsta_client *client, const struct extsta_story *s,
                  const struct row *r, uint32_t index)
{
    client->active = client->active || s->what != EXTSTA_STORY_SCAN;
    switch (s->what) {
    case EXTSTA_STORY_ASSOCIATION:
        client->joined++;
        break;
    case EXTSTA_STORY_ASSOCIATION_FAILED:
        client->failed++;
        client->badness += 3;
        client->failure = index;
        break;
    case EXTSTA_STORY_PORT_AUTHORIZED:
        client->authorized++;
        break;
    case EXTSTA_STORY_ROAM:
        client->roamed++;
        break;
    case EXTSTA_STORY_DISASSOCIATION:
        if (r->again) {
            break;
        }
        if (!s->is_explicit) {
            client->replaced++;
        } else if (s->by == EXTSTA_BY_STA) {
            client->left++;
        } else if (s->by == EXTSTA_BY_UNKNOWN) {
            client->forged++;
            client->badness += 2;
        } else {
            client->thrown_out++;
            client->badness += 2;
        }
        break;
    case EXTSTA_STORY_SILENCE:
        client->silent++;
        client->badness += 2;
        break;
    case EXTSTA_STORY_FINDING:
        client->forged += s->forged;
        client->badness += s->forged;
        break;
    case EXTSTA_STORY_SCAN:
        client->scans = (uint16_t)(client->scans + (client->scans != UINT16_MAX));
        break;
    case EXTSTA_STORY_NOT_CONNECTED:
        if (extsta_story_is_trouble(s)) {
            client->unconnected =
                (uint16_t)(client->unconnected + (client->unconnected != UINT16_MAX));
            client->badness += 3;
        }
        break;
    case EXTSTA_STORY_ADDRESS:
    case EXTSTA_STORY_CONNECTED:
    case EXTSTA_STORY_GROUP_REKEY:
    case EXTSTA_STORY_AP:
        break;
    }
}

/* A failure of the handshake is told, and at once the deauthentication that came of it. */
static bool is_again(const struct extsta_collection *c, const struct extsta_client *client,
                     const struct extsta_story *s)
{
    const struct row *failure =
        client->failure == EXTSTA_NO_INDEX ? NULL : row_at(c, client->failure);
    return failure && s->what == EXTSTA_STORY_DISASSOCIATION && s->kind != EXTSTA_KIND_NONE &&
           s->kind == failure->kind && s->time < failure->time + failure->span + SAME_TROUBLE;
}

/* Behind the others of its client or AP. */
static void append(struct extsta_collection *c, uint32_t *first, uint32_t *last, uint32_t index)
{
    if (*last != EXTSTA_NO_INDEX) {
        row_at(c, *last)->next = index;
    } else {
        *first = index;
    }
    *last = index;
}

void extsta_collection_story(struct extsta_collection *c, const struct extsta_story *s)
{
    bool of_ap = s->what == EXTSTA_STORY_AP;
    struct extsta_client *client = of_ap ? NULL : client_of(c, s->sta);
    uint32_t bss = bss_of(c, s->bssid);
    uint32_t other = mac_is_zero(s->other) ? EXTSTA_NO_INDEX : bss_of(c, s->other);
    uint32_t context;
    bool whole = (client || of_ap) && bss != EXPLAIN_NONE &&
                 (mac_is_zero(s->other) || other != EXPLAIN_NONE) &&
                 keep_context(c, &s->context, &context);
    struct extsta_story_net *net =
        whole && extsta_story_has_net(s) ? store_add(&c->nets) : NULL;
    struct row *r = whole && (net || !extsta_story_has_net(s)) ? store_add(&c->rows) : NULL;
    if (!r) {
        c->lost++;
        return;
    }
    uint32_t index = c->rows.count - 1;
    pack(r, s);
    if (net) {
        *net = s->net;
        r->net = c->nets.count;
    }
    r->bss = bss;
    r->other = other;
    r->context = context;
    struct extsta_kept_bss *kept = store_at(&c->bss, bss);
    if (client) {
        r->again = is_again(c, client, s);
        kept->stories++;
        append(c, &client->first, &client->last, index);
        count(client, s, r, index);
    } else {
        append(c, &kept->first, &kept->last, index);
    }
    if (!c->kinds[s->kind].order) {
        c->kinds[s->kind].order = ++c->kind_count;
    }
    c->kinds[s->kind].troubles += extsta_story_is_trouble(s) && !r->again;
    c->begin = s->time < c->begin ? s->time : c->begin;
    c->end = s->until > c->end ? s->until : c->end;
}

void extsta_kept_bss_take(struct extsta_kept_bss *kept, const struct extsta_bss_report *b)
{
    kept->beacons += b->beacons;
    if (kept->announced && (kept->ssid_len || !b->ssid.len)) {
        return;
    }
    kept->announced = true;
    kept->channel = b->channel ? b->channel : b->primary_channel;
    kept->secured = b->security != NULL;
    if (b->security) {
        kept->security = *b->security;
    }
    kept->ssid_len = (uint8_t)(b->ssid.len <= sizeof kept->ssid ? b->ssid.len : 0);
    if (kept->ssid_len) {
        memcpy(kept->ssid, b->ssid.data, kept->ssid_len);
    }
}

void extsta_collection_bss(struct extsta_collection *c, const struct extsta_bss_report *b)
{
    uint32_t index = bss_of(c, b->bssid);
    struct extsta_kept_bss *kept = index == EXPLAIN_NONE ? NULL : store_at(&c->bss, index);
    if (!kept) {
        c->lost++;
        return;
    }
    extsta_kept_bss_take(kept, b);
}

/* --- order --- */

static uint64_t moment_of(const struct row *r)
{
    return r->late ? r->time + r->span : r->time;
}

/* Two sorted lists in one; of equal moments those of `a` come first. */
static uint32_t merge(struct extsta_collection *c, uint32_t a, uint32_t b)
{
    uint32_t first = EXTSTA_NO_INDEX, *at = &first;
    while (a != EXTSTA_NO_INDEX && b != EXTSTA_NO_INDEX) {
        uint32_t *from = moment_of(row_at(c, b)) < moment_of(row_at(c, a)) ? &b : &a;
        struct row *r = row_at(c, *from);
        *at = *from;
        at = &r->next;
        *from = r->next;
    }
    *at = a != EXTSTA_NO_INDEX ? a : b;
    return first;
}

/* Merge sort of a list: runs[i] is empty or 2^i rows in order, all earlier than those of
 * runs below it. */
static uint32_t sorted(struct extsta_collection *c, uint32_t list)
{
    uint32_t runs[32], all = EXTSTA_NO_INDEX;
    memset(runs, 0xff, sizeof runs);
    while (list != EXTSTA_NO_INDEX) {
        uint32_t run = list;
        size_t i = 0;
        list = row_at(c, run)->next;
        row_at(c, run)->next = EXTSTA_NO_INDEX;
        for (; runs[i] != EXTSTA_NO_INDEX; i++) {
            run = merge(c, runs[i], run);
            runs[i] = EXTSTA_NO_INDEX;
        }
        runs[i] = run;
    }
    for (size_t i = 0; i < 32; i++) {
        all = merge(c, runs[i], all);
    }
    return all;
}

/* What only all stories of a client together tell. False: they are not in order. */
static bool look_through(struct extsta_collection *c, struct extsta_client *client)
{
    uint64_t moment = 0;
    uint32_t bss = EXTSTA_NO_INDEX;
    bool in_order = true;
    for (uint32_t i = client->first; i != EXTSTA_NO_INDEX; i = row_at(c, i)->next) {
        const struct row *r = row_at(c, i);
        in_order = in_order && moment_of(r) >= moment;
        moment = moment_of(r);
        client->last = i;
        if (r->what != EXTSTA_STORY_SCAN && r->what != EXTSTA_STORY_FINDING) {
            client->several = client->several || (bss != EXTSTA_NO_INDEX && bss != r->bss);
            bss = r->bss;
        }
    }
    return in_order;
}

/* Stragglers of an event: until the AP is back, and its clients have found out. */
#define EDGE  (3 * SECOND)
#define AFTER (60 * SECOND)

/* Whether it came about by what happened to the AP: an end by the AP's hand in that moment, one
 * that says that the AP forgot the station, a silence that lies in it, a station that left
 * because it lost the beacons. */
static bool is_by(const struct row *r, const struct row *event)
{
    uint64_t begin = event->time, end = event->time + event->span, until = r->time + r->span;
    bool in = r->time + EDGE >= begin && r->time <= end + EDGE;
    if (event->kind == EXTSTA_KIND_CHANNEL_SWITCH || event->kind == EXTSTA_KIND_AP_FULL ||
        event->kind == EXTSTA_KIND_BEACONS_MISSING || event->forged) {
        return false;
    }
    if (r->what == EXTSTA_STORY_SILENCE) {
        return r->by == EXTSTA_BY_AP && event->kind != EXTSTA_KIND_SENT_AWAY &&
               until >= begin && r->time <= end;
    }
    if (r->what != EXTSTA_STORY_DISASSOCIATION || !r->is_explicit || r->forged) {
        return false;
    }
    if (r->by == EXTSTA_BY_STA) {
        return r->kind == EXTSTA_KIND_BEACON_LOSS && in;
    }
    if (event->kind == EXTSTA_KIND_SENT_AWAY) {
        return r->first_frame >= event->first_frame && r->first_frame <= event->last_frame;
    }
    return r->kind == EXTSTA_KIND_AP_LOST_STATE ? event->kind == EXTSTA_KIND_AP_RESTART &&
                                                      r->time >= begin && r->time <= end + AFTER
                                                : r->kind == EXTSTA_KIND_ENDED_BY_AP && in;
}

/* Events of APs are few, and their BSS's clients' ends in them many. */
static void find_events(struct extsta_collection *c, uint32_t first)
{
    for (uint32_t i = first; i != EXTSTA_NO_INDEX; i = row_at(c, i)->next) {
        struct row *r = row_at(c, i);
        uint32_t event = extsta_collection_bss_at(c, r->bss)->first;
        for (; event != EXTSTA_NO_INDEX && !r->with_ap; event = row_at(c, event)->next) {
            if (is_by(r, row_at(c, event))) {
                bool trouble = r->what == EXTSTA_STORY_SILENCE || r->by != EXTSTA_BY_STA;
                r->with_ap = row_at(c, event)->kind;
                c->kinds[r->kind].troubles -= trouble && !r->again;
            }
        }
    }
}

void extsta_collection_sort(struct extsta_collection *c)
{
    for (uint32_t i = 0; i < c->clients.count; i++) {
        struct extsta_client *client = store_at(&c->clients, i);
        if (!look_through(c, client)) {
            client->first = sorted(c, client->first);
            (void)look_through(c, client);
        }
    }
    for (uint32_t i = 0; i < c->bss.count; i++) {
        struct extsta_kept_bss *bss = store_at(&c->bss, i);
        bss->first = sorted(c, bss->first);
        bss->last = bss->first;
        for (uint32_t s = bss->first; s != EXTSTA_NO_INDEX; s = row_at(c, s)->next) {
            bss->last = s;
        }
    }
    for (uint32_t i = 0; i < c->clients.count; i++) {
        find_events(c, extsta_collection_client(c, i)->first);
    }
}

/* --- what there is --- */

uint64_t extsta_collection_lost(const struct extsta_collection *c)
{
    return c->lost;
}

size_t extsta_collection_client_count(const struct extsta_collection *c)
{
    return c->clients.count;
}

size_t extsta_collection_bss_count(const struct extsta_collection *c)
{
    return c->bss.count;
}

const struct extsta_client *extsta_collection_client(const struct extsta_collection *c,
                                                     size_t index)
{
    return store_at(&c->clients, (uint32_t)index);
}

const struct extsta_kept_bss *extsta_collection_bss_at(const struct extsta_collection *c,
                                                       size_t index)
{
    return store_at(&c->bss, (uint32_t)index);
}

bool extsta_collection_span(const struct extsta_collection *c, uint64_t *begin, uint64_t *end)
{
    *begin = c->rows.count ? c->begin : 0;
    *end = c->rows.count ? c->end : 0;
    return c->rows.count != 0;
}

/* --- trouble --- */

/* Insertion by count; kinds are few. */
size_t extsta_collection_causes(const struct extsta_collection *c,
                                struct extsta_kind_count out[EXTSTA_KIND_COUNT])
{
    size_t n = 0;
    for (unsigned kind = EXTSTA_KIND_NONE + 1; kind < EXTSTA_KIND_COUNT; kind++) {
        uint32_t troubles = c->kinds[kind].troubles;
        size_t at = n;
        if (troubles == 0) {
            continue;
        }
        while (at > 0 && (out[at - 1].count < troubles ||
                          (out[at - 1].count == troubles &&
                           c->kinds[out[at - 1].kind].order > c->kinds[kind].order))) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = (struct extsta_kind_count){(enum extsta_story_kind)kind, troubles};
        n++;
    }
    return n;
}

/* All that is known of it was forged: nobody has this address, as far as anybody can tell. */
static bool is_invented(const struct extsta_client *c)
{
    return c->forged && !(c->joined | c->authorized | c->roamed | c->left | c->thrown_out |
                          c->replaced | c->silent | c->failed | c->scans);
}

/* Insertion into the `max` best so far: clients may be many, `max` is small. */
size_t extsta_collection_worst(const struct extsta_collection *c, uint32_t *out, size_t max)
{
    size_t n = 0;
    for (uint32_t i = 0; i < c->clients.count; i++) {
        uint32_t bad = extsta_collection_client(c, i)->badness;
        size_t at = n;
        if (bad == 0 || is_invented(extsta_collection_client(c, i))) {
            continue;
        }
        while (at > 0 && extsta_collection_client(c, out[at - 1])->badness < bad) {
            at--;
        }
        if (at >= max) {
            continue;
        }
        size_t tail = (n < max ? n : max - 1) - at;
        memmove(out + at + 1, out + at, tail * sizeof *out);
        out[at] = i;
        n += n < max;
    }
    return n;
}
