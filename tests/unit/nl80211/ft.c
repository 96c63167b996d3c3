/* Fast transitions over the air by the nl80211 driver: the fake kernel's access points have the
 * house's AP side of the exchange (rsn/ft.h), the hierarchy of FT-PSK, and one mobility domain.
 */
#include "kernel.h"
#include "rsn/ft.h"
#include "rsn/handshake.h"

static const uint8_t ft_rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                                  0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 4, 0, 0};
static const uint8_t mdid[2] = {0xa1, 0xb2};
static const struct ft_domain domain = {
    .ssid = "home", .ssid_len = 4, .mdid = {0xa1, 0xb2}, .r0kh_id = "ap.test", .r0kh_len = 7};

/* of the exchange under way */
static struct ft_ap exchange;
static bool refuses;
static uint8_t over_ds; /* the bit of the Mobility Domain elements */
static enum { DS_ANSWERS, DS_REFUSES, DS_IS_SILENT } ds;

static size_t say_domain(struct kernel *k, const struct fake_ap *ap, uint8_t *out)
{
    struct writer w = writer_of(out, 32);
    (void)k;
    (void)ap;
    mde_write(&w, mdid, over_ds);
    return writer_len(&w);
}

static void emit_auth(struct kernel *k, struct fake_ap *ap, uint16_t algorithm, uint16_t status,
                      struct extsta_span elements)
{
    uint8_t f[512], body[400];
    struct writer w = writer_of(body, sizeof body);
    mgmt_write_auth(
        &w, &(struct mgmt_auth){.algorithm = algorithm, .transaction = 2, .status = status});
    writer_span(&w, elements);
    size_t len = mgmt(f, 0xb0, kernel_own, ap->bssid, ap->bssid, body, writer_len(&w));
    struct nl_msg *msg = event_of(k, NL80211_CMD_AUTHENTICATE, 0, 0);
    nla_put(msg, NL80211_ATTR_FRAME, (int)len, f);
    emit(k, msg);
}

/* 13.4.2: the response names domain and key holders; then a handshake with them. */
static void first_association(struct kernel *k, struct fake_ap *ap, struct extsta_span sent)
{
    static uint8_t names[300];
    static const uint8_t anonce[32] = {9};
    const struct akm_suite *akm = akm_find(AKM_FT_PSK);
    struct writer w = writer_of(names, sizeof names);
    struct element rsn, mde, fte;
    mde_write(&w, mdid, over_ds);
    fte_write(&w,
              &(struct fte){.r1kh_id = {ap->bssid.b, 6},
                            .r0kh_id = {domain.r0kh_id, domain.r0kh_len}},
              akm->mic_len);
    struct extsta_span said = {names, writer_len(&w)};
    assert_true(element_find(said, ELEMENT_MOBILITY_DOMAIN, &mde));
    assert_true(element_find(said, ELEMENT_FAST_BSS_TRANSITION, &fte));
    assert_true(element_find(sent, ELEMENT_RSN, &rsn));
    assert_true(element_find(sent, ELEMENT_MOBILITY_DOMAIN, &(struct element){0}));
    emit_response_of(k, ap, false, sent, said);
    memcpy(k->own_rsne, rsn.whole.data, rsn.whole.len);
    struct authenticator_config c = {.crypto = crypto_of(k->ctx),
                                     .own = ap->bssid,
                                     .peer = kernel_own,
                                     .pmk = {k->pmk, 32},
                                     .akm = AKM_FT_PSK,
                                     .pairwise = CIPHER_CCMP,
                                     .group = CIPHER_CCMP,
                                     .own_rsne = {ap->rsne, ap->rsne_len},
                                     .peer_rsne = {k->own_rsne, rsn.whole.len},
                                     .gtk = {7},
                                     .gtk_len = 16,
                                     .gtk_id = 1,
                                     .ssid = {(const uint8_t *)"home", 4},
                                     .mde = mde.whole,
                                     .fte = fte.whole};
    assert_int_equal(authenticator_start(&k->ap_port, k->now, &c, anonce, &k->step), EXTSTA_OK);
    emit_eapol(k, ap);
}

/* What the AP says to the first elements; its status. */
static uint16_t ft_answer(struct kernel *k, struct fake_ap *ap, struct extsta_span elements,
                          struct writer *w)
{
    static const uint8_t anonce[32] = {4, 4};
    const struct ft_ap_config c = {.crypto = crypto_of(k->ctx),
                                   .own = ap->bssid,
                                   .peer = kernel_own,
                                   .mdid = {0xa1, 0xb2},
                                   .mde_capabilities = over_ds,
                                   .r1kh_id = ap->bssid,
                                   .own_rsne = {ap->rsne, ap->rsne_len}};
    struct ft_key r0, r1;
    const struct akm_suite *akm = akm_find(AKM_FT_PSK);
    assert_int_equal(
        ft_derive_r0(c.crypto, akm, (struct extsta_span){k->pmk, 32}, &domain, kernel_own, &r0),
        EXTSTA_OK);
    assert_int_equal(ft_derive_r1(c.crypto, akm, &r0, ap->bssid, kernel_own, &r1), EXTSTA_OK);
    uint16_t status = refuses ? 28 : ft_ap_request(&exchange, &c, elements);
    return status ? status : ft_ap_answer(&exchange, &r1, anonce, w);
}

static void ft_auth(struct kernel *k, struct fake_ap *ap, struct extsta_span elements)
{
    uint8_t answer[400];
    struct writer w = writer_of(answer, sizeof answer);
    uint16_t status = ft_answer(k, ap, elements, &w);
    emit_auth(k, ap, 2, status, (struct extsta_span){answer, writer_len(&w)});
}

/* 13.5.3: the AP of the association carries both to the target and back. */
static void carries(struct kernel *k, struct extsta_span frame)
{
    struct mgmt_ft asked;
    uint8_t body[500], answer[400];
    struct writer w = writer_of(body, sizeof body), a = writer_of(answer, sizeof answer);
    assert_memory_equal(frame.data + 4, k->at->bssid.b, 6);
    assert_true(mgmt_parse_ft((struct extsta_span){frame.data + 24, frame.len - 24}, &asked));
    assert_int_equal(asked.action, FT_REQUEST);
    assert_true(mac_equal(asked.sta, kernel_own));
    uint16_t status = ft_answer(k, ap_of(k, asked.target), asked.elements, &a);
    assert_int_equal(status, 0);
    if (ds == DS_IS_SILENT) {
        return;
    }
    asked.action = FT_RESPONSE;
    asked.status = ds == DS_REFUSES ? 28 : 0;
    mgmt_write_ft(&w, &asked);
    writer_bytes(&w, answer, ds == DS_REFUSES ? 0 : writer_len(&a));
    emit_action(k, k->at, (struct extsta_span){body, writer_len(&w)});
}

static void ft_reassociation(struct kernel *k, struct fake_ap *ap, struct extsta_span sent)
{
    const struct authenticator_config keys = {.crypto = crypto_of(k->ctx),
                                              .own = ap->bssid,
                                              .peer = kernel_own,
                                              .akm = AKM_FT_PSK,
                                              .pairwise = CIPHER_CCMP,
                                              .group = CIPHER_CCMP,
                                              .own_rsne = {ap->rsne, ap->rsne_len},
                                              .gtk = {0x55},
                                              .gtk_len = 16,
                                              .gtk_id = 2};
    uint8_t answer[500];
    struct writer w = writer_of(answer, sizeof answer);
    struct supplicant_step step = {0};
    assert_int_equal(ft_ap_reassoc(&exchange, sent), 0);
    ft_ap_write_reassoc(&exchange, &keys, &w, &step);
    emit_response_of(k, ap, true, sent, (struct extsta_span){answer, writer_len(&w)});
    assert_memory_equal(step.pairwise.key, exchange.ptk.tk, 16);
}

static bool answers(struct kernel *k, struct fake_ap *ap, const struct nld_message *m)
{
    struct extsta_span ie = nld_octets(m->tb[NL80211_ATTR_IE]);
    struct element fte;
    if (m->cmd == NL80211_CMD_AUTHENTICATE) {
        bool ft = nld_u32(m->tb[NL80211_ATTR_AUTH_TYPE], 0) == NL80211_AUTHTYPE_FT;
        if (ft) {
            ft_auth(k, ap, ie);
        } else {
            emit_auth(k, ap, 0, 0, (struct extsta_span){0});
        }
    } else if (element_find(ie, ELEMENT_FAST_BSS_TRANSITION, &fte)) {
        assert_true(nld_has(m->tb[NL80211_ATTR_PREV_BSSID]));
        ft_reassociation(k, ap, ie);
    } else {
        first_association(k, ap, ie);
    }
    return true;
}

static struct kernel *in_the_domain_offering(uint8_t how, bool offered)
{
    struct kernel *k = kernel_new(2);
    struct extsta_profile p = secure_home();
    p.ft = how;
    over_ds = offered;
    k->hears = carries;
    secure(k);
    refuses = false;
    memcpy(k->aps[0].rsne, ft_rsne, sizeof ft_rsne);
    memcpy(k->aps[1].rsne, ft_rsne, sizeof ft_rsne);
    k->more_elements = say_domain;
    k->answers = answers;
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.port_open);
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, 3 * EXTSTA_SECOND);
    forget_log(k);
    return k;
}

static struct kernel *in_the_domain_by(uint8_t how)
{
    return in_the_domain_offering(how, how == EXTSTA_FT_DS);
}

static struct kernel *in_the_domain(void)
{
    return in_the_domain_by(EXTSTA_FT_AIR);
}

/* SEQ-10, PRT-07: no handshake; the keys are in, and the port is open, before the completion.
 */
static void SEQ_10_PRT_07_a_transition_brings_its_keys(void **state)
{
    struct kernel *k = in_the_domain();
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\n> AUTHENTICATE B\n> ASSOCIATE B\n"
                  "> NEW_KEY B\n> NEW_KEY\n> SET_STATION B\nASSOCIATION_COMPLETION B 0\n"
                  "LINK_QUALITY\nROAMING_COMPLETION 0\nPMKID_CANDIDATE_LIST\n");
    assert_int_equal(k->key[0], 0x55);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.port_open);
    kernel_free(k);
}

/* 13.5.3: no AUTHENTICATE, and the roam is open while the old AP is asked (ROM-14). One that
 * refuses, or does not answer, is asked over the air. */
static void SEQ_10_a_transition_over_the_DS(void **state)
{
    for (ds = DS_ANSWERS; ds <= DS_IS_SILENT; ds++) {
        struct kernel *k = in_the_domain_by(EXTSTA_FT_DS);
        char wanted[500];
        assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
        run(k, EXTSTA_SECOND);
        snprintf(wanted, sizeof wanted,
                 "ROAMING_START b\n> FRAME\nASSOCIATION_START B\n%s> ASSOCIATE B\n"
                 "> NEW_KEY B\n> NEW_KEY\n> SET_STATION B\nASSOCIATION_COMPLETION B 0\n"
                 "LINK_QUALITY\nROAMING_COMPLETION 0\nPMKID_CANDIDATE_LIST\n",
                 ds == DS_ANSWERS ? "" : "> AUTHENTICATE B\n");
        expect_log(k, wanted);
        assert_int_equal(k->key[0], 0x55);
        kernel_free(k);
    }
}

/* A profile that goes over the air, and a user who wants it over the DS this once. */
static void a_transition_over_the_DS_as_the_user_wants_it(void **state)
{
    struct kernel *k = in_the_domain();
    assert_int_equal(extsta_roam_over_ds(k->sta, k->now, k->aps[1].bssid), EXTSTA_E_USAGE);
    assert_string_equal(k->log, ""); /* they do not offer it */
    kernel_free(k);
    k = in_the_domain_offering(EXTSTA_FT_AIR, true);
    ds = DS_ANSWERS;
    assert_int_equal(extsta_roam_over_ds(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\n> FRAME\nASSOCIATION_START B\n> ASSOCIATE B\n"
                  "> NEW_KEY B\n> NEW_KEY\n> SET_STATION B\nASSOCIATION_COMPLETION B 0\n"
                  "LINK_QUALITY\nROAMING_COMPLETION 0\nPMKID_CANDIDATE_LIST\n");
    assert_int_equal(extsta_scan(k->sta, k->now, NULL), EXTSTA_OK);
    run(k, 3 * EXTSTA_SECOND);
    forget_log(k);
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[0].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "> AUTHENTICATE A\n"));
    kernel_free(k);
}

/* The old AP lets go while it is asked: over the air, from it. */
static void SEQ_14_the_old_one_lets_go_while_it_is_asked(void **state)
{
    struct kernel *k = in_the_domain_by(EXTSTA_FT_DS);
    ds = DS_IS_SILENT;
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    settle(k);
    farewell(k, &k->aps[0], true, false, 3, true);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\n> FRAME\nDISASSOCIATION A 10003\nASSOCIATION_START B\n"
                  "> AUTHENTICATE B\n> ASSOCIATE B\n> NEW_KEY B\n> NEW_KEY\n> SET_STATION B\n"
                  "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n"
                  "PMKID_CANDIDATE_LIST\n");
    kernel_free(k);
}

/* A disconnection ends the question, too. */
static void ROM_18_a_disconnection_while_it_is_asked(void **state)
{
    struct kernel *k = in_the_domain_by(EXTSTA_FT_DS);
    ds = DS_IS_SILENT;
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    settle(k);
    assert_int_equal(extsta_disconnect(k->sta, k->now), EXTSTA_OK);
    run(k, 2 * EXTSTA_SECOND);
    assert_non_null(
        strstr(k->log, "ROAMING_COMPLETION 5\n> DEAUTHENTICATE A\nDISASSOCIATION A 7\n"));
    assert_null(strstr(k->log, "ASSOCIATION_START"));
    kernel_free(k);
}

/* After a loss, too: from the AP that is gone. */
static void SEQ_14_a_transition_after_a_loss(void **state)
{
    struct kernel *k = in_the_domain();
    k->aps[0].listed = false;
    k->aps[0].freq = 5180; /* where nobody looks */
    farewell(k, &k->aps[0], true, false, 3, true);
    k->aps[1].signal = -30;
    run(k, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "ASSOCIATION_START B\n> AUTHENTICATE B\n> ASSOCIATE B\n"
                                   "> NEW_KEY B\n"));
    assert_null(strstr(k->log, "CONTROL_PORT_FRAME"));
    kernel_free(k);
}

/* One that is refused costs no roam. */
static void an_access_point_that_refuses_is_asked_for_a_full_association(void **state)
{
    struct kernel *k = in_the_domain();
    refuses = true;
    assert_int_equal(extsta_roam(k->sta, k->now, k->aps[1].bssid), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    expect_log(k, "ROAMING_START b\nASSOCIATION_START B\n> AUTHENTICATE B\n"
                  "> AUTHENTICATE B\n> ASSOCIATE B\nASSOCIATION_COMPLETION B 0\nLINK_QUALITY\n"
                  "ROAMING_COMPLETION 0\n> CONTROL_PORT_FRAME B\n> CONTROL_PORT_FRAME B\n"
                  "> NEW_KEY B\n> NEW_KEY\n> SET_STATION B\nPMKID_CANDIDATE_LIST\n");
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_10_PRT_07_a_transition_brings_its_keys),
        cmocka_unit_test(SEQ_10_a_transition_over_the_DS),
        cmocka_unit_test(a_transition_over_the_DS_as_the_user_wants_it),
        cmocka_unit_test(SEQ_14_the_old_one_lets_go_while_it_is_asked),
        cmocka_unit_test(ROM_18_a_disconnection_while_it_is_asked),
        cmocka_unit_test(SEQ_14_a_transition_after_a_loss),
        cmocka_unit_test(an_access_point_that_refuses_is_asked_for_a_full_association),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
