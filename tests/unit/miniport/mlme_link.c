/* Single rules of the contract about disassociation, roaming, power save and link quality,
 * and broken frames, against the real miniport. */
#include "mlme_air.h"

/* --- disassociation --- */

static void DIS_14_frames_that_do_not_count(void **state)
{
    struct air *a = *state;
    struct miniport *mp = a->mp;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    ap_kick(a, AP_B, true, 1);
    assert_int_equal(mp_drops_of(mp, EXTSTA_DROP_OTHER_BSS), 1);
    ap_kick_to(a, AP_A, AP_C, true, 1);
    assert_int_equal(mp_drops_of(mp, EXTSTA_DROP_OTHER_RECEIVER), 1);
    uint8_t frame[32]; /* its address, another BSSID */
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_DEAUTH, STA_MAC, AP_A, AP_B, 77);
    mgmt_write_reason(&w, 1);
    air_deliver(a, span(frame, writer_len(&w)), 2437, -50);
    assert_int_equal(mp_drops_of(mp, EXTSTA_DROP_OTHER_BSS), 2);
    EXPECT(a, "");
    assert_true(mlme_is_associated(mp));
    ap_kick_to(a, AP_A, mac_broadcast, true, 3); /* addressed to all stations: counts */
    assert_true(strstr(a->log, "DISASSOCIATION A 10003\n") == a->log);
}

static void DIS_13_excluded_peer(void **state)
{
    struct air *a = *state;
    uint8_t list[12 + 6] = {0x80, 1, 20, 0};
    air_add(a, AP_A, 2437, -50);
    air_add(a, AP_B, 2462, -60);
    air_connected(a, false);
    put_le32(list + 4, 1);
    put_le32(list + 8, 1);
    memcpy(list + 12, AP_A.b, 6);
    assert_int_equal(
        air_oid(a, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, EXTSTA_OID_SET, list, sizeof list, 0),
        NDIS_STATUS_SUCCESS);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "tx disassoc A 8\n"
              "DISASSOCIATION A 1\n"
              "ROAMING_START c\n"
              "ASSOCIATION_START B net\n"
              "tx auth B\n"
              "tx assoc-req B\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 80\n"
              "ROAMING_COMPLETION 0\n");
}

static void DIS_11_X_82_any_frame_counts(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    ap_beacon(a, &a->aps[0]);
    air_pass(a, 1900 * EXTSTA_MS);
    uint8_t null[24] = {0x48, 0x02};
    memcpy(null + 4, STA_MAC.b, 6);
    memcpy(null + 10, AP_A.b, 6);
    memcpy(null + 16, AP_A.b, 6);
    air_deliver(a, span(null, sizeof null), 2437, -50);
    air_pass(a, 2000 * EXTSTA_MS);
    EXPECT(a, "");
    air_pass(a, 1);
    assert_true(strstr(a->log, "DISASSOCIATION A 2\n") == a->log);
}

/* What a Beacon changes in the station, but for what it says. */
struct heard {
    uint64_t mac, received, multicast, fragments;
    uint64_t timestamp, beacon_timestamp;
    extsta_time entry, peer;
};

static struct heard heard_of(const struct air *a)
{
    const struct miniport *mp = a->mp;
    const struct bss_entry *e = mlme_bss(mp);
    return (struct heard){stats_mac_get(mp, true, MP_MAC_RX),
                          stats_phy_get(mp, 0, MP_PHY_RX),
                          stats_phy_get(mp, 0, MP_PHY_MULTICAST_RX),
                          stats_phy_get(mp, 0, MP_PHY_RX_FRAGMENT),
                          e->timestamp,
                          e->beacon_timestamp,
                          e->heard,
                          mp->link.ap->heard};
}

/* Most Beacons say nothing new, and are not parsed: they count as those that are, here since
 * the host wants to see them. */
static void DIS_11_STT_05_a_beacon_as_the_one_before(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    ap_beacon(a, &a->aps[0]);
    for (unsigned parsed = 0; parsed < 2; parsed++) {
        struct heard before = heard_of(a);
        air_pass(a, 100 * EXTSTA_MS);
        a->mp->packet_filter = parsed ? NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT : 0;
        ap_beacon(a, &a->aps[0]);
        struct heard now = heard_of(a);
        assert_int_equal(now.mac, before.mac + 1);
        assert_int_equal(now.received, before.received + 1);
        assert_int_equal(now.multicast, before.multicast + 1);
        assert_int_equal(now.fragments, before.fragments + 1);
        assert_int_equal(now.timestamp, a->now);
        assert_int_equal(now.beacon_timestamp, a->now);
        assert_int_equal(now.entry, a->now);
        assert_int_equal(now.peer, a->now);
    }
}

/* And one that says something is looked at, whether or not another station has seen it. */
static void LQ_03_ROM_03_a_beacon_with_news(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    for (unsigned i = 0; i < 20; i++) { /* the smoothed signal arrives */
        air_pass(a, 100 * EXTSTA_MS);
        ap_beacon(a, &a->aps[0]);
    }
    EXPECT(a, "");
    a->aps[0].signal = -65;
    for (unsigned i = 0; i < 20; i++) {
        air_pass(a, 100 * EXTSTA_MS);
        ap_beacon(a, &a->aps[0]);
    }
    assert_int_equal(mlme_bss(a->mp)->signal, -65);
    assert_non_null(strstr(a->log, "LINK_QUALITY A 7"));
    a->aps[0].privacy = true;
    ap_beacon(a, &a->aps[0]);
    assert_true(mlme_bss(a->mp)->info->capability & CAPABILITY_PRIVACY);
}

static void DIS_11_threshold_from_the_oid(void **state)
{
    struct air *a = *state;
    uint8_t ms[4];
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    ap_beacon(a, &a->aps[0]);
    put_le32(ms, 300);
    assert_int_equal(
        air_oid(a, OID_DOT11_UNREACHABLE_DETECTION_THRESHOLD, EXTSTA_OID_SET, ms, 4, 0),
        NDIS_STATUS_SUCCESS);
    air_pass(a, 300 * EXTSTA_MS);
    EXPECT(a, "");
    air_pass(a, 1);
    assert_true(strstr(a->log, "DISASSOCIATION A 2\n") == a->log);
}

static void X_74_time_away_is_not_silence(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    ap_beacon(a, &a->aps[0]);
    extsta_time heard = a->now;
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    air_pass(a, 1500 * EXTSTA_MS);
    assert_non_null(strstr(a->log, "SCAN_CONFIRM 0\n"));
    a->log[0] = 0;
    extsta_time away = 4 * 50 * EXTSTA_MS; /* four other channels */
    air_run(a, heard + 2000 * EXTSTA_MS + away);
    EXPECT(a, "");
    air_pass(a, 1);
    assert_true(strstr(a->log, "DISASSOCIATION A 2\n") == a->log);
}

/* Heard in the middle of the time away: that time is not silence twice. */
static void X_74_heard_while_away(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    ap->on = false;
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    air_pass(a, 20 * EXTSTA_MS);
    assert_int_not_equal(a->mp->mlme.away_since, 0);
    ap_beacon(a, ap);
    while (a->mp->mlme.away_since != 0) {
        air_pass(a, EXTSTA_MS);
    }
    assert_true(a->mp->link.ap->heard <= a->now);
    a->log[0] = 0;
    air_pass(a, 2000 * EXTSTA_MS + 5 * 200 * EXTSTA_MS); /* 2 s and the rest of the scan */
    assert_non_null(strstr(a->log, "DISASSOCIATION A 2\n"));
}

static void DIS_26_keys_go_with_the_association(void **state)
{
    struct air *a = *state;
    uint8_t key[16] = {1};
    air_add(a, AP_A, 2437, -50);
    ap_secure(&a->aps[0]);
    air_connected(a, true);
    assert_true(keys_install_group(a->mp, CIPHER_CCMP, 1, span(key, 16), 0));
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(key, 16)));
    a->aps[0].on = false;
    ap_kick(a, AP_A, true, 3);
    assert_null(a->mp->keys.default_keys[1]);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
}

/* The row of the peer lives on for its static key alone, and the next association finds it. */
static void KEY_04_a_static_key_outlives_associations(void **state)
{
    struct air *a = *state;
    uint8_t m[12 + 20 + 28] = {NDIS_OBJECT_TYPE_DEFAULT,
                               DOT11_CIPHER_KEY_MAPPING_KEY_VALUE_BYTE_ARRAY_REVISION_1, 16};
    put_le32(m + 4, 48);
    put_le32(m + 8, 48);
    memcpy(m + 12, AP_A.b, 6);
    put_le32(m + 20, DOT11_CIPHER_ALGO_CCMP);
    put_le32(m + 24, DOT11_DIR_BOTH);
    m[29] = 1; /* bStatic */
    put_le16(m + 30, 28);
    put_le32(m + 32 + 8, 16);
    air_add(a, AP_A, 2437, -50);
    ap_secure(&a->aps[0]);
    air_connected(a, true);
    assert_int_equal(
        air_oid(a, OID_DOT11_CIPHER_KEY_MAPPING_KEY, EXTSTA_OID_SET, m, sizeof m, 0),
        NDIS_STATUS_SUCCESS);
    const struct mp_key *key = keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND);
    assert_int_equal(mlme_reassociate(a->mp, a->now), NDIS_STATUS_SUCCESS);
    air_drain(a);
    air_pass(a, 20 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
    assert_ptr_equal(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND), key);
    air_disconnect(a);
    assert_null(link_peer(a->mp, AP_A)); /* a row of keys is nobody's */
    assert_ptr_equal(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND), key);
    air_reset(a);
    assert_null(keys_mapping_find(a->mp, AP_A, DOT11_DIR_OUTBOUND));
}

static void DIS_30_queued_packets_fail(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->ack = false;
    air_send(a, AP_A, 9, 1);
    air_drain(a);
    a->log[0] = 0;
    ap_kick(a, AP_A, true, 3);
    assert_true(strstr(a->log, "SEND_COMPLETE 9 c0000001\nDISASSOCIATION A 10003\n") == a->log);
}

/* --- roaming --- */

static void ROM_13_an_ap_that_kicks_is_left_alone_for_a_while(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    ap_kick(a, AP_A, true, 1);
    air_pass(a, 20 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp)); /* the first time at once */
    a->log[0] = 0;
    ap_kick(a, AP_A, true, 1);
    air_pass(a, 900 * EXTSTA_MS);
    EXPECT(a, "DISASSOCIATION A 10001\n");
    air_pass(a, 2 * EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
}

static void SCN_18_no_roam_scan_while_media_stream(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    a->mp->media_streaming = true;
    a->aps[0].signal = -80;
    air_add(a, AP_B, 2437, -50);
    air_pass(a, 30 * EXTSTA_SECOND);
    assert_int_equal(a->probes, 0);
    assert_null(strstr(a->log, "ROAMING"));
    a->mp->media_streaming = false;
    air_pass(a, EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "ROAMING_START b\n"));
}

/* One that is under way is not finished either. */
static void SCN_18_a_roam_scan_ends_when_media_begin_to_stream(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    a->aps[0].signal = -80;
    for (int i = 0; i < 3000 && a->mp->mlme.scanning != SCAN_ROAM; i++) {
        air_pass(a, 10 * EXTSTA_MS);
    }
    assert_int_equal(a->mp->mlme.scanning, SCAN_ROAM);
    uint8_t on = 1;
    struct extsta_oid set = {.oid = OID_DOT11_MEDIA_STREAMING_ENABLED,
                             .kind = EXTSTA_OID_SET,
                             .buffer = &on,
                             .in_len = 1};
    assert_int_equal(mp_oid(a->mp, a->now, &set), NDIS_STATUS_SUCCESS);
    a->probes = 0;
    air_pass(a, 10 * EXTSTA_SECOND);
    assert_int_equal(a->probes, 0);
    assert_true(mlme_is_associated(a->mp));
}

/* The first of the two causes: the signal is low, and another AP is clearly better. */
static void ROM_03_a_better_ap_is_looked_for(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    a->aps[0].signal = -80;
    air_add(a, AP_B, 2437, -50);
    air_pass(a, 10 * EXTSTA_SECOND);
    const char *roam = strstr(a->log, "ROAMING_START b\n");
    assert_true(roam && strstr(roam, "ASSOCIATION_COMPLETION B 0\n"));
    assert_true(mac_equal(a->mp->link.ap->address, AP_B));
}

static void ROM_03_a_little_better_is_not_enough(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    a->aps[0].signal = -78;
    air_add(a, AP_B, 2437, -71);
    air_pass(a, 30 * EXTSTA_SECOND);
    assert_null(strstr(a->log, "ROAMING"));
}

/* 0 dBm in the radio's words is "unknown" (extsta/radio.h): nothing to roam to. */
static void ROM_03_an_unknown_signal_is_not_better(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    a->aps[0].signal = -78;
    air_add(a, AP_B, 2437, 0);
    air_pass(a, 30 * EXTSTA_SECOND);
    assert_null(strstr(a->log, "ROAMING"));
}

static void SCN_14_ROM_14_target_gone_keeps_the_old_ap(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);
    a->aps[0].signal = -78;
    air_pass(a, 6 * EXTSTA_SECOND);
    struct ap *b = air_add(a, AP_B, 2462, -50);
    b->on = false;
    a->log[0] = 0;
    ap_beacon(a, b); /* a ghost */
    air_pass(a, 100 * EXTSTA_MS);
    EXPECT(a, "ROAMING_START b\n"
              "tx null A pm\n"
              "tx probe-req B net\n"
              "tx null A\n"
              "ROAMING_COMPLETION 6\n");
    assert_true(mlme_is_associated(a->mp));
    assert_int_equal(a->freq, 2437);
}

static void STA_12_hardware_reset_keeps_the_link(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    air_scan(a, dot11_scan_type_passive, NULL, NULL);
    air_pass(a, 30 * EXTSTA_MS);
    a->log[0] = 0;
    a->tune = true;
    miniport_ops.reset_ex(a->mp, a->now);
    air_drain(a);
    EXPECT(a, "tune 2437\n"
              "tx null A\n"
              "SCAN_CONFIRM c001000c\n"
              "tune 2437\n");
    air_pass(a, 5 * EXTSTA_SECOND);
    EXPECT(a, "");
    assert_true(mlme_is_associated(a->mp));
}

static void STA_11_halt_leaves_first(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    miniport_ops.halt(a->mp, a->now);
    air_drain(a);
    EXPECT(a, "tx disassoc A 8\nDISASSOCIATION A 7\n");
    assert_int_equal(miniport_ops.deadline(a->mp), EXTSTA_NEVER);
}

/* --- power save, link quality, PMKIDs --- */

static void set_power_saving(struct air *a, uint32_t level)
{
    uint8_t b[4];
    put_le32(b, level);
    assert_int_equal(air_oid(a, OID_DOT11_POWER_MGMT_REQUEST, EXTSTA_OID_SET, b, 4, 0),
                     NDIS_STATUS_SUCCESS);
}

static void PWR_09_null_frame_and_ps_poll(void **state)
{
    static const uint8_t tim_5[] = {ELEMENT_TIM, 4, 0, 1, 0, 0x20}; /* AID 5 */
    static const uint8_t tim_6[] = {ELEMENT_TIM, 4, 0, 1, 0, 0x40};
    static const uint8_t tim_offset[] = {ELEMENT_TIM, 4, 0, 1, 2, 0x20}; /* AIDs from 16 on */
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_connected(a, false);
    set_power_saving(a, DOT11_POWER_SAVING_MAX_PSP);
    EXPECT(a, "tx null A pm\n");
    a->aps[0].extra = span(tim_6, sizeof tim_6);
    ap_beacon(a, &a->aps[0]);
    a->aps[0].extra = span(tim_offset, sizeof tim_offset);
    ap_beacon(a, &a->aps[0]);
    EXPECT(a, "");
    a->aps[0].extra = span(tim_5, sizeof tim_5);
    ap_beacon(a, &a->aps[0]);
    EXPECT(a, "tx ps-poll A pm\n");
    uint8_t null[24] = {0x48, 0x22}; /* From DS, More Data */
    memcpy(null + 4, STA_MAC.b, 6);
    memcpy(null + 10, AP_A.b, 6);
    memcpy(null + 16, AP_A.b, 6);
    air_deliver(a, span(null, sizeof null), 2437, -50);
    EXPECT(a, "tx ps-poll A pm\n");
    set_power_saving(a, DOT11_POWER_SAVING_NO_POWER_SAVING);
    EXPECT(a, "tx null A\n");
    ap_beacon(a, &a->aps[0]);
    EXPECT(a, "");
}

/* A Beacon that says that AID 5 has frames waiting; dtim: so many Beacons to the next DTIM. */
static void beacon_with_frames(struct air *a, uint8_t dtim)
{
    uint8_t tim[] = {ELEMENT_TIM, 4, dtim, 3, 0, 0x20};
    a->aps[0].extra = span(tim, sizeof tim);
    ap_beacon(a, &a->aps[0]);
}

/* FAST_PSP: awake as long as frames come and go, and a tenth of a second more. */
static void PWR_08_PWR_09_fast_psp_wakes_for_traffic(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_connected(a, false);
    set_power_saving(a, DOT11_POWER_SAVING_FAST_PSP);
    EXPECT(a, "tx null A pm\n");
    beacon_with_frames(a, 2); /* any Beacon */
    EXPECT(a, "tx null A\n");
    air_pass(a, 99 * EXTSTA_MS);
    EXPECT(a, "");
    air_send(a, AP_A, 1, 1);
    air_drain(a);
    EXPECT(a, "tx data A\nSEND_COMPLETE 1 0\n"); /* awake */
    air_pass(a, 99 * EXTSTA_MS);
    EXPECT(a, "");
    air_pass(a, 1 * EXTSTA_MS);
    EXPECT(a, "tx null A pm\n");
    air_send(a, AP_A, 2, 1); /* what is sent says by itself that the station is awake */
    air_drain(a);
    EXPECT(a, "tx data A\nSEND_COMPLETE 2 0\n");
    set_power_saving(a, DOT11_POWER_SAVING_MAX_PSP);
    EXPECT(a, "tx null A pm\n");
    air_pass(a, EXTSTA_SECOND);
    EXPECT(a, "");
}

/* MAX_PSP fetches what DTIM Beacons announce, and every tenth; MAXIMUM_LEVEL every tenth alone.
 * Neither wakes for what it sends. */
static void PWR_08_PWR_09_the_deeper_levels_poll_and_seldom(void **state)
{
    static const uint32_t levels[] = {DOT11_POWER_SAVING_MAX_PSP,
                                      DOT11_POWER_SAVING_MAXIMUM_LEVEL};
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_connected(a, false);
    for (size_t i = 0; i < 2; i++) {
        set_power_saving(a, levels[i]);
        a->log[0] = 0;
        beacon_with_frames(a, 0);
        EXPECT(a, i == 0 ? "tx ps-poll A pm\n" : "");
        for (int n = i == 0 ? 1 : 2; n < 10; n++) {
            beacon_with_frames(a, 1);
            EXPECT(a, "");
        }
        beacon_with_frames(a, 1);
        EXPECT(a, "tx ps-poll A pm\n");
        air_send(a, AP_A, 1, 1);
        air_drain(a);
        EXPECT(a, "tx data A pm\nSEND_COMPLETE 1 0\n");
    }
}

/* Every length of a TIM and every offset in it, in a buffer of exactly its size. */
static void tim_of_any_shape(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->no_beacon = true;
    ap->aid = 2007;
    air_connected(a, false);
    set_power_saving(a, DOT11_POWER_SAVING_MAX_PSP);
    a->log[0] = 0;
    for (unsigned offset = 0; offset < 256; offset += 2) {
        for (uint8_t len = 0; len < 8; len++) {
            uint8_t tim[10] = {ELEMENT_TIM, len, 0, 1, (uint8_t)offset};
            memset(tim + 5, 0xff, sizeof tim - 5);
            ap->extra = span(tim, 2u + len);
            ap_beacon(a, ap);
            /* octet 250 holds AID 2007: octets offset ... offset + len - 4 are there */
            bool ours = len >= 4 && offset <= 250 && 250 < offset + len - 3u;
            EXPECT(a, ours ? "tx ps-poll A pm\n" : "");
        }
    }
}

static void PWR_10_radio_off_without_a_bss(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    set_power_saving(a, DOT11_POWER_SAVING_FAST_PSP);
    ap_beacon(a, &a->aps[0]);
    assert_int_equal(a->mp->bss.count, 0);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_RADIO_OFF), 1);
    EXPECT(a, "");
    air_scan(a, dot11_scan_type_active, NULL, NULL);
    ap_beacon(a, &a->aps[0]); /* it scans: on */
    assert_int_equal(a->mp->bss.count, 1);
}

/* SSID of the last Probe Request. */
static bool probed_by_name(const struct air *a)
{
    return a->probe_len > 1 && a->probe[1] != 0;
}

static void set_device(struct air *a, uint32_t state)
{
    uint8_t b[4];
    put_le32(b, state);
    assert_int_equal(air_oid(a, OID_PNP_SET_POWER, EXTSTA_OID_SET, b, 4, 0),
                     NDIS_STATUS_SUCCESS);
}

static void ROM_19_after_standby_the_name_is_kept(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    ap->hidden = true;
    air_profile(a, "net", false);
    air_connect(a);
    air_pass(a, EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
    ap->on = false;
    air_pass(a, 3 * EXTSTA_SECOND);
    assert_true(probed_by_name(a)); /* its own choice: the network was hidden */
    set_device(a, NDIS_DEVICE_STATE_D3);
    set_device(a, NDIS_DEVICE_STATE_D0);
    a->probes = 0;
    air_pass(a, 10 * EXTSTA_SECOND);
    assert_true(a->probes > 0);
    assert_false(probed_by_name(a));
    ap->on = true;
    ap->hidden = false;
    ap_beacon(a, ap); /* visible */
    air_pass(a, EXTSTA_SECOND);
    assert_true(mlme_is_associated(a->mp));
    ap->hidden = true; /* again, and that is known */
    air_pass(a, EXTSTA_SECOND);
    ap->on = false;
    air_pass(a, 4 * EXTSTA_SECOND);
    assert_true(probed_by_name(a));
}

static void ROM_19_hidden_network_enabled_names_it(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    struct mp_mib *mib = mib_edit(a->mp);
    mib->hidden_network = true;
    air_connected(a, false);
    ap->on = false;
    set_device(a, NDIS_DEVICE_STATE_D3);
    set_device(a, NDIS_DEVICE_STATE_D0);
    air_pass(a, 4 * EXTSTA_SECOND);
    assert_true(a->probes > 0);
    assert_true(probed_by_name(a));
}

/* The AP has its whole time to be heard again after a resume, and no longer (PWR-14). */
static void PWR_13_PWR_14_the_ap_has_time_after_resume(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_connected(a, false);
    extsta_time heard = a->now;
    set_device(a, NDIS_DEVICE_STATE_D3);
    air_run(a, heard + 1900 * EXTSTA_MS);
    set_device(a, NDIS_DEVICE_STATE_D0);
    a->log[0] = 0;
    air_pass(a, 2000 * EXTSTA_MS);
    EXPECT(a, "");
    air_pass(a, 1);
    assert_true(strstr(a->log, "DISASSOCIATION A 2\n") == a->log);
}

/* Who lost its AP looks at ever longer intervals. One that resumes looks at once, so that
 * another AP is associated with in four seconds. */
static void PWR_13_another_ap_within_four_seconds(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50);
    air_connected(a, false);
    a->aps[0].on = false;
    air_pass(a, 60 * EXTSTA_SECOND); /* the interval is ten seconds now */
    assert_int_equal(a->mp->mlme.scanning, SCAN_IDLE);
    set_device(a, NDIS_DEVICE_STATE_D3);
    air_add(a, AP_B, 2462, -50)->no_beacon = true; /* found by who asks */
    air_pass(a, EXTSTA_MS);
    assert_int_equal(a->mp->mlme.scanning, SCAN_IDLE);
    a->log[0] = 0;
    set_device(a, NDIS_DEVICE_STATE_D0);
    air_pass(a, 4 * EXTSTA_SECOND);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY B 100\n"
                                   "ROAMING_COMPLETION 0\n"));
}

/* Asleep an AP may be silent for longer, but for 5 minutes at most. */
static void PWR_14_asleep_the_threshold_is_five_minutes(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_beacon = true;
    air_connected(a, false);
    extsta_time heard = a->mp->link.ap->heard;
    set_device(a, NDIS_DEVICE_STATE_D2);
    a->log[0] = 0;
    air_run(a, heard + 300 * EXTSTA_SECOND);
    EXPECT(a, "");
    air_pass(a, 1);
    assert_true(strstr(a->log, "DISASSOCIATION A 2\n") == a->log);
}

static void LQ_01_scale(void **state)
{
    (void)state;
    assert_int_equal(bss_link_quality(-120), 0);
    assert_int_equal(bss_link_quality(-100), 0);
    assert_int_equal(bss_link_quality(-75), 50);
    assert_int_equal(bss_link_quality(-50), 100);
    assert_int_equal(bss_link_quality(-20), 100);
    assert_int_equal(bss_link_quality(0), 0); /* unknown */
}

/* The mean of two known signals is a known one. */
static void a_mean_around_zero_is_not_unknown(void **state)
{
    static const int8_t signals[] = {-1, 4, 1, -4};
    struct air *a = *state;
    for (size_t i = 0; i < 2; i++) {
        struct ap *ap = air_add(a, i ? AP_B : AP_A, 2437, signals[2 * i]);
        ap_beacon(a, ap);
        ap->signal = signals[2 * i + 1];
        ap_beacon(a, ap);
        assert_int_equal(bss_link_quality(bss_find(a->mp, ap->mac)->signal), 100);
    }
}

/* A frame that the radio says came on a PHY it does not have counts to its first one, in the
 * cache as in the statistics: the BSS can be had. */
static void a_phy_that_the_radio_does_not_have(void **state)
{
    struct air *a = *state;
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    uint8_t frame[500];
    air_profile(a, "net", false);
    struct extsta_rx_frame rx = {
        .bytes = span(frame, ap_bss_frame(a, ap, false, frame, sizeof frame)),
        .meta = {.freq = 2437, .signal = -50, .phy = 2}};
    miniport_ops.rx(a->mp, a->now, &rx, 1);
    assert_int_equal(bss_find(a->mp, AP_A)->phy, 0);
    air_connect(a);
    air_pass(a, 50 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
    assert_null(strstr(a->log, "probe-req")); /* no scan was needed */
}

static void LQ_03_LQ_05_changes_are_damped(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -60);
    air_connected(a, false);       /* 80 */
    for (int i = 0; i < 40; i++) { /* swings around the edge of a group */
        a->aps[0].signal = i % 2 ? -60 : -61;
        air_pass(a, 300 * EXTSTA_MS);
    }
    EXPECT(a, "");
    a->aps[0].signal = -66; /* 68 */
    air_pass(a, 10 * EXTSTA_SECOND);
    a->log[strcspn(a->log, "\n") + 1] = 0;
    assert_true(strncmp(a->log, "LINK_QUALITY A 7", 16) == 0 ||
                strncmp(a->log, "LINK_QUALITY A 6", 16) == 0);
    a->log[0] = 0;
    air_pass(a, 20 * EXTSTA_SECOND);
    EXPECT(a, ""); /* said once */
}

static void PMK_03_PMK_04_candidates_when_keys_are_installed(void **state)
{
    struct air *a = *state;
    uint8_t key[16] = {1};
    uint8_t preauth[sizeof rsn_psk];
    memcpy(preauth, rsn_psk, sizeof preauth);
    preauth[20] = RSN_CAP_PREAUTH;
    ap_secure(air_add(a, AP_A, 2437, -55));
    air_connected(a, true);
    ap_secure(air_add(a, AP_B, 2437, -50));
    a->aps[1].rsn = span(preauth, sizeof preauth);
    air_pass(a, 30 * EXTSTA_SECOND);
    EXPECT(a, ""); /* no keys: never */
    assert_true(keys_install_pairwise(a->mp, AP_A, CIPHER_CCMP, span(key, 16)));
    air_pass(a, 59 * EXTSTA_SECOND);
    EXPECT(a, "PMKID_CANDIDATE_LIST 2\n");
    assert_memory_equal(a->list + 12, AP_B.b, 6); /* the preferred one first */
    assert_int_equal(get_le32(a->list + 20), DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED);
    assert_memory_equal(a->list + 24, AP_A.b, 6);
    assert_int_equal(get_le32(a->list + 32), 0);
}

/* --- hostile frames --- */

/* Every management frame of an AP, cut at every byte, while associating and afterwards. */
static void frames_cut_at_every_byte(void **state)
{
    struct air *a = *state;
    air_add(a, AP_A, 2437, -50)->no_auth = true;
    ap_secure(&a->aps[0]);
    a->aps[0].no_beacon = true;
    air_profile(a, "net", true);
    ap_beacon(a, &a->aps[0]);
    air_connect(a);
    for (int associated = 0; associated < 2; associated++) {
        uint8_t frame[500];
        size_t len = ap_bss_frame(a, &a->aps[0], false, frame, sizeof frame);
        static const uint8_t kinds[] = {FRAME_BEACON,     FRAME_PROBE_RESP,   FRAME_AUTH,
                                        FRAME_ASSOC_RESP, FRAME_REASSOC_RESP, FRAME_DEAUTH,
                                        FRAME_DISASSOC,   FRAME_ACTION};
        for (size_t k = 0; k < sizeof kinds; k++) {
            bool kick = kinds[k] == FRAME_DEAUTH || kinds[k] == FRAME_DISASSOC;
            frame[0] = kinds[k];
            memcpy(frame + 4, STA_MAC.b, 6);
            for (size_t cut = 0; cut < (kick ? 26 : len); cut++) {
                uint8_t *exact = malloc(cut ? cut : 1);
                memcpy(exact, frame, cut);
                air_deliver(a, span(exact, cut), 2437, -50);
                free(exact);
            }
        }
        assert_non_null(a->mp->link.ap);
        a->aps[0].no_auth = false;
        air_pass(a, 2 * EXTSTA_SECOND);
        ap_beacon(a, &a->aps[0]);
        if (!mlme_is_associated(a->mp)) {
            air_reset(a);
            air_connected(a, true);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(DIS_11_X_82_any_frame_counts),
        AIR_TEST(DIS_11_STT_05_a_beacon_as_the_one_before),
        AIR_TEST(LQ_03_ROM_03_a_beacon_with_news),
        AIR_TEST(DIS_11_threshold_from_the_oid),
        AIR_TEST(DIS_13_excluded_peer),
        AIR_TEST(DIS_14_frames_that_do_not_count),
        AIR_TEST(DIS_26_keys_go_with_the_association),
        AIR_TEST(KEY_04_a_static_key_outlives_associations),
        AIR_TEST(DIS_30_queued_packets_fail),
        AIR_TEST(X_74_time_away_is_not_silence),
        AIR_TEST(X_74_heard_while_away),
        AIR_TEST(ROM_13_an_ap_that_kicks_is_left_alone_for_a_while),
        AIR_TEST(SCN_18_no_roam_scan_while_media_stream),
        AIR_TEST(SCN_18_a_roam_scan_ends_when_media_begin_to_stream),
        AIR_TEST(ROM_03_a_better_ap_is_looked_for),
        AIR_TEST(ROM_03_a_little_better_is_not_enough),
        AIR_TEST(ROM_03_an_unknown_signal_is_not_better),
        AIR_TEST(SCN_14_ROM_14_target_gone_keeps_the_old_ap),
        AIR_TEST(STA_12_hardware_reset_keeps_the_link),
        AIR_TEST(STA_11_halt_leaves_first),
        AIR_TEST(PWR_09_null_frame_and_ps_poll),
        AIR_TEST(PWR_08_PWR_09_fast_psp_wakes_for_traffic),
        AIR_TEST(PWR_08_PWR_09_the_deeper_levels_poll_and_seldom),
        AIR_TEST(PWR_14_asleep_the_threshold_is_five_minutes),
        AIR_TEST(tim_of_any_shape),
        AIR_TEST(PWR_10_radio_off_without_a_bss),
        AIR_TEST(ROM_19_after_standby_the_name_is_kept),
        AIR_TEST(ROM_19_hidden_network_enabled_names_it),
        AIR_TEST(PWR_13_PWR_14_the_ap_has_time_after_resume),
        AIR_TEST(PWR_13_another_ap_within_four_seconds),
        cmocka_unit_test(LQ_01_scale),
        AIR_TEST(a_mean_around_zero_is_not_unknown),
        AIR_TEST(a_phy_that_the_radio_does_not_have),
        AIR_TEST(LQ_03_LQ_05_changes_are_damped),
        AIR_TEST(PMK_03_PMK_04_candidates_when_keys_are_installed),
        AIR_TEST(frames_cut_at_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
