/* What follows when the port is open (sequel*.c of the library): the ways in which a packet
 * comes in a frame, what lessens the sureness, and what is kept. The complaints themselves are
 * played by tests/captures/sequel_test.py. Packets by RFC 2131, frames by IEEE
 * 802.11-2020 9.2.4, 9.3.2.2 (A-MSDU) and table 9-30 (addresses). */
#include "scene.h"

#include "base/bytes.h"
#include "explain/explain_private.h"

static const struct extsta_mac behind = {{2, 0, 0, 0, 0, 0x99}};
static const struct extsta_mac everybody = {{255, 255, 255, 255, 255, 255}};

enum dhcp { DISCOVER = 1, OFFER, REQUEST, DECLINE, ACK, NAK, INFORM = 8 };

/* How a frame carries its MSDUs. */
struct way {
    bool qos, ht_control, amsdu, vlan, four, retry, protect;
    uint8_t fragment;
    uint16_t seq;
};

static uint16_t sum(const uint8_t *p, size_t len)
{
    uint32_t total = 0;
    for (size_t i = 0; i < len; i += 2) {
        total += (uint32_t)(p[i] << 8 | p[i + 1]);
    }
    return (uint16_t) ~(total + (total >> 16));
}

/* 192.168.7.23 from 192.168.7.2, router 192.168.7.1, for 3600 s. */
static void write_dhcp(struct writer *w, enum dhcp type, struct extsta_mac client)
{
    bool up = type == DISCOVER || type == REQUEST || type == DECLINE;
    static const uint8_t head[] = {0x45, 0, 1, 0x30, 0, 1, 0, 0, 64, 17, 0, 0};
    static const uint8_t options[] = {1, 4, 255, 255, 255, 0,  3, 4,   192, 168, 7, 1,  51,
                                      4, 0, 0,   14,  16,  54, 4, 192, 168, 7,   2, 255};
    uint8_t *at = w->p;
    writer_bytes(w, head, sizeof head);
    writer_be32(w, up ? 0 : 0xc0a80702);
    writer_be32(w, 0xffffffff);
    uint16_t check = sum(at, 20);
    put_be16(at + 10, check);
    writer_be16(w, up ? 68 : 67);
    writer_be16(w, up ? 67 : 68);
    writer_be32(w, 0x011c0000);
    writer_be32(w, up ? 0x01010600 : 0x02010600);
    writer_be32(w, 0x12345678);
    writer_zero(w, 8);
    writer_be32(w, type == OFFER || type == ACK ? 0xc0a80717 : 0);
    writer_zero(w, 8);
    writer_mac(w, client);
    writer_zero(w, 202);
    writer_be32(w, 0x63825363);
    writer_u8(w, 53);
    writer_u8(w, 1);
    writer_u8(w, (uint8_t)type);
    if (up) {
        writer_u8(w, 255);
        writer_zero(w, sizeof options - 1);
    } else {
        writer_bytes(w, options, sizeof options);
    }
    writer_zero(w, 8);
}

static void write_llc(struct writer *w, bool vlan)
{
    writer_be32(w, 0xaaaa0300);
    writer_be16(w, 0);
    if (vlan) {
        writer_be32(w, 0x81000007);
    }
    writer_be16(w, 0x0800);
}

static void write_subframe(struct writer *w, const struct way *way, struct extsta_mac da,
                           struct extsta_mac sa, enum dhcp type, struct extsta_mac client)
{
    uint8_t *at = w->p;
    writer_mac(w, da);
    writer_mac(w, sa);
    writer_be16(w, 0);
    write_llc(w, way->vlan);
    write_dhcp(w, type, client);
    put_be16(at + 12, (uint16_t)(w->p - at - 14));
    writer_zero(w, (4 - (size_t)(w->p - at) % 4) % 4);
}

/* One message of DHCP; `client`: whose it is, and with four addresses who sends or gets it. */
static void dhcp(struct scene *s, enum dhcp type, struct extsta_mac client, struct way way)
{
    bool up = type == DISCOVER || type == REQUEST || type == DECLINE;
    struct extsta_mac sta = s->sta.mac, ap = s->ap.bssid;
    struct extsta_mac da = up ? everybody : client, sa = up ? client : ap;
    uint8_t out[1024];
    struct writer w = writer_of(out, sizeof out);
    uint16_t fc = way.qos || way.amsdu ? 0x0088 : 0x0008;
    fc |= way.four ? 0x0300 : up ? 0x0100 : 0x0200;
    fc |= (uint16_t)((way.retry ? 0x0800 : 0) | (way.ht_control ? 0x8000 : 0) |
                     (way.protect ? 0x4000 : 0));
    writer_le16(&w, fc);
    writer_le16(&w, 0);
    writer_mac(&w, up ? ap : sta);
    writer_mac(&w, up ? sta : ap);
    writer_mac(&w, way.amsdu && !way.four ? ap : way.four || up ? da : sa);
    static uint16_t counter;
    uint16_t seq = way.seq ? way.seq : (uint16_t)(++counter & 0xfff);
    writer_le16(&w, (uint16_t)(seq << 4 | way.fragment));
    if (way.four) {
        writer_mac(&w, sa);
    }
    if (fc & 0x0080) {
        writer_le16(&w, way.amsdu ? 0x0080 : 0);
    }
    if (way.ht_control) {
        writer_le32(&w, 0);
    }
    if (way.protect) {
        writer_le32(&w, 0x00000001);
        writer_le32(&w, 0x20000000); /* no key: nothing can be read behind it */
    }
    if (way.amsdu) { /* the first is something else: 15 octets, and padding */
        writer_mac(&w, da);
        writer_mac(&w, sa);
        writer_be16(&w, 15);
        write_llc(&w, false);
        writer_zero(&w, 7 + 3);
        write_subframe(&w, &way, da, sa, type, client);
    } else {
        write_llc(&w, way.vlan);
        write_dhcp(&w, type, client);
    }
    assert_false(w.failed);
    shoot_mpdu(&s->film, later(s, 20 * MS), -50, out, writer_len(&w));
}

static void whole(struct scene *s, struct way way)
{
    for (enum dhcp type = DISCOVER; type <= ACK; type++) {
        if (type != DECLINE) {
            dhcp(s, type, s->sta.mac, way);
        }
    }
}

static void address_comes_in_every_kind_of_frame(void **state)
{
    static const struct way ways[] = {
        {.qos = false}, {.qos = true},  {.qos = true, .ht_control = true},
        {.vlan = true}, {.four = true}, {.qos = true, .four = true, .vlan = true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        whole(s, ways[i]);
        tell(s);
        const struct extsta_story *a = only(s, EXTSTA_STORY_ADDRESS, NULL);
        char text[EXTSTA_IP_TEXT];
        extsta_ip_text(&a->net.address, text, sizeof text);
        assert_string_equal(text, "192.168.7.23");
        extsta_ip_text(&a->net.server, text, sizeof text);
        assert_string_equal(text, "192.168.7.2");
        extsta_ip_text(&a->net.router, text, sizeof text);
        assert_string_equal(text, "192.168.7.1");
        assert_int_equal(a->net.lease, 3600);
        assert_int_equal(a->net.since, 500 * MS + 80 * MS); /* join() waits, four messages */
        assert_int_equal(a->last_frame, s->film.shot_count);
        assert_int_equal(a->last_frame - a->first_frame, 3);
        scene_free(s);
    }
}

/* DHCP is the second one. */
static void every_msdu_of_an_amsdu_is_read(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    whole(s, (struct way){.amsdu = true});
    tell(s);
    only(s, EXTSTA_STORY_ADDRESS, NULL);
    scene_free(s);
}

static const struct extsta_story *in_vain(struct scene *s, unsigned discovers, struct way way)
{
    for (unsigned i = 0; i < discovers; i++) {
        dhcp(s, DISCOVER, s->sta.mac, way);
        later(s, 4 * S);
    }
    shoot_beacon(&s->film, later(s, MS), &s->ap);
    tell(s);
    return how_many(s, EXTSTA_STORY_NOT_CONNECTED) ? only(s, EXTSTA_STORY_NOT_CONNECTED, NULL)
                                                   : NULL;
}

/* A station that bridges others sends and gets their messages, too. */
static void messages_of_other_clients_are_passed_over(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.qos = true});
    dhcp(s, ACK, behind, (struct way){.qos = true});
    later(s, 3 * S);
    const struct extsta_story *t = in_vain(s, 2, (struct way){.qos = false});
    assert_int_equal(how_many(s, EXTSTA_STORY_ADDRESS), 0);
    assert_string_equal(s->name[t - s->told], "dhcp-no-offer");
    scene_free(s);
}

/* Four addresses: who is behind the station is not the station. */
static void addresses_of_those_behind_are_not_told(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    for (enum dhcp type = DISCOVER; type <= ACK; type++) {
        if (type != DECLINE) {
            dhcp(s, type, behind, (struct way){.four = true});
        }
    }
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ADDRESS), 0);
    assert_int_equal(how_many(s, EXTSTA_STORY_NOT_CONNECTED), 0);
    scene_free(s);
}

/* Behind the first fragment stands what looks like a header and is none. */
static void later_fragments_are_not_read(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    dhcp(s, ACK, s->sta.mac, (struct way){.fragment = 1});
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ADDRESS), 0);
    scene_free(s);
}

/* The Retry bit with the same number is the MAC's repetition (10.3.2.14), not a new request. */
static void repetitions_of_the_mac_count_once(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.seq = 77});
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.seq = 77, .retry = true});
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.seq = 77, .retry = true});
    later(s, 4 * S);
    const struct extsta_story *t = in_vain(s, 2, (struct way){.qos = false});
    assert_string_equal(s->name[t - s->told], "dhcp-no-offer");
    assert_int_equal(t->count, 3);
    scene_free(s);
}

/* One request a moment before the capture ends says nothing. */
static void a_single_request_at_the_end_says_nothing(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.qos = false});
    shoot_beacon(&s->film, later(s, S), &s->ap);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_NOT_CONNECTED), 0);
    scene_free(s);
}

/* Numbers of the AP's frames to the station that are not in the capture: an offer may be among
 * them. */
static void frames_that_the_capture_lacks_lessen_sureness(void **state)
{
    (void)state;
    uint8_t confidence[2], sureness[2];
    for (int lost = 0; lost < 2; lost++) {
        struct scene *s = scene(OPEN);
        join(s, &s->ap);
        dhcp(s, INFORM, s->sta.mac, (struct way){.qos = true, .seq = 100});
        dhcp(s, INFORM, s->sta.mac,
             (struct way){.qos = true, .seq = (uint16_t)(lost ? 103 : 101)});
        const struct extsta_story *t = in_vain(s, 3, (struct way){.qos = false});
        assert_string_equal(s->name[t - s->told], "dhcp-no-offer");
        bool told = false;
        for (size_t i = 0; i < t->evidence_count; i++) {
            told =
                told || (t->evidence[i].what == EXTSTA_SIGN_MISSED && t->evidence[i].is == 2);
        }
        assert_int_equal(told, lost);
        confidence[lost] = t->confidence;
        sureness[lost] = t->sureness;
        scene_free(s);
    }
    assert_in_range(confidence[0], 90, 100);
    assert_in_range(confidence[1], 50, 79);
    assert_true(sureness[1] < sureness[0]);
}

/* In a protected network whoever sends in clear is not the AP. */
static void packets_in_clear_are_not_believed_behind_a_handshake(void **state)
{
    (void)state;
    struct scene *s = scene(PSK);
    join(s, &s->ap);
    whole(s, (struct way){.qos = true});
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ADDRESS), 0);
    scene_free(s);
}

/* Without the key: broadcasts of the length of a request, all of one length, and nothing from
 * the AP. */
static void no_data_of_the_ap_shows_without_the_key(void **state)
{
    (void)state;
    struct scene *s = scene(PSK);
    join(s, &s->ap);
    const struct extsta_story *t = in_vain(s, 3, (struct way){.qos = true, .protect = true});
    assert_non_null(t);
    assert_string_equal(s->name[t - s->told], "no-data");
    assert_in_range(t->confidence, 50, 79);
    scene_free(s);
}

/* A request of another length is the next step: an answer has come, unseen. */
static void steps_of_dhcp_show_by_their_length(void **state)
{
    (void)state;
    struct scene *s = scene(PSK);
    join(s, &s->ap);
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.qos = true, .protect = true});
    later(s, 2 * S);
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.qos = true, .protect = true});
    later(s, 2 * S);
    assert_null(in_vain(s, 1, (struct way){.qos = true, .protect = true, .vlan = true}));
    scene_free(s);
}

/* Delays count from the frame that opened the port. */
static void first_data_each_way(void **state)
{
    (void)state;
    struct scene *s = scene(PSK);
    join(s, &s->ap);
    shoot_data(&s->film, later(s, 3 * MS), &s->sta, &s->ap, false, false);
    shoot_data(&s->film, later(s, 9 * MS), &s->sta, &s->ap, true, false);
    data(s, &s->ap, 20);
    tell(s);
    const struct extsta_story *t = only(s, EXTSTA_STORY_CONNECTED, NULL);
    assert_true(t->inferred);
    assert_int_equal(t->net.first_data[0], 503 * MS);
    assert_int_equal(t->net.first_data[1], 512 * MS);
    scene_free(s);
}

/* --- what is kept --- */

static unsigned told;
static enum extsta_story_kind last_kind;
static void count_story(void *user, const struct extsta_story *story)
{
    (void)user;
    told += story->what == EXTSTA_STORY_CONNECTED || story->what == EXTSTA_STORY_NOT_CONNECTED;
    last_kind = story->kind;
}

static struct extsta_explain *show(struct scene *s)
{
    static const struct extsta_explain_sink sink = {.story = count_story};
    struct extsta_explain *x = extsta_explain_new(s->ctx, &sink);
    assert_non_null(x);
    told = 0;
    for (size_t i = 0; i < s->film.shot_count; i++) {
        const struct shot *shot = &s->film.shots[i];
        const struct extsta_explain_frame frame = {.time = shot->time,
                                                   .number = (uint32_t)i + 1,
                                                   .linktype = 127,
                                                   .fcs_len = 0,
                                                   .original_len = shot->len,
                                                   .bytes = {shot->bytes, shot->len}};
        extsta_explain_frames(x, &frame, 1);
    }
    return x;
}

/* One after the other they need one place. */
static void what_is_told_takes_no_memory(void **state)
{
    (void)state;
    struct scene *s = scene(PSK);
    for (uint8_t i = 0; i < 200; i++) {
        s->sta = (struct actor){.mac = {{2, 0, 0, 0, 7, i}}, .signal = -50};
        join(s, &s->ap);
        data(s, &s->ap, 2);
    }
    struct extsta_explain *x = show(s);
    assert_int_equal(told, 200);
    assert_int_equal(x->sequels.first, 0);
    assert_int_equal(x->sequels.all.count, 1);
    assert_int_equal(x->sequels.packets.count, 0);
    for (uint32_t i = 0; i < x->clients.conversations.count; i++) {
        assert_int_equal(clients_conversation(&x->clients, i)->watch & WATCH_SEQUEL, 0);
    }
    extsta_explain_free(x);
    scene_free(s);
}

/* Live, no further frame is needed; and who says nothing is forgotten in the end. */
static void windows_end_by_the_clock(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    for (int i = 0; i < 3; i++) {
        dhcp(s, DISCOVER, s->sta.mac, (struct way){.qos = false});
        later(s, 4 * S);
    }
    struct extsta_explain *x = show(s);
    assert_int_equal(told, 0);
    extsta_explain_idle(x, s->now + 10 * S);
    assert_int_equal(told, 0);
    extsta_explain_idle(x, s->now + 31 * S);
    assert_int_equal(told, 1);
    assert_int_equal(last_kind, EXTSTA_KIND_DHCP_NO_OFFER);
    assert_int_equal(x->sequels.packets.count, 1);
    assert_int_not_equal(x->sequels.first, 0);
    for (unsigned i = 2; i < 8; i++) {
        extsta_explain_idle(x, s->now + i * 31 * S);
    }
    assert_int_equal(told, 1);
    assert_int_equal(x->sequels.first, 0);
    extsta_explain_free(x);
    scene_free(s);
}

/* A capture with nothing but data: its own frames bring the time. */
static void windows_end_by_data(void **state)
{
    (void)state;
    struct scene *s = scene(OPEN);
    join(s, &s->ap);
    for (int i = 0; i < 3; i++) {
        dhcp(s, DISCOVER, s->sta.mac, (struct way){.qos = false});
        later(s, 4 * S);
    }
    later(s, 20 * S);
    dhcp(s, DISCOVER, s->sta.mac, (struct way){.qos = false});
    struct extsta_explain *x = show(s);
    assert_int_equal(told, 1);
    extsta_explain_free(x);
    scene_free(s);
}

/* RFC 5952 4. */
static void addresses_are_written_as_people_write_them(void **state)
{
    static const struct {
        uint8_t b[16];
        const char *text;
    } cases[] = {
        {{0x20, 1, 0x0d, 0xb8, [15] = 1}, "2001:db8::1"},
        {{0xfe, 0x80, [8] = 2, [15] = 0x17}, "fe80::200:0:0:17"},
        {{0x20, 1, 0x0d, 0xb8, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3}, "2001:db8:0:1:0:2:0:3"},
        {{0x20, 1, 0x0d, 0xb8, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0}, "2001:db8:1:1:1:1::"},
        {{[15] = 1}, "::1"},
    };
    char text[EXTSTA_IP_TEXT];
    struct extsta_ip ip = {.family = 4, .b = {192, 168, 0, 1}};
    (void)state;
    extsta_ip_text(&ip, text, sizeof text);
    assert_string_equal(text, "192.168.0.1");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ip.family = 6;
        memcpy(ip.b, cases[i].b, sizeof ip.b);
        assert_true(extsta_ip_text(&ip, text, sizeof text) < sizeof text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_comes_in_every_kind_of_frame),
        cmocka_unit_test(every_msdu_of_an_amsdu_is_read),
        cmocka_unit_test(messages_of_other_clients_are_passed_over),
        cmocka_unit_test(addresses_of_those_behind_are_not_told),
        cmocka_unit_test(later_fragments_are_not_read),
        cmocka_unit_test(repetitions_of_the_mac_count_once),
        cmocka_unit_test(a_single_request_at_the_end_says_nothing),
        cmocka_unit_test(frames_that_the_capture_lacks_lessen_sureness),
        cmocka_unit_test(packets_in_clear_are_not_believed_behind_a_handshake),
        cmocka_unit_test(no_data_of_the_ap_shows_without_the_key),
        cmocka_unit_test(steps_of_dhcp_show_by_their_length),
        cmocka_unit_test(first_data_each_way),
        cmocka_unit_test(what_is_told_takes_no_memory),
        cmocka_unit_test(windows_end_by_the_clock),
        cmocka_unit_test(windows_end_by_data),
        cmocka_unit_test(addresses_are_written_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
