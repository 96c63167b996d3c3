/* SA Query (IEEE 802.11-2020 11.13) through FRAME, in both roles: nobody else on the machine
 * answers it. As the one who asks: the kernel tells of farewells that came without protection
 * (UNPROT_DEAUTHENTICATE), and keeps the association. One that says that the AP does not know
 * us (reasons 6 and 7) may be true, for an AP that has restarted has no keys: the AP is asked,
 * under the keys. If it answers, it was forged; if not, the association ends. */
#include "machine.h"

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

static void say(struct nld *d, uint8_t action, uint16_t transaction)
{
    uint8_t body[BODY] = {CATEGORY, action};
    put_le16(body + 2, transaction);
    nld_frame(d, NLD_FRAME_ACTION, d->link.peer, span(body, sizeof body));
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
    if (body.data[1] == ACTION_REQUEST) {
        say(d, ACTION_RESPONSE, transaction);
    } else if (body.data[1] == ACTION_RESPONSE && q->open && asked < 8) {
        q->open = false;
        nld_timer(d, NLD_TIMER_SA_QUERY, EXTSTA_NEVER);
        notify(d, EXTSTA_NOTIFY_FORGED);
    }
}
