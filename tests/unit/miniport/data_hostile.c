/* The data path under hostile octets and without memory: nothing crashes, nothing leaks (the
 * fixture checks), nothing that was not protected comes out as if it had been. */
#include "data_fixture.h"

static uint32_t chance(struct fixture *fx, uint32_t n)
{
    uint32_t v = 0;
    context_random(fx->ctx, 1, &v, sizeof v);
    return v % n;
}

/* Any frame: good headers with random bits, random bodies, any length. */
static struct mpdu random_mpdu(struct fixture *fx, uint64_t *pn)
{
    static const uint8_t kinds[] = {FRAME_DATA_PLAIN, FRAME_DATA_PLAIN, FRAME_DATA_PLAIN,
                                    FRAME_NULL,       FRAME_DEAUTH,     FRAME_ACTION,
                                    FRAME_BEACON};
    struct mpdu_spec s = from_ap(chance(fx, 4) ? own : mac_broadcast, (uint16_t)chance(fx, 8));
    uint8_t body[300];
    s.kind = kinds[chance(fx, sizeof kinds)];
    s.frag = (uint8_t)(chance(fx, 2) ? 0 : chance(fx, 16));
    s.fc |= chance(fx, 3) ? 0 : FC_MORE_FRAG;
    s.fc |= chance(fx, 8) ? 0 : FC_RETRY;
    s.tid = s.kind == FRAME_DATA_PLAIN && chance(fx, 2) ? (int)chance(fx, 16) : -1;
    s.amsdu = s.tid >= 0 && chance(fx, 3) == 0;
    context_random(fx->ctx, 1, body, sizeof body);
    if (chance(fx, 2)) {
        memcpy(body, llc_rfc1042, 6);
    }
    struct extsta_span b = span(body, 1 + chance(fx, sizeof body - 1));
    struct mpdu m = chance(fx, 2) ? mpdu_clear(&s, b)
                                  : ccmp(fx, &s, mac_is_group(s.a1) ? gtk1 : tk1,
                                         mac_is_group(s.a1) ? 1 : 0, ++*pn, b);
    for (uint32_t flips = chance(fx, 3); flips > 0; flips--) {
        m.b[chance(fx, (uint32_t)m.len)] ^= (uint8_t)(1u << chance(fx, 8));
    }
    if (chance(fx, 8) == 0) {
        m.len = chance(fx, (uint32_t)m.len + 1);
    }
    return m;
}

static void random_frames(void **state)
{
    struct fixture *fx = *state;
    uint64_t pn = 0;
    associate_rsna(fx);
    install_ccmp(fx);
    fx->mib.exclude_unencrypted = true;
    fx->mp.packet_filter |= NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT;
    extsta_time now = T0;
    for (int i = 0; i < 3000; i++) {
        struct mpdu m[8];
        struct extsta_rx_frame frames[8];
        for (size_t j = 0; j < 8; j++) {
            m[j] = random_mpdu(fx, &pn);
            frames[j] = (struct extsta_rx_frame){.bytes = span(m[j].b, m[j].len)};
        }
        now += 5000;
        datapath_rx(&fx->mp, now, frames, 8);
        datapath_expire(&fx->mp, now);
        struct extsta_output out;
        while (next_output(fx, &out)) {
            struct frame f;
            enum extsta_drop drop;
            assert_int_equal(out.crossing.type, EXTSTA_CROSS_RECEIVE);
            assert_true(frame_parse(out.crossing.packet.bytes, &f, &drop));
            assert_false(f.fc & FC_PROTECTED);
            if (frame_type(&f) == FRAME_DATA) {
                assert_true(out.crossing.packet.recv.was_protected);
            }
        }
    }
    assert_int_not_equal(fake.drops[EXTSTA_DROP_DECRYPT], 0);
    assert_int_not_equal(fake.drops[EXTSTA_DROP_BAD_AMSDU], 0);
    assert_int_not_equal(fx->mp.link.ap->counters.rx_ok, 0);
}

/* Slabs run out after `left` of them. */
static size_t left;
static void *scarce(void *user, size_t size)
{
    return left && left-- ? malloc(size) : NULL;
}

static void exercise(struct fixture *fx, const struct mpdu *sealed)
{
    rx_mpdu(fx, sealed);
    struct mpdu_spec s = from_ap(own, 2);
    s.fc |= FC_MORE_FRAG;
    struct mpdu m = mpdu_clear(&s, msdu(0x0800, "fragment"));
    rx_mpdu(fx, &m);
    uint8_t bytes[1100] = {FRAME_DATA_PLAIN, FC_TO_DS >> 8};
    memcpy(bytes + 4, ap.b, 6);
    memcpy(bytes + 10, own.b, 6);
    memcpy(bytes + 16, far.b, 6);
    memcpy(bytes + 24, llc_rfc1042, 6);
    struct extsta_packet p = {
        .bytes = span(bytes, sizeof bytes), .id = 1, .send = {.phy_id = DOT11_PHY_ID_ANY}};
    datapath_send(&fx->mp, T0, &p, NULL, 1);
    fx->mp.link.freq = 1;
    datapath_send(&fx->mp, T0, &p, NULL, 1);
    fx->mp.link.freq = fx->mp.link.home_freq;
    datapath_resume(&fx->mp, T0);
    datapath_send_eapol(&fx->mp, T0, ap, span("pdu", 3), true);
    keys_install_pairwise(&fx->mp, far, CIPHER_TKIP, span(tk2, 32));
    keys_install_group(&fx->mp, CIPHER_BIP, 4, span(tk2, 16), 0);
    datapath_flush(&fx->mp, NDIS_STATUS_FAILURE);
}

static void without_memory_at_any_point(void **state)
{
    struct fixture *fx = *state;
    uint32_t starved = 0;
    for (size_t slabs = 0; slabs < 12; slabs++) {
        fx->ctx->pool.memory.alloc = testing_alloc;
        associate_rsna(fx);
        install_ccmp(fx);
        struct extsta_output out;
        struct mpdu_spec s = from_ap(own, 1);
        struct mpdu sealed = ccmp(fx, &s, tk1, 0, 1, msdu(0x0800, "x"));
        /* what is free in the pools now goes to somebody else, so that the next need is felt */
        static void *taken[POOL_CLASSES * 4096];
        static size_t sizes[POOL_CLASSES * 4096];
        size_t n = 0;
        fx->ctx->pool.memory.alloc = scarce;
        left = 0;
        for (size_t size = 16; size <= 4096; size += 16) {
            void *p;
            while (n < POOL_CLASSES * 4096 && (p = pool_alloc(&fx->ctx->pool, size)) != NULL) {
                taken[n] = p;
                sizes[n++] = size;
            }
        }
        left = slabs;
        fx->ctx->pool.memory.alloc = scarce;
        exercise(fx, &sealed);
        while (next_output(fx, &out)) {
        }
        fx->ctx->pool.memory.alloc = testing_alloc;
        while (n > 0) {
            n--;
            pool_release(&fx->ctx->pool, taken[n], sizes[n]);
        }
        starved += fake.drops[EXTSTA_DROP_NO_MEMORY] + fake.drops[EXTSTA_DROP_TX_QUEUE_FULL];
        keys_clear_all(&fx->mp);
        datapath_forget(&fx->mp, NULL);
        fx->mp.data.next_packet_id = 0;
    }
    assert_int_not_equal(starved, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DATA_TEST(random_frames),
        DATA_TEST(without_memory_at_any_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
