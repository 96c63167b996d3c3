/* Datagrams of a stranger to an end of the radio boundary over UDP: each behind two octets of
 * its length. What is read is written the same; a link takes each number once, in order. */
#include "fuzz.h"
#include "udp_link.h"

#define EVERY 200000u
#define DEAD  5000000u

static void check_message(struct extsta_span datagram, const struct udp_message *m)
{
    uint8_t out[UDP_DATAGRAM_MAX];
    struct udp_message again;
    if (m->type == UDP_SEND) {
        fuzz_check_inside(m->body.send.frame, datagram);
        FUZZ_CHECK(m->body.send.meta.access < EXTSTA_ACCESS_COUNT);
    } else if (m->type == UDP_HEARD) {
        fuzz_check_inside(m->body.heard.bytes, datagram);
    }
    size_t n = udp_message_write(m, out, sizeof out);
    FUZZ_CHECK(n == datagram.len);
    FUZZ_CHECK(udp_message_read(span(out, n), &again) == UDP_TAKEN);
    FUZZ_CHECK(again.type == m->type && again.number == m->number);
}

/* What comes out of the link counts on from what came before. */
static void drain(struct udp_link *link, uint32_t *last)
{
    struct udp_message m;
    while (udp_link_next(link, &m)) {
        FUZZ_CHECK(m.number == *last + 1);
        *last = m.number;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct udp_link link;
    const struct udp_message ours = {.type = UDP_TUNE, .body.tune = 2412};
    extsta_time now = 1;
    uint32_t last = 0;
    udp_link_start(&link, 7, now, EVERY, DEAD);
    for (size_t at = 0; at + 2 <= size; now += 1000) {
        size_t len = (size_t)data[at] << 8 | data[at + 1];
        len = len < size - at - 2 ? len : size - at - 2;
        struct extsta_span datagram = span(data + at + 2, len);
        struct udp_message m;
        at += 2 + len;
        if (udp_message_read(datagram, &m) != UDP_TAKEN) {
            continue;
        }
        check_message(datagram, &m);
        (void)udp_link_send(&link, &ours);
        while (udp_link_output(&link, now).len > 0) {
        }
        (void)udp_link_input(&link, now, datagram, &m);
        drain(&link, &last);
        FUZZ_CHECK(link.under_way <= UDP_WINDOW && link.queued <= UDP_QUEUE);
        FUZZ_CHECK(last == link.expected - 1);
    }
    udp_link_end(&link);
    return 0;
}
