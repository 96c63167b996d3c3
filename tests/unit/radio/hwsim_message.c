/* Messages of mac80211_hwsim: what is built is taken apart by libnl, what is parsed was put
 * together by libnl; truncated at every byte. */
#include "../testing.h"
#include "hwsim_message.h"
#include <linux/genetlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#define FAMILY 31
#define ATTRIBUTES 30

/* From the kernel's mac80211_hwsim.h. */
enum { ADDR_RECEIVER = 1, ADDR_TRANSMITTER, FRAME, FLAGS, RX_RATE, SIGNAL, TX_INFO, COOKIE,
       FREQ = 19 };

static const struct extsta_mac radio = {{0x42, 0, 0, 0, 0, 0}};
static const uint8_t frame[37] = {0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2};

static struct nl_msg *transmission(void)
{
    static const uint8_t info[8] = {4, 1, 0xff, 0, 0xff, 0, 0xff, 0};
    struct nl_msg *m = nlmsg_alloc();
    genlmsg_put(m, 0, 0, FAMILY, 0, 0, HWSIM_CMD_FRAME, 1);
    nla_put(m, ADDR_TRANSMITTER, 6, radio.b);
    nla_put(m, FRAME, sizeof frame, frame);
    nla_put_u32(m, FLAGS, HWSIM_FLAG_REQ_TX_STATUS);
    nla_put(m, TX_INFO, sizeof info, info);
    nla_put_u64(m, COOKIE, 0x1122334455667788);
    nla_put_u32(m, FREQ, 2412);
    nla_put_u32(m, 25, 7); /* an attribute of a later kernel */
    return m;
}

static void a_transmission_is_parsed(void **state)
{
    struct nl_msg *m = transmission();
    struct hwsim_transmission t;
    int command;
    assert_true(hwsim_parse_transmission(nlmsg_hdr(m), &command, &t));
    assert_int_equal(command, HWSIM_CMD_FRAME);
    assert_memory_equal(t.radio.b, radio.b, 6);
    assert_int_equal(t.frame.len, sizeof frame);
    assert_memory_equal(t.frame.data, frame, sizeof frame);
    assert_int_equal(t.flags, HWSIM_FLAG_REQ_TX_STATUS);
    assert_int_equal(t.freq, 2412);
    assert_true(t.cookie == 0x1122334455667788);
    assert_int_equal(t.first_rate, 4);
    nlmsg_free(m);
}

static void truncated_at_every_byte(void **state)
{
    struct nl_msg *m = transmission();
    uint32_t whole = nlmsg_hdr(m)->nlmsg_len;
    /* Without the last two attributes (frequency, unknown) it still is one. */
    uint32_t complete = whole - 8 - 8;
    for (uint32_t len = NLMSG_HDRLEN; len < whole; len++) {
        struct nlmsghdr *exact = malloc(len);
        memcpy(exact, nlmsg_hdr(m), len);
        exact->nlmsg_len = len;
        struct hwsim_transmission t;
        int command;
        bool taken = hwsim_parse_transmission(exact, &command, &t);
        assert_true(len >= complete || !taken);
        assert_true(len != complete || taken);
        assert_true(len != whole - 1 || !taken); /* the last leaves the message */
        assert_false(hwsim_is_family_removal(exact, FAMILY));
        free(exact);
    }
    nlmsg_free(m);
}

static void what_is_missing_or_has_the_wrong_size_is_refused(void **state)
{
    static const int needed[] = {ADDR_TRANSMITTER, FRAME, FLAGS, COOKIE};
    for (size_t skip = 0; skip < 4; skip++) {
        for (int wrong = 0; wrong < 2; wrong++) {
            struct nl_msg *m = nlmsg_alloc();
            struct hwsim_transmission t;
            int command;
            genlmsg_put(m, 0, 0, FAMILY, 0, 0, HWSIM_CMD_FRAME, 1);
            for (size_t i = 0; i < 4; i++) {
                static const int size[] = {6, 24, 4, 8};
                if (i != skip) {
                    nla_put(m, needed[i], size[i], frame);
                } else if (wrong && needed[i] != FRAME) {
                    nla_put(m, needed[i], size[i] + 1, frame);
                }
            }
            assert_false(hwsim_parse_transmission(nlmsg_hdr(m), &command, &t));
            nlmsg_free(m);
        }
    }
}

static struct nlattr **taken_apart(uint64_t *message, int command)
{
    static struct nlattr *attributes[ATTRIBUTES + 1];
    struct nlmsghdr *h = (struct nlmsghdr *)message;
    assert_int_equal(h->nlmsg_type, FAMILY);
    assert_true(genlmsg_valid_hdr(h, 0));
    assert_int_equal(genlmsg_hdr(h)->cmd, command);
    assert_int_equal(genlmsg_parse(h, 0, attributes, ATTRIBUTES, NULL), 0);
    return attributes;
}

static void a_frame_is_built(void **state)
{
    static uint64_t message[HWSIM_MESSAGE_MAX / 8];
    static uint8_t longest[HWSIM_MAX_FRAME];
    for (size_t len = 0; len <= sizeof longest; len += 1 + len / 3) {
        struct extsta_span bytes = {longest, len};
        size_t n = hwsim_build_frame(message, FAMILY, 9, len & 1, radio, bytes, 3, -42, 2437);
        assert_true(n <= sizeof message);
        struct nlmsghdr *h = (struct nlmsghdr *)message;
        assert_int_equal(h->nlmsg_len, n);
        assert_int_equal(h->nlmsg_seq, 9);
        assert_int_equal(h->nlmsg_flags, NLM_F_REQUEST | (len & 1 ? NLM_F_ACK : 0));
        struct nlattr **a = taken_apart(message, HWSIM_CMD_FRAME);
        assert_memory_equal(nla_data(a[ADDR_RECEIVER]), radio.b, 6);
        assert_int_equal(nla_len(a[FRAME]), len);
        assert_int_equal(nla_get_u32(a[RX_RATE]), 3);
        assert_int_equal((int32_t)nla_get_u32(a[SIGNAL]), -42);
        assert_int_equal(nla_get_u32(a[FREQ]), 2437);
    }
}

static void a_status_answers_its_transmission(void **state)
{
    static uint64_t message[HWSIM_MESSAGE_MAX / 8];
    struct hwsim_transmission t = {.radio = radio, .flags = HWSIM_FLAG_REQ_TX_STATUS,
                                   .cookie = 77, .first_rate = 5};
    for (int acked = 0; acked < 2; acked++) {
        hwsim_build_status(message, FAMILY, 1, &t, acked, -60);
        struct nlattr **a = taken_apart(message, HWSIM_CMD_TX_INFO_FRAME);
        assert_memory_equal(nla_data(a[ADDR_TRANSMITTER]), radio.b, 6);
        assert_int_equal(nla_get_u32(a[FLAGS]),
                         HWSIM_FLAG_REQ_TX_STATUS | (acked ? HWSIM_FLAG_ACK : 0));
        assert_true(nla_get_u64(a[COOKIE]) == 77);
        assert_int_equal((int32_t)nla_get_u32(a[SIGNAL]), -60);
        assert_int_equal(nla_len(a[TX_INFO]), 8); /* four tries of index and count */
        assert_int_equal(((uint8_t *)nla_data(a[TX_INFO]))[0], 5);
        assert_int_equal(((uint8_t *)nla_data(a[TX_INFO]))[2], 0xff);
    }
}

static void the_removal_of_the_family_is_seen(void **state)
{
    for (int command = 0; command < 10; command++) {
        struct nl_msg *m = nlmsg_alloc();
        genlmsg_put(m, 0, 0, GENL_ID_CTRL, 0, 0, (uint8_t)command, 2);
        nla_put_string(m, CTRL_ATTR_FAMILY_NAME, "MAC80211_HWSIM");
        nla_put_u16(m, CTRL_ATTR_FAMILY_ID, FAMILY);
        bool removal = command == CTRL_CMD_DELFAMILY;
        assert_int_equal(hwsim_is_family_removal(nlmsg_hdr(m), FAMILY), removal);
        assert_false(hwsim_is_family_removal(nlmsg_hdr(m), FAMILY + 1));
        nlmsg_free(m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transmission_is_parsed),
        cmocka_unit_test(truncated_at_every_byte),
        cmocka_unit_test(what_is_missing_or_has_the_wrong_size_is_refused),
        cmocka_unit_test(a_frame_is_built),
        cmocka_unit_test(a_status_answers_its_transmission),
        cmocka_unit_test(the_removal_of_the_family_is_seen),
    };
    return cmocka_run_group_tests_name("radio hwsim_message", tests, NULL, NULL);
}
