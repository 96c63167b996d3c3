/* What the kernel says of channels and countries, as values (daemon/card_news.h). The messages
 * are made as net/wireless/nl80211.c makes them. */
#include "card_news.h"
#include "../testing.h"
#include "message.h"
#include "nl80211.h"

#define FAMILY NL80211_FAMILY

static struct nl_msg *message_new(uint8_t cmd)
{
    struct nl_msg *m = nlmsg_alloc();
    assert_non_null(m);
    assert_non_null(genlmsg_put(m, 0, 0, FAMILY, 0, 0, cmd, 1));
    return m;
}

static bool read_message(struct nl_msg *m, struct service_radio_news *out)
{
    const struct nlmsghdr *h = nlmsg_hdr(m);
    bool read = card_news_read((struct extsta_span){(const uint8_t *)h, h->nlmsg_len}, out);
    nlmsg_free(m);
    return read;
}

static void a_country_is_read(void **state)
{
    struct service_radio_news n;
    struct nl_msg *m = message_new(NL80211_CMD_REG_CHANGE);
    nla_put_u8(m, NL80211_ATTR_REG_INITIATOR, NL80211_REGDOM_SET_BY_USER);
    nla_put_u8(m, NL80211_ATTR_REG_TYPE, NL80211_REGDOM_TYPE_COUNTRY);
    nla_put_string(m, NL80211_ATTR_REG_ALPHA2, "FI");
    assert_true(read_message(m, &n));
    assert_int_equal(n.type, SERVICE_RADIO_COUNTRY);
    assert_int_equal(n.by, 1);
    assert_int_equal(n.kind, 0);
    assert_string_equal(n.alpha2, "FI");
    m = message_new(NL80211_CMD_WIPHY_REG_CHANGE);
    nla_put_u8(m, NL80211_ATTR_REG_INITIATOR, NL80211_REGDOM_SET_BY_CORE);
    nla_put_u8(m, NL80211_ATTR_REG_TYPE, NL80211_REGDOM_TYPE_WORLD);
    assert_true(read_message(m, &n));
    assert_int_equal(n.kind, 1);
    assert_string_equal(n.alpha2, "");
    assert_true(read_message(message_new(NL80211_CMD_REG_BEACON_HINT), &n));
    assert_int_equal(n.by, SERVICE_COUNTRY_BEACON_HINT);
    assert_int_equal(n.kind, SERVICE_COUNTRY_NOT_SAID);
    assert_false(read_message(message_new(NL80211_CMD_REG_CHANGE), &n)); /* by nobody */
}

static void a_switch_is_read(void **state)
{
    struct service_radio_news n;
    struct nl_msg *m = message_new(NL80211_CMD_CH_SWITCH_STARTED_NOTIFY);
    nla_put_u32(m, NL80211_ATTR_WIPHY_FREQ, 5180);
    nla_put_u32(m, NL80211_ATTR_WIPHY_CHANNEL_TYPE, NL80211_CHAN_HT40PLUS);
    nla_put_u32(m, NL80211_ATTR_CHANNEL_WIDTH, NL80211_CHAN_WIDTH_80);
    nla_put_u32(m, NL80211_ATTR_CENTER_FREQ1, 5210);
    assert_true(read_message(m, &n));
    assert_int_equal(n.type, SERVICE_RADIO_SWITCH_BEGINS);
    assert_true(n.freq == 5180 && n.centers[0] == 5210 && n.centers[1] == 0);
    assert_true(n.width == 3 && n.second == 1 && !n.no_ht);
    m = message_new(NL80211_CMD_CH_SWITCH_NOTIFY);
    nla_put_u32(m, NL80211_ATTR_WIPHY_FREQ, 2437);
    nla_put_u32(m, NL80211_ATTR_WIPHY_CHANNEL_TYPE, NL80211_CHAN_NO_HT);
    assert_true(read_message(m, &n));
    assert_int_equal(n.type, SERVICE_RADIO_SWITCHED);
    assert_true(n.freq == 2437 && n.no_ht);
    assert_false(read_message(message_new(NL80211_CMD_CH_SWITCH_NOTIFY), &n)); /* to nowhere */
}

static void anything_else_is_not(void **state)
{
    struct service_radio_news n;
    uint8_t rubbish[20] = {3};
    assert_false(read_message(message_new(NL80211_CMD_NEW_SCAN_RESULTS), &n));
    assert_false(card_news_read((struct extsta_span){rubbish, sizeof rubbish}, &n));
    assert_false(card_news_read((struct extsta_span){rubbish, 3}, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_country_is_read),
        cmocka_unit_test(a_switch_is_read),
        cmocka_unit_test(anything_else_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
