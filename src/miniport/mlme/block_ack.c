/* Block Ack agreements (block_ack.h). */
#include "miniport/mlme/block_ack.h"
#include "miniport/miniport.h"
#include "miniport/mlme/mlme_frame.h"
#include "wire/block_ack.h"
#include "wire/status_codes.h"

#define SIZE_MAX_MPDUS  64u /* what HT has at most; 0 in a request: our choice */
#define TID_MAX         7u  /* the user priorities; beyond them are TSPECs, and we have none */
#define ANSWER_LIFETIME (500u * EXTSTA_MS) /* who asked waits for a second, or less */


static uint16_t judge(const struct mp_peer *peer, const struct block_ack_addba *a)
{
    if (peer->negotiated.max_amsdu == 0) {
        return STATUS_DECLINED; /* no HT with it */
    }
    return a->immediate && a->tid <= TID_MAX ? STATUS_SUCCESS : STATUS_INVALID_PARAMETERS;
}

static void send_body(struct miniport *mp, extsta_time now, const struct action_frame *a,
                      const struct writer *w)
{
    mlme_send(mp, now, FRAME_ACTION, a->f->addr2, a->f->addr3, span(w->start, writer_len(w)),
              a->peer->negotiated.phy, (struct mlme_limits){.lifetime = ANSWER_LIFETIME});
}

/* The answer goes before what had been waiting goes up, after which the peer may be gone. A
 * second request for the TID begins it anew (10.25.2). */
static void rx_request(struct miniport *mp, extsta_time now, const struct action_frame *a,
                       struct block_ack_addba *asked)
{
    uint8_t body[16];
    struct writer w = writer_of(body, sizeof body);
    struct block_ack_addba answer = *asked;
    answer.status = judge(a->peer, asked);
    answer.timeout = 0; /* it ends by DELBA, or with the association */
    answer.size = asked->size == 0 || asked->size > SIZE_MAX_MPDUS ? (uint16_t)SIZE_MAX_MPDUS
                                                                   : asked->size;
    block_ack_write_addba_response(&w, &answer);
    if (answer.status == STATUS_SUCCESS &&
        !datapath_reorder_begin(mp, now, a->peer, asked->tid, asked->start, answer.size)) {
        return; /* no memory: it asks again, or does without */
    }
    send_body(mp, now, a, &w);
}

void block_ack_rx(struct miniport *mp, extsta_time now, const struct action_frame *a)
{
    struct block_ack_addba addba;
    struct block_ack_delba delba;
    struct extsta_span rest = span(a->body.data + 1, a->body.len - 1);
    switch (a->body.data[0]) { /* a number of the air, not an enum */
    case BLOCK_ACK_ADDBA_REQUEST:
        if (block_ack_parse_addba_request(rest, &addba)) {
            rx_request(mp, now, a, &addba);
            return;
        }
        break;
    case BLOCK_ACK_DELBA: /* of agreements in which we receive: we have no others */
        if (block_ack_parse_delba(rest, &delba)) {
            if (delba.initiator && delba.tid <= TID_MAX) {
                datapath_reorder_end(mp, now, a->peer, delba.tid);
            }
            return;
        }
        break;
    default:
        mp_drop(mp, EXTSTA_DROP_UNSUPPORTED_SUBTYPE);
        return;
    }
    mp_drop(mp, EXTSTA_DROP_BODY_TRUNCATED);
}
