/* What a network block means: profiles of the blocks that people write, and the words for those
 * that cannot be entered here. What is right of a profile comes from wpa_supplicant.conf(5) and
 * the example file of wpa_supplicant. */
#include "../testing.h"
#include "options.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct wpa_options options;
static char why[WPA_WHY];

/* "name=value" lines; of an interface behind a '-'. */
static enum wpa_answer make(const char *text)
{
    struct wpa_variables *network = wpa_variables_new(WPA_OF_NETWORK);
    struct wpa_variables *interface = wpa_variables_new(WPA_OF_INTERFACE);
    char copy[2048], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        bool outside = line[0] == '-';
        char *name = line + outside, *value = strchr(name, '=');
        assert_non_null(value);
        *value++ = 0;
        enum wpa_answer answer =
            wpa_variables_set(outside ? interface : network, name, value, why, sizeof why);
        if (answer != WPA_DONE) {
            print_error("%s: %s\n", name, why);
        }
        assert_int_equal(answer, WPA_DONE);
    }
    wpa_options_free(&options);
    enum wpa_answer answer = wpa_options_make(&options, network, interface, why, sizeof why);
    wpa_variables_free(network);
    wpa_variables_free(interface);
    return answer;
}

static const struct extsta_profile *profile(const char *text)
{
    enum wpa_answer answer = make(text);
    if (answer != WPA_DONE) {
        print_error("%s: %s\n", text, why);
    }
    assert_int_equal(answer, WPA_DONE);
    return &options.options.profile;
}

#define OFFICE "ssid=\"office\"\n"
#define PSK    OFFICE "psk=\"correct horse\"\n"

static void kinds_of_networks(void **state)
{
    static const struct {
        const char *text;
        uint32_t auth, fallback, cipher;
        enum extsta_pmf pmf;
        enum extsta_ft ft;
    } cases[] = {
        {OFFICE "key_mgmt=NONE", DOT11_AUTH_ALGO_80211_OPEN, 0, DOT11_CIPHER_ALGO_NONE, 0, 0},
        {PSK, DOT11_AUTH_ALGO_RSNA_PSK, 0, DOT11_CIPHER_ALGO_CCMP, 0, 0},
        {PSK "key_mgmt=WPA-PSK\nproto=WPA", DOT11_AUTH_ALGO_WPA_PSK, 0, DOT11_CIPHER_ALGO_TKIP,
         0, 0},
        {PSK "proto=WPA\npairwise=CCMP", DOT11_AUTH_ALGO_WPA_PSK, 0, DOT11_CIPHER_ALGO_CCMP, 0,
         0},
        {PSK "proto=WPA RSN\npairwise=TKIP", DOT11_AUTH_ALGO_RSNA_PSK, 0,
         DOT11_CIPHER_ALGO_TKIP, 0, 0},
        {PSK "pairwise=GCMP-256 TKIP", DOT11_AUTH_ALGO_RSNA_PSK, 0, DOT11_CIPHER_ALGO_GCMP_256,
         0, 0},
        {PSK "ieee80211w=0", DOT11_AUTH_ALGO_RSNA_PSK, 0, DOT11_CIPHER_ALGO_CCMP,
         EXTSTA_PMF_OFF, 0},
        {PSK "ieee80211w=2", DOT11_AUTH_ALGO_RSNA_PSK, 0, DOT11_CIPHER_ALGO_CCMP,
         EXTSTA_PMF_REQUIRED, 0},
        {PSK "-pmf=2", DOT11_AUTH_ALGO_RSNA_PSK, 0, DOT11_CIPHER_ALGO_CCMP, EXTSTA_PMF_REQUIRED,
         0},
        {PSK "-pmf=2\nieee80211w=1", DOT11_AUTH_ALGO_RSNA_PSK, 0, DOT11_CIPHER_ALGO_CCMP,
         EXTSTA_PMF_CAPABLE, 0},
        {PSK "key_mgmt=SAE", DOT11_AUTH_ALGO_WPA3_SAE, 0, DOT11_CIPHER_ALGO_CCMP, 0, 0},
        {OFFICE "sae_password=\"x\"\nkey_mgmt=SAE\n-pmf=0", DOT11_AUTH_ALGO_WPA3_SAE, 0,
         DOT11_CIPHER_ALGO_CCMP, 0, 0},
        {PSK "key_mgmt=WPA-PSK SAE", DOT11_AUTH_ALGO_WPA3_SAE, DOT11_AUTH_ALGO_RSNA_PSK,
         DOT11_CIPHER_ALGO_CCMP, 0, 0},
        {PSK "key_mgmt=WPA-PSK SAE\ntransition_disable=1", DOT11_AUTH_ALGO_WPA3_SAE, 0,
         DOT11_CIPHER_ALGO_CCMP, 0, 0},
        {PSK "key_mgmt=FT-PSK WPA-PSK", DOT11_AUTH_ALGO_RSNA_PSK, 0, DOT11_CIPHER_ALGO_CCMP, 0,
         EXTSTA_FT_AIR},
        {OFFICE "key_mgmt=OWE", DOT11_AUTH_ALGO_OWE, 0, DOT11_CIPHER_ALGO_CCMP, 0, 0},
        {OFFICE "key_mgmt=NONE\nwep_key0=\"abcde\"", DOT11_AUTH_ALGO_80211_OPEN, 0,
         DOT11_CIPHER_ALGO_WEP, 0, 0},
        {OFFICE "key_mgmt=NONE\nwep_key0=\"abcde\"\nauth_alg=SHARED",
         DOT11_AUTH_ALGO_80211_SHARED_KEY, 0, DOT11_CIPHER_ALGO_WEP, 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct extsta_profile *p = profile(cases[i].text);
        assert_memory_equal(p->ssid, "office", 6);
        assert_int_equal(p->auth, cases[i].auth);
        assert_int_equal(p->fallback_auth, cases[i].fallback);
        assert_int_equal(p->unicast_cipher, cases[i].cipher);
        assert_int_equal(p->pmf, cases[i].pmf);
        assert_int_equal(p->ft, cases[i].ft);
    }
}

static void the_rest_of_a_block(void **state)
{
    const struct extsta_profile *p = profile(
        PSK
        "scan_ssid=1\nbssid=02:00:00:00:00:0a\npriority=7\nocv=1\ngroup=CCMP\n"
        "disabled=0\nbgscan=\"simple:30:-60:300\"\n-okc=1\n-dot11RSNAConfigPMKLifetime=3600");
    static const struct extsta_mac bssid = {{2, 0, 0, 0, 0, 10}};
    assert_true(p->hidden && p->ocv && p->strict_group && p->has_roam);
    assert_memory_equal(&p->bssid, &bssid, sizeof bssid);
    assert_string_equal(p->passphrase, "correct horse");
    assert_int_equal(options.options.priority, 7);
    assert_true(options.options.automatic);
    assert_int_equal(p->roam.low, -60);
    assert_int_equal(p->roam.scan, 30);
    assert_int_equal(p->roam.scan_max, 300);
    assert_false(p->pmk_cache.no_opportunistic);
    assert_int_equal(p->pmk_cache.minutes, 60);
    assert_int_equal(p->pmf, EXTSTA_PMF_CAPABLE);

    p = profile(PSK "scan_freq=2412 2437");
    assert_true(p->freqs[0] == 2412 && p->freqs[1] == 2437 && p->freqs[2] == 0 &&
                !p->freqs_alone);
    p = profile(PSK "freq_list=2437 5180");
    assert_true(p->freqs[0] == 2437 && p->freqs[1] == 5180 && p->freqs_alone);
    p = profile(PSK "scan_freq=2412 2437\nfreq_list=2437 5180");
    assert_true(p->freqs[0] == 2437 && p->freqs[1] == 0 && p->freqs_alone);
    p = profile(PSK "bssid_ignore=02:00:00:00:00:0a 02:00:00:00:00:0c");
    assert_memory_equal(&p->left_out[0], &bssid, sizeof bssid);
    assert_int_equal(p->left_out[1].b[5], 0x0c);
    assert_int_equal(p->left_out[2].b[5], 0);
    p = profile(PSK "bssid_accept=02:00:00:00:00:0b 02:00:00:00:00:0a");
    assert_int_equal(p->bssid.b[5], 0x0b);
    assert_memory_equal(&p->more_bssids[0], &bssid, sizeof bssid);
    p = profile(PSK
                "bssid_accept=02:00:00:00:00:0b 02:00:00:00:00:0a\nbssid=02:00:00:00:00:0a");
    assert_memory_equal(&p->bssid, &bssid, sizeof bssid);
    assert_int_equal(p->more_bssids[0].b[5], 0);

    p = profile(PSK "disabled=1\nbgscan=\"\"");
    assert_false(options.options.automatic);
    assert_true(p->roam.sticky && p->pmk_cache.no_opportunistic && !p->strict_group);

    p = profile(OFFICE "psk=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1E1F");
    assert_true(p->has_pmk);
    assert_int_equal(p->pmk[31], 0x1f);

    p = profile(OFFICE "key_mgmt=SAE\nsae_password=\"x\"\nsae_password_id=\"id\"\n-sae_pwe=0\n"
                       "-sae_groups=20 19");
    assert_string_equal(p->sae_identifier, "id");
    assert_int_equal(p->sae_pwe, EXTSTA_SAE_ANY); /* an identifier goes with hash to element */
    assert_int_equal(p->sae_groups[0], 20);
    assert_int_equal(p->sae_groups[1], 19);
}

static char folder[] = "/tmp/extsta-options-XXXXXX";

static void write_file(const char *name, const char *text, mode_t mode)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(chmod(path, mode), 0);
}

/* A block that names files of the folder by %s. */
static const char *with_folder(const char *text)
{
    static char out[2048];
    size_t used = 0;
    for (; *text; text++) {
        if (*text == '%') {
            used += (size_t)snprintf(out + used, sizeof out - used, "%s", folder);
        } else {
            out[used++] = *text;
        }
    }
    out[used] = 0;
    return out;
}

#define WHO OFFICE "key_mgmt=WPA-EAP\nidentity=\"me\"\n"
static void enterprise_networks(void **state)
{
    const struct extsta_profile *p = profile(with_folder(
        WHO "eap=PEAP TTLS\npassword=\"secret\"\nanonymous_identity=\"anyone\"\n"
            "ca_cert=\"%/ca\"\ndomain_match=\"radius.example\"\nphase1=\"peaplabel=0 "
            "tls_disable_tlsv1_3=1\"\nphase2=\"auth=MSCHAPV2\"\nproactive_key_caching=1"));
    assert_int_equal(p->auth, DOT11_AUTH_ALGO_RSNA);
    assert_int_equal(p->eap.methods[0], EXTSTA_EAP_PEAP);
    assert_int_equal(p->eap.methods[1], EXTSTA_EAP_TTLS);
    assert_int_equal(p->eap.inner, EXTSTA_EAP_INNER_MSCHAPV2);
    assert_int_equal(p->eap.tls_max, 12);
    assert_memory_equal(p->eap.identity.data, "me", 2);
    assert_memory_equal(p->eap.password.data, "secret", p->eap.password.len);
    assert_memory_equal(p->eap.domain.data, "radius.example", p->eap.domain.len);
    assert_true(p->eap.domain_exact && !p->eap.verify_off && !p->eap.password_is_hash);
    assert_memory_equal(p->eap.ca.data, "-----BEGIN ", 11);
    assert_false(p->pmk_cache.no_opportunistic);

    p = profile(WHO "eap=PEAP\npassword=hash:00112233445566778899AABBCCDDEEFF");
    assert_true(p->eap.password_is_hash && p->eap.verify_off);
    assert_int_equal(p->eap.password.len, 16);
    assert_int_equal(p->eap.password.data[15], 0xff);

    p = profile(with_folder(WHO "eap=TLS\nca_cert=\"%/ca\"\nclient_cert=\"%/ca\"\n"
                                "private_key=\"%/key\"\nprivate_key_passwd=\"pw\"\n"
                                "altsubject_match=\"DNS:a.example;DNS:b.example\""));
    assert_memory_equal(p->eap.domain.data, "a.example;b.example", p->eap.domain.len);
    assert_memory_equal(p->eap.key_passphrase.data, "pw", 2);

    p = profile(with_folder(OFFICE "key_mgmt=WPA-EAP-SUITE-B-192\nidentity=\"me\"\neap=TLS\n"
                                   "ca_cert=\"%/ca\"\nclient_cert=\"%/ca\"\n"
                                   "private_key=\"%/key\"\ngroup_mgmt=BIP-GMAC-256\n"
                                   "pairwise=GCMP-256\nieee80211w=2"));
    assert_int_equal(p->auth, DOT11_AUTH_ALGO_WPA3_ENT_192);
    assert_int_equal(p->unicast_cipher, DOT11_CIPHER_ALGO_GCMP_256);
    assert_true(p->eap.strong);
}

/* The reason names the variable, or both of those that do not go together. */
static void what_cannot_be_done_here_is_refused_with_the_reason(void **state)
{
    static const struct {
        const char *text, *reason;
    } cases[] = {
        {"key_mgmt=NONE", "no ssid"},
        {OFFICE, "neither psk nor eap"},
        {PSK "key_mgmt=NONE WPA-PSK", "key_mgmt"},
        {PSK "key_mgmt=WPA-PSK WPA-EAP\neap=TLS", "psk and eap"},
        {PSK "sae_password=\"other one\"\nkey_mgmt=SAE WPA-PSK", "psk and sae_password"},
        {OFFICE "key_mgmt=SAE\nproto=WPA\nsae_password=\"x\"", "proto"},
        {OFFICE "key_mgmt=SAE\nsae_password=\"x\"\nieee80211w=0",
         "protected management frames"},
        {PSK "group_mgmt=BIP-CMAC-256", "group_mgmt"},
        {PSK "freq_list=2412\nscan_freq=2437", "scan_freq: has no channel of freq_list"},
        {PSK "bssid_ignore=02:00:00:00:00:01/ff:ff:ff:00:00:00", "bssid_ignore"},
        {PSK "bssid_ignore=02:00:00:00:00:01 02:00:00:00:00:02 02:00:00:00:00:03 "
             "02:00:00:00:00:04 02:00:00:00:00:05",
         "bssid_ignore"},
        {PSK "bssid_accept=02:00:00:00:00:01\nbssid=02:00:00:00:00:02", "bssid:"},
        {PSK "bssid_accept=02:00:00:00:00:01/ff:ff:ff:00:00:00", "bssid_accept"},
        {PSK "bgscan=\"learn:30:-45:300\"", "bgscan"},
        {PSK "mode=1\nfrequency=2412", "frequency"},
        {OFFICE "key_mgmt=NONE\nwep_key0=\"abcde\"\nwep_key1=\"abcde\"", "wep_key0"},
        {OFFICE "key_mgmt=NONE\nwep_key1=\"abcde\"", "wep_key0"},
        {OFFICE "key_mgmt=NONE\nauth_alg=SHARED", "auth_alg"},
        {WHO, "eap"},
        {WHO "eap=PEAP\npassword=\"x\"\nphase2=\"auth=GTC\"", "phase2: auth=GTC"},
        {WHO "eap=PEAP\npassword=\"x\"\nphase1=\"peapver=1\"", "phase1: peapver=1"},
        {WHO "eap=PEAP\npassword=\"x\"\ndomain_match=\"a\"", "ca_cert"},
        {WHO "eap=PEAP\npassword=\"x\"\nca_cert=\"%/ca\"\ndomain_match=\"a\"\n"
             "domain_suffix_match=\"a\"",
         "domain_match"},
        {WHO "eap=PEAP\npassword=\"x\"\nca_cert=\"%/none\"", "ca_cert"},
        {WHO "eap=PEAP\npassword=\"x\"\nca_cert=\"%/not-pem\"", "is not in PEM"},
        {WHO "eap=PEAP\npassword=\"x\"\nca_cert=\"blob://x\"", "blob://"},
        {WHO "eap=PEAP\npassword=\"x\"\nca_cert=\"%/ca\"\naltsubject_match=\"EMAIL:a@b\"",
         "altsubject_match"},
        {WHO "eap=TLS\nca_cert=\"%/ca\"\nclient_cert=\"%/ca\"\nprivate_key=\"%/open-key\"",
         "everybody may read"},
        {WHO "eap=TTLS\npassword=hash:00112233445566778899aabbccddeeff\nphase2=\"auth=PAP\"",
         "PAP"},
        {PSK "-dot11RSNAConfigPMKLifetime=100", "dot11RSNAConfigPMKLifetime"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum wpa_answer answer = make(with_folder(cases[i].text));
        if (answer != WPA_REFUSED || !strstr(why, cases[i].reason)) {
            print_error("%s\n-> %d '%s'\n", cases[i].text, (int)answer, why);
        }
        assert_int_equal(answer, WPA_REFUSED);
        assert_non_null(strstr(why, cases[i].reason));
    }
}

static int make_folder(void **state)
{
    if (!mkdtemp(folder)) {
        return -1;
    }
    write_file("ca", "-----BEGIN CERTIFICATE-----\n", 0644);
    write_file("key", "-----BEGIN PRIVATE KEY-----\n", 0640);
    write_file("open-key", "-----BEGIN PRIVATE KEY-----\n", 0644);
    write_file("not-pem", "0\x82", 0644);
    return 0;
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"ca", "key", "open-key", "not-pem"};
    char path[64];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    wpa_options_free(&options);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_networks),
        cmocka_unit_test(the_rest_of_a_block),
        cmocka_unit_test(enterprise_networks),
        cmocka_unit_test(what_cannot_be_done_here_is_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
