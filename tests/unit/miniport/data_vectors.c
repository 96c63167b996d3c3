/* The receive path against protected MPDUs of public captures: what goes up must be, octet for
 * octet, the plaintext an independent decryption gave (DEC-01, DEC-02, CIP-08). */
#include "data_fixture.h"

#include "../vectors/capture_mpdus.h"
#include "../vectors/hex.h"

struct opened {
    struct hex mpdu, tk, michael, plain;
    struct frame f;
    uint32_t suite;
    uint8_t material[32];
    size_t material_len;
};

static uint32_t suite_of(const char *cipher)
{
    return strcmp(cipher, "CCMP-256") == 0   ? CIPHER_CCMP_256
           : strcmp(cipher, "CCMP-128") == 0 ? CIPHER_CCMP
           : strcmp(cipher, "TKIP") == 0     ? CIPHER_TKIP
                                             : CIPHER_WEP40;
}

static void open_vector(const struct vector_capture *v, struct opened *o)
{
    enum extsta_drop drop;
    *o = (struct opened){.mpdu = hex(v->mpdu_encrypted),
                         .tk = hex(v->tk),
                         .michael = hex(v->michael_key),
                         .plain = hex(v->body_plain),
                         .suite = suite_of(v->cipher)};
    assert_true(frame_parse(hex_span(&o->mpdu), &o->f, &drop));
    o->material_len = o->tk.len;
    memcpy(o->material, o->tk.b, o->tk.len);
    if (o->suite == CIPHER_TKIP) { /* the receiver's MIC key comes first (CIP-06) */
        memcpy(o->material + 16, o->michael.b, 8);
        o->material_len = 32;
        o->plain.len -= 8; /* the vector's plaintext ends with the MIC */
    }
}

/* A station that is the receiver of this MPDU, not connected to anything. */
static void play(struct fixture *fx, const struct opened *o, long key_id)
{
    struct extsta_span key = span(o->material, o->material_len);
    if (mac_is_group(o->f.addr1)) {
        assert_true(keys_install_group(&fx->mp, o->suite, (uint8_t)key_id, key, 0));
    } else {
        fx->mp.address = o->f.addr1;
        assert_true(keys_install_pairwise(&fx->mp, o->f.addr2, o->suite, key));
    }
    struct mp_peer *peer = peers_find(&fx->mp.peers, o->f.addr2);
    if (peer && frame_type(&o->f) == FRAME_MANAGEMENT) { /* of whom they come protected */
        peer->state = ASSOC_ASSOCIATED;
        peer->negotiated.group_mgmt = CIPHER_BIP;
    }
    struct extsta_rx_frame f = {.bytes = hex_span(&o->mpdu)};
    datapath_rx(&fx->mp, T0, &f, 1);
    if (peer) {
        peer->state = ASSOC_NONE;
    }
}

static void CIP_08_captured_mpdus_decrypt_to_their_plaintext(void **state)
{
    struct fixture *fx = *state;
    int up = 0, management = 0, others = 0;
    for (size_t i = 0; i < sizeof vectors_capture_mpdus / sizeof *vectors_capture_mpdus; i++) {
        struct opened o;
        struct received r = {0};
        open_vector(&vectors_capture_mpdus[i], &o);
        fake.management = 0;
        memset(fake.drops, 0, sizeof fake.drops);
        play(fx, &o, vectors_capture_mpdus[i].key_id);
        int n = received(fx, &r);
        if (n == 1) {
            assert_int_equal(r.len, 24 + o.plain.len);
            assert_memory_equal(r.bytes + 24, o.plain.b, o.plain.len);
            assert_true(r.recv.was_protected);
            up++;
        } else if (fake.management == 1) {
            assert_int_equal(fake.management_len, o.plain.len);
            assert_memory_equal(fake.management_body, o.plain.b, o.plain.len);
            management++;
        } else if (o.f.has_addr4) {
            assert_int_equal(fake.drops[EXTSTA_DROP_FOUR_ADDRESS], 1);
            others++;
        } else if (o.f.frag != 0 || (o.f.fc & FC_MORE_FRAG)) {
            assert_int_equal(fake.drops[EXTSTA_DROP_DECRYPT], 0); /* see data_fragments.c */
            others++;
        } else { /* its counter is 0, not above the start value: KEY-08 */
            assert_int_equal(hex_number(vectors_capture_mpdus[i].tsc), 0);
            assert_int_equal(fake.drops[EXTSTA_DROP_REPLAY], 1);
            others++;
        }
        keys_clear_all(&fx->mp);
        datapath_forget(&fx->mp, NULL);
    }
    assert_int_equal(fake.mic_failures, 0);
    assert_int_equal(up, 12);
    assert_int_equal(management, 3);
    assert_int_equal(others, 5);
}

static void one_flipped_bit_anywhere_and_nothing_goes_up(void **state)
{
    struct fixture *fx = *state;
    for (size_t i = 0; i < sizeof vectors_capture_mpdus / sizeof *vectors_capture_mpdus; i++) {
        struct opened o;
        open_vector(&vectors_capture_mpdus[i], &o);
        if (o.suite != CIPHER_CCMP && o.suite != CIPHER_CCMP_256) {
            continue; /* WEP and TKIP headers are not in any integrity check */
        }
        for (size_t at = o.f.header_len + 4u; at < o.mpdu.len; at++) {
            o.mpdu.b[at] ^= 0x80;
            play(fx, &o, vectors_capture_mpdus[i].key_id);
            o.mpdu.b[at] ^= 0x80;
        }
        keys_clear_all(&fx->mp);
        datapath_forget(&fx->mp, NULL);
    }
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.management, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(CIP_08_captured_mpdus_decrypt_to_their_plaintext),
        DATA_TEST(one_flipped_bit_anywhere_and_nothing_goes_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
