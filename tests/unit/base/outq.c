#include "../testing.h"
#include "../hoard.h"
#include "boundary/outq.h"

static void drains_in_order_behind_the_pump(void **state)
{
    uint64_t seed = 1;
    struct extsta_context *ctx = testing_context(&seed);
    struct outq q;
    struct extsta_output out;
    outq_init(&q, ctx, EXTSTA_OUT_MASK(EXTSTA_OUT_PORT));
    outq_push(&q, EXTSTA_OUT_PORT, 0)->port.session = 1;
    outq_push(&q, EXTSTA_OUT_NOTIFY, 0);
    struct extsta_output *frame = outq_push(&q, EXTSTA_OUT_FRAME, 4);
    memcpy(outq_payload(frame), "abcd", 4);
    frame->frame.bytes = (struct extsta_span){outq_payload(frame), 4};
    assert_false(outq_next(&q, &out)); /* the pump has seen nothing yet */
    assert_int_equal(outq_pump(&q)->type, EXTSTA_OUT_PORT);
    assert_true(outq_next(&q, &out));
    assert_int_equal(out.port.session, 1);
    assert_false(outq_next(&q, &out));
    assert_int_equal(outq_pump(&q)->type, EXTSTA_OUT_NOTIFY);
    assert_int_equal(outq_pump(&q)->type, EXTSTA_OUT_FRAME);
    assert_null(outq_pump(&q));
    assert_true(outq_next(&q, &out)); /* the notification was not wanted */
    assert_int_equal(out.type, EXTSTA_OUT_FRAME);
    assert_memory_equal(out.frame.bytes.data, "abcd", 4);
    outq_push(&q, EXTSTA_OUT_PORT, 0);
    assert_false(outq_next(&q, &out));
    outq_destroy(&q);
    extsta_context_free(ctx);
}

static void a_reserved_node_needs_no_memory(void **state)
{
    uint64_t seed = 1;
    struct extsta_context *ctx = testing_context(&seed);
    struct outq q;
    outq_init(&q, ctx, EXTSTA_OUT_ALL);
    struct outq_node *node = outq_reserve(&q, 16);
    assert_non_null(outq_push_reserved(&q, node, EXTSTA_OUT_PORT));
    outq_destroy(&q);
    extsta_context_free(ctx);
}

static bool has_memory = true;

static void *scarce_alloc(void *user, size_t size)
{
    return has_memory ? testing_alloc(user, size) : NULL;
}

static void expect_gap(struct outq *q, uint32_t count, uint32_t types)
{
    struct extsta_output out;
    assert_true(outq_next(q, &out));
    assert_int_equal(out.type, EXTSTA_OUT_GAP);
    assert_int_equal(out.gap.count, count);
    assert_int_equal(out.gap.types, types);
}

static void expect_port(struct outq *q, uint32_t session)
{
    struct extsta_output out;
    assert_true(outq_next(q, &out));
    assert_int_equal(out.type, EXTSTA_OUT_PORT);
    assert_int_equal(out.port.session, session);
}

/* Before all, between two, behind a node that nobody wanted, and at the end: what was lost is
 * missed where it would have stood; what nobody asked for is not missed. */
static void what_was_lost_leaves_a_gap_in_its_place(void **state)
{
    uint64_t seed = 1;
    struct extsta_memory memory = {scarce_alloc, testing_release, NULL};
    struct extsta_random random = {testing_fill, &seed};
    struct extsta_context *ctx = extsta_context_new(&memory, &random);
    const uint32_t port = EXTSTA_OUT_MASK(EXTSTA_OUT_PORT);
    const uint32_t crossing = EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING);
    struct outq q;
    struct extsta_output out;
    outq_init(&q, ctx, port | crossing | EXTSTA_OUT_MASK(EXTSTA_OUT_GAP));
    struct outq_node *node[3];
    for (int i = 0; i < 3; i++) {
        node[i] = outq_reserve(&q, 0);
    }
    has_memory = false;
    struct hoard *all = hoard_take(&ctx->pool);
    assert_null(outq_push(&q, EXTSTA_OUT_PORT, 0));
    outq_push_reserved(&q, node[0], EXTSTA_OUT_PORT)->port.session = 1;
    outq_pump(&q);
    assert_null(outq_insert(&q, EXTSTA_OUT_PORT, 0));
    assert_null(outq_insert(&q, EXTSTA_OUT_CROSSING, 0));
    outq_push_reserved(&q, node[1], EXTSTA_OUT_NOTIFY);
    assert_null(outq_push(&q, EXTSTA_OUT_CAUSE, 0)); /* not wanted */
    assert_null(outq_push(&q, EXTSTA_OUT_CROSSING, 0));
    outq_push_reserved(&q, node[2], EXTSTA_OUT_PORT)->port.session = 2;
    outq_lose(&q, EXTSTA_OUT_PORT);
    assert_int_equal(q.lost, 6);
    hoard_release(&ctx->pool, all, 1);
    has_memory = true;
    expect_gap(&q, 1, port);
    expect_port(&q, 1);
    expect_gap(&q, 2, port | crossing);
    assert_false(outq_next(&q, &out)); /* the pump has not seen the rest */
    while (outq_pump(&q)) {
    }
    expect_gap(&q, 1, crossing);
    expect_port(&q, 2);
    expect_gap(&q, 1, port);
    assert_false(outq_next(&q, &out));
    outq_destroy(&q);
    extsta_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drains_in_order_behind_the_pump),
        cmocka_unit_test(a_reserved_node_needs_no_memory),
        cmocka_unit_test(what_was_lost_leaves_a_gap_in_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
