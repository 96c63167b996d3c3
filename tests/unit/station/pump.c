/* The station as such: the order of what crosses the boundary, what an embedder that is its own
 * host can do, scans and the BSS list, and what is left of it without memory. */
#include "../fake_driver.h"
#include "../hoard.h"
#include "acm/store.h"

static void ROL_14_reactions_stand_behind_their_cause(void **state)
{
    /* two indications of one call: what the first causes is on the record before the second,
     * and what goes down goes when both have been seen */
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_clear_log(f);
    fake_connection_start(f, dot11_BSS_type_infrastructure);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(
        f, fake_ap_a,
        &(struct fake_association){.auth = DOT11_AUTH_ALGO_RSNA_PSK, .authorized = true});
    fake_disassociation(f, fake_ap_a, 0x10001);
    fake_run(f);
    fake_expect(f, "< CONNECTION_START\n"
                   "< ASSOCIATION_START\n"
                   "< ASSOCIATION_COMPLETION\n"
                   "port created 1 miniport closed\n"
                   "port authorized 1 miniport open\n"
                   "< DISASSOCIATION\n"
                   "port deleted 1 miniport closed\n"
                   "> set PORT_STATE_NOTIFICATION\n");
    fake_free(f);
}

static void an_embedder_can_be_the_host(void **state)
{
    struct fake *f = fake_new();
    uint8_t value[4] = {1, 0, 0, 0};
    struct extsta_oid oid = {.oid = OID_DOT11_DESIRED_BSS_TYPE,
                             .kind = EXTSTA_OID_SET,
                             .request_id = 0xffffffff,
                             .buffer = value,
                             .in_len = sizeof value};
    extsta_detach_host(f->sta);
    assert_int_equal(extsta_oid(f->sta, f->now, &oid), NDIS_STATUS_SUCCESS);
    assert_true(oid.request_id < 0x80000000u);
    fake_association_start(f, fake_ap_a);
    fake_association_completion(f, fake_ap_a, &(struct fake_association){.auth = 1});
    f->log_returns = true;
    fake_receive(f, fake_ap_a, 0x0800, "x", 1, false);
    fake_run(f);
    /* nothing reacts: no port, no return */
    fake_expect(f, "> set DESIRED_BSS_TYPE\n"
                   "< ASSOCIATION_START\n"
                   "< ASSOCIATION_COMPLETION\n");
    extsta_return_packet(f->sta, f->now, 3);
    fake_expect(f, "> return 3\n");
    uint8_t msdu[40] = {0x08, 0x01};
    struct extsta_packet packets[2] = {{.bytes = {msdu, sizeof msdu}, .id = 5},
                                       {.bytes = {msdu, sizeof msdu}, .id = 6}};
    extsta_send_packets(f->sta, f->now, packets, 2);
    assert_int_equal(f->sent_count, 2);
    assert_int_equal(f->batches, 1);
    assert_int_equal(f->sent_id[1], 6);
    struct extsta_profile p;
    fake_profile_open(&p);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_E_STATE);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_E_STATE);
    assert_true(extsta_deadline(f->sta) == EXTSTA_NEVER);
    fake_free(f);
}

/* --- packets of a host without memory --- */

static bool has_memory;
static void *scarce_alloc(void *user, size_t size)
{
    return has_memory ? malloc(size) : NULL;
}

static void completions(struct extsta_station *sta, unsigned times[8])
{
    struct extsta_output out;
    while (extsta_next(sta, &out)) {
        if (out.type == EXTSTA_OUT_CROSSING && out.crossing.type == EXTSTA_CROSS_SEND_COMPLETE) {
            assert_true(out.crossing.id < 8);
            times[out.crossing.id]++;
        }
    }
}

/* Each packet is completed once, be there no memory, a little, or much. */
static void every_packet_is_completed_without_memory(void **state)
{
    for (size_t each = 1; each < 4000; each += 1 + each / 8) {
        uint64_t seed = 1;
        struct extsta_memory memory = {scarce_alloc, testing_release, NULL};
        struct extsta_random random = {testing_fill, &seed};
        has_memory = true;
        struct extsta_context *ctx = extsta_context_new(&memory, &random);
        struct extsta_station_config config = {.address = fake_own,
                                               .radio = &extsta_radio_caps_2ghz,
                                               .outputs = EXTSTA_OUT_ALL};
        struct extsta_station *sta = extsta_station_new(ctx, &config, 1);
        unsigned times[8] = {0};
        extsta_detach_host(sta);
        completions(sta, times);
        uint8_t msdu[1500] = {0x08, 0x01};
        struct extsta_packet packets[8];
        for (uint32_t i = 0; i < 8; i++) {
            packets[i] = (struct extsta_packet){.bytes = {msdu, sizeof msdu}, .id = i};
        }
        has_memory = false;
        struct hoard *all = hoard_take(&ctx->pool);
        extsta_send_packets(sta, 2, packets, 3);
        all = hoard_release(&ctx->pool, all, each);
        extsta_send_packets(sta, 3, packets + 3, 5);
        hoard_release(&ctx->pool, all, 1);
        has_memory = true;
        completions(sta, times);
        if (extsta_deadline(sta) != EXTSTA_NEVER) {
            extsta_expire(sta, extsta_deadline(sta));
            completions(sta, times);
        }
        for (uint32_t i = 0; i < 8; i++) {
            assert_int_equal(times[i], 1);
        }
        extsta_station_free(sta);
        extsta_context_free(ctx);
    }
}

#define OF(list, count)                                                                        \
    (&(struct extsta_scan_options){.ssids = (list), .ssid_count = (count)})

static void SCN_01_scan_request_layout(void **state)
{
    struct fake *f = fake_new();
    struct extsta_span ssids[2] = {{(const uint8_t *)"ab", 2}, {(const uint8_t *)"c", 1}};
    assert_int_equal(extsta_scan(f->sta, f->now, OF(ssids, 2)), EXTSTA_OK);
    const uint8_t *in = f->last_input[0];
    assert_int_equal(f->last_oid[0].oid, OID_DOT11_SCAN_REQUEST);
    assert_int_equal(f->last_oid[0].in_len, 56 + 2 * 36);
    assert_int_equal(in[0], 3);    /* any BSS type */
    assert_int_equal(in[4], 0xff); /* any BSSID */
    assert_int_equal(in[12], 1);   /* active */
    assert_int_equal(in[20], 0);   /* SSIDs at the start of ucBuffer */
    assert_int_equal(in[24], 2);
    assert_int_equal(in[56], 2);
    assert_memory_equal(in + 60, "ab", 2);
    assert_int_equal(in[92], 1);
    assert_memory_equal(in + 96, "c", 1);
    /* none: the wildcard */
    assert_int_equal(extsta_scan(f->sta, f->now, NULL), EXTSTA_OK);
    assert_int_equal(f->last_oid[1].in_len, 56 + 36);
    assert_int_equal(f->last_input[1][56], 0);
    struct extsta_span many[9] = {{0}};
    assert_int_equal(extsta_scan(f->sta, f->now, OF(many, 9)), EXTSTA_E_USAGE);
    uint8_t name[33] = {0};
    struct extsta_span too_long = {name, sizeof name};
    assert_int_equal(extsta_scan(f->sta, f->now, OF(&too_long, 1)), EXTSTA_E_USAGE);
    fake_answer(f, OID_DOT11_SCAN_REQUEST, NDIS_STATUS_DOT11_MEDIA_IN_USE);
    assert_int_equal(extsta_scan(f->sta, f->now, NULL), EXTSTA_E_STATE);
    fake_free(f);
}

static void SEQ_27_scan_confirm_is_notified(void **state)
{
    struct fake *f = fake_new();
    const uint8_t ok[4] = {0}, aborted[4] = {0x0c, 0x00, 0x01, 0xc0};
    fake_indicate(f, NDIS_STATUS_DOT11_SCAN_CONFIRM, ok, 4);
    fake_indicate(f, NDIS_STATUS_DOT11_SCAN_CONFIRM, aborted, 4);
    fake_indicate(f, NDIS_STATUS_DOT11_SCAN_CONFIRM, NULL, 0);
    fake_run(f);
    fake_expect(f, "< SCAN_CONFIRM\n"
                   "notify scan-complete 0\n"
                   "< SCAN_CONFIRM\n"
                   "notify scan-fail c001000c\n"
                   "< SCAN_CONFIRM\n"
                   "notify scan-fail c0000001\n");
    fake_free(f);
}

/* --- the BSS list --- */

static uint8_t list[8192];
static uint32_t list_len;

static uint32_t list_oid(void *driver, extsta_time now, struct extsta_oid *oid)
{
    if (oid->oid != OID_DOT11_ENUM_BSS_LIST) {
        return fake_oid(driver, now, oid);
    }
    oid->status = NDIS_STATUS_SUCCESS;
    oid->bytes_needed = list_len;
    if (oid->out_cap < list_len) {
        oid->status = NDIS_STATUS_BUFFER_OVERFLOW;
        return oid->status;
    }
    memcpy(oid->buffer, list, list_len);
    oid->bytes_written = list_len;
    return oid->status;
}

static void list_add(uint8_t last, const char *ssid, size_t padding)
{
    uint32_t octets = (uint32_t)(2 + strlen(ssid) + padding);
    DOT11_BSS_ENTRY e = {.uPhyId = le32(1),
                         .PhySpecificInfo = {.uChCenterFrequency = le32(2412)},
                         .dot11BSSID = {2, 0, 0, 0, 0, last},
                         .dot11BSSType = (DOT11_BSS_TYPE)le32(dot11_BSS_type_infrastructure),
                         .lRSSI = (LONG)le32((uint32_t)-50),
                         .uLinkQuality = le32(100),
                         .usBeaconPeriod = le16(100),
                         .ullTimestamp = le64(0x1122334455667788),
                         .usCapabilityInformation = le16(0x11),
                         .uBufferLength = le32(octets)};
    size_t header = FIELD_OFFSET(DOT11_BSS_ENTRY, ucBuffer);
    memcpy(list + list_len, &e, header);
    uint8_t *ies = list + list_len + header;
    ies[0] = 0;
    ies[1] = (uint8_t)strlen(ssid);
    memcpy(ies + 2, ssid, strlen(ssid));
    list_len += (uint32_t)header + octets;
    list[4] = (uint8_t)(list_len - 12);
    list[5] = (uint8_t)((list_len - 12) >> 8);
}

struct seen {
    size_t count;
    struct extsta_bss_info last;
    char ssid[33];
};

static void see(void *user, const struct extsta_bss_info *bss)
{
    struct seen *s = (struct seen *)user;
    s->count++;
    s->last = *bss;
    memcpy(s->ssid, bss->ssid.data, bss->ssid.len);
    s->ssid[bss->ssid.len] = 0;
}

static void SCN_23_the_bss_list_is_read_entry_by_entry(void **state)
{
    static struct extsta_driver_ops ops;
    struct fake *f = calloc(1, sizeof *f);
    struct seen seen = {0};
    ops = fake_ops;
    ops.oid = list_oid;
    f->seed = 1;
    f->ctx = testing_context(&f->seed);
    struct extsta_station_config config = {
        .address = fake_own, .driver = &ops, .driver_make = fake_make, .driver_user = f};
    assert_non_null(extsta_station_new(f->ctx, &config, 0));
    memset(list, 0, sizeof list);
    list_len = 12;
    assert_int_equal(extsta_bss_list(f->sta, 1, see, &seen), 0);
    list_add(1, "one", 0);    /* 69 bytes: the next is unaligned */
    list_add(2, "two", 5000); /* beyond the first buffer: asked again */
    assert_int_equal(extsta_bss_list(f->sta, 1, see, &seen), 2);
    assert_int_equal(seen.count, 2);
    assert_string_equal(seen.ssid, "two");
    assert_int_equal(seen.last.bssid.b[5], 2);
    assert_int_equal(seen.last.rssi, -50);
    assert_int_equal(seen.last.freq, 2412);
    assert_int_equal(seen.last.phy_id, 1);
    assert_true(seen.last.timestamp == 0x1122334455667788);
    assert_int_equal(seen.last.elements.len, 5005);
    /* a driver that lies about its lengths */
    for (uint32_t cut = 0; cut < 12 + 69; cut++) {
        list_len = cut;
        assert_int_equal(extsta_bss_list(f->sta, 1, see, &seen), 0);
    }
    fake_free(f);
}

/* --- profiles --- */

static void profiles_are_checked(void **state)
{
    struct extsta_profile p;
    const char *why = NULL;
    struct extsta_span ssid = {(const uint8_t *)"net", 3}, none = {NULL, 0};
    uint8_t long_ssid[33] = {0};
    assert_int_equal(extsta_profile_make(&p, none, NULL), EXTSTA_E_USAGE);
    assert_int_equal(extsta_profile_make(&p, (struct extsta_span){long_ssid, 33}, NULL),
                     EXTSTA_E_USAGE);
    assert_int_equal(extsta_profile_make(&p, ssid, "1234567"), EXTSTA_E_USAGE);
    assert_int_equal(extsta_profile_make(&p, ssid, "12345678"), EXTSTA_OK);
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_OK);
    assert_null(why);
    char sixty_four[65];
    memset(sixty_four, 'a', 64);
    sixty_four[64] = 0;
    assert_int_equal(extsta_profile_make(&p, ssid, sixty_four), EXTSTA_E_USAGE);
    assert_int_equal(extsta_profile_make(&p, ssid, sixty_four + 1), EXTSTA_OK);
    assert_int_equal(extsta_profile_make(&p, ssid, "tab\tinside"), EXTSTA_E_USAGE);

    fake_profile_psk(&p);
    p.has_pmk = true;
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_E_USAGE);
    assert_non_null(why);
    fake_profile_psk(&p);
    p.manager = EXTSTA_MANAGER_NONE;
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_E_USAGE);
    fake_profile_psk(&p);
    p.auth = DOT11_AUTH_ALGO_RSNA; /* which takes no passphrase */
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_E_USAGE);
    p.auth = DOT11_AUTH_ALGO_WPA_NONE;
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_E_UNSUPPORTED);
    fake_profile_psk(&p);
    memset(p.passphrase, 'a', sizeof p.passphrase);
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_E_USAGE);
    fake_profile_open(&p);
    memcpy(p.passphrase, "12345678", 9);
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_E_USAGE);
    fake_profile_open(&p);
    p.manager = EXTSTA_MANAGER_IHV;
    assert_int_equal(extsta_profile_check(&p, &why), EXTSTA_E_USAGE);
    assert_int_equal(extsta_profile_check(&p, NULL), EXTSTA_E_USAGE);
}

/* Stations of one network share its profile and its PMK; the last one to go takes it along. */
static void one_network_is_kept_once(void **state)
{
    uint64_t seed = 1;
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_profile p, q;
    size_t before, after;
    fake_profile_psk(&p);
    fake_profile_psk(&q);
    memset(q.passphrase + 14, 0x55, 4); /* behind the end: of no account */
    q.ihv_connectivity = "<fast/>";
    acm_profile_unref(ctx, acm_profile_intern(ctx, &p)); /* makes the store */
    acm_profile_unref(ctx, acm_profile_intern(ctx, &q));
    extsta_context_memory(ctx, &before);
    struct acm_profile *first = acm_profile_intern(ctx, &p);
    assert_ptr_equal(acm_profile_intern(ctx, &p), first);
    struct acm_profile *other = acm_profile_intern(ctx, &q);
    assert_ptr_not_equal(other, first);
    q.ihv_connectivity = NULL;
    assert_ptr_equal(acm_profile_intern(ctx, &q), first);
    assert_true(first->has_pmk);
    assert_memory_equal(first->pmk, other->pmk, 32);
    for (int i = 0; i < 3; i++) {
        acm_profile_unref(ctx, first);
    }
    acm_profile_unref(ctx, other);
    extsta_context_memory(ctx, &after);
    assert_int_equal(after, before);
    extsta_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ROL_14_reactions_stand_behind_their_cause),
        cmocka_unit_test(an_embedder_can_be_the_host),
        cmocka_unit_test(every_packet_is_completed_without_memory),
        cmocka_unit_test(SCN_01_scan_request_layout),
        cmocka_unit_test(SEQ_27_scan_confirm_is_notified),
        cmocka_unit_test(SCN_23_the_bss_list_is_read_entry_by_entry),
        cmocka_unit_test(profiles_are_checked),
        cmocka_unit_test(one_network_is_kept_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
