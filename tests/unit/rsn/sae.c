/* SAE as a machine: a station and an access point with each other over a pair of hands that can
 * lose, repeat and change frames; and what hostap's tests send to a peer. */
#include "../with_crypto.h"
#include "../vectors/hex.h"
#include "../vectors/sae.h"
#include "rsn/sae.h"
#include "wire/rsn_element.h"

static const struct extsta_mac sta_mac = {{2, 0, 0, 0, 0, 1}}, ap_mac = {{2, 0, 0, 0, 0, 0xa}};

struct pair {
    struct sae sta, ap;
    struct sae_pt pts[SAE_GROUPS], other[SAE_GROUPS];
    struct sae_step from_sta, from_ap;
};

static void fill(void *user, void *out, size_t len)
{
    context_random(ctx, *(const uint64_t *)user, out, len);
}

static struct extsta_span text(const char *s)
{
    return span(s, strlen(s));
}

static struct sae_config config(const struct sae_pt *pts, bool ap, bool h2e)
{
    static uint64_t stream[2] = {7, 8};
    return (struct sae_config){.crypto = crypto,
                               .own = ap ? ap_mac : sta_mac,
                               .peer = ap ? sta_mac : ap_mac,
                               .groups = {19, 20, 21},
                               .group_count = 3,
                               .h2e = h2e,
                               .hunt = true,
                               .akm = AKM_SAE,
                               .password = span("a secret", 8),
                               .pts = pts,
                               .random = fill,
                               .user = &stream[ap]};
}

static struct pair *pair_new(void)
{
    static struct pair p;
    memset(&p, 0, sizeof p);
    for (uint16_t g = 0; g < SAE_GROUPS; g++) {
        assert_int_equal(sae_pt_make(crypto, (uint16_t)(19 + g), text("home"), text("a secret"),
                                     span(NULL, 0), &p.pts[g]),
                         EXTSTA_OK);
        assert_int_equal(sae_pt_make(crypto, (uint16_t)(19 + g), text("home"), text("another"),
                                     span(NULL, 0), &p.other[g]),
                         EXTSTA_OK);
    }
    return &p;
}

static void start(struct pair *p, struct sae_config sta, struct sae_config ap)
{
    sae_listen(&p->ap, &ap);
    sae_begin(&p->sta, &sta, &p->from_sta);
}

static void give(struct sae *to, const struct sae_step *from, size_t which, struct sae_step *step)
{
    const struct sae_message *m = &from->send[which];
    assert_true(which < from->send_count);
    sae_rx(to, m->transaction, m->status, span(m->body, m->len), step);
}

/* One message each way, `rounds` times, or until both say done. */
static void converse(struct pair *p)
{
    for (unsigned i = 0; i < 12 && p->from_sta.send_count > 0; i++) {
        give(&p->ap, &p->from_sta, p->from_sta.send_count - 1, &p->from_ap);
        if (p->from_ap.send_count == 0) {
            return;
        }
        give(&p->sta, &p->from_ap, 0, &p->from_sta);
    }
}

static void assert_agree(const struct pair *p)
{
    assert_int_equal(p->sta.state, SAE_ACCEPTED);
    assert_int_equal(p->ap.state, SAE_ACCEPTED);
    assert_int_equal(p->sta.keys.pmk_len, p->ap.keys.pmk_len);
    assert_memory_equal(p->sta.keys.pmk, p->ap.keys.pmk, p->sta.keys.pmk_len);
    assert_memory_equal(p->sta.keys.pmkid, p->ap.keys.pmkid, 16);
}

static void both_ways_of_making_the_element(void **state)
{
    struct pair *p = pair_new();
    start(p, config(p->pts, false, true), config(p->pts, true, true));
    assert_int_equal(p->from_sta.send[0].status, STATUS_HASH_TO_ELEMENT);
    converse(p);
    assert_agree(p);
    assert_int_equal(p->from_sta.verdict, SAE_DONE);
    assert_int_equal(p->from_ap.verdict, SAE_DONE);
    start(p, config(NULL, false, false), config(p->pts, true, true));
    assert_int_equal(p->from_sta.send[0].status, 0);
    converse(p);
    assert_agree(p);
}

static void a_group_that_the_ap_does_not_do(void **state)
{
    for (unsigned h2e = 0; h2e < 2; h2e++) {
        struct pair *p = pair_new();
        struct sae_config ap = config(p->pts + 2, true, true);
        ap.groups[0] = 21;
        ap.group_count = 1;
        start(p, config(p->pts, false, h2e != 0), ap);
        converse(p);
        assert_agree(p);
        assert_int_equal(p->sta.rejected_count, 2);
        assert_int_equal(p->ap.peer_rejected_len, h2e ? 4 : 0);
        ap.groups[0] = 20; /* and one that has none of ours */
        struct sae_config sta = config(p->pts, false, h2e != 0);
        sta.group_count = 1;
        ap.pts = p->pts + 1;
        start(p, sta, ap);
        converse(p);
        assert_int_equal(p->from_sta.verdict, SAE_GIVEN_UP);
        assert_int_equal(sae_cause(&p->sta), SAE_CAUSE_NO_GROUP);
    }
}

/* 12.4.7.4: a station that says a group of ours was refused has been lied to. */
static void a_station_that_was_talked_down(void **state)
{
    struct pair *p = pair_new();
    uint8_t group[2] = {19, 0};
    start(p, config(p->pts, false, true), config(p->pts, true, true));
    struct sae_step forged;
    sae_rx(&p->sta, SAE_COMMIT, STATUS_GROUP_REFUSED, span(group, 2), &p->from_sta);
    assert_int_equal(sae_frame_group(span(p->from_sta.send[0].body, 2)), 20);
    give(&p->ap, &p->from_sta, 0, &forged);
    assert_int_equal(forged.send[0].status, 1);
    assert_int_equal(p->ap.state, SAE_NOTHING);
    /* A refused group that is not the one at work says nothing. */
    sae_rx(&p->sta, SAE_COMMIT, STATUS_GROUP_REFUSED, span(group, 2), &p->from_sta);
    assert_true(p->from_sta.dropped);
}

static void the_long_keys_of_akm_24(void **state)
{
    struct pair *p = pair_new();
    struct sae_config sta = config(p->pts + 1, false, true), ap = config(p->pts, true, true);
    sta.akm = ap.akm = AKM_SAE_EXT_KEY;
    sta.groups[0] = 20;
    sta.group_count = 1;
    start(p, sta, ap);
    converse(p);
    assert_agree(p);
    assert_int_equal(p->sta.keys.pmk_len, 48);
}

static void anti_clogging(void **state)
{
    static const uint8_t token[32] = {1, 2, 3};
    for (unsigned h2e = 0; h2e < 2; h2e++) {
        struct pair *p = pair_new();
        uint8_t body[64];
        struct sae_frame f;
        struct writer w = writer_of(body, sizeof body);
        start(p, config(p->pts, false, h2e != 0), config(p->pts, true, true));
        struct sae_commit before = p->sta.own;
        sae_frame_write_token(&w, 19, span(token, sizeof token), h2e != 0);
        sae_rx(&p->sta, SAE_COMMIT, STATUS_ANTI_CLOGGING, span(body, writer_len(&w)), &p->from_sta);
        assert_memory_equal(&before, &p->sta.own, sizeof before); /* the same Commit */
        const struct sae_message *m = &p->from_sta.send[0];
        assert_true(sae_frame_parse_commit(span(m->body, m->len), 32, h2e != 0, &f));
        assert_true(span_equal(f.token, span(token, sizeof token)));
        converse(p);
        assert_agree(p);
        /* Not for ever. */
        start(p, config(p->pts, false, h2e != 0), config(p->pts, true, true));
        for (unsigned i = 0; i <= SAE_SYNC_MAX; i++) {
            assert_int_equal(p->from_sta.verdict, SAE_CONTINUE);
            sae_rx(&p->sta, SAE_COMMIT, STATUS_ANTI_CLOGGING, span(body, writer_len(&w)),
                   &p->from_sta);
        }
        assert_int_equal(p->from_sta.verdict, SAE_GIVEN_UP);
        assert_int_equal(sae_cause(&p->sta), SAE_CAUSE_TOKENS);
    }
}

static void another_password(void **state)
{
    struct pair *p = pair_new();
    start(p, config(p->other, false, true), config(p->pts, true, true));
    converse(p);
    assert_int_equal(p->from_ap.verdict, SAE_GIVEN_UP);
    assert_int_equal(sae_cause(&p->ap), SAE_CAUSE_CONFIRM_MISMATCH);
    assert_int_equal(p->from_sta.verdict, SAE_REFUSED);
    assert_int_equal(p->from_sta.status, STATUS_CHALLENGE_FAILURE);
    struct sae_keys none = {{0}};
    assert_memory_equal(&p->sta.keys, &none, sizeof none); /* wiped */
    assert_memory_equal(&p->ap.keys, &none, sizeof none);
}

static void password_identifier(void **state)
{
    struct pair *p = pair_new();
    struct sae_config sta = config(p->pts, false, true), ap = config(p->pts, true, true);
    sta.identifier = ap.identifier = text("bob");
    start(p, sta, ap);
    converse(p);
    assert_agree(p);
    ap.identifier = text("carol");
    start(p, sta, ap);
    converse(p);
    assert_int_equal(p->from_sta.verdict, SAE_REFUSED);
    assert_int_equal(p->from_sta.status, STATUS_UNKNOWN_IDENTIFIER);
}

/* Each frame lost once: what was sent last comes again, and the exchange ends well. */
static void each_frame_lost_once(void **state)
{
    for (unsigned lost = 0; lost < 4; lost++) {
        struct pair *p = pair_new();
        unsigned n = 0;
        start(p, config(p->pts, false, true), config(p->pts, true, true));
        for (unsigned i = 0; i < 12 && p->sta.state != SAE_ACCEPTED; i++) {
            bool arrived = false;
            for (size_t k = 0; k < p->from_sta.send_count; k++) {
                if (n++ != lost) {
                    give(&p->ap, &p->from_sta, k, &p->from_ap);
                    arrived = p->from_ap.send_count > 0;
                }
            }
            if (arrived && n++ != lost) {
                give(&p->sta, &p->from_ap, 0, &p->from_sta);
            } else {
                sae_expire(&p->sta, &p->from_sta);
            }
        }
        assert_agree(p);
    }
}

static void nobody_answers(void **state)
{
    struct pair *p = pair_new();
    start(p, config(p->pts, false, true), config(p->pts, true, true));
    for (unsigned i = 0; i < SAE_SYNC_MAX; i++) {
        sae_expire(&p->sta, &p->from_sta);
        assert_int_equal(p->from_sta.send_count, 1);
    }
    sae_expire(&p->sta, &p->from_sta);
    assert_int_equal(p->from_sta.verdict, SAE_GIVEN_UP);
    assert_int_equal(sae_cause(&p->sta), SAE_CAUSE_NONE);
}

/* CVE-2019-9497 (EAP-pwd's name of it): our own Commit proves nothing. */
static void reflection(void **state)
{
    struct pair *p = pair_new();
    start(p, config(p->pts, false, true), config(p->pts, true, true));
    struct sae_step out;
    give(&p->sta, &p->from_sta, 0, &out);
    assert_true(out.dropped);
    assert_int_equal(out.drop, EXTSTA_DROP_SAE_REFLECTION);
    assert_int_equal(p->sta.state, SAE_AWAIT_COMMIT);
    converse(p); /* and the true one still counts */
    assert_agree(p);
}

/* A forged Confirm or Commit is dropped; the true one ends it. */
static void forged_frames_do_not_end_it(void **state)
{
    struct pair *p = pair_new();
    uint8_t zero[34] = {1};
    struct sae_step out;
    start(p, config(p->pts, false, true), config(p->pts, true, true));
    struct sae_message bad = p->from_sta.send[0];
    memset(bad.body + 2, 0, 32); /* scalar 0 */
    sae_rx(&p->sta, SAE_COMMIT, bad.status, span(bad.body, bad.len), &out);
    assert_int_equal(out.drop, EXTSTA_DROP_SAE_INVALID);
    assert_int_equal(sae_cause(&p->sta), SAE_CAUSE_INVALID_COMMIT);
    give(&p->ap, &p->from_sta, 0, &p->from_ap);
    give(&p->sta, &p->from_ap, 0, &p->from_sta);
    assert_int_equal(p->sta.state, SAE_AWAIT_CONFIRM);
    sae_rx(&p->sta, SAE_CONFIRM, 0, span(zero, sizeof zero), &out);
    assert_int_equal(out.drop, EXTSTA_DROP_SAE_CONFIRM);
    assert_int_equal(sae_cause(&p->sta), SAE_CAUSE_CONFIRM_MISMATCH);
    converse(p);
    assert_agree(p);
    assert_int_equal(sae_cause(&p->sta), SAE_CAUSE_NONE);
}

/* hostap's malformed frames, to a station that awaits a Commit: none takes it on, the good one
 * does. What is cut off is refused by the codec. */
static void what_hostap_sends_to_a_peer(void **state)
{
    size_t tested = 0;
    for (size_t i = 0; i < COUNT(vectors_sae); i++) {
        const struct vector_sae *v = &vectors_sae[i];
        if (!v->expect || v->group != 19) {
            continue;
        }
        struct pair *p = pair_new();
        struct hex h = hex(v->commit);
        struct sae_step out;
        start(p, config(NULL, false, false), config(p->pts, true, true));
        sae_rx(&p->sta, SAE_COMMIT, 0, hex_span(&h), &out);
        bool good = strcmp(v->expect, "reject-commit") != 0;
        assert_int_equal(p->sta.state, good ? SAE_AWAIT_CONFIRM : SAE_AWAIT_COMMIT);
        assert_int_equal(out.dropped, !good);
        if (good && v->confirm) {
            h = hex(v->confirm);
            sae_rx(&p->sta, SAE_CONFIRM, 0, hex_span(&h), &out);
            assert_true(out.dropped);
            assert_int_equal(p->sta.state, SAE_AWAIT_CONFIRM);
        }
        tested++;
    }
    assert_true(tested >= 12);
}

/* A Confirm once more, of the same number, is a replay; of a higher one the station's wish to hear
 * ours again. */
static void confirms_are_numbered(void **state)
{
    struct pair *p = pair_new();
    start(p, config(p->pts, false, true), config(p->pts, true, true));
    give(&p->ap, &p->from_sta, 0, &p->from_ap);
    give(&p->sta, &p->from_ap, 0, &p->from_sta);
    struct sae_step first = p->from_sta, out;
    give(&p->ap, &first, 0, &p->from_ap);
    assert_int_equal(p->ap.state, SAE_ACCEPTED);
    give(&p->ap, &first, 0, &out);
    assert_true(out.dropped);
    assert_int_equal(out.send_count, 0);
    sae_expire(&p->sta, &p->from_sta);
    give(&p->ap, &p->from_sta, 0, &out);
    assert_int_equal(out.send_count, 1);
    assert_int_equal(get_le16(out.send[0].body), UINT16_MAX);
    give(&p->sta, &out, 0, &p->from_sta);
    assert_agree(p);
}

/* Status 0 where hash to element was begun: somebody wants the older way. */
static void no_way_back_to_hunting_and_pecking(void **state)
{
    struct pair *p = pair_new();
    struct sae_config ap = config(p->pts, true, true);
    struct sae_step out;
    start(p, config(p->pts, false, true), ap);
    give(&p->ap, &p->from_sta, 0, &p->from_ap);
    p->from_ap.send[0].status = 0;
    give(&p->sta, &p->from_ap, 0, &out);
    assert_true(out.dropped);
    assert_int_equal(p->sta.state, SAE_AWAIT_COMMIT);
    ap.hunt = false;
    start(p, config(NULL, false, false), ap);
    give(&p->ap, &p->from_sta, 0, &out);
    assert_true(out.dropped);
    assert_int_equal(p->ap.state, SAE_NOTHING);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(both_ways_of_making_the_element),
        TEST(a_group_that_the_ap_does_not_do),
        TEST(a_station_that_was_talked_down),
        TEST(the_long_keys_of_akm_24),
        TEST(anti_clogging),
        TEST(another_password),
        TEST(password_identifier),
        TEST(each_frame_lost_once),
        TEST(nobody_answers),
        TEST(reflection),
        TEST(forged_frames_do_not_end_it),
        TEST(what_hostap_sends_to_a_peer),
        TEST(confirms_are_numbered),
        TEST(no_way_back_to_hunting_and_pecking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
