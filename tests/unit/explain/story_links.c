/* Devices of several links (Wi-Fi 7): one client, by its device's address, whatever the link
 * (links.c of the library). Elements by IEEE 802.11be-2024 9.4.2.322.2, in which frames
 * by 35.3.5: a station has it in authentication and association requests, the AP in its beacons
 * and answers. */
#include "mpdus.h"

static const struct extsta_mac sta_mld = {{2, 0, 0, 0, 0x99, 1}}, sta_1 = {{2, 0, 0, 0, 0, 2}},
                               ap_mld = {{2, 0, 0, 0, 0xaa, 1}},
                               ap_mld_2 = {{2, 0, 0, 0, 0xaa, 2}};
static const struct rsne sae = {8, 4, 4, 0xc0, 0};

/* Common part with the device's address, id >= 0: with the id of this link. */
static struct mpdu mle(struct extsta_mac mld, int id)
{
    struct mpdu m = {.len = 0};
    PUT(&m, 255, 0, 107, id >= 0 ? 0x10 : 0, 0, id >= 0 ? 8 : 7);
    put_mac(&m, mld);
    if (id >= 0) {
        PUT(&m, (uint8_t)id);
    }
    m.bytes[1] = (uint8_t)(m.len - 2);
    return m;
}

/* Per-STA Profile, complete, with address; status >= 0: of a response. */
static void add_profile(struct mpdu *m, int id, struct extsta_mac mac, int status)
{
    PUT(m, 0, (uint8_t)(status >= 0 ? 13 : 11), (uint8_t)(0x30 | id), 0, 7);
    put_mac(m, mac);
    PUT(m, 0x11, 0x04);
    if (status >= 0) {
        PUT(m, (uint8_t)status, 0);
    }
    m->bytes[1] = (uint8_t)(m->len - 2);
}

/* s->ap is link 0 on channel 1, s->other link 1 on channel 36, both of one device; `apart`:
 * each of another. */
static struct scene *wifi7(bool apart)
{
    struct scene *s = scene(SAE);
    while (s->film.shot_count) { /* beacons without the element, on channel 1 */
        free(s->film.shots[--s->film.shot_count].bytes);
    }
    s->other.channel = 36;
    struct mpdu first = mle(ap_mld, 0), second = mle(apart ? ap_mld_2 : ap_mld, apart ? 0 : 1);
    beacon_with(s, &s->ap, sae, &first);
    beacon_with(s, &s->other, sae, &second);
    return s;
}

static void auth(struct scene *s, struct ap *ap, bool from_ap, int sequence)
{
    struct mpdu m = mgmt_of(s, ap, from_ap, 0xb0), e = mle(from_ap ? ap_mld : sta_mld, -1);
    PUT(&m, 3, 0, (uint8_t)sequence, 0, sequence == 1 ? 126 : 0, 0, 19, 0);
    for (int i = 0; i < (sequence == 1 ? 96 : 32); i++) {
        PUT(&m, (uint8_t)(i * 7));
    }
    put(&m, e.bytes, e.len);
    show(s, ap, from_ap, &m);
}

static void request(struct scene *s, struct ap *ap, const struct ap *left, int further)
{
    struct mpdu e = mle(sta_mld, -1);
    if (further >= 0) {
        add_profile(&e, further, sta_1, -1);
    }
    for (int i = 1; i <= 2; i++) {
        auth(s, ap, false, i);
        auth(s, ap, true, i);
    }
    request_with(s, ap, left, sae, &e);
}

/* The answer over `ap` with link `id`; another link of the device with its status. */
static void response(struct scene *s, struct ap *ap, bool re, struct extsta_mac mld, int id,
                     const struct ap *further, int further_id, int status)
{
    struct mpdu m = mgmt_of(s, ap, true, re ? 0x30 : 0x10), e = mle(mld, id);
    PUT(&m, 0x11, 0x04, 0, 0, 1, 0xc0, 1, 2, 0x82, 0x84);
    if (further) {
        add_profile(&e, further_id, further->bssid, status);
    }
    put(&m, e.bytes, e.len);
    show(s, ap, true, &m);
}

static void join_mld(struct scene *s)
{
    request(s, &s->ap, NULL, 1);
    response(s, &s->ap, false, ap_mld, 0, &s->other, 1, 0);
    handshake(s, &s->ap);
    later(s, 500 * MS);
}

/* The station on link 1. */
static struct actor on_link_1(const struct scene *s)
{
    struct actor a = s->sta;
    a.mac = sta_1;
    a.signal = -75;
    return a;
}

static void data_on(struct scene *s, struct actor *a, struct ap *ap, int n)
{
    for (int i = 0; i < n; i++) {
        shoot_data(&s->film, later(s, 5 * MS), a, ap, false, false);
        shoot_data(&s->film, later(s, 5 * MS), a, ap, true, false);
    }
}

static void two_links_are_one_client(void **state)
{
    (void)state;
    struct scene *s = wifi7(false);
    join_mld(s);
    struct actor a = on_link_1(s);
    data_on(s, &s->sta, &s->ap, 3);
    data_on(s, &a, &s->other, 10);
    shoot_leave(&s->film, later(s, MS), &a, &s->other, false, false, 3, true, 0);
    tell(s);
    assert_int_equal(s->count, 4);
    for (size_t i = 0; i < s->count; i++) {
        bool data = s->told[i].what == EXTSTA_STORY_CONNECTED; /* which is not read */
        assert_memory_equal(&s->told[i].sta, &sta_mld, 6);
        assert_memory_equal(&s->told[i].bssid, &s->ap.bssid, 6);
        assert_true(s->told[i].confidence >= 95 || data);
    }
    only(s, EXTSTA_STORY_PORT_AUTHORIZED, NULL);
    only(s, EXTSTA_STORY_DISASSOCIATION, "left-by-station");
    const struct extsta_story *joined = only(s, EXTSTA_STORY_ASSOCIATION, NULL);
    const struct extsta_story_context *c = &joined->context;
    assert_int_equal(c->link_count, 2);
    assert_memory_equal(&c->mld, &ap_mld, 6);
    assert_int_equal(c->links[1].id, 1);
    assert_int_equal(c->links[1].channel, 36);
    assert_memory_equal(&c->links[1].sta, &sta_1, 6);
    assert_memory_equal(&c->links[1].bssid, &s->other.bssid, 6);
    assert_string_equal(
        s->text[joined - s->told],
        "associated, WPA3-SAE, PMF, AID 1, Wi-Fi 7 over 2 links: 0 on channel 1 "
        "(02:00:00:00:00:01 with 02:00:00:00:00:0a), 1 on channel 36 "
        "(02:00:00:00:00:02 with 02:00:00:00:00:0b)");
    scene_free(s);
}

/* 35.3.5.4: the status of each link stands in its profile; what is refused is not in use. */
static void a_refused_link_is_told_and_not_used(void **state)
{
    (void)state;
    struct scene *s = wifi7(false);
    request(s, &s->ap, NULL, 1);
    response(s, &s->ap, false, ap_mld, 0, &s->other, 1, 17);
    handshake(s, &s->ap);
    tell(s);
    const struct extsta_story *joined = only(s, EXTSTA_STORY_ASSOCIATION, NULL);
    assert_int_equal(joined->context.links[1].status, 17);
    assert_non_null(strstr(s->text[joined - s->told], "refused, status 17"));
    scene_free(s);
}

/* Over the other link of the same device: it associates anew, and does not roam. */
static void another_link_of_the_ap_is_no_roam(void **state)
{
    (void)state;
    for (int apart = 0; apart < 2; apart++) {
        struct scene *s = wifi7(apart);
        join_mld(s);
        if (apart) { /* and it had one link with the first */
            scene_free(s);
            s = wifi7(true);
            request(s, &s->ap, NULL, -1);
            response(s, &s->ap, false, ap_mld, 0, NULL, 0, 0);
            handshake(s, &s->ap);
        }
        data_on(s, &s->sta, &s->ap, 3);
        const struct ap left = {.bssid = ap_mld}; /* 9.3.3.8: the device's address */
        request(s, &s->other, &left, -1);
        response(s, &s->other, true, apart ? ap_mld_2 : ap_mld, apart ? 0 : 1, NULL, 0, 0);
        handshake(s, &s->other);
        data_on(s, &s->sta, &s->other, 3);
        tell(s);
        assert_int_equal(how_many(s, EXTSTA_STORY_ROAM), apart);
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION), 2);
        assert_int_equal(how_many(s, EXTSTA_STORY_SILENCE), 0);
        for (size_t i = 0; i < s->count; i++) {
            assert_memory_equal(&s->told[i].sta, &sta_mld, 6);
        }
        scene_free(s);
    }
}

/* Called in vain on one link while it talks on the other. */
static void a_quiet_link_is_no_silence(void **state)
{
    (void)state;
    struct scene *s = wifi7(false);
    join_mld(s);
    struct actor a = on_link_1(s);
    data_on(s, &s->sta, &s->ap, 3);
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < 6; k++) {
            shoot_data(&s->film, later(s, 20 * MS), &s->sta, &s->ap, true, k > 0);
        }
        data_on(s, &a, &s->other, 1);
    }
    for (int k = 0; k < 8; k++) {
        shoot_data(&s->film, later(s, 20 * MS), &s->sta, &s->ap, true, k > 0);
    }
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_SILENCE), 0);
    scene_free(s);
}

/* The AP's radio on the other link has its own counter and is heard 30 dB weaker. */
static void an_end_over_another_link_is_no_forgery(void **state)
{
    (void)state;
    struct scene *s = wifi7(false);
    s->ap.signal = -40;
    s->other.signal = -75;
    s->other.seq = 3000;
    join_mld(s);
    struct actor a = on_link_1(s);
    for (int i = 0; i < 10; i++) {
        beacon_with(s, &s->ap, sae, NULL);
        data_on(s, &s->sta, &s->ap, 2);
    }
    shoot_leave(&s->film, later(s, MS), &a, &s->other, true, false, 8, true, 0);
    tell(s);
    const struct extsta_story *end = only(s, EXTSTA_STORY_DISASSOCIATION, NULL);
    assert_false(end->forged);
    assert_int_equal(end->by, EXTSTA_BY_AP);
    scene_free(s);
}

/* A capture that begins with the handshake: MLO Link KDEs of message 2 (12.7.2), and the links
 * of the AP's device as its beacons name them. */
static void message_2_names_the_links_of_who_was_there_before(void **state)
{
    (void)state;
    struct scene *s = wifi7(false);
    shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 1);
    uint32_t shot = shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 2);
    struct shot *m2 = &s->film.shots[shot];
    uint8_t kdes[] = {0xdd, 10,   0x00, 0x0f, 0xac, 3, 2, 0, 0, 0, 0x99, 1, 0xdd,
                      11,   0x00, 0x0f, 0xac, 19,   1, 2, 0, 0, 0, 0,    2};
    m2->bytes = realloc(m2->bytes, m2->len + sizeof kdes);
    memcpy(m2->bytes + m2->len, kdes, sizeof kdes);
    /* behind the MAC header of 26 octets and LLC: EAPOL's length, and that of the key data */
    size_t eapol = 9 + 26 + 8;
    m2->bytes[eapol + 3] = (uint8_t)(m2->bytes[eapol + 3] + sizeof kdes);
    m2->bytes[eapol + 4 + 94] = (uint8_t)(m2->bytes[eapol + 4 + 94] + sizeof kdes);
    m2->len = (uint16_t)(m2->len + sizeof kdes);
    shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 3);
    shoot_key(&s->film, later(s, MS), &s->sta, &s->ap, 4);
    struct actor a = on_link_1(s);
    data_on(s, &a, &s->other, 10);
    tell(s);
    assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION), 1);
    for (size_t i = 0; i < s->count; i++) {
        assert_memory_equal(&s->told[i].sta, &s->sta.mac, 6);
    }
    scene_free(s);
}

/* All at once; extsta_story_text cuts nothing. */
static void the_longest_join_has_room(void **state)
{
    struct extsta_story s = {.what = EXTSTA_STORY_ASSOCIATION,
                             .inferred = true,
                             .aid = 2007,
                             .details = EXTSTA_DETAIL_ATTEMPT_SEEN,
                             .security = EXTSTA_SECURED_SAE_CACHED};
    char text[2 * EXTSTA_STORY_TEXT];
    (void)state;
    s.context = (struct extsta_story_context){.akm = 0x000fac16, /* 22, the longest name */
                                              .pairwise = 0x000fac0a,
                                              .group = 0x000fac09,
                                              .pmf = true,
                                              .pmkid = EXTSTA_PMKID_REFUSED,
                                              .link_count = EXTSTA_LINKS_MAX};
    for (size_t i = 0; i < EXTSTA_LINKS_MAX; i++) {
        s.context.links[i] = (struct extsta_link){.id = 14, .channel = 233, .status = 65535};
    }
    assert_in_range(extsta_story_text(&s, text, sizeof text), 400, EXTSTA_STORY_TEXT - 1);
    assert_in_range(extsta_secured_text(&s, text, sizeof text), 60, EXTSTA_SECURED_TEXT - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_links_are_one_client),
        cmocka_unit_test(a_refused_link_is_told_and_not_used),
        cmocka_unit_test(another_link_of_the_ap_is_no_roam),
        cmocka_unit_test(a_quiet_link_is_no_silence),
        cmocka_unit_test(an_end_over_another_link_is_no_forgery),
        cmocka_unit_test(the_longest_join_has_room),
        cmocka_unit_test(message_2_names_the_links_of_who_was_there_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
