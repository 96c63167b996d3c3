/* Both roles of SA Query. As the one who asks: the data path drops an unprotected farewell
 * under protection (datapath/management.c) and hands it here. One that says that the AP does
 * not know us (reasons 6 and 7, 11.3.5.9) may be true, since an AP that has restarted has no
 * keys to protect it with, and may be anybody's: the AP is asked, under the keys. If it
 * answers, the association stays and the user learns of the forgery; if not, the association
 * ends (disassociate.c), and the roam that follows makes a new one. As the one who is asked: it
 * answers.
 *
 * Requests go on the channel of the BSS; while the radio is elsewhere (a scan) the time waits.
 */
#include "miniport/mlme/sa_query.h"
#include "miniport/miniport.h"
#include "miniport/mlme/disassociate.h"
#include "miniport/mlme/indicate.h"
#include "miniport/mlme/mlme_frame.h"
#include "rsn/handshake.h"

#define ACTION_REQUEST  0u /* 9.6.9 */
#define ACTION_RESPONSE 1u
#define REASON_CLASS2   6u /* table 9-49: from somebody who is not authenticated */
#define REASON_CLASS3   7u /* ... not associated */
#define REASON_PREVIOUS 2u /* the previous authentication is not valid any more */
#define ELSEWHERE_LOOK  (10u * EXTSTA_TU)
/* All stations of an AP have moved at the same time: each asks somewhen in this
 * (wpa_supplicant's measure). */
#define MOVED_SPREAD       EXTSTA_SECOND
#define SILENCE_CONFIDENCE 70u /* percent: it may as well have gone */

static struct oci own_channel(const struct miniport *mp)
{
    return (struct oci){mp->link.ap->negotiated.ocv, mp->link.home_freq};
}

/* Category, action, transaction id; with channel validation where we are (9.6.9.2, 9.6.9.3). */
static void say(struct miniport *mp, extsta_time now, uint8_t action, uint16_t transaction)
{
    const struct mp_peer *ap = mp->link.ap;
    const struct oci oci = own_channel(mp);
    uint8_t body[16];
    struct writer w = writer_of(body, sizeof body);
    writer_u8(&w, ACTION_SA_QUERY);
    writer_u8(&w, action);
    writer_le16(&w, transaction);
    oci_write_element(&w, &oci);
    mlme_send(mp, now, FRAME_ACTION, ap->address, ap->address, span(body, writer_len(&w)),
              ap->negotiated.phy, (struct mlme_limits){.lifetime = SA_QUERY_RETRY});
}

/* Each request has its own id, one more than the last. */
static void ask(struct miniport *mp, const struct sa_query_input *in)
{
    struct mp_sa_query *q = mp->mlme.sa_query;
    if (mp->mlme.away_since != 0) {
        q->began += ELSEWHERE_LOOK;
        mp_timer_set(mp, MP_TIMER_SA_QUERY, in->now + ELSEWHERE_LOOK);
        return;
    }
    say(mp, in->now, ACTION_REQUEST, q->next++);
    mp_timer_set(mp, MP_TIMER_SA_QUERY, in->now + SA_QUERY_RETRY);
}

/* A query that was under way asks for the channel from now on: its answers would be of the old
 * one. */
static void ask_later(struct miniport *mp, const struct sa_query_input *in)
{
    struct mp_sa_query *q = mp->mlme.sa_query;
    uint8_t octets[4];
    mp_random(mp, octets, sizeof octets);
    q->began = in->now + get_le32(octets) % MOVED_SPREAD;
    mp_timer_set(mp, MP_TIMER_SA_QUERY, q->began);
}

/* The uReason of a farewell by this frame. */
static uint32_t status_of(const struct mp_sa_query *q)
{
    return (q->deauth ? (uint32_t)DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED
                      : (uint32_t)DOT11_ASSOC_STATUS_PEER_DISASSOCIATED) |
           q->reason;
}

/* The farewell was forged; or the channel is confirmed. */
static void answered(struct miniport *mp, const struct sa_query_input *in)
{
    struct mp_sa_query *q = mp->mlme.sa_query;
    mp_timer_stop(mp, MP_TIMER_SA_QUERY);
    if (!q->moved) {
        mp_notify(mp, EXTSTA_NOTIFY_FORGED, mp->link.ap->address, status_of(q));
    }
}

/* We were sent to a channel by somebody, and the AP does not confirm it: nobody is to stand
 * between the two of us. One that named another channel is the proof. */
static void lost_channel(struct miniport *mp, const struct sa_query_input *in)
{
    const struct mp_sa_query *q = mp->mlme.sa_query;
    struct assoc_end end = {.now = in->now,
                            .status = DOT11_ASSOC_STATUS_FAILURE,
                            .origin =
                                q->elsewhere ? EXTSTA_ORIGIN_STATION : EXTSTA_ORIGIN_TIMER,
                            .space = EXTSTA_CODE_OWN_REASON,
                            .code = REASON_PREVIOUS,
                            .diagnosis = EXTSTA_DIAGNOSIS_OTHER_CHANNEL,
                            .confidence = q->elsewhere ? 100 : SILENCE_CONFIDENCE,
                            .own_reason = REASON_PREVIOUS,
                            .deauthenticate = true,
                            .evidence = q->evidence,
                            .rule = RULE(IEEE_12_2_9)};
    disassociate(mp, mp->link.ap, ASSOC_LOST, &end);
}

/* The farewell was true, then: it ends the association as one does that is protected (DIS-08,
 * DIS-09). UNREACHABLE would say that nothing was heard (DIS-11). */
static void lost(struct miniport *mp, const struct sa_query_input *in)
{
    const struct mp_sa_query *q = mp->mlme.sa_query;
    if (q->moved) {
        lost_channel(mp, in);
        return;
    }
    struct assoc_end end = {.now = in->now,
                            .status = status_of(q),
                            .origin = EXTSTA_ORIGIN_TIMER,
                            .space = EXTSTA_CODE_PEER_REASON,
                            .code = q->reason,
                            .diagnosis = EXTSTA_DIAGNOSIS_SA_QUERY_UNANSWERED,
                            .confidence = 100,
                            .own_reason = REASON_PREVIOUS,
                            .deauthenticate = true,
                            .evidence = q->evidence,
                            .rule = RULE(IEEE_11_13)};
    disassociate(mp, mp->link.ap, ASSOC_LOST, &end);
}

static const char *const states[] = {"idle", "await-response"};
static const char *const events[] = {"doubt", "moved", "answered", "again", "give-up"};

static const struct sa_query_row rows[] = {
    FSM_ROW(SA_QUERY_IDLE, SA_QUERY_DOUBT, SA_QUERY_AWAIT_RESPONSE, ask, IEEE_11_13),
    FSM_ROW(SA_QUERY_IDLE, SA_QUERY_MOVED, SA_QUERY_AWAIT_RESPONSE, ask_later, IEEE_12_2_9),
    FSM_ROW(SA_QUERY_AWAIT_RESPONSE, SA_QUERY_MOVED, SA_QUERY_AWAIT_RESPONSE, ask_later,
            IEEE_12_2_9),
    FSM_ROW(SA_QUERY_AWAIT_RESPONSE, SA_QUERY_AGAIN, SA_QUERY_AWAIT_RESPONSE, ask, IEEE_11_13),
    FSM_ROW(SA_QUERY_AWAIT_RESPONSE, SA_QUERY_ANSWERED, SA_QUERY_IDLE, answered, IEEE_11_13),
    FSM_ROW(SA_QUERY_AWAIT_RESPONSE, SA_QUERY_GIVE_UP, SA_QUERY_IDLE, lost, IEEE_11_13),
};

/* a doubt while it is asked already, an answer that nobody awaits */
const struct fsm_table sa_query_table =
    FSM_TABLE("sa-query", states, events, rows, .ignores_others = true);

static void step(struct miniport *mp, extsta_time now, enum sa_query_event event)
{
    sa_query_fsm_step(&sa_query_table, &mp->mlme.sa_query->state, (uint8_t)event, mp,
                      &(struct sa_query_input){.now = now}, NULL);
}

/* --- in --- */

static bool is_due(extsta_time last, extsta_time now)
{
    return last == 0 || now - last >= SA_QUERY_PAUSE;
}

static void new_ids(struct miniport *mp, struct mp_sa_query *q)
{
    uint8_t id[2];
    mp_random(mp, id, sizeof id);
    q->first = q->next = get_le16(id);
}

/* Without memory it is as if the frame had not come: another one may. */
static struct mp_sa_query *query(struct miniport *mp)
{
    if (!mp->mlme.sa_query) {
        mp->mlme.sa_query = pool_zalloc(&mp->ctx->pool, sizeof *mp->mlme.sa_query);
    }
    return mp->mlme.sa_query;
}

void sa_query_doubt(struct miniport *mp, extsta_time now, const struct frame *f,
                    uint64_t serial)
{
    struct mgmt_reason m;
    bool deauth = frame_kind(f) == FRAME_DEAUTH;
    if (!mlme_is_associated(mp) || !link_peer_at(mp, f->addr2) ||
        (!deauth && frame_kind(f) != FRAME_DISASSOC) || !mgmt_parse_reason(f->body, &m)) {
        return;
    }
    struct mp_sa_query *q = query(mp);
    if (!q || q->state != SA_QUERY_IDLE) {
        return;
    }
    q->moved = false;
    q->deauth = deauth;
    q->reason = m.reason;
    q->evidence = serial;
    if (is_due(q->noted, now)) {
        q->noted = now;
        mp_notify(mp, EXTSTA_NOTIFY_UNPROTECTED, f->addr2, status_of(q));
    }
    if ((m.reason == REASON_CLASS2 || m.reason == REASON_CLASS3) && is_due(q->began, now)) {
        new_ids(mp, q);
        q->began = now;
        step(mp, now, SA_QUERY_DOUBT);
    }
}

void sa_query_moved(struct miniport *mp, extsta_time now)
{
    struct mp_sa_query *q =
        mlme_is_associated(mp) && mp->link.ap->negotiated.ocv ? query(mp) : NULL;
    if (q) {
        q->moved = true;
        q->elsewhere = false;
        q->evidence = 0;
        new_ids(mp, q);
        step(mp, now, SA_QUERY_MOVED);
    }
}

/* Whether this is the id of a request of the query under way; ids go round. */
static bool is_asked(const struct mp_sa_query *q, uint16_t transaction)
{
    return q && (uint16_t)(transaction - q->first) < (uint16_t)(q->next - q->first);
}

static bool is_here(const struct miniport *mp, struct extsta_span theirs)
{
    const struct oci oci = own_channel(mp);
    return oci_agrees(&oci, theirs);
}

void sa_query_rx(struct miniport *mp, extsta_time now, const struct action_frame *a)
{
    struct reader r = reader_of(a->body);
    uint8_t action = reader_u8(&r);
    uint16_t transaction = reader_le16(&r);
    struct elements e;
    elements_parse(reader_rest(&r), &e);
    if (r.failed) {
        mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
    } else if (a->peer != mp->link.ap || !a->peer->negotiated.group_mgmt ||
               mp->mlme.away_since != 0) {
        mp_drop(mp, EXTSTA_DROP_UNEXPECTED_STATE);
    } else if (!is_here(mp, e.oci)) { /* 11.13: not answered, and no answer */
        struct mp_sa_query *q = mp->mlme.sa_query;
        mp_drop(mp, EXTSTA_DROP_OTHER_CHANNEL);
        if (action == ACTION_RESPONSE && q && q->moved && is_asked(q, transaction)) {
            q->elsewhere = true;
            q->evidence = a->meta->serial;
        }
    } else if (action == ACTION_REQUEST) {
        say(mp, now, ACTION_RESPONSE, transaction);
    } else if (action == ACTION_RESPONSE && is_asked(mp->mlme.sa_query, transaction)) {
        step(mp, now, SA_QUERY_ANSWERED);
    } else {
        mp_drop(mp, EXTSTA_DROP_WRONG_TRANSACTION);
    }
}

void sa_query_expire(struct miniport *mp, extsta_time now)
{
    struct mp_sa_query *q = mp->mlme.sa_query;
    if (q && mlme_is_associated(mp)) {
        step(mp, now,
             now - q->began < SA_QUERY_MAXIMUM || mp->mlme.away_since != 0 ? SA_QUERY_AGAIN
                                                                           : SA_QUERY_GIVE_UP);
    }
}

void sa_query_forget(struct miniport *mp)
{
    mp_timer_stop(mp, MP_TIMER_SA_QUERY);
    pool_release(&mp->ctx->pool, mp->mlme.sa_query, sizeof *mp->mlme.sa_query);
    mp->mlme.sa_query = NULL;
}
