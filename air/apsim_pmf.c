/* Protection of management frames at the access point: what it offers, its IGTK and BIGTK,
 * robust frames both ways, and SA Query. IEEE Std 802.11-2020 12.6.19, 12.5.4, 11.13, 11.3.5.3;
 * protected Beacons 11.52. Elements come from apsim_rsne.c, keys are handed out by
 * apsim_security.c, frames pass here from and to apsim_mgmt.c.
 *
 * As hostapd does it: who is associated and asks for another association gets status 30 and is
 * asked whether it lives; only if it does not answer within a second is the next request
 * granted. */
#include "ap.h"
#include "base/names.h"
#include "base/wipe.h"
#include "rsn/handshake.h"
#include "wire/status_codes.h"

/* Action frames (9.6.9). */
enum {
    CATEGORY_SA_QUERY = 8,
    ACTION_REQUEST = 0,
    ACTION_RESPONSE = 1,
};
#define RETRY_TU        201u                  /* hostapd's assoc_sa_query_retry_timeout */
#define MAXIMUM_TU      1000u                 /* ... max_timeout */
#define CONFIRM_TIME    (15u * EXTSTA_SECOND) /* so long hostapd waits, too */
#define REASON_PREVIOUS 2u                    /* the previous authentication is not valid any more */

/* --- what is offered --- */

const char *apsim_group_mgmt_at(size_t i, uint32_t *selector)
{
    const struct cipher_suite *cipher;
    for (size_t row = 0; (cipher = suites_cipher_at(row)); row++) {
        if ((cipher->protects & CIPHER_MANAGEMENT) && i-- == 0) {
            break;
        }
    }
    if (cipher && selector) {
        *selector = cipher->selector;
    }
    return cipher ? cipher->name : NULL;
}

/* What the AKMs leave of the configuration: one that needs it makes it possible, and all of
 * them make it a condition. */
static enum apsim_pmf effective(const struct apsim *ap)
{
    size_t n = 0, need = 0;
    for (; n < APSIM_AKMS && ap->akms[n]; n++) {
        need += suites_akm(ap->akms[n])->needs_pmf;
    }
    if (need && need == n) {
        return APSIM_PMF_REQUIRED;
    }
    return need && ap->config.pmf == APSIM_PMF_OFF ? APSIM_PMF_CAPABLE : ap->config.pmf;
}

bool pmf_offer(struct apsim *ap, struct rsn_element *rsn)
{
    ap->pmf = effective(ap);
    if (ap->pmf == APSIM_PMF_OFF) {
        return true;
    }
    rsn->capabilities |= RSN_CAP_MFPC;
    rsn->capabilities |= ap->pmf == APSIM_PMF_REQUIRED ? RSN_CAP_MFPR : 0;
    /* the default is not said (9.4.2.24.5) */
    rsn->group_mgmt = ap->group_mgmt == CIPHER_BIP ? ap->config.group_mgmt : ap->group_mgmt;
    return cipher_bip_mmie_len(ap->group_mgmt) > 0;
}

/* Table 12-5. */
uint16_t pmf_negotiate(const struct apsim *ap, const struct rsn_element *rsn, bool *pmf)
{
    const struct akm_suite *akm = suites_akm(rsn->akm[0]);
    bool capable = !rsn->is_wpa && (rsn->capabilities & RSN_CAP_MFPC);
    bool required = !rsn->is_wpa && (rsn->capabilities & RSN_CAP_MFPR);
    uint32_t cipher = rsn->group_mgmt ? rsn->group_mgmt : CIPHER_BIP;
    *pmf = capable && ap->pmf != APSIM_PMF_OFF;
    if ((required && !*pmf) ||
        (!capable && (ap->pmf == APSIM_PMF_REQUIRED || (akm && akm->needs_pmf)))) {
        return STATUS_ROBUST_POLICY;
    }
    return *pmf && cipher != ap->group_mgmt ? STATUS_CIPHER_POLICY : STATUS_SUCCESS;
}

void pmf_agree(const struct apsim *ap, const struct rsn_element *rsn, struct agreed *agreed)
{
    agreed->ocv = agreed->pmf && ap->config.ocv && (rsn->capabilities & RSN_CAP_OCVC);
    agreed->ext_key_id = !rsn->is_wpa && !suites_cipher(agreed->pairwise)->legacy &&
                         ap->config.ext_key_id && (rsn->capabilities & RSN_CAP_EXT_KEY_ID);
}

/* --- keys --- */

static void new_key(struct apsim *ap, struct management_key *key, unsigned id)
{
    key->id = (uint8_t)id;
    key->len = suites_cipher(ap->group_mgmt)->key_len;
    key->pn = 0;
    ap_random(ap, key->key, key->len);
}

void pmf_new_keys(struct apsim *ap, uint8_t slot)
{
    if (ap->pmf == APSIM_PMF_OFF) {
        return;
    }
    new_key(ap, &ap->igtk[slot], group_first_id(GROUP_IGTK) + slot);
    if (ap->config.beacon_protection) {
        new_key(ap, &ap->bigtk[slot], group_first_id(GROUP_BIGTK) + slot);
    }
}

void pmf_destroy(struct apsim *ap)
{
    wipe(ap->igtk, sizeof ap->igtk);
    wipe(ap->bigtk, sizeof ap->bigtk);
}

void pmf_hand_out(struct client *c, uint8_t slot)
{
    authenticator_set_management(c->authenticator, c->pmf ? &c->ap->igtk[slot] : NULL,
                                 c->pmf ? &c->ap->bigtk[slot] : NULL);
}

/* --- frames --- */

static bool is_protected(const struct client *c)
{
    return c && c->pmf && c->key;
}

bool pmf_open(struct client *c, struct frame *f, uint8_t clear[AP_MMPDU_MAX])
{
    uint8_t kind = frame_kind(f);
    bool enciphered = (f->fc & FC_PROTECTED) != 0;
    if (kind == FRAME_AUTH || (!enciphered && !(frame_is_robust(f) && is_protected(c)))) {
        return true; /* what shared key authentication enciphers is apsim_legacy.c's */
    }
    if (!enciphered || !is_protected(c) || f->body.len > AP_MMPDU_MAX) {
        c->info.rx_unprotected += !enciphered;
        c->info.rx_undecryptable += enciphered;
        return false;
    }
    uint64_t *rx_pn, *last;
    struct cipher_key *under =
        security_key_of(c, f->body.len > 3 ? f->body.data[3] >> 6 : 0, &rx_pn, &last);
    if (!under) {
        c->info.rx_undecryptable++;
        return false;
    }
    struct cipher_job job = {.key = under,
                             .header = f->header,
                             .in = f->body.data,
                             .in_len = f->body.len,
                             .out = clear};
    cipher_unprotect(&job, 1);
    if (job.result != EXTSTA_OK) {
        c->info.rx_undecryptable++;
        return false;
    }
    if (job.pn <= *last) {
        c->info.rx_replays++;
        return false;
    }
    *last = job.pn;
    f->body = span(clear, job.out_len);
    return true;
}

/* The MMIE, in its place at the end. */
static void add_mmie(struct apsim *ap, struct writer *w, struct management_key *key)
{
    if (writer_room(w, cipher_bip_mmie_len(ap->group_mgmt))) {
        enum extsta_error e =
            cipher_bip_make(ap->crypto, ap->group_mgmt, span(key->key, key->len), w->start,
                            writer_len(w), ++key->pn, key->id);
        ap->air->stats.no_memory += e != EXTSTA_OK;
    }
}

void pmf_seal(struct apsim *ap, struct client *c, struct writer *w)
{
    uint8_t sealed[AP_MMPDU_MAX];
    const size_t head = 24;
    if (ap->pmf != APSIM_PMF_OFF && (w->start[4] & 1)) {
        add_mmie(ap, w, &ap->igtk[ap->gtk_tx]);
    } else if (is_protected(c) && writer_len(w) > head) {
        const struct cipher_suite *suite = cipher_key_suite(c->key);
        put_le16(w->start, get_le16(w->start) | FC_PROTECTED);
        struct cipher_job job = {.key = c->key,
                                 .header = span(w->start, head),
                                 .in = w->start + head,
                                 .in_len = writer_len(w) - head,
                                 .out = sealed,
                                 .key_id = c->info.key_id,
                                 .pn = ++c->tx_pn};
        cipher_protect(&job, 1);
        ap->air->stats.no_memory += job.result != EXTSTA_OK;
        if (writer_room(w, (size_t)suite->header_len + suite->trailer_len) &&
            job.result == EXTSTA_OK) {
            memcpy(w->start + head, sealed, job.out_len);
        }
    }
}

void pmf_seal_beacon(struct apsim *ap, struct writer *w)
{
    struct management_key *key = &ap->bigtk[ap->gtk_tx];
    if (key->len) {
        add_mmie(ap, w, key);
    }
}

/* --- SA Query --- */

static void say(struct client *c, uint8_t action, uint16_t transaction)
{
    struct apsim *ap = c->ap;
    const struct oci oci = {c->info.ocv, ap->config.freq};
    uint8_t frame[AP_MMPDU_MAX];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_ACTION, c->info.address, ap->config.bssid, ap->config.bssid,
                     ap_seq(ap));
    writer_u8(&w, CATEGORY_SA_QUERY);
    writer_u8(&w, action);
    writer_le16(&w, transaction);
    oci_write_element(&w, &oci);
    pmf_seal(ap, c, &w);
    mgmt_send(ap, &(struct ap_tx){.kind = SENT_AUTH, .access = EXTSTA_ACCESS_VOICE}, &w);
}

static void ask(struct client *c, extsta_time now)
{
    struct sa_query *q = &c->sa_query;
    say(c, ACTION_REQUEST, q->next++);
    q->deadline = now + RETRY_TU * EXTSTA_TU;
    client_rearm(c);
}

static void begin(struct client *c, bool for_new)
{
    struct apsim *ap = c->ap;
    struct sa_query *q = &c->sa_query;
    uint8_t id[2];
    ap_random(ap, id, sizeof id);
    *q = (struct sa_query){.began = ap->air->now, .for_new = for_new};
    q->first = q->next = get_le16(id);
    ap_tell(ap, APSIM_SA_QUERY, c->info.address, !for_new, c->info.aid);
    ask(c, ap->air->now);
}

/* Who comes back at the time that was named comes after all of the questions. */
bool pmf_holds(const struct client *c)
{
    const struct sa_query *q = &c->sa_query;
    bool late = q->deadline && c->ap->air->now - q->began >= MAXIMUM_TU * EXTSTA_TU;
    return is_protected(c) && c->state == CLIENT_AWAIT_NOTHING && !q->failed && !late;
}

uint32_t pmf_ask(struct client *c)
{
    if (!c->sa_query.deadline) {
        begin(c, true);
    }
    uint32_t elapsed = (uint32_t)((c->ap->air->now - c->sa_query.began) / EXTSTA_TU);
    return elapsed < MAXIMUM_TU ? MAXIMUM_TU - elapsed : 1;
}

void pmf_expire(struct client *c, extsta_time now)
{
    struct sa_query *q = &c->sa_query;
    if (now - q->began < MAXIMUM_TU * EXTSTA_TU) {
        ask(c, now);
        return;
    }
    q->deadline = 0;
    q->failed = true;
    ap_tell(c->ap, APSIM_SA_UNANSWERED, c->info.address, 0, c->info.aid);
    client_rearm(c);
}

void pmf_action(struct client *c, const struct frame *f)
{
    struct reader r = reader_of(f->body);
    struct sa_query *q = &c->sa_query;
    uint8_t category = reader_u8(&r), action = reader_u8(&r);
    uint16_t id = reader_le16(&r);
    const struct oci oci = {c->info.ocv, c->ap->config.freq};
    struct elements e;
    elements_parse(reader_rest(&r), &e);
    if (r.failed || category != CATEGORY_SA_QUERY || !is_protected(c)) {
        return;
    }
    if (!c->ap->config.ocv_blind &&
        !oci_agrees(&oci, e.oci)) { /* 11.13: not answered, and no answer */
        ap_tell(c->ap, APSIM_OTHER_CHANNEL, c->info.address, 1, c->info.aid);
    } else if (action == ACTION_REQUEST) {
        c->moved = 0;
        client_rearm(c);
        say(c, ACTION_RESPONSE, id);
    } else if (action == ACTION_RESPONSE && q->deadline &&
               (uint16_t)(id - q->first) < (uint16_t)(q->next - q->first)) {
        *q = (struct sa_query){0};
        c->info.sa_answered++;
        ap_tell(c->ap, APSIM_SA_ANSWERED, c->info.address, 0, c->info.aid);
        client_rearm(c);
    }
}

/* --- on another channel --- */

void pmf_moved(struct apsim *ap)
{
    list_for_each(it, &ap->clients)
    {
        struct client *c = list_entry(it, struct client, link);
        if (c->info.ocv && c->authenticator) {
            authenticator_moved(c->authenticator, ap->config.freq);
            c->moved = ap->air->now;
            client_rearm(c);
        }
    }
}

extsta_time pmf_confirm_deadline(const struct client *c)
{
    return c->moved ? c->moved + CONFIRM_TIME : EXTSTA_NEVER;
}

void pmf_confirm_expire(struct client *c)
{
    ap_tell(c->ap, APSIM_OTHER_CHANNEL, c->info.address, 2, c->info.aid);
    apsim_deauth(c->ap, c->info.address, REASON_PREVIOUS);
}

void pmf_forget(struct client *c)
{
    c->pmf = c->info.ocv = c->info.ext_key_id = false;
    c->moved = 0;
    c->sa_query = (struct sa_query){0};
}

bool apsim_sa_query(struct apsim *ap, struct extsta_mac station)
{
    struct client *c = client_find(ap, station);
    if (!c || !is_protected(c) || c->sa_query.deadline) {
        return false;
    }
    begin(c, false);
    air_node_wake(ap->node);
    return true;
}
