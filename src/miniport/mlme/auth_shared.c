/* Shared key authentication (IEEE 802.11-2020 12.3.3.3): the AP sends a challenge in clear, we
 * send it back under WEP. An authentication method (auth.h), begun and fed by the association
 * operation (associate.c) where a profile asks for it (ATH-02). It proves that we know the key,
 * and gives every listener what WEP would have hidden: octets of its key stream. */
#include "base/form.h"
#include "miniport/mlme/auth.h"
#include "miniport/miniport.h"

#define ALGORITHM_SHARED 1u   /* Authentication Algorithm Number (9.4.1.1) */
#define CHALLENGE_LEN    128u /* octets of its text (9.4.2.8) */
#define FIXED_LEN        6u   /* algorithm, transaction, status */
#define WEP_LEN          8u   /* IV and ICV */

struct auth_shared {
    struct auth_method method;
    bool challenged; /* transaction 4 is awaited; the challenge is in `clear` */
    uint8_t clear[FIXED_LEN + 2 + CHALLENGE_LEN]; /* transaction 1, then 3 */
    uint8_t body[FIXED_LEN + 2 + CHALLENGE_LEN + WEP_LEN];
};

/* There is no default key under the key id, or it is none of WEP. */
static void fail_without_key(struct auth_step *out)
{
    out->verdict = AUTH_FAILED;
    out->end = associate_unable(EXTSTA_DIAGNOSIS_SECURITY_MISMATCH, RULE(ATH_02));
}

/* Sends what is due, once more or for the first time; transaction 3 under another IV each time.
 */
static void ask(struct auth_shared *s, extsta_time now, struct auth_step *out)
{
    const struct mp_peer *peer = s->method.peer;
    struct auth_frame *frame = &out->frames[0];
    frame->body = span(s->clear, FIXED_LEN);
    frame->is_protected = s->challenged;
    if (s->challenged) {
        size_t len = keys_wep_seal(s->method.mp, peer->address, span(s->clear, sizeof s->clear),
                                   s->body);
        if (len == 0) {
            fail_without_key(out);
            return;
        }
        frame->body = span(s->body, len);
    }
    out->frame_count = 1;
    out->deadline = now + associate_answer_time(peer->op);
}

static void write_fixed(struct auth_shared *s, uint16_t transaction)
{
    struct writer w = writer_of(s->clear, sizeof s->clear);
    mgmt_write_auth(
        &w, &(struct mgmt_auth){.algorithm = ALGORITHM_SHARED, .transaction = transaction});
}

static void shared_begin(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_shared *s = (struct auth_shared *)m;
    if (!keys_wep_find(m->mp, m->peer->address)) {
        fail_without_key(out);
        return;
    }
    write_fixed(s, 1);
    ask(s, now, out);
}

/* Transaction 2: a challenge of full length; also a second one, whose answer was lost. */
static bool take_challenge(struct auth_shared *s, const struct mgmt_auth *frame)
{
    struct reader r = reader_of(frame->rest);
    struct element e;
    if (!element_next(&r, &e) || e.id != ELEMENT_CHALLENGE || e.value.len != CHALLENGE_LEN) {
        return false;
    }
    write_fixed(s, 3);
    memcpy(s->clear + FIXED_LEN, e.whole.data, e.whole.len);
    s->challenged = true;
    return true;
}

/* What is no answer to us is dropped, and the answer still awaited. A refusal counts whatever
 * algorithm it names. */
static void shared_rx(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
                      struct auth_step *out)
{
    struct auth_shared *s = (struct auth_shared *)m;
    bool awaited = frame->transaction == 2 || (s->challenged && frame->transaction == 4);
    if (!awaited) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_WRONG_TRANSACTION;
    } else if (frame->status != 0) {
        out->verdict = AUTH_FAILED;
        out->end = associate_refused(frame->status);
    } else if (frame->algorithm != ALGORITHM_SHARED) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_UNEXPECTED_STATE;
    } else if (frame->transaction == 4) {
        out->verdict = AUTH_DONE;
    } else if (take_challenge(s, frame)) {
        ask(s, now, out);
    } else {
        out->dropped = true;
        out->drop = EXTSTA_DROP_UNEXPECTED_STATE;
    }
}

static void shared_expire(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    if (!asking_is_hopeless(&m->peer->op->asking, now)) {
        ask((struct auth_shared *)m, now, out);
        return;
    }
    out->verdict = AUTH_FAILED;
    out->end = associate_unanswered(EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
}

#define T struct auth_shared
static const struct form_row auth_shared_form_rows[] = {
    DERIVED(method.ops, "which method it is"),
    DERIVED(method.mp, "of the station"),
    DERIVED(method.peer, "of whose operation it is"),
    FLAG(challenged),
    OCTETS(clear),
    OCTETS(body),
};
FORM_OWN_TABLE(auth_shared_form, "shared key");
#undef T

const struct auth_ops auth_shared = {
    .form = &auth_shared_form,
    .size = sizeof(struct auth_shared),
    .begin = shared_begin,
    .rx = shared_rx,
    .expire = shared_expire,
};
