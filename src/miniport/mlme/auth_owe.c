/* OWE (RFC 8110) as an authentication method (auth.h): Open System, then a Diffie-Hellman
 * exchange in the association request and its response. The computations are rsn/owe.h's; the
 * PMK that comes of it goes to whoever runs the four-way handshake, which proves that the AP has
 * the same one.
 *
 * Nothing of the response is authenticated. One that accepts without a usable key is dropped, for
 * the true one may still come; what was wrong with it is told when the time is up. */
#include "base/form.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/auth_open.h"
#include "miniport/mlme/pmksa.h"
#include "rsn/owe.h"

struct auth_owe {
    struct auth_open open;
    struct owe owe;
    bool offers; /* the PMK of before is still good: the request names it */
    bool cached; /* the AP has taken it */
};

static void give_random(void *user, void *out, size_t len)
{
    mp_random(user, out, len);
}

static void no_memory(struct auth_step *out)
{
    out->verdict = AUTH_FAILED;
    out->end = associate_unable(EXTSTA_DIAGNOSIS_NO_MEMORY, RULE(X_09));
}

static void owe_method_begin(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct auth_owe *o = (struct auth_owe *)m;
    if (owe_begin(&o->owe, crypto_of(m->mp->ctx), owe_groups, OWE_GROUPS, give_random, m->mp) !=
        EXTSTA_OK) {
        no_memory(out);
        return;
    }
    o->offers = pmksa_find(m->mp, now, m->peer->address, m->peer->negotiated.akm) != NULL;
    auth_open_begin(m, now, out);
}

static void owe_write_elements(struct auth_method *m, struct writer *w)
{
    const struct dh_element own = owe_public(&((struct auth_owe *)m)->owe);
    dh_element_write(w, &own);
}

/* Status 77: the next group, if there is one. */
static void refuse_group(struct auth_owe *o, uint16_t status, struct auth_step *out)
{
    enum extsta_error error = owe_next_group(&o->owe, give_random, o->open.method.mp);
    if (error == EXTSTA_OK) {
        out->verdict = AUTH_CONTINUE;
    } else if (error == EXTSTA_E_UNSUPPORTED) {
        out->verdict = AUTH_FAILED;
        out->end = associate_refused(status);
        out->end.diagnosis = EXTSTA_DIAGNOSIS_OWE_GROUP;
    } else {
        no_memory(out);
    }
}

static void drop(struct auth_step *out, enum extsta_diagnosis doubt)
{
    out->dropped = true;
    out->drop = EXTSTA_DROP_OWE_KEY;
    out->doubt = doubt;
}

/* The PMK of before, of this AP. */
static const struct mp_pmksa *known(const struct auth_owe *o)
{
    const struct auth_method *m = &o->open.method;
    return o->offers ? pmksa_of_operation(m->mp, m->peer) : NULL;
}

/* Offered by its name (RFC 8110 4.5), beside a key for an AP that does not know it any more. */
static void owe_edit_rsn(struct auth_method *m, struct rsn_element *rsn)
{
    pmksa_name(known((const struct auth_owe *)m), rsn);
}

/* What a response without an element may mean: the AP names the PMKID that was offered. */
static bool takes_known(const struct auth_owe *o, const struct elements *e)
{
    struct rsn_element rsn;
    const struct mp_pmksa *pmksa = known(o);
    return pmksa && e->rsn.data && rsn_element_parse(e->rsn, &rsn) == EXTSTA_OK &&
           rsn.pmkid_count > 0 && memcmp(rsn.pmkid[0], pmksa->pmkid, sizeof pmksa->pmkid) == 0;
}

static void take_key(struct auth_owe *o, const struct elements *e, struct auth_step *out)
{
    struct dh_element peer;
    if (!e->dh.data) {
        o->cached = takes_known(o, e);
        if (!o->cached) {
            drop(out, EXTSTA_DIAGNOSIS_OWE_KEY_MISSING);
        }
        return;
    }
    enum extsta_error error =
        dh_element_parse(e->dh, &peer) ? owe_take_key(&o->owe, &peer) : EXTSTA_E_MALFORMED;
    if (error == EXTSTA_E_MALFORMED) {
        drop(out, EXTSTA_DIAGNOSIS_OWE_KEY_INVALID);
    } else if (error != EXTSTA_OK) {
        no_memory(out);
    }
}

static void owe_response(struct auth_method *m, extsta_time now, const struct mgmt_assoc_resp *r,
                         const struct elements *e, struct auth_step *out)
{
    struct auth_owe *o = (struct auth_owe *)m;
    if (r->status == STATUS_GROUP_REFUSED) {
        refuse_group(o, r->status, out);
    } else if (r->status == 0) {
        take_key(o, e, out);
    }
}

static struct extsta_span owe_pmk(const struct auth_method *m)
{
    const struct auth_owe *o = (const struct auth_owe *)m;
    const struct mp_pmksa *pmksa = o->cached ? known(o) : NULL;
    return pmksa ? span(pmksa->pmk, pmksa->pmk_len)
                 : span(o->owe.pmk, o->owe.has_keys ? o->owe.pmk_len : 0);
}

static const uint8_t *owe_pmkid(const struct auth_method *m)
{
    const struct auth_owe *o = (const struct auth_owe *)m;
    const struct mp_pmksa *pmksa = o->cached ? known(o) : NULL;
    return pmksa ? pmksa->pmkid : o->owe.pmkid;
}

static bool owe_made(struct form_in *f, void *object)
{
    struct owe *o = &((struct auth_owe *)object)->owe;
    o->crypto = crypto_of(f->ctx);
    f->no_memory = f->no_memory || !o->crypto;
    return o->at < OWE_GROUPS && o->len <= CURVE_LEN_MAX && o->group_count <= OWE_GROUPS;
}

#define T struct auth_owe
static const struct form_row auth_owe_form_rows[] = {
    INSIDE(open, auth_open_form),
    DERIVED(owe.crypto, "of the context"),
    NUMBERS(owe.groups),
    NUMBER(owe.group_count),
    NUMBER(owe.at),
    NUMBER(owe.len),
    FLAG(owe.has_keys),
    OCTETS(owe.secret),
    OCTETS(owe.own),
    PART(owe.pmk, owe.pmk_len),
    COUNTS(owe.pmk_len),
    OCTETS(owe.pmkid),
    FLAG(offers),
    FLAG(cached),
};
FORM_OWN_TABLE(auth_owe_form, "OWE", .made = owe_made);
#undef T

const struct auth_ops auth_owe = {
    .form = &auth_owe_form,
    .size = sizeof(struct auth_owe),
    .begin = owe_method_begin,
    .rx = auth_open_rx,
    .expire = auth_open_expire,
    .edit_rsn = owe_edit_rsn,
    .write_elements = owe_write_elements,
    .response = owe_response,
    .pmk = owe_pmk,
    .pmkid = owe_pmkid,
};
