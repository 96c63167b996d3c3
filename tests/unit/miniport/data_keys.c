/* The key tables through the two key OIDs (contract KEY-01 ... KEY-10, CIP-06, ASC-35, ASC-36,
 * DIS-25, X-61, X-62). Layouts: DOT11_CIPHER_DEFAULT_KEY_VALUE, DOT11_CIPHER_KEY_MAPPING_KEY_
 * VALUE in a DOT11_BYTE_ARRAY, DOT11_KEY_ALGO_... (windot11.h). */
#include "data_fixture.h"

struct buffer {
    uint8_t b[4096];
    size_t len;
};

/* ucKey of a key with a counter. */
static size_t put_algo(uint8_t *p, uint64_t counter, const uint8_t *key, size_t len)
{
    put_le32(p, (uint32_t)counter);
    put_le16(p + 4, (uint16_t)(counter >> 32));
    put_le16(p + 6, 0);
    put_le32(p + 8, (uint32_t)len);
    memcpy(p + 12, key, len);
    return 12 + len;
}

static struct buffer default_key(uint32_t index, uint32_t algorithm, struct extsta_mac mac,
                                 bool is_static)
{
    struct buffer v = {.len = 22};
    v.b[0] = NDIS_OBJECT_TYPE_DEFAULT;
    v.b[1] = DOT11_CIPHER_DEFAULT_KEY_VALUE_REVISION_1;
    v.b[2] = 24;
    put_le32(v.b + 4, index);
    put_le32(v.b + 8, algorithm);
    memcpy(v.b + 12, mac.b, 6);
    v.b[19] = is_static;
    if (algorithm == DOT11_CIPHER_ALGO_WEP || algorithm == DOT11_CIPHER_ALGO_WEP40 ||
        algorithm == DOT11_CIPHER_ALGO_WEP104) {
        size_t n = algorithm == DOT11_CIPHER_ALGO_WEP40 ? 5 : 13;
        memcpy(v.b + 22, "abcdefghijklm", n);
        v.len += n;
    } else {
        v.len += put_algo(v.b + 22, 0, tk1, 16);
    }
    put_le16(v.b + 20, (uint16_t)(v.len - 22));
    return v;
}

static uint32_t set_default(struct fixture *fx, const struct buffer *v)
{
    return keys_set_default(&fx->mp, span(v->b, v->len));
}

static struct buffer mapping_array(void)
{
    struct buffer v = {.len = 12};
    v.b[0] = NDIS_OBJECT_TYPE_DEFAULT;
    v.b[1] = DOT11_CIPHER_KEY_MAPPING_KEY_VALUE_BYTE_ARRAY_REVISION_1;
    v.b[2] = 16;
    return v;
}

static void mapping_add(struct buffer *v, struct extsta_mac peer, uint32_t direction,
                        const uint8_t *key, bool delete, bool is_static)
{
    uint8_t *p = v->b + v->len;
    memset(p, 0, 20);
    memcpy(p, peer.b, 6);
    put_le32(p + 8, DOT11_CIPHER_ALGO_CCMP);
    put_le32(p + 12, direction);
    p[16] = delete;
    p[17] = is_static;
    size_t n = delete ? 0 : put_algo(p + 20, 0, key, 16);
    put_le16(p + 18, (uint16_t)n);
    v->len += 20 + n;
    put_le32(v->b + 4, (uint32_t)(v->len - 12));
    put_le32(v->b + 8, (uint32_t)(v->len - 12));
}

static uint32_t set_mapping(struct fixture *fx, const struct buffer *v)
{
    return keys_set_mapping(&fx->mp, span(v->b, v->len));
}

static const struct extsta_mac zero = {{0}};

/* The key-mapping key of the AP. */
static const struct mp_key *mapping(const struct fixture *fx)
{
    return keys_mapping_find(&fx->mp, ap, DOT11_DIR_OUTBOUND);
}

static void KEY_01_unsupported_cipher_or_index(void **state)
{
    struct fixture *fx = *state;
    struct buffer v = default_key(0, 0x80000001u, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    v = default_key(0, DOT11_CIPHER_ALGO_NONE, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    v = default_key(4, DOT11_CIPHER_ALGO_CCMP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    v = default_key(3, DOT11_CIPHER_ALGO_BIP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    v = default_key(6, DOT11_CIPHER_ALGO_BIP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    for (uint32_t i = 0; i < 4; i++) {
        v = default_key(i, DOT11_CIPHER_ALGO_CCMP, zero, false);
        assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
        assert_non_null(fx->mp.keys.default_keys[i]);
    }
    v = default_key(5, DOT11_CIPHER_ALGO_BIP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
}

/* EXTSTA_PRIVATE_SET_BEACON_KEY: what the table of default keys has no index for. */
static void the_key_of_beacons(void **state)
{
    struct fixture *fx = *state;
    uint8_t b[16 + 33] = {6, 0, 0, 0, 6, 0, 0, 0, 0x2a};
    assert_int_equal(keys_set_beacon(&fx->mp, span(b, 15)), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(keys_set_beacon(&fx->mp, span(b, 16 + 15)), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(keys_set_beacon(&fx->mp, span(b, 16 + 32)), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(keys_set_beacon(&fx->mp, span(b, 16 + 16)), NDIS_STATUS_SUCCESS);
    assert_int_equal(fx->mp.keys.default_keys[6]->rx_start, 0x2a);
    b[4] = 4; /* CCMP */
    assert_int_equal(keys_set_beacon(&fx->mp, span(b, 16 + 16)), NDIS_STATUS_INVALID_DATA);
    b[4] = 0xc; /* BIP-GMAC-256 */
    b[0] = 7;
    assert_int_equal(keys_set_beacon(&fx->mp, span(b, 16 + 32)), NDIS_STATUS_SUCCESS);
    for (b[0] = 0; b[0] < 10; b[0] += 5) { /* 0, 5: of others */
        assert_int_equal(keys_set_beacon(&fx->mp, span(b, 16 + 32)), NDIS_STATUS_INVALID_DATA);
    }
    keys_on_leave(&fx->mp);
    assert_null(fx->mp.keys.default_keys[6]);
    assert_null(fx->mp.keys.default_keys[7]);
}

static void KEY_01_ibss_rows(void **state)
{
    struct fixture *fx = *state;
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    struct buffer v = default_key(1, DOT11_CIPHER_ALGO_CCMP, group, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    for (uint8_t i = 0; i < MP_MAX_PER_STATION; i++) {
        v = default_key(1, DOT11_CIPHER_ALGO_CCMP, (struct extsta_mac){{2, 0, 0, 0, 1, i}},
                        false);
        assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    }
    v = default_key(1, DOT11_CIPHER_ALGO_CCMP, far, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_LENGTH);
    v = default_key(1, DOT11_CIPHER_ALGO_CCMP, (struct extsta_mac){{2, 0, 0, 0, 1, 0}}, false);
    v.b[18] = 1; /* deleting the last key of a row frees the row */
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    v = default_key(1, DOT11_CIPHER_ALGO_CCMP, far, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
}

static void KEY_02_infrastructure_ignores_the_address(void **state)
{
    struct fixture *fx = *state; /* */
    struct buffer v = default_key(1, DOT11_CIPHER_ALGO_CCMP, ap, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    assert_non_null(fx->mp.keys.default_keys[1]);
    assert_int_equal(fx->mp.keys.row_count, 0);
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    v = default_key(2, DOT11_CIPHER_ALGO_CCMP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    assert_non_null(fx->mp.keys.default_keys[2]);
    v = default_key(2, DOT11_CIPHER_ALGO_CCMP, far, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    bool row = false;
    assert_non_null(keys_station_find(&fx->mp, far, 2, &row));
    assert_true(row);
    assert_null(keys_station_find(&fx->mp, far, 1, &row));
    assert_true(row);
    assert_null(keys_station_find(&fx->mp, ap, 2, &row));
    assert_false(row);
}

static void KEY_03_delete(void **state)
{
    struct fixture *fx = *state;
    struct buffer v = default_key(1, DOT11_CIPHER_ALGO_CCMP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    v = default_key(1, 0xffffffffu, zero, false); /* algorithm and length mean nothing */
    v.b[18] = 1;
    put_le16(v.b + 20, 0xffff);
    v.len = 22;
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    assert_null(fx->mp.keys.default_keys[1]);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS); /* absent already */
}

static void KEY_04_KEY_09_static_keys_stay(void **state)
{
    struct fixture *fx = *state;
    struct buffer v = default_key(0, DOT11_CIPHER_ALGO_WEP, zero, true);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    v = default_key(1, DOT11_CIPHER_ALGO_CCMP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    struct buffer m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk1, false, false);
    mapping_add(&m, far, DOT11_DIR_BOTH, tk2, false, true);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    keys_on_leave(&fx->mp);
    assert_non_null(fx->mp.keys.default_keys[0]);
    assert_null(fx->mp.keys.default_keys[1]);
    assert_null(keys_mapping_find(&fx->mp, ap, DOT11_DIR_INBOUND));
    assert_non_null(keys_mapping_find(&fx->mp, far, DOT11_DIR_INBOUND));
    keys_clear_all(&fx->mp); /* KEY-09 */
    assert_null(fx->mp.keys.default_keys[0]);
    assert_int_equal(fx->mp.keys.mapping_count, 0);
}

static void ASC_36_only_the_keys_of_that_peer(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    struct buffer m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk1, false, false);
    mapping_add(&m, far, DOT11_DIR_BOTH, tk2, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    struct buffer v = default_key(1, DOT11_CIPHER_ALGO_CCMP, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    keys_on_association(&fx->mp, fx->mp.link.ap);
    assert_null(keys_mapping_find(&fx->mp, ap, DOT11_DIR_INBOUND));
    assert_non_null(keys_mapping_find(&fx->mp, far, DOT11_DIR_INBOUND));
    assert_null(fx->mp.keys.default_keys[1]); /* ASC-35 */
}

static void KEY_05_entries_are_peer_and_direction(void **state)
{
    struct fixture *fx = *state;
    struct buffer m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_INBOUND, tk1, false, false);
    mapping_add(&m, ap, DOT11_DIR_OUTBOUND, tk2, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    struct mp_key *in = keys_mapping_find(&fx->mp, ap, DOT11_DIR_INBOUND);
    struct mp_key *out = keys_mapping_find(&fx->mp, ap, DOT11_DIR_OUTBOUND);
    assert_true(cipher_key_equals(in->cipher, span(tk1, 16)));
    assert_true(cipher_key_equals(out->cipher, span(tk2, 16)));
    m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, NULL, true, false); /* not the same entry */
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    assert_int_equal(fx->mp.keys.mapping_count, 2);
    m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_INBOUND, NULL, true, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    assert_null(keys_mapping_find(&fx->mp, ap, DOT11_DIR_INBOUND));
    assert_non_null(keys_mapping_find(&fx->mp, ap, DOT11_DIR_OUTBOUND));
}

static void X_62_exact_direction_before_both(void **state)
{
    struct fixture *fx = *state;
    struct buffer m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk1, false, false);
    mapping_add(&m, ap, DOT11_DIR_INBOUND, tk2, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    struct mp_key *in = keys_mapping_find(&fx->mp, ap, DOT11_DIR_INBOUND);
    struct mp_key *out = keys_mapping_find(&fx->mp, ap, DOT11_DIR_OUTBOUND);
    assert_true(cipher_key_equals(in->cipher, span(tk2, 16)));
    assert_true(cipher_key_equals(out->cipher, span(tk1, 16)));
}

static uint32_t set_id(struct fixture *fx, uint8_t id)
{
    return keys_set_pairwise_id(&fx->mp, span(&id, 1));
}

/* EXTSTA_PRIVATE_SET_PAIRWISE_ID: two key-mapping keys of one peer, each with its id. */
static void two_pairwise_keys_by_their_ids(void **state)
{
    struct fixture *fx = *state;
    assert_int_equal(set_id(fx, 0), NDIS_STATUS_INVALID_STATE); /* there is no AP */
    associate_rsna(fx);
    assert_int_equal(set_id(fx, 0), NDIS_STATUS_INVALID_STATE); /* nobody has agreed on it */
    fx->mp.link.ap->negotiated.ext_key_id = true;
    assert_int_equal(set_id(fx, 2), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(keys_set_pairwise_id(&fx->mp, span("\0\0", 2)),
                     NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(set_id(fx, 0), NDIS_STATUS_SUCCESS);
    struct buffer m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk1, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    assert_int_equal(set_id(fx, 1), NDIS_STATUS_SUCCESS);
    m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_INBOUND, tk2, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    struct mp_key *first = keys_by_id_find(&fx->mp, ap, 0);
    struct mp_key *second = keys_by_id_find(&fx->mp, ap, 1);
    assert_true(cipher_key_equals(first->cipher, span(tk1, 16)));
    assert_true(cipher_key_equals(second->cipher, span(tk2, 16)));
    assert_ptr_equal(mapping(fx), first); /* what is sent is under the old one */
    second->tx_pn = 5;
    m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk2, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    assert_ptr_equal(mapping(fx), second);
    assert_int_equal(second->tx_pn, 5); /* the same key again: no counter begins anew */
    assert_ptr_equal(keys_by_id_find(&fx->mp, ap, 0), first);
    assert_int_equal(fx->mp.keys.mapping_count, 2);
    m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, NULL, true, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    assert_null(keys_by_id_find(&fx->mp, ap, 1));
    keys_on_association(&fx->mp, fx->mp.link.ap);
    assert_false(fx->mp.keys.by_id);
    assert_null(keys_by_id_find(&fx->mp, ap, 0));
}

static void KEY_05_a_bad_entry_spoils_the_whole_set(void **state)
{
    struct fixture *fx = *state;
    struct buffer m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk1, false, false);
    mapping_add(&m, group, DOT11_DIR_BOTH, tk2, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(fx->mp.keys.mapping_count, 0);
    m = mapping_array();
    mapping_add(&m, ap, 4, tk1, false, false);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_INVALID_DATA);
    m = mapping_array();
    for (uint8_t i = 0; i <= MP_MAX_KEY_MAPPINGS; i++) {
        mapping_add(&m, (struct extsta_mac){{2, 0, 0, 0, 1, i}}, DOT11_DIR_BOTH, tk1, false,
                    false);
    }
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(fx->mp.keys.mapping_count, MP_MAX_KEY_MAPPINGS);
}

static void KEY_08_the_counter_is_little_endian(void **state)
{
    struct fixture *fx = *state; /* ucIV48Counter[0] is PN0 */
    struct buffer v = default_key(1, DOT11_CIPHER_ALGO_CCMP, zero, false);
    put_algo(v.b + 22, 0x060504030201ull, tk1, 16);
    assert_int_equal(v.b[22], 1);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    assert_int_equal(fx->mp.keys.default_keys[1]->rx_start, 0x060504030201ull);
}

static void CIP_06_key_sizes(void **state)
{
    struct fixture *fx = *state;
    struct buffer v = default_key(0, DOT11_CIPHER_ALGO_WEP40, zero, false);
    put_le16(v.b + 20, 13);
    v.len = 22 + 13;
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    v = default_key(0, DOT11_CIPHER_ALGO_WEP104, zero, false);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    put_le16(v.b + 20, 5);
    v.len = 22 + 5;
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    put_le32(v.b + 8, DOT11_CIPHER_ALGO_WEP);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    v = default_key(0, DOT11_CIPHER_ALGO_CCMP, zero, false);
    put_le32(v.b + 22 + 8, 15);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
    put_le32(v.b + 22 + 8, 0xffffffff);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
}

static void CIP_06_tkip_receive_mic_key_first(void **state)
{
    struct fixture *fx = *state;
    struct buffer v = default_key(1, DOT11_CIPHER_ALGO_TKIP, zero, false);
    put_le32(v.b + 22 + 8, 16);
    put_le32(v.b + 22 + 12, 16);
    for (uint8_t i = 0; i < 32; i++) {
        v.b[22 + 16 + i] = i;
    }
    v.len = 22 + 16 + 32;
    put_le16(v.b + 20, 48);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    const struct mp_secret *mic = fx->mp.keys.default_keys[1]->extra;
    assert_int_equal(mic->bytes[0], 16); /* receive */
    assert_int_equal(mic->bytes[8], 24); /* transmit */
    put_le32(v.b + 22 + 12, 8);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_INVALID_DATA);
}

static void every_truncated_set_is_refused_and_changes_nothing(void **state)
{
    struct fixture *fx = *state;
    struct buffer v = default_key(1, DOT11_CIPHER_ALGO_CCMP, zero, false);
    for (size_t n = 0; n < v.len; n++) {
        uint8_t *exact = malloc(n ? n : 1);
        memcpy(exact, v.b, n);
        assert_int_equal(keys_set_default(&fx->mp, span(exact, n)), NDIS_STATUS_INVALID_LENGTH);
        free(exact);
    }
    struct buffer m = mapping_array();
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk1, false, false);
    mapping_add(&m, far, DOT11_DIR_BOTH, tk1, false, false);
    for (size_t n = 0; n < m.len; n++) {
        uint8_t *exact = malloc(n ? n : 1);
        memcpy(exact, m.b, n);
        assert_int_equal(keys_set_mapping(&fx->mp, span(exact, n)), NDIS_STATUS_INVALID_LENGTH);
        if (n >= 12 && n != 12 &&
            n != 12 + 48) { /* the count tells the truth, an entry is cut */
            put_le32(exact + 4, (uint32_t)(n - 12));
            assert_int_equal(keys_set_mapping(&fx->mp, span(exact, n)),
                             NDIS_STATUS_INVALID_LENGTH);
        }
        free(exact);
    }
    assert_int_equal(fx->mp.keys.mapping_count, 0);
    assert_null(fx->mp.keys.default_keys[1]);
}

static void KEY_07_a_tkip_key_is_replaced_as_a_whole(void **state)
{
    struct fixture *fx = *state;
    uint8_t second[32];
    memcpy(second, tk1, 32);
    second[31] ^= 1; /* only a MIC key differs */
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_TKIP, span(tk1, 32)));
    uint32_t serial = mapping(fx)->serial;
    assert_true(keys_install_pairwise(&fx->mp, ap, CIPHER_TKIP, span(second, 32)));
    assert_int_not_equal(mapping(fx)->serial, serial);
    assert_true(cipher_key_equals(mapping(fx)->cipher, span(second, 32)));
    assert_memory_equal(mapping(fx)->extra->bytes, second + 16, 16);
    assert_int_equal(fx->mp.keys.mapping_count, 1);
}

static void DIS_25_all_keys_of_a_peer_go_static_ones_too(void **state)
{
    struct fixture *fx = *state; /* */
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    struct buffer v = default_key(2, DOT11_CIPHER_ALGO_CCMP, far, true);
    assert_int_equal(set_default(fx, &v), NDIS_STATUS_SUCCESS);
    struct buffer m = mapping_array();
    mapping_add(&m, far, DOT11_DIR_BOTH, tk1, false, true);
    mapping_add(&m, ap, DOT11_DIR_BOTH, tk1, false, true);
    assert_int_equal(set_mapping(fx, &m), NDIS_STATUS_SUCCESS);
    keys_forget_peer(&fx->mp, far);
    bool row = true;
    assert_null(keys_station_find(&fx->mp, far, 2, &row));
    assert_false(row);
    assert_null(keys_mapping_find(&fx->mp, far, DOT11_DIR_INBOUND));
    assert_non_null(keys_mapping_find(&fx->mp, ap, DOT11_DIR_INBOUND));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(KEY_01_unsupported_cipher_or_index),
        DATA_TEST(the_key_of_beacons),
        DATA_TEST(KEY_01_ibss_rows),
        DATA_TEST(KEY_02_infrastructure_ignores_the_address),
        DATA_TEST(KEY_03_delete),
        DATA_TEST(KEY_04_KEY_09_static_keys_stay),
        DATA_TEST(ASC_36_only_the_keys_of_that_peer),
        DATA_TEST(KEY_05_entries_are_peer_and_direction),
        DATA_TEST(X_62_exact_direction_before_both),
        DATA_TEST(two_pairwise_keys_by_their_ids),
        DATA_TEST(KEY_05_a_bad_entry_spoils_the_whole_set),
        DATA_TEST(KEY_08_the_counter_is_little_endian),
        DATA_TEST(CIP_06_key_sizes),
        DATA_TEST(CIP_06_tkip_receive_mic_key_first),
        DATA_TEST(every_truncated_set_is_refused_and_changes_nothing),
        DATA_TEST(KEY_07_a_tkip_key_is_replaced_as_a_whole),
        DATA_TEST(DIS_25_all_keys_of_a_peer_go_static_ones_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
