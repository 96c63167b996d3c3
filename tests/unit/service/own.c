/* The own control socket over a service on virtual air: what is asked and answered, who is let
 * in, and what hostile clients come to. The loop's clock is its own; the sockets are real. */
#include "../testing.h"
#include "bed.h"
#include "own_private.h"
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct bed bed;
static struct own_ctrl *ctrl;
static char path[64];
static struct service_station *wlan0;

/* --- a client --- */

static int dial(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    strcpy(a.sun_path, path);
    assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void put(int fd, const char *text)
{
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

/* The loop has turns, without its clock moving on. */
static void turn(void)
{
    bed_until(&bed, 0, NULL, NULL);
}

static char heard[1 << 20];
static size_t heard_len;

static void listen_to(int fd)
{
    ssize_t n;
    turn();
    while ((n = read(fd, heard + heard_len, sizeof heard - heard_len - 1)) > 0) {
        heard_len += (size_t)n;
        turn();
    }
    heard[heard_len] = 0;
}

static const char *ask(int fd, const char *request)
{
    heard_len = 0;
    put(fd, request);
    put(fd, "\n");
    listen_to(fd);
    return heard;
}

static int client(void)
{
    int fd = dial();
    heard_len = 0;
    listen_to(fd);
    assert_non_null(strstr(heard, "{\"line\":\"ctl\",\"protocol\":1,"));
    return fd;
}

static bool is_closed(int fd)
{
    char c;
    turn();
    return recv(fd, &c, 1, MSG_DONTWAIT) == 0;
}

#define EXPECT(text, part)                                                                     \
    do {                                                                                       \
        if (!strstr(text, part)) {                                                             \
            fail_msg("no '%s' in: %s", part, text);                                            \
        }                                                                                      \
    } while (0)
#define OK "{\"line\":\"done\",\"ok\":true}\n"

static int set_up(void **state)
{
    char why[200];
    bed_open(&bed);
    snprintf(path, sizeof path, "/tmp/extsta-own-%d", (int)getpid());
    ctrl = own_ctrl_open(bed.service, path, 0660, UINT32_MAX, why, sizeof why);
    if (!ctrl) {
        fail_msg("%s", why);
    }
    wlan0 = bed_station(&bed, "wlan0", 1, 0, true);
    return 0;
}

static int tear_down(void **state)
{
    service_free(bed.service);
    bed.service = NULL;
    own_ctrl_close(ctrl);
    bed_close(&bed);
    assert_int_equal(access(path, F_OK), -1);
    return 0;
}

/* --- requests --- */

static void requests_are_read_in_place(void **state)
{
    static const struct {
        const char *line;
        size_t count;
        const char *last;
    } good[] = {
        {"[\"a\"]", 1, "a"},
        {" [ \"a\" , \"b c\" ] ", 2, "b c"},
        {"[\"\\\"\\\\\\/\\n\\u0041\"]", 1, "\"\\/\nA"},
        {"[\"\\u00e4\\u20ac\\ud83d\\ude00\"]", 1, "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"[\"\"]", 1, ""},
    };
    static const char *const bad[] = {
        "",
        "a",
        "[",
        "[]",
        "[\"a\"",
        "[\"a\"]x",
        "[1]",
        "[\"a\",]",
        "[\"\\x\"]",
        "[\"\\u00\"]",
        "[\"\\ud800\"]",
        "[\"\\udc00\"]",
        "[\"a]",
        "[\"\\",
        "[\"\\u0000\"]",
        "[\"\xff\"]",
        "[\"\xc0\x80\"]",
        "[\"\xed\xa0\x80\"]",
        "{}",
        "[\"\t\"]",
        "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"1\",\"2\",\"3\",\"4\",\"5\","
        "\"6\",\"7\",\"8\"]",
    };
    char line[256];
    struct own_request r;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        strcpy(line, good[i].line);
        assert_null(own_request_read(line, strlen(good[i].line), &r));
        assert_int_equal(r.count, good[i].count);
        assert_string_equal(r.words[r.count - 1], good[i].last);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        strcpy(line, bad[i]);
        if (!own_request_read(line, strlen(bad[i]), &r)) {
            fail_msg("taken: %s", bad[i]);
        }
    }
}

/* --- answers --- */

static void a_station_is_shown_from_all_sides(void **state)
{
    static const char *const shown[][3] = {
        {"[\"stations\"]", "\"line\":\"station\",\"sta\":\"wlan0\"", "\"state\":\"completed\""},
        {"[\"status\",\"wlan0\"]", "\"auth\":\"rsna-psk\"",
         "\"manager\":\"os\",\"controlled\":true,\"authorized\":true"},
        {"[\"networks\",\"wlan0\"]", "\"current\":true", "\"profile\":\"home\""},
        {"[\"bss\",\"wlan0\"]", "\"fits\":true", "\"because\":\"it has another name\""},
        {"[\"keys\",\"wlan0\"]", "\"kind\":\"key-mapping\",\"peer\":\"02:0a:00:00:00:01\"",
         "\"suite\":\"00-0F-AC:4\""},
        {"[\"mib\",\"wlan0\"]", "\"name\":\"OID_DOT11_CURRENT_OPERATION_MODE\"",
         "\"name\":\"OID_DOT11_DESIRED_SSID_LIST\""},
        {"[\"oid\",\"wlan0\",\"OID_DOT11_STATION_ID\"]", "\"value\":\"020000000001\"",
         "\"ok\":true"},
        {"[\"statistics\",\"wlan0\"]", "\"line\":\"statistics\"", "\"value\":{"},
        {"[\"oid\",\"wlan0\",\"OID_DOT11_STATISTICS\"]", "ullFourWayHandshakeFailures",
         "\"ok\":true"},
        {"[\"counters\",\"wlan0\"]", "\"radio_refused\":0", "\"ok\":true"},
        {"[\"drops\",\"wlan0\"]", "\"ok\":true", "\"ok\":true"},
        {"[\"network-export\",\"wlan0\",\"0\"]", "<WLANProfile", "withheld"},
        {"[\"commands\"]", "\"name\":\"watch\"", "\"name\":\"scan-abort\""},
    };
    struct apsim *ap = bed_ap(&bed, "home", "correct horse", 1, 2437, 0);
    bed_network(wlan0, "home", "correct horse", 0);
    assert_true(bed_until_state(&bed, wlan0, SERVICE_COMPLETED, 20));
    int fd = client();
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const char *text = ask(fd, shown[i][0]);
        EXPECT(text, OK);
        EXPECT(text, shown[i][1]);
        if (strcmp(shown[i][0], "[\"bss\",\"wlan0\"]") != 0) {
            EXPECT(text, shown[i][2]);
        }
        assert_null(strstr(text, "correct horse"));
        assert_null(strstr(text, "636f727265637420686f727365")); /* in hexadecimal */
    }
    close(fd);
    apsim_free(ap);
}

static void what_is_wrong_is_said(void **state)
{
    static const char *const wrong[][2] = {
        {"[\"frobnicate\"]", "there is no such command"},
        {"[\"status\"]", "which station?"},
        {"[\"status\",\"wlan7\"]", "there is no such station"},
        {"[\"roam\",\"wlan0\"]", "usage: roam STATION BSSID"},
        {"[\"roam\",\"wlan0\",\"2:0:0:0:0:1\"]", "a BSSID is an address"},
        {"[\"select\",\"wlan0\",\"9\"]", "there is no such network"},
        {"[\"network-add\",\"wlan0\",\"<a/>\"]", "not a WLAN profile"},
        {"[\"oid\",\"wlan0\",\"NOTHING\"]", "there is no such OID"},
        {"[\"oid\",\"wlan0\",\"OID_DOT11_NIC_POWER_STATE\",\"set\",\"00\"]", "may not be set"},
        {"[\"findings\",\"wlan0\"]", "nobody judges it"},
        {"[\"reconnect\",\"wlan0\"]", "not told to stay away"},
        {"[\"scan\",\"wlan0\",\"everything\"]", "nothing to scan for"},
    };
    int fd = client();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *text = ask(fd, wrong[i][0]);
        EXPECT(text, "{\"line\":\"done\",\"ok\":false,\"error\":\"");
        EXPECT(text, wrong[i][1]);
    }
    close(fd);
}

#define PROFILE                                                                                \
    "<WLANProfile><name>home</name><SSIDConfig><SSID><name>home</name></SSID></SSIDConfig>"    \
    "<MSM><security><authEncryption><authentication>WPA2PSK</authentication>"                  \
    "<encryption>AES</encryption></authEncryption><sharedKey><keyType>passPhrase</keyType>"    \
    "<protected>false</protected><keyMaterial>%s</keyMaterial></sharedKey></security></MSM>"   \
    "</WLANProfile>"

static void a_network_is_added_watched_and_explained(void **state)
{
    struct apsim *ap = bed_ap(&bed, "home", "correct horse", 1, 2437, 0);
    char request[1200];
    int fd = client(), watcher = client();
    EXPECT(ask(watcher, "[\"watch\",\"wlan0\"]"), OK);
    snprintf(request, sizeof request,
             "[\"network-add\",\"wlan0\",\"" PROFILE "\",\"priority=3\"]", "incorrect horse");
    EXPECT(ask(fd, request), "\"id\":0");
    heard_len = 0;
    bed_run(&bed, 60);
    listen_to(watcher);
    EXPECT(heard, "\"line\":\"state\",\"from\":\"inactive\",\"to\":\"scanning\"");
    EXPECT(heard, "\"line\":\"paused\",\"network\":0");
    EXPECT(heard, "\"because\":\"wrong-passphrase\"");
    EXPECT(heard, "\"line\":\"notify\",\"what\":\"connection-failed\"");
    assert_null(strstr(heard, "\"line\":\"oid\""));
    assert_null(strstr(heard, "incorrect horse"));
    EXPECT(ask(fd, "[\"causes\",\"wlan0\"]"), "\"diagnosis\":\"wrong-passphrase\"");
    EXPECT(ask(fd, "[\"causes\",\"wlan0\",\"1\"]"), "\"line\":\"explanation\"");
    EXPECT(ask(fd, "[\"networks\",\"wlan0\"]"), "\"until\":\"changed\"");
    EXPECT(ask(fd, "[\"network-remove\",\"wlan0\",\"0\"]"), OK);
    snprintf(request, sizeof request, "[\"network-add\",\"wlan0\",\"" PROFILE "\"]",
             "correct horse");
    EXPECT(ask(fd, request), "\"id\":1");
    assert_true(bed_until_state(&bed, wlan0, SERVICE_COMPLETED, 20));
    EXPECT(ask(fd, "[\"disconnect\",\"wlan0\"]"), OK);
    assert_true(bed_until_state(&bed, wlan0, SERVICE_DISCONNECTED, 5));
    EXPECT(ask(fd, "[\"select\",\"wlan0\",\"1\"]"), OK);
    assert_true(bed_until_state(&bed, wlan0, SERVICE_COMPLETED, 20));
    EXPECT(ask(fd, "[\"network-set\",\"wlan0\",\"1\",\"automatic=no\",\"priority=-4\"]"), OK);
    assert_int_equal(service_network(wlan0, 1)->options.priority, -4);
    assert_false(service_network(wlan0, 1)->options.automatic);
    close(fd);
    close(watcher);
    apsim_free(ap);
}

/* A referee that begins in the middle judges from the next connect on, and finds nothing; what
 * crosses is put out while somebody watches that, and no longer. */
static void a_referee_judges_a_station_that_runs(void **state)
{
    struct apsim *ap = bed_ap(&bed, "home", NULL, 1, 2437, 0);
    bed_network(wlan0, "home", NULL, 0);
    assert_true(bed_until_state(&bed, wlan0, SERVICE_COMPLETED, 20));
    int fd = client(), watcher = client();
    EXPECT(ask(fd, "[\"judge\",\"wlan0\",\"on\"]"), OK);
    EXPECT(ask(watcher, "[\"watch\",\"all\",\"crossings\"]"), OK);
    EXPECT(ask(fd, "[\"reassociate\",\"wlan0\"]"), OK);
    assert_true(bed_until_state(&bed, wlan0, SERVICE_COMPLETED, 20));
    service_disconnect(wlan0);
    bed_run(&bed, 5);
    heard_len = 0;
    listen_to(watcher);
    EXPECT(heard, "CONNECT_REQUEST");
    EXPECT(heard, "ASSOCIATION_COMPLETION");
    const char *text = ask(fd, "[\"findings\",\"wlan0\"]");
    EXPECT(text, "\"line\":\"contract\"");
    EXPECT(text, OK);
    assert_null(strstr(text, "\"violation\""));
    assert_null(strstr(text, "\"exercised\":0,"));
    EXPECT(ask(fd, "[\"judge\",\"wlan0\",\"off\"]"), OK);
    close(watcher);
    turn();
    EXPECT(ask(fd, "[\"findings\",\"wlan0\"]"), "nobody judges it");
    close(fd);
    apsim_free(ap);
}

static void an_OID_is_set_where_that_is_allowed(void **state)
{
    int fd = client();
    own_ctrl_allow_set(ctrl, true);
    EXPECT(ask(fd, "[\"oid\",\"wlan0\",\"OID_DOT11_HIDDEN_NETWORK_ENABLED\",\"set\",\"01\"]"),
           OK);
    EXPECT(ask(fd, "[\"oid\",\"wlan0\",\"HIDDEN_NETWORK_ENABLED\"]"), "\"value\":true");
    EXPECT(ask(fd, "[\"oid\",\"wlan0\",\"HIDDEN_NETWORK_ENABLED\",\"set\",\"\"]"),
           "the driver answers");
    EXPECT(ask(fd, "[\"oid\",\"wlan0\",\"HIDDEN_NETWORK_ENABLED\",\"set\",\"0\"]"), "usage:");
    close(fd);
}

/* --- strangers --- */

static void the_file_has_its_mode_and_replaces_a_dead_one(void **state)
{
    struct stat is;
    char why[200];
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0660);
    assert_null(own_ctrl_open(bed.service, path, 0660, UINT32_MAX, why, sizeof why));
    EXPECT(why, "another process has this control socket");
    char other[80];
    snprintf(other, sizeof other, "%s-nowhere/socket", path);
    assert_null(own_ctrl_open(bed.service, other, 0660, UINT32_MAX, why, sizeof why));
    EXPECT(why, "No such file");
    assert_int_equal(stat(path, &is), 0); /* the one that lives was left alone */
}

#define NOBODY 65534

/* What a process of this user and group is told first; the loop has turns until it has heard.
 */
static bool somebody_hears(uid_t uid, gid_t gid, const char *words)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        char text[256] = "";
        if (setgroups(0, NULL) != 0 || setgid(gid) != 0 || setuid(uid) != 0) {
            _exit(2);
        }
        struct sockaddr_un a = {.sun_family = AF_UNIX};
        int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        strcpy(a.sun_path, path);
        bool open = connect(fd, (struct sockaddr *)&a, sizeof a) == 0 &&
                    read(fd, text, sizeof text - 1) > 0;
        _exit(open && strstr(text, words) ? 0 : 1);
    }
    while (waitpid(child, &status, WNOHANG) == 0) {
        turn();
        usleep(1000);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* By the credentials that the kernel has of the connection, whatever the file's mode lets by.
 */
static void who_is_let_in(void **state)
{
    char why[200];
    if (geteuid() != 0) {
        return; /* needs root; cmocka's skip() is a failure for meson */
    }
    service_free(bed.service);
    own_ctrl_close(ctrl);
    bed.service = service_new(bed.loop, bed.ctx);
    ctrl = own_ctrl_open(bed.service, path, 0666, NOBODY, why, sizeof why);
    assert_non_null(ctrl);
    assert_true(somebody_hears(0, 0, "\"protocol\":1"));
    assert_true(somebody_hears(NOBODY - 1, NOBODY, "\"protocol\":1"));
    assert_true(somebody_hears(NOBODY - 1, NOBODY - 1, "not for this user"));
    assert_int_equal(own_ctrl_counts(ctrl).refused, 1);
    turn();
    assert_int_equal(own_ctrl_counts(ctrl).clients, 0);
}

static void halves_of_requests_and_too_long_ones(void **state)
{
    static char much[OWN_LINE_MAX];
    int fd = client();
    heard_len = 0;
    put(fd, "[\"sta");
    turn();
    put(fd, "tions\"]\n[\"stations\"]\n[\"comm");
    listen_to(fd);
    assert_null(strstr(heard, "command"));
    assert_ptr_not_equal(strstr(heard, OK), NULL);
    assert_ptr_not_equal(strstr(strstr(heard, OK) + 5, OK), NULL);
    put(fd, "ands\"]\n");
    listen_to(fd);
    EXPECT(heard, "\"name\":\"stations\"");
    memset(much, 'x', sizeof much);
    heard_len = 0;
    for (size_t sent = 0; sent < sizeof much;) {
        ssize_t n = write(fd, much + sent, sizeof much - sent);
        assert_true(n > 0);
        sent += (size_t)n;
        turn();
    }
    listen_to(fd);
    EXPECT(heard, "too long");
    assert_true(is_closed(fd));
    close(fd);
    fd = client();
    put(fd, "GET / HTTP/1.0\r\n\r\n");
    heard_len = 0;
    listen_to(fd);
    EXPECT(heard, "a request is a JSON array of texts");
    assert_true(is_closed(fd));
    close(fd);
    assert_int_equal(own_ctrl_counts(ctrl).wrong, 2);
}

/* One that asks and never reads is not read from, and in the end dropped; nobody else notices.
 */
static void who_does_not_read_is_dropped(void **state)
{
    int lazy = client(), fd = client();
    int room = 4096;
    setsockopt(lazy, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    for (int i = 0; i < 20000; i++) {
        if (write(lazy, "[\"commands\"]\n", 13) < 13) {
            break; /* what it sends is not taken either */
        }
        if (i % 100 == 0) {
            turn();
        }
    }
    turn();
    EXPECT(ask(fd, "[\"stations\"]"), OK);
    assert_int_equal(own_ctrl_counts(ctrl).clients, 2);
    bed_run(&bed, 6);
    assert_int_equal(own_ctrl_counts(ctrl).slow, 1);
    assert_int_equal(own_ctrl_counts(ctrl).clients, 1);
    EXPECT(ask(fd, "[\"stations\"]"), OK);
    close(lazy);
    close(fd);
}

/* Whoever fills all places and is quiet loses them to those who come; whoever watches with all
 * of them is told. */
static void who_takes_all_places_keeps_nobody_out(void **state)
{
    int fds[OWN_CLIENTS];
    for (size_t i = 0; i < OWN_CLIENTS; i++) {
        fds[i] = client();
        bed_run(&bed, 1);
    }
    put(fds[0], "[\"st"); /* half a word is one, too: the second was quiet longer */
    turn();
    int more = client();
    EXPECT(ask(more, "[\"stations\"]"), OK);
    assert_true(is_closed(fds[1]));
    assert_false(is_closed(fds[0]));
    assert_false(is_closed(fds[2]));
    assert_int_equal(own_ctrl_counts(ctrl).clients, OWN_CLIENTS);
    close(fds[1]);
    fds[1] = more;
    put(fds[0], "ations\"]\n");
    for (size_t i = 0; i < OWN_CLIENTS; i++) {
        EXPECT(ask(fds[i], "[\"watch\"]"), OK);
    }
    more = dial();
    heard_len = 0;
    listen_to(more);
    EXPECT(heard, "too many clients");
    close(more);
    assert_int_equal(own_ctrl_counts(ctrl).displaced, 1);
    for (size_t i = 0; i < OWN_CLIENTS; i++) {
        close(fds[i]);
    }
}

/* Users have their places from each other. */
static void one_user_keeps_no_other_out(void **state)
{
    const uid_t many = 1000, few = 1001;
    for (size_t i = 0; i < OWN_CLIENTS; i++) {
        struct own_client *c = own_client_new(ctrl, -1);
        c->uid = i < 20 ? many : few; /* 20 and 12 */
        c->watches = true;
        c->heard = EXTSTA_SECOND * (100 - i);
    }
    struct own_client *last = ctrl->clients; /* few's last, the quietest of all */
    assert_true(own_client_place(ctrl, 0));
    assert_int_equal(own_ctrl_counts(ctrl).clients, OWN_CLIENTS - 1);
    assert_false(last->dead);
    struct own_client *root = own_client_new(ctrl, -1);
    for (int i = 0; i < 3; i++) { /* few gets what many has more: 16 and 15 */
        assert_true(own_client_place(ctrl, few));
        struct own_client *c = own_client_new(ctrl, -1);
        c->uid = few;
        c->watches = true;
    }
    assert_false(own_client_place(ctrl, few));
    assert_false(own_client_place(ctrl, many));
    last->watches = false; /* of its own it may */
    assert_false(own_client_place(ctrl, many));
    assert_true(own_client_place(ctrl, few));
    assert_true(last->dead && !root->dead);
    assert_int_equal(own_ctrl_counts(ctrl).displaced, 5);
}

static void ten_thousand_come_and_go(void **state)
{
    for (int i = 0; i < 10000; i++) { /* come and go, some with half a word */
        int fd = dial();
        if (i % 3 == 0) {
            put(fd, "[\"st");
        }
        if (i % 16 == 0) {
            turn();
        }
        close(fd);
        if (i % 16 == 15) {
            turn();
        }
    }
    turn();
    assert_int_equal(own_ctrl_counts(ctrl).clients, 0);
    int fd = client();
    EXPECT(ask(fd, "[\"stations\"]"), OK);
    close(fd);
}

#define OWN_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_read_in_place),
        OWN_TEST(a_station_is_shown_from_all_sides),
        OWN_TEST(what_is_wrong_is_said),
        OWN_TEST(a_network_is_added_watched_and_explained),
        OWN_TEST(a_referee_judges_a_station_that_runs),
        OWN_TEST(an_OID_is_set_where_that_is_allowed),
        OWN_TEST(the_file_has_its_mode_and_replaces_a_dead_one),
        OWN_TEST(who_is_let_in),
        OWN_TEST(halves_of_requests_and_too_long_ones),
        OWN_TEST(who_does_not_read_is_dropped),
        OWN_TEST(who_takes_all_places_keeps_nobody_out),
        OWN_TEST(one_user_keeps_no_other_out),
        OWN_TEST(ten_thousand_come_and_go),
    };
    return cmocka_run_group_tests_name("own control", tests, NULL, NULL);
}
