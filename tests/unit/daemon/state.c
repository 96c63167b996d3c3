/* What a station keeps over restarts: whole or not at all, nobody else's, and hostile content
 * is as if it were not there. */
#include "../testing.h"
#include "state.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

static char folder[] = "/tmp/extsta-state-XXXXXX";
static char path[100];
static char why[300];

static const struct state office = {
    .address = {{2, 1, 2, 3, 4, 5}},
    .network = "office \xc3\xa4",
    .pmksa_count = 2,
    .pmksas = {{.bssid = {{2, 0, 0, 0, 0, 10}},
                .akm = 0x000fac01,
                .until = 1795000000,
                .pmkid = {1, 2, 3},
                .pmk_len = 32,
                .pmk = {9, 8, 7}},
               {.bssid = {{2, 0, 0, 0, 0, 11}},
                .akm = 0x000fac0c,
                .until = 1795000001,
                .pmkid = {4, 5, 6},
                .pmk_len = 48,
                .pmk = {6, 5, 4}}},
};

static void put(const char *text, mode_t mode)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(chmod(path, mode), 0);
}

static enum state_found get(struct state *s)
{
    why[0] = 0;
    return state_read(folder, "sta", (uid_t)-1, s, why, sizeof why);
}

static void what_was_written_is_read(void **state)
{
    struct state s;
    struct stat st;
    unlink(path);
    assert_int_equal(get(&s), STATE_NONE);
    mode_t mask = umask(0);
    assert_true(state_write(folder, "sta", &office, why, sizeof why));
    umask(mask);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(get(&s), STATE_FOUND);
    assert_memory_equal(&s, &office, sizeof s);
}

static void hostile_content_is_refused(void **state)
{
#define PMKSA "pmksa 02000000000a 000fac01 1795000000 00112233445566778899aabbccddeeff "
#define PMK   "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define FIRST "extsta station state 1\n"
    static const char *const texts[] = {
        "",
        "end\n",
        "extsta station state 2\nend\n",
        FIRST,
        FIRST "network 6162\n",
        FIRST "network 6162\nend",
        FIRST "network 6162\nend\nmore\n",
        FIRST "address 030000000001\nend\n",
        FIRST "address 02000000000100\nend\n",
        FIRST "network 610062\nend\n",
        FIRST "network 616\nend\n",
        FIRST "network\nend\n",
        FIRST "network 6162\nnetwork 6162\nend\n",
        FIRST PMKSA "0001\nend\n",
        FIRST PMKSA PMK PMK PMK "\nend\n",
        FIRST "pmksa 01000000000a 000fac01 1795000000 00112233445566778899aabbccddeeff " PMK
              "\nend\n",
        FIRST "pmksa 02000000000a 000fac01 -5 00112233445566778899aabbccddeeff " PMK "\nend\n",
        FIRST
        "pmksa 02000000000a 000fac01 99999999999999999999 00112233445566778899aabbccddeeff " PMK
        "\nend\n",
    };
    struct state s, none = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put(texts[i], 0600);
        if (get(&s) != STATE_REFUSED || !strstr(why, "is not whole, or of another version") ||
            memcmp(&s, &none, sizeof s) != 0) {
            fail_msg("taken: %s (%s)", texts[i], why);
        }
    }
    put(FIRST PMKSA PMK "\nend\n", 0600);
    assert_int_equal(get(&s), STATE_FOUND);
    char many[STATE_FILE_MAX];
    size_t len = (size_t)snprintf(many, sizeof many, FIRST);
    for (size_t i = 0; i < STATE_PMKSAS + 1; i++) {
        len += (size_t)snprintf(many + len, sizeof many - len, PMKSA PMK "\n");
    }
    snprintf(many + len, sizeof many - len, "end\n");
    put(many, 0600);
    assert_int_equal(get(&s), STATE_REFUSED);
}

static void what_is_not_ours_alone_is_refused(void **state)
{
    struct state s;
    put(FIRST PMKSA PMK "\nend\n", 0644);
    assert_int_equal(get(&s), STATE_REFUSED);
    assert_non_null(strstr(why, "others may read it"));
    put(FIRST PMKSA PMK "\nend\n", 0600);
    char elsewhere[120];
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", folder);
    assert_int_equal(rename(path, elsewhere), 0);
    assert_int_equal(symlink("elsewhere", path), 0);
    assert_int_equal(get(&s), STATE_REFUSED);
    assert_non_null(strstr(why, "is a link"));
    unlink(path);
    unlink(elsewhere);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(get(&s), STATE_REFUSED);
    assert_non_null(strstr(why, "is no file"));
    unlink(path);
}

/* No room: the old one stays, whole, and nothing else lies about. */
static void without_room_the_old_one_stays(void **state)
{
    struct state s;
    char other[120];
    assert_true(state_write(folder, "sta", &office, why, sizeof why));
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit none = {100, RLIM_INFINITY}, all = {RLIM_INFINITY, RLIM_INFINITY};
    struct state more = office;
    more.pmksas[0].pmk[0] = 1;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    bool written = state_write(folder, "sta", &more, why, sizeof why);
    setrlimit(RLIMIT_FSIZE, &all);
    assert_false(written);
    assert_non_null(strstr(why, "what was kept before is kept still"));
    assert_int_equal(get(&s), STATE_FOUND);
    assert_memory_equal(&s, &office, sizeof s);
    snprintf(other, sizeof other, "%s.new", path);
    assert_int_equal(access(other, F_OK), -1);
    /* what a killed one has left behind is in nobody's way */
    FILE *f = fopen(other, "w");
    fputs("half", f);
    fclose(f);
    assert_true(state_write(folder, "sta", &more, why, sizeof why));
    assert_int_equal(get(&s), STATE_FOUND);
    assert_memory_equal(&s, &more, sizeof s);
    assert_false(state_write("/tmp/extsta-no-such-folder", "sta", &more, why, sizeof why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(hostile_content_is_refused),
        cmocka_unit_test(what_is_not_ours_alone_is_refused),
        cmocka_unit_test(without_room_the_old_one_stays),
    };
    if (!mkdtemp(folder)) {
        return 1;
    }
    snprintf(path, sizeof path, "%s/sta.state", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    rmdir(folder);
    return failed;
}
