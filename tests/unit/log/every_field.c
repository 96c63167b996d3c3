/* Every field of every output is in its line and comes back: octet by octet. A table says which
 * fields a line has, and what is in none is counted: a new member of an output that is
 * forgotten in the log is noticed here. */
#include "logging.h"
#include <extsta/windot11.h>

struct range {
    size_t at, size;
};
#define M(m)                                                                                   \
    {                                                                                          \
        offsetof(struct extsta_output, m), sizeof(((struct extsta_output *)NULL)->m)           \
    }
#define SUBTYPE(m) offsetof(struct extsta_output, m)
/* where the low 16 bits of a number of 32 are */
#define LOW_HALF(m) (SUBTYPE(m) + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 2 : 0))
#define MOST        40

/* The numbers of a line, its spans and texts, and texts that are in it whole. */
struct line_case {
    enum extsta_output_type type;
    size_t subtype_at;    /* 0: none */
    unsigned first, last; /* subtypes */
    struct range numbers[MOST], spans[6], texts[2], words[1];
};

#define CROSSING(t)                                                                            \
    EXTSTA_OUT_CROSSING, SUBTYPE(crossing.type), EXTSTA_CROSS_##t, EXTSTA_CROSS_##t
#define INPUT(t) EXTSTA_OUT_INPUT, SUBTYPE(input.type), EXTSTA_INPUT_##t, EXTSTA_INPUT_##t
#define RECV(m)  M(crossing.packet.recv.m)
#define SENT(m)  M(crossing.packet.send.m)

static const struct line_case cases[] = {
    {EXTSTA_OUT_FRAME,
     .numbers = {M(frame.meta.freq), M(frame.meta.phy), M(frame.meta.tries), M(frame.meta.rate),
                 M(frame.meta.flags), M(frame.meta.cookie), M(frame.meta.lifetime),
                 M(frame.meta.access)},
     .spans = {M(frame.bytes)}},
    {EXTSTA_OUT_TUNE, .numbers = {M(tune_freq)}},
    {EXTSTA_OUT_ETHERNET, .numbers = {M(ethernet.priority)}, .spans = {M(ethernet.bytes)}},
    {EXTSTA_OUT_IHV, SUBTYPE(ihv.type), EXTSTA_IHV_INIT_ADAPTER,
     EXTSTA_IHV_PERFORM_CAPABILITY_MATCH, /* the next one's octets are secret */
     .numbers = {M(ihv.call_id), M(ihv.session), M(ihv.peer), M(ihv.status), M(ihv.handle),
                 M(ihv.port.type), M(ihv.port.peer), M(ihv.port.session), M(ihv.port.manager),
                 M(ihv.port.controlled), M(ihv.port.authorized), M(ihv.bss_type), M(ihv.auth),
                 M(ihv.cipher)},
     .spans = {M(ihv.data), M(ihv.ssid), M(ihv.connectivity)}},
    {CROSSING(OID),
     .numbers = {M(crossing.code), M(crossing.id), M(crossing.kind), M(crossing.bytes_needed)},
     .spans = {M(crossing.buffer)}},
    {CROSSING(OID_COMPLETE),
     .numbers = {M(crossing.code), M(crossing.status), M(crossing.id), M(crossing.kind),
                 M(crossing.bytes_read), M(crossing.bytes_written), M(crossing.bytes_needed)},
     .spans = {M(crossing.buffer)}},
    {CROSSING(INDICATION), .numbers = {M(crossing.code)}, .spans = {M(crossing.buffer)}},
    {CROSSING(SEND),
     .numbers = {M(crossing.id), M(crossing.packet.id), SENT(exemption), SENT(priority),
                 SENT(phy_id)},
     .spans = {M(crossing.packet.bytes)}},
    {CROSSING(RECEIVE),
     .numbers = {M(crossing.id), M(crossing.packet.id), RECV(phy_id), RECV(freq),
                 RECV(mpdu_count), RECV(rate), RECV(priority), RECV(was_protected), RECV(rssi)},
     .spans = {M(crossing.packet.bytes)}},
    {CROSSING(SEND_COMPLETE), .numbers = {M(crossing.status), M(crossing.id)}},
    {CROSSING(RETURN), .numbers = {M(crossing.id)}},
    {CROSSING(RESET_EX), .numbers = {{0}}},
    {CROSSING(HALT), .numbers = {{0}}},
    {EXTSTA_OUT_PORT, SUBTYPE(port.type), EXTSTA_PORT_CREATED, EXTSTA_PORT_DELETED,
     .numbers = {M(port.peer), M(port.session), M(port.manager), M(port.controlled),
                 M(port.authorized)}},
    {EXTSTA_OUT_NOTIFY, SUBTYPE(notify.type), EXTSTA_NOTIFY_SCAN_COMPLETE,
     EXTSTA_NOTIFY_SEARCHING,
     .numbers = {M(notify.peer), M(notify.status), M(notify.will_retry), M(notify.busy),
                 M(notify.round), M(notify.retry_after)},
     .spans = {M(notify.ssid)}, .texts = {M(notify.profile)}},
    {EXTSTA_OUT_CAUSE, .words = {M(cause.detail)},
     .numbers = {M(cause.time),
                 M(cause.subject),
                 M(cause.origin),
                 M(cause.stage),
                 M(cause.space),
                 M(cause.code),
                 M(cause.diagnosis),
                 M(cause.confidence),
                 M(cause.will_retry),
                 M(cause.retry_after),
                 M(cause.peer),
                 M(cause.evidence),
                 {LOW_HALF(cause.rule), 2}}}, /* there are not 65536 rules */
    {EXTSTA_OUT_DECISION,
     .numbers = {M(decision.type), M(decision.ap), M(decision.best), M(decision.signal),
                 M(decision.best_signal), M(decision.threshold), M(decision.gain),
                 M(decision.hysteresis), M(decision.candidates), M(decision.age),
                 M(decision.fresh), M(decision.mode), M(decision.status),
                 M(decision.preference), M(decision.leaves_in), M(decision.status)}},
    {EXTSTA_OUT_GAP, .numbers = {M(gap.count), M(gap.types)}},
    {EXTSTA_OUT_FUNCTION, SUBTYPE(function.type), EXTSTA_FUNCTION_RETURNED,
     EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET,
     .numbers = {M(function.call_id),
                 M(function.session),
                 M(function.peer),
                 M(function.reason),
                 M(function.error),
                 M(function.value),
                 M(function.handle),
                 M(function.result),
                 {LOW_HALF(function.rule), 2}},
     .spans = {M(function.ethertypes)}},
    {INPUT(FRAME),
     .numbers = {M(input.meta.freq), M(input.meta.signal), M(input.meta.phy),
                 M(input.meta.rate), M(input.meta.flags), M(input.meta.serial)},
     .spans = {M(input.bytes)}},
    {INPUT(STARTED), .numbers = {M(input.cookie)}},
    {INPUT(MEDIUM), .numbers = {M(input.since), M(input.busy)}},
    {INPUT(OUTCOME), .numbers = {M(input.cookie), M(input.acked), M(input.tries)}},
    {INPUT(SWITCH), .numbers = {M(input.phy_id), M(input.on)}},
    {INPUT(ETHERNET), .numbers = {M(input.priority)}, .spans = {M(input.bytes)}},
    {INPUT(DETACHED)},
};
#define CASES (sizeof cases / sizeof *cases)

static struct written plain, changed;

static struct extsta_output start(const struct line_case *c, unsigned subtype)
{
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = c->type;
    if (c->subtype_at) {
        memcpy((char *)&out + c->subtype_at, &subtype, sizeof subtype);
    }
    return out;
}

static bool is_in(const struct range *ranges, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++) {
        if (at >= ranges[i].at && at < ranges[i].at + ranges[i].size) {
            return true;
        }
    }
    return false;
}

/* A name of an enum that is not the first one is where its first octet is 1. */
static void try_octet(struct reading *r, const struct line_case *c, unsigned subtype, size_t at)
{
    struct extsta_output out = start(c, subtype);
    ((uint8_t *)&out)[at] = 1;
    write_output(&changed, EXTSTA_LOG_WHOLE, &out);
    if (!is_in(c->numbers, MOST, at)) {
        assert_string_equal(changed.text, plain.text);
        return;
    }
    if (strcmp(changed.text, plain.text) == 0) {
        fail_msg("octet %zu of output %d, %u is not in its line", at, c->type, subtype);
    }
    read_back(r, &changed);
    assert_memory_equal((const uint8_t *)r->entry.output + at, (uint8_t *)&out + at, 1);
    write_entry(&plain, EXTSTA_LOG_WHOLE, &r->entry);
    assert_string_equal(plain.text, changed.text);
    out = start(c, subtype);
    write_output(&plain, EXTSTA_LOG_WHOLE, &out);
}

static void each_octet_of_a_number_comes_back(void **state)
{
    struct reading r = {0};
    reading_start(&r);
    for (const struct line_case *c = cases; c < cases + CASES; c++) {
        for (unsigned subtype = c->first; subtype <= c->last; subtype++) {
            struct extsta_output out = start(c, subtype);
            write_output(&plain, EXTSTA_LOG_WHOLE, &out);
            assert_true(plain.len > 0);
            for (size_t at = sizeof out.type; at < sizeof out; at++) {
                bool of_type = c->subtype_at && at >= c->subtype_at && at < c->subtype_at + 4;
                bool pointer =
                    is_in(c->spans, 6, at) || is_in(c->texts, 2, at) ||
                    is_in(c->words, 1, at) ||
                    (c->type == EXTSTA_OUT_IHV && at >= SUBTYPE(ihv.security)) ||
                    (c->type == EXTSTA_OUT_FUNCTION && at >= SUBTYPE(function.data) &&
                     at < SUBTYPE(function.data) + sizeof(struct extsta_span));
                if (!of_type && !pointer) {
                    try_octet(&r, c, subtype, at);
                }
            }
        }
    }
    reading_end(&r);
}

/* All octets of a number at once, each another one; flags are true. */
static void numbers_keep_all_their_octets(void **state)
{
    struct reading r = {0};
    reading_start(&r);
    for (const struct line_case *c = cases; c < cases + CASES; c++) {
        struct extsta_output out = start(c, c->first);
        for (size_t i = 0, value = 0xf1; i < MOST && c->numbers[i].size; i++) {
            uint8_t *at = (uint8_t *)&out + c->numbers[i].at;
            for (size_t n = 0; n < c->numbers[i].size; n++) {
                at[n] = (uint8_t)value--;
            }
        }
        /* what is no number: flags, and names that are few */
        if (c->type == EXTSTA_OUT_CROSSING) {
            out.crossing.kind = EXTSTA_OID_METHOD;
            if (c->first == EXTSTA_CROSS_RECEIVE) {
                out.crossing.packet.recv.was_protected = true;
            }
        } else if (c->type == EXTSTA_OUT_PORT) {
            out.port.controlled = out.port.authorized = true;
        } else if (c->type == EXTSTA_OUT_IHV) {
            out.ihv.port.controlled = out.ihv.port.authorized = true;
        } else if (c->type == EXTSTA_OUT_NOTIFY) {
            out.notify.will_retry = true;
        } else if (c->type == EXTSTA_OUT_CAUSE) {
            out.cause.will_retry = true;
            out.cause.rule = EXTSTA_RULE_DIS_09;
        } else if (c->type == EXTSTA_OUT_FUNCTION) {
            out.function.rule = EXTSTA_RULE_IHV_26;
        } else if (c->type == EXTSTA_OUT_INPUT) {
            out.input.acked = c->first == EXTSTA_INPUT_OUTCOME;
            out.input.on = c->first == EXTSTA_INPUT_SWITCH;
        }
        write_output(&plain, EXTSTA_LOG_WHOLE, &out);
        read_back(&r, &plain);
        for (size_t i = 0; i < MOST && c->numbers[i].size; i++) {
            assert_memory_equal((const uint8_t *)r.entry.output + c->numbers[i].at,
                                (uint8_t *)&out + c->numbers[i].at, c->numbers[i].size);
        }
        assert_int_equal(r.entry.time, 1234567);
        assert_string_equal(r.entry.name, "alice");
    }
    reading_end(&r);
}

static void each_span_and_text_comes_back(void **state)
{
    static uint8_t octets[3000];
    struct reading r = {0};
    reading_start(&r);
    for (size_t i = 0; i < sizeof octets; i++) {
        octets[i] = (uint8_t)(i * 7 + 3);
    }
    for (const struct line_case *c = cases; c < cases + CASES; c++) {
        for (size_t i = 0; i < 6 && c->spans[i].size; i++) {
            for (size_t len = 0; len <= sizeof octets; len = len * 2 + 1) {
                struct extsta_output out = start(c, c->first), back;
                struct extsta_span span = {octets, len};
                memcpy((char *)&out + c->spans[i].at, &span, sizeof span);
                if (c->type == EXTSTA_OUT_CROSSING) { /* one whose buffers are shown */
                    out.crossing.code = OID_DOT11_STATISTICS;
                }
                write_output(&plain, EXTSTA_LOG_WHOLE, &out);
                read_back(&r, &plain);
                back = *r.entry.output;
                memcpy(&span, (char *)&back + c->spans[i].at, sizeof span);
                assert_int_equal(span.len, len);
                assert_non_null(span.data);
                assert_memory_equal(span.data, octets, len);
                write_entry(&changed, EXTSTA_LOG_WHOLE, &r.entry);
                assert_string_equal(changed.text, plain.text);
            }
        }
        for (size_t i = 0; i < 2 && c->texts[i].size; i++) {
            struct extsta_output out = start(c, c->first);
            const char *text = "an \"office\", upstairs", *back;
            memcpy((char *)&out + c->texts[i].at, &text, sizeof text);
            write_output(&plain, EXTSTA_LOG_WHOLE, &out);
            read_back(&r, &plain);
            memcpy(&back, (const char *)r.entry.output + c->texts[i].at, sizeof back);
            assert_string_equal(back, text);
        }
        for (size_t len = 0; c->words[0].size && len < c->words[0].size; len++) {
            struct extsta_output out = start(c, c->first);
            memset((char *)&out + c->words[0].at, '"', len);
            write_output(&plain, EXTSTA_LOG_WHOLE, &out);
            read_back(&r, &plain);
            assert_memory_equal((const char *)r.entry.output + c->words[0].at,
                                (char *)&out + c->words[0].at, c->words[0].size);
        }
    }
    reading_end(&r);
}

/* What needs no member is read as what it was: of a channel nobody knows how busy it was, and a
 * station goes on when the radio is switched on. */
static void what_is_absent_comes_back(void **state)
{
    struct reading r = {0};
    struct extsta_output out = {.type = EXTSTA_OUT_NOTIFY};
    reading_start(&r);
    out.notify.type = EXTSTA_NOTIFY_SEARCHING;
    out.notify.busy = EXTSTA_BUSY_UNKNOWN;
    out.notify.will_retry = true;
    out.notify.retry_after = EXTSTA_NEVER;
    write_output(&plain, EXTSTA_LOG_WHOLE, &out);
    assert_null(strstr(plain.text, "busy"));
    read_back(&r, &plain);
    assert_int_equal(r.entry.output->notify.busy, EXTSTA_BUSY_UNKNOWN);
    assert_true(r.entry.output->notify.retry_after == EXTSTA_NEVER);
    assert_null(r.entry.output->notify.profile);
    reading_end(&r);
}

/* Octets of an output that are in none of its lines: padding, and what is never written. A new
 * member makes them more. */
static void no_member_is_forgotten(void **state)
{
    static const struct {
        enum extsta_output_type type;
        size_t size, padding;
    } outputs[] = {
        {EXTSTA_OUT_FRAME, sizeof(((struct extsta_output *)NULL)->frame), 3 + 4},
        {EXTSTA_OUT_TUNE, 2, 0},
        {EXTSTA_OUT_ETHERNET, sizeof(((struct extsta_output *)NULL)->ethernet), 7},
        {EXTSTA_OUT_IHV, sizeof(struct extsta_ihv_call), 2 + 2 + 2 + 4},
        {EXTSTA_OUT_CROSSING, sizeof(struct extsta_crossing), 4 + 4 + 1 + 3 + 4},
        {EXTSTA_OUT_PORT, sizeof(struct extsta_port_event), 4},
        {EXTSTA_OUT_NOTIFY, sizeof(struct extsta_notify), 2 + 4},
        {EXTSTA_OUT_CAUSE, sizeof(struct extsta_cause), 6 + 2 + 4 + 2},
        {EXTSTA_OUT_DECISION, sizeof(struct extsta_decision), 1 + 2 + 2},
        {EXTSTA_OUT_GAP, sizeof(struct extsta_gap), 0},
        {EXTSTA_OUT_FUNCTION, sizeof(struct extsta_function), 2 + 2},
        {EXTSTA_OUT_INPUT, sizeof(struct extsta_input), 4 + 4},
        {EXTSTA_OUT_DRIVER, sizeof(struct extsta_span), 0},
    };
    assert_int_equal(sizeof outputs / sizeof *outputs, EXTSTA_OUT_TYPES);
    if (sizeof(void *) != 8) {
        return; /* this padding is that of 64 bits; the members are everybody's */
    }
    for (size_t o = 0; o < EXTSTA_OUT_TYPES; o++) {
        size_t from = SUBTYPE(tune_freq), open = 0;
        for (size_t at = from; at < from + outputs[o].size; at++) {
            bool covered = false;
            for (const struct line_case *c = cases; c < cases + CASES; c++) {
                covered |= c->type == outputs[o].type &&
                           (is_in(c->numbers, MOST, at) || is_in(c->spans, 6, at) ||
                            is_in(c->texts, 2, at) || is_in(c->words, 1, at) ||
                            (c->subtype_at && at >= c->subtype_at && at < c->subtype_at + 4));
            }
            /* those with secrets have tests of their own (secrets.c) */
            covered |= (outputs[o].type == EXTSTA_OUT_IHV && at >= SUBTYPE(ihv.security)) ||
                       (outputs[o].type == EXTSTA_OUT_FUNCTION &&
                        at >= SUBTYPE(function.data) && at < SUBTYPE(function.ethertypes)) ||
                       outputs[o].type == EXTSTA_OUT_DRIVER;
            open += !covered;
        }
        if (open != outputs[o].padding) {
            fail_msg("output %zu: %zu octets are in no line, not %zu", o, open,
                     outputs[o].padding);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_octet_of_a_number_comes_back),
        cmocka_unit_test(numbers_keep_all_their_octets),
        cmocka_unit_test(each_span_and_text_comes_back),
        cmocka_unit_test(what_is_absent_comes_back),
        cmocka_unit_test(no_member_is_forgotten),
    };
    return cmocka_run_group_tests_name("log every field", tests, NULL, NULL);
}
