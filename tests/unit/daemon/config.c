/* The daemon's configuration: what a text means, and what is told of one that means nothing. */
#include "../testing.h"
#include "config.h"
#include <extsta/windot11.h>
#include <stdio.h>

/* What was told: "LINE:COLUMN: what\n" for each mistake. */
static char told[20000];

static void mistake(void *user, struct yaml_place at, const char *text)
{
    size_t len = strlen(told);
    snprintf(told + len, sizeof told - len, "%u:%u: %s\n", at.line, at.column, text);
}

static bool parse(struct config *c, const char *text)
{
    const struct config_reader reader = {mistake, NULL};
    told[0] = 0;
    return config_parse(c, (struct extsta_span){(const uint8_t *)text, strlen(text)}, &reader);
}

#define STATION "stations:\n- name: sta\n  radio: hwsim\n  networks:\n"
#define AIR     "air:\n  access-points:\n"
#define NOBODY  "stations: []\n"

static void a_whole_configuration(void **state)
{
    struct config c;
    static const char text[] =
        "# a comment\n"
        "user: extsta\n"
        "group: '27'\n"
        "state: /var/lib/extsta\n"
        "control: /run/extsta/control\n"
        "wpa-control: /run/extsta/wpa\n"
        "sandbox: no\n"
        "air:\n"
        "  host: 10.0.0.1\n"
        "  access-points:\n"
        "  - {ssid: lab, passphrase: correct horse, channel: 36, bssid: '02:00:00:00:00:0a'}\n"
        "  - ssid: open\n"
        "    place: [1, 2.5]\n"
        "stations:\n"
        "- name: one\n"
        "  radio: nl80211:wlan0\n"
        "  networks:\n"
        "  - &office\n"
        "    ssid: office\n"
        "    passphrase: correct horse\n"
        "    security: wpa2 wpa3\n"
        "    priority: 10\n"
        "    pmf: required\n"
        "    ft: air\n"
        "    hidden: yes\n"
        "  - ssid: no\n"
        "    autoconnect: off\n"
        "- name: crowd\n"
        "  count: 500\n"
        "  radio: air\n"
        "  address: 02:00:00:00:ff:ff\n"
        "  mtu: 1400\n"
        "  channels: [1, 36]\n"
        "  interface: false\n"
        "  autoconnect: false\n"
        "  networks: [*office]\n"
        "- name: old\n"
        "  radio: udp:127.0.0.1:4711\n"
        "  networks: wpa_supplicant.conf\n";
    char name[CONFIG_NAME_MAX + 1];
    if (!parse(&c, text)) {
        fail_msg("%s", told);
    }
    assert_string_equal(c.user, "extsta");
    assert_string_equal(c.group, "27");
    assert_string_equal(c.wpa_control, "/run/extsta/wpa");
    assert_int_equal(c.sandbox, SANDBOX_OFF);
    assert_true(c.has_secrets);
    assert_int_equal(c.air.ap_count, 2);
    assert_int_equal(c.air.host_ip[0], 10);
    assert_int_equal(c.air.aps[0].freq, 5180);
    assert_string_equal(c.air.aps[0].security->name, "wpa2");
    assert_true(c.air.aps[1].has_place && c.air.aps[1].place.y == 2.5f);
    assert_int_equal(c.station_count, 3);
    const struct config_station *one = &c.stations[0], *crowd = &c.stations[1];
    assert_int_equal(one->radio.kind, RADIO_NL80211);
    assert_false(one->interface); /* the card has its own */
    assert_int_equal(one->network_count, 2);
    const struct extsta_profile *office = &one->networks[0].options.profile;
    assert_int_equal(office->auth, DOT11_AUTH_ALGO_WPA3_SAE);
    assert_int_equal(office->fallback_auth, DOT11_AUTH_ALGO_RSNA_PSK);
    assert_string_equal(office->passphrase, "correct horse");
    assert_int_equal(office->pmf, EXTSTA_PMF_REQUIRED);
    assert_int_equal(office->ft, EXTSTA_FT_AIR);
    assert_true(office->hidden);
    assert_int_equal(one->networks[0].options.priority, 10);
    assert_true(one->networks[0].options.automatic);
    /* YAML 1.1 would make false of it */
    assert_memory_equal(one->networks[1].options.profile.ssid, "no", 2);
    assert_int_equal(one->networks[1].options.profile.auth, DOT11_AUTH_ALGO_80211_OPEN);
    assert_false(one->networks[1].options.automatic);
    assert_int_equal(crowd->count, 500);
    assert_int_equal(crowd->mtu, 1400);
    assert_false(crowd->automatic);
    assert_int_equal(crowd->freq_count, 2);
    assert_int_equal(crowd->freqs[1], 5180);
    assert_string_equal(crowd->networks[0].options.profile.passphrase, "correct horse");
    config_station_name(crowd, 0, name);
    assert_string_equal(name, "crowd001");
    config_station_name(crowd, 499, name);
    assert_string_equal(name, "crowd500");
    struct extsta_mac next = config_station_address(crowd, 1);
    assert_memory_equal(next.b, "\x02\0\0\x01\0\0", 6);
    assert_string_equal(c.stations[2].networks_file, "wpa_supplicant.conf");
    assert_string_equal(c.stations[2].radio.host, "127.0.0.1");
    config_free(&c);
}

static void an_enterprise_network(void **state)
{
    struct config c;
    if (!parse(&c, STATION "  - ssid: campus\n"
                           "    eap: {method: [peap, ttls], identity: me, password: secret,\n"
                           "          verify: no, inner: pap}\n")) {
        fail_msg("%s", told);
    }
    const struct extsta_profile *p = &c.stations[0].networks[0].options.profile;
    assert_int_equal(p->auth, DOT11_AUTH_ALGO_RSNA);
    assert_int_equal(p->eap.methods[0], EXTSTA_EAP_PEAP);
    assert_int_equal(p->eap.methods[1], EXTSTA_EAP_TTLS);
    assert_int_equal(p->eap.inner, EXTSTA_EAP_INNER_PAP);
    assert_true(p->eap.verify_off);
    assert_int_equal(p->eap.password.len, 6);
    assert_true(c.has_secrets);
    config_free(&c);
}

/* A text, and all that is told of it. */
struct refusal {
    const char *text, *told;
};

static void refuse_all(const struct refusal *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct config c;
        bool fine = parse(&c, list[i].text);
        if (fine || strcmp(told, list[i].told) != 0) {
            fail_msg("%s\nis told as\n%snot as\n%s", list[i].text, told, list[i].told);
        }
        config_free(&c);
    }
}

static void keys_that_are_none(void **state)
{
    static const struct refusal list[] = {
        {"stations: []\nstaet: x\n",
         "2:1: unknown key 'staet' of the configuration: is 'state' meant?\n"},
        {STATION "  - ssid: a\n    passfrase: correct horse\n",
         "6:5: unknown key 'passfrase' of a network: is 'passphrase' meant?\n"},
        {"stations:\n- name: a\n  radio: air\n  zzz: 1\nair: {}\n",
         "4:3: unknown key 'zzz': a station has name, count, radio, address, interface, mtu, "
         "autoconnect, channels, place, networks\n"},
        {"stations: []\nstations: []\n", "2:1: 'stations' stands here for the second time\n"},
        {STATION "  - ssid: a\n    ssid: b\n", "6:5: 'ssid' stands here for the second time\n"},
        {"stations: []\n? [a]\n: b\n", "2:3: one value belongs here, not a list\n"},
    };
    refuse_all(list, sizeof list / sizeof *list);
}

static void values_that_are_none(void **state)
{
    static const struct refusal list[] = {
        {"", "1:1: the file is empty: name 'stations'\n"},
        {"a\n", "1:1: the configuration is a mapping of keys and values\n"},
        {"user: a\n", "1:1: there are no 'stations'; an empty list, [], waits for some to be "
                      "added\n"},
        {"stations: {}\n",
         "1:11: stations are a list: each begins with a line of its own, '- '\n"},
        {"stations: []\nuser: ''\n", "2:7: 1 to 32 octets belong here, not 0\n"},
        {STATION "  - ssid: a\n    pmf: maybe\n",
         "6:10: 'pmf' is capable, required or off, not 'maybe'\n"},
        {STATION "  - ssid: a\n    hidden: perhaps\n",
         "6:13: 'hidden' is yes or no, not 'perhaps'\n"},
        {STATION "  - ssid: a\n    priority: 1.5\n",
         "6:15: 'priority' is a number from -1000000 to 1000000, not '1.5'\n"},
        {STATION "  - ssid: a\n    priority: 99999999999999999999\n",
         "6:15: 'priority' is a number from -1000000 to 1000000, not '99999999999999999999'\n"},
        {STATION "  - ssid: a\n    bssid: 01:00:00:00:00:01\n",
         "6:12: 'bssid' is the address of a single station, as 02:00:00:00:00:01, not "
         "'01:00:00:00:00:01'\n"},
        {STATION "  - ssid: a\n    pmk: abcd\n", "6:10: 'pmk' has 64 hexadecimal digits\n"},
        {STATION "  - ssid: 123456789012345678901234567890123\n",
         "5:11: 1 to 32 octets belong here, not 33\n"},
        {STATION "  - ssid: a\n    security: wpa4\n",
         "6:15: 'security' is open, owe, wpa2, wpa3, 'wpa2 wpa3', eap, 'wpa eap', 'wpa3 eap' "
         "or "
         "'wpa3 eap 192'\n"},
        {STATION "  - ssid: a\n    passphrase: \"1234\\0 678\"\n",
         "6:17: a zero octet in a text\n"},
        {"stations:\n- {name: a, radio: wlan0}\n",
         "2:20: 'radio' is hwsim, nl80211:IFACE, monitor:IFACE, udp:HOST:PORT or air\n"},
        {"stations:\n- {name: a/b, radio: hwsim}\n",
         "2:3: 'a/b' is no name of an interface: letters, digits, '.', '_' and '-' make one, "
         "and "
         "the first is no '.' or '-'\n"},
        {NOBODY "air: {host: 10.0.0}\n", "2:13: 'host' is an IPv4 address, as 10.0.0.1\n"},
        {NOBODY AIR "  - {ssid: a, channel: 35}\n",
         "4:24: a channel is 1 to 14, or one of 5 GHz from 36 to 177\n"},
        {NOBODY AIR "  - {ssid: a, place: 3}\n",
         "4:22: a place is [x, y] or [x, y, z], in metres\n"},
        {NOBODY AIR "  - {ssid: a, place: [3, nan]}\n",
         "4:26: metres are a number from -1000000 to 1000000\n"},
    };
    refuse_all(list, sizeof list / sizeof *list);
}

static void what_does_not_go_together(void **state)
{
    static const struct refusal list[] = {
        {"stations:\n- name: a\n", "2:3: a station needs a 'radio': hwsim, nl80211:IFACE, "
                                   "monitor:IFACE, udp:HOST:PORT or air\n"},
        {"stations:\n- radio: hwsim\n",
         "2:3: a station needs a 'name': it is its interface's, too\n"},
        {"stations:\n- {name: a, radio: air}\n",
         "2:3: a station on the radio 'air', but no 'air'\n"},
        {"stations:\n- {name: a, radio: 'nl80211:wlan0', count: 2}\n",
         "2:20: with nl80211 a card has one station; on other radios there may be many\n"},
        {"stations:\n- {radio: 'nl80211:wlan0', interface: yes}\n",
         "2:11: with nl80211 the interface is the card's own: no other one can be made\n"},
        {"stations:\n- {name: a23456789012345, radio: hwsim, count: 10}\n",
         "2:3: 'a23456789012345' with 3 digits behind it is longer than 15 characters\n"},
        {"stations:\n- {name: a, radio: hwsim}\n- {name: a, radio: hwsim}\n",
         "2:3: two stations are called 'a'\n"},
        {"stations:\n- {name: a, radio: hwsim, count: 2}\n- {name: a002, radio: hwsim}\n",
         "2:3: two stations are called 'a002'\n"},
        {"stations:\n- {name: a, radio: hwsim, count: 9999}\n- {name: b, radio: hwsim, count: "
         "2}\n",
         "2:3: more than 10000 stations in all\n"},
        {STATION "  - passphrase: correct horse\n",
         "5:5: a network needs an 'ssid' or a 'profile'\n"},
        {STATION "  - {ssid: a, security: wpa3}\n",
         "5:5: security 'wpa3' needs a 'passphrase', a 'passphrase-file' or a 'pmk'\n"},
        {STATION "  - {ssid: a, security: owe, passphrase: correct horse}\n",
         "5:5: security 'owe' takes neither passphrase nor pmk\n"},
        {STATION "  - {ssid: a, security: eap}\n", "5:5: security 'eap' needs an 'eap'\n"},
        {STATION "  - {ssid: a, passphrase: correct horse, passphrase-file: b}\n",
         "5:5: 'passphrase' and 'passphrase-file' contradict each other: give one of them\n"},
        {STATION "  - {ssid: a, passphrase: short}\n",
         "5:5: a passphrase has 8 to 63 printable characters\n"},
        {STATION "  - {ssid: a}\n  - {ssid: a, passphrase: correct horse}\n",
         "6:5: two networks of this station are called 'a': give one of them another 'name'\n"},
        {STATION "  - {profile: a.xml, ssid: a}\n",
         "5:5: beside 'profile' stand name, priority and autoconnect: 'ssid' is the profile's "
         "to "
         "say\n"},
        {NOBODY AIR "  - {ssid: a, security: wpa3}\n", "4:5: 'wpa3' needs a passphrase\n"},
        {NOBODY AIR "  - {ssid: a, security: open, passphrase: correct horse}\n",
         "4:5: 'open' takes no passphrase\n"},
        {NOBODY AIR "  - {channel: 1}\n", "4:5: an access point needs an 'ssid'\n"},
    };
    refuse_all(list, sizeof list / sizeof *list);
}

static void what_is_no_yaml(void **state)
{
    static const struct refusal list[] = {
        {"stations: [\n",
         "2:1: no YAML: did not find expected node content, while parsing a flow "
         "node begun in line 2\n"},
        {"stations:\n\t- a\n",
         "2:1: no YAML: this character begins nothing (a tab? indent with "
         "blanks; a text that begins with @ or ` wants quotes)\n"},
        {"stations: []\n---\nstations: []\n",
         "3:1: a second document begins here: one file has one\n"},
        {"stations: *nobody\n", "1:11: no YAML: found undefined alias\n"},
    };
    refuse_all(list, sizeof list / sizeof *list);
}

/* Every mistake is told, each with its own place. */
static void all_mistakes_at_once(void **state)
{
    struct config c;
    assert_false(parse(&c, STATION "  - {ssid: a, pmf: x}\n  - {ssid: b, ft: y}\nusr: z\n"));
    assert_string_equal(told,
                        "5:20: 'pmf' is capable, required or off, not 'x'\n"
                        "6:19: 'ft' is air, ds or off, not 'y'\n"
                        "7:1: unknown key 'usr' of the configuration: is 'user' meant?\n");
    config_free(&c);
}

/* Aliases stand for what they name, and what they make is counted: a short file cannot make a
 * million networks. */
static void aliases_are_counted(void **state)
{
    static char text[200000];
    struct config c;
    size_t len = (size_t)snprintf(text, sizeof text,
                                  "stations:\n- name: s0\n  radio: hwsim\n"
                                  "  networks: &all\n");
    for (int i = 0; i < 1000; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "  - ssid: n%d\n", i);
    }
    for (int i = 1; i < 5; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len,
                                "- {name: s%d, radio: hwsim, networks: *all}\n", i);
    }
    assert_false(parse(&c, text));
    assert_non_null(strstr(told, ": more than 4096 networks in all\n"));
    config_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_configuration),     cmocka_unit_test(an_enterprise_network),
        cmocka_unit_test(keys_that_are_none),        cmocka_unit_test(values_that_are_none),
        cmocka_unit_test(what_does_not_go_together), cmocka_unit_test(what_is_no_yaml),
        cmocka_unit_test(all_mistakes_at_once),      cmocka_unit_test(aliases_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
