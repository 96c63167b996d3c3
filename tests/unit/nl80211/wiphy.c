/* What a card can do: GET_WIPHY's answer as Linux 6.1 gave it for a radio of mac80211_hwsim, in
 * two regulatory domains, held against what `iw phy` printed of it in the same moment. Cards
 * that do less are the same messages with something taken out. Cut at every octet. */
#include "../testing.h"
#include "gaps.h"
#include "wiphy.h"
#include <extsta/windot11.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdio.h>

struct recording {
    uint8_t *octets;
    size_t len;
};

static struct recording load(const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", RECORDED, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    struct recording r = {malloc(1 << 17), 0};
    r.len = fread(r.octets, 1, 1 << 17, f);
    fclose(f);
    assert_true(r.len > 1000);
    return r;
}

static void add_all(struct nl80211_wiphy *w, const struct recording *r)
{
    struct nlmsghdr *h = (struct nlmsghdr *)r->octets;
    for (int left = (int)r->len; nlmsg_ok(h, left); h = nlmsg_next(h, &left)) {
        assert_true(nl80211_wiphy_add(w, (struct extsta_span){(uint8_t *)h, h->nlmsg_len}));
    }
}

static void read_wiphy(struct nl80211_wiphy *w, const char *name)
{
    struct recording r = load(name);
    nl80211_wiphy_start(w);
    add_all(w, &r);
    free(r.octets);
}

static const struct nl80211_channel *channel(const struct nl80211_wiphy *w, unsigned mhz)
{
    for (size_t b = 0; b < NL80211_WIPHY_BANDS; b++) {
        for (size_t i = 0; i < w->bands[b].channel_count; i++) {
            if (w->bands[b].channels[i].freq == mhz) {
                return &w->bands[b].channels[i];
            }
        }
    }
    return NULL;
}

/* Each line of iw's with a frequency: "* 5260 MHz [52] (20.0 dBm) (no IR, radar detection)".
 * Those of S1G have a fraction, and are of a band that is counted only. */
static size_t compare_channels(const struct nl80211_wiphy *w, const char *iw)
{
    struct recording r = load(iw);
    size_t seen = 0;
    r.octets[r.len] = '\0';
    for (char *line = strtok((char *)r.octets, "\n"); line; line = strtok(NULL, "\n")) {
        unsigned mhz, number, whole = 0, tenth = 0;
        if (sscanf(line, " * %u MHz [%u] (%u.%u dBm)", &mhz, &number, &whole, &tenth) < 2 ||
            mhz < 2000) {
            continue;
        }
        const struct nl80211_channel *c = channel(w, mhz);
        assert_non_null(c);
        seen++;
        assert_int_equal(!!(c->flags & NL80211_CHANNEL_DISABLED), !!strstr(line, "disabled"));
        if (!strstr(line, "disabled")) { /* iw says nothing more of them */
            assert_int_equal(c->max_mbm, whole * 100 + tenth * 10);
            assert_int_equal(!!(c->flags & NL80211_CHANNEL_NO_IR), !!strstr(line, "no IR"));
            assert_int_equal(!!(c->flags & NL80211_CHANNEL_RADAR), !!strstr(line, "radar"));
        }
    }
    free(r.octets);
    return seen;
}

static void channels_are_those_that_iw_prints(void **state)
{
    static const char *const names[][2] = {{"world.nl", "world.iw"},
                                           {"germany.nl", "germany.iw"}};
    for (size_t i = 0; i < 2; i++) {
        static struct nl80211_wiphy w;
        read_wiphy(&w, names[i][0]);
        size_t all = 0;
        for (size_t b = 0; b < NL80211_WIPHY_BANDS; b++) {
            all += w.bands[b].channel_count;
        }
        assert_true(all > 100);
        assert_int_equal(compare_channels(&w, names[i][1]), all);
        assert_int_equal(w.other_bands, 1u << NL80211_BAND_S1GHZ);
    }
}

/* The numbers of world.iw. */
static void limits_suites_and_features_are_those_that_iw_prints(void **state)
{
    static struct nl80211_wiphy w;
    read_wiphy(&w, "world.nl");
    assert_int_equal(w.index, 0);
    assert_string_equal(w.name, "phy0");
    assert_int_equal(w.max_scan_ssids, 4);
    assert_int_equal(w.max_scan_ie, 2109);
    assert_int_equal(w.max_pmkids, 0);
    assert_int_equal(w.max_remain_ms, 5000);
    assert_int_equal(w.cipher_count, 11);
    static const uint8_t ciphers[] = {1, 5, 2, 4, 10, 8, 9, 6, 13, 11, 12};
    for (size_t i = 0; i < sizeof ciphers; i++) {
        assert_int_equal(w.ciphers[i], 0x000fac00 + ciphers[i]);
    }
    assert_false(w.akms_said);
    assert_true(nl80211_wiphy_akm(&w, 0x000fac08));
    assert_false(w.roams);
    assert_true(nl80211_wiphy_command(&w, NL80211_CMD_AUTHENTICATE));
    assert_true(nl80211_wiphy_command(&w, NL80211_CMD_CONNECT));
    assert_false(nl80211_wiphy_command(&w, NL80211_CMD_START_SCHED_SCAN));
    assert_true(nl80211_wiphy_feature(&w, NL80211_EXT_FEATURE_CAN_REPLACE_PTK0));
    assert_true(nl80211_wiphy_feature(&w, NL80211_EXT_FEATURE_EXT_KEY_ID));
    assert_false(nl80211_wiphy_feature(&w, NL80211_EXT_FEATURE_SAE_OFFLOAD));
    assert_true(w.features & NL80211_FEATURE_ACTIVE_MONITOR);
    assert_true(w.interface_types & 1u << NL80211_IFTYPE_STATION);
    assert_false(w.interface_types & 1u << NL80211_IFTYPE_NAN);
    assert_int_equal(w.software_types,
                     1u << NL80211_IFTYPE_AP_VLAN | 1u << NL80211_IFTYPE_MONITOR);
}

static void rates_and_elements_are_those_that_iw_prints(void **state)
{
    static struct nl80211_wiphy w;
    static const uint8_t erp[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
    static const uint8_t mac[] = {1, 0x78, 0xc8, 0x1a, 0x40, 0}; /* 0x78011ac80040, by twos */
    read_wiphy(&w, "world.nl");
    const struct nl80211_band_caps *two = &w.bands[NL80211_2GHZ],
                                   *five = &w.bands[NL80211_5GHZ];
    assert_int_equal(two->rate_count, 12);
    assert_memory_equal(two->rates, erp, 12);
    assert_int_equal(five->rate_count, 8);
    assert_memory_equal(five->rates, erp + 4, 8);
    assert_true(two->has_ht && !two->has_vht && two->has_he);
    assert_true(five->has_ht && five->has_vht && five->has_he);
    assert_int_equal(two->ht.info, 0x107e);
    assert_int_equal(two->ht.ampdu, 3 | 6 << 2);
    assert_int_equal(two->ht.mcs[0] << 8 | two->ht.mcs[1], 0xffff);
    assert_int_equal(two->ht.mcs[2], 0);
    assert_true(five->vht.info == 0x038004fa);
    assert_int_equal(five->vht.rx_mcs, 0xaaaa);
    assert_int_equal(five->vht.tx_mcs, 0xaaaa);
    assert_int_equal(five->vht.rx_highest, 0);
    assert_memory_equal(two->he.mac, mac, sizeof mac);
    assert_int_equal(two->he.rx_mcs[0], 0xfffa); /* two streams, MCS 0 to 11 */
    assert_int_equal(two->he.rx_mcs[1], 0xffff);
    assert_int_equal(five->he.rx_mcs[2], 0xfffa);
    assert_int_equal(five->he.tx_mcs[2], 0xfffa);
    assert_int_equal(two->he.ppe_len, 0); /* phy[6]: it has none */
}

/* A PHY for each band, as the contract's table of them has it, of channels that may be used. */
static void a_station_gets_a_phy_for_each_band(void **state)
{
    static struct nl80211_wiphy w;
    static struct nl80211_caps caps;
    static const uint16_t some[] = {2437, 2484};
    read_wiphy(&w, "germany.nl");
    assert_true(nl80211_wiphy_caps(&w, NULL, 0, &caps));
    assert_int_equal(caps.caps.phy_count, 2);
    assert_int_equal(caps.phys[0].type, dot11_phy_type_he);
    assert_int_equal(caps.phys[0].freq_count, 13); /* 14 is disabled */
    assert_int_equal(caps.phys[0].freqs[12], 2472);
    assert_null(caps.phys[0].vht);
    assert_ptr_equal(caps.phys[0].he, &w.bands[NL80211_2GHZ].he);
    assert_int_equal(caps.phys[1].type, dot11_phy_type_he);
    assert_int_equal(caps.phys[1].freqs[0], 5180);
    assert_ptr_equal(caps.phys[1].vht, &w.bands[NL80211_5GHZ].vht);
    for (size_t i = 0; i < caps.phys[1].freq_count; i++) {
        assert_false(channel(&w, caps.phys[1].freqs[i])->flags & NL80211_CHANNEL_DISABLED);
        assert_true(caps.phys[1].freqs[i] <= 5885);
    }
    assert_true(nl80211_wiphy_caps(&w, some, 2, &caps));
    assert_int_equal(caps.caps.phy_count, 1);
    assert_int_equal(caps.phys[0].freq_count, 1);
    assert_int_equal(caps.phys[0].freqs[0], 2437);
    assert_false(nl80211_wiphy_caps(&w, some + 1, 1, &caps));
}

static void a_phy_is_of_the_latest_kind_that_the_card_has(void **state)
{
    static struct nl80211_wiphy w;
    static struct nl80211_caps caps;
    read_wiphy(&w, "world.nl");
    w.bands[NL80211_2GHZ].has_he = w.bands[NL80211_5GHZ].has_he = false;
    nl80211_wiphy_caps(&w, NULL, 0, &caps);
    assert_int_equal(caps.phys[0].type, dot11_phy_type_ht);
    assert_int_equal(caps.phys[1].type, dot11_phy_type_vht);
    w.bands[NL80211_2GHZ].has_ht = w.bands[NL80211_5GHZ].has_ht = false;
    nl80211_wiphy_caps(&w, NULL, 0, &caps);
    assert_int_equal(caps.phys[0].type, dot11_phy_type_erp);
    assert_int_equal(caps.phys[1].type, dot11_phy_type_ofdm);
    assert_null(caps.phys[1].vht);
    w.bands[NL80211_2GHZ].rate_count = 4;
    nl80211_wiphy_caps(&w, NULL, 0, &caps);
    assert_int_equal(caps.phys[0].type, dot11_phy_type_hrdsss);
}

/* Every SUPPORTED_COMMANDS entry `from` becomes `to`: a card whose driver has its SME itself.
 */
static void replace_command(const struct recording *r, uint32_t from, uint32_t to)
{
    struct nlmsghdr *h = (struct nlmsghdr *)r->octets;
    for (int left = (int)r->len; nlmsg_ok(h, left); h = nlmsg_next(h, &left)) {
        struct nlattr *list = nlmsg_find_attr(h, GENL_HDRLEN, NL80211_ATTR_SUPPORTED_COMMANDS),
                      *a;
        int rest;
        if (list) {
            nla_for_each_nested(a, list, rest)
            {
                if (nla_get_u32(a) == from) {
                    memcpy(nla_data(a), &to, sizeof to);
                }
            }
        }
    }
}

static void feature(struct nl80211_wiphy *w, uint32_t bit)
{
    w->ext_features[bit / 8] |= (uint8_t)(1u << bit % 8);
}

static void which_way_in_follows_from_commands_and_features(void **state)
{
    static struct nl80211_wiphy w;
    struct nl80211_site site = {0};
    struct recording r = load("world.nl");
    nl80211_wiphy_start(&w);
    add_all(&w, &r);
    nl80211_wiphy_site(&w, &site);
    assert_int_equal(nl80211_wiphy_way(&w), NL80211_WAY_SME);
    assert_int_equal(nl80211_wiphy_psk(&w), NL80211_KEYS_HERE);
    assert_int_equal(nl80211_wiphy_8021x(&w), NL80211_KEYS_HERE);
    assert_int_equal(nl80211_wiphy_sae(&w), NL80211_KEYS_HERE);
    assert_int_equal(site.can & (NL80211_CAN_AUTHENTICATE | NL80211_CAN_CONTROL_PORT |
                                 NL80211_CAN_SAE | NL80211_CAN_OFFLOAD_PSK | NL80211_CAN_ROAM),
                     NL80211_CAN_AUTHENTICATE | NL80211_CAN_CONTROL_PORT | NL80211_CAN_SAE);
    assert_int_equal(site.scan_ssids, 4);
    assert_int_equal(site.cipher_count, 11);
    assert_int_equal(site.can & (NL80211_CAN_NARROW | NL80211_CAN_MEASURE),
                     NL80211_CAN_NARROW | NL80211_CAN_MEASURE);
    /* both ways are there: by CONNECT the kernel's SME does the steps, and has no SAE */
    nl80211_site_by_connect(&site);
    assert_int_equal(
        site.can & (NL80211_CAN_AUTHENTICATE | NL80211_CAN_CONNECT | NL80211_CAN_SAE),
        NL80211_CAN_CONNECT);

    replace_command(&r, NL80211_CMD_AUTHENTICATE, NL80211_CMD_SET_CHANNEL);
    nl80211_wiphy_start(&w);
    add_all(&w, &r);
    assert_int_equal(nl80211_wiphy_way(&w), NL80211_WAY_CONNECT);
    assert_int_equal(nl80211_wiphy_psk(&w), NL80211_KEYS_HERE);
    assert_int_equal(nl80211_wiphy_sae(&w), NL80211_KEYS_EXTERNAL);
    feature(&w, NL80211_EXT_FEATURE_SAE_OFFLOAD);
    feature(&w, NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_PSK);
    assert_int_equal(nl80211_wiphy_sae(&w), NL80211_KEYS_OFFLOAD);
    assert_int_equal(nl80211_wiphy_psk(&w), NL80211_KEYS_OFFLOAD);
    assert_int_equal(nl80211_wiphy_8021x(&w), NL80211_KEYS_HERE);
    nl80211_wiphy_site(&w, &site);
    assert_int_equal(
        site.can & (NL80211_CAN_AUTHENTICATE | NL80211_CAN_CONNECT | NL80211_CAN_OFFLOAD_SAE),
        NL80211_CAN_CONNECT | NL80211_CAN_OFFLOAD_SAE);
    uint32_t before = site.can;
    nl80211_site_by_connect(&site); /* its own way */
    assert_int_equal(site.can, before);
    w.ciphers[7] = 0; /* CMAC: no 802.11w, so no SAE */
    assert_int_equal(nl80211_wiphy_sae(&w), NL80211_KEYS_NONE);

    replace_command(&r, NL80211_CMD_CONNECT, NL80211_CMD_SET_CHANNEL);
    nl80211_wiphy_start(&w);
    add_all(&w, &r);
    assert_int_equal(nl80211_wiphy_way(&w), NL80211_WAY_NONE);
    assert_int_equal(nl80211_wiphy_psk(&w), NL80211_KEYS_NONE);
    free(r.octets);
}

static bool lacks(const struct nl80211_wiphy *w, const char *name)
{
    const struct nl80211_gap *gap;
    size_t state = 0;
    while ((gap = nl80211_gap_next(w, &state))) {
        if (strcmp(gap->name, name) == 0) {
            return true;
        }
    }
    return false;
}

static size_t gaps_of(const struct nl80211_wiphy *w)
{
    size_t state = 0, count = 0;
    while (nl80211_gap_next(w, &state)) {
        count++;
    }
    return count;
}

/* What is taken away is missed under its name, and nothing else is. */
static void what_a_card_lacks_is_told_by_name(void **state)
{
    static const uint8_t bits[] = {NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211,
                                   NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS,
                                   NL80211_EXT_FEATURE_CAN_REPLACE_PTK0,
                                   NL80211_EXT_FEATURE_EXT_KEY_ID,
                                   NL80211_EXT_FEATURE_BEACON_PROTECTION};
    static const char *const names[] = {"no-control-port", "no-eapol-status", "no-ptk-rekey",
                                        "no-key-id", "no-beacon-protection"};
    static struct nl80211_wiphy w, less;
    read_wiphy(&w, "world.nl");
    assert_int_equal(gaps_of(&w), 1);
    assert_true(lacks(&w, "no-6ghz"));
    assert_int_equal(nl80211_wiphy_monitor(&w), NL80211_MONITOR_ACTIVE);
    for (size_t i = 0; i < sizeof bits; i++) {
        less = w;
        less.ext_features[bits[i] / 8] &= (uint8_t) ~(1u << bits[i] % 8);
        assert_int_equal(gaps_of(&less), 2);
        assert_true(lacks(&less, names[i]));
    }
    less = w;
    less.ciphers[7] = 0; /* CMAC */
    assert_true(lacks(&less, "no-pmf") && lacks(&less, "no-sae"));
    less.features &= ~(uint32_t)NL80211_FEATURE_ACTIVE_MONITOR;
    assert_int_equal(nl80211_wiphy_monitor(&less), NL80211_MONITOR_PASSIVE);
    less.interface_types &= ~(1u << NL80211_IFTYPE_MONITOR);
    assert_int_equal(nl80211_wiphy_monitor(&less), NL80211_MONITOR_NONE);
    less.max_scan_ssids = 0;
    less.roams = true;
    assert_true(lacks(&less, "no-hidden") && lacks(&less, "own-roaming"));
}

/* Whoever reads a name finds it: docs/nl80211.md. The card that lacks everything names all but
 * those of cards that do something themselves. */
static void every_gap_is_on_the_page(void **state)
{
    static struct nl80211_wiphy nothing, own;
    static char page[1 << 16];
    FILE *f = fopen(PAGE, "rb");
    assert_non_null(f);
    page[fread(page, 1, sizeof page - 1, f)] = '\0';
    fclose(f);
    nl80211_wiphy_start(&nothing);
    read_wiphy(&own, "world.nl");
    own.roams = true;
    feature(&own, NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_PSK);
    own.commands[NL80211_CMD_AUTHENTICATE / 8] &=
        (uint8_t) ~(1u << NL80211_CMD_AUTHENTICATE % 8);
    own.ext_features[NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS / 8] &=
        (uint8_t) ~(1u << NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS % 8);
    assert_int_equal(gaps_of(&nothing) + gaps_of(&own), 11 + 5);
    for (int i = 0; i < 2; i++) {
        const struct nl80211_gap *gap;
        size_t at = 0;
        while ((gap = nl80211_gap_next(i ? &own : &nothing, &at))) {
            char row[64];
            snprintf(row, sizeof row, "| `%s` |", gap->name);
            assert_non_null(strstr(page, row));
        }
    }
}

/* A dump that was interrupted is had again; the parts of another card come among them. */
static void parts_may_come_twice_and_among_those_of_others(void **state)
{
    static struct nl80211_wiphy once, twice;
    struct recording r = load("germany.nl"), other = load("world.nl");
    nl80211_wiphy_start(&once);
    add_all(&once, &r);
    nl80211_wiphy_start(&twice);
    add_all(&twice, &r);
    struct nlmsghdr *h = (struct nlmsghdr *)other.octets;
    for (int left = (int)other.len; nlmsg_ok(h, left); h = nlmsg_next(h, &left)) {
        *(uint32_t *)nla_data(nlmsg_find_attr(h, GENL_HDRLEN, NL80211_ATTR_WIPHY)) = 1;
    }
    add_all(&twice, &other);
    add_all(&twice, &r);
    assert_memory_equal(&once, &twice, sizeof once);
    free(r.octets);
    free(other.octets);
}

/* Memory that ends where the message does. */
static void a_message_cut_at_every_octet_is_refused_or_says_less(void **state)
{
    static struct nl80211_wiphy w;
    struct recording r = load("world.nl");
    struct nlmsghdr *h = (struct nlmsghdr *)r.octets;
    for (int left = (int)r.len; nlmsg_ok(h, left); h = nlmsg_next(h, &left)) {
        for (uint32_t len = 0; len < h->nlmsg_len; len += len < 80 ? 1 : 13) {
            uint8_t *exact = malloc(len ? len : 1);
            memcpy(exact, h, len);
            nl80211_wiphy_start(&w);
            assert_false(nl80211_wiphy_add(&w, (struct extsta_span){exact, len}));
            if (len >= NLMSG_HDRLEN) {
                ((struct nlmsghdr *)exact)->nlmsg_len = len;
                nl80211_wiphy_add(&w, (struct extsta_span){exact, len});
            }
            free(exact);
        }
    }
    free(r.octets);
}

static void what_is_no_card_is_refused(void **state)
{
    static struct nl80211_wiphy w;
    struct nl_msg *m = nlmsg_alloc();
    const struct genlmsghdr g = {.cmd = NL80211_CMD_NEW_INTERFACE};
    nlmsg_put(m, 0, 0, NL80211_FAMILY, 0, 0);
    nlmsg_append(m, (void *)(uintptr_t)&g, sizeof g, 4);
    nla_put_u32(m, NL80211_ATTR_WIPHY, 0);
    struct nlmsghdr *h = nlmsg_hdr(m);
    nl80211_wiphy_start(&w);
    assert_false(nl80211_wiphy_add(&w, (struct extsta_span){(uint8_t *)h, h->nlmsg_len}));
    ((struct genlmsghdr *)nlmsg_data(h))->cmd = NL80211_CMD_NEW_WIPHY;
    assert_true(nl80211_wiphy_add(&w, (struct extsta_span){(uint8_t *)h, h->nlmsg_len}));
    assert_int_equal(nl80211_wiphy_way(&w), NL80211_WAY_NONE);
    nlmsg_free(m);
}

int main(void)
{
    /* netlink is in the machine's order, and the recordings are of one that is little-endian */
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) {
        puts("1..0 # SKIP recordings of a little-endian machine");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_are_those_that_iw_prints),
        cmocka_unit_test(limits_suites_and_features_are_those_that_iw_prints),
        cmocka_unit_test(rates_and_elements_are_those_that_iw_prints),
        cmocka_unit_test(a_station_gets_a_phy_for_each_band),
        cmocka_unit_test(a_phy_is_of_the_latest_kind_that_the_card_has),
        cmocka_unit_test(which_way_in_follows_from_commands_and_features),
        cmocka_unit_test(what_a_card_lacks_is_told_by_name),
        cmocka_unit_test(every_gap_is_on_the_page),
        cmocka_unit_test(parts_may_come_twice_and_among_those_of_others),
        cmocka_unit_test(a_message_cut_at_every_octet_is_refused_or_says_less),
        cmocka_unit_test(what_is_no_card_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
