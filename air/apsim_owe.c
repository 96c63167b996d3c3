/* OWE at the scripted access point (RFC 8110; rsn/owe.h): the Diffie-Hellman element of an
 * association request is answered by one of its own in the response, and the PMK that comes of
 * it is the client's. Asked by apsim_rsne.c (may it associate), apsim_mgmt.c (the response) and
 * apsim_security.c (the PMK). The element that names the other BSS of a transition pair, in the
 * beacons of both, is written here, too; and what a script can have go wrong. */
#include "ap.h"
#include "base/wipe.h"
#include "rsn/owe.h"
#include "wire/status_codes.h"


static void give_random(void *user, void *out, size_t len)
{
    ap_random(user, out, len);
}

/* Those of the configuration; all of them when it names none. */
static size_t groups_of(const struct apsim *ap, const uint16_t **groups)
{
    size_t count = 0;
    while (count < OWE_GROUPS && ap->config.owe.groups[count]) {
        count++;
    }
    *groups = count ? ap->config.owe.groups : owe_groups;
    return count ? count : OWE_GROUPS;
}

/* Keys made for the client, until it asks anew or goes. */
static struct owe *exchange_of(struct client *c)
{
    if (!c->owe) {
        c->owe = pool_zalloc(c->ap->pool, sizeof *c->owe);
        c->ap->air->stats.no_memory += c->owe == NULL;
    }
    return c->owe;
}

uint16_t owe_admit(struct client *c, const struct elements *e)
{
    struct apsim *ap = c->ap;
    const uint16_t *groups;
    size_t count = groups_of(ap, &groups);
    struct dh_element theirs;
    if (!e->dh.data || !dh_element_parse(e->dh, &theirs)) {
        return STATUS_INVALID_ELEMENT;
    }
    if (ap->owe_fault == APSIM_OWE_NO_GROUP) {
        return STATUS_GROUP_REFUSED;
    }
    struct owe *o = exchange_of(c);
    enum extsta_error error =
        o ? owe_answer(o, ap->crypto, groups, count, &theirs, give_random, ap)
          : EXTSTA_E_NO_MEMORY;
    return error == EXTSTA_OK              ? STATUS_SUCCESS
           : error == EXTSTA_E_UNSUPPORTED ? STATUS_GROUP_REFUSED
                                           : STATUS_UNSPECIFIED;
}

/* A faulty one is broken where whoever looks at it sees it: in its octets. */
void owe_write_key(const struct client *c, struct writer *w)
{
    uint8_t key[CURVE_LEN_MAX];
    if (!c->owe || !c->owe->has_keys) {
        return;
    }
    struct dh_element own = owe_public(c->owe);
    switch (c->ap->owe_fault) {
    case APSIM_OWE_HONEST:
    case APSIM_OWE_NO_GROUP:
        break;
    case APSIM_OWE_NO_KEY:
        return;
    case APSIM_OWE_INVALID_POINT: /* above the prime of each of the curves */
        memset(key, 0xff, own.key.len);
        own.key = span(key, own.key.len);
        break;
    case APSIM_OWE_OTHER_GROUP:
        own.group = own.group == 19 ? 20 : 19;
        break;
    case APSIM_OWE_OTHER_KEY: /* a good key, and another PMK: as who has put himself between */
        c->owe->pmk[0] ^= 1;
        break;
    }
    dh_element_write(w, &own);
}

struct extsta_span owe_pmk(const struct client *c)
{
    return c->owe && c->owe->has_keys ? span(c->owe->pmk, c->owe->pmk_len) : span(NULL, 0);
}

void owe_forget(struct client *c)
{
    if (c->owe) {
        owe_clear(c->owe);
        pool_release(c->ap->pool, c->owe, sizeof *c->owe);
        c->owe = NULL;
    }
}

void owe_write_pair(const struct apsim *ap, struct writer *w)
{
    const struct apsim_owe *o = &ap->config.owe;
    if (o->pair_ssid_len == 0) {
        return;
    }
    owe_transition_write(w, &(struct owe_transition){
                                .bssid = o->pair_bssid,
                                .ssid = span(o->pair_ssid, o->pair_ssid_len),
                            });
}

void apsim_owe_fault(struct apsim *ap, enum apsim_owe_fault fault)
{
    ap->owe_fault = fault;
}
