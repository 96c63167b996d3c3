/* Fast transitions of the miniport against access points made by hand (rsn/ft.h's AP side):
 * what is on the air, what is indicated, and what an attacker or an AP without keys can do. The
 * exchange itself is judged in rsn/ft.c. */
#include "mlme_air.h"
#include "miniport/mlme/ft.h"
#include "rsn/ft.h"
#include <extsta/private_oid.h>

#define AKM_AT 19 /* in the element, the last octet of the suite */
static uint8_t rsn_ft[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                           0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 4, 0, 0};
static const uint8_t mde[] = {54, 3, 1, 2, 0}, mde_ds[] = {54, 3, 1, 2, 1};
static const uint8_t pmk[32] = "root of all keys of the station";

/* What B does, and what came of it. */
static struct {
    struct air *a;
    struct ft_ap b;
    struct ft_domain domain;
    uint16_t auth_status, response_status;
    bool bad_mic, bad_gtk, silent_ds;
    unsigned ft_auths, open_auths, ft_requests, full_requests, ds_requests;
    struct extsta_mac came_from;
    uint8_t response[640];
    size_t response_len;
} x;

static struct extsta_span ft_names(struct extsta_mac ap, uint8_t out[FTE_NAMES_MAX])
{
    struct writer w = writer_of(out, FTE_NAMES_MAX);
    fte_write(&w, &(struct fte){.r1kh_id = span(ap.b, 6), .r0kh_id = span("first", 5)}, 16);
    return span(out, writer_len(&w));
}

static void send_body(struct ap *ap, enum frame_kind kind, struct extsta_span fixed,
                      struct extsta_span elements)
{
    uint8_t frame[700];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, kind, STA_MAC, ap->mac, ap->mac, x.a->seq++ & 0xfff);
    writer_span(&w, fixed);
    writer_span(&w, elements);
    assert_false(w.failed);
    air_enqueue(x.a, ap, span(frame, writer_len(&w)));
    if (kind == FRAME_REASSOC_RESP) {
        x.response_len = writer_len(&w);
        memcpy(x.response, frame, x.response_len);
    }
}

/* The PMK-R1 of B, and its answer to a request by whatever way it came. */
static uint16_t answer(struct extsta_span elements, struct writer *w)
{
    struct ft_ap_config c = {.crypto = crypto_of(x.a->ctx),
                             .own = AP_B,
                             .peer = STA_MAC,
                             .mdid = {1, 2},
                             .r1kh_id = AP_B,
                             .own_rsne = span(rsn_ft, sizeof rsn_ft)};
    struct ft_key r0, r1;
    uint8_t anonce[32] = {0x77};
    const struct akm_suite *akm = akm_find(SUITE_RSN(rsn_ft[AKM_AT]));
    assert_int_equal(ft_derive_r0(c.crypto, akm, span(pmk, 32), &x.domain, STA_MAC, &r0), 0);
    assert_int_equal(ft_derive_r1(c.crypto, akm, &r0, AP_B, STA_MAC, &r1), 0);
    assert_int_equal(ft_ap_request(&x.b, &c, elements), 0);
    return ft_ap_answer(&x.b, &r1, anonce, w);
}

static void rx_auth(struct ap *ap, const struct frame *f)
{
    struct mgmt_auth q;
    uint8_t fixed[6], elements[400];
    struct writer w = writer_of(elements, sizeof elements);
    uint16_t status = 0;
    assert_true(mgmt_parse_auth(f->body, &q));
    if (q.algorithm == 2) {
        x.ft_auths++;
        status = x.auth_status ? x.auth_status : answer(q.rest, &w);
    } else {
        x.open_auths++;
    }
    put_le16(fixed, q.algorithm);
    put_le16(fixed + 2, 2);
    put_le16(fixed + 4, status);
    send_body(ap, FRAME_AUTH, span(fixed, 6), span(elements, writer_len(&w)));
}

static void handshake(struct ap *ap, struct extsta_span rsne, bool reassoc)
{
    static struct supplicant_step step;
    uint8_t nonce[32] = {0x5a}, fte[FTE_NAMES_MAX];
    struct authenticator_config config = {.crypto = crypto_of(x.a->ctx),
                                          .own = ap->mac,
                                          .peer = STA_MAC,
                                          .pmk = span(pmk, 32),
                                          .akm = SUITE_RSN(rsn_ft[AKM_AT]),
                                          .pairwise = CIPHER_CCMP,
                                          .group = CIPHER_CCMP,
                                          .own_rsne = ap->rsn,
                                          .peer_rsne = rsne,
                                          .ssid = span("net", 3),
                                          .mde = ap->extra,
                                          .fte = ft_names(ap->mac, fte),
                                          .gtk = {7, 7, 7},
                                          .gtk_len = 16,
                                          .gtk_id = 1};
    free(ap->authenticator);
    ap->authenticator = calloc(1, sizeof *ap->authenticator);
    assert_int_equal(authenticator_start(ap->authenticator, x.a->now, &config, nonce, &step),
                     0);
    ap_eapol(x.a, ap, &step);
    x.a->queue[x.a->queued - 1].when += 1000; /* behind the response */
}

static void rx_request(struct ap *ap, const struct frame *f, bool reassoc)
{
    struct mgmt_assoc_req q;
    struct elements e;
    uint8_t fixed[6] = {1, 0, 0, 0, 5, 0xc0}, elements[500], fte[FTE_NAMES_MAX];
    struct writer w = writer_of(elements, sizeof elements);
    struct supplicant_step step;
    assert_true(mgmt_parse_assoc_req(f->body, reassoc, &q));
    elements_parse(q.elements, &e);
    x.came_from = q.current_ap;
    element_write(&w, ELEMENT_RATES, span(air_erp_rates, 8));
    if (e.fast_bss_transition.data) {
        struct authenticator_config keys = {.group = CIPHER_CCMP, .gtk_len = 16, .gtk_id = 2};
        memcpy(keys.gtk, "the GTK of AP B", 16);
        x.ft_requests++;
        assert_int_equal(ft_ap_reassoc(&x.b, q.elements), 0);
        if (x.response_status) {
            put_le16(fixed + 2, x.response_status);
        } else {
            x.b.ptk.kek[0] ^= x.bad_gtk;
            size_t before = writer_len(&w);
            ft_ap_write_reassoc(&x.b, &keys, &w, &step);
            x.b.ptk.kek[0] ^= x.bad_gtk;
            /* RSNE 40, MDE 5; MIC in the FTE behind id, length and control */
            elements[before + 40 + 5 + 4] ^= x.bad_mic;
        }
        send_body(ap, FRAME_REASSOC_RESP, span(fixed, 6), span(elements, writer_len(&w)));
        return;
    }
    x.full_requests++;
    writer_span(&w, ap->extra);
    writer_span(&w, ft_names(ap->mac, fte));
    send_body(ap, reassoc ? FRAME_REASSOC_RESP : FRAME_ASSOC_RESP, span(fixed, 6),
              span(elements, writer_len(&w)));
    handshake(ap, e.rsn, reassoc);
}

static void rx_action(struct ap *ap, const struct frame *f)
{
    struct mgmt_ft q;
    uint8_t fixed[24], elements[400];
    struct writer w = writer_of(elements, sizeof elements), v = writer_of(fixed, sizeof fixed);
    if (!mgmt_parse_ft(f->body, &q)) {
        return;
    }
    x.ds_requests++;
    assert_true(mac_equal(ap->mac, AP_A) && mac_equal(q.target, AP_B));
    if (!x.silent_ds) {
        q.action = FT_RESPONSE;
        q.status = x.auth_status ? x.auth_status : answer(q.elements, &w);
        mgmt_write_ft(&v, &q);
        send_body(ap, FRAME_ACTION, span(fixed, writer_len(&v)),
                  span(elements, writer_len(&w)));
    }
}

static void on_output(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct frame f;
    enum extsta_drop drop;
    if (o->type != EXTSTA_OUT_FRAME || !frame_parse(o->frame.bytes, &f, &drop)) {
        return;
    }
    struct ap *ap = air_ap(x.a, f.addr1);
    ap = ap && ap->on ? ap : NULL;
    if (ap && frame_kind(&f) == FRAME_AUTH) {
        rx_auth(ap, &f);
    } else if (ap &&
               (frame_kind(&f) == FRAME_ASSOC_REQ || frame_kind(&f) == FRAME_REASSOC_REQ)) {
        rx_request(ap, &f, frame_kind(&f) == FRAME_REASSOC_REQ);
    } else if (ap && frame_kind(&f) == FRAME_ACTION) {
        rx_action(ap, &f);
    }
}

static struct ap *ft_ap_add(struct air *a, struct extsta_mac mac, uint16_t freq, bool over_ds)
{
    struct ap *ap = air_add(a, mac, freq, -50);
    ap->rsn = span(rsn_ft, sizeof rsn_ft);
    ap->privacy = true;
    ap->extra = over_ds ? span(mde_ds, sizeof mde_ds) : span(mde, sizeof mde);
    ap->no_auth = ap->no_assoc = true; /* on_output answers */
    return ap;
}

static void set_ft(struct air *a, uint8_t flags)
{
    uint8_t parameters[33] = {flags};
    memcpy(parameters + 1, pmk, 32);
    assert_int_equal(mlme_set_ft(a->mp, span(parameters, sizeof parameters)), 0);
}

/* On the air: A, which has an FT suite, and a station that wants it. */
static void scene(struct air *a, bool over_ds, uint32_t akm)
{
    memset(&x, 0, sizeof x);
    rsn_ft[AKM_AT] = (uint8_t)akm;
    x.a = a;
    x.domain = (struct ft_domain){
        .ssid = "net", .ssid_len = 3, .mdid = {1, 2}, .r0kh_id = "first", .r0kh_len = 5};
    a->watch = on_output;
    ft_ap_add(a, AP_A, 2437, over_ds);
    air_profile(a, "net", true);
}

/* Associated with A, and B is there. */
static void associate_first(struct air *a, bool over_ds)
{
    ap_beacon(a, air_ap(a, AP_A));
    air_connect(a);
    air_pass(a, 4 * EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp) &&
                a->mp->link.ap->negotiated.akm == SUITE_RSN(rsn_ft[AKM_AT]));
    ap_beacon(a, ft_ap_add(a, AP_B, 2412, over_ds));
    a->log[0] = 0;
    x.open_auths = x.full_requests = 0;
}

/* By an FT suite, the port its own. */
static void begin(struct air *a, bool over_ds)
{
    scene(a, over_ds, AKM_FT_PSK);
    mlme_set_port_key(a->mp, span(pmk, 32));
    set_ft(a, EXTSTA_PRIVATE_FT_ON | (over_ds ? EXTSTA_PRIVATE_FT_DS : 0));
    associate_first(a, over_ds);
}

static void roam(struct air *a)
{
    assert_int_equal(mlme_roam_to(a->mp, a->now, AP_B, false), NDIS_STATUS_SUCCESS);
    air_drain(a);
    air_pass(a, 400 * EXTSTA_MS);
}

static bool at_b(const struct air *a)
{
    return mlme_is_associated(a->mp) && mac_equal(a->mp->link.ap->address, AP_B);
}

/* PRT-08: the completion says that the port is authorized; before it the keys are in. */
static void PRT_08_a_transition_brings_keys_and_port(void **state)
{
    struct air *a = *state;
    begin(a, false);
    roam(a);
    assert_true(at_b(a));
    assert_int_equal(x.ft_auths, 1);
    assert_int_equal(x.ft_requests, 1);
    assert_int_equal(x.open_auths + x.full_requests + x.ds_requests, 0);
    assert_true(mac_equal(x.came_from, AP_A));
    assert_non_null(strstr(a->log, "ASSOCIATION_START B net\n"));
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION B 0 port\n"));
    assert_non_null(strstr(a->log, "ROAMING_COMPLETION 0\n"));
    assert_non_null(keys_mapping_find(a->mp, AP_B, DOT11_DIR_OUTBOUND));
}

/* 13.5.3: the first half goes through the old AP; at the new one there is no Authentication. */
static void a_transition_over_the_DS(void **state)
{
    struct air *a = *state;
    begin(a, true);
    roam(a);
    assert_true(at_b(a));
    assert_int_equal(x.ds_requests, 1);
    assert_int_equal(x.ft_requests, 1);
    assert_int_equal(x.ft_auths + x.open_auths + x.full_requests, 0);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION B 0 port\n"));
}

/* An AP that does not pass requests on costs 200 ms, not the roam. */
static void no_answer_over_the_DS_and_over_the_air_then(void **state)
{
    struct air *a = *state;
    begin(a, true);
    x.silent_ds = true;
    roam(a);
    air_pass(a, 400 * EXTSTA_MS);
    assert_true(at_b(a));
    assert_int_equal(x.ds_requests, 1);
    assert_int_equal(x.ft_auths, 1);
}

/* Statuses 28 and 52 to 55 are no end: a full association in the same operation, on record. */
static void a_refused_transition_becomes_a_full_association(void **state)
{
    static const uint16_t statuses[] = {28, 52, 53, 54, 55, 1};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        for (unsigned late = 0; late < 2; late++) {
            void *fresh = NULL;
            air_setup(&fresh);
            struct air *a = fresh;
            begin(a, false);
            x.auth_status = late ? 0 : statuses[i];
            x.response_status = late ? statuses[i] : 0;
            roam(a);
            air_pass(a, EXTSTA_SECOND);
            assert_true(at_b(a));
            assert_int_equal(x.ft_auths, 1);
            assert_int_equal(x.open_auths, 1);
            assert_int_equal(x.full_requests, 1);
            /* one operation */
            const char *start = strstr(a->log, "ASSOCIATION_START B");
            assert_non_null(start);
            assert_null(strstr(start + 1, "ASSOCIATION_START"));
            air_teardown(&fresh);
        }
    }
}

/* A response with a wrong MIC, or a GTK that was wrapped for somebody else, is nobody's: it is
 * dropped, and nothing of it goes in. When no true one comes the cause says what was seen. */
static void a_tampered_response_installs_nothing(void **state)
{
    for (unsigned i = 0; i < 2; i++) {
        void *fresh = NULL;
        air_setup(&fresh);
        struct air *a = fresh;
        begin(a, false);
        x.bad_mic = i == 0;
        x.bad_gtk = i == 1;
        roam(a);
        air_ap(a, AP_A)->on = false; /* B alone */
        assert_false(at_b(a));
        assert_null(keys_mapping_find(a->mp, AP_B, DOT11_DIR_OUTBOUND));
        assert_true(mp_drops_of(a->mp, EXTSTA_DROP_FT_MISMATCH) >= 1);
        air_pass(a, 4 * EXTSTA_SECOND);
        const char *end = strstr(a->log, "ASSOCIATION_COMPLETION B");
        assert_non_null(end);
        assert_null(strstr(a->log, "ASSOCIATION_COMPLETION B 0"));
        air_teardown(&fresh);
    }
}

static void of_b(void *watcher, const struct air *a, const struct extsta_output *o)
{
    on_output(watcher, a, o);
    if (o->type == EXTSTA_OUT_CAUSE && mac_equal(o->cause.peer, AP_B) &&
        o->cause.subject == EXTSTA_SUBJECT_ASSOCIATION) {
        *(struct extsta_cause *)watcher = o->cause;
    }
}

static void the_cause_names_the_mic(void **state)
{
    struct air *a = *state;
    struct extsta_cause cause = {0};
    begin(a, false);
    a->watch = of_b;
    a->watcher = &cause;
    x.bad_mic = true;
    roam(a);
    air_ap(a, AP_A)->on = false;
    air_pass(a, 4 * EXTSTA_SECOND);
    assert_int_equal(cause.diagnosis, EXTSTA_DIAGNOSIS_FT_MIC);
    assert_int_not_equal(cause.evidence[0], 0);
}

/* KRACK: the reassociation response, and the request's answer, come again when the keys are in
 * use. Packet numbers go on. */
static void CVE_2017_13082_a_repeated_response_reinstalls_nothing(void **state)
{
    struct air *a = *state;
    begin(a, false);
    roam(a);
    assert_true(at_b(a));
    air_send(a, AP_B, 1, 3);
    air_drain(a);
    const struct mp_key *key = keys_mapping_find(a->mp, AP_B, DOT11_DIR_OUTBOUND);
    uint64_t pn = key->tx_pn;
    assert_true(pn >= 3);
    for (unsigned i = 0; i < 3; i++) {
        air_deliver(a, span(x.response, x.response_len), 2412, -50);
        air_pass(a, 10 * EXTSTA_MS);
    }
    key = keys_mapping_find(a->mp, AP_B, DOT11_DIR_OUTBOUND);
    assert_true(key->tx_pn >= pn);
    assert_true(at_b(a));
}

/* After the AP has let us go the transition is a reassociation still (13.5.2): hostapd refuses
 * an association by FT. */
static void after_a_loss_it_names_the_last_ap(void **state)
{
    struct air *a = *state;
    begin(a, false);
    air_ap(a, AP_A)->on = false;
    ap_kick(a, AP_A, true, 3);
    air_pass(a, EXTSTA_SECOND);
    assert_true(at_b(a));
    assert_int_equal(x.ft_requests, 1);
    assert_true(mac_equal(x.came_from, AP_A));
}

/* Without the word of whoever manages the port no FT suite is asked for; and of another domain
 * no transition. */
static void only_where_it_was_asked_for(void **state)
{
    static const uint8_t other[] = {54, 3, 9, 9, 0};
    struct air *a = *state;
    begin(a, false);
    air_ap(a, AP_B)->extra = span(other, sizeof other);
    ap_beacon(a, air_ap(a, AP_B));
    roam(a);
    air_pass(a, EXTSTA_SECOND);
    assert_int_equal(x.ft_auths, 0);
    assert_int_equal(x.full_requests, 1);
    assert_int_equal(mlme_set_ft(a->mp, span(NULL, 0)), 0);
    struct mp_negotiated n = {0};
    assert_false(candidate_security(a->mp, mlme_bss(a->mp)->info, &n));
    assert_int_equal(mlme_set_ft(a->mp, span("\10", 1)), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(mlme_set_ft(a->mp, span("\4", 1)), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(mlme_set_ft(a->mp, span("\1short key", 10)), NDIS_STATUS_INVALID_LENGTH);
}

/* The root that 802.1X has made, as the host gives it down. */
static uint32_t give_root(struct air *a, struct extsta_mac bssid)
{
    uint8_t parameters[EXTSTA_PRIVATE_FT_ROOT_FIXED + 32] = {EXTSTA_PRIVATE_FT_ROOT};
    memcpy(parameters + 1, bssid.b, 6);
    memcpy(parameters + EXTSTA_PRIVATE_FT_ROOT_FIXED, pmk, 32);
    return mlme_set_ft(a->mp, span(parameters, sizeof parameters));
}

/* By 802.1X, which is done above the driver: the PMK-R0 has a root once the host says so. */
static void begin_8021x(struct air *a)
{
    scene(a, false, AKM_FT_8021X);
    mib_edit(a->mp)->auth[0] = DOT11_AUTH_ALGO_RSNA;
    assert_int_equal(mlme_set_ft(a->mp, span("\1", 1)), NDIS_STATUS_SUCCESS);
    associate_first(a, false);
}

static void PRT_08_with_8021X_the_root_is_the_host_s(void **state)
{
    struct air *a = *state;
    begin_8021x(a);
    assert_int_equal(ft_root(a->mp).len, 0);
    assert_int_equal(give_root(a, AP_B), NDIS_STATUS_INVALID_DATA); /* not that association */
    assert_int_equal(give_root(a, AP_A), NDIS_STATUS_SUCCESS);
    roam(a);
    assert_true(at_b(a));
    assert_int_equal(x.ft_auths, 1);
    assert_int_equal(x.full_requests + x.open_auths, 0);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION B 0 port\n"));
    assert_int_equal(ft_root(a->mp).len, 32); /* of the domain: for the next one, too */
}

/* Without a root, and after a full association until there is another one: full ones. */
static void with_8021X_a_root_is_of_one_first_association(void **state)
{
    for (unsigned with = 0; with < 2; with++) {
        void *fresh = NULL;
        air_setup(&fresh);
        struct air *a = fresh;
        begin_8021x(a);
        if (with) {
            assert_int_equal(give_root(a, AP_A), NDIS_STATUS_SUCCESS);
            x.auth_status = 53;
        }
        roam(a);
        air_pass(a, EXTSTA_SECOND);
        assert_true(at_b(a));
        assert_int_equal(x.ft_auths, with);
        assert_int_equal(x.full_requests, 1);
        assert_int_equal(ft_root(a->mp).len, 0);
        air_teardown(&fresh);
    }
}

/* After a loss, of two that are about as strong the one of the mobility domain; a much stronger
 * one of another all the same. */
static void the_domain_is_preferred(void **state)
{
    static const uint8_t other[] = {54, 3, 9, 9, 0};
    for (unsigned i = 0; i < 2; i++) {
        void *fresh = NULL;
        air_setup(&fresh);
        struct air *a = fresh;
        begin(a, false);
        struct ap *c = ft_ap_add(a, AP_C, 2412, false);
        c->extra = span(other, sizeof other);
        c->signal = (int8_t)(air_ap(a, AP_B)->signal + (i == 0 ? 4 : 6));
        ap_beacon(a, c);
        air_ap(a, AP_A)->on = false;
        ap_kick(a, AP_A, true, 3);
        const char *start = strstr(a->log, "ASSOCIATION_START ");
        assert_non_null(start);
        assert_int_equal(start[18], i == 0 ? 'B' : 'C');
        air_teardown(&fresh);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(PRT_08_a_transition_brings_keys_and_port),
        AIR_TEST(a_transition_over_the_DS),
        AIR_TEST(no_answer_over_the_DS_and_over_the_air_then),
        cmocka_unit_test(a_refused_transition_becomes_a_full_association),
        cmocka_unit_test(a_tampered_response_installs_nothing),
        AIR_TEST(the_cause_names_the_mic),
        AIR_TEST(CVE_2017_13082_a_repeated_response_reinstalls_nothing),
        AIR_TEST(after_a_loss_it_names_the_last_ap),
        AIR_TEST(only_where_it_was_asked_for),
        AIR_TEST(PRT_08_with_8021X_the_root_is_the_host_s),
        cmocka_unit_test(with_8021X_a_root_is_of_one_first_association),
        cmocka_unit_test(the_domain_is_preferred),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
