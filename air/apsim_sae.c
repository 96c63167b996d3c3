/* SAE at the scripted access point (IEEE Std 802.11-2020 12.4): Authentication frames of
 * algorithm 3 come from apsim_mgmt.c and go to a machine of rsn/sae.h for each client; what
 * stands around it is here: anti-clogging (12.4.6), who may come with the PMK of before, and what
 * a script can have go wrong (enum apsim_sae_fault). Association and handshake ask here
 * for the PMK (apsim_rsne.c, apsim_security.c). */
#include "ap.h"
#include "base/wipe.h"
#include "rsn/sae.h"
#include "rsn/sae_network.h"
#include "wire/capability_bits.h"
#include "wire/status_codes.h"

#define TOKEN_LEN                    32u
#define TOKEN_THRESHOLD              5u /* hostapd's anti_clogging_threshold */
#define EXCHANGE_TIME                (5u * EXTSTA_SECOND)

/* Of an AP that offers SAE. */
struct ap_sae {
    struct sae_network *network; /* held */
    uint16_t groups[SAE_GROUPS];
    size_t group_count;
    struct sae_pt pts[SAE_GROUPS]; /* in their order */
    uint8_t token_key[32];
    uint32_t open; /* exchanges in which a Confirm is awaited */
    enum apsim_sae_fault fault;
};

/* An exchange with a client. */
struct sae_exchange {
    struct sae machine;
    extsta_time deadline;
    bool counted; /* in ap_sae.open */
};

/* --- making and freeing --- */

static const struct apsim_sae *wishes(const struct apsim *ap)
{
    return &ap->config.sae;
}

static void advertise(struct apsim *ap)
{
    struct capability_bits bits = {{0}};
    struct writer w = writer_of(ap->rsnxe, sizeof ap->rsnxe);
    if (wishes(ap)->pwe == APSIM_SAE_HUNT) {
        return;
    }
    capability_set(&bits, RSNX_SAE_H2E);
    rsnx_write(&w, &bits);
    ap->rsnxe_len = (uint8_t)writer_len(&w);
    if (wishes(ap)->pwe == APSIM_SAE_H2E && ap->rate_count < sizeof ap->rates) {
        ap->rates[ap->rate_count++] = 0x80u | SELECTOR_SAE_H2E;
    }
}

bool sae_init(struct apsim *ap)
{
    static const uint16_t usual[SAE_GROUPS] = {19, 20, 21};
    const struct apsim_sae *wish = wishes(ap);
    const uint16_t *groups = wish->groups[0] ? wish->groups : usual;
    struct ap_sae *s = ap->sae = pool_zalloc(ap->pool, sizeof *s);
    if (!s) {
        return false;
    }
    ap_random(ap, s->token_key, sizeof s->token_key);
    while (s->group_count < SAE_GROUPS && groups[s->group_count]) {
        s->groups[s->group_count] = groups[s->group_count];
        s->group_count++;
    }
    size_t len = strlen(ap->config.passphrase);
    if (!memchr(wish->identifier, 0, sizeof wish->identifier) ||
        !memchr(wish->ssid, 0, sizeof wish->ssid) || len == 0 || ap->config.has_pmk) {
        return false;
    }
    s->network = sae_network_take(
        ap->air->ctx,
        &(struct sae_secret){.ssid = wish->ssid[0] ? span(wish->ssid, strlen(wish->ssid))
                                                   : span(ap->config.ssid, ap->config.ssid_len),
                             .password = span(ap->config.passphrase, len),
                             .identifier = span(wish->identifier, strlen(wish->identifier))});
    advertise(ap);
    return s->network &&
           (wish->pwe == APSIM_SAE_HUNT ||
            sae_network_pts(ap->air->ctx, s->network, s->groups, s->group_count, s->pts));
}

void sae_destroy(struct apsim *ap)
{
    if (ap->sae) {
        sae_network_release(ap->air->ctx, ap->sae->network);
        wipe(ap->sae, sizeof *ap->sae);
        pool_release(ap->pool, ap->sae, sizeof *ap->sae);
        ap->sae = NULL;
    }
}

void apsim_sae_fault(struct apsim *ap, enum apsim_sae_fault fault)
{
    if (ap->sae) {
        ap->sae->fault = fault;
    }
}

/* --- what came of it --- */

static void keep(struct client *c, const struct sae *machine)
{
    struct ap_pmksa made = {.akm = machine->config.akm, .pmk_len = machine->keys.pmk_len};
    memcpy(made.pmkid, machine->keys.pmkid, sizeof made.pmkid);
    memcpy(made.pmk, machine->keys.pmk, made.pmk_len);
    ap_pmksa_keep(c, &made);
    wipe(&made, sizeof made);
}

static struct ap_pmksa *known(const struct client *c)
{
    return ap_pmksa_of(c->ap, c->info.address, AKM_PMK_SAE);
}

struct extsta_span sae_pmk(const struct client *c)
{
    const struct ap_pmksa *p = known(c);
    return p ? span(p->pmk, p->pmk_len) : span(NULL, 0);
}

struct extsta_span sae_pmkid(const struct client *c)
{
    const struct ap_pmksa *p = known(c);
    return p ? span(p->pmkid, sizeof p->pmkid) : span(NULL, 0);
}

/* Of an exchange that names no AKM it is said here for which it was, once: that of FT or the
 * other one have the same PMK. */
static bool is_for(const struct client *c, struct ap_pmksa *p, uint32_t akm)
{
    if (c->by_sae && p->akm == AKM_SAE && akm == AKM_FT_SAE) {
        p->akm = akm;
    }
    return p->akm == akm;
}

bool sae_admits(struct client *c, const struct rsn_element *rsn)
{
    struct ap_pmksa *p = known(c);
    if (!p || !is_for(c, p, rsn->akm[0])) {
        return false;
    }
    if (c->by_sae) {
        return true;
    }
    return !wishes(c->ap)->no_pmksa && rsn->pmkid_count > 0 &&
           memcmp(p->pmkid, rsn->pmkid[0], sizeof p->pmkid) == 0;
}

/* --- frames out --- */

/* A faulty one is broken where it is broken for whoever looks at it: in its octets. */
static void spoil(const struct apsim *ap, uint16_t transaction, uint8_t *body, size_t len,
                  size_t coordinate, struct extsta_span theirs)
{
    bool commit = transaction == SAE_COMMIT && len >= 2 + 3 * coordinate;
    switch (ap->sae->fault) {
    case APSIM_SAE_WRONG_CONFIRM:
        if (transaction == SAE_CONFIRM && len > 2) {
            body[len - 1] ^= 1;
        }
        return;
    case APSIM_SAE_INVALID_POINT:
        if (commit) {
            body[2 + 3 * coordinate - 1] ^= 1;
        }
        return;
    case APSIM_SAE_INVALID_SCALAR:
        if (commit) {
            memset(body + 2, 0, coordinate);
        }
        return;
    case APSIM_SAE_REFLECT:
        if (commit && theirs.len >= 2 + 3 * coordinate) {
            memcpy(body, theirs.data, 2 + 3 * coordinate);
        }
        return;
    case APSIM_SAE_HONEST:
    case APSIM_SAE_TOKENS:
    case APSIM_SAE_NO_GROUP:
    case APSIM_SAE_NO_CONFIRM:
        return;
    }
}

static void send_status(struct apsim *ap, struct extsta_mac to, uint16_t transaction,
                        uint16_t status, struct extsta_span body)
{
    mgmt_send_auth(ap, to,
                   &(struct mgmt_auth){.algorithm = ALGORITHM_SAE,
                                       .transaction = transaction,
                                       .status = status,
                                       .rest = body});
}

static void send_step(struct client *c, struct sae_step *step, struct extsta_span theirs)
{
    struct apsim *ap = c->ap;
    const struct sae_exchange *x = c->sae;
    for (size_t i = 0; i < step->send_count; i++) {
        struct sae_message *m = &step->send[i];
        size_t coordinate = x->machine.pwe.curve ? curve_len(x->machine.pwe.curve) : 0;
        if (ap->sae->fault == APSIM_SAE_NO_CONFIRM && m->transaction == SAE_CONFIRM) {
            continue;
        }
        spoil(ap, m->transaction, m->body, m->len, coordinate, theirs);
        send_status(ap, c->info.address, m->transaction, m->status, span(m->body, m->len));
    }
}

/* --- anti-clogging --- */

/* Of the address alone: nothing is kept for who asks (12.4.6). */
static void make_token(struct apsim *ap, struct extsta_mac station, uint8_t token[TOKEN_LEN])
{
    const struct extsta_span parts[] = {span(ap->sae->token_key, sizeof ap->sae->token_key),
                                        span(station.b, sizeof station.b)};
    crypto_digest(CRYPTO_SHA256, parts, 2, token);
}

static bool is_loaded(const struct apsim *ap)
{
    uint32_t threshold = wishes(ap)->tokens ? wishes(ap)->tokens : TOKEN_THRESHOLD;
    return ap->sae->fault == APSIM_SAE_TOKENS || ap->sae->open >= threshold;
}

/* True: a token was asked for, and the Commit is not looked at any further. */
static bool asks_token(struct apsim *ap, struct extsta_mac station, const struct mgmt_auth *a,
                       const struct sae_frame *f)
{
    uint8_t token[TOKEN_LEN], body[TOKEN_LEN + 8];
    if (!is_loaded(ap)) {
        return false;
    }
    make_token(ap, station, token);
    if (ap->sae->fault != APSIM_SAE_TOKENS && f->token.len == TOKEN_LEN &&
        memcmp(f->token.data, token, TOKEN_LEN) == 0) {
        return false;
    }
    struct writer w = writer_of(body, sizeof body);
    sae_frame_write_token(&w, f->group, span(token, TOKEN_LEN),
                          a->status == STATUS_HASH_TO_ELEMENT);
    send_status(ap, station, SAE_COMMIT, STATUS_ANTI_CLOGGING, span(body, writer_len(&w)));
    return true;
}

/* --- exchanges --- */

static void count_open(struct client *c)
{
    struct sae_exchange *x = c->sae;
    bool open = x && x->machine.state == SAE_AWAIT_CONFIRM;
    if (x && open != x->counted) {
        x->counted = open;
        c->ap->sae->open += open ? 1u : 0u;
        c->ap->sae->open -= open ? 0u : 1u;
    }
}

void sae_forget(struct client *c)
{
    struct sae_exchange *x = c->sae;
    if (x) {
        sae_clear(&x->machine);
        count_open(c);
        pool_release(c->ap->pool, x, sizeof *x);
        c->sae = NULL;
    }
}

static void fill_random(void *user, void *out, size_t len)
{
    ap_random(user, out, len);
}

/* A machine that awaits a Commit, of the AKM it names. False: no memory. */
static bool listen_to(struct client *c, uint32_t akm)
{
    struct apsim *ap = c->ap;
    struct sae_config config = {
        .crypto = ap->crypto,
        .own = ap->config.bssid,
        .peer = c->info.address,
        .group_count = ap->sae->group_count,
        .h2e = wishes(ap)->pwe != APSIM_SAE_HUNT,
        .hunt = wishes(ap)->pwe != APSIM_SAE_H2E,
        .akm = akm ? akm : AKM_SAE,
        .password = sae_network_password(ap->sae->network),
        .identifier = sae_network_identifier(ap->sae->network),
        .pts = ap->sae->pts,
        .random = fill_random,
        .user = ap,
    };
    memcpy(config.groups, ap->sae->groups, sizeof config.groups);
    sae_forget(c);
    struct sae_exchange *x = pool_zalloc(ap->pool, sizeof *x);
    if (!x) {
        ap->air->stats.no_memory++;
        return false;
    }
    c->sae = x;
    sae_listen(&x->machine, &config);
    return true;
}

/* What the machine made of a frame; the client stays. */
static void conclude(struct client *c, const struct sae_step *step)
{
    struct apsim *ap = c->ap;
    count_open(c);
    c->sae->deadline = ap->air->now + EXCHANGE_TIME;
    if (step->verdict == SAE_DONE) {
        keep(c, &c->sae->machine);
        if (!pmf_holds(c)) { /* else it is asked first whether it lives: apsim_pmf.c */
            client_step(c, CLIENT_AUTHENTICATED);
        }
        c->by_sae = true;
        ap_tell(ap, APSIM_AUTHENTICATED, c->info.address, 0, 0);
    } else if (step->send_count > 0 && step->send[0].status != 0 &&
               step->send[0].status != STATUS_HASH_TO_ELEMENT) {
        ap_tell(ap, APSIM_AUTHENTICATED, c->info.address, step->send[0].status, 0);
    }
    client_rearm(c);
}

static bool offers_way(const struct apsim *ap, uint16_t status)
{
    return wishes(ap)->pwe !=
           (status == STATUS_HASH_TO_ELEMENT ? APSIM_SAE_HUNT : APSIM_SAE_H2E);
}

/* Reads a Commit as far as load and AKM ask for it; of a group we do not do its group alone. */
static bool read_commit(const struct apsim *ap, const struct mgmt_auth *a, struct sae_frame *f)
{
    uint16_t group = sae_frame_group(a->rest);
    struct curve *curve = curve_is_known(group) ? curve_of(ap->crypto, group) : NULL;
    return sae_frame_parse_commit(a->rest, curve ? curve_len(curve) : 0,
                                  a->status == STATUS_HASH_TO_ELEMENT, f);
}

/* A Commit that begins an exchange, or another one. NULL: it was answered, or is none. */
static struct client *take_commit(struct apsim *ap, struct extsta_mac station,
                                  const struct mgmt_auth *a)
{
    struct client *c = client_find(ap, station);
    struct sae_frame f;
    if (!read_commit(ap, a, &f) || !offers_way(ap, a->status)) {
        return NULL;
    }
    if (ap->sae->fault == APSIM_SAE_NO_GROUP) {
        uint8_t group[2];
        put_le16(group, f.group);
        send_status(ap, station, SAE_COMMIT, STATUS_GROUP_REFUSED, span(group, sizeof group));
        return NULL;
    }
    bool begins = !c || !c->sae || c->sae->machine.state == SAE_FAILED;
    if (begins && asks_token(ap, station, a, &f)) {
        return NULL;
    }
    c = c ? c : client_new(ap, station);
    if (c && begins && !listen_to(c, rsne_offers(ap, f.akm) ? f.akm : 0)) {
        c = NULL;
    }
    return c;
}

void sae_rx_auth(struct apsim *ap, struct extsta_mac station, const struct mgmt_auth *a,
                 int8_t signal)
{
    struct sae_step step;
    struct client *c =
        a->transaction == SAE_COMMIT ? take_commit(ap, station, a) : client_find(ap, station);
    if (!c || !c->sae) {
        return;
    }
    c->info.signal = signal;
    c->info.last_heard = ap->air->now;
    sae_rx(&c->sae->machine, a->transaction, a->status, a->rest, &step);
    send_step(c, &step, a->rest);
    conclude(c, &step);
    wipe(&step, sizeof step);
}

extsta_time sae_deadline(const struct client *c)
{
    return c->sae->deadline;
}

/* Who began and did not end is forgotten; who is authenticated loses what he would not need. */
void sae_time_up(struct client *c)
{
    sae_forget(c);
    if (c->state == CLIENT_AWAIT_AUTHENTICATION) {
        client_remove(c);
    } else {
        client_rearm(c);
    }
}
