/* msm: ports and what they let pass, by the indications of a miniport. */
#include "../fake_driver.h"

static const struct extsta_mac stranger = {{0x02, 0, 0, 0, 0x0c, 0}};

static struct fake *connected(uint32_t auth, bool authorized)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    if (auth == DOT11_AUTH_ALGO_80211_OPEN) {
        fake_profile_open(&p);
    } else {
        fake_profile_psk(&p);
    }
    fake_connect(f, &p, authorized);
    fake_clear_log(f);
    return f;
}

static void PRT_02_ASC_41_a_port_only_after_a_successful_completion(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_run(f);
    fake_clear_log(f);
    assert_false(fake_status(f).associated);
    /* SEQ-07: refused with status 17, then the next one accepts */
    fake_association_completion(f, fake_ap_a, &(struct fake_association){.status = 0x30011});
    fake_association_start(f, fake_ap_b);
    fake_association_completion(f, fake_ap_b, &(struct fake_association){.auth = 1});
    fake_connection_completion(f, 0);
    fake_run(f);
    fake_expect(f, "< ASSOCIATION_COMPLETION\n"
                   "< ASSOCIATION_START\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "port created 1 none open\n"
                   "< CONNECTION_COMPLETION\n"
                   "notify connected 0\n"
                   "notify connection-complete 0\n");
    assert_memory_equal(fake_status(f).bssid.b, fake_ap_b.b, 6);
    fake_free(f);
}

static void PRT_09_X_77_authorized_by_the_miniport(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true); /* OS-managed by profile */
    assert_true(fake_status(f).port_open);
    assert_true(fake_tx(f, stranger, 0x0800));
    fake_free(f);
}

static void PRT_19_the_port_stays_open_without_support_for_the_notification(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    fake_answer(f, OID_DOT11_PORT_STATE_NOTIFICATION, NDIS_STATUS_NOT_SUPPORTED);
    fake_connect(f, &p, true);
    assert_true(fake_status(f).port_open);
    fake_free(f);
}

static void PRT_18_notification_layout(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    fake_connect(f, &p, true);
    static const uint8_t expected[11] = {0x80, 1, 12, 0, 2, 0, 0, 0, 0x0a, 0, 1};
    assert_int_equal(f->last_oid[f->oid_count - 1].oid, OID_DOT11_PORT_STATE_NOTIFICATION);
    assert_int_equal(f->last_oid[f->oid_count - 1].in_len, 12);
    assert_memory_equal(f->last_input[f->oid_count - 1], expected, sizeof expected);
    fake_free(f);
}

static void PRT_05_unauthorized_only_eapol_passes(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, false);
    const uint8_t ip[46] = {0x45};
    assert_false(fake_tx(f, stranger, 0x0800));
    assert_int_equal(extsta_station_drops(f->sta, EXTSTA_DROP_PORT_UNAUTHORIZED), 1);
    assert_true(fake_tx(f, fake_ap_a, 0x888e));
    fake_clear_log(f);
    fake_receive(f, fake_ap_a, 0x0800, ip, sizeof ip, false);
    fake_run(f);
    fake_expect(f, "");
    assert_int_equal(extsta_station_drops(f->sta, EXTSTA_DROP_PORT_UNAUTHORIZED), 2);
    fake_free(f);
}

static void eapol_and_preauthentication_never_reach_the_stack(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_80211_OPEN, false);
    const uint8_t eapol[4] = {2, 3, 0, 0};
    fake_receive(f, fake_ap_a, 0x888e, eapol, sizeof eapol, false);
    fake_receive(f, fake_ap_a, 0x88c7, eapol, sizeof eapol, false);
    fake_run(f);
    fake_expect(f, "");
    assert_int_equal(extsta_station_drops(f->sta, EXTSTA_DROP_EAPOL_UNEXPECTED), 2);
    fake_free(f);
}

static void PRT_04_authorized_packets_flow_and_go_back(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    const uint8_t ip[46] = {0x45};
    f->log_returns = true;
    fake_receive(f, fake_ap_a, 0x0800, ip, sizeof ip, true);
    fake_run(f);
    fake_expect(f, "ethernet 0800 46\n"
                   "> return 1\n");
    fake_free(f);
}

/* Without crossings wanted the 802.3 frame is made in the packet's own buffer; a fake driver
 * has none, so it is copied: the bytes are the same. */
static void packets_flow_with_nobody_watching(void **state)
{
    struct fake *f = fake_new_wanting(0);
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_connect(f, &p, false);
    fake_clear_log(f);
    const uint8_t ip[46] = {0x45};
    fake_receive(f, fake_ap_a, 0x0800, ip, sizeof ip, false);
    fake_run(f);
    fake_expect(f, "ethernet 0800 46\n");
    fake_free(f);
}

static void PRT_26_without_a_port_nothing_passes(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    const uint8_t eapol[4] = {2, 3, 0, 0};
    fake_disassociation(f, fake_ap_a, 0x10007);
    fake_run(f);
    fake_clear_log(f);
    assert_false(fake_tx(f, fake_ap_a, 0x888e));
    assert_false(fake_tx(f, stranger, 0x0800));
    fake_receive(f, fake_ap_a, 0x888e, eapol, sizeof eapol, false);
    fake_run(f);
    fake_expect(f, "");
    assert_int_equal(extsta_station_drops(f->sta, EXTSTA_DROP_PORT_NONE), 3);
    fake_free(f);
}

static void X_43_open_networks_have_an_uncontrolled_port(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_80211_OPEN, false);
    assert_true(fake_tx(f, stranger, 0x0800));
    fake_free(f);
}

static void PRT_20_PRT_23_SEQ_12_disassociation_deletes_without_notification(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    fake_disassociation(f, fake_ap_a, 0x10007);
    fake_run(f);
    fake_expect(f, "< DISASSOCIATION\n"
                   "port deleted 1 miniport closed\n");
    assert_true(fake_status(f).connected); /* X-06, ROM-20 */
    fake_free(f);
}

static void DIS_03_PRT_22_SEQ_10_a_roam_ends_the_port_at_association_start(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    fake_roaming_start(f, DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND);
    fake_run(f);
    fake_expect(f, "< ROAMING_START\n"
                   "notify roaming-start b\n");
    assert_true(fake_status(f).port_open);
    fake_association_start(f, fake_ap_b);
    fake_association_completion(
        f, fake_ap_b,
        &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK, .authorized = true});
    fake_roaming_completion(f, 0);
    fake_run(f);
    fake_expect(f, "< ASSOCIATION_START\n"
                   "port deleted 1 miniport closed\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "port created 2 miniport closed\n"
                   "port authorized 2 miniport open\n"
                   "notify connected 0\n"
                   "< ROAMING_COMPLETION\n"
                   "notify roaming-end 0\n"
                   "> set PORT_STATE_NOTIFICATION\n");
    fake_free(f);
}

static void PRT_01_a_fresh_port_for_each_association(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    const struct extsta_mac aps[] = {fake_ap_b, fake_ap_a, fake_ap_a};
    for (unsigned i = 0; i < 3; i++) {
        char expected[160];
        fake_association_start(f, aps[i]);
        fake_association_completion(
            f, aps[i], &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
        fake_run(f);
        snprintf(expected, sizeof expected,
                 "< ASSOCIATION_START\n"
                 "port deleted %u %s closed\n"
                 "< ASSOCIATION_COMPLETION\n"
                 "port created %u os closed\n",
                 i + 1, i == 0 ? "miniport" : "os", i + 2);
        fake_expect(f, expected);
    }
    fake_free(f);
}

/* The port is gone when ASSOCIATION_START has been acted on, before its completion. */
static void ASC_40_DIS_05_association_start_ends_what_it_replaces(void **state)
{
    const struct extsta_mac next[] = {fake_ap_a, fake_ap_b};
    for (size_t i = 0; i < 2; i++) {
        struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
        fake_association_start(f, next[i]);
        fake_run(f);
        fake_expect(f, "< ASSOCIATION_START\n"
                       "port deleted 1 miniport closed\n");
        assert_false(fake_status(f).associated || fake_status(f).port_open);
        assert_false(fake_tx(f, stranger, 0x0800) || fake_tx(f, fake_ap_a, 0x888e));
        fake_association_completion(f, next[i], &(struct fake_association){.status = 2});
        fake_run(f);
        fake_expect(f, "< ASSOCIATION_COMPLETION\n"); /* DIS-07: nothing comes back */
        assert_false(fake_status(f).associated);
        fake_free(f);
    }
}

static void DIS_23_the_port_goes_after_the_indication(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    fake_disassociation(f, fake_ap_a, 0x2);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    fake_expect(f, "notify disconnecting 0\n"
                   "> set DISCONNECT_REQUEST\n" /* not for having asked */
                   "< DISASSOCIATION\n"
                   "port deleted 1 miniport closed\n"
                   "notify disconnected 0\n");
    fake_free(f);
}

/* By the number of the algorithm that ASSOCIATION_COMPLETION tells. */
static void PRT_03_which_algorithms_need_an_authorized_port(void **state)
{
    static const struct {
        uint32_t auth;
        bool controlled;
    } cases[] = {
        {DOT11_AUTH_ALGO_80211_OPEN, false}, {DOT11_AUTH_ALGO_80211_SHARED_KEY, false},
        {DOT11_AUTH_ALGO_WPA, true},         {DOT11_AUTH_ALGO_WPA_PSK, true},
        {DOT11_AUTH_ALGO_RSNA, true},        {DOT11_AUTH_ALGO_RSNA_PSK, true},
        {DOT11_AUTH_ALGO_IHV_START, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *f = fake_new();
        struct extsta_profile p;
        const uint8_t ip[46] = {0x45};
        fake_profile_psk(&p);
        assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
        fake_connection_start(f, dot11_BSS_type_infrastructure);
        fake_association_start(f, fake_ap_a);
        fake_run(f);
        assert_false(fake_tx(f, stranger, 0x0800)); /* no port exists yet */
        fake_association_completion(f, fake_ap_a,
                                    &(struct fake_association){.auth = cases[i].auth});
        fake_connection_completion(f, 0);
        fake_run(f);
        assert_int_equal(fake_tx(f, stranger, 0x0800), !cases[i].controlled);
        fake_clear_log(f);
        fake_receive(f, fake_ap_a, 0x0800, ip, sizeof ip, true);
        fake_run(f);
        fake_expect(f, cases[i].controlled ? "" : "ethernet 0800 46\n");
        fake_free(f);
    }
}

static void PRT_06_X_44_each_peer_by_its_own_port(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    const struct extsta_mac all = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    fake_profile_psk(&p);
    p.bss_type = dot11_BSS_type_independent;
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_independent);
    fake_connection_completion(f, 0);
    struct fake_association a = {.auth = DOT11_AUTH_ALGO_RSNA_PSK};
    fake_association_start(f, fake_ap_b);
    fake_association_completion(f, fake_ap_b, &a);
    fake_run(f);
    assert_false(fake_tx(f, all, 0x0800)); /* nobody is authorized */
    a.authorized = true;
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a, &a);
    fake_run(f);
    assert_true(fake_tx(f, fake_ap_a, 0x0800));
    assert_false(fake_tx(f, fake_ap_b, 0x0800));
    assert_true(fake_tx(f, all, 0x0800)); /* one is: X-44 */
    fake_free(f);
}

static void PRT_21_SEQ_11_reassociation_with_the_same_ap_blocks_in_between(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    fake_roaming_start(f, DOT11_ASSOC_STATUS_ROAMING_BETTER_AP_FOUND);
    fake_association_start(f, fake_ap_a);
    fake_run(f);
    fake_expect(f, "< ROAMING_START\n"
                   "notify roaming-start b\n"
                   "< ASSOCIATION_START\n"
                   "port deleted 1 miniport closed\n");
    assert_false(fake_tx(f, stranger, 0x0800));
    fake_association_completion(f, fake_ap_a,
                                &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
    fake_run(f);
    assert_false(fake_tx(f, stranger, 0x0800)); /* never the old authorized state */
    fake_free(f);
}

static void DIS_32_a_second_candidate_ends_nobody(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_clear_log(f);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a, &(struct fake_association){.status = 2});
    fake_association_start(f, fake_ap_b);
    fake_run(f);
    fake_expect(f, "< CONNECTION_START\n"
                   "< ASSOCIATION_START\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "< ASSOCIATION_START\n");
    fake_free(f);
}

static void ibss_with_two_peers(struct fake *f)
{
    struct extsta_profile p;
    struct fake_association open = {.auth = DOT11_AUTH_ALGO_80211_OPEN};
    fake_profile_open(&p);
    p.bss_type = dot11_BSS_type_independent;
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_independent);
    fake_connection_completion(f, 0);
    fake_association_start(f, fake_ap_a);
    fake_association_start(f, fake_ap_b);
    fake_association_completion(f, fake_ap_a, &open);
    fake_association_completion(f, fake_ap_b, &open);
    fake_run(f);
    fake_clear_log(f);
}

static void DIS_31_SEQ_29_a_known_ibss_peer_ends_only_its_own_port(void **state)
{
    struct fake *f = fake_new();
    ibss_with_two_peers(f);
    fake_association_start(f, fake_ap_a);
    fake_association_start(f, stranger);
    fake_run(f);
    fake_expect(f, "< ASSOCIATION_START\n"
                   "port deleted 1 none closed\n"
                   "< ASSOCIATION_START\n");
    assert_true(fake_tx(f, fake_ap_b, 0x0800));
    assert_false(fake_tx(f, fake_ap_a, 0x0800)); /* PRT-06 */
    fake_free(f);
}

static void DIS_24_SEQ_18_one_ibss_peer_leaves(void **state)
{
    struct fake *f = fake_new();
    ibss_with_two_peers(f);
    fake_disassociation(f, fake_ap_a, 0x10003);
    fake_run(f);
    fake_expect(f, "< DISASSOCIATION\n"
                   "port deleted 1 none closed\n");
    fake_free(f);
}

static void DIS_21_X_78_wildcard_deletes_all_ports(void **state)
{
    struct fake *f = fake_new();
    const struct extsta_mac all = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    ibss_with_two_peers(f);
    fake_disassociation(f, all, 7);
    fake_run(f);
    fake_expect(f, "< DISASSOCIATION\n"
                   "port deleted 1 none closed\n"
                   "port deleted 2 none closed\n");
    fake_free(f);
}

static void X_78_broken_pairing_changes_nothing(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_80211_OPEN, false);
    fake_association_completion(f, fake_ap_b, &(struct fake_association){.auth = 1});
    fake_disassociation(f, stranger, 0x10007);
    fake_roaming_completion(f, 0);
    fake_connection_completion(f, 6);
    fake_indicate(f, NDIS_STATUS_DOT11_DISASSOCIATION, "x", 1);
    fake_run(f);
    fake_expect(f, "< ASSOCIATION_COMPLETION\n"
                   "< DISASSOCIATION\n"
                   "< ROAMING_COMPLETION\n"
                   "< CONNECTION_COMPLETION\n"
                   "< DISASSOCIATION\n");
    struct extsta_station_status s = fake_status(f);
    assert_true(s.connected && s.port_open);
    assert_int_equal(s.protocol_errors, 5);
    fake_free(f);
}

/* ASC-27: offsets that leave the buffer, and every shorter buffer. */
static void ASC_27_truncated_completions_make_no_port(void **state)
{
    for (size_t cut = 0; cut < 159; cut++) {
        struct fake *f = fake_new();
        struct extsta_profile p;
        fake_profile_psk(&p);
        assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
        fake_connection_start(f, dot11_BSS_type_infrastructure);
        fake_association_start(f, fake_ap_a);
        fake_association_completion(
            f, fake_ap_a, &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK});
        f->pending[2].crossing.buffer.len = cut;
        fake_run(f);
        assert_false(fake_status(f).associated);
        assert_int_equal(fake_status(f).protocol_errors, 1);
        fake_free(f);
    }
}

static void PMK_05_PMK_07_candidates_are_answered_with_an_empty_list_and_no_preauthentication(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_RSNA_PSK, true);
    /* two candidates: one that offers preauthentication and one that does not */
    uint8_t list[12 + 2 * 12] = {0x80, 1, 12, 0, 2, 0, 0, 0, 12, 0, 0, 0};
    memcpy(list + 12, fake_ap_a.b, 6);
    list[12 + 8] = DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED;
    memcpy(list + 24, fake_ap_b.b, 6);
    assert_int_equal(sizeof(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS), 12);
    assert_int_equal(sizeof(DOT11_BSSID_CANDIDATE), 12);
    fake_indicate(f, NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, list, sizeof list);
    fake_run(f);
    static const uint8_t expected[12] = {0x80, 1, 40, 0};
    assert_int_equal(f->last_oid[0].in_len, 12);
    assert_memory_equal(f->last_input[0], expected, 12);
    fake_expect(f, "< PMKID_CANDIDATE_LIST\n"
                   "> set PMKID_LIST\n");
    fake_free(f);
}

static void link_quality_and_radio_state_reach_the_user(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_80211_OPEN, false);
    uint8_t quality[19] = {0x80, 1, 12, 0, 1, 0, 0, 0, 12, 0, 0, 0, 2, 0, 0, 0, 0x0a, 0, 88};
    DOT11_PHY_STATE_PARAMETERS phy = {.Header = {0x80, 1, le16(sizeof phy)},
                                      .bHardwarePhyState = 1};
    fake_indicate(f, NDIS_STATUS_DOT11_LINK_QUALITY, quality, sizeof quality);
    fake_indicate(f, NDIS_STATUS_DOT11_PHY_STATE_CHANGED, &phy, sizeof phy);
    quality[8] = 200; /* list outside the buffer */
    fake_indicate(f, NDIS_STATUS_DOT11_LINK_QUALITY, quality, sizeof quality);
    fake_run(f);
    fake_expect(f, "< LINK_QUALITY\n"
                   "notify signal-quality 58\n"
                   "< PHY_STATE_CHANGED\n"
                   "notify radio-state 0\n"
                   "< LINK_QUALITY\n");
    fake_free(f);
}

/* ASC-23, ASC-24: 0x0800 by 802.1H while associated; DIS-28: gone with the association. */
static void ASC_24_DIS_28_encapsulation_table(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    uint8_t buffer[sizeof(DOT11_ASSOCIATION_COMPLETION_PARAMETERS) + 4] = {0};
    DOT11_ASSOCIATION_COMPLETION_PARAMETERS c = {.Header = {0x80, 1, le16(sizeof c)},
                                                 .AuthAlgo = (DOT11_AUTH_ALGORITHM)le32(1),
                                                 .uEncapTableOffset = le32(sizeof c),
                                                 .uEncapTableSize = le32(4)};
    memcpy(c.MacAddr, fake_ap_a.b, 6);
    memcpy(buffer, &c, sizeof c);
    memcpy(buffer + sizeof c, (const uint8_t[]){0x08, 0x00, 2, 0}, 4);
    fake_association_start(f, fake_ap_a);
    fake_indicate(f, NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, buffer, sizeof buffer);
    fake_connection_completion(f, 0);
    fake_run(f);
    fake_clear_log(f);
    assert_true(fake_tx(f, stranger, 0x0800));
    assert_int_equal(f->sent[0][24 + 5], 0xf8); /* AA-AA-03-00-00-F8 */
    fake_roaming_start(f, 0xc);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a, &(struct fake_association){.auth = 1});
    fake_run(f);
    fake_clear_log(f);
    assert_true(fake_tx(f, stranger, 0x0800));
    assert_int_equal(f->sent[0][24 + 5], 0x00);
    fake_free(f);
}

static void TXP_01_frames_of_one_call_go_down_together(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_80211_OPEN, false);
    uint8_t frame[60] = {0};
    memcpy(frame, stranger.b, 6);
    memcpy(frame + 6, fake_own.b, 6);
    frame[12] = 8;
    struct extsta_span frames[5];
    for (size_t i = 0; i < 5; i++) {
        frames[i] = (struct extsta_span){frame, sizeof frame};
    }
    extsta_tx(f->sta, f->now, frames, 5, 0);
    assert_int_equal(f->sent_count, 5);
    assert_int_equal(f->batches, 1);
    /* To DS, BSSID, SA, DA */
    assert_int_equal(f->sent[0][1] & 3, 1);
    assert_memory_equal(f->sent[0] + 4, fake_ap_a.b, 6);
    assert_memory_equal(f->sent[0] + 10, fake_own.b, 6);
    assert_memory_equal(f->sent[0] + 16, stranger.b, 6);
    fake_free(f);
}

/* In three addresses the source is the transmitter, which is the station's own address. */
static void TXP_01_a_frame_of_another_source_is_not_sent(void **state)
{
    struct fake *f = connected(DOT11_AUTH_ALGO_80211_OPEN, false);
    uint8_t frame[60] = {0};
    struct extsta_span one = {frame, sizeof frame};
    memcpy(frame, fake_ap_b.b, 6);
    memcpy(frame + 6, stranger.b, 6);
    frame[12] = 8;
    extsta_tx(f->sta, f->now, &one, 1, 0);
    assert_int_equal(f->sent_count, 0);
    assert_int_equal(extsta_station_drops(f->sta, EXTSTA_DROP_ETHERNET_SOURCE), 1);
    memcpy(frame + 6, fake_own.b, 6);
    extsta_tx(f->sta, f->now, &one, 1, 0);
    assert_int_equal(f->sent_count, 1);
    fake_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(PRT_02_ASC_41_a_port_only_after_a_successful_completion),
        cmocka_unit_test(PRT_09_X_77_authorized_by_the_miniport),
        cmocka_unit_test(PRT_19_the_port_stays_open_without_support_for_the_notification),
        cmocka_unit_test(PRT_18_notification_layout),
        cmocka_unit_test(PRT_05_unauthorized_only_eapol_passes),
        cmocka_unit_test(eapol_and_preauthentication_never_reach_the_stack),
        cmocka_unit_test(PRT_04_authorized_packets_flow_and_go_back),
        cmocka_unit_test(packets_flow_with_nobody_watching),
        cmocka_unit_test(PRT_26_without_a_port_nothing_passes),
        cmocka_unit_test(X_43_open_networks_have_an_uncontrolled_port),
        cmocka_unit_test(PRT_20_PRT_23_SEQ_12_disassociation_deletes_without_notification),
        cmocka_unit_test(DIS_03_PRT_22_SEQ_10_a_roam_ends_the_port_at_association_start),
        cmocka_unit_test(PRT_01_a_fresh_port_for_each_association),
        cmocka_unit_test(ASC_40_DIS_05_association_start_ends_what_it_replaces),
        cmocka_unit_test(DIS_23_the_port_goes_after_the_indication),
        cmocka_unit_test(PRT_03_which_algorithms_need_an_authorized_port),
        cmocka_unit_test(PRT_06_X_44_each_peer_by_its_own_port),
        cmocka_unit_test(PRT_21_SEQ_11_reassociation_with_the_same_ap_blocks_in_between),
        cmocka_unit_test(DIS_32_a_second_candidate_ends_nobody),
        cmocka_unit_test(DIS_31_SEQ_29_a_known_ibss_peer_ends_only_its_own_port),
        cmocka_unit_test(DIS_24_SEQ_18_one_ibss_peer_leaves),
        cmocka_unit_test(DIS_21_X_78_wildcard_deletes_all_ports),
        cmocka_unit_test(X_78_broken_pairing_changes_nothing),
        cmocka_unit_test(ASC_27_truncated_completions_make_no_port),
        cmocka_unit_test(
            PMK_05_PMK_07_candidates_are_answered_with_an_empty_list_and_no_preauthentication),
        cmocka_unit_test(link_quality_and_radio_state_reach_the_user),
        cmocka_unit_test(ASC_24_DIS_28_encapsulation_table),
        cmocka_unit_test(TXP_01_frames_of_one_call_go_down_together),
        cmocka_unit_test(TXP_01_a_frame_of_another_source_is_not_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
