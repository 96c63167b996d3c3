/* The PMKs that this driver has made itself, by SAE and OWE, one for each AP (IEEE Std
 * 802.11-2020 12.6.10). Who runs the four-way handshake gets the one of the association
 * (EXTSTA_PRIVATE_GET_PMK); one that has opened a port spares the next exchange with that AP.
 */
#include "machine.h"
#include "base/wipe.h"

#define LIFE (43200ull * EXTSTA_SECOND) /* dot11RSNAConfigPMKLifetime, its default */

static void forget(struct nld_pmksa *p)
{
    wipe(p, sizeof *p);
}

static struct nld_pmksa *find(struct nld *d, struct extsta_mac bssid)
{
    for (size_t i = 0; i < NLD_PMKSA; i++) {
        if (d->pmksa[i].used && mac_equal(d->pmksa[i].bssid, bssid)) {
            return &d->pmksa[i];
        }
    }
    return NULL;
}

struct nld_pmksa *nld_pmksa_find(struct nld *d, struct extsta_mac bssid, uint32_t akm)
{
    struct nld_pmksa *p = find(d, bssid);
    return p && p->akm == akm && p->expires > d->now ? p : NULL;
}

void nld_pmksa_keep(struct nld *d, struct extsta_mac bssid, uint32_t akm,
                    struct extsta_span pmk, const uint8_t pmkid[16])
{
    struct nld_pmksa *p = find(d, bssid);
    for (size_t i = 0; i < NLD_PMKSA && !p; i++) {
        p = d->pmksa[i].used ? NULL : &d->pmksa[i];
    }
    for (size_t i = 0; i < NLD_PMKSA && (!p || p->used); i++) { /* the oldest makes room */
        if (!p || (d->pmksa[i].expires < p->expires && !mac_equal(p->bssid, bssid))) {
            p = &d->pmksa[i];
        }
    }
    if (pmk.len == 0 || pmk.len > sizeof p->pmk) {
        return;
    }
    *p = (struct nld_pmksa){.bssid = bssid,
                            .akm = akm,
                            .expires = d->now + LIFE,
                            .on_trial = true,
                            .used = true,
                            .pmk_len = (uint8_t)pmk.len};
    memcpy(p->pmkid, pmkid, sizeof p->pmkid);
    memcpy(p->pmk, pmk.data, pmk.len);
}

void nld_pmksa_forget(struct nld *d, struct extsta_mac bssid)
{
    struct nld_pmksa *p = find(d, bssid);
    if (p) {
        forget(p);
    }
}

void nld_pmksa_proven(struct nld *d, struct extsta_mac bssid)
{
    struct nld_pmksa *p = find(d, bssid);
    if (p) {
        p->on_trial = false;
    }
}

/* What did not work once is not tried again. */
void nld_pmksa_left(struct nld *d, struct extsta_mac bssid)
{
    struct nld_pmksa *p = find(d, bssid);
    if (p && p->on_trial) {
        forget(p);
    }
}

/* A card that makes its associations itself is told the host's, as many as it keeps. */
void nld_pmksa_tell(struct nld *d)
{
    if (d->card.pmkids == 0) {
        return;
    }
    nld_tell(d, nld_command(d, NL80211_CMD_FLUSH_PMKSA, 0), NLD_OF_NOTHING);
    for (size_t i = 0; i < d->pmkids.count && i < d->card.pmkids; i++) {
        struct nl_msg *msg = nld_command(d, NL80211_CMD_SET_PMKSA, 0);
        nld_put(msg, NL80211_ATTR_MAC, d->pmkids.entries[i].bssid.b, 6);
        nld_put(msg, NL80211_ATTR_PMKID, d->pmkids.entries[i].pmkid, 16);
        nld_tell(d, msg, NLD_OF_NOTHING);
    }
}

/* PMK-03, of a card that looks for them itself. */
void nld_pmksa_candidate(struct nld *d, const struct nld_message *m)
{
    struct nlattr *tb[MAX_NL80211_PMKSA_CANDIDATE + 1];
    uint8_t entry[12];
    if (!d->link.up || !d->link.pairwise ||
        !nld_nested(m->tb[NL80211_ATTR_PMKSA_CANDIDATE], tb, MAX_NL80211_PMKSA_CANDIDATE) ||
        mac_is_zero(nld_mac(tb[NL80211_PMKSA_CANDIDATE_BSSID]))) {
        return;
    }
    uint32_t flags = nld_has(tb[NL80211_PMKSA_CANDIDATE_PREAUTH])
                         ? DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED
                         : 0;
    extsta_payload_write(
        PAYLOAD(BSSID_CANDIDATE,
                .candidate = {nld_mac(tb[NL80211_PMKSA_CANDIDATE_BSSID]), flags}),
        entry, sizeof entry);
    NLD_SAY(d, PMKID_CANDIDATE_LIST, PMKID_CANDIDATES,
            .list.entries.bytes = span(entry, sizeof entry));
}

void nld_pmksa_clear(struct nld *d)
{
    for (size_t i = 0; i < NLD_PMKSA; i++) {
        forget(&d->pmksa[i]);
    }
}
