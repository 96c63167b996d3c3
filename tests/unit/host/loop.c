/* The event loop with radios that are plain descriptors: who is woken, who inherits a shared
 * descriptor, what an overrun and a dead descriptor do, what is left behind. */
#include "../testing.h"
#include "deadlines.h"
#include "loop.h"
#include "providers.h"
#include <extsta/driver.h>
#include <extsta/windot11.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX 3

/* A radio that takes octets from a shared descriptor: each octet is for the radio of that
 * number, whoever reads it. */
struct fake_radio {
    struct extsta_radio base;
    int fd, number;
    struct fake_radio *all;
    int waiting, polled, sent, asked;
    bool drains;
    void (*ready)(void *user);
    void *ready_user;
};

struct world {
    struct extsta_context *ctx;
    struct host_loop *loop;
    struct extsta_station *sta[MAX];
    struct host_station *hs[MAX];
    struct fake_radio radio[MAX];
    int heard[MAX], gone[MAX], tap_gone;
    int stop_after;
};

static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    ((struct fake_radio *)radio)->sent++;
    return EXTSTA_OK;
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    return EXTSTA_OK;
}

static bool radio_poll(struct extsta_radio *radio, extsta_time now,
                       struct extsta_radio_event *event)
{
    static const uint8_t frame[30];
    struct fake_radio *r = (struct fake_radio *)radio;
    uint8_t octets[64];
    ssize_t n;
    r->polled++;
    while (r->drains && (n = read(r->fd, octets, sizeof octets)) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            struct fake_radio *for_it = &r->all[octets[i] % MAX];
            for_it->waiting++;
            if (for_it->ready) {
                for_it->ready(for_it->ready_user);
            }
        }
    }
    if (r->waiting == 0) {
        return false;
    }
    r->waiting--;
    memset(event, 0, sizeof *event);
    event->frame.bytes = (struct extsta_span){frame, sizeof frame};
    return true;
}

static int radio_fd(struct extsta_radio *radio)
{
    return ((struct fake_radio *)radio)->fd;
}

static extsta_time radio_deadline(struct extsta_radio *radio)
{
    struct fake_radio *r = (struct fake_radio *)radio;
    r->asked++;
    return r->waiting ? 0 : EXTSTA_NEVER;
}

static void radio_on_ready(struct extsta_radio *radio, void (*ready)(void *user), void *user)
{
    ((struct fake_radio *)radio)->ready = ready;
    ((struct fake_radio *)radio)->ready_user = user;
}

static const struct extsta_radio_ops radio_ops = {.name = "fake",
                                                  .send = radio_send,
                                                  .tune = radio_tune,
                                                  .poll = radio_poll,
                                                  .fd = radio_fd,
                                                  .deadline = radio_deadline};

static const struct extsta_radio_ops ready_ops = {.name = "ready",
                                                  .send = radio_send,
                                                  .tune = radio_tune,
                                                  .poll = radio_poll,
                                                  .fd = radio_fd,
                                                  .deadline = radio_deadline,
                                                  .on_ready = radio_on_ready};
static const struct extsta_radio_ops *of_all = &radio_ops; /* of the radios to come */

static struct world world;

static void on_frame(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                     const struct extsta_rx_meta *meta)
{
    int *heard = user;
    *heard += !sent;
    int all = 0;
    for (int i = 0; i < MAX; i++) {
        all += world.heard[i];
    }
    if (all == world.stop_after) {
        host_loop_stop(world.loop);
    }
}

static void on_trouble(void *user, extsta_time now, enum host_trouble what)
{
    world.gone[(int *)user - world.heard] += what == HOST_RADIO_GONE;
    world.tap_gone += what == HOST_TAP_GONE;
    host_loop_stop(world.loop);
}

static const struct host_station_ops ops = {.frame = on_frame, .trouble = on_trouble};

static void on_too_late(void *user, extsta_time now)
{
    host_loop_stop(world.loop);
}

#define PATIENCE (60 * EXTSTA_SECOND) /* on a machine that has much else to do */

/* Runs until so many frames were heard, or trouble. The alarm is left to host_loop_free, as a
 * program would. */
static void run_until_heard(int frames)
{
    world.stop_after = frames;
    host_alarm_add(world.loop, host_loop_now(world.loop) + PATIENCE, on_too_late, NULL);
    host_loop_run(world.loop);
}

static bool (*awaited)(void);
static int looks;

static void on_look(void *user, extsta_time now)
{
    if (awaited() || --looks <= 0) {
        host_loop_stop(world.loop);
    } else {
        host_alarm_add(world.loop, now + EXTSTA_MS, on_look, NULL);
    }
}

/* Runs until it is so, or trouble. The loop has other turns between two looks. */
static void run_until(bool (*there)(void))
{
    awaited = there;
    looks = (int)(PATIENCE / EXTSTA_MS);
    world.stop_after = -1;
    host_alarm_add(world.loop, host_loop_now(world.loop), on_look, NULL);
    host_loop_run(world.loop);
}

static bool never(void)
{
    return false;
}

/* Gives what must not happen some turns of the loop to happen in. */
static void run_for_a_while(void)
{
    awaited = never;
    looks = 50;
    host_alarm_add(world.loop, host_loop_now(world.loop), on_look, NULL);
    host_loop_run(world.loop);
}

static void add(int i, int fd, int tap, bool drains)
{
    struct extsta_station_config config = {.id = (uint64_t)i + 1,
                                           .address = {{2, 0, 0, 0, 0, (uint8_t)(i + 1)}},
                                           .radio = &extsta_radio_caps_2ghz,
                                           .outputs = EXTSTA_OUT_ALL};
    world.radio[i] = (struct fake_radio){.base.ops = of_all, .fd = fd, .number = i,
                                         .all = world.radio, .drains = drains};
    world.sta[i] = extsta_station_new(world.ctx, &config, host_loop_now(world.loop));
    world.hs[i] = host_station_add(world.loop, world.sta[i], &world.radio[i].base, tap, &ops,
                                   &world.heard[i]);
    assert_non_null(world.hs[i]);
}

static int set_up(void **state)
{
    memset(&world, 0, sizeof world);
    world.ctx = extsta_context_new(&host_memory, &host_entropy);
    world.loop = host_loop_new();
    return world.ctx && world.loop ? 0 : -1;
}

static int tear_down(void **state)
{
    host_loop_free(world.loop); /* with whatever the test left: the sanitizer looks */
    for (int i = 0; i < MAX; i++) {
        extsta_station_free(world.sta[i]);
    }
    extsta_context_free(world.ctx);
    return 0;
}

static void a_pair(int fds[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fds), 0);
}

static void one_drains_for_all_and_all_hear(void **state)
{
    int fds[2];
    a_pair(fds);
    for (int i = 0; i < MAX; i++) {
        add(i, fds[0], -1, true);
    }
    assert_int_equal(write(fds[1], "\0\1\2\0\1\2", 6), 6);
    run_until_heard(6);
    for (int i = 0; i < MAX; i++) {
        assert_int_equal(world.heard[i], 2);
    }
    close(fds[0]);
    close(fds[1]);
}

static void the_next_inherits_a_shared_descriptor(void **state)
{
    int fds[2];
    a_pair(fds);
    for (int i = 0; i < MAX; i++) {
        add(i, fds[0], -1, true);
    }
    host_station_remove(world.hs[0]); /* the first had it watched */
    assert_int_equal(write(fds[1], "\1\2", 2), 2);
    run_until_heard(2);
    assert_int_equal(world.heard[1] + world.heard[2], 2);
    host_station_remove(world.hs[2]);
    assert_int_equal(write(fds[1], "\1", 1), 1);
    run_until_heard(3);
    assert_int_equal(world.heard[1], 2);
    close(fds[0]);
    close(fds[1]);
}

/* A real overrun: the answers of the kernel do not fit into the receive buffer. The
 * descriptor is then in error until it is read. */
static int polled_before, netlink;

static bool was_polled(void)
{
    return world.radio[0].polled > polled_before;
}

static bool was_read(void)
{
    uint8_t octet;
    return recv(netlink, &octet, 1, MSG_DONTWAIT | MSG_PEEK) == -1;
}

static void an_overrun_does_not_stop_the_watch(void **state)
{
    int nl = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_GENERIC), tiny = 2304;
    if (nl < 0) { /* cmocka's skip() is a failure in TAP */
        print_message("# no netlink here\n");
        return;
    }
    setsockopt(nl, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof tiny);
    struct {
        struct nlmsghdr h;
        struct genlmsghdr g;
        uint16_t len, type, id, pad;
    } ask = {{sizeof ask, GENL_ID_CTRL, NLM_F_REQUEST, 1, 0},
             {CTRL_CMD_GETFAMILY, 1, 0}, 6, CTRL_ATTR_FAMILY_ID, GENL_ID_CTRL, 0};
    add(0, nl, -1, true);
    for (int round = 1; round <= 3; round++) {
        for (int i = 0; i < 100; i++) {
            (void)!send(nl, &ask, sizeof ask, 0);
        }
        polled_before = world.radio[0].polled;
        run_until(was_polled);
        assert_true(was_polled());
    }
    netlink = nl;
    run_until(was_read);
    assert_true(send(nl, &ask, sizeof ask, 0) > 0);
    run_until(was_read);
    assert_int_equal(world.gone[0], 0);
    assert_true(was_read()); /* the watch lives */
    close(nl);
}

static void a_dead_descriptor_is_told_to_all_and_ends(void **state)
{
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    close(fds[0]);
    add(0, fds[1], -1, false); /* a pipe nobody reads: always in error */
    add(1, fds[1], -1, false);
    run_until_heard(-1);
    assert_int_equal(world.gone[0], 1);
    assert_int_equal(world.gone[1], 1);
    close(fds[1]);
}

static bool both_were_dropped(void)
{
    return extsta_station_drops(world.sta[0], EXTSTA_DROP_ETHERNET_LONG) &&
           extsta_station_drops(world.sta[0], EXTSTA_DROP_ETHERNET_SHORT);
}

static void frames_of_any_size_come_from_a_tap(void **state)
{
    int fds[2], air[2];
    a_pair(fds);
    a_pair(air);
    add(0, air[0], fds[0], true);
    uint8_t jumbo[9000] = {0};
    jumbo[12] = 0x08;
    assert_int_equal(write(fds[1], jumbo, sizeof jumbo), (ssize_t)sizeof jumbo);
    assert_int_equal(write(fds[1], jumbo, 13), 13);
    run_until(both_were_dropped);
    assert_int_equal(extsta_station_drops(world.sta[0], EXTSTA_DROP_ETHERNET_LONG), 1);
    assert_int_equal(extsta_station_drops(world.sta[0], EXTSTA_DROP_ETHERNET_SHORT), 1);
    assert_int_equal(world.tap_gone, 0);
    close(fds[1]);
    close(fds[0]);
    close(air[0]);
    close(air[1]);
}

static void a_tap_that_is_deleted_is_told_once(void **state)
{
    int fds[2], air[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, fds), 0);
    a_pair(air);
    add(0, air[0], fds[0], true);
    close(fds[1]);
    run_until_heard(-1);
    run_for_a_while();
    assert_int_equal(world.tap_gone, 1);
    close(fds[0]);
    close(air[0]);
    close(air[1]);
}

/* --- the medium --- */

/* A driver that is woken once, and a radio that begins to send at once and knows how busy the
 * medium was. What the one says the other hears. */
static extsta_time wakes, heard_busy;
static uint32_t heard_start;
static bool starts;

static uint32_t medium_oid(void *driver, extsta_time now, struct extsta_oid *oid)
{
    oid->status = NDIS_STATUS_SUCCESS;
    return oid->status;
}
static void medium_nothing(void *driver, extsta_time now)
{
}
static void medium_expire(void *driver, extsta_time now)
{
    wakes = EXTSTA_NEVER;
}
static extsta_time medium_deadline(const void *driver)
{
    return wakes;
}
static extsta_time medium_since(const void *driver)
{
    return 1;
}
static void medium_told(void *driver, extsta_time now, extsta_time since, extsta_time busy)
{
    assert_int_equal(since, 1);
    assert_int_not_equal(wakes, EXTSTA_NEVER); /* before expire */
    heard_busy = busy;
}
static void medium_started(void *driver, extsta_time now, uint32_t cookie)
{
    heard_start = cookie;
}
static void medium_free(void *driver)
{
}
static void *medium_make(void *user, struct extsta_context *ctx, struct extsta_station *sta)
{
    return user;
}
static void medium_send(void *driver, extsta_time now, const struct extsta_packet *packets,
                        size_t n)
{
}
static void medium_rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames,
                      size_t n)
{
}
static const struct extsta_driver_ops medium_driver = {.name = "medium",
                                                       .oid = medium_oid,
                                                       .send = medium_send,
                                                       .rx = medium_rx,
                                                       .halt = medium_nothing,
                                                       .expire = medium_expire,
                                                       .deadline = medium_deadline,
                                                       .medium_since = medium_since,
                                                       .medium = medium_told,
                                                       .tx_started = medium_started,
                                                       .destroy = medium_free};

static bool medium_poll(struct extsta_radio *radio, extsta_time now,
                        struct extsta_radio_event *event)
{
    bool has = starts;
    starts = false;
    *event = (struct extsta_radio_event){.type = EXTSTA_RADIO_STARTED, .cookie = 42};
    return has;
}
static extsta_time medium_radio_deadline(struct extsta_radio *radio)
{
    return starts ? 0 : EXTSTA_NEVER;
}
static extsta_time knows;
static extsta_time medium_busy(struct extsta_radio *radio, extsta_time now, extsta_time since)
{
    assert_int_equal(since, 1);
    return knows;
}

static bool was_woken(void)
{
    return wakes == EXTSTA_NEVER;
}

static void the_radio_tells_of_the_medium(void **state)
{
    static const extsta_time said[] = {777, EXTSTA_NEVER};
    for (int i = 0; i < 2; i++) {
        struct extsta_radio_ops with = radio_ops;
        int fds[2];
        a_pair(fds);
        with.poll = medium_poll;
        with.deadline = medium_radio_deadline;
        with.busy = medium_busy;
        starts = true;
        wakes = 2;
        knows = said[i];
        heard_busy = heard_start = 0;
        struct extsta_station_config config = {.id = 1,
                                               .address = {{2, 0, 0, 0, 0, 1}},
                                               .radio = &extsta_radio_caps_2ghz,
                                               .driver = &medium_driver,
                                               .driver_make = medium_make,
                                               .driver_user = &world};
        world.radio[0] = (struct fake_radio){.base.ops = &with, .fd = fds[0]};
        world.sta[0] = extsta_station_new(world.ctx, &config, host_loop_now(world.loop));
        assert_non_null(world.sta[0]);
        world.hs[0] = host_station_add(world.loop, world.sta[0], &world.radio[0].base, -1, &ops,
                                       &world.heard[0]);
        run_until(was_woken);
        assert_int_equal(heard_start, 42);
        assert_int_equal(heard_busy,
                         i == 0 ? 777 : 0); /* one that does not know says nothing */
        host_station_remove(world.hs[0]);
        extsta_station_free(world.sta[0]);
        world.sta[0] = NULL;
        close(fds[0]);
        close(fds[1]);
    }
}

static int signalled;

static void on_signal(void *user, int number)
{
    signalled = number;
    host_loop_stop(world.loop);
}

static void signals_reach_the_loop(void **state)
{
    host_loop_on_signal(world.loop, on_signal, NULL);
    host_alarm_add(world.loop, host_loop_now(world.loop) + PATIENCE, on_too_late, NULL);
    raise(SIGTERM);
    host_loop_run(world.loop);
    assert_int_equal(signalled, SIGTERM);
}

static void wall_time_is_the_time_of_day(void **state)
{
    struct timespec before, after;
    clock_gettime(CLOCK_REALTIME, &before);
    int64_t wall = (int64_t)host_loop_wall(world.loop, host_loop_now(world.loop));
    clock_gettime(CLOCK_REALTIME, &after);
    assert_true(wall / 1000000 >= before.tv_sec - 2 && wall / 1000000 <= after.tv_sec + 2);
}

/* --- a driver that does without a radio --- */

/* Says back what it hears, and something by itself at its deadline. */
struct speaker {
    struct extsta_station *sta;
    extsta_time due;
    char carried[64]; /* to what is beneath */
};

static void say(struct speaker *d, struct extsta_span octets)
{
    const struct extsta_output out = {.type = EXTSTA_OUT_DRIVER, .beneath = octets};
    assert_true(extsta_driver_push(d->sta, &out));
}

static uint32_t speaker_oid(void *driver, extsta_time now, struct extsta_oid *oid)
{
    return NDIS_STATUS_SUCCESS;
}

static void speaker_send(void *driver, extsta_time now, const struct extsta_packet *packets,
                         size_t n)
{
}

static void speaker_rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames,
                       size_t n)
{
}

static void speaker_event(void *driver, extsta_time now, struct extsta_span bytes)
{
    say(driver, bytes);
}

static extsta_time speaker_deadline(const void *driver)
{
    return ((const struct speaker *)driver)->due;
}

static void speaker_expire(void *driver, extsta_time now)
{
    struct speaker *d = driver;
    d->due = EXTSTA_NEVER;
    say(d, (struct extsta_span){(const uint8_t *)"late ", 5});
}

static void *make_speaker(void *user, struct extsta_context *ctx, struct extsta_station *sta)
{
    ((struct speaker *)user)->sta = sta;
    return user;
}

static void carry(void *user, extsta_time now, struct extsta_span octets)
{
    struct speaker *d = user;
    strncat(d->carried, (const char *)octets.data, octets.len);
    if (d->due == EXTSTA_NEVER) {
        host_loop_stop(world.loop);
    }
}

static void a_driver_without_a_radio_speaks_to_what_is_beneath_it(void **state)
{
    static const struct extsta_driver_ops driver = {.name = "speaker",
                                                    .oid = speaker_oid,
                                                    .send = speaker_send,
                                                    .rx = speaker_rx,
                                                    .event = speaker_event,
                                                    .deadline = speaker_deadline,
                                                    .expire = speaker_expire};
    static const struct host_station_ops beneath = {.beneath = carry};
    /* its clock stands still until the loop runs: 20 ms are ahead on a busy machine, too */
    struct host_loop *real = world.loop;
    world.loop = host_loop_new_virtual(EXTSTA_SECOND, 0);
    struct speaker d = {.due = host_loop_now(world.loop) + 20 * EXTSTA_MS};
    struct extsta_station_config config = {.id = 9,
                                           .address = {{2, 0, 0, 0, 0, 9}},
                                           .radio = &extsta_radio_caps_2ghz,
                                           .driver = &driver,
                                           .driver_make = make_speaker,
                                           .driver_user = &d};
    struct extsta_station *sta =
        extsta_station_new(world.ctx, &config, host_loop_now(world.loop));
    assert_non_null(sta);
    struct host_station *hs = host_station_add(world.loop, sta, NULL, -1, &beneath, &d);
    assert_non_null(hs);
    extsta_driver_event(sta, host_loop_now(world.loop),
                        (struct extsta_span){(const uint8_t *)"heard ", 6});
    host_station_kick(hs);
    assert_string_equal(d.carried, "heard ");
    host_alarm_add(world.loop, host_loop_now(world.loop) + PATIENCE, on_too_late, NULL);
    host_loop_run(world.loop);
    assert_string_equal(d.carried, "heard late ");
    host_station_remove(hs);
    extsta_station_free(sta);
    host_loop_free(world.loop);
    world.loop = real;
}

#define LOOP_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
/* Of radios that say when something has come for them only those are asked that say so, however
 * many there are on the loop. */
static void who_says_so_has_its_turn_and_nobody_else_is_asked(void **state)
{
    int fds[2];
    a_pair(fds);
    of_all = &ready_ops;
    for (int i = 0; i < MAX; i++) {
        add(i, fds[0], -1, i == 0);
    }
    of_all = &radio_ops;
    /* the newest is woken: it does not drain, the oldest does */
    world.radio[0].drains = false;
    world.radio[2].drains = true;
    int asked = world.radio[1].asked, polled = world.radio[1].polled;
    for (int i = 0; i < 10; i++) {
        assert_int_equal(write(fds[1], "\0", 1), 1);
        run_until_heard(i + 1);
    }
    assert_int_equal(world.heard[0], 10);
    assert_int_equal(world.radio[1].asked, asked);
    assert_int_equal(world.radio[1].polled, polled);
    host_station_remove(world.hs[2]); /* another is woken then */
    world.radio[0].drains = true;
    world.radio[1].drains = true;
    assert_int_equal(write(fds[1], "\1", 1), 1);
    run_until_heard(11);
    assert_int_equal(world.heard[1], 1);
    close(fds[1]);
    host_loop_free(world.loop);
    world.loop = host_loop_new();
    close(fds[0]);
}

/* --- a clock of its own --- */

struct moments {
    int fds[2]; /* written to by the first that rings */
    unsigned count, heard_at;
    extsta_time when[64];
};

static void on_moment(void *user, extsta_time now)
{
    struct moments *m = user;
    m->when[m->count++] = now;
    if (m->count == 1) {
        assert_int_equal(write(m->fds[1], "x", 1), 1);
    }
}

static void on_octet(void *user, extsta_time now)
{
    struct moments *m = user;
    char octet;
    assert_int_equal(read(m->fds[0], &octet, 1), 1);
    m->heard_at = m->count;
}

static bool two_rang(void *user)
{
    return ((struct moments *)user)->count == 2;
}

/* A year of waiting, in order, whoever was set first; descriptors have their turn between. */
static void a_virtual_clock_jumps_to_what_is_next(void **state)
{
    struct host_loop *loop = host_loop_new_virtual(1000, 50 * EXTSTA_SECOND);
    struct moments m = {0};
    const extsta_time year = 365 * 86400 * EXTSTA_SECOND;
    a_pair(m.fds);
    struct host_watch *watch = host_watch_add(loop, m.fds[0], on_octet, &m);
    assert_int_equal(host_loop_wall(loop, 1000 + EXTSTA_SECOND), 51 * EXTSTA_SECOND);
    host_alarm_add(loop, 1000 + year, on_moment, &m);
    host_alarm_add(loop, 5000, on_moment, &m);
    host_alarm_add(loop, 4000, on_moment, &m);
    host_alarm_remove(host_alarm_add(loop, 4500, on_moment, &m));
    host_alarm_add(loop, EXTSTA_NEVER, on_moment, &m);
    assert_true(host_loop_run_until(loop, EXTSTA_NEVER, two_rang, &m));
    assert_int_equal(m.heard_at, 1);
    assert_int_equal(m.when[0], 4000);
    assert_int_equal(m.when[1], 5000);
    assert_int_equal(host_loop_now(loop), 5000);
    assert_false(host_loop_run_until(loop, 6000, NULL, NULL));
    assert_int_equal(host_loop_now(loop), 6000);
    host_watch_remove(watch);
    host_loop_run(loop);
    assert_int_equal(m.count, 3);
    assert_int_equal(m.when[2], 1000 + year);
    host_loop_free(loop);
    close(m.fds[0]);
    close(m.fds[1]);
}

/* Of many deadlines, moved and taken out again, the earliest is always first. */
static void the_earliest_deadline_is_first(void **state)
{
    enum { MANY = 500 };
    static struct deadline all[MANY];
    struct deadlines d = {0};
    uint32_t random = 1;
    memset(all, 0, sizeof all);
    for (int i = 0; i < MANY; i++) {
        assert_true(deadlines_join(&d));
    }
    for (int turn = 0; turn < 20000; turn++) {
        random = random * 1664525u + 1013904223u;
        struct deadline *e = &all[(random >> 8) % MANY];
        if ((random >> 24) % 3 == 0) {
            deadlines_clear(&d, e);
        } else {
            deadlines_set(&d, e, (random >> 16) % 100);
        }
        if (turn % 100 == 0) {
            const struct deadline *least = NULL;
            for (int i = 0; i < MANY; i++) {
                if (all[i].place && (!least || all[i].when < least->when ||
                                     (all[i].when == least->when &&
                                      all[i].order < least->order))) {
                    least = &all[i];
                }
            }
            assert_ptr_equal(deadlines_first(&d), least);
        }
    }
    deadlines_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOP_TEST(one_drains_for_all_and_all_hear),
        LOOP_TEST(the_next_inherits_a_shared_descriptor),
        LOOP_TEST(an_overrun_does_not_stop_the_watch),
        LOOP_TEST(a_dead_descriptor_is_told_to_all_and_ends),
        LOOP_TEST(frames_of_any_size_come_from_a_tap),
        LOOP_TEST(a_tap_that_is_deleted_is_told_once),
        LOOP_TEST(the_radio_tells_of_the_medium),
        LOOP_TEST(signals_reach_the_loop),
        LOOP_TEST(wall_time_is_the_time_of_day),
        LOOP_TEST(who_says_so_has_its_turn_and_nobody_else_is_asked),
        LOOP_TEST(a_driver_without_a_radio_speaks_to_what_is_beneath_it),
        cmocka_unit_test(a_virtual_clock_jumps_to_what_is_next),
        cmocka_unit_test(the_earliest_deadline_is_first),
    };
    return cmocka_run_group_tests_name("host loop", tests, NULL, NULL);
}
