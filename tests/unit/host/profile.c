/* WLAN profiles from XML: what is taken, and what is refused with which words. */
#include "../testing.h"
#include "profile_xml.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <unistd.h>

#define HEAD                                                                                   \
    "<?xml version=\"1.0\"?>\n<WLANProfile xmlns=\"http://www.microsoft.com/networking/"       \
    "WLAN/profile/v1\"><name>office</name>"
#define SSID(inside) "<SSIDConfig><SSID>" inside "</SSID></SSIDConfig>"
#define OFFICE       SSID("<name>office</name>")
#define ESS          "<connectionType>ESS</connectionType><connectionMode>auto</connectionMode>"
#define SECURITY(auth, cipher, key)                                                            \
    "<MSM><security><authEncryption><authentication>" auth                                     \
    "</authentication><encryption>" cipher                                                     \
    "</encryption><useOneX>false</useOneX></authEncryption>" key "</security></MSM>"
#define KEY(type, protect, material)                                                           \
    "<sharedKey><keyType>" type "</keyType><protected>" protect                                \
    "</protected><keyMaterial>" material "</keyMaterial></sharedKey>"
#define PASS  KEY("passPhrase", "false", "correct horse")
#define TAIL  "</WLANProfile>"
#define WPA2  SECURITY("WPA2PSK", "AES", PASS)
#define HEX64 "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static char path[64];
static char why[300];

static bool read_text(const char *text, size_t len, struct profile_xml *out)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(text, 1, len, f);
    fclose(f);
    why[0] = 0;
    return profile_xml_read(path, out, why, sizeof why);
}

static void a_profile_as_netsh_exports_it(void **state)
{
    struct profile_xml p;
    const char *text = HEAD OFFICE ESS WPA2 TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_string_equal(p.profile.name, "office");
    assert_int_equal(p.profile.ssid_len, 6);
    assert_memory_equal(p.profile.ssid, "office", 6);
    assert_int_equal(p.profile.auth, DOT11_AUTH_ALGO_RSNA_PSK);
    assert_int_equal(p.profile.unicast_cipher, DOT11_CIPHER_ALGO_CCMP);
    assert_int_equal(p.profile.manager, EXTSTA_MANAGER_OS);
    assert_string_equal(p.profile.passphrase, "correct horse");
    assert_true(p.profile.auto_connect);
    profile_xml_free(&p);
}

#define ONEX(inside)                                                                           \
    SECURITY("WPA2", "AES",                                                                    \
             "<OneX xmlns=\"http://www.microsoft.com/networking/OneX/v1\"><EAPConfig>"         \
             "<EapHostConfig><EapMethod><Type>21</Type></EapMethod></EapHostConfig>"           \
             "</EAPConfig>" inside "</OneX>")

static bool is_text(struct extsta_span span, const char *text)
{
    return span.len == strlen(text) && memcmp(span.data, text, span.len) == 0;
}

#define WHO                                                                                    \
    "<eap><identity>anna</identity><password>a secret</password><verify>false</verify></eap>"

/* The elements of <security> and <OneX> as the schema of WLAN profiles has them. */
static void times_and_caches_of_8021X(void **state)
{
    struct profile_xml p;
    const char *text = HEAD OFFICE ESS SECURITY(
        "WPA2", "AES",
        "<PMKCacheMode>enabled</PMKCacheMode><PMKCacheTTL>30</PMKCacheTTL>"
        "<PMKCacheSize>12</PMKCacheSize><preAuthMode>enabled</preAuthMode>"
        "<preAuthThrottle>5</preAuthThrottle><OneX><heldPeriod>7</heldPeriod>"
        "<authPeriod>20</authPeriod><startPeriod>4</startPeriod><maxStart>6</maxStart>"
        "<maxAuthFailures>2</maxAuthFailures><supplicantMode>compliant</supplicantMode>"
        "<EAPConfig><EapHostConfig><EapMethod><Type>25</Type></EapMethod></EapHostConfig>"
        "</EAPConfig>" WHO "</OneX>") TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_int_equal(p.profile.pmk_cache.minutes, 30);
    assert_int_equal(p.profile.pmk_cache.size, 12);
    assert_int_equal(p.profile.pmk_cache.preauth_throttle, 5);
    assert_true(p.profile.pmk_cache.preauth && !p.profile.pmk_cache.off);
    assert_int_equal(p.profile.onex.held, 7);
    assert_int_equal(p.profile.onex.auth, 20);
    assert_int_equal(p.profile.onex.start, 4);
    assert_int_equal(p.profile.onex.max_start, 6);
    assert_int_equal(p.profile.onex.max_auth_failures, 2);
    assert_int_equal(p.profile.onex.mode, EXTSTA_ONEX_ASK);
    profile_xml_free(&p);
    text = HEAD OFFICE ESS ONEX("<heldPeriod>3601</heldPeriod>") TAIL;
    assert_false(read_text(text, strlen(text), &p));
    assert_non_null(strstr(why, "<heldPeriod> is none of 1 to 3600"));
    profile_xml_free(&p);
    text = HEAD OFFICE ESS ONEX(WHO) TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_false(p.profile.pmk_cache.off || p.profile.pmk_cache.preauth);
    assert_int_equal(p.profile.onex.held, 0);
    profile_xml_free(&p);
}

/* Ours, beside those of the schema. */
static void wishes_for_the_handshake(void **state)
{
    struct profile_xml p;
    const char *text = HEAD OFFICE ESS
        "<MSM><security><authEncryption><authentication>WPA2PSK</authentication>"
        "<encryption>AES</encryption><operatingChannelValidation>true"
        "</operatingChannelValidation><extendedKeyId>1</extendedKeyId></authEncryption>" PASS
        "</security></MSM>" TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_true(p.profile.ocv && p.profile.ext_key_id);
    profile_xml_free(&p);
    text = HEAD OFFICE ESS WPA2 TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_false(p.profile.ocv || p.profile.ext_key_id);
    profile_xml_free(&p);
    text = HEAD OFFICE ESS
        "<MSM><security><authEncryption><authentication>WPA2PSK</authentication>"
        "<encryption>AES</encryption><extendedKeyId>maybe</extendedKeyId></authEncryption>" PASS
        "</security></MSM>" TAIL;
    assert_false(read_text(text, strlen(text), &p));
    profile_xml_free(&p);
}

static void an_enterprise_network(void **state)
{
    struct profile_xml p;
    const char *text = HEAD OFFICE ESS ONEX(
        "<eap><inner>pap</inner><identity>anna</identity><anonymous>@corp</anonymous>"
        "<password>a secret</password><ca>\n-----BEGIN CERTIFICATE-----\n</ca>"
        "<domain>corp.example</domain></eap>") TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_int_equal(p.profile.auth, DOT11_AUTH_ALGO_RSNA);
    assert_int_equal(p.profile.manager, EXTSTA_MANAGER_OS);
    assert_int_equal(p.profile.eap.methods[0], EXTSTA_EAP_TTLS);
    assert_int_equal(p.profile.eap.inner, EXTSTA_EAP_INNER_PAP);
    assert_true(is_text(p.profile.eap.identity, "anna"));
    assert_true(is_text(p.profile.eap.anonymous, "@corp"));
    assert_true(is_text(p.profile.eap.password, "a secret"));
    assert_true(is_text(p.profile.eap.ca, "-----BEGIN CERTIFICATE-----"));
    assert_true(is_text(p.profile.eap.domain, "corp.example"));
    assert_false(p.profile.eap.verify_off);
    profile_xml_free(&p);
    /* nobody is trusted unless that is said */
    text =
        HEAD OFFICE ESS ONEX("<eap><identity>anna</identity><password>x</password></eap>") TAIL;
    assert_false(read_text(text, strlen(text), &p));
    assert_non_null(strstr(why, "no CA says which servers are trusted"));
    text = HEAD OFFICE ESS SECURITY("WPA2", "AES", "") TAIL;
    assert_false(read_text(text, strlen(text), &p));
    assert_non_null(strstr(why, "802.1X needs a method of EAP"));
}

#define TLS_192(cipher, more)                                                                  \
    SECURITY(                                                                                  \
        "WPA3ENT192", cipher "</encryption>" more "<encryption>",                              \
        "<OneX xmlns=\"http://www.microsoft.com/networking/OneX/v1\"><EAPConfig>"              \
        "<EapHostConfig><EapMethod><Type>13</Type></EapMethod></EapHostConfig>"                \
        "</EAPConfig><eap><identity>anna</identity><ca>A</ca><certificate>B</certificate>"     \
        "<key>C</key></eap></OneX>")

/* WLANProfile v3: WPA3ENT192 with GCMP256, and what 192 bits make of EAP and management frames.
 */
static void of_192_bits(void **state)
{
    struct profile_xml p;
    const char *text = HEAD OFFICE ESS TLS_192("GCMP256", "") TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_int_equal(p.profile.auth, DOT11_AUTH_ALGO_WPA3_ENT_192);
    assert_int_equal(p.profile.unicast_cipher, DOT11_CIPHER_ALGO_GCMP_256);
    assert_int_equal(p.profile.pmf, EXTSTA_PMF_REQUIRED);
    assert_int_equal(p.profile.ft, EXTSTA_FT_OFF);
    assert_true(p.profile.eap.strong);
    profile_xml_free(&p);
    text = HEAD OFFICE ESS TLS_192("AES", "") TAIL;
    assert_false(read_text(text, strlen(text), &p));
    assert_non_null(strstr(why, "192 bits go with GCMP-256 or CCMP-256 alone"));
    text = HEAD OFFICE ESS TLS_192(
        "GCMP256", "<managementFrameProtection>off</managementFrameProtection>") TAIL;
    assert_false(read_text(text, strlen(text), &p));
    assert_non_null(strstr(why, "WPA3 needs protected management frames"));
}

static void fast_transitions(void **state)
{
    struct profile_xml p;
    const char *text =
        HEAD OFFICE ESS TLS_192("GCMP256", "<fastTransition>ds</fastTransition>") TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_int_equal(p.profile.ft, EXTSTA_FT_DS);
    profile_xml_free(&p);
    text = HEAD OFFICE ESS TLS_192("GCMP256", "<fastTransition>yes</fastTransition>") TAIL;
    assert_false(read_text(text, strlen(text), &p));
    assert_non_null(strstr(why, "<fastTransition> is not air, ds or off"));
}

/* WLANProfile v4: <authentication>OWE</authentication>, and no shared key. */
static void owe_has_no_key(void **state)
{
    struct profile_xml p;
    const char *text = HEAD OFFICE ESS SECURITY("OWE", "AES", "") TAIL;
    const char *with = HEAD OFFICE ESS SECURITY("OWE", "AES", PASS) TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_int_equal(p.profile.auth, DOT11_AUTH_ALGO_OWE);
    assert_int_equal(p.profile.unicast_cipher, DOT11_CIPHER_ALGO_CCMP);
    assert_int_equal(p.profile.manager, EXTSTA_MANAGER_OS);
    profile_xml_free(&p);
    assert_false(read_text(with, strlen(with), &p));
    assert_non_null(strstr(why, "no passphrase"));
}

/* connectionMode: only "manual" keeps the station from connecting by itself. */
static void manual_is_one_attempt(void **state)
{
    struct profile_xml p;
    const char *manual = HEAD OFFICE "<connectionMode>manual</connectionMode>" WPA2 TAIL;
    const char *absent = HEAD OFFICE WPA2 TAIL;
    assert_true(read_text(manual, strlen(manual), &p));
    assert_false(p.profile.auto_connect);
    profile_xml_free(&p);
    assert_true(read_text(absent, strlen(absent), &p));
    assert_true(p.profile.auto_connect);
    profile_xml_free(&p);
}

static void hexadecimal_decides_over_the_name_and_may_hold_any_octet(void **state)
{
    struct profile_xml p;
    const char *text = HEAD SSID("<hex>00ff5C1b</hex><name>other</name>")
        ESS SECURITY("open", "none", "") TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_int_equal(p.profile.ssid_len, 4);
    assert_memory_equal(p.profile.ssid, "\0\xff\\\x1b", 4);
    profile_xml_free(&p);
}

static void a_network_key_is_the_pmk(void **state)
{
    struct profile_xml p;
    const char *text =
        HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("networkKey", "false", HEX64)) TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_true(p.profile.has_pmk);
    assert_int_equal(p.profile.pmk[31], 0x1f);
    profile_xml_free(&p);
}

static void the_parts_of_an_extension_are_kept(void **state)
{
    struct profile_xml p;
    const char *text = HEAD OFFICE ESS SECURITY(
        "WPA2PSK", "AES",
        "") "<IHV><connectivity><a "
            "x=\"1\"/></connectivity><security><psk>s</psk></security></IHV>" TAIL;
    assert_true(read_text(text, strlen(text), &p));
    assert_int_equal(p.profile.manager, EXTSTA_MANAGER_IHV);
    assert_non_null(strstr(p.profile.ihv_security, "<psk>s</psk>"));
    assert_non_null(strstr(p.profile.ihv_connectivity, "x=\"1\""));
    profile_xml_free(&p);
}

/* What can be broken is there only where the profile says so. */
static void ciphers_of_today_and_networks_of_before(void **state)
{
    static const struct {
        const char *text;
        uint32_t auth, unicast;
        bool strict_group;
        uint8_t key_len, key_index;
        uint32_t weakness;
    } profiles[] = {
        {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", PASS) TAIL, 7, 4, false, 0, 0, 0},
        {HEAD OFFICE ESS SECURITY("WPA2PSK", "GCMP256", PASS) TAIL, 7, 9, false, 0, 0, 0},
        {HEAD OFFICE ESS SECURITY("WPA2PSK", "TKIP", PASS) TAIL, 7, 2, false, 0, 0, 2},
        {HEAD OFFICE ESS SECURITY("WPAPSK", "TKIP", PASS) TAIL, 4, 2, false, 0, 0, 2},
        {HEAD OFFICE ESS SECURITY(
             "WPA2PSK", "AES</encryption><groupEncryption>TKIP</groupEncryption><encryption>",
             PASS) TAIL,
         7, 4, false, 0, 0, 0},
        {HEAD OFFICE ESS SECURITY("open", "WEP", KEY("networkKey", "false", "6162636465")) TAIL,
         1, 0x101, false, 5, 0, 0x101},
        {HEAD OFFICE ESS SECURITY(
             "WPA2PSK", "AES</encryption><groupEncryption>AES</groupEncryption><encryption>",
             PASS) TAIL,
         7, 4, true, 0, 0, 0},
        {HEAD OFFICE ESS SECURITY(
             "shared", "WEP",
             KEY("networkKey", "false", "thirteen char") "<keyIndex>2</keyIndex>") TAIL,
         2, 0x101, false, 13, 2, 0x101},
    };
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
        struct profile_xml p;
        const char *reason = NULL;
        if (!read_text(profiles[i].text, strlen(profiles[i].text), &p)) {
            fail_msg("%zu: %s", i, why);
        }
        assert_int_equal(extsta_profile_check(&p.profile, &reason), EXTSTA_OK);
        assert_int_equal(p.profile.auth, profiles[i].auth);
        assert_int_equal(p.profile.unicast_cipher, profiles[i].unicast);
        assert_int_equal(p.profile.strict_group, profiles[i].strict_group);
        assert_int_equal(p.profile.wep_key_len, profiles[i].key_len);
        assert_int_equal(p.profile.wep_key_index, profiles[i].key_index);
        assert_memory_equal(p.profile.wep_key, i == 5 ? "abcde" : "thirteen char",
                            p.profile.wep_key_len);
        assert_int_equal(extsta_profile_weakness(&p.profile), profiles[i].weakness);
        profile_xml_free(&p);
    }
}

#define WPA3(mode, key) SECURITY("WPA3SAE", "AES</encryption>" mode "<encryption>", key)
#define MODE(value)                                                                            \
    "<transitionMode xmlns=\"http://www.microsoft.com/networking/WLAN/profile/v4\">" value     \
    "</transitionMode>"
static void wpa3_and_its_transition_mode(void **state)
{
    static const struct {
        const char *text, *identifier;
        uint32_t fallback;
    } profiles[] = {
        {HEAD OFFICE ESS SECURITY("WPA3SAE", "AES", PASS) TAIL, "", 0},
        {HEAD OFFICE ESS WPA3(MODE("false"), PASS) TAIL, "", 0},
        {HEAD OFFICE ESS WPA3(MODE("true"), PASS) TAIL, "", 7},
        {HEAD OFFICE ESS SECURITY(
             "WPA3SAE", "AES",
             KEY("passPhrase", "false",
                 "correct horse</keyMaterial><passwordIdentifier>guests</passwordIdentifier>"
                 "<keyMaterial>")) TAIL,
         "guests", 0},
    };
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
        struct profile_xml p;
        if (!read_text(profiles[i].text, strlen(profiles[i].text), &p)) {
            fail_msg("%zu: %s", i, why);
        }
        assert_int_equal(p.profile.auth, 9);
        assert_int_equal(p.profile.fallback_auth, profiles[i].fallback);
        assert_int_equal(p.profile.unicast_cipher, 4);
        assert_int_equal(p.profile.manager, EXTSTA_MANAGER_OS);
        assert_string_equal(p.profile.passphrase, "correct horse");
        assert_string_equal(p.profile.sae_identifier, profiles[i].identifier);
        profile_xml_free(&p);
    }
}

/* --- written --- */

/* Reads, writes and reads again: the same profile, and the same text. */
static void comes_back(const struct extsta_profile *p)
{
    struct profile_xml back;
    char *text = profile_xml_write(p, true, why, sizeof why), *again;
    if (!text) {
        fail_msg("%s", why);
    }
    struct extsta_span octets = {(const uint8_t *)text, strlen(text)};
    if (!profile_xml_parse("text", octets, &back, why, sizeof why)) {
        fail_msg("%s\n%s", why, text);
    }
    assert_true(extsta_profile_equal(&back.profile, p));
    assert_string_equal(back.profile.name, p->name);
    again = profile_xml_write(&back.profile, true, why, sizeof why);
    assert_string_equal(again, text);
    profile_xml_text_free(again);
    profile_xml_text_free(text);
    profile_xml_free(&back);
}

static void what_is_read_is_written_and_reads_back_equal(void **state)
{
    static const char *const texts[] = {
        HEAD OFFICE ESS WPA2 TAIL,
        HEAD SSID("<hex>00ff5C1b</hex>") ESS SECURITY("open", "none", "") TAIL,
        HEAD OFFICE "<connectionType>IBSS</connectionType>" SECURITY("open", "none", "") TAIL,
        HEAD OFFICE "<connectionMode>manual</connectionMode>" WPA2 TAIL,
        HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("networkKey", "false", HEX64)) TAIL,
        HEAD OFFICE ESS SECURITY("WPA2PSK", "GCMP256", PASS) TAIL,
        HEAD OFFICE ESS SECURITY("WPAPSK", "TKIP", PASS) TAIL,
        HEAD OFFICE ESS SECURITY("shared", "WEP", KEY("networkKey", "false", "thirteen char")
                                 "<keyIndex>2</keyIndex>") TAIL,
        HEAD OFFICE ESS WPA3(MODE("true"), PASS) TAIL,
        HEAD OFFICE ESS SECURITY("OWE", "AES", "") TAIL,
        HEAD OFFICE ESS TLS_192("GCMP256", "<fastTransition>ds</fastTransition>") TAIL,
        HEAD OFFICE ESS ONEX("<heldPeriod>7</heldPeriod><maxStart>6</maxStart>" WHO) TAIL,
        HEAD OFFICE ESS SECURITY(
            "WPA2PSK", "AES",
            "") "<IHV><connectivity><a x=\"1\"/></connectivity><security><psk>s</psk></security>"
                "</IHV>" TAIL,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct profile_xml p;
        if (!read_text(texts[i], strlen(texts[i]), &p)) {
            fail_msg("%zu: %s", i, why);
        }
        comes_back(&p.profile);
        profile_xml_free(&p);
    }
}

#define SPAN(text) {(const uint8_t *)(text), sizeof(text) - 1}

/* What the schema has no word for, member by member: a profile that differs in it reads back so. */
static void everything_a_profile_can_say_comes_back(void **state)
{
    struct extsta_profile base, p;
    struct extsta_eap eap = {.methods = {25, 21},
                             .identity = SPAN(" <anna & co> \xc3\xa4"),
                             .anonymous = SPAN("@x"),
                             .password = SPAN("]]>\t\r\n"),
                             .ca = SPAN("-----BEGIN CERTIFICATE-----\n"),
                             .domain = SPAN("a;b"),
                             .tls_min = 12,
                             .tls_max = 12};
    assert_int_equal(extsta_profile_make(&base, (struct extsta_span)SPAN("n"), " pass phrase "),
                     EXTSTA_OK);
    comes_back(&base);
    p = base;
    p.hidden = p.ocv = p.ext_key_id = p.strict_group = true;
    p.bssid = (struct extsta_mac){{2, 0, 0, 0xab, 0, 1}};
    comes_back(&p);
    p.more_bssids[0] = (struct extsta_mac){{2, 0, 0, 0xab, 0, 2}};
    p.more_bssids[1] = (struct extsta_mac){{2, 0, 0, 0xab, 0, 3}};
    p.left_out[0] = (struct extsta_mac){{2, 0, 0, 0xab, 0, 4}};
    p.left_out[1] = (struct extsta_mac){{2, 0, 0, 0xab, 0, 5}};
    for (size_t i = 0; i < EXTSTA_PROFILE_FREQS; i++) {
        p.freqs[i] = (uint16_t)(5180 + 20 * i);
    }
    p.freqs_alone = true;
    p.unicast_cipher = 10;
    p.multicast_cipher = 4;
    p.manager = EXTSTA_MANAGER_MINIPORT;
    p.name[0] = 0;
    comes_back(&p);
    p = base;
    p.has_roam = true;
    p.roam = (struct extsta_roam_policy){true, -80, -70, 9, -3, 4, 11, 12, 90, 2};
    p.pmf = EXTSTA_PMF_OFF;
    p.ft = EXTSTA_FT_AIR;
    comes_back(&p);
    p = base;
    p.auth = 9;
    p.pmf = EXTSTA_PMF_REQUIRED;
    p.sae_pwe = EXTSTA_SAE_H2E;
    p.sae_groups[0] = 21;
    p.sae_groups[1] = 19;
    strcpy(p.sae_identifier, "id & more");
    comes_back(&p);
    p = base;
    extsta_profile_enterprise(&p, 6, &eap);
    p.eap.strong = true;
    p.pmk_cache = (struct extsta_pmk_cache){false, 30, 12, true, true, 5};
    p.onex = (struct extsta_onex){EXTSTA_ONEX_INHIBIT, 1, 2, 3, 4, 5};
    comes_back(&p);
    extsta_profile_make(&p, (struct extsta_span)SPAN("n"), NULL);
    p.bss_type = 2;
    p.join_only = true;
    comes_back(&p);
    /* what XML has no way to say */
    p = base;
    p.auth = 9;
    p.fallback_auth = 0;
    strcpy(p.passphrase, "a\001b");
    assert_null(profile_xml_write(&p, true, why, sizeof why));
    assert_non_null(strstr(why, "cannot be said in XML"));
}

/* The secrets are these, and they are there only when they are asked for. */
static void secrets_are_withheld(void **state)
{
    struct extsta_profile p;
    struct extsta_eap eap = {.methods = {25},
                             .identity = SPAN("anna"),
                             .password = SPAN("SECRET1"),
                             .key = SPAN("SECRET2"),
                             .key_passphrase = SPAN("SECRET3"),
                             .certificate = SPAN("PEM"),
                             .verify_off = true};
    extsta_profile_make(&p, (struct extsta_span)SPAN("n"), "SECRET4 is long");
    char *text = profile_xml_write(&p, false, why, sizeof why);
    assert_null(strstr(text, "SECRET"));
    profile_xml_text_free(text);
    extsta_profile_enterprise(&p, 6, &eap);
    text = profile_xml_write(&p, false, why, sizeof why);
    assert_non_null(strstr(text, "anna"));
    assert_null(strstr(text, "SECRET"));
    profile_xml_text_free(text);
    text = profile_xml_write(&p, true, why, sizeof why);
    assert_non_null(strstr(text, "SECRET1"));
    profile_xml_text_free(text);
}

static const struct {
    const char *text, *words;
} refused[] = {
    {"", "not well-formed"},
    {"<WLANProfile>", "not well-formed"},
    {"<profile/>", "not a WLAN profile"},
    {HEAD TAIL, "no <SSIDConfig>"},
    {HEAD SSID("") ESS TAIL, "SSID is empty"},
    {HEAD SSID("<hex>0</hex>") ESS TAIL, "hexadecimal"},
    {HEAD SSID("<hex>0x11</hex>") ESS TAIL, "hexadecimal"},
    {HEAD SSID("<hex>+1-1</hex>") ESS TAIL, "hexadecimal"},
    {HEAD SSID("<hex>" HEX64 "00</hex>") ESS TAIL, "longer than 64"},
    {HEAD SSID("<name>123456789012345678901234567890123</name>") ESS TAIL, "longer than 32"},
    {HEAD OFFICE "<connectionType>mesh</connectionType>" WPA2 TAIL, "<connectionType> is not ESS or IBSS"},
    {HEAD OFFICE ESS SECURITY("WPA9", "AES", PASS) TAIL, "<authentication> is not open, shared,"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "ROT13", PASS) TAIL, "<encryption> is not none, WEP,"},
    {HEAD OFFICE ESS SECURITY("WPAPSK", "GCMP256", PASS) TAIL, "CCMP, GCMP or TKIP"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", "") TAIL, "passphrase or a PMK"},
    {HEAD OFFICE ESS SECURITY("WPA3SAE", "TKIP", PASS) TAIL, "CCMP or GCMP"},
    {HEAD OFFICE ESS SECURITY("WPA3SAE", "AES", "") TAIL, "needs a password"},
    {HEAD OFFICE ESS WPA3(MODE("true"), KEY("passPhrase", "false", "short")) TAIL,
     "8 to 63 printable"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES</encryption>" MODE("true") "<encryption>", PASS)
         TAIL,
     "<transitionMode> goes with WPA3SAE"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("passPhrase", "true", "0123")) TAIL,
     "key=clear"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("passPhrase", "1", "0123")) TAIL,
     "key=clear"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("passPhrase", "false", "short")) TAIL,
     "8 to 63"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("passPhrase", "false", HEX64)) TAIL,
     "8 to 63"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("passPhrase", "false", HEX64 "0")) TAIL,
     "longer than 64"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("networkKey", "false", "abc")) TAIL,
     "64 hexadecimal"},
    {HEAD OFFICE ESS SECURITY("open", "WEP", KEY("networkKey", "false", "abcd")) TAIL,
     "5 or 13 characters"},
    {HEAD OFFICE ESS SECURITY(
         "open", "WEP", KEY("networkKey", "false", "abcde") "<keyIndex>4</keyIndex>") TAIL,
     "<keyIndex>"},
    {HEAD OFFICE ESS SECURITY("shared", "none", "") TAIL, "shared key with WEP"},
    {HEAD OFFICE ESS SECURITY("open", "WEP", "") TAIL, "5 or 13 octets"},
    {HEAD OFFICE ESS SECURITY("open", "WEP", PASS) TAIL, "no passphrase"},
    {HEAD OFFICE ESS SECURITY(
         "WPA2PSK", "AES</encryption><groupEncryption>WEP</groupEncryption><encryption>", PASS)
         TAIL,
     "<groupEncryption>"},
    {HEAD OFFICE ESS SECURITY("WPA2PSK", "AES", KEY("secret", "false", "correct horse")) TAIL,
     "neither passPhrase nor networkKey"},
    {HEAD OFFICE ESS SECURITY("open", "none", PASS) TAIL, "takes no passphrase"},
    {"<!DOCTYPE w [<!ENTITY e SYSTEM "
     "\"file:///etc/passwd\">]><WLANProfile><name>&e;</name>" OFFICE "</WLANProfile>",
     "document type"},
};

static void what_is_wrong_is_said_with_the_file(void **state)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct profile_xml p;
        bool taken = read_text(refused[i].text, strlen(refused[i].text), &p);
        if (taken || !strstr(why, refused[i].words) || strncmp(why, path, strlen(path)) != 0) {
            fail_msg("%s\n   expected '%s', got '%s'", refused[i].text, refused[i].words, why);
        }
    }
}

/* Ten levels of ten references each: ten thousand million characters. */
static void entities_that_grow_without_bound_are_refused(void **state)
{
    char text[4096];
    size_t n = (size_t)snprintf(text, sizeof text, "<!DOCTYPE b [<!ENTITY a0 \"lol\">");
    for (int i = 1; i <= 10; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "<!ENTITY a%d \"", i);
        for (int j = 0; j < 10; j++) {
            n += (size_t)snprintf(text + n, sizeof text - n, "&a%d;", i - 1);
        }
        n += (size_t)snprintf(text + n, sizeof text - n, "\">");
    }
    n += (size_t)snprintf(text + n, sizeof text - n,
                          "]><WLANProfile><name>&a10;</name></WLANProfile>");
    struct profile_xml p;
    assert_false(read_text(text, n, &p));
}

static void truncated_at_every_byte(void **state)
{
    const char *text = HEAD OFFICE ESS WPA2 TAIL;
    for (size_t len = 0; len < strlen(text); len++) {
        struct profile_xml p;
        assert_false(read_text(text, len, &p));
        assert_null(p.ihv_security);
    }
}

static void files_that_are_none(void **state)
{
    struct profile_xml p;
    assert_false(profile_xml_read("/nonexistent/profile.xml", &p, why, sizeof why));
    assert_non_null(strstr(why, "No such file"));
    assert_false(profile_xml_read("/", &p, why, sizeof why));
    assert_non_null(strstr(why, "directory"));
    assert_false(profile_xml_read("/dev/zero", &p, why, sizeof why));
    assert_non_null(strstr(why, "larger than 1 MiB"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_profile_as_netsh_exports_it),
        cmocka_unit_test(of_192_bits),
        cmocka_unit_test(fast_transitions),
        cmocka_unit_test(owe_has_no_key),
        cmocka_unit_test(manual_is_one_attempt),
        cmocka_unit_test(hexadecimal_decides_over_the_name_and_may_hold_any_octet),
        cmocka_unit_test(a_network_key_is_the_pmk),
        cmocka_unit_test(the_parts_of_an_extension_are_kept),
        cmocka_unit_test(wpa3_and_its_transition_mode),
        cmocka_unit_test(ciphers_of_today_and_networks_of_before),
        cmocka_unit_test(what_is_read_is_written_and_reads_back_equal),
        cmocka_unit_test(everything_a_profile_can_say_comes_back),
        cmocka_unit_test(secrets_are_withheld),
        cmocka_unit_test(what_is_wrong_is_said_with_the_file),
        cmocka_unit_test(an_enterprise_network),
        cmocka_unit_test(times_and_caches_of_8021X),
        cmocka_unit_test(wishes_for_the_handshake),
        cmocka_unit_test(entities_that_grow_without_bound_are_refused),
        cmocka_unit_test(truncated_at_every_byte),
        cmocka_unit_test(files_that_are_none),
    };
    snprintf(path, sizeof path, "/tmp/extsta-profile-%ld.xml", (long)getpid());
    int failed = cmocka_run_group_tests_name("host profile", tests, NULL, NULL);
    unlink(path);
    return failed;
}
