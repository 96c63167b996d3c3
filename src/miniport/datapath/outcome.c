/* Packets until the radio has said what became of them: outcomes, lifetime, flush (contract
 * TXP-07, STT-10, RST-08, DIS-30, PRT-26), and those that wait for the home channel.
 *
 * Every packet of the host is completed exactly once, whatever happens. So what completes it is
 * set aside before anything is done with it, and the record of its MPDUs (struct tx_entry) lies
 * in that same node: it needs no memory of its own.
 * Where even that node cannot be had, the refusal is owed by its id (tx_pay). */
#include "base/mac.h"
#include "boundary/form.h"
#include "miniport/form.h"
#include "miniport/datapath/receive.h"
#include "miniport/datapath/transmit.h"
#include "miniport/miniport.h"

/* How soon to look whether the radio is back, or memory, when nobody says so. */
#define HOLD_LOOK (10u * EXTSTA_MS)

struct mp_tx_queue *tx_queue(struct miniport *mp)
{
    if (!mp->data.queue) {
        mp->data.queue = pool_zalloc(&mp->ctx->pool, sizeof *mp->data.queue);
    }
    return mp->data.queue;
}

bool tx_queue_full(const struct miniport *mp)
{
    return mp->data.queue && mp->data.queue->count >= TX_QUEUE_MAX;
}

/* TXP-07. Begins with the wait for the home channel, and anew when the packet is with the
 * radio. */
static extsta_time lifetime_end(const struct miniport *mp, extsta_time now)
{
    return now + (extsta_time)mp->mib->tx_lifetime_tu * EXTSTA_TU;
}

/* --- completion --- */

/* Ids of a host follow each other, so that a run of refused packets is one pair of numbers. A
 * second run before there is memory again counts as lost. */
static void refuse_later(struct miniport *mp, uint32_t id)
{
    struct mp_datapath *data = &mp->data;
    if (data->refused_count == 0) {
        data->refused_first = id;
    }
    if (id == data->refused_first + data->refused_count) {
        data->refused_count++;
    } else {
        outq_lose(mp->out, EXTSTA_OUT_CROSSING);
    }
}

struct outq_node *tx_completion_new(struct miniport *mp, uint32_t id)
{
    tx_pay(mp);
    struct outq_node *node = outq_reserve(mp->out, sizeof(struct tx_entry));
    if (!node) {
        mp_drop(mp, EXTSTA_DROP_NO_MEMORY);
        refuse_later(mp, id);
    }
    return node;
}

void tx_complete(struct miniport *mp, struct outq_node *completion, uint32_t id,
                 uint32_t status)
{
    struct extsta_output *out = outq_push_reserved(mp->out, completion, EXTSTA_OUT_CROSSING);
    out->crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_SEND_COMPLETE, .id = id, .status = status};
}

void tx_pay(struct miniport *mp)
{
    struct mp_datapath *data = &mp->data;
    while (data->refused_count > 0) {
        struct outq_node *node = outq_reserve(mp->out, 0);
        if (!node) {
            return;
        }
        tx_complete(mp, node, data->refused_first++, NDIS_STATUS_RESOURCES);
        data->refused_count--;
    }
}

struct tx_entry *tx_entry_new(struct miniport *mp, extsta_time now, uint32_t id,
                              struct outq_node *completion)
{
    struct tx_entry *e = (void *)outq_payload(&completion->out);
    *e = (struct tx_entry){
        .completion = completion, .id = id, .deadline = lifetime_end(mp, now)};
    return e;
}

void tx_entry_complete(struct miniport *mp, struct tx_entry *e, uint32_t status)
{
    while (e) {
        struct tx_entry *with = e->with; /* `e` lies in its completion */
        tx_complete(mp, e->completion, e->id, status);
        e = with;
    }
}

/* Every packet that is not sent counts. */
static void drop_all(struct miniport *mp, const struct tx_entry *e, enum extsta_drop drop)
{
    for (; e; e = e->with) {
        mp_drop(mp, drop);
    }
}

void tx_entry_queue(struct miniport *mp, struct tx_entry *e)
{
    struct mp_tx_queue *q = mp->data.queue;
    e->next = NULL;
    if (q->last) {
        q->last->next = e;
    } else {
        q->first = e;
    }
    q->last = e;
    q->count++;
}

/* `before`: the one in front of it; NULL: it is the first. */
static void entry_unlink(struct mp_tx_queue *q, struct tx_entry *before, struct tx_entry *e)
{
    if (before) {
        before->next = e->next;
    } else {
        q->first = e->next;
    }
    if (q->last == e) {
        q->last = before;
    }
    q->count--;
}

/* --- the home channel --- */

/* The AP has asked for silence, or the radio is elsewhere: to scan, or before the switch. */
bool tx_must_hold(const struct miniport *mp)
{
    return mp->link.quiet || (mp->link.home_freq != 0 && mp->link.freq != mp->link.home_freq);
}

static void held_append(struct mp_tx_queue *q, struct tx_held *h)
{
    h->next = NULL;
    if (q->held_last) {
        q->held_last->next = h;
    } else {
        q->held_first = h;
    }
    q->held_last = h;
    q->count++;
}

bool tx_hold(struct miniport *mp, extsta_time now, const struct extsta_packet *packet,
             struct pbuf *buf, struct outq_node *completion)
{
    struct mp_tx_queue *q = tx_queue(mp);
    struct tx_held *h = q ? pool_zalloc(&mp->ctx->pool, sizeof *h) : NULL;
    if (!h) {
        return false;
    }
    h->packet = buf ? buf : pbuf_copy(&mp->ctx->pool, packet->bytes);
    if (!h->packet) {
        pool_release(&mp->ctx->pool, h, sizeof *h);
        return false;
    }
    h->completion = completion;
    h->send = packet->send;
    h->id = packet->id;
    h->deadline = lifetime_end(mp, now);
    held_append(q, h);
    return true;
}

struct tx_held *tx_held_take(struct miniport *mp)
{
    struct mp_tx_queue *q = mp->data.queue;
    struct tx_held *h = q ? q->held_first : NULL;
    if (h) {
        q->held_first = h->next;
        q->held_last = q->held_first ? q->held_last : NULL;
        q->count--;
    }
    return h;
}

void tx_held_free(struct miniport *mp, struct tx_held *h)
{
    pbuf_unref(&mp->ctx->pool, h->packet);
    pool_release(&mp->ctx->pool, h, sizeof *h);
}

/* --- time --- */

void tx_settle(struct miniport *mp, extsta_time now)
{
    struct mp_tx_queue *q = mp->data.queue;
    extsta_time when = mp->data.refused_count > 0 ? now + HOLD_LOOK : EXTSTA_NEVER;
    if (!q) {
        mp_timer_set(mp, MP_TIMER_TRANSMIT, when);
        return;
    }
    if (q->first && q->first->deadline < when) { /* first in, first to expire */
        when = q->first->deadline;
    }
    if (q->held_first) {
        extsta_time look = now + HOLD_LOOK;
        look = q->held_first->deadline < look ? q->held_first->deadline : look;
        when = look < when ? look : when;
    }
    mp_timer_set(mp, MP_TIMER_TRANSMIT, when);
    if (!q->first && !q->held_first) {
        pool_release(&mp->ctx->pool, q, sizeof *q);
        mp->data.queue = NULL;
    }
}

/* TXP-07: by the PHY's counter for the reason, and once each for MAC and peer. */
static void count_failure(struct miniport *mp, const struct tx_entry *e,
                          enum mp_phy_counter counter)
{
    stats_phy(mp, e->phy, counter);
    for (; e; e = e->with) {
        struct mp_counters *counters = link_counters(mp, e->receiver);
        stats_mac(mp, e->multicast, MP_MAC_TX_FAIL);
        if (counters) {
            counters->tx_failed++;
        }
    }
}

/* Its frame was not parsed yet: address 1 is where every kind has it. */
static struct extsta_mac held_receiver(const struct tx_held *h)
{
    struct reader r = reader_of(pbuf_span(h->packet));
    reader_take(&r, 4); /* Frame Control and duration */
    return reader_mac(&r);
}

static void expire_entries(struct miniport *mp, extsta_time now)
{
    struct mp_tx_queue *q = mp->data.queue;
    while (q && q->first && q->first->deadline <= now) {
        struct tx_entry *e = q->first;
        entry_unlink(q, NULL, e);
        count_failure(mp, e, MP_PHY_TX_LIFETIME);
        drop_all(mp, e, EXTSTA_DROP_TX_LIFETIME);
        tx_entry_complete(mp, e, NDIS_STATUS_FAILURE);
    }
    while (q && q->held_first && q->held_first->deadline <= now) {
        struct tx_held *h = tx_held_take(mp);
        stats_phy(mp, link_phy(mp, held_receiver(h)), MP_PHY_TX_LIFETIME);
        mp_drop(mp, EXTSTA_DROP_TX_LIFETIME);
        tx_complete(mp, h->completion, h->id, NDIS_STATUS_FAILURE);
        tx_held_free(mp, h);
    }
}

/* Memory and channel are looked for first: what can still go out does not expire. */
void datapath_expire(struct miniport *mp, extsta_time now)
{
    rx_fragments_expire(mp, now);
    rx_reorder_expire(mp, now);
    if (mp->timers[MP_TIMER_TRANSMIT] > now) {
        return;
    }
    tx_pay(mp);
    datapath_resume(mp, now);
    expire_entries(mp, now);
    tx_settle(mp, now);
}

/* --- the radio's word --- */

/* STT-10: of the MSDU; its MPDUs were counted with their outcomes. */
static void count_success(struct miniport *mp, const struct tx_entry *e)
{
    stats_phy(mp, e->phy, MP_PHY_TX);
    if (e->multicast) {
        stats_phy(mp, e->phy, MP_PHY_MULTICAST_TX);
    }
    if (e->retries > 0) {
        stats_phy(mp, e->phy, MP_PHY_RETRY);
    }
    if (e->retries > 1) {
        stats_phy(mp, e->phy, MP_PHY_MULTIPLE_RETRY);
    }
    for (; e; e = e->with) {
        struct mp_counters *counters = link_counters(mp, e->receiver);
        stats_mac(mp, e->multicast, MP_MAC_TX);
        if (counters) {
            counters->tx_ok++;
        }
    }
}

/* STT-10. tries 0: the radio does not say; then only a failure tells that all were used. */
static void mpdu_outcome(struct miniport *mp, struct tx_entry *e, bool acked, unsigned tries)
{
    tries = tries ? tries : acked ? 1u : e->tries;
    for (unsigned i = acked; i < tries; i++) { /* each of these missed its ACK */
        stats_phy(mp, e->phy, MP_PHY_ACK_FAILURE);
    }
    if (tries > e->retries + 1u) {
        e->retries = (uint8_t)(tries - 1);
    }
    if (acked) {
        stats_phy(mp, e->phy, MP_PHY_TX_FRAGMENT); /* STT-10: only when acknowledged */
        if (e->rts) {
            stats_phy(mp, e->phy, MP_PHY_RTS_SUCCESS);
        }
        return;
    }
    e->failed = true;
}

void datapath_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                        uint8_t tries)
{
    if ((cookie & 1) == 0) { /* even: of the MLME */
        mlme_tx_status(mp, now, cookie, acked, tries);
        return;
    }
    struct mp_tx_queue *q = mp->data.queue;
    struct tx_entry *before = NULL;
    struct tx_entry *e = q ? q->first : NULL;
    /* The cookies of a packet are 2 apart from its first on; unsigned, so that one before them
     * is far beyond the last. */
    while (e && (cookie - e->cookie) / 2 >= e->mpdus) {
        before = e;
        e = e->next;
    }
    uint16_t bit = (uint16_t)(e ? 1u << (cookie - e->cookie) / 2 : 0u);
    if (!e || !(e->outstanding & bit)) {
        return; /* said twice, or completed before: by its lifetime, a reset, a disassociation
                 */
    }
    e->outstanding &= (uint16_t)~bit;
    mpdu_outcome(mp, e, acked, tries);
    if (e->outstanding != 0) {
        return;
    }
    entry_unlink(q, before, e);
    if (e->failed) {
        count_failure(mp, e, MP_PHY_FAILED);
        drop_all(mp, e, EXTSTA_DROP_TX_RETRY_LIMIT);
        tx_entry_complete(mp, e, NDIS_STATUS_FAILURE);
    } else {
        count_success(mp, e);
        tx_entry_complete(mp, e, NDIS_STATUS_SUCCESS);
    }
    tx_settle(mp, now);
}

/* The radio may still speak of these frames: their cookies are then unknown, and ignored. */
void datapath_flush(struct miniport *mp, uint32_t status)
{
    enum extsta_drop drop =
        status == NDIS_STATUS_RESET_IN_PROGRESS ? EXTSTA_DROP_TX_RESET : EXTSTA_DROP_TX_STATE;
    struct mp_tx_queue *q = mp->data.queue;
    while (q && q->first) {
        struct tx_entry *e = q->first;
        entry_unlink(q, NULL, e);
        drop_all(mp, e, drop);
        tx_entry_complete(mp, e, status);
    }
    while (q && q->held_first) {
        struct tx_held *h = tx_held_take(mp);
        mp_drop(mp, drop);
        tx_complete(mp, h->completion, h->id, status);
        tx_held_free(mp, h);
    }
    tx_settle(mp, 0);
}

/* Held ones keep their order: all are taken, and those of others put back. */
static void flush_held(struct miniport *mp, struct extsta_mac address, uint32_t status)
{
    struct mp_tx_queue *q = mp->data.queue;
    for (uint32_t left = q->count; left > 0 && q->held_first; left--) {
        struct tx_held *h = tx_held_take(mp);
        if (mac_equal(held_receiver(h), address)) {
            mp_drop(mp, EXTSTA_DROP_TX_STATE);
            tx_complete(mp, h->completion, h->id, status);
            tx_held_free(mp, h);
        } else {
            held_append(q, h);
        }
    }
}

void datapath_flush_peer(struct miniport *mp, struct extsta_mac address, uint32_t status)
{
    struct mp_tx_queue *q = mp->data.queue;
    struct tx_entry *before = NULL;
    if (!q) {
        return;
    }
    for (struct tx_entry *e = q->first, *next; e; e = next) {
        next = e->next;
        if (mac_equal(e->receiver, address)) {
            entry_unlink(q, before, e);
            drop_all(mp, e, EXTSTA_DROP_TX_STATE);
            tx_entry_complete(mp, e, status);
        } else {
            before = e;
        }
    }
    flush_held(mp, address, status);
    tx_settle(mp, 0);
}

/* Nobody is left to be told: the nodes go back as they are. */
void datapath_destroy(struct miniport *mp)
{
    struct mp_tx_queue *q = mp->data.queue;
    while (q && q->first) {
        struct tx_entry *e = q->first;
        entry_unlink(q, NULL, e);
        for (struct tx_entry *with; e; e = with) {
            with = e->with;
            outq_unreserve(mp->out, e->completion);
        }
    }
    while (q && q->held_first) {
        struct tx_held *h = tx_held_take(mp);
        outq_unreserve(mp->out, h->completion);
        tx_held_free(mp, h);
    }
    tx_settle(mp, 0);
    datapath_forget(mp, NULL);
}

/* --- what the queue is made of (miniport/form.h; base/form.h) --- */

#define T struct tx_entry
static const struct form_row entry_form_rows[] = {
    DERIVED(next, "of the queue"),
    DERIVED(with, "of the A-MSDU"),
    DERIVED(completion, "it lies in it"),
    TIME(deadline),
    NUMBER(id),
    NUMBER(cookie),
    NUMBER(outstanding),
    NUMBER(mpdus),
    NUMBER(phy),
    NUMBER(tries),
    NUMBER(retries),
    FLAG(rts),
    FLAG(failed),
    FLAG(multicast),
    OCTETS(receiver),
};
FORM_OWN_TABLE(entry_form, "packet with the radio");
#undef T

#define T struct tx_held
static const struct form_row held_form_rows[] = {
    DERIVED(next, "of the queue"),
    SPECIAL(packet, pbuf_special),
    SPECIAL(completion, outq_node_special),
    NUMBER(send.exemption),
    NUMBER(send.priority),
    NUMBER(send.phy_id),
    TIME(deadline),
    NUMBER(id),
};
FORM_OWN_TABLE(held_form, "packet that waits for its channel");
#undef T

/* An entry and those that go with it: each has a 1 before it, behind the last is a 0. */
static void put_run(struct form_out *f, const struct tx_entry *e)
{
    for (; e; e = e->with) {
        form_put_number(f, 1);
        form_put(f, &entry_form, e);
    }
    form_put_number(f, 0);
}

static struct tx_entry *get_run(struct form_in *f)
{
    struct tx_entry *first = NULL, **place = &first;
    while (form_get_number(f, 1) == 1 && form_in_ok(f)) {
        struct outq_node *node = outq_reserve(f->hand[FORM_QUEUE], sizeof(struct tx_entry));
        if (!node) {
            f->no_memory = true;
            break;
        }
        struct tx_entry *e = (void *)outq_payload(&node->out);
        *e = (struct tx_entry){.completion = node};
        *place = e;
        place = &e->with;
        form_get(f, &entry_form, e);
        e->next = e->with = NULL;
        e->completion = node;
    }
    return first;
}

static void drop_run(struct extsta_context *ctx, struct tx_entry *e)
{
    while (e) {
        struct outq_node *node = e->completion;
        e = e->with;
        pool_release(&ctx->pool, node, node->size);
    }
}

static bool is_no_queue(const void *member)
{
    return form_pointer(member) == NULL;
}

static void put_queue(struct form_out *f, const void *member)
{
    const struct mp_tx_queue *q = form_pointer(member);
    for (const struct tx_entry *e = q->first; e; e = e->next) {
        form_put_number(f, 1);
        put_run(f, e);
    }
    form_put_number(f, 0);
    for (const struct tx_held *h = q->held_first; h; h = h->next) {
        form_put_number(f, 1);
        form_put(f, &held_form, h);
    }
    form_put_number(f, 0);
}

static void get_queue(struct form_in *f, void *member)
{
    struct mp_tx_queue *q = form_alloc(f, sizeof *q);
    form_set_pointer(member, q);
    while (q && form_get_number(f, 1) == 1 && form_in_ok(f)) {
        struct tx_entry *e = get_run(f);
        f->failed = f->failed || (!e && !f->no_memory);
        if (e) {
            *(q->last ? &q->last->next : &q->first) = e;
            q->last = e;
            q->count++;
        }
    }
    while (q && form_in_ok(f) && form_get_number(f, 1) == 1 && form_in_ok(f)) {
        struct tx_held *h = form_alloc(f, sizeof *h);
        if (h) {
            held_append(q, h);
            form_get(f, &held_form, h);
            f->failed = f->failed || !h->packet || !h->completion;
        }
    }
}

static void drop_queue(struct extsta_context *ctx, void *member, bool keep_shared)
{
    struct mp_tx_queue *q = form_pointer(member);
    while (q && q->first) {
        struct tx_entry *e = q->first;
        q->first = e->next;
        drop_run(ctx, e);
    }
    while (q && q->held_first) {
        struct tx_held *h = q->held_first;
        q->held_first = h->next;
        form_drop(ctx, &held_form, h, keep_shared);
        pool_release(&ctx->pool, h, sizeof *h);
    }
    pool_release(&ctx->pool, q, sizeof *q);
    form_set_pointer(member, NULL);
}

const struct form_special mp_tx_queue_special = {
    .is_usual = is_no_queue, .put = put_queue, .get = get_queue, .drop = drop_queue};
