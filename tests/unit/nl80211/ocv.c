/* The nl80211 driver and operating channel validation (IEEE Std 802.11-2020 12.2.9): the fake
 * kernel's access point is the house's authenticator, which demands the OCI in the handshake; here
 * what the driver says of it to the kernel, and SA Query with it. */
#include "kernel.h"
#include "wire/element.h"
#include "wire/rsn_element.h"

#define OCVC 0x4000u /* RSN Capabilities, bit 14 (9.4.2.24.4) */

static const uint8_t ocv_rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1,    0,   0,
                                   0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2,    0xc0, 0x40};
static uint16_t capabilities;
static bool narrow; /* of the last ASSOCIATE */

static bool looks(struct kernel *k, struct fake_ap *ap, const struct nld_message *m)
{
    struct elements e;
    struct rsn_element rsn;
    if (m->cmd == NL80211_CMD_ASSOCIATE) {
        elements_parse(nld_octets(m->tb[NL80211_ATTR_IE]), &e);
        assert_int_equal(rsn_element_parse(e.rsn, &rsn), EXTSTA_OK);
        capabilities = rsn.capabilities;
        narrow = m->tb[NL80211_ATTR_HT_CAPABILITY] && m->tb[NL80211_ATTR_HT_CAPABILITY_MASK] &&
                 nld_has(m->tb[NL80211_ATTR_DISABLE_VHT]) &&
                 nld_has(m->tb[NL80211_ATTR_DISABLE_HE]);
        if (narrow) { /* Supported Channel Width Set: 20 MHz */
            const uint8_t *mask = nla_data(m->tb[NL80211_ATTR_HT_CAPABILITY_MASK]);
            const uint8_t *value = nla_data(m->tb[NL80211_ATTR_HT_CAPABILITY]);
            assert_int_equal(mask[0], 0x02);
            assert_int_equal(value[0], 0);
        }
    }
    return false;
}

static struct kernel *with_ocv(uint32_t can)
{
    struct kernel *k = kernel_with(1, NL80211_CAN_AUTHENTICATE | can);
    struct extsta_profile p = secure_home();
    p.ocv = true;
    secure(k);
    memcpy(k->aps[0].rsne, ocv_rsne, sizeof ocv_rsne);
    k->ocv = can != 0;
    k->answers = looks;
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.port_open);
    forget_log(k);
    return k;
}

/* Where the card keeps to 20 MHz, which is what is validated; else the station does without. */
static void IEEE_12_2_9_it_is_agreed_where_the_card_can(void **state)
{
    struct kernel *k = with_ocv(NL80211_CAN_NARROW);
    assert_int_equal(capabilities & OCVC, OCVC);
    assert_true(narrow);
    kernel_free(k);
    k = with_ocv(0);
    assert_int_equal(capabilities & OCVC, 0);
    assert_false(narrow);
    kernel_free(k);
}

/* 9.4.2.237: operating class 81 has the channels 1 to 13 of 2.4 GHz. */
static void query(struct kernel *k, uint8_t action, uint16_t transaction, uint8_t channel)
{
    const uint8_t body[] = {8,    action, (uint8_t)transaction, (uint8_t)(transaction >> 8),
                            255,  4,      54,                   81,
                            channel, 0};
    k->frame_len = 0;
    emit_action(k, &k->aps[0], (struct extsta_span){body, sizeof body});
}

/* The OCI element of the last frame is of this channel. */
static void expect_channel(struct kernel *k, uint8_t channel)
{
    const uint8_t oci[] = {255, 4, 54, 81, channel, 0};
    assert_int_equal(k->frame_len, 24 + 4 + sizeof oci);
    assert_memory_equal(k->frame + 28, oci, sizeof oci);
}

static void IEEE_12_2_9_SA_Query_is_of_the_channel(void **state)
{
    struct kernel *k = with_ocv(NL80211_CAN_NARROW);
    query(k, 0, 0x1234, 1);
    run(k, EXTSTA_SECOND);
    expect_log(k, "> FRAME\n");
    expect_channel(k, 1);
    query(k, 0, 0x1235, 6); /* from another one: not answered */
    run(k, EXTSTA_SECOND);
    expect_log(k, "");
    kernel_free(k);
}

static void moves(struct kernel *k)
{
    struct nl_msg *msg = event_of(k, NL80211_CMD_CH_SWITCH_NOTIFY, 0, 0);
    nla_put_u32(msg, NL80211_ATTR_WIPHY_FREQ, 2437);
    emit(k, msg);
    for (int i = 0; i < 11 && !strstr(k->log, "FRAME"); i++) {
        run(k, EXTSTA_SECOND / 10);
    }
    expect_log(k, "> FRAME\n");
    expect_channel(k, 6);
}

/* After a channel switch the AP is asked where it is; one that is not there is left. */
static void IEEE_12_2_9_a_channel_switch_is_confirmed(void **state)
{
    struct kernel *k = with_ocv(NL80211_CAN_NARROW);
    moves(k);
    query(k, 1, get_le16(k->frame + 26), 6);
    run(k, 3 * EXTSTA_SECOND);
    expect_log(k, "");
    kernel_free(k);
    k = with_ocv(NL80211_CAN_NARROW);
    moves(k);
    query(k, 1, get_le16(k->frame + 26), 1);
    run(k, 3 * EXTSTA_SECOND);
    assert_non_null(strstr(k->log, "DISASSOCIATION A 1\n"));
    kernel_free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(IEEE_12_2_9_it_is_agreed_where_the_card_can),
        cmocka_unit_test(IEEE_12_2_9_SA_Query_is_of_the_channel),
        cmocka_unit_test(IEEE_12_2_9_a_channel_switch_is_confirmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
