/* What a finding says: the sentence and the line of JSON, from the values alone; and what
 * becomes of the referee when values are lost, or when the OS half is off. */
#include "referee_text.h"
#include "words.h"
#include <jansson.h>
#include <stdio.h>

static const char *name_of(const void *user, struct extsta_mac mac)
{
    return mac.b[5] == 'A' ? "office" : NULL;
}
static const struct label_names names = {name_of, NULL};

/* The only finding of a story. */
static struct extsta_finding only(struct words *w, const char *story)
{
    struct extsta_finding f, other;
    words_start(w, false);
    words_play(w, story);
    assert_true(extsta_referee_next(w->referee, &f));
    assert_false(extsta_referee_next(w->referee, &other));
    return f;
}

static void a_sentence_has_rule_demand_and_proof(void **state)
{
    struct words w;
    char text[640];
    struct extsta_finding f =
        only(&w, "connected t+500 dis:A:0x10007 port:A:deleted t+500 dis:A:0x10007");
    referee_text(&f, &names, REFEREE_EVENTS, text, sizeof text);
    assert_non_null(strstr(text, "DIS-16 (Only after a completed association): expected an "
                                 "association with the peer that had been completed and not "
                                 "ended office; came 0x00010007"));
    assert_non_null(strstr(text, "DISASSOCIATION at 2.000 s, after event "));
    assert_non_null(strstr(text, "DISASSOCIATION at 1.500 s)"));
    assert_true(f.events[0].serial > f.events[1].serial && f.events[1].serial > 0);
    words_end(&w);
}

static void a_sentence_is_cut_at_its_room(void **state)
{
    struct words w;
    char text[40] = "";
    struct extsta_finding f = only(&w, "connected S:connect");
    referee_text(&f, NULL, REFEREE_EVENTS, text, sizeof text);
    assert_int_equal(strlen(text), sizeof text - 1);
    words_end(&w);
}

static void addresses_are_written_where_there_are_no_names(void **state)
{
    struct words w;
    char text[640];
    struct extsta_finding f =
        only(&w, "connected t+500 dis:A:0x10007 port:A:deleted t+500 dis:A:0x10007");
    referee_text(&f, NULL, REFEREE_EVENTS, text, sizeof text);
    assert_non_null(strstr(text, "not ended 02:00:00:00:00:41; came"));
    words_end(&w);
}

static void json_has_the_values(void **state)
{
    static struct json_out j;
    struct words w;
    char *text;
    size_t len;
    FILE *file = open_memstream(&text, &len);
    struct extsta_finding f = only(&w, "up s:reset:1:ok");
    json_out_start(&j, file);
    referee_json(&j, NULL, "alice", &f, &names);
    assert_true(json_out_flush(&j));
    fclose(file);
    json_t *line = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(line);
    assert_string_equal(json_string_value(json_object_get(line, "line")), "violation");
    assert_string_equal(json_string_value(json_object_get(line, "sta")), "alice");
    assert_string_equal(json_string_value(json_object_get(line, "rule")), "RST-01");
    assert_string_equal(json_string_value(json_object_get(line, "wanted")), "FAILURE");
    assert_string_equal(json_string_value(json_object_get(line, "came")), "SUCCESS");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(line, "events"), 0)), 8);
    json_decref(line);
    free(text);
    words_end(&w);
}

static void the_count_names_what_was_violated(void **state)
{
    struct words w;
    static struct referee_count count;
    char text[200];
    only(&w, "up s:reset:1:ok");
    referee_count_add(&count, w.referee);
    referee_count_text(&count, text, sizeof text);
    assert_non_null(strstr(text, " rules exercised, 1 violated RST-01"));
    assert_int_equal(count.findings, 1);
    words_end(&w);
}

/* A rule that waits is pending, and neither kept nor violated. */
static void a_debt_is_pending(void **state)
{
    struct words w;
    struct extsta_verdict v;
    words_start(&w, false);
    words_play(&w, "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 "
                   "port:A:created:none cc:0");
    assert_true(extsta_referee_verdict(w.referee, extsta_rule_find("ASC-37"), &v));
    assert_int_equal(v.pending, 1);
    assert_int_equal(v.kept + v.violated, 0);
    words_play(&w, "lq:A50");
    assert_true(extsta_referee_verdict(w.referee, extsta_rule_find("ASC-37"), &v));
    assert_int_equal(v.pending, 0);
    assert_int_equal(v.kept, 1);
    words_end(&w);
}

/* What was lost may have been what is missing. */
static void after_a_gap_nothing_is_judged_until_a_reset(void **state)
{
    struct words w;
    struct extsta_finding f;
    words_start(&w, false);
    words_play(&w, "up profile gap cs ac:A:0 cc:0 dis:B:0x10007");
    assert_false(extsta_referee_next(w.referee, &f));
    words_play(&w, "s:reset:3 dis:B:0x10007");
    assert_true(extsta_referee_next(w.referee, &f));
    assert_string_equal(extsta_rule_id(f.rule), "ROL-10");
    words_end(&w);
}

/* The reset that ends the gap is the one that a profile needs (STA-10). */
static void the_reset_after_a_gap_counts(void **state)
{
    struct words w;
    struct extsta_finding f;
    words_start(&w, false);
    words_play(&w, "up gap s:reset:3 s:bsstype:1 s:ssids:net s:auth:open s:connect cs");
    assert_false(extsta_referee_next(w.referee, &f));
    words_end(&w);
}

/* An answer to what nobody asked, with all that an answer may have, is looked at like any
 * other. */
static void an_answer_to_nobody_is_no_trap(void **state)
{
    static const char *const answers[] = {"s!:reset:3",   "s!:scan",     "s!:power:0",
                                          "q!:ssids:net", "s!:saving:8", "s!:connect",
                                          "s!:mapping:A"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct words w;
        words_start(&w, false);
        words_play(&w, "connected dis:A:7 port:A:deleted");
        words_play(&w, answers[i]);
        words_end(&w);
    }
}

/* What an embedder sets is not the OS's order of sets (CIP-04). */
static void requests_of_an_embedder_have_no_order(void **state)
{
    struct words w;
    struct extsta_finding f;
    words_start(&w, false);
    words_play(&w, "up S:unicast:4 s:multicastcipher:4");
    assert_false(extsta_referee_next(w.referee, &f));
    words_play(&w, "s:unicast:4 s:multicastcipher:4");
    assert_true(extsta_referee_next(w.referee, &f));
    assert_int_equal(f.rule, EXTSTA_RULE_CIP_04);
    words_end(&w);
}

/* More peers than are kept: nobody is held to what is not known of them. */
static void peers_are_bounded(void **state)
{
    struct words w;
    struct extsta_finding f;
    struct extsta_verdict v;
    words_start(&w, false);
    words_play(&w, "ibssup");
    for (unsigned i = 0; i < 100; i++) {
        char story[100], peer = (char)('.' + i); /* the last octet of its address */
        if (!strchr(":GM*-", peer)) {
            snprintf(story, sizeof story,
                     "as:%c ac:%c:0:beacon=0,phys=4,ds=0 port:%c:created:none:%u", peer, peer,
                     peer, i);
            words_play(&w, story);
        }
    }
    while (extsta_referee_next(w.referee, &f)) {
        assert_int_not_equal(f.rule, EXTSTA_RULE_ROL_12);
        assert_int_not_equal(f.rule, EXTSTA_RULE_PRT_01);
    }
    assert_true(extsta_referee_verdict(w.referee, EXTSTA_RULE_PRT_01, &v));
    assert_true(v.kept >= 60);
    words_end(&w);
}

/* A machine that is busy is late for everybody: CNX-18 has ten seconds, SCN-13 four. */
static void a_busy_machine_is_not_held_against_a_station(void **state)
{
    static const struct {
        const char *story;
        enum extsta_rule rule; /* broken, by a clock that is never late */
        bool on_a_machine;     /* and there too */
    } cases[] = {
        /* the first turn after ten seconds is late, and the reset comes with it */
        {"up profile s?:connect cs t+9000 h:beacon:A t+4000 s:reset:3", EXTSTA_RULE_CNX_18,
         false},
        /* it had its turns, and nothing came of them */
        {"up profile s?:connect cs t+13000 h:beacon:A t+1000 h:beacon:A t+1000 s:reset:3",
         EXTSTA_RULE_CNX_18, true},
        {"up S:scan:3 t+5000 confirm", EXTSTA_RULE_SCN_13, false},
        {"up S:scan:3 t+5500 h:beacon:A t+1 h:beacon:A t+1 confirm", EXTSTA_RULE_SCN_13, true},
    };
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        struct words w;
        struct extsta_verdict v;
        struct extsta_referee_config config = {
            .address = {{2, 0, 0, 0, 0, 'M'}}, .phy_count = 2, .machine_clock = i & 1};
        words_start(&w, false);
        extsta_referee_free(w.referee);
        w.referee = extsta_referee_new(w.ctx, &config);
        words_play(&w, cases[i / 2].story);
        assert_true(extsta_referee_verdict(w.referee, cases[i / 2].rule, &v));
        assert_int_equal(v.violated, i & 1 ? cases[i / 2].on_a_machine : 1);
        words_end(&w);
    }
}

/* TXP-04: a packet that is none may be refused for that. */
static void a_broken_packet_is_not_judged_by_its_phy(void **state)
{
    struct words w;
    struct extsta_finding f;
    words_start(&w, false);
    words_play(&w, "connected");
    uint8_t bytes[10] = {8};
    struct extsta_output out = {
        .type = EXTSTA_OUT_CROSSING,
        .crossing = {.type = EXTSTA_CROSS_SEND,
                     .packet = {.bytes = {bytes, sizeof bytes}, .id = 5}}};
    out.crossing.packet.send.phy_id = 9;
    extsta_referee_output(w.referee, w.now, &out);
    out.crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_SEND_COMPLETE, .id = 5, .status = 0xc0010015};
    extsta_referee_output(w.referee, w.now, &out);
    assert_false(extsta_referee_next(w.referee, &f));
    words_end(&w);
}

static void nobody_keeps_ports_when_the_os_half_is_off(void **state)
{
    struct words w;
    struct extsta_finding f;
    words_start(&w, false);
    words_play(&w, "connected detached dis:A:0x10007 t+1 rs:0xc as:A f:auth:A f:assoc:A "
                   "ac:A:0:req=1 rc:0 lq:A40 t+1");
    assert_false(extsta_referee_next(w.referee, &f));
    words_end(&w);
}

/* Of more findings than are kept the number is still right. */
static void findings_are_bounded_and_counted(void **state)
{
    struct words w;
    struct extsta_finding f;
    struct extsta_verdict v;
    words_start(&w, false);
    words_play(&w, "up");
    for (int i = 0; i < 100; i++) {
        words_play(&w, "confirm");
    }
    unsigned n = 0;
    while (extsta_referee_next(w.referee, &f)) {
        n++;
    }
    assert_int_equal(n, 64);
    assert_true(extsta_referee_verdict(w.referee, extsta_rule_find("SCN-03"), &v));
    assert_int_equal(v.violated, 100);
    words_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_has_rule_demand_and_proof),
        cmocka_unit_test(a_sentence_is_cut_at_its_room),
        cmocka_unit_test(addresses_are_written_where_there_are_no_names),
        cmocka_unit_test(json_has_the_values),
        cmocka_unit_test(the_count_names_what_was_violated),
        cmocka_unit_test(a_debt_is_pending),
        cmocka_unit_test(after_a_gap_nothing_is_judged_until_a_reset),
        cmocka_unit_test(the_reset_after_a_gap_counts),
        cmocka_unit_test(an_answer_to_nobody_is_no_trap),
        cmocka_unit_test(a_busy_machine_is_not_held_against_a_station),
        cmocka_unit_test(requests_of_an_embedder_have_no_order),
        cmocka_unit_test(peers_are_bounded),
        cmocka_unit_test(a_broken_packet_is_not_judged_by_its_phy),
        cmocka_unit_test(nobody_keeps_ports_when_the_os_half_is_off),
        cmocka_unit_test(findings_are_bounded_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
