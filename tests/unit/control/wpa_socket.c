/* Control sockets as files: who may use them, what becomes of one that nobody serves, and of
 * one that somebody does; who monitors, and who does not read. */
#include "../testing.h"
#include "socket.h"
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static struct host_loop *loop;
static char place[32], path[64], why[256];

static void echo(void *user, extsta_time now, char *command, struct wpa_reply *reply)
{
    (void)wpa_reply_add(reply, "<%s>", command);
}

static struct wpa_socket *open_at(const char *at, uint32_t group)
{
    struct wpa_socket_options o = {.path = at, .group = group, .command = echo};
    return wpa_socket_open(loop, &o, why, sizeof why);
}

static int set_up(void **state)
{
    loop = host_loop_new_virtual(EXTSTA_SECOND, EXTSTA_SECOND);
    strcpy(place, "/tmp/extsta-sock-XXXXXX");
    assert_non_null(mkdtemp(place));
    snprintf(path, sizeof path, "%s/wlan0", place);
    return 0;
}

static int tear_down(void **state)
{
    host_loop_free(loop);
    assert_int_equal(rmdir(place), 0);
    return 0;
}

/* One that has lost its file. */
static int client(const char *name)
{
    struct sockaddr_un own = {.sun_family = AF_UNIX}, to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    snprintf(own.sun_path, sizeof own.sun_path, "%s/%s", place, name);
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    assert_int_equal(bind(fd, (struct sockaddr *)&own, sizeof own), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(unlink(own.sun_path), 0);
    return fd;
}

/* One that can be answered: its file stays. */
static int lasting_client(const char *name)
{
    struct sockaddr_un own = {.sun_family = AF_UNIX}, to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    snprintf(own.sun_path, sizeof own.sun_path, "%s/%s", place, name);
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    assert_int_equal(bind(fd, (struct sockaddr *)&own, sizeof own), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void drop(int fd, const char *name)
{
    char own[128];
    snprintf(own, sizeof own, "%s/%s", place, name);
    close(fd);
    unlink(own);
}

static const char *said(int fd, const char *command)
{
    static char text[256];
    assert_int_equal(send(fd, command, strlen(command), 0), strlen(command));
    host_loop_run_until(loop, host_loop_now(loop), NULL, NULL);
    ssize_t n = recv(fd, text, sizeof text - 1, 0);
    text[n < 0 ? 0 : n] = '\0';
    return text;
}

static void only_owner_and_group_may_use_it(void **state)
{
    struct stat is;
    char directory[128];
    snprintf(directory, sizeof directory, "%s/d", place);
    mode_t before = umask(0);
    assert_true(wpa_socket_directory(directory, UINT32_MAX, why, sizeof why));
    umask(before);
    assert_int_equal(stat(directory, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0770);
    assert_true(wpa_socket_directory(directory, (uint32_t)getgid(), why, sizeof why));
    assert_int_equal(stat(directory, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0750);
    assert_int_equal(is.st_gid, getgid());
    struct wpa_socket *s = open_at(path, (uint32_t)getgid());
    assert_non_null(s);
    assert_int_equal(stat(path, &is), 0);
    assert_true(S_ISSOCK(is.st_mode));
    assert_int_equal(is.st_mode & 07777, 0770);
    wpa_socket_close(s);
    assert_int_equal(stat(path, &is), -1);
    assert_int_equal(rmdir(directory), 0);
    uint32_t group;
    assert_true(wpa_socket_group("0", &group) && group == 0);
    assert_true(wpa_socket_group("root", &group) && group == 0);
    assert_false(wpa_socket_group("no such group", &group));
}

static void a_file_that_nobody_serves_makes_room(void **state)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    strcpy(to.sun_path, path);
    assert_int_equal(bind(fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_null(open_at(path, UINT32_MAX)); /* somebody serves it */
    assert_non_null(strstr(why, "another program serves it"));
    close(fd); /* as a program that was killed */
    struct wpa_socket *s = open_at(path, UINT32_MAX);
    assert_non_null(s);
    assert_null(open_at(path, UINT32_MAX));
    assert_non_null(strstr(why, "in use"));
    wpa_socket_close(s);
    FILE *f = fopen(path, "w");
    fclose(f);
    assert_null(open_at(path, UINT32_MAX)); /* what is no socket is left alone */
    assert_non_null(strstr(why, "is no socket"));
    assert_int_equal(unlink(path), 0);
    char longer[200];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_null(open_at(longer, UINT32_MAX));
    assert_null(open_at("/no/such/directory/x", UINT32_MAX));
    /* one whose place another has taken leaves that alone */
    s = open_at(path, UINT32_MAX);
    assert_int_equal(unlink(path), 0);
    struct wpa_socket *next = open_at(path, UINT32_MAX);
    wpa_socket_close(s);
    int c = lasting_client("c");
    assert_string_equal(said(c, "PING"), "<PING>");
    drop(c, "c");
    wpa_socket_close(next);
}

static void monitors_have_levels(void **state)
{
    char text[64];
    struct wpa_socket *s = open_at(path, UINT32_MAX);
    int c = lasting_client("c");
    assert_string_equal(said(c, "LEVEL 2"), "FAIL\n");
    assert_string_equal(said(c, "DETACH"), "FAIL\n");
    assert_string_equal(said(c, "ATTACH"), "OK\n");
    assert_string_equal(said(c, "ATTACH"), "OK\n");
    assert_int_equal(wpa_socket_monitors(s), 1);
    wpa_socket_event(s, NULL, 2, "too low");
    wpa_socket_event(s, "IFNAME=wlan0 ", 3, "heard");
    ssize_t n = recv(c, text, sizeof text - 1, 0);
    text[n < 0 ? 0 : n] = '\0';
    assert_string_equal(text, "IFNAME=wlan0 <3>heard");
    assert_int_equal(recv(c, text, sizeof text, 0), -1);
    assert_string_equal(said(c, "LEVEL 2"), "OK\n");
    assert_string_equal(said(c, "LEVEL x"), "FAIL\n");
    wpa_socket_event(s, NULL, 2, "now");
    n = recv(c, text, sizeof text - 1, 0);
    text[n < 0 ? 0 : n] = '\0';
    assert_string_equal(text, "<2>now");
    /* one that has gone is dropped with the next event */
    drop(c, "c");
    wpa_socket_event(s, NULL, 3, "nobody");
    assert_int_equal(wpa_socket_monitors(s), 0);
    wpa_socket_close(s);
}

/* Whoever attaches from a socket whose file has gone cannot be told anything. */
static void a_client_without_a_file_is_dropped(void **state)
{
    struct wpa_socket *s = open_at(path, UINT32_MAX);
    int c = client("c");
    assert_string_equal(said(c, "ATTACH"), "");
    wpa_socket_event(s, NULL, 3, "nobody");
    assert_int_equal(wpa_socket_monitors(s), 0);
    close(c);
    wpa_socket_close(s);
}

/* One that reads as soon as there is something, as a program that waits for it. */
static char last[64];

static void on_event(void *user, extsta_time now)
{
    ssize_t n = recv(*(int *)user, last, sizeof last - 1, 0);
    last[n < 0 ? 0 : n] = '\0';
}

/* An event a tenth of a second apart; `keen` hears each. */
static void events_are_heard(struct wpa_socket *s, int keen, int count)
{
    char wanted[64];
    struct host_watch *watch = host_watch_add(loop, keen, on_event, &keen);
    for (int i = 0; i < count; i++) {
        snprintf(wanted, sizeof wanted, "<3>event %d", i);
        wpa_socket_event(s, NULL, 3, wanted + 3);
        host_loop_run_until(loop, host_loop_now(loop) + 100000, NULL, NULL);
        assert_string_equal(last, wanted);
    }
    host_watch_remove(watch);
}

static void who_does_not_read_is_dropped_and_the_others_hear_all(void **state)
{
    struct wpa_socket *s = open_at(path, UINT32_MAX);
    int deaf = lasting_client("deaf"), keen = lasting_client("keen");
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    assert_string_equal(said(deaf, "ATTACH"), "OK\n");
    assert_string_equal(said(keen, "ATTACH"), "OK\n");
    /* of one that is not connected the kernel keeps few messages */
    assert_int_equal(connect(deaf, &nobody, sizeof nobody), 0);
    events_are_heard(s, keen, 100);
    assert_int_equal(wpa_socket_monitors(s), 1);
    drop(deaf, "deaf");
    drop(keen, "keen");
    wpa_socket_close(s);
}

/* Whether this kernel says what sockets have unread (sock_diag(7), a module). */
static bool kernel_tells(void)
{
    struct {
        struct nlmsghdr head;
        struct unix_diag_req request;
    } ask = {.head = {.nlmsg_len = sizeof ask,
                      .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                      .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
             .request = {.sdiag_family = AF_UNIX, .udiag_states = ~0u}};
    union {
        struct nlmsghdr head;
        char octets[8192];
    } answer = {.head = {.nlmsg_type = NLMSG_ERROR}};
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
    bool tells = fd >= 0 && send(fd, &ask, sizeof ask, 0) == (ssize_t)sizeof ask &&
                 recv(fd, &answer, sizeof answer, 0) > 0 &&
                 answer.head.nlmsg_type != NLMSG_ERROR;
    close(fd);
    return tells;
}

/* Of one that is connected, as wpa_cli is, it keeps any number: until they fill the socket. */
static void a_connected_one_that_does_not_read_leaves_room_for_others(void **state)
{
    if (!kernel_tells()) {
        return; /* cmocka's skip() is a failure for meson */
    }
    struct wpa_socket *s = open_at(path, UINT32_MAX);
    int deaf = lasting_client("deaf"), keen = lasting_client("keen");
    assert_string_equal(said(deaf, "ATTACH"), "OK\n");
    assert_string_equal(said(keen, "ATTACH"), "OK\n");
    events_are_heard(s, keen, 3000);
    assert_int_equal(wpa_socket_monitors(s), 1);
    /* nor do answers that it does not read: it gets none any more, others do */
    for (int i = 0; i < 12000; i++) {
        (void)send(deaf, "PING", 4, 0);
        host_loop_run_until(loop, host_loop_now(loop) + 1000, NULL, NULL);
        if (i % 100 == 0) {
            assert_string_equal(said(keen, "PING"), "<PING>");
        }
    }
    /* nobody who reads is left without an answer, however often it asks */
    for (int i = 0; i < 500; i++) {
        assert_string_equal(said(keen, "PING"), "<PING>");
    }
    assert_int_equal(wpa_socket_monitors(s), 1); /* the socket was never opened anew */
    drop(deaf, "deaf");
    assert_string_equal(said(keen, "PING"), "<PING>");
    drop(keen, "keen");
    wpa_socket_close(s);
}

static void texts_are_escaped_as_there(void **state)
{
    static const uint8_t octets[] = {'a',  '"', '\\', 27,  '\n', '\r',
                                     '\t', 0,   1,    127, 0xc3, ' '};
    char text[WPA_SSID_TEXT];
    (void)wpa_text_escape((struct extsta_span){octets, sizeof octets}, text, sizeof text);
    assert_string_equal(text, "a\\\"\\\\\\e\\n\\r\\t\\x00\\x01\\x7f\\xc3 ");
    /* cut between two, never within one */
    (void)wpa_text_escape((struct extsta_span){octets + 7, 2}, text, 8);
    assert_string_equal(text, "\\x00");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(only_owner_and_group_may_use_it),
        TEST(a_file_that_nobody_serves_makes_room),
        TEST(monitors_have_levels),
        TEST(a_client_without_a_file_is_dropped),
        TEST(who_does_not_read_is_dropped_and_the_others_hear_all),
        TEST(a_connected_one_that_does_not_read_leaves_room_for_others),
        TEST(texts_are_escaped_as_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
