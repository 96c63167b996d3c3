/* msm: what the OS does about wrong Michael MICs, by the indications of a miniport. */
#include "../fake_driver.h"
#include "base/bytes.h"

#define LIST OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST

static void mic_failure(struct fake *f, struct extsta_mac peer, bool default_key)
{
    uint8_t b[18] = {0x80, 1, 18, 0, default_key};
    put_le32(b + 8, default_key ? 1 : 0);
    memcpy(b + 12, peer.b, 6);
    fake_indicate(f, NDIS_STATUS_DOT11_TKIPMIC_FAILURE, b, sizeof b);
    fake_run(f);
}

/* A port that the OS manages; the fake driver says that it is authorized. */
static struct fake *connected(void)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_psk(&p);
    p.unicast_cipher = DOT11_CIPHER_ALGO_TKIP;
    fake_connect(f, &p, true);
    fake_clear_log(f);
    return f;
}

/* The last request was the list with this AP, or the empty one. */
static void expect_list(struct fake *f, const struct extsta_mac *ap)
{
    assert_true(f->oid_count > 0);
    size_t last = f->oid_count - 1;
    assert_int_equal(f->last_oid[last].oid, LIST);
    assert_int_equal(f->last_oid[last].in_len, ap ? 18 : 12);
    assert_int_equal(get_le32(f->last_input[last] + 4), ap ? 1 : 0);
    if (ap) {
        assert_memory_equal(f->last_input[last] + 12, ap->b, 6);
    }
}

static void CIP_11_two_failures_within_a_minute_exclude_the_ap_for_a_minute(void **state)
{
    struct fake *f = connected();
    mic_failure(f, fake_ap_a, false);
    assert_int_equal(f->oid_count, 0);
    f->now += 60 * EXTSTA_SECOND - 1;
    mic_failure(f, fake_ap_a, true);
    expect_list(f, &fake_ap_a);
    fake_expect(f, "< TKIPMIC_FAILURE\n"
                   "< TKIPMIC_FAILURE\n"
                   "notify countermeasures 3c\n"
                   "> set EXCLUDED_MAC_ADDRESS_LIST\n");
    fake_expire(f, 60 * EXTSTA_SECOND - 1);
    fake_expect(f, "");
    fake_expire(f, 1);
    expect_list(f, NULL);
    fake_expect(f, "notify countermeasures 0\n"
                   "> set EXCLUDED_MAC_ADDRESS_LIST\n");
    fake_free(f);
}

static void CIP_11_failures_a_minute_apart_are_none_of_a_pair(void **state)
{
    struct fake *f = connected();
    for (int i = 0; i < 3; i++) {
        mic_failure(f, fake_ap_a, false);
        f->now += 60 * EXTSTA_SECOND;
    }
    assert_int_equal(f->oid_count, 0);
    mic_failure(f, fake_ap_b, false); /* of nobody we have a port to */
    mic_failure(f, fake_ap_b, false);
    assert_int_equal(f->oid_count, 0);
    fake_free(f);
}

/* CIP-11: a reset empties the list (MIB-04), so the next connection sets it again. */
static void CIP_11_a_reset_does_not_end_the_minute(void **state)
{
    struct fake *f = connected();
    struct extsta_profile p;
    mic_failure(f, fake_ap_a, false);
    mic_failure(f, fake_ap_a, false);
    assert_int_equal(extsta_disconnect(f->sta, f->now), EXTSTA_OK);
    fake_run(f);
    fake_profile_psk(&p);
    p.auto_connect = false;
    fake_clear_log(f);
    assert_int_equal(extsta_connect(f->sta, f->now, &p), EXTSTA_OK);
    fake_run(f);
    size_t found = 0;
    for (size_t i = 0; i < f->oid_count; i++) {
        found += f->last_oid[i].oid == LIST && get_le32(f->last_input[i] + 4) == 1;
    }
    assert_int_equal(found, 1);
    fake_free(f);
}

/* Who has no port that the OS or the driver authenticates takes no countermeasures. */
static void CIP_11_not_without_an_authenticated_port(void **state)
{
    struct fake *f = fake_new();
    struct extsta_profile p;
    fake_profile_open(&p);
    fake_connect(f, &p, false);
    fake_clear_log(f);
    mic_failure(f, fake_ap_a, false);
    mic_failure(f, fake_ap_a, false);
    assert_int_equal(f->oid_count, 0);
    fake_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(CIP_11_two_failures_within_a_minute_exclude_the_ap_for_a_minute),
        cmocka_unit_test(CIP_11_failures_a_minute_apart_are_none_of_a_pair),
        cmocka_unit_test(CIP_11_a_reset_does_not_end_the_minute),
        cmocka_unit_test(CIP_11_not_without_an_authenticated_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
