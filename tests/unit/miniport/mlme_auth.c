/* The seam of the authentication methods (mlme/auth.h): a method that exists only here uses
 * every part of it, against the real association operation. Its protocol, "riddle": the AP is
 * asked (1), asks back (1), gets an encrypted answer (2), and says who we are (2); both then
 * name the result in an element of the request and of the response. */
#include "mlme_air.h"
#include "miniport/mlme/auth.h"

#define RIDDLE         0xfffeu /* algorithm number */
#define RIDDLE_ELEMENT 0xeau   /* extension id */
#define PATIENCE       (50u * EXTSTA_MS)

/* What the method shall do besides, set by a test; and what it saw. */
static struct {
    bool done_at_once;  /* begin says DONE: the exchange was had elsewhere */
    bool cannot_begin;  /* ... or that there will be none */
    bool encore;        /* DONE comes with a last frame */
    uint8_t tries;      /* before it gives up */
    uint16_t wants_new; /* response of this status: another request */
    bool ignores_first; /* the first response is dropped */
    bool refuses;       /* the response is refused */
    bool one_ap;        /* AP_B is authenticated to by Open System */
    int made, freed;
    unsigned responses;
} riddle;

struct riddle {
    struct auth_method method;
    uint8_t tries;
    uint8_t turn; /* of the request */
    bool solved;
    uint8_t body[2][16];
    uint8_t pmk[32];
    uint8_t much[100000]; /* larger than any slab: the embedder can refuse it alone */
};

static void riddle_say(struct riddle *r, struct auth_step *out, uint16_t transaction,
                       uint8_t word, bool is_protected)
{
    uint8_t *body = r->body[out->frame_count];
    struct writer w = writer_of(body, sizeof r->body[0]);
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = RIDDLE,
                                            .transaction = transaction,
                                            .rest = span(&word, 1)});
    out->frames[out->frame_count++] =
        (struct auth_frame){.body = span(body, writer_len(&w)), .is_protected = is_protected};
}

static void riddle_begin(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct riddle *r = (struct riddle *)m;
    assert_int_equal(r->tries, 0); /* its state was zeroed */
    riddle.made++;
    memset(r->pmk, 0x77, sizeof r->pmk);
    if (riddle.done_at_once) {
        out->verdict = AUTH_DONE;
        return;
    }
    if (riddle.cannot_begin) {
        out->verdict = AUTH_FAILED;
        out->end = associate_unanswered(EXTSTA_DIAGNOSIS_IHV_FAILED);
        return;
    }
    riddle_say(r, out, 1, 'q', false);
    out->deadline = now + PATIENCE;
}

static void riddle_rx(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
                      struct auth_step *out)
{
    struct riddle *r = (struct riddle *)m;
    uint8_t word = frame->rest.len == 1 ? frame->rest.data[0] : 0;
    if (frame->algorithm != RIDDLE || word == 0) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_BODY_TRUNCATED;
    } else if (frame->status != 0) {
        out->verdict = AUTH_FAILED;
        out->end = associate_refused(frame->status);
    } else if (frame->transaction == 1) {
        riddle_say(r, out, 2, word, true);
        out->deadline = now + 2 * PATIENCE;
    } else if (word == 'x') { /* a false solution */
        out->verdict = AUTH_FAILED;
        out->end = (struct assoc_end){.status = DOT11_ASSOC_STATUS_FAILURE,
                                      .origin = EXTSTA_ORIGIN_STATION,
                                      .diagnosis = EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE,
                                      .confidence = 80,
                                      .rule = EXTSTA_RULE_X_45};
    } else {
        out->verdict = AUTH_DONE;
        r->solved = true;
        if (riddle.encore) {
            riddle_say(r, out, 3, 'e', false);
        }
    }
}

static void riddle_expire(struct auth_method *m, extsta_time now, struct auth_step *out)
{
    struct riddle *r = (struct riddle *)m;
    if (r->tries++ < riddle.tries) {
        riddle_say(r, out, 1, 'q', false); /* both once more */
        riddle_say(r, out, 2, '?', false);
        out->deadline = now + 3 * PATIENCE;
        return;
    }
    out->verdict = AUTH_FAILED;
    out->end = associate_unanswered(EXTSTA_DIAGNOSIS_IHV_FAILED);
}

static void riddle_edit_rsn(struct auth_method *m, struct rsn_element *rsn)
{
    (void)m;
    memset(rsn->pmkid[0], 0x99, sizeof rsn->pmkid[0]);
    rsn->pmkid_count = 1;
}

static void riddle_write_elements(struct auth_method *m, struct writer *w)
{
    struct riddle *r = (struct riddle *)m;
    uint8_t value[2] = {RIDDLE_ELEMENT, ++r->turn};
    element_write(w, ELEMENT_EXTENSION, span(value, sizeof value));
}

static void riddle_response(struct auth_method *m, extsta_time now,
                            const struct mgmt_assoc_resp *resp, const struct elements *e,
                            struct auth_step *out)
{
    assert_int_equal(out->verdict, AUTH_DONE);
    assert_non_null(e->rates.data);
    riddle.responses++;
    if (riddle.wants_new && resp->status == riddle.wants_new) {
        out->verdict = AUTH_CONTINUE;
    } else if (riddle.ignores_first && riddle.responses == 1) {
        out->dropped = true;
        out->drop = EXTSTA_DROP_BAD_ELEMENTS;
    } else if (riddle.refuses) {
        out->verdict = AUTH_FAILED;
        out->end = (struct assoc_end){.status = DOT11_ASSOC_STATUS_FAILURE,
                                      .origin = EXTSTA_ORIGIN_STATION,
                                      .diagnosis = EXTSTA_DIAGNOSIS_IHV_FAILED,
                                      .confidence = 70,
                                      .rule = EXTSTA_RULE_X_45};
    }
}

static struct extsta_span riddle_pmk(const struct auth_method *m)
{
    const struct riddle *r = (const struct riddle *)m;
    return r->solved ? span(r->pmk, sizeof r->pmk) : span(NULL, 0);
}

static void riddle_free(struct auth_method *m)
{
    assert_int_equal(((struct riddle *)m)->pmk[31], riddle.made ? 0x77 : 0);
    riddle.freed++;
}

static const struct auth_ops riddle_ops = {
    .size = sizeof(struct riddle),
    .begin = riddle_begin,
    .rx = riddle_rx,
    .expire = riddle_expire,
    .edit_rsn = riddle_edit_rsn,
    .write_elements = riddle_write_elements,
    .response = riddle_response,
    .pmk = riddle_pmk,
    .free = riddle_free,
};

/* In place of the one of the library (auth_choose.c). */
const struct auth_ops *auth_choose(const struct miniport *mp, const struct mp_peer *peer,
                                   const struct mp_negotiated *n)
{
    (void)mp;
    (void)n;
    return riddle.one_ap && mac_equal(peer->address, AP_B) ? &auth_open : &riddle_ops;
}

/* --- the other side --- */

/* When the last ones went, the newest last. */
static extsta_time asked_at[3];

/* Logs the Authentication frames of the station in full. */
static void watch_auth(void *watcher, const struct air *a, const struct extsta_output *o)
{
    struct frame f;
    struct mgmt_auth auth;
    enum extsta_drop drop;
    if (o->type == EXTSTA_OUT_FRAME && frame_parse(o->frame.bytes, &f, &drop) &&
        frame_kind(&f) == FRAME_AUTH && mgmt_parse_auth(f.body, &auth)) {
        air_log(watcher, "%u.%u.%c ", auth.algorithm == RIDDLE, auth.transaction,
                auth.rest.len ? auth.rest.data[0] : '-');
        if (auth.transaction == 1) {
            asked_at[0] = asked_at[1];
            asked_at[1] = asked_at[2];
            asked_at[2] = a->now;
        }
    }
}

/* An AP that says nothing by itself until it is asked for association. */
static struct ap *riddle_ap(struct air *a, struct extsta_mac mac, int8_t signal)
{
    struct ap *ap = air_add(a, mac, 2437, signal);
    ap->no_auth = true;
    ap->no_beacon = true;
    a->watch = watch_auth;
    a->watcher = a;
    return ap;
}

static void riddle_connect(struct air *a)
{
    for (size_t i = 0; i < a->ap_count; i++) {
        ap_beacon(a, &a->aps[i]);
    }
    assert_int_equal(air_connect(a), NDIS_STATUS_SUCCESS);
    air_turn(a);
}

static void ap_say(struct air *a, const struct ap *ap, uint16_t transaction, uint16_t status,
                   char word)
{
    uint8_t frame[64], letter = (uint8_t)word;
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, FRAME_AUTH, STA_MAC, ap->mac, ap->mac, a->seq++ & 0xfff);
    mgmt_write_auth(&w, &(struct mgmt_auth){.algorithm = RIDDLE,
                                            .transaction = transaction,
                                            .status = status,
                                            .rest = span(&letter, letter ? 1 : 0)});
    air_deliver(a, span(frame, writer_len(&w)), ap->freq, ap->signal);
}

static int setup(void **state)
{
    memset(&riddle, 0, sizeof riddle);
    air_setup(state);
    air_profile(*state, "net", false);
    return 0;
}

static int teardown(void **state)
{
    air_teardown(state);
    return riddle.freed == riddle.made ? 0 : -1; /* every one that was begun, once */
}
#define RIDDLE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* --- tests --- */

static uint8_t riddle_key[32];

/* Several exchanges, PMKID and element in the request, and a handshake under the PMK that came
 * of it, not under the network's. */
static void ASC_04_exchanges_elements_and_a_key(void **state)
{
    static const uint8_t other_key[32] = {1};
    struct air *a = *state;
    struct mgmt_assoc_req req;
    struct element e;
    struct elements all;
    struct rsn_element rsn;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    ap_secure(ap);
    memset(riddle_key, 0x77, sizeof riddle_key);
    ap->pmk = riddle_key;
    air_profile(a, "net", true);
    mlme_set_port_key(a->mp, span(other_key, 32));
    riddle_connect(a);
    EXPECT(a, "CONNECTION_START\nASSOCIATION_START A net\n1.1.q tx auth A\n");
    ap_say(a, ap, 1, 0, 'r');
    EXPECT(a, "1.2.r tx auth A protected\n");
    ap_say(a, ap, 2, 0, 's');
    air_pass(a, 20 * EXTSTA_MS);
    EXPECT(a, "tx assoc-req A\n"
              "tx data A\n"
              "tx data A\n"
              "ASSOCIATION_COMPLETION A 0 port\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
    assert_int_equal(riddle.responses, 1);
    assert_int_equal(riddle.freed, 1); /* with the operation, not with the association */
    assert_true(mgmt_parse_assoc_req(span(a->request, a->request_len), false, &req));
    elements_parse(req.elements, &all);
    assert_int_equal(rsn_element_parse(all.rsn, &rsn), EXTSTA_OK);
    assert_int_equal(rsn.pmkid_count, 1);
    assert_int_equal(rsn.pmkid[0][15], 0x99);
    assert_true(element_find(req.elements, ELEMENT_EXTENSION, &e));
    assert_ptr_equal(e.whole.data, all.rsn.data + all.rsn.len); /* behind the RSN element */
    assert_int_equal(e.ext, RIDDLE_ELEMENT);
    assert_int_equal(e.value.data[0], 1);
}

/* Its own deadlines, frames of its own choice, and its own words at the end. */
static void ASC_30_the_methods_own_patience(void **state)
{
    struct air *a = *state;
    riddle_ap(a, AP_A, -50);
    riddle.tries = 2;
    a->cause = true;
    riddle_connect(a);
    air_pass(a, EXTSTA_SECOND);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "1.1.q tx auth A\n"
              "1.1.q tx auth A\n1.2.? tx auth A\n"
              "1.1.q tx auth A\n1.2.? tx auth A\n"
              "cause association ihv-failed ASC-30\n"
              "ASSOCIATION_COMPLETION A 2\n"
              "cause connection ihv-failed CNX-12\n"
              "CONNECTION_COMPLETION 6\n");
    /* and between them, behind each patience, the pause of the operation */
    extsta_time first = asked_at[1] - asked_at[0], second = asked_at[2] - asked_at[1];
    assert_in_range(first, PATIENCE, PATIENCE + 2 * TURN_WINDOW);
    assert_in_range(second, 3 * PATIENCE, 3 * PATIENCE + 4 * TURN_WINDOW);
}

/* A frame it does not take counts under the name it gives, and changes nothing. */
static void DEC_03_what_the_method_drops(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    riddle_connect(a);
    extsta_time deadline = a->mp->timers[MP_TIMER_ANSWER];
    a->log[0] = 0;
    air_pass(a, 10 * EXTSTA_MS);
    ap_say(a, ap, 1, 0, 0);
    ap_auth(a, ap, 2, 0); /* Open System */
    air_pass(a, 2 * EXTSTA_MS);
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BODY_TRUNCATED), 2);
    assert_int_equal(a->mp->timers[MP_TIMER_ANSWER], deadline);
    EXPECT(a, "");
    ap_say(a, ap, 2, 0, 's');
    ap_say(a, ap, 2, 0, 's'); /* nothing of it is awaited any more */
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_UNEXPECTED_STATE), 1);
    air_pass(a, 10 * EXTSTA_MS);
    assert_true(mlme_is_associated(a->mp));
}

static void ASC_29_the_ap_refuses_in_the_middle(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    riddle_connect(a);
    ap_say(a, ap, 1, 0, 'r');
    a->log[0] = 0;
    ap_say(a, ap, 2, 15, 'r');
    EXPECT(a, "ASSOCIATION_COMPLETION A 3000f\nCONNECTION_COMPLETION 6\n");
}

/* A verdict of its own, with the frame it rests on. */
static void the_method_fails_with_a_cause(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    riddle_ap(a, AP_B, -60)->no_auth = false;
    riddle.one_ap = true;
    a->cause = true;
    riddle_connect(a);
    ap_say(a, ap, 1, 0, 'r');
    a->log[0] = 0;
    ap_say(a, ap, 2, 0, 'x');
    uint64_t serial = a->serial;
    assert_int_equal(a->last_cause.evidence[0], serial);
    assert_int_equal(a->last_cause.stage, EXTSTA_STAGE_AUTHENTICATION);
    assert_int_equal(a->last_cause.confidence, 80);
    air_pass(a, 10 * EXTSTA_MS);
    /* and the next candidate has its own method */
    EXPECT(a, "cause association wrong-passphrase X-45\n"
              "ASSOCIATION_COMPLETION A 1\n"
              "ASSOCIATION_START B net\n"
              "0.1.- tx auth B\n"
              "tx assoc-req B\n"
              "ASSOCIATION_COMPLETION B 0\n"
              "LINK_QUALITY B 80\n"
              "CONNECTION_COMPLETION 0\n");
}

/* The AP has accepted, the method has not: the AP is told, and the host sees both bodies. */
static void ASC_13_ASC_15_the_method_refuses_the_response(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    riddle.refuses = true;
    riddle_connect(a);
    ap_say(a, ap, 2, 0, 's');
    a->log[0] = 0;
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "tx deauth A 3\nASSOCIATION_COMPLETION A 1\nCONNECTION_COMPLETION 6\n");
    assert_int_equal(get_le32(a->completion + 24), a->request_len);
    assert_int_not_equal(get_le32(a->completion + 32), 0);
    assert_null(a->mp->link.ap);
}

static void a_response_that_the_method_drops(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    riddle.ignores_first = true;
    riddle_connect(a);
    ap_say(a, ap, 2, 0, 's');
    a->log[0] = 0;
    air_pass(a, 199 * EXTSTA_MS);
    EXPECT(a, "");
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_BAD_ELEMENTS), 1);
    air_pass(a, 60 * EXTSTA_MS); /* the request once more, the same */
    EXPECT(a, "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 0\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
}

/* Of any status: as with a group that an AP does not take (OWE, status 77). */
static void ASC_10_another_request_with_other_elements(void **state)
{
    struct air *a = *state;
    struct mgmt_assoc_req req;
    struct element e;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    ap->assoc_status = riddle.wants_new = 77;
    riddle_connect(a);
    ap_say(a, ap, 2, 0, 's');
    ap->assoc_status = 0;
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "1.1.q tx auth A\n"
              "tx assoc-req A\n"
              "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 0\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
    assert_true(mgmt_parse_assoc_req(span(a->request, a->request_len), false, &req));
    assert_true(element_find(req.elements, ELEMENT_EXTENSION, &e));
    assert_int_equal(e.value.data[0], 2);
    assert_memory_equal(a->completion + get_le32(a->completion + 20), a->request,
                        a->request_len); /* the completion has the last one */
}

/* The exchange was had elsewhere (FT over the DS): no Authentication frame. */
static void done_before_it_began(void **state)
{
    struct air *a = *state;
    riddle_ap(a, AP_A, -50);
    riddle.done_at_once = true;
    riddle_connect(a);
    air_pass(a, 10 * EXTSTA_MS);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "tx assoc-req A\n"
              "ASSOCIATION_COMPLETION A 0\n"
              "LINK_QUALITY A 100\n"
              "CONNECTION_COMPLETION 0\n");
}

static void ASC_14_cannot_even_begin(void **state)
{
    struct air *a = *state;
    riddle_ap(a, AP_A, -50);
    riddle.cannot_begin = true;
    riddle_connect(a);
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "ASSOCIATION_COMPLETION A 2\n"
              "CONNECTION_COMPLETION 6\n");
    assert_int_equal(get_le32(a->completion + 24), 0);
}

static void a_last_frame_goes_out_before_the_request(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    riddle.encore = true;
    riddle_connect(a);
    a->log[0] = 0;
    ap_say(a, ap, 2, 0, 's');
    EXPECT(a, "1.3.e tx auth A\ntx assoc-req A\n");
}

/* The method is chosen by what the Beacon says, and freed whatever ends the operation. */
static void ASC_16_chosen_with_the_beacon_and_cancelled(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    uint8_t probe[500];
    ap_secure(ap);
    air_profile(a, "net", true);
    air_deliver(a, span(probe, ap_bss_frame(a, ap, true, probe, sizeof probe)), 2437, -50);
    air_connect(a);
    assert_null(a->mp->link.ap->op->auth);
    ap_say(a, ap, 1, 0, 'r'); /* too early */
    assert_int_equal(mp_drops_of(a->mp, EXTSTA_DROP_UNEXPECTED_STATE), 1);
    ap_beacon(a, ap);
    air_turn(a);
    assert_int_equal(riddle.made, 1);
    a->log[0] = 0;
    air_reset(a);
    EXPECT(a, "ASSOCIATION_COMPLETION A 5\nCONNECTION_COMPLETION 5\n");
    assert_int_equal(riddle.freed, 1);
}

/* Without memory for the method: what was begun is completed, and nothing else begins. */
static void X_09_no_memory_for_the_method(void **state)
{
    struct air *a = *state;
    struct ap *ap = riddle_ap(a, AP_A, -50);
    uint8_t probe[500];
    ap_secure(ap);
    air_profile(a, "net", true);
    air_deliver(a, span(probe, ap_bss_frame(a, ap, true, probe, sizeof probe)), 2437, -50);
    air_connect(a);
    a->largest = sizeof(struct riddle) - 1;
    a->cause = true;
    ap_beacon(a, ap); /* known by a Probe Response: the method is made now */
    EXPECT(a, "CONNECTION_START\n"
              "ASSOCIATION_START A net\n"
              "cause association no-memory X-09\n"
              "ASSOCIATION_COMPLETION A a\n"
              "cause connection no-memory CNX-12\n"
              "CONNECTION_COMPLETION 6\n");
    air_connect(a); /* known by its Beacon: before the start */
    EXPECT(a, "CONNECTION_START\n"
              "cause connection no-memory CNX-12\n"
              "CONNECTION_COMPLETION a\n");
    assert_int_equal(riddle.made, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIDDLE_TEST(ASC_04_exchanges_elements_and_a_key),
        RIDDLE_TEST(ASC_30_the_methods_own_patience),
        RIDDLE_TEST(DEC_03_what_the_method_drops),
        RIDDLE_TEST(ASC_29_the_ap_refuses_in_the_middle),
        RIDDLE_TEST(the_method_fails_with_a_cause),
        RIDDLE_TEST(ASC_13_ASC_15_the_method_refuses_the_response),
        RIDDLE_TEST(a_response_that_the_method_drops),
        RIDDLE_TEST(ASC_10_another_request_with_other_elements),
        RIDDLE_TEST(done_before_it_began),
        RIDDLE_TEST(ASC_14_cannot_even_begin),
        RIDDLE_TEST(a_last_frame_goes_out_before_the_request),
        RIDDLE_TEST(ASC_16_chosen_with_the_beacon_and_cancelled),
        RIDDLE_TEST(X_09_no_memory_for_the_method),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
