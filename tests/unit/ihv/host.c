/* ihv: the host of an extension, scripted from both sides: which handlers are called, in which
 * order, and which functions are refused when (contract chapter 65). */
#include "../fake_driver.h"
#include <extsta/ihv.h>
#include <extsta/wlanihvtypes.h>

static const uint16_t eapol = 0x888e;

static void profile(struct extsta_profile *p)
{
    fake_profile_psk(p);
    memset(p->passphrase, 0, sizeof p->passphrase);
    p->manager = EXTSTA_MANAGER_IHV;
    p->ihv_security = "<psk>secret</psk>";
}

static struct extsta_ihv_call *last_call(struct fake *f)
{
    fake_drain(f);
    assert_true(f->ihv_count > 0);
    return &f->ihv[f->ihv_count - 1];
}

static void returned(struct fake *f, uint32_t error)
{
    extsta_ihv_returned(f->sta, f->now, last_call(f)->call_id, error, 0);
}

static struct fake *attached(void)
{
    struct fake *f = fake_new();
    extsta_ihv_attach(f->sta, f->now);
    returned(f, 0);
    fake_expect(f, "ihv init-adapter\n");
    return f;
}

static uint32_t handle_eapol(struct fake *f, uint32_t backlog)
{
    const struct extsta_ihv_exemption e = {eapol, DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE,
                                           DOT11_EXEMPT_UNICAST};
    return extsta_ihv_set_ethertype_handling(f->sta, f->now, backlog, &e, 1, &eapol, 1);
}

/* Connects as far as perform-pre-associate, which returned success. */
static uint32_t pre_associating(struct fake *f)
{
    struct extsta_profile p;
    profile(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    returned(f, 0);
    assert_int_equal(last_call(f)->type, EXTSTA_IHV_PERFORM_PRE_ASSOCIATE);
    return last_call(f)->session;
}

static void indicate_association(struct fake *f)
{
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_connection_completion(f, 0);
    fake_run(f);
}

/* With an unauthorized IHV-managed port; the security session. */
static struct fake *post_associating(uint32_t *session, uint32_t backlog)
{
    struct fake *f = attached();
    uint32_t connect = pre_associating(f);
    assert_int_equal(handle_eapol(f, backlog), ERROR_SUCCESS);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, connect, 0, 0),
                     ERROR_SUCCESS);
    indicate_association(f);
    *session = last_call(f)->session;
    returned(f, 0);
    fake_clear_log(f);
    return f;
}

static void SEQ_05_IHV_10_IHV_15_IHV_18_IHV_19_PRT_12_PRT_13_whole_connection(void **state)
{
    struct fake *f = attached();
    uint32_t connect = pre_associating(f);
    const struct extsta_ihv_call *c = last_call(f);
    assert_int_equal(c->ssid.len, 3);
    assert_int_equal(c->auth, DOT11_AUTH_ALGO_RSNA_PSK);
    assert_int_equal(c->security.len, strlen("<psk>secret</psk>"));
    assert_null(c->connectivity.data);
    fake_expect(f, "notify connection-start 0\n"
                   "> method ENUM_BSS_LIST\n"
                   "> method RESET_REQUEST\n"
                   "ihv adapter-reset\n"
                   "> set DESIRED_BSS_TYPE\n"
                   "> set DESIRED_SSID_LIST\n"
                   "> set ENABLED_AUTHENTICATION_ALGORITHM\n"
                   "> set ENABLED_MULTICAST_CIPHER_ALGORITHM\n"
                   "> set ENABLED_UNICAST_CIPHER_ALGORITHM\n"
                   "> set EXCLUDE_UNENCRYPTED\n"
                   "> set CURRENT_PACKET_FILTER\n"
                   "ihv pre-associate\n");
    assert_int_equal(handle_eapol(f, 4), ERROR_SUCCESS);
    assert_int_equal(extsta_ihv_set_auth_algorithm(f->sta, f->now, 7), ERROR_SUCCESS);
    assert_int_equal(extsta_ihv_set_multicast_cipher(f->sta, f->now, 4), ERROR_SUCCESS);
    assert_int_equal(extsta_ihv_set_unicast_cipher(f->sta, f->now, 4), ERROR_SUCCESS);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, connect, 0, 0),
                     ERROR_SUCCESS);
    static const uint8_t exemption[18] = {0x80, 1, 20, 0,    1,    0, 0, 0, 1,
                                          0,    0, 0,  0x88, 0x8e, 2, 0, 1, 0};
    assert_memory_equal(f->last_input[3], exemption, sizeof exemption);
    fake_expect(f, "> set ENABLED_AUTHENTICATION_ALGORITHM\n"
                   "> set ENABLED_MULTICAST_CIPHER_ALGORITHM\n"
                   "> set ENABLED_UNICAST_CIPHER_ALGORITHM\n"
                   "> set PRIVACY_EXEMPTION_LIST\n"
                   "> set CONNECT_REQUEST\n");
    indicate_association(f);
    c = last_call(f);
    assert_int_equal(c->type, EXTSTA_IHV_PERFORM_POST_ASSOCIATE);
    assert_memory_equal(c->port.peer.b, fake_ap_a.b, 6);
    assert_true(c->port.controlled && !c->port.authorized);
    assert_int_equal(c->data.len, 96 + 26 + 37); /* the completion as indicated (PRT-13) */
    uint32_t session = c->session;
    returned(f, 0);
    fake_expect(f, "< CONNECTION_START\n"
                   "< ASSOCIATION_START\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "port created 1 ihv closed\n"
                   "ihv post-associate\n"
                   "< CONNECTION_COMPLETION\n");
    assert_int_equal(
        extsta_ihv_post_associate_completion(f->sta, f->now, session, &fake_ap_a, 0, 0),
        ERROR_SUCCESS);
    fake_expect(f, "port authorized 1 ihv open\n"
                   "notify connected 0\n"
                   "notify connection-complete 0\n"
                   "> set PORT_STATE_NOTIFICATION\n");
    fake_free(f);
}

static void IHV_12_an_error_of_pre_associate_ends_the_attempt(void **state)
{
    struct fake *f = attached();
    struct extsta_profile p;
    profile(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    uint32_t session = last_call(f)->session;
    uint32_t id = last_call(f)->call_id;
    fake_clear_log(f);
    extsta_ihv_returned(f->sta, f->now, id, ERROR_INVALID_PARAMETER, 0x80007);
    fake_expect(f, "cause connection ihv-failed IHV-12\n"
                   "> method RESET_REQUEST\n"
                   "ihv adapter-reset\n"
                   "notify connection-failed 1\n");
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0, 0),
                     ERROR_INVALID_STATE);
    fake_free(f);
}

static void IHV_13_a_failed_completion_connects_nothing_and_the_handle_is_dead(void **state)
{
    struct fake *f = attached();
    uint32_t session = pre_associating(f);
    fake_clear_log(f);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0x90001, 5),
                     ERROR_SUCCESS);
    fake_expect(f, "cause connection ihv-failed IHV-12\n"
                   "> method RESET_REQUEST\n"
                   "ihv adapter-reset\n"
                   "notify connection-failed 1\n");
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0, 0),
                     ERROR_INVALID_STATE);
    fake_free(f);
}

static void IHV_11_completion_from_inside_the_handler_is_refused(void **state)
{
    struct fake *f = attached();
    struct extsta_profile p;
    profile(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    uint32_t session = last_call(f)->session;
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0, 0),
                     ERROR_INVALID_STATE);
    fake_free(f);
}

static void CNX_19_IHV_07_a_silent_extension_is_given_up(void **state)
{
    struct fake *f = attached();
    uint32_t session = pre_associating(f);
    fake_clear_log(f);
    fake_expire(f, 30 * EXTSTA_SECOND);
    fake_expect(f, "cause connection ihv-failed IHV-10\n"
                   "> method RESET_REQUEST\n"
                   "ihv adapter-reset\n"
                   "notify connection-failed 1\n");
    /* IHV-07: the reset makes a completion with ERROR_CANCELLED due; once */
    assert_int_equal(
        extsta_ihv_pre_associate_completion(f->sta, f->now, session, 1, ERROR_CANCELLED),
        ERROR_SUCCESS);
    assert_int_equal(
        extsta_ihv_pre_associate_completion(f->sta, f->now, session, 1, ERROR_CANCELLED),
        ERROR_INVALID_STATE);
    fake_expect(f, "");
    fake_free(f);
}

static void CNX_19_no_extension_no_connection(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    profile(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_drain(f);
    assert_non_null(strstr(f->log, "cause connection ihv-failed CNX-19\n"));
    assert_null(strstr(f->log, "CONNECT_REQUEST"));
    fake_free(f);
}

static void IHV_17_ethertype_handling_only_until_pre_association_completes(void **state)
{
    struct fake *f = attached();
    assert_int_equal(handle_eapol(f, 1), ERROR_SUCCESS); /* from init-adapter on */
    uint32_t session = pre_associating(f);
    assert_int_equal(handle_eapol(f, 1), ERROR_SUCCESS);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0, 0),
                     ERROR_SUCCESS);
    assert_int_equal(handle_eapol(f, 1), ERROR_INVALID_STATE);
    fake_free(f);
}

/* IHV-06, X-49: what was registered before is cleared before adapter-reset is called; without
 * a new registration nothing is delivered (IHV-18). */
static void IHV_06_IHV_18_registrations_are_cleared_by_the_reset(void **state)
{
    struct fake *f = attached();
    const uint8_t pdu[4] = {2, 3, 0, 0};
    assert_int_equal(handle_eapol(f, 1), ERROR_SUCCESS);
    uint32_t session = pre_associating(f);
    assert_int_equal(extsta_ihv_pre_associate_completion(f->sta, f->now, session, 0, 0),
                     ERROR_SUCCESS);
    indicate_association(f);
    returned(f, 0);
    fake_clear_log(f);
    fake_receive(f, fake_ap_a, eapol, pdu, sizeof pdu, false);
    fake_run(f);
    fake_expect(f, "");
    assert_int_equal(extsta_station_drops(f->sta, EXTSTA_DROP_PORT_UNAUTHORIZED), 1);
    fake_free(f);
}

static void IHV_26_no_completion_after_stop(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    fake_disassociation(f, fake_ap_a, 0x10007);
    fake_run(f);
    fake_expect(f, "< DISASSOCIATION\n"
                   "ihv stop-post-associate\n"
                   "port deleted 1 ihv closed\n");
    assert_int_equal(extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0),
                     ERROR_INVALID_STATE);
    fake_expect(f, "");
    fake_free(f);
}

static void IHV_20_no_completion_from_inside_the_handler(void **state)
{
    struct fake *f = attached();
    uint32_t connect = pre_associating(f);
    extsta_ihv_pre_associate_completion(f->sta, f->now, connect, 0, 0);
    indicate_association(f);
    uint32_t session = last_call(f)->session;
    assert_int_equal(extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0),
                     ERROR_INVALID_STATE);
    returned(f, 0);
    assert_int_equal(extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0),
                     ERROR_SUCCESS);
    fake_free(f);
}

static void IHV_21_a_handler_that_fails_leaves_the_port_closed(void **state)
{
    struct fake *f = attached();
    uint32_t connect = pre_associating(f);
    extsta_ihv_pre_associate_completion(f->sta, f->now, connect, 0, 0);
    indicate_association(f);
    returned(f, ERROR_NOT_ENOUGH_MEMORY);
    assert_false(fake_status(f).port_open);
    assert_true(fake_status(f).associated);
    /* after its own time the OS leaves */
    fake_clear_log(f);
    fake_disassociation(f, fake_ap_a, 7);
    fake_expire(f, 30 * EXTSTA_SECOND);
    fake_expect(f, "cause port ihv-failed X-45\n"
                   "notify disconnecting 0\n"
                   "> set DISCONNECT_REQUEST\n"
                   "< DISASSOCIATION\n"
                   "ihv stop-post-associate\n"
                   "port deleted 1 ihv closed\n"
                   "ihv adapter-reset\n"
                   "notify connection-failed 1\n");
    fake_free(f);
}

/* The first result is a failure: the port stays as it was made, the association too, and what
 * the extension has registered passes. A later result still counts (PRT-17). */
static void PRT_16_PRT_17_a_failed_result_leaves_the_port_closed(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    assert_int_equal(
        extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0x90001, 5),
        ERROR_SUCCESS);
    fake_expect(f, "");
    assert_false(fake_status(f).port_open);
    assert_true(fake_status(f).associated);
    assert_false(fake_tx(f, fake_ap_b, 0x0800));
    assert_true(fake_tx(f, fake_ap_a, eapol));
    fake_clear_log(f);
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0);
    assert_true(fake_status(f).port_open);
    assert_true(fake_tx(f, fake_ap_b, 0x0800));
    fake_free(f);
}

static void PRT_16_PRT_17_SEQ_26_reauthorization(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0);
    assert_true(fake_tx(f, fake_ap_b, 0x0800));
    fake_clear_log(f);
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0x90001, 5);
    fake_expect(f, "port unauthorized 1 ihv closed\n"
                   "> set PORT_STATE_NOTIFICATION\n");
    assert_false(fake_tx(f, fake_ap_b, 0x0800));
    assert_true(fake_tx(f, fake_ap_a, eapol)); /* registered: security packets pass */
    fake_clear_log(f);
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0);
    fake_expect(f, "port authorized 1 ihv open\n"
                   "notify connected 0\n"
                   "> set PORT_STATE_NOTIFICATION\n");
    fake_free(f);
}

/* Closing without disassociation: PORT_STATE_NOTIFICATION with bOpen FALSE. */
static void PRT_25_X_46_a_port_that_closes_is_told_to_the_miniport(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0);
    fake_clear_log(f);
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0x90001, 5);
    static const uint8_t expected[11] = {0x80, 1, 12, 0, 2, 0, 0, 0, 0x0a, 0, 0};
    assert_int_equal(f->last_oid[0].oid, OID_DOT11_PORT_STATE_NOTIFICATION);
    assert_memory_equal(f->last_input[0], expected, sizeof expected);
    fake_clear_log(f);
    /* a disassociation is not told so (PRT-23) */
    fake_disassociation(f, fake_ap_a, 0x10007);
    fake_run(f);
    assert_int_equal(f->oid_count, 0);
    fake_free(f);
}

/* What does not fit is counted and followed: the contract gives the OS no refusal. */
static void IHV_14_reason_codes_of_completions(void **state)
{
    static const struct {
        uint32_t reason, error, wrong;
    } cases[] = {
        {0, 0, 0},       {0x90000, 0, 0}, {0x9ffff, 0, 0}, {0x90000, 5, 0}, {0x30001, 5, 0},
        {0x8ffff, 0, 1}, {0xa0000, 0, 1}, {1, 0, 1},       {0, 5, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t session;
        struct fake *f = post_associating(&session, 4);
        assert_int_equal(fake_status(f).protocol_errors, 0);
        assert_int_equal(extsta_ihv_post_associate_completion(
                             f->sta, f->now, session, NULL, cases[i].reason, cases[i].error),
                         ERROR_SUCCESS);
        assert_int_equal(fake_status(f).port_open, cases[i].error == 0);
        assert_int_equal(fake_status(f).protocol_errors, cases[i].wrong);
        fake_free(f);
        f = attached();
        session = pre_associating(f);
        assert_int_equal(extsta_ihv_pre_associate_completion(
                             f->sta, f->now, session, cases[i].reason, cases[i].error),
                         ERROR_SUCCESS);
        assert_int_equal(fake_status(f).protocol_errors, cases[i].wrong);
        fake_free(f);
    }
}

static void IHV_08_vendor_pass_through(void **state)
{
    struct fake *f = attached();
    uint8_t out[8] = {0};
    uint32_t len = sizeof out;
    f->vendor_answer = "answer";
    assert_int_equal(
        extsta_ihv_nic_specific_extension(
            f->sta, f->now, (struct extsta_span){(const uint8_t *)"ask", 3}, out, &len),
        ERROR_SUCCESS);
    assert_int_equal(len, 6);
    assert_memory_equal(out, "answer", 6);
    static const uint8_t request[11] = {3, 0, 0, 0, 3, 0, 0, 0, 'a', 's', 'k'};
    assert_int_equal(f->last_oid[0].oid, OID_DOT11_NIC_SPECIFIC_EXTENSION);
    assert_int_equal(f->last_oid[0].kind, EXTSTA_OID_METHOD);
    assert_int_equal(f->last_oid[0].in_len, sizeof request);
    assert_memory_equal(f->last_input[0], request, sizeof request);
    len = 5; /* no room: nothing is cut, nothing is written */
    memset(out, 0, sizeof out);
    assert_int_not_equal(
        extsta_ihv_nic_specific_extension(
            f->sta, f->now, (struct extsta_span){(const uint8_t *)"ask", 3}, out, &len),
        ERROR_SUCCESS);
    assert_int_equal(len, 0);
    assert_int_equal(out[0], 0);
    fake_free(f);
}

static void IHV_27_CNX_37_PRT_20_order_on_a_disconnect(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0);
    fake_clear_log(f);
    fake_disassociation(f, fake_ap_a, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    const struct extsta_ihv_call *c = (fake_drain(f), &f->ihv[0]);
    assert_int_equal(c->status, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    assert_memory_equal(c->peer.b, fake_ap_a.b, 6);
    fake_expect(f, "notify disconnecting 0\n"
                   "> set DISCONNECT_REQUEST\n"
                   "< DISASSOCIATION\n"
                   "ihv stop-post-associate\n"
                   "port deleted 1 ihv closed\n"
                   "ihv adapter-reset\n"
                   "notify disconnected 0\n");
    fake_free(f);
}

static void IHV_19_DIS_06_DIS_29_ROM_20_once_per_port_and_stop_with_8_on_a_roam(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    fake_roaming_start(f, 0xb);
    fake_association_start(f, fake_ap_b);
    fake_association_completion(f, fake_ap_b,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_roaming_completion(f, 0);
    fake_run(f);
    fake_drain(f);
    assert_int_equal(f->ihv[0].status, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING);
    assert_int_equal(f->ihv[1].session, session + 1);
    fake_expect(f, "< ROAMING_START\n"
                   "notify roaming-start b\n"
                   "< ASSOCIATION_START\n"
                   "ihv stop-post-associate\n"
                   "port deleted 1 ihv closed\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "port created 2 ihv closed\n"
                   "ihv post-associate\n"
                   "< ROAMING_COMPLETION\n"
                   "notify roaming-end 0\n");
    fake_free(f);
}

static void IHV_04_IHV_05_SEQ_25_detaching(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    fake_disassociation(f, fake_ap_a, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    extsta_ihv_detach(f->sta, f->now);
    fake_expect(f, "ihv stop-post-associate\n"
                   "port deleted 1 ihv closed\n"
                   "ihv deinit-adapter\n"
                   "notify disconnecting 0\n"
                   "> set DISCONNECT_REQUEST\n"
                   "< DISASSOCIATION\n"
                   "notify disconnected 0\n");
    assert_int_equal(extsta_ihv_set_default_key_id(f->sta, f->now, 0), ERROR_INVALID_STATE);
    assert_int_equal(handle_eapol(f, 1), ERROR_INVALID_STATE);
    assert_int_equal(extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0),
                     ERROR_INVALID_STATE);
    fake_free(f);
}

static void IHV_28_IHV_29_X_51_send_packet(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    uint8_t packet[12] = {2, 0, 0, 0, 0x0a, 0, 0x88, 0x8e, 2, 3, 0, 0};
    struct extsta_span s = {packet, sizeof packet};
    assert_int_equal(extsta_ihv_send_packet(f->sta, f->now, s, 77), ERROR_SUCCESS);
    assert_int_equal(f->sent_len[0], 24 + 8 + 4);
    assert_int_equal(f->sent_exemption[0], DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE);
    assert_memory_equal(f->sent[0] + 16, fake_ap_a.b, 6);
    assert_memory_equal(f->sent[0] + 30, packet + 6, 6);
    uint32_t id = f->sent_id[0];
    fake_expect(f, "> send 888e 4\n");
    f->pending[f->pending_count++] =
        (struct extsta_output){.type = EXTSTA_OUT_CROSSING,
                               .crossing = {.type = EXTSTA_CROSS_SEND_COMPLETE, .id = id}};
    fake_run(f);
    assert_int_equal(last_call(f)->handle, 77);
    fake_expect(f, "ihv send-completion\n");
    packet[0] |= 1;
    assert_int_equal(extsta_ihv_send_packet(f->sta, f->now, s, 78), ERROR_INVALID_PARAMETER);
    for (size_t cut = 0; cut < 8; cut++) {
        s.len = cut;
        assert_int_equal(extsta_ihv_send_packet(f->sta, f->now, s, 79),
                         ERROR_INVALID_PARAMETER);
    }
    fake_expect(f, "");
    fake_free(f);
}

/* The outcome as time: a peer that missed the packet would have said its part again by then. */
static void IHV_29_a_packet_nobody_acknowledged_is_completed_later(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    uint8_t packet[12] = {2, 0, 0, 0, 0x0a, 0, 0x88, 0x8e, 2, 3, 0, 0};
    struct extsta_span s = {packet, sizeof packet};
    for (uint32_t handle = 77; handle < 80; handle++) {
        assert_int_equal(extsta_ihv_send_packet(f->sta, f->now, s, handle), ERROR_SUCCESS);
    }
    uint32_t first = f->sent_id[0], second = f->sent_id[1];
    fake_complete_send(f, first, NDIS_STATUS_FAILURE);
    fake_run(f);
    fake_clear_log(f);
    fake_expire(f, 1499 * EXTSTA_MS);
    fake_expect(f, "");
    fake_complete_send(f, second, NDIS_STATUS_SUCCESS);
    fake_run(f);
    assert_int_equal(last_call(f)->handle, 78);
    fake_expire(f, EXTSTA_MS);
    assert_int_equal(last_call(f)->handle, 77);
    fake_expect(f, "ihv send-completion\n"
                   "ihv send-completion\n");
    fake_complete_send(f, first, NDIS_STATUS_SUCCESS); /* said twice */
    fake_run(f);
    fake_expect(f, "");
    fake_free(f);
}

static void IHV_28_X_47_not_before_post_association(void **state)
{
    struct fake *f = attached();
    uint8_t packet[12] = {2, 0, 0, 0, 0x0a, 0, 0x88, 0x8e};
    struct extsta_span s = {packet, sizeof packet};
    pre_associating(f);
    assert_int_equal(extsta_ihv_send_packet(f->sta, f->now, s, 1), ERROR_INVALID_STATE);
    fake_free(f);
}

static void receive_number(struct fake *f, uint8_t n)
{
    const uint8_t pdu[4] = {2, 3, 0, n};
    fake_receive(f, fake_ap_a, eapol, pdu, sizeof pdu, false);
    fake_run(f);
}

static void IHV_09_IHV_30_packets_one_at_a_time_oldest_lost(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 2);
    for (uint8_t n = 1; n <= 5; n++) {
        receive_number(f, n);
    }
    fake_drain(f);
    assert_int_equal(f->ihv_count, 1); /* the first runs; 2 and 3 were the oldest of four */
    static const uint8_t header[8] = {2, 0, 0, 0, 0x0a, 0, 0x88, 0x8e};
    assert_int_equal(extsta_station_drops(f->sta, EXTSTA_DROP_QUEUE_FULL), 2);
    for (uint8_t n = 1; n <= 5; n = n == 1 ? 4 : (uint8_t)(n + 1)) {
        struct extsta_output o;
        uint32_t id = f->ihv[f->ihv_count - 1].call_id;
        assert_int_equal(f->ihv[f->ihv_count - 1].type, EXTSTA_IHV_RECEIVE_PACKET);
        assert_int_equal(f->ihv[f->ihv_count - 1].data.len, 12);
        extsta_ihv_returned(f->sta, f->now, id, 0, 0);
        if (n == 5) {
            assert_false(extsta_next(f->sta, &o));
            break;
        }
        assert_true(extsta_next(f->sta, &o));
        assert_int_equal(o.type, EXTSTA_OUT_IHV);
        assert_memory_equal(o.ihv.data.data, header, 8);
        assert_int_equal(o.ihv.data.data[11], n == 1 ? 4 : 5);
        fake_log_output(f, &o);
    }
    fake_free(f);
}

static void IHV_25_IHV_30_nothing_of_a_port_comes_after_its_stop(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 4);
    receive_number(f, 1);
    receive_number(f, 2);
    uint32_t running = last_call(f)->call_id;
    fake_clear_log(f);
    fake_disassociation(f, fake_ap_a, 0x10007);
    fake_run(f);
    extsta_ihv_returned(f->sta, f->now, running, 0, 0);
    fake_expect(f, "< DISASSOCIATION\n"
                   "ihv stop-post-associate\n"
                   "port deleted 1 ihv closed\n");
    fake_free(f);
}

/* A port that the OS manages is none of the extension's. */
static void IHV_28_PRT_28_no_packets_through_the_ports_of_others(void **state)
{
    struct fake *f = attached();
    struct extsta_profile p;
    fake_profile_psk(&p);
    uint8_t packet[12] = {2, 0, 0, 0, 0x0a, 0, 0x88, 0x8e};
    fake_connect(f, &p, false);
    assert_true(fake_status(f).associated);
    assert_int_equal(
        extsta_ihv_send_packet(f->sta, f->now, (struct extsta_span){packet, 12}, 1),
        ERROR_INVALID_STATE);
    fake_free(f);
}

static void IHV_30_other_ethertypes_are_never_delivered(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 2);
    const uint8_t ip[46] = {0x45};
    extsta_ihv_post_associate_completion(f->sta, f->now, session, NULL, 0, 0);
    fake_clear_log(f);
    fake_receive(f, fake_ap_a, 0x0800, ip, sizeof ip, true);
    fake_run(f);
    fake_expect(f, "ethernet 0800 46\n");
    fake_free(f);
}

static void IHV_31_reply_from_inside_receive_packet(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 2);
    uint8_t packet[12] = {2, 0, 0, 0, 0x0a, 0, 0x88, 0x8e};
    receive_number(f, 1);
    assert_int_equal(
        extsta_ihv_send_packet(f->sta, f->now, (struct extsta_span){packet, 12}, 1),
        ERROR_SUCCESS);
    fake_expect(f, "ihv receive-packet\n"
                   "> send 888e 4\n");
    fake_free(f);
}

static void PRT_28_the_os_stays_out_of_an_ihv_managed_port(void **state)
{
    struct fake *f = attached();
    uint32_t connect = pre_associating(f);
    extsta_ihv_pre_associate_completion(f->sta, f->now, connect, 0, 0);
    indicate_association(f);
    returned(f, 0);
    fake_clear_log(f);
    receive_number(f, 1);
    fake_expect(f, "");
    fake_free(f);
}

static void PRT_28_IHV_16_an_extension_takes_a_standard_algorithm_over(void **state)
{
    struct fake *f = attached();
    struct extsta_profile p;
    fake_profile_psk(&p); /* the OS manages it, says the profile */
    p.ihv_connectivity = "<fast/>";
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    uint32_t connect = last_call(f)->session;
    returned(f, 0);
    assert_int_equal(extsta_ihv_set_auth_algorithm(f->sta, f->now, 7), ERROR_SUCCESS);
    extsta_ihv_pre_associate_completion(f->sta, f->now, connect, 0, 0);
    indicate_association(f);
    assert_int_equal(last_call(f)->type, EXTSTA_IHV_PERFORM_POST_ASSOCIATE);
    fake_free(f);
}

static void IHV_23_IHV_24_keys(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 2);
    uint8_t key[22 + 28] = {0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 0x0a, 0, 0, 0, 28};
    struct extsta_span s = {key, sizeof key};
    assert_int_equal(extsta_ihv_set_default_key(f->sta, f->now, s, DOT11_DIR_OUTBOUND),
                     ERROR_INVALID_PARAMETER);
    assert_int_equal(extsta_ihv_set_default_key(f->sta, f->now, s, DOT11_DIR_BOTH),
                     ERROR_SUCCESS);
    assert_int_equal(f->last_input[0][0], 0x80); /* a zero header is filled in */
    assert_int_equal(f->last_oid[0].in_len, sizeof key);
    for (size_t cut = 0; cut < sizeof key; cut++) {
        s.len = cut;
        assert_int_equal(extsta_ihv_set_default_key(f->sta, f->now, s, DOT11_DIR_BOTH),
                         ERROR_INVALID_PARAMETER);
    }
    uint8_t mapping[20 + 28] = {2, 0, 0, 0, 0x0a, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 0, 0, 28};
    s = (struct extsta_span){mapping, sizeof mapping};
    assert_int_equal(extsta_ihv_set_key_mapping_key(f->sta, f->now, s), ERROR_SUCCESS);
    assert_int_equal(f->last_oid[1].in_len, 12 + 48);
    assert_memory_equal(f->last_input[1] + 12, mapping, sizeof mapping);
    for (size_t cut = 0; cut < sizeof mapping; cut++) {
        s.len = cut;
        assert_int_equal(extsta_ihv_set_key_mapping_key(f->sta, f->now, s),
                         ERROR_INVALID_PARAMETER);
    }
    fake_expect(f, "> set CIPHER_DEFAULT_KEY\n"
                   "> set CIPHER_KEY_MAPPING_KEY\n");
    fake_free(f);
}

/* the miniport refuses EXCLUDE_UNENCRYPTED in OP, and the extension hears it. */
static void X_13_IHV_23_the_drivers_answer_is_the_result(void **state)
{
    uint32_t session;
    struct fake *f = post_associating(&session, 2);
    fake_answer(f, OID_DOT11_EXCLUDE_UNENCRYPTED, NDIS_STATUS_INVALID_STATE);
    fake_answer(f, OID_DOT11_NIC_SPECIFIC_EXTENSION, NDIS_STATUS_NOT_SUPPORTED);
    assert_int_equal(extsta_ihv_set_exclude_unencrypted(f->sta, f->now, true),
                     ERROR_INVALID_STATE);
    uint8_t out[8];
    uint32_t len = sizeof out;
    assert_int_equal(
        extsta_ihv_nic_specific_extension(
            f->sta, f->now, (struct extsta_span){(const uint8_t *)"x", 1}, out, &len),
        ERROR_NOT_SUPPORTED); /* IHV-08 */
    assert_int_equal(len, 0);
    fake_free(f);
}

static void ROL_15_vendor_indications_are_forwarded(void **state)
{
    struct fake *f = attached();
    fake_indicate(f, NDIS_STATUS_MEDIA_SPECIFIC_INDICATION, "vendor", 6);
    fake_run(f);
    struct extsta_output o;
    bool seen = false;
    while (extsta_next(f->sta, &o)) {
        if (o.type == EXTSTA_OUT_IHV) {
            seen = true;
            assert_int_equal(o.ihv.type, EXTSTA_IHV_RECEIVE_INDICATION);
            assert_memory_equal(o.ihv.data.data, "vendor", 6);
        }
    }
    assert_true(seen);
    fake_free(f);
    f = fake_new();
    fake_indicate(f, NDIS_STATUS_MEDIA_SPECIFIC_INDICATION, "vendor", 6);
    fake_run(f);
    fake_expect(f, "< MEDIA_SPECIFIC_INDICATION\n");
    fake_free(f);
}

static void an_adapter_that_fails_to_initialize_is_not_used(void **state)
{
    struct fake *f = fake_new();
    extsta_ihv_attach(f->sta, f->now);
    returned(f, ERROR_NOT_ENOUGH_MEMORY);
    assert_int_equal(handle_eapol(f, 1), ERROR_INVALID_STATE);
    extsta_ihv_detach(f->sta, f->now);
    fake_expect(f, "ihv init-adapter\n");
    fake_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(SEQ_05_IHV_10_IHV_15_IHV_18_IHV_19_PRT_12_PRT_13_whole_connection),
        cmocka_unit_test(IHV_12_an_error_of_pre_associate_ends_the_attempt),
        cmocka_unit_test(IHV_13_a_failed_completion_connects_nothing_and_the_handle_is_dead),
        cmocka_unit_test(IHV_11_completion_from_inside_the_handler_is_refused),
        cmocka_unit_test(CNX_19_IHV_07_a_silent_extension_is_given_up),
        cmocka_unit_test(CNX_19_no_extension_no_connection),
        cmocka_unit_test(IHV_17_ethertype_handling_only_until_pre_association_completes),
        cmocka_unit_test(IHV_06_IHV_18_registrations_are_cleared_by_the_reset),
        cmocka_unit_test(IHV_26_no_completion_after_stop),
        cmocka_unit_test(IHV_20_no_completion_from_inside_the_handler),
        cmocka_unit_test(IHV_21_a_handler_that_fails_leaves_the_port_closed),
        cmocka_unit_test(PRT_16_PRT_17_a_failed_result_leaves_the_port_closed),
        cmocka_unit_test(PRT_16_PRT_17_SEQ_26_reauthorization),
        cmocka_unit_test(PRT_25_X_46_a_port_that_closes_is_told_to_the_miniport),
        cmocka_unit_test(IHV_14_reason_codes_of_completions),
        cmocka_unit_test(IHV_08_vendor_pass_through),
        cmocka_unit_test(IHV_27_CNX_37_PRT_20_order_on_a_disconnect),
        cmocka_unit_test(IHV_19_DIS_06_DIS_29_ROM_20_once_per_port_and_stop_with_8_on_a_roam),
        cmocka_unit_test(IHV_04_IHV_05_SEQ_25_detaching),
        cmocka_unit_test(IHV_28_IHV_29_X_51_send_packet),
        cmocka_unit_test(IHV_29_a_packet_nobody_acknowledged_is_completed_later),
        cmocka_unit_test(IHV_28_X_47_not_before_post_association),
        cmocka_unit_test(IHV_09_IHV_30_packets_one_at_a_time_oldest_lost),
        cmocka_unit_test(IHV_25_IHV_30_nothing_of_a_port_comes_after_its_stop),
        cmocka_unit_test(IHV_28_PRT_28_no_packets_through_the_ports_of_others),
        cmocka_unit_test(IHV_30_other_ethertypes_are_never_delivered),
        cmocka_unit_test(IHV_31_reply_from_inside_receive_packet),
        cmocka_unit_test(PRT_28_the_os_stays_out_of_an_ihv_managed_port),
        cmocka_unit_test(PRT_28_IHV_16_an_extension_takes_a_standard_algorithm_over),
        cmocka_unit_test(IHV_23_IHV_24_keys),
        cmocka_unit_test(X_13_IHV_23_the_drivers_answer_is_the_result),
        cmocka_unit_test(ROL_15_vendor_indications_are_forwarded),
        cmocka_unit_test(an_adapter_that_fails_to_initialize_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
