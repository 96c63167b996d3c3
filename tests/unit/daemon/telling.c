/* What a service manager and the journal are told: the datagrams of sd_notify(3), and the lines
 * of sd-daemon(3). */
#include "../testing.h"
#include "journal.h"
#include "notify.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A manager that listens at `name` ('@': abstract). */
static int listen_at(const char *name)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    memcpy(at.sun_path, name, strlen(name));
    at.sun_path[0] = name[0] == '@' ? 0 : name[0];
    assert_int_equal(bind(fd, (struct sockaddr *)&at,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))),
                     0);
    return fd;
}

static void hear(int fd, const char *text)
{
    char got[500] = {0};
    assert_int_equal(recv(fd, got, sizeof got - 1, 0), strlen(text));
    assert_string_equal(got, text);
}

static void a_manager_is_told(void **state)
{
    char name[60];
    struct notify n;
    const char *names[] = {"@extsta-notify-%d", "/tmp/extsta-notify-%d"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(name, sizeof name, names[i], (int)getpid());
        int fd = listen_at(name);
        setenv("NOTIFY_SOCKET", name, 1);
        notify_open(&n);
        assert_true(notify_say(&n, "READY=1\nSTATUS=%d stations", 3));
        hear(fd, "READY=1\nSTATUS=3 stations");
        notify_close(&n);
        close(fd);
        unlink(name);
    }
}

/* Nobody who wants to know, nobody there, no such name: nothing happens. */
static void nobody_is_told(void **state)
{
    struct notify n;
    const char *names[] = {NULL, "/tmp/extsta-nobody", "relative", "@", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unsetenv("NOTIFY_SOCKET");
        if (names[i]) {
            setenv("NOTIFY_SOCKET", names[i], 1);
        }
        notify_open(&n);
        assert_false(notify_say(&n, "READY=1"));
        assert_true(n.watchdog == EXTSTA_NEVER);
        notify_close(&n);
    }
}

/* sd_watchdog_enabled(3): the interval is for this process alone, and half of it is kept. */
static void the_watchdog_is_for_this_process(void **state)
{
    char name[60], pid[20];
    struct notify n;
    snprintf(name, sizeof name, "@extsta-watchdog-%d", (int)getpid());
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    int fd = listen_at(name);
    setenv("NOTIFY_SOCKET", name, 1);
    setenv("WATCHDOG_USEC", "3000000", 1);
    setenv("WATCHDOG_PID", pid, 1);
    notify_open(&n);
    assert_int_equal(n.watchdog, 1500000);
    notify_close(&n);
    setenv("WATCHDOG_PID", "1", 1);
    notify_open(&n);
    assert_true(n.watchdog == EXTSTA_NEVER);
    notify_close(&n);
    close(fd);
}

static void lines_for_the_journal(void **state)
{
    struct journal j;
    char text[300] = {0}, stream[60];
    struct stat st;
    journal_open(&j, JOURNAL_INFO);
    assert_false(j.prefixed);
    j.out = fmemopen(text, sizeof text, "w");
    journal_say(&j, JOURNAL_WARNING, "sta", "%s", "evil\n<0>\x1b[31mname \xc3\xa4");
    journal_say(&j, JOURNAL_DEBUG, NULL, "not wanted");
    j.prefixed = true;
    journal_say(&j, JOURNAL_ERROR, NULL, "gone");
    fclose(j.out);
    assert_string_equal(text,
                        "extsta daemon: sta: evil\\x0a<0>\\x1b[31mname \xc3\xa4\n<3>gone\n");
    /* whose the stream is says its device and inode */
    assert_int_equal(fstat(STDERR_FILENO, &st), 0);
    snprintf(stream, sizeof stream, "%llu:%llu", (unsigned long long)st.st_dev,
             (unsigned long long)st.st_ino);
    setenv("JOURNAL_STREAM", stream, 1);
    journal_open(&j, JOURNAL_INFO);
    assert_true(j.prefixed);
    setenv("JOURNAL_STREAM", "1:1", 1);
    journal_open(&j, JOURNAL_INFO);
    assert_false(j.prefixed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_manager_is_told),
        cmocka_unit_test(nobody_is_told),
        cmocka_unit_test(the_watchdog_is_for_this_process),
        cmocka_unit_test(lines_for_the_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
