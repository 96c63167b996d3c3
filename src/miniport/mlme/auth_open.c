/* Open System authentication (IEEE 802.11-2020 12.3.3.2): we ask, the AP says yes or no. An
 * authentication method (auth.h), begun and fed by the association operation (associate.c). It
 * proves nothing: with WPA and RSNA the four-way handshake does that, after association. */
#include "base/form.h"
#include "miniport/mlme/auth_open.h"

#define ALGORITHM_OPEN 0u /* Authentication Algorithm Number (9.4.1.1) */

/* Sends the frame, once more or for the first time, and allows the AP its time to answer. */
static void ask(struct auth_open *o, extsta_time now, struct auth_step *out)
{
    out->frames[out->frame_count++].body = span(o->body, sizeof o->body);
    out->deadline = now + associate_answer_time(o->method.peer->op);
}

void auth_open_begin(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_open *o = (struct auth_open *)m;
    struct writer w = writer_of(o->body, sizeof o->body);
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = ALGORITHM_OPEN, .transaction = 1});
    ask(o, now, out);
}

/* What is no answer to us is dropped, and the answer still awaited. A refusal counts whatever
 * algorithm it names. */
void auth_open_rx(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
                    struct auth_step *out)
{
    (void)m;
    (void)now;
    if (frame->transaction != 2) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_WRONG_TRANSACTION;
    } else if (frame->status != 0) {
        out->verdict = AUTH_FAILED;
        out->end = associate_refused(frame->status);
    } else if (frame->algorithm != ALGORITHM_OPEN) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_UNEXPECTED_STATE;
    } else {
        out->verdict = AUTH_DONE;
    }
}

void auth_open_expire(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_open *o = (struct auth_open *)m;
    if (!asking_is_hopeless(&m->peer->op->asking, now)) {
        ask(o, now, out);
        return;
    }
    out->verdict = AUTH_FAILED;
    out->end = associate_unanswered(EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
}

#define T struct auth_open
static const struct form_row auth_open_form_rows[] = {
    DERIVED(method.ops, "which method it is"),
    DERIVED(method.mp, "of the station"),
    DERIVED(method.peer, "of whose operation it is"),
    OCTETS(body),
};
FORM_TABLE(auth_open_form, "Open System");
#undef T

const struct auth_ops auth_open = {
    .form = &auth_open_form,
    .size = sizeof(struct auth_open),
    .begin = auth_open_begin,
    .rx = auth_open_rx,
    .expire = auth_open_expire,
};
