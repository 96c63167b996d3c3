/* The table of peers (miniport/peers.h) with one row, two and two thousand: rows by address and
 * how long they live, keys, duplicates and fragments of each (contract KEY-04, DIS-25, RXP-02),
 * and whose rules hold for a frame. What an IBSS will be is made by hand here: the rows
 * of many associated peers. */
#include "data_fixture.h"

#define MANY 2000u

static struct extsta_mac peer_mac(uint32_t n)
{
    return (struct extsta_mac){{0x02, 0x1b, 0x55, 0, (uint8_t)(n >> 8), (uint8_t)n}};
}

static void many_peers(struct fixture *fx, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct mp_peer *peer = peer_associated(fx, peer_mac(i));
        peer->negotiated.aid = (uint16_t)i;
    }
}

/* Ends the association with a peer, as the MLME does. */
static void part(struct fixture *fx, uint32_t n)
{
    struct mp_peer *peer = peers_find(&fx->mp.peers, peer_mac(n));
    peer->state = ASSOC_NONE;
    assert_true(peers_settle(&fx->mp, peer));
}

static uint32_t rows(const struct fixture *fx)
{
    uint32_t count = 0;
    for (uint32_t at = 0; peers_next(&fx->mp.peers, &at); at++) {
        count++;
    }
    return count;
}

/* --- rows --- */

static void each_of_many_is_found_by_its_address(void **state)
{
    struct fixture *fx = *state;
    many_peers(fx, MANY);
    assert_int_equal(rows(fx), MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        const struct mp_peer *peer = link_peer(&fx->mp, peer_mac(i));
        assert_non_null(peer);
        assert_int_equal(peer->negotiated.aid, i);
        assert_ptr_equal(peers_take(&fx->mp, peer_mac(i)), peer);
    }
    assert_null(link_peer(&fx->mp, peer_mac(MANY)));
    for (uint32_t i = 0; i < MANY; i += 3) {
        part(fx, i);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true((peers_find(&fx->mp.peers, peer_mac(i)) == NULL) == (i % 3 == 0));
    }
}

static void from_two_rows_to_one_and_none(void **state)
{
    struct fixture *fx = *state;
    assert_null(peers_find(&fx->mp.peers, peer_mac(0)));
    many_peers(fx, 2);
    assert_non_null(fx->mp.peers.many);
    part(fx, 0);
    assert_null(fx->mp.peers.many); /* a single row costs no table */
    assert_non_null(peers_find(&fx->mp.peers, peer_mac(1)));
    assert_null(peers_find(&fx->mp.peers, peer_mac(0)));
    assert_int_equal(rows(fx), 1);
    part(fx, 1);
    assert_int_equal(rows(fx), 0);
}

/* The walk goes on where the table folds back to one row, and comes by that one, too. */
static void a_walk_may_free_every_row(void **state)
{
    struct fixture *fx = *state;
    for (uint32_t count = 0; count < 40; count++) {
        struct mp_peer *peer;
        many_peers(fx, count);
        for (uint32_t at = 0; (peer = peers_next(&fx->mp.peers, &at)) != NULL;) {
            peer->state = ASSOC_NONE;
            at += !peers_settle(&fx->mp, peer);
        }
        assert_int_equal(rows(fx), 0);
    }
}

static void *no_slab(void *user, size_t size)
{
    return NULL;
}

static void without_memory_the_first_row_stays(void **state)
{
    struct fixture *fx = *state;
    static void *taken[4096];
    size_t n = 0;
    many_peers(fx, 1);
    fx->ctx->pool.memory.alloc = no_slab;
    while (n < 4096 && (taken[n] = pool_alloc(&fx->ctx->pool, sizeof(struct macmap))) != NULL) {
        n++; /* none is left for a table */
    }
    assert_null(peers_take(&fx->mp, peer_mac(1)));
    fx->ctx->pool.memory.alloc = testing_alloc;
    while (n > 0) {
        pool_release(&fx->ctx->pool, taken[--n], sizeof(struct macmap));
    }
    assert_non_null(link_peer(&fx->mp, peer_mac(0)));
    assert_null(peers_find(&fx->mp.peers, peer_mac(1)));
    assert_int_equal(rows(fx), 1);
}

/* --- keys --- */

static void give_keys(struct fixture *fx, uint32_t n, bool is_static)
{
    uint8_t v[50] = {NDIS_OBJECT_TYPE_DEFAULT, DOT11_CIPHER_DEFAULT_KEY_VALUE_REVISION_1, 24};
    uint8_t m[12 + 20 + 28] = {NDIS_OBJECT_TYPE_DEFAULT,
                               DOT11_CIPHER_KEY_MAPPING_KEY_VALUE_BYTE_ARRAY_REVISION_1, 16};
    put_le32(v + 4, 1);
    put_le32(v + 8, DOT11_CIPHER_ALGO_CCMP);
    memcpy(v + 12, peer_mac(n).b, 6);
    v[19] = is_static;
    put_le16(v + 20, 28);
    put_le32(v + 22 + 8, 16);
    memcpy(v + 22 + 12, gtk1, 16);
    assert_int_equal(keys_set_default(&fx->mp, span(v, sizeof v)), NDIS_STATUS_SUCCESS);
    put_le32(m + 4, 48);
    put_le32(m + 8, 48);
    memcpy(m + 12, peer_mac(n).b, 6);
    put_le32(m + 20, DOT11_CIPHER_ALGO_CCMP);
    put_le32(m + 24, DOT11_DIR_BOTH);
    m[29] = is_static;
    put_le16(m + 30, 28);
    put_le32(m + 32 + 8, 16);
    memcpy(m + 32 + 12, tk1, 16);
    assert_int_equal(keys_set_mapping(&fx->mp, span(m, sizeof m)), NDIS_STATUS_SUCCESS);
}

static bool has_keys(const struct fixture *fx, uint32_t n)
{
    bool row = false;
    bool station = keys_station_find(&fx->mp, peer_mac(n), 1, &row) != NULL;
    bool mapping = keys_mapping_find(&fx->mp, peer_mac(n), DOT11_DIR_INBOUND) != NULL;
    assert_true(station == row && station == mapping);
    return station;
}

static void DIS_25_one_of_many_peers_loses_its_keys(void **state)
{
    struct fixture *fx = *state;
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    many_peers(fx, MANY);
    for (uint32_t i = 0; i < MP_MAX_PER_STATION; i++) {
        give_keys(fx, i, i % 2);
    }
    keys_forget_peer(&fx->mp, peer_mac(7));
    assert_non_null(link_peer(&fx->mp, peer_mac(7))); /* its association is the MLME's */
    assert_int_equal(rows(fx), MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true(has_keys(fx, i) == (i < MP_MAX_PER_STATION && i != 7));
    }
    give_keys(fx, MANY - 1, false); /* in its place */
    assert_int_equal(fx->mp.keys.row_count, MP_MAX_PER_STATION);
    assert_int_equal(fx->mp.keys.mapping_count, MP_MAX_KEY_MAPPINGS);
}

static void keys_may_be_of_an_address_that_is_no_peer(void **state)
{
    struct fixture *fx = *state;
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    give_keys(fx, 1, false);
    assert_true(has_keys(fx, 1));
    assert_null(link_peer(&fx->mp, peer_mac(1))); /* nobody's */
    keys_forget_peer(&fx->mp, peer_mac(1));
    assert_int_equal(rows(fx), 0);
}

static void KEY_04_a_static_key_keeps_the_row_without_the_association(void **state)
{
    struct fixture *fx = *state;
    fx->mib.desired_bss_type = dot11_BSS_type_independent;
    many_peers(fx, 3);
    give_keys(fx, 0, true);
    give_keys(fx, 1, false);
    for (uint32_t i = 0; i < 3; i++) {
        struct mp_peer *peer = peers_find(&fx->mp.peers, peer_mac(i));
        peer->state = ASSOC_NONE;
        assert_true(peers_settle(&fx->mp, peer) == (i == 2));
    }
    keys_on_leave(&fx->mp);
    assert_int_equal(rows(fx), 1);
    assert_true(has_keys(fx, 0));
    assert_null(link_peer(&fx->mp, peer_mac(0)));
}

/* --- frames --- */

/* An MPDU of a peer of an IBSS, in the clear. */
static void hear(struct fixture *fx, uint32_t n, uint16_t seq, uint16_t fc, uint8_t frag)
{
    struct mpdu_spec s = {.fc = fc,
                          .kind = FRAME_DATA_PLAIN,
                          .a1 = own,
                          .a2 = peer_mac(n),
                          .a3 = ap, /* BSSID of the IBSS */
                          .seq = seq,
                          .frag = frag,
                          .tid = -1};
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "x"));
    rx_mpdu(fx, &m);
}

static void RXP_02_each_peer_has_a_history_of_its_own(void **state)
{
    struct fixture *fx = *state;
    many_peers(fx, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        hear(fx, i, 7, 0, 0);
    }
    assert_int_equal(received(fx, NULL), MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        hear(fx, i, 7, FC_RETRY, 0);
    }
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], MANY);
    assert_int_equal(fake.heard, 2 * MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(peers_find(&fx->mp.peers, peer_mac(i))->counters.rx_ok, 1);
    }
}

static void CVE_2020_24586_only_who_associates_loses_its_fragments(void **state)
{
    struct fixture *fx = *state;
    many_peers(fx, 2);
    hear(fx, 0, 5, FC_MORE_FRAG, 0);
    hear(fx, 1, 5, FC_MORE_FRAG, 0);
    keys_on_association(&fx->mp, link_peer(&fx->mp, peer_mac(0)));
    hear(fx, 0, 5, 0, 1);
    assert_int_equal(received(fx, NULL), 0);
    assert_int_equal(fake.drops[EXTSTA_DROP_FRAGMENT_ORPHAN], 1);
    hear(fx, 1, 5, 0, 1);
    assert_int_equal(received(fx, NULL), 1);
    hear(fx, 1, 5, FC_RETRY, 1); /* nor does the other one's history begin anew */
    assert_int_equal(fake.drops[EXTSTA_DROP_DUPLICATE], 1);
}

/* In infrastructure the rules of the AP hold for what names another transmitter, also when keys
 * of that one are there. */
static void DEC_06_a_foreign_transmitter_does_not_get_past_the_rules(void **state)
{
    struct fixture *fx = *state;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mib.exclude_unencrypted = true;
    for (int round = 1; round <= 2; round++) {
        struct mpdu_spec s = {.kind = FRAME_DATA_PLAIN,
                              .a1 = own,
                              .a2 = far,
                              .a3 = ap,
                              .seq = (uint16_t)round,
                              .tid = -1};
        struct mpdu m = mpdu_clear(&s, msdu(0x0800, "injected"));
        rx_mpdu(fx, &m);
        assert_int_equal(received(fx, NULL), 0);
        assert_int_equal(fake.drops[EXTSTA_DROP_UNENCRYPTED], round);
        assert_int_equal(fake.heard, 0); /* the AP has not been heard by it */
        assert_true(keys_install_pairwise(&fx->mp, far, CIPHER_CCMP, span(tk2, 16)));
    }
    assert_ptr_equal(link_peer(&fx->mp, far), fx->mp.link.ap);
    assert_null(link_peer_at(&fx->mp, far));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(each_of_many_is_found_by_its_address),
        DATA_TEST(from_two_rows_to_one_and_none),
        DATA_TEST(a_walk_may_free_every_row),
        DATA_TEST(without_memory_the_first_row_stays),
        DATA_TEST(DIS_25_one_of_many_peers_loses_its_keys),
        DATA_TEST(keys_may_be_of_an_address_that_is_no_peer),
        DATA_TEST(KEY_04_a_static_key_keeps_the_row_without_the_association),
        DATA_TEST(RXP_02_each_peer_has_a_history_of_its_own),
        DATA_TEST(CVE_2020_24586_only_who_associates_loses_its_fragments),
        DATA_TEST(DEC_06_a_foreign_transmitter_does_not_get_past_the_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
