/* RSN of the access point: handshakes and the group key. IEEE Std 802.11-2020 12.7.6, 12.7.7.
 * The handshakes themselves are the authenticator of src/rsn; here its steps are carried out:
 * EAPOL to apsim_tx.c, keys into the client, verdicts to the state machine. Which suites there
 * are, and what a client gets of them, is apsim_rsne.c's;
 * keys of management frames are apsim_pmf.c's. */
#include "ap.h"
#include "base/wipe.h"
#include "wire/llc.h"

/* Table 9-49. */
#define REASON_UNSPECIFIED 1u

/* hostapd's eapol_key_timeout_first and eapol_key_timeout_first_group; further ones are the
 * authenticator's own default. */
#define FIRST_PAIRWISE (100u * EXTSTA_MS)
#define FIRST_GROUP    (500u * EXTSTA_MS)
/* Group key messages with the air at a time: a new key for two thousand clients must not stand
 * before those who want in. */
#define GROUP_WINDOW 8u

/* A fresh GTK in a slot; packet numbers begin anew with it. */
static bool new_group_key(struct apsim *ap, uint8_t slot)
{
    struct group_key *g = &ap->gtk[slot];
    cipher_key_free(g->key);
    const struct cipher_suite *suite = cipher_suite_find(ap->group_cipher);
    g->len = suite->key_len;
    ap_random(ap, g->material, g->len);
    g->pn = 0;
    g->key = cipher_key_new(ap->crypto, suite, span(g->material, g->len));
    pmf_new_keys(ap, slot);
    return g->key != NULL;
}

/* The PSK of the configuration, or of its passphrase. */
static bool take_psk(struct apsim *ap)
{
    const struct apsim_config *c = &ap->config;
    size_t len = strlen(c->passphrase);
    if (c->has_pmk) {
        memcpy(ap->pmk, c->pmk, sizeof ap->pmk);
        return true;
    }
    return len >= 8 && len <= 63 &&
           crypto_psk(ap->crypto, span(c->passphrase, len), span(c->ssid, c->ssid_len),
                      ap->pmk) == EXTSTA_OK;
}

bool security_init(struct apsim *ap)
{
    const struct apsim_config *c = &ap->config;
    ap_pmksa_init(ap);
    ap->crypto = crypto_of(ap->air->ctx);
    if (!ap->crypto) {
        return false;
    }
    if (c->security == APSIM_OPEN) {
        return true;
    }
    if (c->security == APSIM_WEP) {
        return legacy_init(ap);
    }
    if (!rsne_offer(ap) || (rsne_needs(ap, AKM_PMK_EAP) && !eap_init(ap)) ||
        (rsne_needs(ap, AKM_PMK_SAE) && !sae_init(ap)) ||
        (rsne_needs(ap, AKM_PMK_PASSPHRASE) && !take_psk(ap))) {
        return false;
    }
    ap->gtk_tx = ap->gtk_new = 0;
    return new_group_key(ap, 0);
}

void security_destroy(struct apsim *ap)
{
    for (size_t i = 0; i < 2; i++) {
        cipher_key_free(ap->gtk[i].key);
        wipe(ap->gtk[i].material, sizeof ap->gtk[i].material);
    }
    pmf_destroy(ap);
    cipher_key_free(ap->wep);
    eap_destroy(ap);
    sae_destroy(ap);
    ap_pmksa_destroy(ap);
    wipe(ap->pmk, sizeof ap->pmk);
    wipe(&ap->config, sizeof ap->config);
}

static uint8_t remember(uint8_t *out, size_t size, struct extsta_span element)
{
    size_t len = element.len < size ? element.len : size;
    if (len > 0) {
        memcpy(out, element.data, len);
    }
    return (uint8_t)len;
}

void security_remember(struct client *c, const struct agreed *agreed)
{
    c->rsne_len = remember(c->rsne, sizeof c->rsne, agreed->element);
    c->rsnxe_len = remember(c->rsnxe, sizeof c->rsnxe, agreed->rsnxe);
}

/* Messages are numbered as eapol_key_message does: 1 to 4 four-way, 5 and 6 group. */
static uint32_t mute_of(int message)
{
    return message == 1   ? APSIM_MUTE_M1
           : message == 3 ? APSIM_MUTE_M3
           : message == 5 ? APSIM_MUTE_GROUP
                          : 0;
}

/* Muted ones are lost here, as if on the air: the authenticator repeats them and gives up in
 * the end. The time of one that waits in the queue does not run. */
static void send_eapol(struct client *c, const uint8_t *pdu, size_t len)
{
    struct eapol e;
    struct eapol_key key;
    if (eapol_parse(span(pdu, len), &e) &&
        eapol_key_parse(&e, c->authenticator->akm->mic_len, &key) &&
        (c->ap->mute & mute_of(eapol_key_message(&key)))) {
        return;
    }
    uint8_t msdu[LLC_SNAP_LEN + sizeof((struct supplicant_step *)0)->send];
    struct writer w = writer_of(msdu, sizeof msdu);
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, ETHERTYPE_EAPOL);
    writer_bytes(&w, pdu, len);
    if (tx_msdu(c, c->ap->config.bssid, span(msdu, writer_len(&w)))) {
        authenticator_queued(c->authenticator);
    }
}

static struct cipher_key *new_key(struct client *c, const struct supplicant_key *k)
{
    struct cipher_key *key = cipher_key_new(c->ap->crypto, cipher_suite_find(c->info.pairwise),
                                            span(k->key, k->len));
    c->ap->air->stats.no_memory += key == NULL;
    return key;
}

static void drop_other(struct client *c)
{
    if (c->other) {
        cipher_key_free(c->other->key);
        pool_release(c->ap->pool, c->other, sizeof *c->other);
        c->other = NULL;
    }
}

/* Beside the key in use. */
static bool install_other(struct client *c, const struct supplicant_key *k)
{
    struct other_key *other = pool_zalloc(c->ap->pool, sizeof *other);
    drop_other(c);
    if (!other) {
        c->ap->air->stats.no_memory++;
        return false;
    }
    other->key = new_key(c, k);
    other->id = k->key_id;
    c->other = other;
    return other->key != NULL;
}

/* The one that was there for receiving is sent under from now on, and the other way round. */
static void change_over(struct client *c)
{
    struct other_key was = {.key = c->key, .id = c->info.key_id, .rx_mgmt_pn = c->rx_mgmt_pn};
    memcpy(was.rx_pn, c->rx_pn, sizeof was.rx_pn);
    c->key = c->other->key;
    c->info.key_id = c->other->id;
    c->rx_mgmt_pn = c->other->rx_mgmt_pn;
    memcpy(c->rx_pn, c->other->rx_pn, sizeof c->rx_pn);
    c->tx_pn = 0;
    *c->other = was;
}

bool security_install(struct client *c, const struct supplicant_key *k)
{
    if (k->by_id && k->receive_only) {
        return install_other(c, k);
    }
    if (k->by_id && c->other && c->other->id == k->key_id) {
        change_over(c);
        return true;
    }
    drop_other(c);
    cipher_key_free(c->key);
    c->key = new_key(c, k);
    c->info.key_id = k->key_id;
    if (c->info.pairwise == CIPHER_TKIP) { /* figure 12-24: to the station first */
        memcpy(c->mic_tx, k->key + 16, 8);
        memcpy(c->mic_rx, k->key + 24, 8);
    }
    c->tx_pn = 0;
    memset(c->rx_pn, 0, sizeof c->rx_pn);
    c->rx_mgmt_pn = 0;
    return c->key != NULL;
}

struct cipher_key *security_key_of(struct client *c, uint8_t key_id, uint64_t **rx_pn,
                                   uint64_t **rx_mgmt_pn)
{
    bool other = c->other && c->other->id == key_id;
    *rx_pn = other ? c->other->rx_pn : c->rx_pn;
    *rx_mgmt_pn = other ? &c->other->rx_mgmt_pn : &c->rx_mgmt_pn;
    return other                                             ? c->other->key
           : !c->info.ext_key_id || c->info.key_id == key_id ? c->key
                                                             : NULL;
}

static void carry_out(struct client *c, struct supplicant_step *step);

/* Group key handshake, message 1; the client is waited for until it confirms. */
static void give_group_key(struct client *c, extsta_time now)
{
    struct apsim *ap = c->ap;
    const struct group_key *gtk = &ap->gtk[ap->gtk_new];
    struct supplicant_step step;
    client_set_pending(c, true);
    pmf_hand_out(c, ap->gtk_new);
    authenticator_group(c->authenticator, now, gtk->material, gtk->len,
                        (uint8_t)(ap->gtk_new + 1), &step);
    carry_out(c, &step);
}

/* The key that the authenticator handed over last, by its id. */
static bool has_newest_group_key(const struct client *c)
{
    return c->authenticator && c->authenticator->config.gtk_id == c->ap->gtk_new + 1;
}

/* The group key was renewed while the four-way handshake went on: that one carried the last. */
static void catch_up(struct client *c)
{
    if (c->authenticator && c->authenticator->state == AUTHENTICATOR_DONE &&
        !has_newest_group_key(c)) {
        give_group_key(c, c->ap->air->now);
    }
}

static void install(struct client *c, struct supplicant_step *step)
{
    if (!security_install(c, &step->pairwise)) {
        step->verdict = SUPPLICANT_REJECTED; /* better gone than served in the clear */
        step->reason = REASON_UNSPECIFIED;
    }
}

/* Carries out a step of the authenticator; the client may be gone afterwards. */
static void carry_out(struct client *c, struct supplicant_step *step)
{
    struct apsim *ap = c->ap;
    if (step->pairwise.install && step->pairwise.receive_only) {
        install(c, step); /* 12.7.6.4: before message 3 */
    }
    if (step->send_len) {
        send_eapol(c, step->send, step->send_len);
    }
    if (step->pairwise.install && !step->pairwise.receive_only) {
        install(c, step);
    }
    if (step->mic_failure) {
        c->info.mic_reports++;
        ap_tell(ap, APSIM_MIC_REPORT, c->info.address, step->mic_failure_pairwise, c->info.aid);
    }
    if (step->dropped && step->drop == EXTSTA_DROP_EAPOL_MIC) {
        ap_tell(ap, APSIM_EAPOL_MIC, c->info.address, 0, c->info.aid);
    }
    enum supplicant_verdict verdict = step->verdict;
    uint16_t reason = step->reason;
    bool elsewhere = step->diagnosis == EXTSTA_DIAGNOSIS_OTHER_CHANNEL;
    supplicant_step_clear(step);
    switch (verdict) {
    case SUPPLICANT_CONTINUE:
        break;
    case SUPPLICANT_AUTHORIZED:
        ft_keep_root(c);
        eap_name_pmk(c);
        client_step(c, CLIENT_KEYED);
        catch_up(c);
        break;
    case SUPPLICANT_REKEYED:
        if (!has_newest_group_key(c)) {
            catch_up(c);
        } else if (c->group_pending) {
            client_set_pending(c, false);
            ap_tell(ap, APSIM_GROUP_REKEYED, c->info.address, 0, c->info.aid);
            security_group_check(ap);
        }
        break;
    case SUPPLICANT_REJECTED:
        if (elsewhere) {
            ap_tell(ap, APSIM_OTHER_CHANNEL, c->info.address, 0, c->info.aid);
        }
        ap_tell(ap, APSIM_HANDSHAKE_FAILED, c->info.address, reason, c->info.aid);
        apsim_deauth(ap, c->info.address, reason);
        return;
    }
    client_rearm(c);
}

struct extsta_span security_pmk(const struct client *c)
{
    switch (suites_akm(c->info.akm)->pmk) {
    case AKM_PMK_EAP:
        return eap_pmk(c);
    case AKM_PMK_SAE:
        return sae_pmk(c);
    case AKM_PMK_DH:
        return c->owe ? owe_pmk(c) : span(NULL, 0);
    case AKM_PMK_PASSPHRASE:
    case AKM_PMK_NONE:
        break;
    }
    return span(c->ap->pmk, sizeof c->ap->pmk);
}

/* Where a station may have several PMKs, message 1 names the one (12.7.6.2). */
static bool name_pmk(const struct client *c, uint8_t id[16])
{
    const struct akm_suite *akm = suites_akm(c->info.akm);
    if (akm->ft) {
        return false; /* the names of the hierarchy do it */
    }
    if (c->eap) {
        return eap_pmkid(c, id);
    }
    struct extsta_span known = akm->pmk == AKM_PMK_SAE ? sae_pmkid(c) : span(NULL, 0);
    if (known.len == 16) {
        memcpy(id, known.data, 16);
    }
    return known.len == 16;
}

void security_config(const struct client *c, struct authenticator_config *config)
{
    const struct apsim *ap = c->ap;
    const struct group_key *gtk = &ap->gtk[ap->gtk_new];
    bool wpa = c->info.akm == SUITE_WPA(2);
    bool by_sae = suites_akm(c->info.akm)->pmk == AKM_PMK_SAE;
    *config = (struct authenticator_config){
        .crypto = ap->crypto,
        .own = ap->config.bssid,
        .peer = c->info.address,
        .pmk = security_pmk(c),
        .akm = c->info.akm,
        .pairwise = c->info.pairwise,
        .group = ap->group_cipher,
        .group_mgmt = c->pmf ? ap->group_mgmt : 0,
        .ext_key_id = c->info.ext_key_id,
        .oci = {c->info.ocv, ap->config.freq},
        .ocv_blind = ap->config.ocv_blind,
        .own_rsne = wpa ? span(ap->wpa, ap->wpa_len) : span(ap->rsne, ap->rsne_len),
        .transition_disable =
            by_sae && ap->config.sae.transition_disable ? TRANSITION_WPA3_PERSONAL : 0,
        .own_rsnxe = span(ap->rsnxe, wpa ? 0 : ap->rsnxe_len),
        .peer_rsne = span(c->rsne, c->rsne_len),
        .peer_rsnxe = span(c->rsnxe, c->rsnxe_len),
        .gtk_len = wpa ? 0 : gtk->len,
        .gtk_id = wpa ? 0 : (uint8_t)(ap->gtk_new + 1),
        .gtk_rsc = gtk->pn,
        .retry = ap->config.handshake_retry,
        .first = ap->config.handshake_retry ? 0 : FIRST_PAIRWISE,
        .first_group = ap->config.handshake_retry ? 0 : FIRST_GROUP,
        .tries = ap->config.handshake_tries,
    };
    config->has_pmkid = name_pmk(c, config->pmkid);
    if (c->pmf) {
        config->igtk = ap->igtk[ap->gtk_new];
        config->bigtk = ap->bigtk[ap->gtk_new];
    }
    memcpy(config->gtk, gtk->material, config->gtk_len);
}

/* The four-way handshake of a new association, or of one that associates anew; the GTK goes out
 * with message 3, with WPA by a handshake of its own (catch_up). Without memory the client
 * waits in vain. */
void security_start(struct client *c, extsta_time now)
{
    struct apsim *ap = c->ap;
    if (ap->config.security == APSIM_SESAME) {
        sesame_start(c, now);
        return;
    }
    if (eap_start(c, now)) {
        return;
    }
    if (!c->authenticator) {
        c->authenticator = pool_zalloc(ap->pool, sizeof *c->authenticator);
    }
    if (!c->authenticator) {
        ap->air->stats.no_memory++;
        return;
    }
    struct authenticator_config config;
    uint8_t names[FT_NAMES_ROOM];
    security_config(c, &config);
    if (suites_akm(c->info.akm)->ft) {
        struct ft_names_of_ap n = ft_first_names(c, names);
        config.ssid = span(ap->config.ssid, ap->config.ssid_len);
        config.mde = n.mde;
        config.fte = n.fte;
    }
    uint8_t anonce[32];
    ap_random(ap, anonce, sizeof anonce);
    struct supplicant_step step;
    enum extsta_error error =
        authenticator_start(c->authenticator, now, &config, anonce, &step);
    wipe(&config, sizeof config);
    if (error == EXTSTA_OK) {
        carry_out(c, &step);
    }
}

void security_eapol(struct client *c, extsta_time now, struct extsta_span pdu)
{
    if (eap_rx(c, now, pdu)) {
        return;
    }
    if (!c->authenticator) {
        return; /* an open network has nothing to say about it */
    }
    struct supplicant_step step;
    authenticator_rx(c->authenticator, now, pdu, &step);
    carry_out(c, &step);
}

void security_expire(struct client *c, extsta_time now)
{
    struct supplicant_step step;
    authenticator_expire(c->authenticator, now, &step);
    carry_out(c, &step);
}

void security_sent(struct client *c, extsta_time now, bool acked)
{
    if (c->authenticator) {
        authenticator_sent(c->authenticator, now, acked);
        client_rearm(c);
    }
}

/* A group key that it was to have goes with message 3 of the next one. */
void security_forget_handshake(struct client *c)
{
    if (c->authenticator) {
        authenticator_clear(c->authenticator);
        pool_release(c->ap->pool, c->authenticator, sizeof *c->authenticator);
        c->authenticator = NULL;
    }
    list_remove(&c->rekey);
    if (c->group_pending) {
        client_set_pending(c, false);
        security_group_check(c->ap);
    }
}

void security_forget(struct client *c)
{
    security_forget_handshake(c);
    sesame_forget(c);
    eap_forget(c);
    pmf_forget(c);
    ft_forget(c);
    drop_other(c);
    cipher_key_free(c->key);
    c->key = NULL;
    wipe(c->mic_tx, sizeof c->mic_tx);
    wipe(c->mic_rx, sizeof c->mic_rx);
}

/* Uses the new key for sending when nobody lacks it: who has only the old one would be deaf. */
void security_group_check(struct apsim *ap)
{
    if (!ap->pending) {
        ap->gtk_tx = ap->gtk_new;
    }
}

void security_rekey_group(struct apsim *ap, extsta_time now)
{
    if (!security_is_keyed(ap) || ap->config.security == APSIM_SESAME) {
        return; /* nobody has a group key, or no way to get another one */
    }
    ap->gtk_tx = ap->gtk_new; /* whoever still lacks the last one is late */
    uint8_t slot = (uint8_t)(1 - ap->gtk_tx);
    if (!new_group_key(ap, slot)) {
        ap->air->stats.no_memory++;
        return;
    }
    ap->gtk_new = slot;
    list_for_each_safe(it, &ap->clients)
    {
        struct client *c = list_entry(it, struct client, link);
        bool pending = c->state == CLIENT_AWAIT_NOTHING && c->authenticator;
        list_remove(&c->rekey);
        client_set_pending(c, pending);
        if (pending) {
            list_push_back(&ap->rekeying, &c->rekey);
        }
    }
    security_group_next(ap, now);
    security_group_check(ap);
}

void security_group_next(struct apsim *ap, extsta_time now)
{
    while (!list_empty(&ap->rekeying) && ap->queue.under_way[SENT_EAPOL] < GROUP_WINDOW) {
        struct client *c = list_entry(ap->rekeying.next, struct client, rekey);
        list_remove(&c->rekey);
        give_group_key(c, now);
    }
}

void apsim_rekey_group(struct apsim *ap)
{
    security_rekey_group(ap, ap->air->now);
    air_node_wake(ap->node);
}

bool apsim_rekey_pairwise(struct apsim *ap, struct extsta_mac station)
{
    struct client *c = client_find(ap, station);
    if (!c || c->state != CLIENT_AWAIT_NOTHING || !c->authenticator ||
        c->authenticator->state != AUTHENTICATOR_DONE) {
        return false;
    }
    uint8_t anonce[32];
    struct supplicant_step step;
    ap_random(ap, anonce, sizeof anonce);
    authenticator_rekey(c->authenticator, ap->air->now, anonce, &step);
    carry_out(c, &step);
    air_node_wake(ap->node);
    return true;
}
