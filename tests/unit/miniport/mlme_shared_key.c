/* Shared key authentication (mlme/auth_shared.c): the four frames of IEEE 802.11-2020 12.3.3.3,
 * the third one opened with RC4 and checked octet for octet. */
#include "mlme_air.h"
#include "crypto/primitives.h"

static const uint8_t wep_key[13] = "thirteen char";
static uint8_t challenge[128];

/* The Authentication frames of the station, the last ones. */
static struct {
    unsigned count;
    bool is_protected;
    uint8_t body[200];
    size_t len;
} seen;

static void watch_auth(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct frame f;
    enum extsta_drop drop;
    if (o->type == EXTSTA_OUT_FRAME && frame_parse(o->frame.bytes, &f, &drop) &&
        frame_kind(&f) == FRAME_AUTH) {
        seen.count++;
        seen.is_protected = (f.fc & FC_PROTECTED) != 0;
        seen.len = f.body.len;
        assert_true(f.body.len <= sizeof seen.body);
        memcpy(seen.body, f.body.data, f.body.len);
    }
}

static void set_oid(struct air *a, uint32_t oid, void *value, size_t len)
{
    assert_int_equal(air_oid(a, oid, EXTSTA_OID_SET, value, len, 0), NDIS_STATUS_SUCCESS);
}

/* A WEP AP that says nothing by itself, and a station with the key at this index. */
static struct ap *begin(struct air *a, uint32_t index)
{
    uint8_t key[28 + 13] = {0x80, 1, sizeof key, 0}, id[4];
    struct ap *ap = air_add(a, AP_A, 2437, -50);
    struct mp_mib *mib;
    memset(&seen, 0, sizeof seen);
    for (size_t i = 0; i < sizeof challenge; i++) {
        challenge[i] = (uint8_t)(i * 7 + 1);
    }
    ap->no_auth = ap->no_beacon = ap->privacy = true;
    a->watch = watch_auth;
    a->watcher = a;
    air_profile(a, "net", false);
    mib = mib_edit(a->mp);
    mib->auth[0] = DOT11_AUTH_ALGO_80211_SHARED_KEY;
    mib->unicast[0] = mib->multicast[0] = DOT11_CIPHER_ALGO_WEP104;
    put_le32(key + 4, index);
    put_le32(key + 8, DOT11_CIPHER_ALGO_WEP104);
    key[19] = 1; /* bStatic */
    put_le16(key + 20, sizeof wep_key);
    memcpy(key + 22, wep_key, sizeof wep_key);
    set_oid(a, OID_DOT11_CIPHER_DEFAULT_KEY, key, 22 + sizeof wep_key);
    put_le32(id, index);
    set_oid(a, OID_DOT11_CIPHER_DEFAULT_KEY_ID, id, 4);
    ap_beacon(a, ap);
    return ap;
}

static void ap_says(struct air *a, const struct ap *ap, uint16_t transaction, uint16_t status,
                    size_t challenge_len)
{
    uint8_t frame[200], element[2 + sizeof challenge] = {16, (uint8_t)challenge_len};
    struct writer w = writer_of(frame, sizeof frame);
    memcpy(element + 2, challenge, challenge_len);
    frame_write_mgmt(&w, FRAME_AUTH, STA_MAC, ap->mac, ap->mac, a->seq++ & 0xfff);
    mgmt_write_auth(
        &w, &(struct mgmt_auth){.algorithm = 1,
                                .transaction = transaction,
                                .status = status,
                                .rest = span(element, challenge_len ? 2 + challenge_len : 0)});
    air_deliver(a, span(frame, writer_len(&w)), ap->freq, ap->signal);
}

/* The frame seen last is transaction 3 with the challenge, under the key and index. Its IV. */
static uint32_t expect_answer(struct air *a, uint8_t index)
{
    uint8_t seed[16], clear[200], crc[4];
    assert_true(seen.is_protected);
    assert_int_equal(seen.len, 4 + 6 + 2 + 128 + 4);
    assert_int_equal(seen.body[3], index << 6);
    memcpy(seed, seen.body, 3);
    memcpy(seed + 3, wep_key, 13);
    size_t len = seen.len - 4;
    memcpy(clear, seen.body + 4, len);
    assert_int_equal(crypto_rc4(crypto_of(a->ctx), span(seed, 16), 0, clear, len), EXTSTA_OK);
    static const uint8_t fixed[8] = {1, 0, 3, 0, 0, 0, 16, 128};
    assert_memory_equal(clear, fixed, 8);
    assert_memory_equal(clear + 8, challenge, 128);
    put_le32(crc, frame_fcs(span(clear, len - 4)));
    assert_memory_equal(clear + len - 4, crc, 4);
    return get_le32(seen.body) & 0xffffff;
}

static void ATH_02_the_challenge_is_answered_with_the_default_key(void **state)
{
    struct air *a = *state;
    static const uint8_t first[6] = {1, 0, 1, 0, 0, 0};
    struct ap *ap = begin(a, 2);
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_turn(a);
    assert_int_equal(seen.len, 6);
    assert_false(seen.is_protected);
    assert_memory_equal(seen.body, first, 6);
    ap_says(a, ap, 2, 0, 128);
    uint32_t iv = expect_answer(a, 2);
    unsigned count = seen.count;
    air_pass(a, EXTSTA_SECOND); /* no answer: once more, under another IV */
    assert_true(seen.count > count);
    assert_int_not_equal(expect_answer(a, 2), iv);
    ap_says(a, ap, 4, 0, 0);
    air_pass(a, 10 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
    assert_int_equal(a->mp->link.ap->negotiated.auth, DOT11_AUTH_ALGO_80211_SHARED_KEY);
}

static void ATH_02_a_refusal_ends_it(void **state)
{
    struct air *a = *state;
    struct ap *ap = begin(a, 0);
    air_connect(a);
    air_turn(a);
    ap_says(a, ap, 2, 0, 128);
    a->log[0] = 0;
    ap_says(a, ap, 4, 15, 0);
    assert_string_equal(a->log, "ASSOCIATION_COMPLETION A 3000f\nCONNECTION_COMPLETION 6\n");
}

/* Neither a success before the challenge, nor a challenge that is none. */
static void what_is_no_answer_is_dropped(void **state)
{
    struct air *a = *state;
    struct ap *ap = begin(a, 0);
    air_connect(a);
    air_turn(a);
    unsigned count = seen.count;
    ap_says(a, ap, 4, 0, 0);
    ap_auth(a, ap, 2, 0); /* Open System's */
    air_pass(a, 2 * EXTSTA_MS);
    ap_says(a, ap, 2, 0, 0);
    ap_says(a, ap, 2, 0, 127);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_WRONG_TRANSACTION), 1);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_UNEXPECTED_STATE), 3);
    assert_int_equal(seen.count, count);
    assert_false(mlme_is_associated(a->mp));
}

static void ATH_02_without_a_key_nothing_is_sent(void **state)
{
    struct air *a = *state;
    begin(a, 1);
    uint8_t id[4] = {3, 0, 0, 0};
    set_oid(a, OID_DOT11_CIPHER_DEFAULT_KEY_ID, id, 4);
    air_connect(a);
    air_pass(a, EXTSTA_SECOND);
    assert_int_equal(seen.count, 0);
    assert_non_null(strstr(a->log, "ASSOCIATION_COMPLETION A 1\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AIR_TEST(ATH_02_the_challenge_is_answered_with_the_default_key),
        AIR_TEST(ATH_02_a_refusal_ends_it),
        AIR_TEST(what_is_no_answer_is_dropped),
        AIR_TEST(ATH_02_without_a_key_nothing_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
