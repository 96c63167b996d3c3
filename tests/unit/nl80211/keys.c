/* Keys as a host sets them, by the nl80211 driver: what the kernel is given of each. */
#include "kernel.h"

static uint32_t set(struct kernel *k, uint32_t number, const struct extsta_payload *p)
{
    uint8_t buffer[512];
    struct extsta_oid oid = {
        .oid = number, .kind = EXTSTA_OID_SET, .request_id = 7, .buffer = buffer};
    oid.in_len = (uint32_t)extsta_payload_write(p, buffer, sizeof buffer);
    assert_true(oid.in_len <= sizeof buffer);
    uint32_t status = extsta_oid(k->sta, k->now, &oid);
    settle(k);
    return status;
}

static uint32_t set_default_key(struct kernel *k, uint32_t index, uint32_t algorithm,
                                struct extsta_span key)
{
    struct extsta_payload p = {.form = EXTSTA_FORM_DEFAULT_KEY};
    p.key = (struct extsta_key){.index = index, .algorithm = algorithm};
    p.key.key.bytes = key;
    return set(k, OID_DOT11_CIPHER_DEFAULT_KEY, &p);
}

/* The material with what a cipher wants before it. */
static struct extsta_span material(enum extsta_form form, const void *key, size_t len,
                                   uint8_t *buffer, size_t size)
{
    struct extsta_payload p = {.form = form};
    p.material.counter = 0x060504030201u;
    p.material.key_len = (uint32_t)(form == EXTSTA_FORM_TKIP_KEY_MATERIAL ? len - 16 : len);
    p.material.mic_len = form == EXTSTA_FORM_TKIP_KEY_MATERIAL ? 16 : 0;
    p.material.keys.bytes = span(key, len);
    size_t n = extsta_payload_write(&p, buffer, size);
    assert_true(n <= size);
    return span(buffer, n);
}

static struct kernel *authorized(void)
{
    struct kernel *k = kernel_new(1);
    struct extsta_profile p = secure_home();
    secure(k);
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    assert_true(k->authorized);
    forget_log(k);
    return k;
}

/* The last command was about the key of this index, and this was its cipher. */
static void expect_key(struct kernel *k, uint8_t index, uint32_t cipher)
{
    struct nld_message m;
    struct nlattr *tb[NL80211_KEY_MAX + 1];
    assert_true(nld_read((const struct nlmsghdr *)(const void *)k->last, &m));
    assert_true(nld_nested(m.tb[NL80211_ATTR_KEY], tb, NL80211_KEY_MAX));
    assert_int_equal(nld_u8(tb[NL80211_KEY_IDX], 99), index);
    assert_int_equal(nld_u32(tb[NL80211_KEY_CIPHER], 0), cipher);
}

static void KEY_06_WEP_and_the_key_for_sending(void **state)
{
    struct kernel *k = kernel_new(1);
    struct extsta_profile p = home();
    p.unicast_cipher = p.multicast_cipher = DOT11_CIPHER_ALGO_WEP;
    p.wep_key_len = 5;
    memcpy(p.wep_key, "abcde", 5);
    p.wep_key_index = 1;
    k->aps[0].privacy = true;
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, 2 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "> NEW_KEY\n> SET_KEY\n"));
    assert_memory_equal(k->key, "abcde", 5);
    forget_log(k);
    /* another, not the one for sending; of a length that is none */
    assert_int_equal(set_default_key(k, 2, DOT11_CIPHER_ALGO_WEP, span("fghij", 5)),
                     NDIS_STATUS_SUCCESS);
    expect_log(k, "> NEW_KEY\n");
    expect_key(k, 2, 0x000fac01);
    assert_int_equal(set_default_key(k, 2, DOT11_CIPHER_ALGO_WEP, span("fghijk", 6)),
                     NDIS_STATUS_INVALID_DATA);
    assert_int_equal(set(k, OID_DOT11_CIPHER_DEFAULT_KEY_ID,
                         &(struct extsta_payload){.form = EXTSTA_FORM_NUMBER, .number = 2}),
                     NDIS_STATUS_SUCCESS);
    expect_log(k, "> SET_KEY\n");
    kernel_free(k);
}

static void the_MIC_keys_of_TKIP_change_places(void **state)
{
    struct kernel *k = authorized();
    k->host_errs = true; /* no access point has given this key */
    uint8_t buffer[64], key[32], wanted[32];
    for (uint8_t i = 0; i < 32; i++) {
        key[i] = i;
        wanted[i] = i < 16 ? i : i < 24 ? (uint8_t)(i + 8) : (uint8_t)(i - 8);
    }
    struct extsta_span m =
        material(EXTSTA_FORM_TKIP_KEY_MATERIAL, key, sizeof key, buffer, sizeof buffer);
    assert_int_equal(set_default_key(k, 2, DOT11_CIPHER_ALGO_TKIP, m), NDIS_STATUS_SUCCESS);
    expect_log(k, "> NEW_KEY\n");
    expect_key(k, 2, 0x000fac02);
    assert_memory_equal(k->key, wanted, sizeof wanted);
    kernel_free(k);
}

/* What is wrong with a key refuses it; one that is deleted leaves the card. */
static void KEY_01_KEY_03_wrong_keys_and_deleted_ones(void **state)
{
    struct kernel *k = authorized();
    k->host_errs = true;
    uint8_t buffer[64], key[16] = {7};
    struct extsta_span m =
        material(EXTSTA_FORM_KEY_MATERIAL, key, sizeof key, buffer, sizeof buffer);
    assert_int_equal(set_default_key(k, 2, DOT11_CIPHER_ALGO_CCMP, m), NDIS_STATUS_SUCCESS);
    expect_log(k, "> NEW_KEY\n");
    assert_int_equal(set_default_key(k, 7, DOT11_CIPHER_ALGO_CCMP, m),
                     NDIS_STATUS_INVALID_DATA);
    assert_int_equal(set_default_key(k, 2, 0x33, m), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(set_default_key(k, 2, DOT11_CIPHER_ALGO_CCMP, span(m.data, 4)),
                     NDIS_STATUS_INVALID_LENGTH);
    expect_log(k, "");
    struct extsta_payload gone = {.form = EXTSTA_FORM_DEFAULT_KEY};
    gone.key =
        (struct extsta_key){.index = 2, .algorithm = DOT11_CIPHER_ALGO_CCMP, .is_delete = true};
    assert_int_equal(set(k, OID_DOT11_CIPHER_DEFAULT_KEY, &gone), NDIS_STATUS_SUCCESS);
    expect_log(k, "> DEL_KEY\n");
    assert_int_equal(set(k, OID_DOT11_CIPHER_DEFAULT_KEY, &gone), NDIS_STATUS_SUCCESS);
    expect_log(k, ""); /* it was not there */
    kernel_free(k);
}

static void KEY_02_a_key_of_management_frames(void **state)
{
    struct kernel *k = authorized();
    uint8_t buffer[64], key[16] = {9};
    struct extsta_span m =
        material(EXTSTA_FORM_KEY_MATERIAL, key, sizeof key, buffer, sizeof buffer);
    assert_int_equal(set_default_key(k, 4, DOT11_CIPHER_ALGO_BIP, m), NDIS_STATUS_SUCCESS);
    expect_log(k, "> NEW_KEY\n");
    expect_key(k, 4, 0x000fac06);
    assert_memory_equal(k->key, key, sizeof key);
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(KEY_06_WEP_and_the_key_for_sending),
        cmocka_unit_test(the_MIC_keys_of_TKIP_change_places),
        cmocka_unit_test(KEY_01_KEY_03_wrong_keys_and_deleted_ones),
        cmocka_unit_test(KEY_02_a_key_of_management_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
