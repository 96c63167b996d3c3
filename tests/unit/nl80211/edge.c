/* Between the driver and the kernel: sockets whose other end is held by this test. Numbers of
 * the family, whose messages they are, their order, what was lost, what cannot be sent, the
 * switch, and the end of a card. That the kernel says such things is shown in the VM
 * (two_drivers). */
#include "../testing.h"
#include "kernel_private.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <linux/rfkill.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <sys/socket.h>
#include <unistd.h>

#define FAMILY 29 /* of nl80211 on this machine */
#define CARD   5  /* ifindex */
#define WIPHY  2

struct edge {
    struct nl80211_kernel k;
    int events, commands, routes, rfkill; /* the kernel's ends */
};

static void a_pair(int *ours, int *kernels, int type)
{
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, fds), 0);
    *ours = fds[0];
    *kernels = fds[1];
}

static int set_up(void **state)
{
    struct edge *e = calloc(1, sizeof *e);
    a_pair(&e->k.events.fd, &e->events, SOCK_DGRAM);
    a_pair(&e->k.commands.fd, &e->commands, SOCK_DGRAM);
    a_pair(&e->k.routes.fd, &e->routes, SOCK_DGRAM);
    a_pair(&e->k.rfkill, &e->rfkill, SOCK_SEQPACKET);
    e->k.epoll = -1;
    e->k.events.family = e->k.commands.family = FAMILY;
    e->k.site.ifindex = CARD;
    e->k.site.wiphy = WIPHY;
    e->k.card.rfkill = (struct nl80211_switch){.there = true, .index = 7};
    *state = e;
    return 0;
}

static int tear_down(void **state)
{
    struct edge *e = *state;
    close(e->k.events.fd);
    close(e->k.commands.fd);
    close(e->k.routes.fd);
    close(e->k.rfkill);
    close(e->events);
    close(e->commands);
    close(e->routes);
    close(e->rfkill);
    free(e);
    return 0;
}

/* An nl80211 message with up to three of IFINDEX, WIPHY, WDEV; 0: without. */
static void speak(int fd, uint32_t seq, uint8_t command, uint32_t ifindex, uint32_t wiphy,
                  uint64_t wdev)
{
    const struct genlmsghdr g = {.cmd = command};
    struct nl_msg *m = nlmsg_alloc();
    nlmsg_put(m, 4711, seq, FAMILY, 0, 0);
    nlmsg_append(m, (void *)(uintptr_t)&g, sizeof g, NLMSG_ALIGNTO);
    if (ifindex) {
        nla_put_u32(m, NL80211_ATTR_IFINDEX, ifindex);
    }
    if (wiphy) {
        nla_put_u32(m, NL80211_ATTR_WIPHY, wiphy);
    }
    if (wdev) {
        nla_put(m, NL80211_ATTR_WDEV, sizeof wdev, &wdev);
    }
    assert_true(send(fd, nlmsg_hdr(m), nlmsg_hdr(m)->nlmsg_len, 0) > 0);
    nlmsg_free(m);
}

static void acknowledge(int fd, uint32_t seq, int error)
{
    struct {
        struct nlmsghdr h;
        struct nlmsgerr e;
    } m = {.h = {.nlmsg_len = sizeof m, .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = seq},
           .e = {.error = error}};
    assert_true(send(fd, &m, sizeof m, 0) > 0);
}

static void tell_link(int fd, uint16_t type, uint8_t family, int index)
{
    struct {
        struct nlmsghdr h;
        struct ifinfomsg i;
    } m = {.h = {.nlmsg_len = sizeof m, .nlmsg_type = type},
           .i = {.ifi_family = family, .ifi_index = index}};
    assert_true(send(fd, &m, sizeof m, 0) > 0);
}

static const struct nlmsghdr *next(struct edge *e)
{
    struct extsta_span m;
    if (!nl80211_kernel_receive(&e->k, &m)) {
        return NULL;
    }
    const struct nlmsghdr *h = (const struct nlmsghdr *)m.data;
    assert_int_equal(h->nlmsg_len, m.len);
    return h;
}

static uint8_t command_of(const struct nlmsghdr *h)
{
    assert_non_null(h);
    assert_int_equal(h->nlmsg_type, NL80211_FAMILY);
    assert_int_equal(h->nlmsg_pid, 0);
    return ((const struct genlmsghdr *)nlmsg_data(h))->cmd;
}

static void the_number_of_the_family_is_the_machines(void **state)
{
    struct edge *e = *state;
    struct {
        struct nlmsghdr h;
        uint8_t octets[8];
    } m = {.h = {.nlmsg_len = sizeof m, .nlmsg_type = NL80211_FAMILY, .nlmsg_seq = 3},
           .octets = "1234567"},
      got;
    nl80211_kernel_send(&e->k, (struct extsta_span){(const uint8_t *)&m, sizeof m});
    assert_int_equal(recv(e->commands, &got, sizeof got, 0), sizeof got);
    assert_int_equal(got.h.nlmsg_type, FAMILY);
    assert_int_equal(got.h.nlmsg_seq, 3);
    assert_memory_equal(got.octets, m.octets, sizeof m.octets);
    m.h.nlmsg_type = RTM_GETLINK; /* what is not of the family goes to the route socket */
    nl80211_kernel_send(&e->k, (struct extsta_span){(const uint8_t *)&m, sizeof m});
    assert_int_equal(recv(e->routes, &got, sizeof got, 0), sizeof got);
    assert_int_equal(got.h.nlmsg_type, RTM_GETLINK);
    assert_true(recv(e->commands, &got, sizeof got, 0) < 0);
    speak(e->commands, 3, NL80211_CMD_NEW_SCAN_RESULTS, CARD, WIPHY, 0);
    assert_int_equal(command_of(next(e)), NL80211_CMD_NEW_SCAN_RESULTS);
}

static void events_come_before_the_answer(void **state)
{
    struct edge *e = *state;
    acknowledge(e->commands, 8, 0);
    speak(e->events, 0, NL80211_CMD_AUTHENTICATE, CARD, WIPHY, 0);
    speak(e->events, 0, NL80211_CMD_ASSOCIATE, CARD, WIPHY, 0);
    assert_int_equal(command_of(next(e)), NL80211_CMD_AUTHENTICATE);
    assert_int_equal(command_of(next(e)), NL80211_CMD_ASSOCIATE);
    const struct nlmsghdr *h = next(e);
    assert_int_equal(h->nlmsg_type, NLMSG_ERROR);
    assert_int_equal(h->nlmsg_seq, 8);
    assert_null(next(e));
}

/* A dump's part is many answers in one datagram. */
static void an_event_does_not_wait_for_the_rest_of_a_dump(void **state)
{
    struct edge *e = *state;
    const struct nlmsghdr two[2] = {
        {.nlmsg_len = sizeof *two, .nlmsg_type = NLMSG_DONE, .nlmsg_seq = 1},
        {.nlmsg_len = sizeof *two, .nlmsg_type = NLMSG_DONE, .nlmsg_seq = 2}};
    assert_int_equal(send(e->commands, two, sizeof two, 0), sizeof two);
    assert_int_equal(next(e)->nlmsg_seq, 1);
    speak(e->events, 0, NL80211_CMD_DISCONNECT, CARD, WIPHY, 0);
    assert_int_equal(command_of(next(e)), NL80211_CMD_DISCONNECT);
    assert_int_equal(next(e)->nlmsg_seq, 2);
    assert_null(next(e));
}

static void events_of_other_cards_are_left_out(void **state)
{
    struct edge *e = *state;
    speak(e->events, 0, NL80211_CMD_CONNECT, CARD + 1, WIPHY, 0);
    speak(e->events, 0, NL80211_CMD_NEW_SCAN_RESULTS, 0, WIPHY, 1); /* a P2P device's */
    speak(e->events, 0, NL80211_CMD_REG_CHANGE, 0, WIPHY + 1, 0);
    speak(e->events, 0, NL80211_CMD_WIPHY_REG_CHANGE, 0, WIPHY, 0);
    speak(e->events, 0, NL80211_CMD_REG_CHANGE, 0, 0, 0);
    speak(e->events, 0, NL80211_CMD_DEL_INTERFACE, CARD + 1, WIPHY, 0);
    tell_link(e->routes, RTM_NEWLINK, AF_UNSPEC, CARD + 1);
    assert_int_equal(command_of(next(e)), NL80211_CMD_WIPHY_REG_CHANGE);
    assert_int_equal(command_of(next(e)), NL80211_CMD_REG_CHANGE);
    assert_null(next(e));
    assert_false(nl80211_kernel_gone(&e->k));
}

static void a_card_that_goes_is_gone(void **state)
{
    static const struct {
        uint8_t command;
        uint32_t ifindex;
    } ends[] = {{NL80211_CMD_DEL_INTERFACE, CARD}, {NL80211_CMD_DEL_WIPHY, 0}};
    struct edge *e = *state;
    for (size_t i = 0; i < 2; i++) {
        e->k.gone = false;
        speak(e->events, 0, ends[i].command, ends[i].ifindex, WIPHY, 0);
        assert_int_equal(command_of(next(e)), ends[i].command);
        assert_true(nl80211_kernel_gone(&e->k));
    }
    e->k.gone = false;
    tell_link(e->routes, RTM_DELLINK, AF_BRIDGE, CARD); /* it has left a bridge */
    assert_null(next(e));
    assert_false(nl80211_kernel_gone(&e->k));
    tell_link(e->routes, RTM_DELLINK, AF_UNSPEC, CARD);
    assert_int_equal(next(e)->nlmsg_type, RTM_DELLINK);
    assert_true(nl80211_kernel_gone(&e->k));
}

/* A datagram beyond any that is read: what the kernel could not put into the socket's buffer
 * ends alike. What was read behind the gap is not lost as well. */
static void a_gap_is_told_in_its_place(void **state)
{
    static uint8_t much[NL80211_DATAGRAM + 64];
    struct edge *e = *state;
    int size = 1 << 20;
    setsockopt(e->events, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    speak(e->events, 0, NL80211_CMD_CONNECT, CARD, WIPHY, 0);
    assert_int_equal(send(e->events, much, sizeof much, 0), sizeof much);
    acknowledge(e->commands, 9, 0);
    assert_int_equal(command_of(next(e)), NL80211_CMD_CONNECT);
    assert_int_equal(next(e)->nlmsg_type, NL80211_LOST);
    assert_int_equal(next(e)->nlmsg_seq, 9);
    assert_null(next(e));
}

static void what_cannot_be_sent_is_refused(void **state)
{
    struct edge *e = *state;
    const struct nlmsghdr m = {
        .nlmsg_len = sizeof m, .nlmsg_type = NL80211_FAMILY, .nlmsg_seq = 12};
    shutdown(e->commands, SHUT_RD);
    close(e->commands);
    nl80211_kernel_send(&e->k, (struct extsta_span){(const uint8_t *)&m, sizeof m});
    const struct nlmsghdr *h = next(e);
    assert_int_equal(h->nlmsg_type, NLMSG_ERROR);
    assert_int_equal(h->nlmsg_seq, 12);
    const struct nlmsgerr *error = nlmsg_data(h);
    assert_true(error->error == -ECONNREFUSED || error->error == -ENOTCONN ||
                error->error == -EPIPE);
    assert_int_equal(error->msg.nlmsg_type, NL80211_FAMILY);
    assert_null(next(e));
}

static void the_cards_own_switch_is_told(void **state)
{
    struct edge *e = *state;
    struct rfkill_event other = {.idx = 6, .type = RFKILL_TYPE_WLAN, .soft = 1};
    struct {
        struct rfkill_event event;
        uint8_t later; /* kernels since 5.11 give more */
    } __attribute__((packed))
    ours = {.event = {.idx = 7, .type = RFKILL_TYPE_WLAN, .op = RFKILL_OP_CHANGE, .hard = 1}};
    assert_true(send(e->rfkill, &other, sizeof other, 0) > 0);
    assert_true(send(e->rfkill, &ours, sizeof ours, 0) > 0);
    const struct nlmsghdr *h = next(e);
    assert_int_equal(h->nlmsg_type, NL80211_RFKILL);
    assert_memory_equal(nlmsg_data(h), &ours.event, sizeof ours.event);
    assert_null(next(e));
}

#define EDGE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EDGE_TEST(the_number_of_the_family_is_the_machines),
        EDGE_TEST(events_come_before_the_answer),
        EDGE_TEST(an_event_does_not_wait_for_the_rest_of_a_dump),
        EDGE_TEST(events_of_other_cards_are_left_out),
        EDGE_TEST(a_card_that_goes_is_gone),
        EDGE_TEST(a_gap_is_told_in_its_place),
        EDGE_TEST(what_cannot_be_sent_is_refused),
        EDGE_TEST(the_cards_own_switch_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
