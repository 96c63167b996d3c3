/* Which phase of EAP failed: what of TLS is in clear says how far it came (eap_tls.c of the
 * library). Records by RFC 5246 6.2.1 and 8446 5.1, ServerHello by 7.4.1.3 and 4.1.3. */
#include "scene.h"

/* A packet of a TLS method: `records` behind type and flags. */
static void shoot_tls(struct scene *s, bool from_ap, uint8_t type, uint8_t flags,
                      const uint8_t *records, size_t len)
{
    uint8_t mpdu[200] = {0x08, from_ap ? 2 : 1};
    static const uint8_t llc[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2, 0, 0};
    const uint8_t whole = (uint8_t)(6 + len);
    memcpy(mpdu + 4, from_ap ? s->sta.mac.b : s->ap.bssid.b, 6);
    memcpy(mpdu + 10, from_ap ? s->ap.bssid.b : s->sta.mac.b, 6);
    memcpy(mpdu + 16, s->ap.bssid.b, 6);
    memcpy(mpdu + 24, llc, sizeof llc);
    uint8_t *eap = mpdu + 24 + sizeof llc;
    memcpy(eap, (uint8_t[]){whole, from_ap ? 1 : 2, 9, 0, whole, type, flags}, 7);
    memcpy(eap + 7, records, len);
    shoot_mpdu(&s->film, later(s, MS), -50, mpdu, 24 + sizeof llc + 7 + len);
}

/* With this cipher suite and nothing behind it. */
static void shoot_hello(struct scene *s, uint8_t type, uint16_t cipher)
{
    uint8_t records[5 + 4 + 38] = {22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3};
    records[5 + 4 + 35] = (uint8_t)(cipher >> 8);
    records[5 + 4 + 36] = (uint8_t)cipher;
    shoot_tls(s, true, type, 0, records, sizeof records);
}

static void shoot_tls_data(struct scene *s, bool from_ap, uint8_t type, uint8_t flags)
{
    static const uint8_t record[] = {23, 3, 3, 0, 4, 1, 2, 3, 4};
    shoot_tls(s, from_ap, type, flags, record, sizeof record);
}

static struct scene *eap_scene(void)
{
    struct scene *s = scene(DOT1X);
    authenticate(s, &s->ap);
    associate(s, &s->ap, NULL);
    return s;
}

static void end(struct scene *s)
{
    shoot_eap(&s->film, later(s, MS), &s->sta, &s->ap, true, 4, 9, -1);
    tell(s);
}

#define PEAP   25
#define FAST   43
#define TLS_12 0xc02f
#define TLS_13 0x1301

/* In TLS 1.2 data is sent when both have finished. In TLS 1.3 the certificates are sent so,
 * too: only what the server says after the station's first data shows that it accepted. */
static void whose_tunnel_was_up_was_refused_inside_it(void **state)
{
    static const struct {
        uint16_t cipher;
        const char *data; /* a: of the AP, s: of the station */
        bool tunnel;
    } cases[] = {{TLS_12, "", false},  {TLS_12, "s", true},   {TLS_12, "as", true},
                 {TLS_13, "a", false}, {TLS_13, "as", false}, {TLS_13, "asa", true},
                 {0, "as", false},     {0, "asa", true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = eap_scene();
        if (cases[i].cipher) {
            shoot_hello(s, PEAP, cases[i].cipher);
        }
        for (const char *data = cases[i].data; *data; data++) {
            shoot_tls_data(s, *data == 'a', PEAP, 0);
        }
        end(s);
        const struct extsta_story *f = only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "eap-failure");
        assert_int_equal((f->details & EXTSTA_DETAIL_TUNNEL) != 0, cases[i].tunnel);
        assert_int_equal(strstr(s->text[f - s->told], "the tunnel was up") != NULL,
                         cases[i].tunnel);
        scene_free(s);
    }
}

/* RFC 5216 2.1.5: M says that the next packet goes on with this one; what stands at its
 * beginning is no record. */
static void the_middle_of_a_fragmented_flight_is_no_record(void **state)
{
    (void)state;
    for (int fragment = 0; fragment < 2; fragment++) {
        struct scene *s = eap_scene();
        static const uint8_t alert[] = {21, 3, 3, 0, 2, 2, 48};
        static const uint8_t part[] = {22, 3, 3, 1, 0, 11};
        shoot_tls(s, true, PEAP, fragment ? 0x40 : 0, part, sizeof part);
        shoot_tls(s, true, PEAP, 0, alert, sizeof alert);
        end(s);
        const struct extsta_story *f = only(s, EXTSTA_STORY_ASSOCIATION_FAILED,
                                            fragment ? "eap-failure" : "eap-certificate");
        assert_int_equal(strstr(s->text[f - s->told], "of the server: unknown CA") != NULL,
                         !fragment);
        assert_int_equal(f->cause.origin, EXTSTA_ORIGIN_PEER);
        scene_free(s);
    }
}

/* RFC 5422 3.5: without a certificate (TLS_DH_anon_WITH_AES_128_CBC_SHA) the server gives the
 * PAC, and EAP-Failure ends it. */
static void fast_provisioning_ends_with_failure(void **state)
{
    static const struct {
        uint8_t type;
        uint16_t cipher;
        bool provisioning;
    } cases[] = {{FAST, 0x0034, true}, {FAST, TLS_12, false}, {PEAP, 0x0034, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scene *s = eap_scene();
        shoot_hello(s, cases[i].type, cases[i].cipher);
        shoot_tls_data(s, true, cases[i].type, 1);
        shoot_tls_data(s, false, cases[i].type, 1);
        end(s);
        const struct extsta_story *told =
            cases[i].provisioning ? only(s, EXTSTA_STORY_FINDING, "eap-fast-provisioning")
                                  : only(s, EXTSTA_STORY_ASSOCIATION_FAILED, "eap-failure");
        assert_true(!cases[i].provisioning ||
                    told->confidence < 90); /* a wrong password, too */
        assert_int_equal(how_many(s, EXTSTA_STORY_ASSOCIATION_FAILED), !cases[i].provisioning);
        scene_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whose_tunnel_was_up_was_refused_inside_it),
        cmocka_unit_test(the_middle_of_a_fragmented_flight_is_no_record),
        cmocka_unit_test(fast_provisioning_ends_with_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
