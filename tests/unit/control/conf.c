/* wpa_supplicant.conf: what is read, what is said of it by file and line, what is written back.
 */
#include "../testing.h"
#include "conf_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char said[8192];
static int errors;

static void say(void *user, enum wpa_conf_severity severity, const char *text)
{
    errors += severity == WPA_CONF_ERROR;
    strncat(said, text, sizeof said - strlen(said) - 2);
    strcat(said, "\n");
}

static bool parse(struct wpa_networks *n, const char *text)
{
    said[0] = 0;
    errors = 0;
    return wpa_conf_parse(n, text, strlen(text), "f.conf", say, NULL);
}

static void assert_get(const struct wpa_variables *v, const char *name, const char *value)
{
    char out[256] = "";
    assert_true(wpa_variables_get(v, name, out, sizeof out));
    assert_string_equal(out, value);
}

static void a_file_as_people_have_it(void **state)
{
    struct wpa_networks n;
    assert_true(wpa_networks_init(&n));
    assert_true(parse(&n, "# a comment\n"
                          "ctrl_interface=DIR=/run/wpa_supplicant GROUP=netdev\n"
                          "update_config=1   # another\r\n"
                          "\n"
                          "network={\n"
                          "\tssid=\"a # b\" # a third\n"
                          "  psk=\"pass#word\"  \n"
                          "\tpriority=5\n"
                          "}\n"
                          "network={\n"
                          "ssid=636166c3a9\n"
                          "key_mgmt=NONE\n"
                          "disabled=1\n"
                          "id_str=\"cafe\"\n"
                          "}"));
    assert_string_equal(said, "");
    assert_get(n.interface, "ctrl_interface", "DIR=/run/wpa_supplicant GROUP=netdev");
    assert_get(n.interface, "update_config", "1");
    const struct wpa_network *a = wpa_network(&n, 0), *b = wpa_network(&n, 1);
    assert_non_null(a);
    assert_non_null(b);
    assert_null(b->next);
    assert_get(a->variables, "ssid", "\"a # b\"");
    assert_string_equal(wpa_variables_said(a->variables, "psk"), "\"pass#word\"");
    assert_false(wpa_network_is_disabled(a));
    assert_get(a->variables, "disabled", "0");
    assert_true(wpa_network_is_disabled(b));
    assert_get(b->variables, "ssid", "636166c3a9");
    wpa_networks_free(&n);
}

static void a_line_without_meaning_is_told_and_passed_over(void **state)
{
    struct wpa_networks n;
    assert_true(wpa_networks_init(&n));
    assert_true(parse(&n, "ap_scan=2\n"
                          "p2p_go_intent=3\n"
                          "network={\n"
                          "ssid=\"a\"\n"
                          "ht40=1\n"
                          "key_mgmt=NONE\n"
                          "}\n"
                          "cred={\n"
                          "realm=\"x\"\n"
                          "}\n"
                          "blob-base64-x={\n"
                          "AAAA\n"
                          "}\n"));
    assert_non_null(strstr(said, "f.conf:1: ap_scan"));
    assert_non_null(strstr(said, "f.conf:2: p2p_go_intent: Wi-Fi Direct"));
    assert_non_null(strstr(said, "f.conf:5: ht40"));
    assert_non_null(strstr(said, "f.conf:8: Hotspot 2.0"));
    assert_non_null(strstr(said, "f.conf:11: certificates"));
    assert_null(wpa_network(&n, 0)->refused); /* nothing of weight is missing */
    wpa_networks_free(&n);
}

/* A network that would be entered with less than was asked for is not entered. */
static void a_network_that_asks_for_more_than_there_is_is_not_entered(void **state)
{
    struct wpa_networks n;
    char why[WPA_WHY];
    assert_true(wpa_networks_init(&n));
    assert_true(parse(&n, "network={\n"
                          "ssid=\"a\"\n"
                          "key_mgmt=WPA-EAP\n"
                          "eap=PEAP\n"
                          "identity=\"me\"\n"
                          "password=\"secret\"\n"
                          "subject_match=\"/CN=radius\"\n"
                          "}\n"
                          "network={\n"
                          "ssid=\"b\"\n"
                          "psk=\"correct horse\"\n"
                          "group_mgmt=AES-128-CMAC\n"
                          "}\n"
                          "network={\n"
                          "ssid=\"c\"\n"
                          "eap=PEAP\n"
                          "identity=\"me\"\n"
                          "password=\"secret\"\n"
                          "}\n"));
    assert_non_null(strstr(said, "f.conf:7: subject_match"));
    assert_non_null(strstr(said, "f.conf:9: group_mgmt"));
    assert_non_null(strstr(said, "f.conf:14: without ca_cert"));
    assert_null(strstr(said, "secret"));
    for (uint32_t id = 0; id < 2; id++) {
        assert_non_null(wpa_network(&n, id)->refused);
        assert_int_equal(wpa_network_tell(&n, wpa_network(&n, id), NULL, why, sizeof why),
                         WPA_REFUSED);
        assert_string_equal(why, wpa_network(&n, id)->refused);
    }
    assert_null(wpa_network(&n, 2)->refused);
    wpa_networks_free(&n);
}

/* wpa_supplicant does not start with these either. */
static void what_is_wrong_is_an_error_by_its_line(void **state)
{
    static const struct {
        const char *text, *where;
    } cases[] = {
        {"\nfoo=1\n", "f.conf:2: there is no variable 'foo'"},
        {"foo\n", "f.conf:1: 'foo'"},
        {"network={\nssid=\"a\n}\n", "f.conf:2: ssid"},
        {"network={\nssid=\"a\"\nkey_mgmt=FOO\n}\n", "f.conf:3: key_mgmt: 'FOO'"},
        {"network={\nssid=\"a\"\nno_such=1\n}\n", "f.conf:3: there is no variable 'no_such'"},
        {"network={\nssid=\"a\"\npsk=\"short\"\n}\n", "f.conf:3: psk"},
        {"network={\nssid=\"a\"\n", "f.conf:1: the block"},
        {"include=other.conf\n", "f.conf:1: there is no variable 'include'"},
        {"network={\nssid =\"a\"\n}\n", "f.conf:2: there is no variable 'ssid '"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wpa_networks n;
        assert_true(wpa_networks_init(&n));
        assert_false(parse(&n, cases[i].text));
        if (!strstr(said, cases[i].where)) {
            print_error("%s-> %s", cases[i].text, said);
        }
        assert_non_null(strstr(said, cases[i].where));
        assert_null(wpa_network(&n, 0)); /* a block with errors is none */
        assert_null(strstr(said, "short"));
        wpa_networks_free(&n);
    }
}

static void ids_go_on_in_a_second_file(void **state)
{
    struct wpa_networks n;
    assert_true(wpa_networks_init(&n));
    assert_true(parse(&n, "network={\nssid=\"a\"\nkey_mgmt=NONE\n}\n"));
    assert_true(parse(&n, "network={\nssid=\"b\"\n}\n"));
    assert_non_null(strstr(said, "f.conf:1: the network has neither"));
    assert_get(wpa_network(&n, 1)->variables, "ssid", "\"b\"");
    wpa_networks_free(&n);
}

static char path[] = "/tmp/extsta-conf-XXXXXX";

static void write_conf(const char *text, mode_t mode)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(chmod(path, mode), 0);
}

static void secrets_that_everybody_may_read_are_refused(void **state)
{
    static const char secret[] = "network={\nssid=\"a\"\npsk=\"correct horse\"\n}\n";
    static const struct {
        const char *text;
        mode_t mode;
        bool good;
    } cases[] = {{secret, 0644, false},
                 {secret, 0640, true},
                 {secret, 0600, true},
                 {"network={\nssid=\"a\"\nkey_mgmt=NONE\n}\n", 0644, true}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct wpa_networks n;
        said[0] = 0;
        assert_true(wpa_networks_init(&n));
        write_conf(cases[i].text, cases[i].mode);
        assert_int_equal(wpa_conf_read(&n, path, say, NULL), cases[i].good);
        assert_int_equal(strstr(said, "chmod o-r") != NULL, !cases[i].good);
        wpa_networks_free(&n);
    }
    struct wpa_networks n;
    assert_true(wpa_networks_init(&n));
    said[0] = 0;
    assert_false(wpa_conf_read(&n, "/nowhere/at.all", say, NULL));
    assert_non_null(strstr(said, "/nowhere/at.all: No such file"));
    wpa_networks_free(&n);
}

static void slurp(char *out, size_t size)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t len = fread(out, 1, size - 1, f);
    out[len] = 0;
    fclose(f);
}

static void what_was_read_is_written_back(void **state)
{
    static const char text[] = "update_config=1\n"
                               "ap_scan=2\n"
                               "cred={\nrealm=\"x\"\n}\n"
                               "network={\n"
                               "ssid=\"a\"\n"
                               "psk=\"correct horse\"\n"
                               "key_mgmt=SAE WPA-PSK\n"
                               "subject_match=\"/CN=x\"\n"
                               "priority=0x5\n"
                               "}\n"
                               "network={\n"
                               "ssid=\"b\"\n"
                               "psk=\"another horse\"\n"
                               "mem_only_psk=1\n"
                               "bssid_whitelist=02:00:00:00:00:01\n"
                               "disabled=1\n"
                               "}\n";
    static const char expected[] = "update_config=1\n"
                                   "ap_scan=2\n"
                                   "cred={\nrealm=\"x\"\n}\n"
                                   "\nnetwork={\n"
                                   "\tssid=\"a\"\n"
                                   "\tpsk=\"correct horse\"\n"
                                   "\tkey_mgmt=WPA-PSK SAE\n"
                                   "\tpriority=5\n"
                                   "\tsubject_match=\"/CN=x\"\n"
                                   "}\n"
                                   "\nnetwork={\n"
                                   "\tssid=\"b\"\n"
                                   "\tbssid_accept=02:00:00:00:00:01\n"
                                   "\tmem_only_psk=1\n"
                                   "\tdisabled=1\n"
                                   "}\n";
    struct wpa_networks n;
    struct stat st;
    char why[WPA_WHY], written[2048];
    assert_true(wpa_networks_init(&n));
    assert_true(parse(&n, text));
    write_conf("before", 0640);
    assert_true(wpa_conf_save(&n, path, why, sizeof why));
    slurp(written, sizeof written);
    assert_string_equal(written, expected);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);

    write_conf("before", 0644); /* and that holds secrets from now on */
    assert_true(wpa_conf_save(&n, path, why, sizeof why));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);

    assert_int_equal(unlink(path), 0); /* a new one is its owner's alone */
    assert_true(wpa_conf_save(&n, path, why, sizeof why));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    wpa_networks_free(&n);
}

static void nothing_is_written_unless_the_file_says_so(void **state)
{
    struct wpa_networks n;
    char why[WPA_WHY], written[64];
    assert_true(wpa_networks_init(&n));
    write_conf("before", 0600);
    assert_false(wpa_conf_save(&n, path, why, sizeof why));
    assert_non_null(strstr(why, "update_config"));
    slurp(written, sizeof written);
    assert_string_equal(written, "before");
    assert_int_equal(wpa_variables_set(n.interface, "update_config", "1", why, sizeof why),
                     WPA_DONE);
    assert_false(wpa_conf_save(&n, "/nowhere/at.all", why, sizeof why));
    assert_non_null(strstr(why, "/nowhere/at.all"));
    wpa_networks_free(&n);
}

static int make_path(void **state)
{
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_as_people_have_it),
        cmocka_unit_test(a_line_without_meaning_is_told_and_passed_over),
        cmocka_unit_test(a_network_that_asks_for_more_than_there_is_is_not_entered),
        cmocka_unit_test(what_is_wrong_is_an_error_by_its_line),
        cmocka_unit_test(ids_go_on_in_a_second_file),
        cmocka_unit_test(secrets_that_everybody_may_read_are_refused),
        cmocka_unit_test(what_was_read_is_written_back),
        cmocka_unit_test(nothing_is_written_unless_the_file_says_so),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
