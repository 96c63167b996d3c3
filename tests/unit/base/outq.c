#include "../testing.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drains_in_order_behind_the_pump),
        cmocka_unit_test(a_reserved_node_needs_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
