/* SA Query (IEEE 802.11-2020 11.13) through FRAME, in both roles: nobody else on the machine
 * answers it. As the one who asks: the kernel tells of farewells that came without protection
 * (UNPROT_DEAUTHENTICATE), and keeps the association. One that says that the AP does not know
 * us (reasons 6 and 7) may be true, for an AP that has restarted has no keys: the AP is asked,
 * under the keys. If it answers, it was forged; if not, the association ends. With operating
 * channel validation both say where they are, and after a channel switch the station asks
 * (12.2.9). */
#include "machine.h"
#include "rsn/handshake.h"

#define HEADER            24u
#define CATEGORY          8u
#define ACTION_REQUEST    0u
#define ACTION_RESPONSE   1u
#define BODY              4u
#define RETRY             (201u * EXTSTA_TU)
#define LIMIT             (1000u * EXTSTA_TU) /* dot11AssociationSAQueryMaximumTimeout */
#define TELL_PAUSE        (10u * EXTSTA_SECOND)
#define REASON_CLASS2     6u
#define REASON_CLASS3     7u
#define REASON_PREVIOUS   2u
/* All stations of an AP have moved at the same time: each asks somewhen in this. */
#define MOVED_SPREAD       EXTSTA_SECOND
#define SILENCE_CONFIDENCE 70u /* percent: it may as well have gone */

static struct oci own_channel(const struct nld *d)
{
    return (struct oci){d->link.negotiated.ocv, d->link.freq};
}

static void say(struct nld *d, uint8_t action, uint16_t transaction)
{
    const struct oci oci = own_channel(d);
    uint8_t body[BODY + 12];
    struct writer w = writer_of(body, sizeof body);
    writer_u8(&w, CATEGORY);
    writer_u8(&w, action);
    writer_le16(&w, transaction);
    oci_write_element(&w, &oci);
    nld_frame(d, NLD_FRAME_ACTION, d->link.peer, span(body, writer_len(&w)));
}

static uint32_t status_of(const struct nld_sa_query *q)
{
    return (q->deauth ? DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED
                      : DOT11_ASSOC_STATUS_PEER_DISASSOCIATED) |
           q->reason;
}

static void notify(struct nld *d, enum extsta_notify_type type)
{
    struct extsta_output out = {.type = EXTSTA_OUT_NOTIFY};
    out.notify.type = type;
    out.notify.peer = d->link.peer;
    out.notify.status = status_of(&d->sa_query);
    extsta_driver_push(d->site.station, &out);
}

void nld_sa_query_stop(struct nld *d)
{
    d->sa_query = (struct nld_sa_query){0};
    nld_timer(d, NLD_TIMER_SA_QUERY, EXTSTA_NEVER);
}

/* --- as the one who asks --- */

static void ask(struct nld *d)
{
    say(d, ACTION_REQUEST, d->sa_query.transaction++);
    nld_timer(d, NLD_TIMER_SA_QUERY, d->now + RETRY);
}

void nld_sa_query_unprotected(struct nld *d, const struct nld_message *m)
{
    struct extsta_span frame = nld_octets(m->tb[NL80211_ATTR_FRAME]);
    struct nld_sa_query *q = &d->sa_query;
    if (!d->link.up || !d->link.negotiated.group_mgmt || frame.len < HEADER + 2 ||
        !mac_equal(mac_at(frame.data + 10), d->link.peer) || q->open) {
        return;
    }
    q->deauth = m->cmd == NL80211_CMD_UNPROT_DEAUTHENTICATE;
    q->reason = get_le16(frame.data + HEADER);
    if (q->told == 0 || d->now - q->told >= TELL_PAUSE) {
        q->told = d->now;
        notify(d, EXTSTA_NOTIFY_UNPROTECTED);
    }
    if (q->reason == REASON_CLASS2 || q->reason == REASON_CLASS3) {
        uint8_t first[2];
        nld_random(d, first, sizeof first);
        q->transaction = get_le16(first);
        q->open = true;
        q->since = d->now;
        ask(d);
    }
}

void nld_sa_query_moved(struct nld *d)
{
    struct nld_sa_query *q = &d->sa_query;
    uint8_t octets[6];
    if (!d->link.up || !d->link.negotiated.ocv) {
        return;
    }
    nld_random(d, octets, sizeof octets);
    q->open = q->moved = true;
    q->elsewhere = false;
    q->transaction = get_le16(octets);
    q->since = d->now + get_le32(octets + 2) % MOVED_SPREAD;
    nld_timer(d, NLD_TIMER_SA_QUERY, q->since);
}

/* We were sent to a channel by somebody, and the AP does not confirm it: nobody is to stand
 * between the two of us. One that named another channel is the proof. */
static void lost_channel(struct nld *d)
{
    bool proof = d->sa_query.elsewhere;
    struct nld_end end = {.status = DOT11_ASSOC_STATUS_FAILURE,
                          .origin = proof ? EXTSTA_ORIGIN_STATION : EXTSTA_ORIGIN_TIMER,
                          .space = EXTSTA_CODE_OWN_REASON,
                          .code = REASON_PREVIOUS,
                          .diagnosis = EXTSTA_DIAGNOSIS_OTHER_CHANNEL,
                          .confidence = proof ? 100 : SILENCE_CONFIDENCE,
                          .rule = EXTSTA_RULE_IEEE_12_2_9,
                          .tell_peer = true,
                          .own_reason = REASON_PREVIOUS};
    nld_link_lost(d, &end);
}

/* The farewell was true, then: it ends the association as one does that is protected. */
void nld_sa_query_expire(struct nld *d)
{
    struct nld_sa_query *q = &d->sa_query;
    if (!q->open || !d->link.up) {
        return;
    }
    if (d->now - q->since < LIMIT) {
        ask(d);
        return;
    }
    if (q->moved) {
        lost_channel(d);
        return;
    }
    struct nld_end end = {.status = status_of(q),
                          .origin = EXTSTA_ORIGIN_TIMER,
                          .space = EXTSTA_CODE_PEER_REASON,
                          .code = q->reason,
                          .diagnosis = EXTSTA_DIAGNOSIS_SA_QUERY_UNANSWERED,
                          .rule = EXTSTA_RULE_IEEE_11_13,
                          .tell_peer = true,
                          .own_reason = REASON_PREVIOUS};
    nld_link_lost(d, &end);
}

/* --- frames of the AP, under the keys --- */

void nld_sa_query_rx(struct nld *d, struct extsta_span body)
{
    struct nld_sa_query *q = &d->sa_query;
    if (body.len < BODY) {
        return;
    }
    uint16_t transaction = get_le16(body.data + 2);
    uint16_t asked = (uint16_t)(q->transaction - 1u - transaction);
    bool answer = body.data[1] == ACTION_RESPONSE && q->open && asked < 8;
    const struct oci oci = own_channel(d);
    struct elements e;
    elements_parse(span(body.data + BODY, body.len - BODY), &e);
    if (!oci_agrees(&oci, e.oci)) { /* 11.13: not answered, and no answer */
        q->elsewhere |= answer && q->moved;
    } else if (body.data[1] == ACTION_REQUEST) {
        say(d, ACTION_RESPONSE, transaction);
    } else if (answer) {
        q->open = false;
        nld_timer(d, NLD_TIMER_SA_QUERY, EXTSTA_NEVER);
        if (!q->moved) {
            notify(d, EXTSTA_NOTIFY_FORGED);
        }
        q->moved = false;
    }
}
