/* The nl80211 driver: rows of what a kernel was seen to say, in its order, and what the OS half
 * is told of it; judged by the referee. */
#include "kernel.h"

#define CONNECTED                                                                              \
    "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n> AUTHENTICATE A\n"                \
    "> ASSOCIATE A\nASSOCIATION_COMPLETION A 0\nLINK_QUALITY\nCONNECTION_COMPLETION 0\n"

static struct kernel *connected(size_t aps)
{
    struct kernel *k = kernel_new(aps);
    connect_home(k, EXTSTA_SECOND);
    forget_log(k);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.connected && status.associated && status.port_open);
    return k;
}

/* --- section 4: authenticate, associate --- */

static void ASC_04_authenticate_and_associate(void **state)
{
    struct kernel *k = kernel_new(1);
    connect_home(k, EXTSTA_SECOND);
    expect_log(k, CONNECTED);
    kernel_free(k);
}

static const struct {
    enum outcome auth, assoc;
    uint16_t status;
    const char *log; /* from AUTHENTICATE to A to the end of A's operation */
} refusals[] = {
    {REFUSES, ACCEPTS, 13, "> AUTHENTICATE A\nASSOCIATION_COMPLETION A 3000d\n"},
    {SILENT, ACCEPTS, 0, "> AUTHENTICATE A\nASSOCIATION_COMPLETION A 2\n"},
    {ACCEPTS, REFUSES, 40, "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 30028\n"},
    {ACCEPTS, SILENT, 0, "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 2\n"},
    {ACCEPTS, DEAUTHS, 0, "> AUTHENTICATE A\n> ASSOCIATE A\nASSOCIATION_COMPLETION A 10006\n"},
};

/* SEQ-07: then the next one is asked. */
static void ASC_29_ASC_30_SEQ_28_what_one_refuses_another_may_give(void **state)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct kernel *k = kernel_new(2);
        char wanted[600];
        k->aps[0].auth = refusals[i].auth;
        k->aps[0].assoc = refusals[i].assoc;
        k->aps[0].status = refusals[i].status;
        connect_home(k, EXTSTA_SECOND);
        snprintf(wanted, sizeof wanted,
                 "CONNECTION_START\n> TRIGGER_SCAN\nASSOCIATION_START A\n%s"
                 "ASSOCIATION_START B\n> AUTHENTICATE B\n> ASSOCIATE B\n"
                 "ASSOCIATION_COMPLETION B 0\nLINK_QUALITY\nCONNECTION_COMPLETION 0\n",
                 refusals[i].log);
        expect_log(k, wanted);
        kernel_free(k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ASC_04_authenticate_and_associate),
        cmocka_unit_test(ASC_29_ASC_30_SEQ_28_what_one_refuses_another_may_give),
    };
    (void)connected;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
