/* Open System authentication (IEEE 802.11-2020 12.3.3.2): we ask, the AP says yes or no. */
#include "miniport/mlme/auth.h"

#define ALGORITHM_OPEN 0u

struct auth_open {
    struct auth_method method;
    uint8_t tries;
    uint8_t body[6];
};

static void ask(struct auth_open *o, extsta_time now, struct auth_step *out)
{
    o->tries++;
    out->frames[out->frame_count++].body = span(o->body, sizeof o->body);
    out->deadline = now + ASSOC_ANSWER_TIME;
}

static void open_begin(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_open *o = (struct auth_open *)m;
    struct writer w = writer_of(o->body, sizeof o->body);
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = ALGORITHM_OPEN, .transaction = 1});
    ask(o, now, out);
}

static void open_rx(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
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

static void open_expire(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_open *o = (struct auth_open *)m;
    if (o->tries < ASSOC_ANSWER_TRIES) {
        ask(o, now, out);
        return;
    }
    out->verdict = AUTH_FAILED;
    out->end = associate_unanswered(EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
}

const struct auth_ops auth_open = {
    .size = sizeof(struct auth_open),
    .begin = open_begin,
    .rx = open_rx,
    .expire = open_expire,
};
