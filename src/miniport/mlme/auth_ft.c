/* A fast BSS transition as an authentication method (auth.h; IEEE Std 802.11-2020 13.5.2): FT
 * authentication, and a reassociation that proves the keys and brings them, so that there is no
 * four-way handshake after it. What the machine (rsn/ft.h) writes and judges is carried here.
 *
 * Over the DS the first half was had through the old AP (ft.h), and begin is done at once.
 *
 * An AP that refuses costs no roam: the operation goes on with a full association (RESTART),
 * whose reason is kept as a decision of the station (roam_policy.h). */
#include "miniport/mlme/auth.h"
#include "miniport/miniport.h"
#include "miniport/mlme/ft.h"
#include "miniport/mlme/sae_choice.h"

#define ALGORITHM_FT 2u /* Authentication Algorithm Number (9.4.1.1) */

struct auth_ft {
    struct auth_method method;
    struct ft_station *machine;  /* from the pool; NULL before begin */
    struct supplicant_step keys; /* once the response is accepted */
    uint16_t body_len;
    uint8_t body[320]; /* of the first frame, the same in every try */
};

static void ask(struct auth_ft *o, extsta_time now, struct auth_step *out)
{
    out->frames[out->frame_count++].body = span(o->body, o->body_len);
    out->deadline = now + associate_answer_time(o->method.peer->op);
}

/* Another method, from the beginning. */
static void full_association(struct auth_step *out, enum extsta_diagnosis why, uint16_t status)
{
    out->verdict = AUTH_RESTART;
    out->end = status ? associate_refused(status) : associate_unanswered(why);
    out->end.diagnosis = why;
}

static void ft_method_begin(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_ft *o = (struct auth_ft *)m;
    const struct bss_entry *target = mlme_bss(m->mp);
    struct writer w = writer_of(o->body, sizeof o->body);
    o->machine = ft_take_over_ds(m->mp, m->peer->address);
    if (o->machine) { /* 13.5.3: authenticated through the old AP */
        out->verdict = AUTH_DONE;
        return;
    }
    o->machine = target ? ft_begin(m->mp, &m->peer->negotiated, target->info) : NULL;
    if (!o->machine) {
        full_association(out, EXTSTA_DIAGNOSIS_NO_MEMORY, 0);
        return;
    }
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = ALGORITHM_FT, .transaction = 1});
    ft_station_write_request(o->machine, &w);
    o->body_len = (uint16_t)writer_len(&w);
    ask(o, now, out);
}

static void ft_method_rx(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
                         struct auth_step *out)
{
    struct auth_ft *o = (struct auth_ft *)m;
    (void)now;
    if (frame->transaction != 2) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_WRONG_TRANSACTION;
    } else if (frame->status != 0) {
        full_association(out, ft_diagnosis(frame->status), frame->status);
    } else if (frame->algorithm != ALGORITHM_FT) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_UNEXPECTED_STATE;
    } else if (ft_station_response(o->machine, frame->rest, &out->drop)) {
        out->verdict = AUTH_DONE;
    } else {
        out->dropped = true;
    }
}

/* An AP that answers, and never with what fits, is asked for a full association; one that does
 * not answer at all would not answer that either. */
static void ft_method_expire(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_ft *o = (struct auth_ft *)m;
    enum extsta_diagnosis seen = ft_station_cause(o->machine);
    if (!asking_is_hopeless(&m->peer->op->asking, now)) {
        ask(o, now, out);
    } else if (seen != EXTSTA_DIAGNOSIS_NONE) {
        full_association(out, seen, 0);
    } else {
        out->verdict = AUTH_FAILED;
        out->end = associate_unanswered(EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER);
    }
}

static void ft_method_edit_rsn(struct auth_method *m, struct rsn_element *rsn)
{
    ft_station_rsn(((struct auth_ft *)m)->machine, rsn);
}

/* Of SAE the new AP is told what the first was: hash to element is not to be talked away. */
static void ft_method_edit_rsnx(struct auth_method *m, struct capability_bits *bits)
{
    const struct akm_suite *akm = suites_akm(m->peer->negotiated.akm);
    if (akm && akm->pmk == AKM_PMK_SAE && sae_says_h2e(m->mp)) {
        capability_set(bits, RSNX_SAE_H2E);
    }
}

static void ft_method_write(struct auth_method *m, struct writer *w)
{
    const struct bss_entry *target = mlme_bss(m->mp);
    ft_station_write_reassoc(((struct auth_ft *)m)->machine, target ? target->freq : 0, w);
}

static bool ft_method_seal(struct auth_method *m, uint8_t *elements, size_t len)
{
    return ft_station_seal(((struct auth_ft *)m)->machine, elements, len);
}

/* 13.8.5. A response that does not verify is nobody's: the AP's own is still awaited. */
static void ft_method_response(struct auth_method *m, extsta_time now,
                               const struct mgmt_assoc_resp *r, const struct elements *e,
                               struct auth_step *out)
{
    struct auth_ft *o = (struct auth_ft *)m;
    (void)now;
    (void)e;
    if (r->status == 30) { /* ASC-26: to come back later; as any association */
        return;
    }
    if (r->status != 0) {
        full_association(out, ft_diagnosis(r->status), r->status);
    } else if (!ft_station_reassoc(o->machine, r->elements, &o->keys)) {
        out->dropped = true;
        out->drop = o->keys.drop;
        out->end.diagnosis = ft_station_cause(o->machine);
    }
}

static void ft_method_port(const struct auth_method *m, struct port_start *start)
{
    const struct auth_ft *o = (const struct auth_ft *)m;
    start->ft = o->machine;
    start->ft_keys = &o->keys;
}

static void ft_method_free(struct auth_method *m)
{
    supplicant_step_clear(&((struct auth_ft *)m)->keys);
    ft_end(m->mp, ((struct auth_ft *)m)->machine);
}

const struct auth_ops auth_ft = {
    .size = sizeof(struct auth_ft),
    .begin = ft_method_begin,
    .rx = ft_method_rx,
    .expire = ft_method_expire,
    .edit_rsn = ft_method_edit_rsn,
    .edit_rsnx = ft_method_edit_rsnx,
    .write_elements = ft_method_write,
    .seal = ft_method_seal,
    .response = ft_method_response,
    .port = ft_method_port,
    .free = ft_method_free,
};
