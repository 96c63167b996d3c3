/* The medium's end of the radio boundary over UDP (radio/udp_server.h), with a socket of the
 * test's as the peer and a clock of its own: when a radio is made, in which order it is told what
 * to do, and what becomes of who is silent, slow, or never answers. */
#include "../testing.h"
#include "udp_link.h"
#include "udp_server.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct extsta_mac address = {{2, 0, 0, 0, 0xaa, 1}};

/* The radio that the server makes. */
static struct {
    struct extsta_radio base;
    struct radio_wish wish;
    unsigned made, closed, sent;
    uint16_t freq, sent_at; /* sent_at: where it was tuned when it sent */
    unsigned brings;        /* so many events of this type */
    enum extsta_radio_event_type type;
} radio;

static enum extsta_error on_send(struct extsta_radio *r, extsta_time now,
                                 struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    (void)r, (void)now, (void)frame, (void)meta;
    radio.sent++;
    radio.sent_at = radio.freq;
    return EXTSTA_OK;
}
static enum extsta_error on_tune(struct extsta_radio *r, extsta_time now, uint16_t freq)
{
    (void)r, (void)now;
    radio.freq = freq;
    return EXTSTA_OK;
}
static bool on_poll(struct extsta_radio *r, extsta_time now, struct extsta_radio_event *event)
{
    static uint8_t frame[10] = {0xd4};
    (void)r, (void)now;
    *event = (struct extsta_radio_event){
        .type = radio.type, .frame.bytes = {frame, sizeof frame}, .cookie = radio.brings};
    return radio.brings > 0 && radio.brings--;
}
static void on_close(struct extsta_radio *r)
{
    (void)r;
    radio.closed++;
}
static const struct extsta_radio_ops ops = {
    .name = "one", .send = on_send, .tune = on_tune, .poll = on_poll, .close = on_close};

static struct extsta_radio *make(void *user, const struct radio_wish *wish)
{
    (void)user;
    radio.base.ops = &ops;
    radio.wish = *wish;
    radio.made++;
    return &radio.base;
}

static struct udp_server *server;
static int peer;
static uint16_t port;
static uint32_t session;

static void begin(void)
{
    char why[200];
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    memset(&radio, 0, sizeof radio);
    server = udp_server_open(&(struct udp_server_options){.radios = {make, NULL}}, why,
                             sizeof why);
    assert_non_null(server);
    peer = socket(AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(bind(peer, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(getsockname(peer, (struct sockaddr *)&at, &len), 0);
    port = ntohs(at.sin_port);
}

static void end(void)
{
    udp_server_close(server);
    assert_int_equal(radio.closed, radio.made);
    close(peer);
}

static void say(extsta_time now, struct udp_message m)
{
    uint8_t bytes[UDP_DATAGRAM_MAX];
    m.session = session;
    udp_server_take(server, now,
                    (struct extsta_span){bytes, udp_message_write(&m, bytes, sizeof bytes)},
                    port);
}

/* What the server has said next; UDP_TYPES: nothing (on the loopback it is there at once). */
static uint8_t heard[UDP_DATAGRAM_MAX];
static enum udp_type hear(struct udp_message *m)
{
    ssize_t n = recv(peer, heard, sizeof heard, MSG_DONTWAIT);
    if (n < 0) {
        return UDP_TYPES;
    }
    assert_int_equal(udp_message_read((struct extsta_span){heard, (size_t)n}, m), UDP_TAKEN);
    return m->type;
}

static void greet(extsta_time now)
{
    struct udp_message m = {.type = UDP_HELLO,
                            .body.hello = {.nonce = 9,
                                           .address = address,
                                           .flags = UDP_HAS_PLACE | UDP_ACCESS_POINT,
                                           .lowest = 1,
                                           .highest = 3,
                                           .place = {150, 0, -25}}};
    session = 0;
    say(now, m);
    assert_int_equal(hear(&m), UDP_WELCOME);
    assert_int_equal(m.body.welcome.nonce, 9);
    session = m.session;
}

/* The server's timer is the machine's; what time it is then, the test says. */
static void tick(extsta_time now)
{
    struct pollfd p = {.fd = udp_server_fd(server), .events = POLLIN};
    assert_int_equal(poll(&p, 1, 60000), 1);
    udp_server_work(server, now);
}

static const struct udp_message alive = {.type = UDP_ALIVE};

static void who_answers_has_a_radio(void **state)
{
    (void)state;
    static const uint8_t frame[10] = {0xd4};
    struct udp_message m;
    begin();
    greet(1000);
    assert_int_equal(radio.made, 0);
    say(2000, alive);
    assert_int_equal(radio.made, 1);
    assert_memory_equal(radio.wish.address.b, address.b, 6);
    assert_true(radio.wish.access_point && radio.wish.has_place);
    assert_true(radio.wish.place[0] > 1.49f && radio.wish.place[0] < 1.51f);
    assert_true(radio.wish.place[2] > -0.26f && radio.wish.place[2] < -0.24f);
    /* the second arrives before the first, and again */
    struct udp_message send = {
        .type = UDP_SEND, .number = 2, .body.send = {{.freq = 2412}, {frame, sizeof frame}}};
    say(3000, send);
    assert_int_equal(radio.sent, 0);
    say(3100, (struct udp_message){.type = UDP_TUNE, .number = 1, .body.tune = 2412});
    say(3200, send);
    assert_int_equal(radio.sent, 1);
    assert_int_equal(radio.sent_at, 2412);
    assert_int_equal(udp_server_counts(server).drops[UDP_DROP_REPEATED], 1);
    /* what it hears goes out, and again when nobody says that it has arrived */
    radio.brings = 1;
    radio.wish.ready(radio.wish.peer, 4000);
    assert_int_equal(hear(&m), UDP_HEARD);
    assert_int_equal(m.number, 1);
    assert_int_equal(m.acknowledged, 2);
    tick(4000 + UDP_AGAIN);
    assert_int_equal(hear(&m), UDP_HEARD);
    assert_int_equal(udp_server_counts(server).repeated, 1);
    end();
}

static void who_falls_silent_goes(void **state)
{
    (void)state;
    struct udp_message m;
    begin();
    greet(1000);
    say(2000, alive);
    tick(2000 + UDP_SILENCE - 1);
    assert_int_equal(radio.closed, 0);
    tick(2000 + UDP_SILENCE + UDP_ALIVE_EVERY);
    assert_int_equal(radio.closed, 1);
    assert_int_equal(udp_server_counts(server).silent, 1);
    while (hear(&m) != UDP_TYPES) {
    }
    say(9000000, alive); /* it has only slept: it is told that it has gone */
    assert_int_equal(hear(&m), UDP_BYE);
    assert_int_equal(m.body.bye, UDP_BYE_UNKNOWN);
    end();
}

static void who_never_answers_is_forgotten(void **state)
{
    (void)state;
    begin();
    greet(1000);
    assert_int_equal(udp_server_counts(server).peers, 1);
    tick(1000 + 3 * EXTSTA_SECOND);
    assert_int_equal(udp_server_counts(server).peers, 0);
    assert_int_equal(radio.made, 0);
    end();
}

/* Frames are lost for who does not take them; who does not take outcomes either has gone. */
static void who_is_slow_loses_frames_first(void **state)
{
    (void)state;
    begin();
    greet(1000);
    say(2000, alive);
    radio.brings = 3000;
    radio.wish.ready(radio.wish.peer, 3000);
    assert_int_equal(udp_server_counts(server).slow, 3000 - UDP_QUEUE / 2);
    radio.type = EXTSTA_RADIO_OUTCOME;
    radio.brings = UDP_QUEUE / 2;
    radio.wish.ready(radio.wish.peer, 3000);
    assert_int_equal(radio.closed, 0);
    radio.brings = 1;
    radio.wish.ready(radio.wish.peer, 3000);
    assert_int_equal(radio.closed, 1);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_answers_has_a_radio),
                                       cmocka_unit_test(who_falls_silent_goes),
                                       cmocka_unit_test(who_never_answers_is_forgotten),
                                       cmocka_unit_test(who_is_slow_loses_frames_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
