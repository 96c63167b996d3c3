/* The event stream to somebody who is slow: nothing blocks, lines come whole and in their order,
 * and what is missing is said where it is. */
#include "../testing.h"
#include "event_stream.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static struct host_loop *loop;
static struct event_stream stream;
static int ends[2];

static int set_up(void **state)
{
    loop = host_loop_new_virtual(EXTSTA_SECOND, 0);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0); /* as a shell makes it: it blocks */
    assert_true(event_stream_open(&stream, loop, ends[1]));
    return 0;
}

static int tear_down(void **state)
{
    close(ends[0]);
    event_stream_close(&stream);
    host_loop_free(loop);
    close(ends[1]);
    return 0;
}

static bool say(unsigned number)
{
    return fprintf(stream.file, "{\"n\":%u,\"fill\":\"%0*u\"}\n", number, 1000, number) > 0 &&
           fflush(stream.file) == 0;
}

static char heard[4u << 20];

static void on_pause(void *user, extsta_time now)
{
    host_loop_stop(loop);
}

/* What comes out, with the loop's turns between, until nothing waits any more. */
static size_t listen_all(void)
{
    size_t len = 0;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    for (ssize_t n = 1; n > 0 || stream.len > stream.sent || stream.lost;) {
        n = read(ends[0], heard + len, sizeof heard - len - 1);
        len += n > 0 ? (size_t)n : 0;
        host_alarm_add(loop, host_loop_now(loop) + EXTSTA_SECOND, on_pause, NULL);
        host_loop_run(loop);
    }
    heard[len] = 0;
    return len;
}

static void who_is_slow_gets_everything_that_there_was_room_for(void **state)
{
    for (unsigned i = 0; i < 500; i++) { /* half of what may wait, and far more than a pipe's */
        assert_true(say(i));
    }
    assert_int_equal(stream.lost, 0);
    assert_int_equal(stream.error, EAGAIN);
    listen_all();
    unsigned next = 0;
    for (char *line = strtok(heard, "\n"); line; line = strtok(NULL, "\n")) {
        assert_int_equal(strtoul(line + 5, NULL, 10), next++);
        assert_int_equal(line[strlen(line) - 1], '}');
    }
    assert_int_equal(next, 500);
}

static void what_is_missing_is_said_in_its_place(void **state)
{
    unsigned next = 0, lost = 0;
    for (unsigned i = 0; i < 3000; i++) {
        assert_true(say(i));
    }
    assert_true(stream.lost > 1000 && stream.lost < 3000);
    listen_all();
    for (unsigned i = 3000; i < 3010; i++) {
        assert_true(say(i));
    }
    size_t len = strlen(heard);
    ssize_t n = read(ends[0], heard + len, sizeof heard - len - 1);
    assert_true(n > 0);
    heard[len + (size_t)n] = 0;
    for (char *line = strtok(heard, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "{\"line\":\"lost\",\"lines\":", 23) == 0) {
            lost = (unsigned)strtoul(line + 23, NULL, 10);
            next += lost;
        } else {
            assert_int_equal(strtoul(line + 5, NULL, 10), next++);
        }
    }
    assert_int_equal(next, 3010);
    assert_true(lost > 1000);
}

static void who_has_gone_is_an_error(void **state)
{
    signal(SIGPIPE, SIG_IGN);
    assert_true(say(1));
    close(ends[0]);
    assert_false(say(2));
    assert_int_equal(stream.error, EPIPE);
    ends[0] = -1;
}

/* A disk that is full, here a file that may not grow, is one that has room again some time. */
static void a_full_disk_passes(void **state)
{
    struct rlimit before, limit;
    FILE *file = tmpfile();
    signal(SIGXFSZ, SIG_IGN);
    stream.fd = fileno(file);
    getrlimit(RLIMIT_FSIZE, &before);
    limit = (struct rlimit){.rlim_cur = 8192, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
    for (unsigned i = 0; i < 2000; i++) {
        assert_true(say(i));
    }
    assert_int_equal(stream.error, EFBIG);
    assert_true(stream.lost > 500);
    setrlimit(RLIMIT_FSIZE, &before);
    listen_all();
    assert_int_equal(stream.lost, 0);
    assert_true(say(2000));
    assert_int_equal(stream.error, 0);
    rewind(file);
    assert_true(fread(heard, 1, sizeof heard - 1, file) > 1000000);
    assert_non_null(strstr(heard, "{\"n\":8,"));
    assert_non_null(strstr(heard, "{\"line\":\"lost\","));
    assert_non_null(strstr(heard, "{\"n\":2000,"));
    fclose(file);
    stream.fd = ends[1];
}

#define STREAM_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STREAM_TEST(who_is_slow_gets_everything_that_there_was_room_for),
        STREAM_TEST(what_is_missing_is_said_in_its_place),
        STREAM_TEST(who_has_gone_is_an_error),
        STREAM_TEST(a_full_disk_passes),
    };
    return cmocka_run_group_tests_name("event stream", tests, NULL, NULL);
}
