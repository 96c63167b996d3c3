/* 802.1X at the scripted access point: EAPOL of a client that has associated by an AKM of
 * 802.1X comes from apsim_security.c and goes to an EAP server here, within the access point.
 * Around the methods of src/onex stands what RFC 3748 wants of an authenticator: identifiers,
 * repetition, Success and Failure. What comes of it is a PMK (12.7.1.3), with which
 * apsim_security.c goes on to the four-way handshake, and which is remembered: a station that
 * names it by its PMKID need not do EAP again (12.6.10.3), also at another access point of the
 * same distribution system.
 *
 * Certificates are judged by the context's time (extsta_context_set_epoch). */
#include "apsim_pem.h"
#include "ap.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "onex/eap.h"
#include "onex/eap_server.h"
#include "rsn/keys.h"
#include "wire/eapol.h"
#include "wire/llc.h"

#define EAPOL_VERSION 2u
#define REASON_8021X  23u                  /* table 9-49: IEEE 802.1X authentication failed */
#define RETRY         (3u * EXTSTA_SECOND) /* hostapd's retransWhile, which doubles */
#define TRIES         5u
#define FAREWELL      (10u * EXTSTA_MS) /* between Failure and deauthentication, as hostapd */
#define PACKET_MAX    (EAP_FRAGMENT + 16u)

struct ap_eap {
    struct eap_server server;
    struct list ahead; /* of struct client: those that preauthenticate */
};

/* Named by what is awaited. */
enum port_state {
    PORT_AWAIT_IDENTITY,
    PORT_AWAIT_METHOD,
    PORT_AWAIT_NOTHING, /* the PMK is there */
    PORT_AWAIT_FAREWELL,
};

/* A client's conversation. */
struct eap_port {
    enum port_state state;
    const struct eap_method *method; /* NULL: not begun */
    void *method_state;
    uint8_t id, tries;
    extsta_time deadline, wait;
    uint32_t requests; /* of the method, that were sent */
    uint16_t len;
    uint8_t packet[PACKET_MAX]; /* the last request, to be repeated */
    uint8_t pmk[PMK_MAX];       /* with FT the MPMK */
    uint8_t pmk_len;
    bool remembered; /* the PMK is of a conversation of before */
};

static const struct apsim_eap *wishes(const struct apsim *ap)
{
    return &ap->config.eap;
}

/* --- what the access point has --- */

static void fill(void *user, void *out, size_t len)
{
    ap_random(user, out, len);
}

#define PEM(text) span(text, sizeof(text) - 1)

struct extsta_span apsim_pem(enum apsim_pem which)
{
    switch (which) {
    case APSIM_PEM_CA:
        return PEM(pem_ca);
    case APSIM_PEM_OTHER_CA:
        return PEM(pem_other_ca);
    case APSIM_PEM_REVOCATIONS:
        return PEM(pem_crl);
    case APSIM_PEM_CLIENT:
        return PEM(pem_client);
    case APSIM_PEM_CLIENT_KEY:
        return PEM(pem_client_key);
    case APSIM_PEM_STRANGE_CLIENT:
        return PEM(pem_strange_client);
    case APSIM_PEM_STRANGE_CLIENT_KEY:
        return PEM(pem_strange_client_key);
    case APSIM_PEM_STRONG_CLIENT:
        return PEM(pem_strong_client);
    case APSIM_PEM_STRONG_CLIENT_KEY:
        return PEM(pem_strong_client_key);
    }
    return span(NULL, 0);
}

/* Whether it does 802.1X with 192 bits. What its certificate is to do wrong it does as anybody,
 * since that is for the station to notice. */
static bool is_strong(const struct apsim *ap)
{
    enum apsim_certificate kind = wishes(ap)->certificate;
    return (rsne_offers(ap, AKM_SUITE_B_192) || rsne_offers(ap, AKM_FT_8021X_384)) &&
           (kind == APSIM_CERTIFICATE_GOOD || kind == APSIM_CERTIFICATE_RSA);
}

static void choose_certificate(const struct apsim *ap, struct tls_config *config)
{
    const struct apsim_eap *wish = wishes(ap);
    const struct {
        struct extsta_span certificate, key;
    } ours[] = {
        [APSIM_CERTIFICATE_GOOD] = {PEM(pem_server), PEM(pem_server_key)},
        [APSIM_CERTIFICATE_EXPIRED] = {PEM(pem_expired), PEM(pem_expired_key)},
        [APSIM_CERTIFICATE_FUTURE] = {PEM(pem_future), PEM(pem_future_key)},
        [APSIM_CERTIFICATE_REVOKED] = {PEM(pem_revoked), PEM(pem_revoked_key)},
        [APSIM_CERTIFICATE_STRANGE] = {PEM(pem_stranger), PEM(pem_stranger_key)},
        [APSIM_CERTIFICATE_SELF_SIGNED] = {PEM(pem_selfmade), PEM(pem_selfmade_key)},
        [APSIM_CERTIFICATE_CLIENTS] = {PEM(pem_client), PEM(pem_client_key)},
        [APSIM_CERTIFICATE_RSA] = {PEM(pem_rsa), PEM(pem_rsa_key)},
        [APSIM_CERTIFICATE_WEAK] = {PEM(pem_rsa_2048), PEM(pem_rsa_2048_key)},
    };
    config->ca = wish->ca.len ? wish->ca : PEM(pem_ca);
    config->strong = is_strong(ap);
    if (wish->certificate_pem.len) {
        config->certificate = wish->certificate_pem;
        config->key = wish->key_pem;
    } else if (config->strong && wish->certificate == APSIM_CERTIFICATE_GOOD) {
        config->certificate = PEM(pem_strong);
        config->key = PEM(pem_strong_key);
    } else {
        config->certificate = ours[wish->certificate].certificate;
        config->key = ours[wish->certificate].key;
    }
}

static struct tls_server *serve(struct apsim *ap, bool mutual)
{
    struct tls_failure failure;
    struct tls_config config = {.random = {fill, ap},
                                .wall = context_wall(ap->air->ctx, ap->air->now),
                                .max = wishes(ap)->tls_max,
                                .verify_off = !mutual};
    choose_certificate(ap, &config);
    return tls_serve(ap->crypto, &config, true, &failure);
}

bool eap_init(struct apsim *ap)
{
    static const uint8_t usual[] = {EXTSTA_EAP_PEAP, EXTSTA_EAP_TTLS, EXTSTA_EAP_TLS};
    const struct apsim_eap *wish = wishes(ap);
    if (!memchr(wish->identity, 0, sizeof wish->identity) ||
        !memchr(wish->password, 0, sizeof wish->password)) {
        return false;
    }
    struct ap_eap *e = ap->eap = pool_zalloc(ap->pool, sizeof *e);
    if (!e) {
        return false;
    }
    list_init(&e->ahead);
    e->server = (struct eap_server){
        .crypto = ap->crypto,
        .tls = serve(ap, false),
        .tls_mutual = serve(ap, true),
        .identity = span(wish->identity, strlen(wish->identity)),
        .password = span(wish->password, strlen(wish->password)),
        .no_binding = wish->no_binding,
        .alert = wish->fault == APSIM_EAP_ALERT ? 40 : 0, /* handshake_failure */
        .skip_inner = wish->fault == APSIM_EAP_SKIPS_INNER,
        .wrong_proof = wish->fault == APSIM_EAP_WRONG_PROOF,
        .wrong_binding = wish->fault == APSIM_EAP_WRONG_BINDING,
    };
    memcpy(e->server.methods, wish->methods[0] ? wish->methods : usual,
           wish->methods[0] ? sizeof wish->methods : sizeof usual);
    /* Borrowed: they have been read. */
    ap->config.eap.certificate_pem = ap->config.eap.key_pem = ap->config.eap.ca = span(NULL, 0);
    return e->server.tls && e->server.tls_mutual;
}

static void drop_ahead(struct client *c)
{
    struct apsim *ap = c->ap;
    eap_forget(c);
    timerq_remove(&ap->timers, &c->timer);
    list_remove(&c->link);
    pool_release(ap->pool, c, sizeof *c);
}

void eap_destroy(struct apsim *ap)
{
    if (ap->eap) {
        while (!list_empty(&ap->eap->ahead)) {
            drop_ahead(list_entry(ap->eap->ahead.next, struct client, link));
        }
        tls_server_free(ap->eap->server.tls);
        tls_server_free(ap->eap->server.tls_mutual);
        pool_release(ap->pool, ap->eap, sizeof *ap->eap);
        ap->eap = NULL;
    }
}

/* --- the PMKs that are known --- */

static void remember(const struct client *c)
{
    struct ap_pmksa made = {.akm = c->info.akm, .pmk_len = c->eap->pmk_len};
    memcpy(made.pmk, c->eap->pmk, made.pmk_len);
    ap_pmksa_keep(c, &made);
    wipe(&made, sizeof made);
}

static bool names_by_kck(uint32_t akm)
{
    return akm == AKM_SUITE_B || akm == AKM_SUITE_B_192;
}

void eap_name_pmk(const struct client *c)
{
    const struct authenticator *a = c->authenticator;
    struct ap_pmksa *p =
        names_by_kck(c->info.akm) ? ap_pmksa_of(c->ap, c->info.address, AKM_PMK_EAP) : NULL;
    if (p && a && !p->named) {
        p->named = pmkid_derive(c->ap->crypto, a->akm, span(a->ptk.kck, a->ptk.kck_len),
                                c->ap->config.bssid, c->info.address, p->pmkid) == EXTSTA_OK;
    }
}

/* As between the station and this access point. Of Suite B the first handshake has given it, and it
 * is known to this one alone. */
static bool name_pmk(const struct client *c, struct extsta_span pmk, uint8_t id[16])
{
    if (!names_by_kck(c->info.akm)) {
        return pmkid_derive(c->ap->crypto, suites_akm(c->info.akm), pmk, c->ap->config.bssid,
                            c->info.address, id) == EXTSTA_OK;
    }
    const struct ap_pmksa *p = ap_pmksa_of(c->ap, c->info.address, AKM_PMK_EAP);
    bool named = p && p->named && p->akm == c->info.akm &&
                 span_equal(span(p->pmk, p->pmk_len), pmk);
    if (named) {
        memcpy(id, p->pmkid, sizeof p->pmkid);
    }
    return named;
}

/* Whether the station has named this PMK. */
static bool is_named(const struct client *c, const struct rsn_element *rsn,
                     const struct ap_pmksa *p)
{
    uint8_t id[16];
    if (p->akm != c->info.akm || !name_pmk(c, span(p->pmk, p->pmk_len), id)) {
        return false;
    }
    for (size_t i = 0; i < rsn->pmkid_count && i < RSN_MAX_PMKIDS; i++) {
        if (memcmp(rsn->pmkid[i], id, sizeof id) == 0) {
            return true;
        }
    }
    return false;
}

static const struct ap_pmksa *find_at(const struct apsim *ap, const struct client *c,
                                      const struct rsn_element *rsn)
{
    const struct ap_pmksa *p = ap->eap && !ap->config.eap.no_cache
                                   ? ap_pmksa_of(ap, c->info.address, AKM_PMK_EAP)
                                   : NULL;
    return p && is_named(c, rsn, p) ? p : NULL;
}

/* Its own, and those of the access points beside it (opportunistic key caching). */
static const struct ap_pmksa *find_named(const struct client *c)
{
    struct rsn_element rsn;
    struct apsim_ds *ds = c->ap->config.ds;
    if (rsn_element_parse(span(c->rsne, c->rsne_len), &rsn) != EXTSTA_OK ||
        rsn.pmkid_count == 0) {
        return NULL;
    }
    const struct ap_pmksa *found = find_at(c->ap, c, &rsn);
    if (found || !ds || c->ap->config.eap.no_okc) {
        return found;
    }
    list_for_each(it, &ds->aps)
    {
        found = find_at(list_entry(it, struct apsim, in_ds), c, &rsn);
        if (found) {
            return found;
        }
    }
    return NULL;
}

struct extsta_span eap_pmk(const struct client *c)
{
    return c->eap ? span(c->eap->pmk, c->eap->pmk_len) : span(NULL, 0);
}

bool eap_pmkid(const struct client *c, uint8_t out[16])
{
    return name_pmk(c, eap_pmk(c), out);
}

/* --- packets --- */

static void write_eapol(struct writer *w, struct extsta_span packet)
{
    writer_u8(w, EAPOL_VERSION);
    writer_u8(w, EAPOL_EAP_PACKET);
    writer_be16(w, (uint16_t)packet.len);
    writer_span(w, packet);
}

static void send_eap(struct client *c, struct extsta_span packet)
{
    uint8_t msdu[LLC_SNAP_LEN + 14 + 4 + PACKET_MAX];
    struct writer w = writer_of(msdu, sizeof msdu);
    if (c->ahead) { /* by way of the access point it is at */
        writer_mac(&w, c->info.address);
        writer_mac(&w, c->ap->config.bssid);
        writer_be16(&w, ETHERTYPE_PREAUTH);
        write_eapol(&w, packet);
        ds_from_client(c->ap, span(msdu, writer_len(&w)));
        return;
    }
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, ETHERTYPE_EAPOL);
    write_eapol(&w, packet);
    (void)tx_msdu(c, c->ap->config.bssid, span(msdu, writer_len(&w)));
}

/* A request goes out and is repeated until it is answered; the silent one keeps it back. */
static void ask(struct client *c, extsta_time now, uint8_t type, struct extsta_span data)
{
    struct eap_port *p = c->eap;
    const struct apsim_eap *wish = wishes(c->ap);
    struct writer w = writer_of(p->packet, sizeof p->packet);
    eap_write(&w, EAP_REQUEST, ++p->id, type, data);
    p->len = (uint16_t)writer_len(&w);
    p->tries = TRIES;
    p->wait = RETRY;
    p->deadline = now + p->wait;
    p->requests += type != EAP_TYPE_IDENTITY;
    if (wish->fault == APSIM_EAP_SILENT && p->requests > wish->fault_after) {
        p->deadline = EXTSTA_NEVER;
        return;
    }
    send_eap(c, span(p->packet, p->len));
}

static void drop_method(struct client *c)
{
    struct eap_port *p = c->eap;
    if (p->method_state) {
        eap_method_stop(p->method, p->method_state);
        pool_release(c->ap->pool, p->method_state, p->method->size);
    }
    p->method = NULL;
    p->method_state = NULL;
}

static void say_end(struct client *c, enum eap_code code)
{
    uint8_t packet[EAP_HEADER];
    struct writer w = writer_of(packet, sizeof packet);
    eap_write(&w, code, c->eap->id, 0, span(NULL, 0));
    send_eap(c, span(packet, sizeof packet));
}

static void refuse(struct client *c, extsta_time now)
{
    struct eap_port *p = c->eap;
    ap_tell(c->ap, APSIM_EAP_REFUSED, c->info.address, c->ahead, c->info.aid);
    drop_method(c);
    say_end(c, EAP_FAILURE);
    p->state = PORT_AWAIT_FAREWELL;
    p->deadline = now + FAREWELL;
}

/* Success, and on to the four-way handshake. */
static void accept_client(struct client *c, extsta_time now)
{
    struct eap_port *p = c->eap;
    struct eap_keys keys;
    bool has = p->method->keys(p->method_state, &keys);
    struct extsta_span pmk =
        has ? akm_pmk_of_msk(suites_akm(c->info.akm), keys.msk) : span(NULL, 0);
    if (pmk.len == 0) {
        wipe(&keys, sizeof keys);
        refuse(c, now);
        return;
    }
    p->pmk_len = (uint8_t)pmk.len;
    memcpy(p->pmk, pmk.data, pmk.len);
    wipe(&keys, sizeof keys);
    drop_method(c);
    p->state = PORT_AWAIT_NOTHING;
    p->deadline = EXTSTA_NEVER;
    ap_tell(c->ap, APSIM_EAP_ACCEPTED, c->info.address, c->ahead, c->info.aid);
    remember(c);
    if (wishes(c->ap)->fault == APSIM_EAP_NO_END) {
        return;
    }
    say_end(c, EAP_SUCCESS);
    if (c->ahead) {
        p->state = PORT_AWAIT_FAREWELL; /* it is forgotten: its PMK is kept */
        p->deadline = now + FAREWELL;
        return;
    }
    security_start(c, now);
}

static void carry_out(struct client *c, extsta_time now, enum eap_verdict verdict,
                      const struct writer *data)
{
    switch (verdict) {
    case EAP_IGNORED:
        return;
    case EAP_CONTINUE:
        ask(c, now, c->eap->method->type, span(data->start, writer_len(data)));
        return;
    case EAP_DONE:
        accept_client(c, now);
        return;
    case EAP_FAILED:
        refuse(c, now);
        return;
    }
}

static void begin_method(struct client *c, extsta_time now, uint8_t type)
{
    struct eap_port *p = c->eap;
    uint8_t data[EAP_DATA_MAX];
    struct writer w = writer_of(data, sizeof data);
    const struct eap_setup setup = {.crypto = c->ap->crypto,
                                    .random = {fill, c->ap},
                                    .wall = context_wall(c->ap->air->ctx, now),
                                    .server = &c->ap->eap->server};
    drop_method(c);
    p->state = PORT_AWAIT_METHOD;
    p->method = eap_method_server(type);
    p->method_state = p->method ? pool_zalloc(c->ap->pool, p->method->size) : NULL;
    if (!p->method_state) {
        p->method = NULL;
        refuse(c, now);
        return;
    }
    carry_out(c, now, p->method->start(p->method_state, &setup, &w), &w);
}

/* The first of ours that the station would have (RFC 3748 5.3.1). */
static uint8_t choose(const struct client *c, struct extsta_span wanted)
{
    const uint8_t *methods = c->ap->eap->server.methods;
    for (size_t i = 0; i < EXTSTA_EAP_METHODS && methods[i] && wanted.len > 0; i++) {
        if (memchr(wanted.data, methods[i], wanted.len)) {
            return methods[i];
        }
    }
    return 0;
}

static void take_response(struct client *c, extsta_time now, const struct eap *e)
{
    struct eap_port *p = c->eap;
    uint8_t data[EAP_DATA_MAX];
    struct writer w = writer_of(data, sizeof data);
    if (p->state == PORT_AWAIT_IDENTITY && e->type == EAP_TYPE_IDENTITY) {
        if (wishes(c->ap)->fault == APSIM_EAP_FAILURE) {
            refuse(c, now);
        } else {
            begin_method(c, now, c->ap->eap->server.methods[0]);
        }
    } else if (p->state == PORT_AWAIT_METHOD && e->type == EAP_TYPE_NAK) {
        begin_method(c, now, choose(c, e->data));
    } else if (p->state == PORT_AWAIT_METHOD && p->method && e->type == p->method->type) {
        carry_out(c, now, p->method->rx(p->method_state, e->data, &w), &w);
    }
}

/* --- the port --- */

static void ask_identity(struct client *c, extsta_time now)
{
    drop_method(c);
    security_forget_handshake(c); /* of before */
    c->eap->state = PORT_AWAIT_IDENTITY;
    c->eap->remembered = false;
    c->eap->requests = 0;
    c->eap->pmk_len = 0;
    ask(c, now, EAP_TYPE_IDENTITY, span(NULL, 0));
}

bool eap_start(struct client *c, extsta_time now)
{
    const struct akm_suite *akm = suites_akm(c->info.akm);
    if (!akm || akm->pmk != AKM_PMK_EAP) {
        return false;
    }
    if (c->eap && c->eap->state == PORT_AWAIT_NOTHING && c->eap->pmk_len > 0) {
        return false; /* EAP has come to its end */
    }
    eap_forget(c);
    struct eap_port *p = pool_zalloc(c->ap->pool, sizeof *p);
    if (!p) {
        c->ap->air->stats.no_memory++; /* the client waits in vain */
        return true;
    }
    c->eap = p;
    const struct ap_pmksa *known = find_named(c);
    if (known) {
        p->state = PORT_AWAIT_NOTHING;
        p->deadline = EXTSTA_NEVER;
        p->remembered = true;
        p->pmk_len = known->pmk_len;
        memcpy(p->pmk, known->pmk, known->pmk_len);
        return false;
    }
    ask_identity(c, now);
    client_rearm(c);
    return true;
}

bool eap_rx(struct client *c, extsta_time now, struct extsta_span pdu)
{
    struct eapol e;
    struct eap packet;
    if (!c->eap || !eapol_parse(pdu, &e) || e.type == EAPOL_KEY) {
        return false;
    }
    struct eap_port *p = c->eap;
    /* Who has forgotten the PMK that we remember asks so for another, as at hostapd. */
    bool again = p->remembered && c->state == CLIENT_AWAIT_HANDSHAKE;
    if (e.type == EAPOL_START && (p->state < PORT_AWAIT_NOTHING || again)) {
        /* One that comes beside our first request is answered by it. */
        if (p->state != PORT_AWAIT_IDENTITY) {
            ask_identity(c, now);
        } else if (p->len > 0 && wishes(c->ap)->fault != APSIM_EAP_SILENT) {
            send_eap(c, span(p->packet, p->len));
        }
    } else if (e.type == EAPOL_EAP_PACKET && p->state < PORT_AWAIT_NOTHING &&
               eap_parse(e.body, &packet) && packet.code == EAP_RESPONSE &&
               packet.id == p->id) {
        take_response(c, now, &packet);
    }
    client_rearm(c);
    return true;
}

extsta_time eap_deadline(const struct client *c)
{
    return c->eap->deadline;
}

void eap_expire(struct client *c, extsta_time now)
{
    struct eap_port *p = c->eap;
    if (p->state == PORT_AWAIT_FAREWELL || --p->tries == 0) {
        struct apsim *ap = c->ap;
        if (c->ahead) {
            drop_ahead(c);
            return;
        }
        ap_tell(ap, APSIM_HANDSHAKE_FAILED, c->info.address, REASON_8021X, c->info.aid);
        apsim_deauth(ap, c->info.address, REASON_8021X); /* the client is gone */
        return;
    }
    p->wait = 2 * p->wait < 20 * EXTSTA_SECOND ? 2 * p->wait : 20 * EXTSTA_SECOND;
    p->deadline = now + p->wait;
    send_eap(c, span(p->packet, p->len));
    client_rearm(c);
}

void eap_forget(struct client *c)
{
    if (c->eap) {
        drop_method(c);
        wipe(c->eap, sizeof *c->eap);
        pool_release(c->ap->pool, c->eap, sizeof *c->eap);
        c->eap = NULL;
    }
}

/* --- preauthentication --- */

static struct client *ahead_of(const struct apsim *ap, struct extsta_mac station)
{
    list_for_each(it, &ap->eap->ahead)
    {
        struct client *c = list_entry(it, struct client, link);
        if (mac_equal(c->info.address, station)) {
            return c;
        }
    }
    return NULL;
}

/* The AKM that a PMK made ahead is for: the first of ours that is named by its PMK. 0: none. */
static uint32_t akm_ahead(const struct apsim *ap)
{
    for (size_t i = 0; i < APSIM_AKMS && ap->akms[i]; i++) {
        const struct akm_suite *akm = suites_akm(ap->akms[i]);
        if (akm->pmk == AKM_PMK_EAP && !akm->ft && akm->hash != CRYPTO_SHA384 &&
            akm->selector != AKM_SUITE_B) {
            return akm->selector;
        }
    }
    return 0;
}

/* A conversation with one who is no client here. NULL: no memory. */
static struct client *begin_ahead(struct apsim *ap, struct extsta_mac station)
{
    struct client *c = pool_zalloc(ap->pool, sizeof *c);
    struct eap_port *p = c ? pool_zalloc(ap->pool, sizeof *p) : NULL;
    if (!p) {
        ap->air->stats.no_memory++;
        pool_release(ap->pool, c, sizeof *c);
        return NULL;
    }
    c->ap = ap;
    c->ahead = true;
    c->eap = p;
    c->info.address = station;
    c->info.akm = akm_ahead(ap);
    list_init(&c->held);
    list_init(&c->rekey);
    list_push_back(&ap->eap->ahead, &c->link);
    return c;
}

void eap_preauth(struct apsim *ap, struct extsta_span frame)
{
    struct extsta_mac station;
    struct eapol e;
    memcpy(station.b, frame.data + 6, sizeof station.b);
    struct extsta_span pdu = span(frame.data + 14, frame.len - 14);
    if (!ap->eap || !ap->config.eap.preauth || akm_ahead(ap) == 0 || !eapol_parse(pdu, &e)) {
        return;
    }
    struct client *c = ahead_of(ap, station);
    extsta_time now = ap->air->now;
    if (!c && e.type == EAPOL_START) {
        c = begin_ahead(ap, station);
        if (c) {
            ask_identity(c, now);
            client_rearm(c);
        }
    } else if (c) {
        (void)eap_rx(c, now, pdu);
    }
    air_node_wake(ap->node);
}
