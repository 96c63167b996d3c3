/* The kernel's radios on a medium (radio/hwsim_join.h), with a socket in the kernel's place and
 * radios that remember what they were given: what is heard, who is told what, and where a
 * kernel radio is believed to listen. */
#include "../testing.h"
#include "hwsim_join.h"
#include "hwsim_private.h"
#include <sys/socket.h>
#include <unistd.h>

#define FAMILY 31
#define FREQ   2412u

static const struct extsta_mac card1 = {{0x42, 0, 0, 0, 0, 0}}, card2 = {{0x42, 0, 0, 0, 1, 0}},
                               ap = {{2, 0, 0, 0, 0, 0}}, ap_b = {{2, 0, 0, 0, 0, 9}},
                               client = {{2, 0, 0, 0, 1, 0}},
                               everybody = {{255, 255, 255, 255, 255, 255}};

/* A radio of the medium. */
struct radio {
    struct extsta_radio base;
    struct radio_wish wish;
    uint16_t freq;
    unsigned sent;
    struct extsta_tx_meta meta;
    struct extsta_radio_event event; /* what poll has, if `has` */
    bool has, closed;
};
static struct radio radios[8];
static size_t radio_count;

static enum extsta_error on_send(struct extsta_radio *radio, extsta_time now,
                                 struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct radio *r = (struct radio *)radio;
    (void)now;
    assert_memory_equal(frame.data + 10, r->wish.address.b, 6); /* each by its own */
    r->sent++;
    r->meta = *meta;
    return EXTSTA_OK;
}
static enum extsta_error on_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    (void)now;
    ((struct radio *)radio)->freq = freq;
    return EXTSTA_OK;
}
static bool on_poll(struct extsta_radio *radio, extsta_time now,
                    struct extsta_radio_event *event)
{
    struct radio *r = (struct radio *)radio;
    bool has = r->has;
    (void)now;
    r->has = false;
    *event = r->event;
    return has;
}
static void on_close(struct extsta_radio *radio)
{
    ((struct radio *)radio)->closed = true;
}
static const struct extsta_radio_ops ops = {
    .name = "list", .send = on_send, .tune = on_tune, .poll = on_poll, .close = on_close};

static struct extsta_radio *make(void *user, const struct radio_wish *wish)
{
    struct radio *r = &radios[radio_count++];
    (void)user;
    *r = (struct radio){.base.ops = &ops, .wish = *wish};
    return &r->base;
}

struct stage {
    struct hwsim hwsim;
    struct hwsim_join *join;
    int kernel; /* its end of the socket */
};
static struct stage s;

static void begin(void)
{
    int pair[2];
    radio_count = 0;
    memset(&s, 0, sizeof s);
    assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair), 0);
    s.hwsim.fd = pair[0];
    s.hwsim.family = FAMILY;
    s.hwsim.due = EXTSTA_NEVER;
    s.kernel = pair[1];
    s.join = hwsim_join_new(&s.hwsim, &(struct hwsim_join_options){.radios = {make, NULL}});
    assert_non_null(s.join);
}

static void end(void)
{
    hwsim_join_free(s.join);
    for (size_t i = 0; i < radio_count; i++) {
        assert_true(radios[i].closed);
    }
    close(s.hwsim.fd);
    close(s.kernel);
}

/* The next message to the kernel: its command, and the attribute of this type in it. */
static int told(uint16_t wanted, void *value, size_t size)
{
    static uint64_t message[512];
    ssize_t n = recv(s.kernel, message, sizeof message, MSG_DONTWAIT);
    if (n <= 0) {
        return 0;
    }
    const uint8_t *p = (const uint8_t *)message;
    for (size_t at = 20; value && at + 4 <= (size_t)n;) {
        uint16_t len, type;
        memcpy(&len, p + at, 2);
        memcpy(&type, p + at + 2, 2);
        if (type == wanted) {
            memcpy(value, p + at + 4, size < len - 4u ? size : len - 4u);
        }
        at += (len + 3u) & ~3u;
    }
    return p[16]; /* genlmsghdr.cmd */
}

#define RECEIVER 1
#define FLAGS    4
#define SIGNAL   6

static uint8_t octets[64];
static struct extsta_span frame(uint8_t kind, struct extsta_mac to, struct extsta_mac from)
{
    memset(octets, 0, sizeof octets);
    octets[0] = kind;
    memcpy(octets + 4, to.b, 6);
    memcpy(octets + 10, from.b, 6);
    return (struct extsta_span){octets, 40};
}

static void transmits(struct extsta_mac card, uint8_t kind, struct extsta_mac to,
                      struct extsta_mac from, uint64_t cookie)
{
    struct hwsim_transmission t = {.radio = card,
                                   .frame = frame(kind, to, from),
                                   .flags = to.b[0] & 1 ? HWSIM_FLAG_NO_ACK
                                                        : HWSIM_FLAG_REQ_TX_STATUS,
                                   .freq = FREQ,
                                   .cookie = cookie,
                                   .first_rate = 0};
    hwsim_join_take(s.join, &t);
}

/* The radio of the medium has this for the kernel. */
static void brings(struct radio *r, const struct extsta_radio_event *e)
{
    r->event = *e;
    r->has = true;
    r->wish.ready(r->wish.peer, 1);
}

static void hears(struct radio *r, struct extsta_span f, uint64_t serial)
{
    brings(r, &(struct extsta_radio_event){
                  .type = EXTSTA_RADIO_FRAME,
                  .frame = {f, {.freq = FREQ, .signal = -63, .rate = 2, .serial = serial}}});
}

static void the_outcome_is_the_status(void **state)
{
    (void)state;
    begin();
    transmits(card1, 0x80, everybody, ap, 1);
    assert_int_equal(radio_count, 1);
    assert_true(radios[0].wish.kernel && radios[0].wish.access_point);
    assert_int_equal(radios[0].freq, FREQ);
    assert_int_equal(radios[0].meta.access, EXTSTA_ACCESS_BEACON);
    assert_int_equal(radios[0].meta.flags, EXTSTA_TX_NO_ACK);
    transmits(card1, 0xb0, client, ap, 77);
    assert_int_equal(radio_count, 1);
    assert_int_equal(told(0, NULL, 0), 0); /* it is still on the air */
    uint32_t flags = 0;
    uint64_t cookie = 0;
    brings(&radios[0], &(struct extsta_radio_event){.type = EXTSTA_RADIO_OUTCOME,
                                                    .cookie = radios[0].meta.cookie,
                                                    .acked = true,
                                                    .tries = 2});
    assert_int_equal(told(FLAGS, &flags, sizeof flags), HWSIM_CMD_TX_INFO_FRAME);
    assert_true(flags & HWSIM_FLAG_ACK);
    /* the Beacon: sent, and nobody acknowledges it */
    brings(&radios[0], &(struct extsta_radio_event){
                           .type = EXTSTA_RADIO_OUTCOME, .cookie = 1, .acked = true});
    assert_int_equal(told(8, &cookie, sizeof cookie), HWSIM_CMD_TX_INFO_FRAME);
    assert_int_equal(cookie, 1);
    transmits(card1, 0xb0, client, ap, 78);
    flags = HWSIM_FLAG_ACK;
    brings(&radios[0], &(struct extsta_radio_event){
                           .type = EXTSTA_RADIO_OUTCOME, .cookie = radios[0].meta.cookie});
    assert_int_equal(told(FLAGS, &flags, sizeof flags), HWSIM_CMD_TX_INFO_FRAME);
    assert_false(flags & HWSIM_FLAG_ACK);
    /* the same outcome again is nobody's */
    brings(&radios[0], &(struct extsta_radio_event){.type = EXTSTA_RADIO_OUTCOME, .cookie = 1});
    assert_int_equal(told(0, NULL, 0), 0);
    end();
}

static void ends(size_t radio)
{
    brings(&radios[radio], &(struct extsta_radio_event){.type = EXTSTA_RADIO_OUTCOME,
                                                        .cookie = radios[radio].meta.cookie,
                                                        .acked = true});
}

static void a_card_hears_a_group_frame_once_and_not_itself(void **state)
{
    (void)state;
    begin();
    transmits(card1, 0x80, everybody, ap, 1);
    ends(0);
    assert_int_equal(told(0, NULL, 0), HWSIM_CMD_TX_INFO_FRAME);
    transmits(card1, 0x80, everybody, ap_b, 2); /* another BSS of the same card */
    transmits(card2, 0x40, everybody, client, 3);
    assert_int_equal(radio_count, 3);
    struct extsta_mac receiver = {{0}};
    int32_t signal = 0;
    hears(&radios[0], frame(0x40, everybody, client), 9);
    hears(&radios[1], frame(0x40, everybody, client), 9);
    assert_int_equal(told(RECEIVER, &receiver, 6), HWSIM_CMD_FRAME);
    assert_memory_equal(receiver.b, card1.b, 6);
    assert_int_equal(told(0, NULL, 0), 0);
    hears(&radios[1], frame(0x80, everybody, ap), 10); /* its own other interface's */
    assert_int_equal(told(0, NULL, 0), 0);
    hears(&radios[2], frame(0x80, everybody, ap), 10);
    assert_int_equal(told(SIGNAL, &signal, 4), HWSIM_CMD_FRAME);
    assert_int_equal(signal, -63);
    end();
}

/* Two nodes of the air that speak in the same moment collide; mac80211_hwsim says the Beacons
 * of all interfaces of a card at once. */
static void a_card_says_its_beacons_one_after_the_other(void **state)
{
    (void)state;
    begin();
    transmits(card1, 0x80, everybody, ap, 1);
    transmits(card1, 0x80, everybody, ap_b, 2);
    transmits(card2, 0x80, everybody, client, 3); /* another card: that is as it is */
    transmits(card1, 0xb0, client, ap, 4);        /* no Beacon does not wait */
    assert_int_equal(radio_count, 2);
    assert_int_equal(radios[0].sent, 2);
    assert_memory_equal(radios[1].wish.address.b, client.b, 6);
    ends(0); /* the Authentication */
    assert_int_equal(radio_count, 2);
    brings(&radios[0], &(struct extsta_radio_event){.type = EXTSTA_RADIO_OUTCOME, .cookie = 1});
    assert_int_equal(radio_count, 3);
    assert_memory_equal(radios[2].wish.address.b, ap_b.b, 6);
    assert_int_equal(radios[2].meta.access, EXTSTA_ACCESS_BEACON);
    assert_int_equal(radios[2].freq, FREQ);
    transmits(card1, 0x80, everybody, ap, 5);
    transmits(card1, 0x80, everybody, ap_b, 6);
    assert_int_equal(radios[0].sent, 2);
    ends(2);
    assert_int_equal(radios[0].sent, 3);
    /* whose interface goes says nothing more, and keeps nobody waiting */
    transmits(card1, 0x80, everybody, ap, 7);
    hwsim_join_removed(s.join, ap);
    assert_int_equal(radio_count, 3);
    assert_int_equal(radios[2].sent, 1);
    transmits(card1, 0x80, everybody, ap_b, 8);
    assert_int_equal(radios[2].sent, 2); /* the one that waited */
    ends(2);
    assert_int_equal(radios[2].sent, 3);
    assert_int_equal(radio_count, 3);
    for (unsigned i = 0; i < 100; i++) { /* an air that does not get rid of them */
        transmits(card1, 0x80, everybody, ap_b, 9 + i);
    }
    assert_true(radios[2].sent < 100);
    hwsim_join_removed(s.join, ap_b);
    assert_int_equal(hwsim_join_counts(s.join).addresses, 1);
    unsigned statuses = 0;
    while (told(0, NULL, 0) == HWSIM_CMD_TX_INFO_FRAME) {
        statuses++;
    }
    assert_int_equal(statuses, 108 - 1); /* of each that was not card2's Beacon */
    end();
}

static int at_minus_70(void *user, struct extsta_radio *radio)
{
    (void)user, (void)radio;
    return -70;
}
static int too_far(void *user, struct extsta_radio *radio)
{
    (void)user, (void)radio;
    return -96;
}

/* Refused: it listens elsewhere, until it transmits again. Meanwhile it is offered Beacons. */
static void refusals_say_where_it_is_not(void **state)
{
    (void)state;
    begin();
    transmits(card2, 0x40, everybody, client, 3);
    hears(&radios[0], frame(0x50, client, ap), 11);
    assert_int_equal(told(0, NULL, 0), HWSIM_CMD_FRAME);
    const struct extsta_rx_frame beacon = {frame(0x80, everybody, ap),
                                           {.freq = FREQ, .serial = 12}};
    hwsim_join_overheard(s.join, 1, &beacon, at_minus_70, NULL);
    assert_int_equal(told(0, NULL, 0), 0); /* there it hears it by itself */
    hwsim_join_refused(s.join, s.hwsim.seq);
    assert_int_equal(radios[0].freq, 0);
    hwsim_join_overheard(s.join, 1, &beacon, too_far, NULL);
    assert_int_equal(told(0, NULL, 0), 0);
    hwsim_join_overheard(s.join, 1, &beacon, at_minus_70, NULL);
    int32_t signal = 0;
    assert_int_equal(told(SIGNAL, &signal, 4), HWSIM_CMD_FRAME);
    assert_int_equal(signal, -70);
    transmits(card2, 0x40, everybody, client, 4);
    assert_int_equal(radios[0].freq, FREQ);
    assert_int_equal(hwsim_join_counts(s.join).refused, 1);
    end();
}

static void addresses_come_and_go(void **state)
{
    (void)state;
    begin();
    transmits(card1, 0x80, everybody, ap, 1);
    hwsim_join_removed(s.join, ap);
    assert_true(radios[0].closed);
    uint64_t cookie = 0; /* of what was on the air: it has a status all the same */
    assert_int_equal(told(8, &cookie, sizeof cookie), HWSIM_CMD_TX_INFO_FRAME);
    assert_int_equal(cookie, 1);
    assert_int_equal(hwsim_join_counts(s.join).addresses, 0);
    transmits(card1, 0x80, everybody, ap, 2);
    transmits(card2, 0x80, everybody, ap, 3); /* the address is another card's now */
    assert_true(radios[1].closed);
    assert_int_equal(radio_count, 3);
    transmits(card2, 0xc4, ap, ap, 4); /* too short for a transmitter: status at once */
    struct hwsim_transmission cts = {.radio = card2, .frame = {octets, 10}, .cookie = 5};
    while (told(0, NULL, 0)) {
    }
    hwsim_join_take(s.join, &cts);
    assert_int_equal(told(8, &cookie, sizeof cookie), HWSIM_CMD_TX_INFO_FRAME);
    assert_int_equal(cookie, 5);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_outcome_is_the_status),
        cmocka_unit_test(a_card_hears_a_group_frame_once_and_not_itself),
        cmocka_unit_test(a_card_says_its_beacons_one_after_the_other),
        cmocka_unit_test(refusals_say_where_it_is_not),
        cmocka_unit_test(addresses_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
