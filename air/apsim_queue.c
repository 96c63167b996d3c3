/* What the access point sends, as hostapd and mac80211 have it queued: each frame with the
 * precedence, lifetime, rate and tries of its kind, at most so many in a queue. All frames of
 * the AP pass here on their way to the air, and the air tells here what became of them.
 *
 * A frame to one station has a ticket, and its station an entry (struct addressee) as long as
 * it has tickets: so what waits for a station is known without looking through a queue, and
 * what is dead can be taken back. The probe answers wait before they get here
 * (apsim_answer.c). */
#include "ap.h"
#include "base/mac.h"

/* A frame that is with the air; its cookie is 1 + its index. */
struct ticket {
    struct addressee *to; /* NULL: free */
    uint32_t epoch;       /* of `to`; another one by now: it has been flushed */
    uint32_t next_free;   /* 1 + index; 0 = the last */
    uint8_t kind;         /* enum ap_sent */
    bool begun;
};

/* A station to which frames are under way. */
struct addressee {
    struct extsta_mac mac;
    uint32_t tickets;
    uint32_t epoch;                 /* counts its flushes */
    uint32_t under_way[SENT_KINDS]; /* of this epoch, those that are being tried included */
    uint32_t waiting[SENT_KINDS];   /* of those, what has not begun */
};

/* mac80211's station waits so long for an answer at most (IEEE80211_AUTH_TIMEOUT_LONG): an
 * older one is nobody's. */
#define RESPONSE_LIFETIME (500u * EXTSTA_MS)
/* hostapd keeps a station that it has thrown out for so long (AP_DEAUTH_DELAY). */
#define END_LIFETIME (1000u * EXTSTA_MS)
/* Linux's queue of a network interface. */
#define DEFAULT_DEPTH 1000u

/* slow: at the lowest basic rate, as mac80211 sends management, EAPOL and groups. told: that it
 * has begun has to be known. */
static const struct {
    uint32_t lifetime; /* microseconds; 0 = none */
    bool slow, told;
} kinds[SENT_KINDS] = {
    [SENT_BEACON] = {0, true, false},
    [SENT_PROBE] = {0, true, false},
    [SENT_AUTH] = {RESPONSE_LIFETIME, true, true},
    [SENT_ASSOC] = {RESPONSE_LIFETIME, true, true},
    [SENT_ACTION] = {RESPONSE_LIFETIME, true, true},
    [SENT_END] = {END_LIFETIME, true, true},
    [SENT_EAPOL] = {0, true, false},
    [SENT_DATA] = {0, false, false},
    [SENT_GROUP] = {0, true, false},
};

void ap_queue_init(struct apsim *ap)
{
    macmap_init(&ap->queue.addressees, ap->air->ctx);
}

/* After the node, with which the frames are gone. */
void ap_queue_destroy(struct apsim *ap)
{
    struct queue_state *q = &ap->queue;
    struct addressee *a;
    for (uint32_t at = 0; (a = macmap_next(&q->addressees, &at)) != NULL; at++) {
        pool_release(ap->pool, a, sizeof *a);
    }
    macmap_destroy(&q->addressees);
    pool_release(ap->pool, q->tickets, q->ticket_capacity * sizeof *q->tickets);
}

void ap_queue_drop(struct apsim *ap, enum apsim_drop why)
{
    ap->drops[why]++;
}

static bool more_tickets(struct apsim *ap)
{
    struct queue_state *q = &ap->queue;
    uint32_t capacity = q->ticket_capacity ? q->ticket_capacity * 2 : 16;
    struct ticket *bigger = pool_zalloc(ap->pool, capacity * sizeof *bigger);
    if (!bigger) {
        return false;
    }
    for (uint32_t i = 0; i < q->ticket_capacity; i++) {
        bigger[i] = q->tickets[i];
    }
    for (uint32_t i = capacity; i > q->ticket_capacity; i--) {
        bigger[i - 1].next_free = q->free_ticket;
        q->free_ticket = i;
    }
    pool_release(ap->pool, q->tickets, q->ticket_capacity * sizeof *q->tickets);
    q->tickets = bigger;
    q->ticket_capacity = capacity;
    return true;
}

static struct addressee *addressee_find(const struct apsim *ap, struct extsta_mac mac)
{
    return macmap_get(&ap->queue.addressees, mac);
}

static struct addressee *addressee_of(struct apsim *ap, struct extsta_mac mac)
{
    struct addressee *a = addressee_find(ap, mac);
    if (a) {
        return a;
    }
    a = pool_zalloc(ap->pool, sizeof *a);
    if (!a) {
        return NULL;
    }
    a->mac = mac;
    if (!macmap_set(&ap->queue.addressees, mac, a)) {
        pool_release(ap->pool, a, sizeof *a);
        return NULL;
    }
    return a;
}

static void addressee_leave(struct apsim *ap, struct addressee *a)
{
    if (a->tickets == 0) {
        macmap_remove(&ap->queue.addressees, a->mac);
        pool_release(ap->pool, a, sizeof *a);
    }
}

/* A cookie; 0: no memory. */
static uint32_t ticket_take(struct apsim *ap, struct extsta_mac to, enum ap_sent kind)
{
    struct queue_state *q = &ap->queue;
    struct addressee *a = q->free_ticket || more_tickets(ap) ? addressee_of(ap, to) : NULL;
    if (!a) {
        ap->air->stats.no_memory++;
        return 0;
    }
    uint32_t cookie = q->free_ticket;
    struct ticket *t = &q->tickets[cookie - 1];
    q->free_ticket = t->next_free;
    *t = (struct ticket){.to = a, .epoch = a->epoch, .kind = (uint8_t)kind};
    a->tickets++;
    q->under_way[kind]++;
    a->under_way[kind]++;
    a->waiting[kind]++;
    return cookie;
}

/* Undoes ticket_take. True: it has not been flushed meanwhile. */
static bool ticket_give_back(struct apsim *ap, uint32_t cookie)
{
    struct queue_state *q = &ap->queue;
    struct ticket *t = &q->tickets[cookie - 1];
    struct addressee *a = t->to;
    bool current = t->epoch == a->epoch;
    q->under_way[t->kind]--;
    if (current) {
        a->under_way[t->kind]--;
        a->waiting[t->kind] -= !t->begun;
    }
    a->tickets--;
    addressee_leave(ap, a);
    t->to = NULL;
    t->next_free = q->free_ticket;
    q->free_ticket = cookie;
    return current;
}

static uint32_t depth(const struct apsim *ap)
{
    return ap->config.queue ? ap->config.queue : DEFAULT_DEPTH;
}

bool ap_queue_send(struct apsim *ap, const struct ap_tx *tx, struct extsta_span frame)
{
    struct extsta_mac to;
    struct air_queue now;
    if (!ap->on || frame.len < 10) {
        return false;
    }
    memcpy(to.b, frame.data + 4, 6);
    air_node_queue(ap->node, &now);
    if (now.by_access[tx->access] >= depth(ap)) {
        ap_queue_drop(ap, APSIM_DROP_QUEUE_FULL);
        return false;
    }
    bool one = tx->kind != SENT_BEACON && tx->kind != SENT_GROUP && !mac_is_group(to);
    struct extsta_tx_meta meta = {
        .cookie = one ? ticket_take(ap, to, tx->kind) : 0,
        .rate = kinds[tx->kind].slow ? ap->lowest_rate : 0,
        .lifetime = tx->lifetime ? tx->lifetime : kinds[tx->kind].lifetime,
        .tries = tx->tries ? tx->tries : AP_TRIES,
        .access = tx->access,
        .eapol_message = tx->eapol_message,
    };
    meta.flags = (uint16_t)((tx->no_ack ? EXTSTA_TX_NO_ACK : 0) |
                            (kinds[tx->kind].told ? EXTSTA_TX_TELL_START : 0));
    if (air_send(ap->node, frame, &meta) != EXTSTA_OK) {
        if (meta.cookie) {
            (void)ticket_give_back(ap, meta.cookie);
        }
        return false;
    }
    return meta.cookie != 0;
}

bool ap_queue_waits(const struct apsim *ap, struct extsta_mac to, enum ap_sent kind)
{
    const struct addressee *a = addressee_find(ap, to);
    return a && a->waiting[kind];
}

bool queue_under_way(const struct apsim *ap, struct extsta_mac to, enum ap_sent kind)
{
    const struct addressee *a = addressee_find(ap, to);
    return a && a->under_way[kind];
}

void ap_queue_flush(struct apsim *ap, struct extsta_mac to)
{
    struct addressee *a = addressee_find(ap, to);
    if (!a) {
        return;
    }
    a->epoch++;
    memset(a->under_way, 0, sizeof a->under_way);
    memset(a->waiting, 0, sizeof a->waiting);
    ap->drops[APSIM_DROP_FLUSHED] += air_node_flush(ap->node, to);
}

void ap_queue_started(void *user, extsta_time now, uint32_t cookie)
{
    struct apsim *ap = user;
    struct ticket *t = &ap->queue.tickets[cookie - 1];
    if (!t->begun && t->epoch == t->to->epoch) {
        t->to->waiting[t->kind]--;
    }
    t->begun = true;
}

/* A frame that nobody has acknowledged: it was never sent, or in vain. */
static void count_failure(struct apsim *ap, enum ap_sent kind, bool sent)
{
    enum apsim_drop late =
        kind == SENT_PROBE ? APSIM_DROP_ANSWER_LATE : APSIM_DROP_RESPONSE_LATE;
    ap_queue_drop(ap, sent ? APSIM_DROP_UNACKNOWLEDGED : late);
}

/* The queue has become shorter: what waits for that goes on. */
void ap_queue_outcome(void *user, extsta_time now, uint32_t cookie, bool acked, uint8_t tries)
{
    struct apsim *ap = user;
    const struct ticket *t = &ap->queue.tickets[cookie - 1];
    enum ap_sent kind = (enum ap_sent)t->kind;
    struct extsta_mac to = t->to->mac;
    if (ticket_give_back(ap, cookie)) {
        struct client *c = client_find(ap, to);
        if (!acked) {
            count_failure(ap, kind, tries > 0);
        }
        ap->answered += kind == SENT_PROBE && tries > 0;
        if (c && kind == SENT_DATA) {
            c->info.tx_failed += !acked;
        } else if (c && kind == SENT_EAPOL && !queue_under_way(ap, to, SENT_EAPOL)) {
            security_sent(c, now, acked);
        }
    }
    security_group_next(ap, now);
    answer_next(ap, now);
}

const char *apsim_drop_name(enum apsim_drop drop)
{
    static const char *const names[APSIM_DROPS] = {
        [APSIM_DROP_ANSWERS_FULL] = "answers_full",
        [APSIM_DROP_ANSWER_WAITS] = "answer_waits",
        [APSIM_DROP_ANSWER_LATE] = "answer_late",
        [APSIM_DROP_RESPONSE_WAITS] = "response_waits",
        [APSIM_DROP_RESPONSE_LATE] = "response_late",
        [APSIM_DROP_QUEUE_FULL] = "queue_full",
        [APSIM_DROP_FLUSHED] = "flushed",
        [APSIM_DROP_UNACKNOWLEDGED] = "unacknowledged",
        [APSIM_DROP_INPUT_FULL] = "input_full",
    };
    return names[drop];
}

void apsim_status(const struct apsim *ap, struct apsim_status *status)
{
    struct air_queue now;
    air_node_queue(ap->node, &now);
    *status = (struct apsim_status){
        .known = ap->known_count,
        .associated = ap->client_count,
        .authorized = ap->authorized_count,
        .waits = now.waits,
        .queued = now.frames,
        .answers = ap->answers.count,
        .input = ap->input.count,
        .answered = ap->answered,
    };
    memcpy(status->drops, ap->drops, sizeof status->drops);
}
