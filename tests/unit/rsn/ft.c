/* Fast BSS transitions: key hierarchy, four-way handshake of a first association, and the
 * exchange of a transition, against frames of iwd's tests and of a public capture; then both of
 * our sides against each other, with every AKM, and what an attacker could try. */
#include "pair.h"
#include "rsn/ft.h"
#include "../vectors/hex.h"
#include "../vectors/ft_keys.h"
#include "wire/mgmt.h"

static struct ft_domain domain_of(const struct vector_ft *v)
{
    struct hex ssid = hex(v->ssid), mdid = hex(v->mdid), r0kh = hex(v->r0kh_id);
    struct ft_domain d = {.ssid_len = (uint8_t)ssid.len, .r0kh_len = (uint8_t)r0kh.len};
    memcpy(d.ssid, ssid.b, ssid.len);
    memcpy(d.mdid, mdid.b, 2);
    memcpy(d.r0kh_id, r0kh.b, r0kh.len);
    return d;
}

static void assert_key(const struct ft_key *key, const char *octets, const char *name)
{
    struct hex k = hex(octets), n = hex(name);
    assert_int_equal(key->len, k.len);
    assert_memory_equal(key->key, k.b, k.len);
    assert_memory_equal(key->name, n.b, 16);
}

static void the_hierarchy_of_published_frames(void **state)
{
    const struct akm_suite *akm = akm_find(AKM_FT_PSK);
    struct ft_key r0, r1;
    for (size_t i = 0; i < COUNT(vectors_ft_keys); i++) {
        const struct vector_ft *v = &vectors_ft_keys[i];
        const struct vector_ft *root = v->xxkey ? v : &vectors_ft_keys[1];
        struct hex xxkey = hex(root->xxkey), an = hex(v->anonce), sn = hex(v->snonce);
        struct ft_domain d = domain_of(root);
        struct ptk ptk;
        const char *bssid = v->bssid ? v->bssid : v->target_bssid;
        assert_int_equal(
            ft_derive_r0(crypto, akm, hex_span(&xxkey), &d, hex_mac(v->s0kh_id), &r0),
            EXTSTA_OK);
        assert_key(&r0, v->pmk_r0, v->pmk_r0_name);
        assert_int_equal(
            ft_derive_r1(crypto, akm, &r0, hex_mac(v->r1kh_id), hex_mac(v->s0kh_id), &r1),
            EXTSTA_OK);
        assert_key(&r1, v->pmk_r1, v->pmk_r1_name);
        assert_int_equal(ptk_derive(crypto, akm, span(r1.key, r1.len), hex_mac(bssid),
                                    hex_mac(v->s0kh_id), an.b, sn.b, 16, &ptk),
                         EXTSTA_OK);
        struct hex kck = hex(v->kck), kek = hex(v->kek), tk = hex(v->tk);
        assert_memory_equal(ptk.kck, kck.b, 16);
        assert_memory_equal(ptk.kek, kek.b, 16);
        assert_memory_equal(ptk.tk, tk.b, 16);
    }
}

static struct hex element_of(struct extsta_span data, uint8_t id)
{
    struct element e;
    struct hex h = {0};
    assert_true(element_find(data, id, &e));
    h.len = e.whole.len;
    memcpy(h.b, e.whole.data, h.len);
    return h;
}

/* What hostapd and wpa_supplicant 2.10 have logged of two runs on mac80211_hwsim, with the
 * nonces of their frames: FT-SAE, and FT-802.1X, whose MPMK neither logs. A first association
 * and two transitions of each. */
static const struct {
    uint32_t akm;
    const char *mpmk, *r0;
    struct {
        const char *r1kh, *r1, *bssid, *anonce, *snonce, *kck, *kek, *tk;
    } at[3];
} logged[] = {
    {AKM_FT_SAE,
     "28bebde0c6b23714e56f9c47b4356f8e73bff05c526a7105b295d69bbf7604d8",
     "dfb0f9ce7bf94a96b37bb547e779144dce55c9748a27f36e57c977c86af9905e",
     {{"000102030405", "a1f34c449b770ca001449dbe57cc3287cba4718ed37203851e2823d2979ae30a",
       "020000000300", "cc73721a8aae4eb13bd9c645909d55bfb172d29668086aea224fdbf946e095db",
       "ed4a4caa7bd83b415e48aa4b5b088dfa6bf1520d8463f388755ecbdcb6facc3e",
       "bb5b3ff781edf1f43547274811d501cb", "e3d02200c54905223868365cd8f9a29c",
       "b5c4c7028e5d62ce152b8464b8a0758d"},
      {"000102030406", "36b8aa28cc4e7484e929ae20a23559c9dfa59373b770182e221ca2a347c3e417",
       "020000000400", "fcea442f34fb69102e96b8370176bfd8ccb87df6292e04c936e0597e0b1bf8ee",
       "02fb4552d7847b8c2278854313b4595ea4d081f945f09c30576f75c25f4b6450",
       "9d70aecf428adb2e735c609c3276f623", "d9b06201fcd12c250fe5593056fb31ad",
       "f5c6e87e0384c37467117f3d7f7e1d2f"},
      {"000102030405", "a1f34c449b770ca001449dbe57cc3287cba4718ed37203851e2823d2979ae30a",
       "020000000300", "cf7b9f534707f63548985219614ba054fab1f1f8ff896f32354170bc71734afc",
       "964a13f822463b78a25ac018e7bb9f9ad62374e34dc0b5fd7d0d1b90480da74d",
       "c9889f6af6417952f3da74b2ff292316", "837c110ecc855e1108273747562e47bb",
       "52c49277ee68e1084268eae1406a1852"}}},
    {AKM_FT_8021X,
     NULL,
     "dcc4b27e4a4d253e63acc3b6c01f14bbbb019e99e18ad1ca2b825fb605029566",
     {{"000102030405", "80995d11689522494bb0237cfeee97c30946d9bb6d8a55341f57860878b46e0d",
       "020000000300", "30673753e8bb85bda232a2352019d77c1ab9379760613978d350cc11e0d8261c",
       "f15595d69a666b12175a917eee5aeb51d82b22f1301d4bbcd6e8c68605a7cddd",
       "c738c98051b89171a99067a0da732c5e", "fdbf1891253fb565d96d1f43d8f10acc",
       "9a721fba4eab31cd527cc562dd6158f5"},
      {"000102030406", "43888d03ee4bdd34af667a3767e15d27e7a3e88cf6c99e1b738b35ad03abf192",
       "020000000400", "a3c1bbabc1dbd0c6086a91e05d02db720e1b56728681ca15a59d83ddcf074f0e",
       "190c8c0b0c6b121f71537022144a85f8861f882abf7cf479e27db313bbfba009",
       "476e86cd70ca8ef7c10ad6d708707bb0", "5e0e3dc1a8b5318746500c6dc687fcfe",
       "67f5c21e1382bfb2f5df73760c328f8c"},
      {"000102030405", "80995d11689522494bb0237cfeee97c30946d9bb6d8a55341f57860878b46e0d",
       "020000000300", "b642008bee019e032f2e70c7548d73cd4ac162eb83bc95b70ac8cdd69473b4ab",
       "8c80749a70c12508025660aec7aac3389095e948ad1167bfe6c5a267b72e38be",
       "7e6c64cc69a0c96dad27d3cedf5eea80", "0caa15639e331144ca180a9725a867be",
       "222ec801d87853fa4bcd671404c93be7"}}},
};
static const struct extsta_mac logged_sta = {{2, 0, 0, 0, 0, 0}};

static void the_hierarchy_that_hostapd_has_logged(void **state)
{
    const struct ft_domain d = {.ssid = "test-ft",
                                .ssid_len = 7,
                                .mdid = {0xa1, 0xb2},
                                .r0kh_id = "nas1.w1.fi",
                                .r0kh_len = 10};
    for (size_t i = 0; i < COUNT(logged); i++) {
        const struct akm_suite *akm = akm_find(logged[i].akm);
        struct hex mpmk = hex(logged[i].mpmk), want = hex(logged[i].r0);
        struct ft_key r0 = {.len = 32}, r1;
        memcpy(r0.key, want.b, 32);
        if (mpmk.len > 0) {
            assert_int_equal(ft_derive_r0(crypto, akm, hex_span(&mpmk), &d, logged_sta, &r0),
                             EXTSTA_OK);
            assert_memory_equal(r0.key, want.b, 32);
        }
        for (size_t k = 0; k < 3; k++) {
            struct hex an = hex(logged[i].at[k].anonce), sn = hex(logged[i].at[k].snonce),
                       key = hex(logged[i].at[k].r1), kck = hex(logged[i].at[k].kck),
                       kek = hex(logged[i].at[k].kek), tk = hex(logged[i].at[k].tk);
            struct ptk ptk;
            assert_int_equal(
                ft_derive_r1(crypto, akm, &r0, hex_mac(logged[i].at[k].r1kh), logged_sta, &r1),
                EXTSTA_OK);
            assert_memory_equal(r1.key, key.b, 32);
            assert_int_equal(ptk_derive(crypto, akm, span(r1.key, r1.len),
                                        hex_mac(logged[i].at[k].bssid), logged_sta, an.b, sn.b,
                                        16, &ptk),
                             EXTSTA_OK);
            assert_memory_equal(ptk.kck, kck.b, 16);
            assert_memory_equal(ptk.kek, kek.b, 16);
            assert_memory_equal(ptk.tk, tk.b, 16);
        }
    }
}

/* RSNE, MDE and FTE of the reassociation of FT-SAE's first transition. The MIC is that of the
 * suite (version 0), and covers nothing else. */
static void the_MIC_of_a_recorded_transition_by_SAE(void **state)
{
    static const char *const elements[] = {
        "30260100000fac040100000fac040100000fac098000010050643f70bb8c310c0c2472045a84b2df3603"
        "a1b20137660003d5aece742ca0591c22289feba49495b9fcea442f34fb69102e96b8370176bfd8ccb87df6"
        "292e04c936e0597e0b1bf8ee02fb4552d7847b8c2278854313b4595ea4d081f945f09c30576f75c25f4b64"
        "500106000102030406030a6e6173312e77312e6669",
        "30260100000fac040100000fac040100000fac090c00010050643f70bb8c310c0c2472045a84b2df3603"
        "a1b201378b0003a287303f614872949be5d0b3c89705bffcea442f34fb69102e96b8370176bfd8ccb87df6"
        "292e04c936e0597e0b1bf8ee02fb4552d7847b8c2278854313b4595ea4d081f945f09c30576f75c25f4b64"
        "500106000102030406030a6e6173312e77312e6669022301001000000000000000004b61f0b2be699cdc95"
        "c9615f996ad7e7ad1522ec76f370362d"};
    struct hex kck = hex(logged[0].at[1].kck);
    for (uint8_t i = 0; i < 2; i++) {
        struct hex octets = hex(elements[i]);
        struct hex rsne = element_of(hex_span(&octets), ELEMENT_RSN),
                   mde = element_of(hex_span(&octets), ELEMENT_MOBILITY_DOMAIN),
                   fte = element_of(hex_span(&octets), ELEMENT_FAST_BSS_TRANSITION);
        const struct ft_mic_input in = {.sta = logged_sta,
                                        .ap = hex_mac(logged[0].at[1].bssid),
                                        .transaction = (uint8_t)(5 + i),
                                        .rsne = hex_span(&rsne),
                                        .mde = hex_span(&mde),
                                        .fte = hex_span(&fte)};
        uint8_t mic[MIC_MAX];
        assert_int_equal(ft_mic(crypto, akm_find(AKM_FT_SAE), hex_span(&kck), &in, mic),
                         EXTSTA_OK);
        assert_memory_equal(mic, fte.b + 4, 16);
        assert_int_equal(ft_mic_count(&in), fte.b[3]);
    }
}

/* The supplicant in the place of the recorded one. */
static void recorded_first_associations(void **state)
{
    for (size_t i = 0; i < 2; i++) {
        const struct vector_ft *v = &vectors_ft_keys[i];
        struct hex xxkey = hex(v->xxkey), plain = hex(v->key_data_plain_m3), m1 = hex(v->m1),
                   m2 = hex(v->m2), m3 = hex(v->m3), m4 = hex(v->m4), ssid = hex(v->ssid),
                   snonce = hex(v->snonce), tk = hex(v->tk), gtk = hex(v->gtk);
        struct hex beacon = element_of(hex_span(&plain), ELEMENT_RSN);
        struct hex mde = element_of(hex_span(&plain), ELEMENT_MOBILITY_DOMAIN);
        struct hex fte = element_of(hex_span(&plain), ELEMENT_FAST_BSS_TRANSITION);
        struct eapol e;
        struct eapol_key k2;
        assert_true(eapol_parse(hex_span(&m2), &e) && eapol_key_parse(&e, 16, &k2));
        struct hex own = element_of(k2.data, ELEMENT_RSN);
        /* neither the Beacon nor the request has the PMKID */
        own.len -= 18;
        beacon.len -= 18;
        own.b[1] = (uint8_t)(own.b[1] - 18);
        beacon.b[1] = (uint8_t)(beacon.b[1] - 18);
        struct supplicant_config c = {.crypto = crypto,
                                      .own = hex_mac(v->s0kh_id),
                                      .peer = hex_mac(v->bssid),
                                      .pmk = hex_span(&xxkey),
                                      .akm = AKM_FT_PSK,
                                      .pairwise = CIPHER_CCMP,
                                      .group = CIPHER_CCMP,
                                      .own_rsne = hex_span(&own),
                                      .peer_rsne = hex_span(&beacon),
                                      .ssid = hex_span(&ssid),
                                      .mde = hex_span(&mde),
                                      .fte = hex_span(&fte),
                                      .eapol_version = k2.version};
        struct supplicant s;
        struct supplicant_step step;
        assert_int_equal(supplicant_start(&s, &c), EXTSTA_OK);
        supplicant_rx(&s, hex_span(&m1), snonce.b, false, &step);
        assert_int_equal(step.send_len, m2.len);
        assert_memory_equal(step.send, m2.b, m2.len);
        supplicant_rx(&s, hex_span(&m3), snonce.b, false, &step);
        assert_int_equal(step.verdict, SUPPLICANT_AUTHORIZED);
        assert_memory_equal(step.pairwise.key, tk.b, 16);
        assert_memory_equal(step.group.key, gtk.b, 16);
        assert_int_equal(step.send_len, m4.len);
        assert_memory_equal(step.send, m4.b, m4.len);
        supplicant_clear(&s);
    }
}

/* --- a transition of a public capture --- */

/* The station's exchange as recorded; its own nonce is the recorded one. */
struct roam {
    const struct vector_ft *v;
    struct hex auth1, auth2, req, resp, snonce, mpmk, beacon;
    struct mgmt_auth a2;
    struct mgmt_assoc_req q;
    struct mgmt_assoc_resp r;
    struct ft_domain domain;
    struct ft_station f;
};

static void roam_start(struct roam *x)
{
    const struct vector_ft *root = &vectors_ft_keys[1];
    struct elements e;
    struct mgmt_auth a1;
    *x = (struct roam){.v = &vectors_ft_keys[2]};
    x->auth1 = hex(x->v->auth_request_body);
    x->auth2 = hex(x->v->auth_response_body);
    x->req = hex(x->v->reassoc_request_body);
    x->resp = hex(x->v->reassoc_response_body);
    x->snonce = hex(x->v->snonce);
    x->mpmk = hex(root->xxkey);
    x->domain = domain_of(root);
    assert_true(mgmt_parse_auth(hex_span(&x->auth1), &a1));
    assert_true(mgmt_parse_auth(hex_span(&x->auth2), &x->a2));
    assert_true(mgmt_parse_assoc_req(hex_span(&x->req), true, &x->q));
    assert_true(mgmt_parse_assoc_resp(hex_span(&x->resp), true, &x->r));
    elements_parse(x->a2.rest, &e);
    x->beacon = element_of(x->a2.rest, ELEMENT_RSN);
    x->beacon.len -= 18;
    x->beacon.b[1] = (uint8_t)(x->beacon.b[1] - 18);
    struct ft_station_config c = {.crypto = crypto,
                                  .own = hex_mac(x->v->s0kh_id),
                                  .peer = hex_mac(x->v->target_bssid),
                                  .mpmk = hex_span(&x->mpmk),
                                  .domain = &x->domain,
                                  .mde_capabilities = 1,
                                  .peer_rsne = hex_span(&x->beacon)};
    elements_parse(a1.rest, &e);
    assert_int_equal(rsn_element_parse(e.rsn, &c.rsn), EXTSTA_OK);
    assert_int_equal(ft_station_start(&x->f, &c, x->snonce.b), EXTSTA_OK);
}

static void a_recorded_transition_octet_for_octet(void **state)
{
    struct roam x;
    struct elements e;
    uint8_t out[512], rsne[64];
    struct writer w = writer_of(out, sizeof out), rw = writer_of(rsne, sizeof rsne);
    enum extsta_drop drop;
    struct supplicant_step step;
    struct rsn_element rsn;
    roam_start(&x);
    ft_station_write_request(&x.f, &w);
    assert_int_equal(writer_len(&w), x.auth1.len - 6);
    assert_memory_equal(out, x.auth1.b + 6, writer_len(&w));
    assert_true(ft_station_response(&x.f, x.a2.rest, &drop));
    elements_parse(x.q.elements, &e);
    ft_station_rsn(&x.f, &rsn);
    rsn_element_write(&rw, &rsn);
    assert_true(span_equal(span(rsne, writer_len(&rw)), e.rsn));
    w = writer_of(out, sizeof out);
    writer_span(&w, e.rsn);
    mde_write(&w, x.domain.mdid, 1);
    size_t before = writer_len(&w);
    ft_station_write_reassoc(&x.f, 2412, &w);
    assert_true(ft_station_seal(&x.f, out, writer_len(&w)));
    assert_int_equal(writer_len(&w) - before, e.fast_bss_transition.len + 2);
    assert_memory_equal(out + before, e.fast_bss_transition.data - 2,
                        e.fast_bss_transition.len + 2);
    assert_true(ft_station_reassoc(&x.f, x.r.elements, &step));
    struct hex tk = hex(x.v->tk), gtk = hex(x.v->gtk);
    assert_int_equal(step.verdict, SUPPLICANT_AUTHORIZED);
    assert_true(step.pairwise.install && step.group.install);
    assert_memory_equal(step.pairwise.key, tk.b, 16);
    assert_memory_equal(step.group.key, gtk.b, 16);
    assert_int_equal(step.group.key_id, 1);
    /* once more: nothing */
    assert_false(ft_station_reassoc(&x.f, x.r.elements, &step));
    assert_false(step.pairwise.install || step.group.install);
}

/* What the AP said, changed in one bit of FT's elements, authorizes nobody; the true one does.
 */
static void no_changed_response_authorizes(void **state)
{
    struct roam x;
    struct elements e;
    enum extsta_drop drop;
    struct supplicant_step step;
    roam_start(&x);
    assert_true(ft_station_response(&x.f, x.a2.rest, &drop));
    elements_parse(x.r.elements, &e);
    const struct extsta_span parts[] = {e.rsn, e.mobility_domain, e.fast_bss_transition};
    for (size_t i = 0; i < COUNT(parts); i++) {
        for (size_t bit = 0; bit < 8 * parts[i].len; bit++) {
            uint8_t *at = (uint8_t *)(uintptr_t)parts[i].data + bit / 8;
            *at ^= (uint8_t)(1u << bit % 8);
            assert_false(ft_station_reassoc(&x.f, x.r.elements, &step));
            assert_true(step.dropped && step.drop == EXTSTA_DROP_FT_MISMATCH);
            assert_false(step.pairwise.install || step.group.install);
            assert_int_not_equal(ft_station_cause(&x.f), EXTSTA_DIAGNOSIS_NONE);
            *at ^= (uint8_t)(1u << bit % 8);
        }
    }
    uint8_t *mic = (uint8_t *)(uintptr_t)e.fast_bss_transition.data + 2;
    *mic ^= 1;
    assert_false(ft_station_reassoc(&x.f, x.r.elements, &step));
    assert_int_equal(ft_station_cause(&x.f), EXTSTA_DIAGNOSIS_FT_MIC);
    *mic ^= 1;
    assert_true(ft_station_reassoc(&x.f, x.r.elements, &step));
}

/* The first answer has no MIC; but what it repeats must be ours. */
static void an_answer_to_another_request_is_dropped(void **state)
{
    static const size_t at[] = {24 + 16 /* PMKR0Name */, 42 /* MDE */, 44 + 6 + 16 + 32 + 32,
                                142 /* R0KH-ID */};
    for (size_t i = 0; i < COUNT(at); i++) {
        struct roam x;
        enum extsta_drop drop;
        roam_start(&x);
        uint8_t *octet = (uint8_t *)(uintptr_t)x.a2.rest.data + at[i];
        *octet ^= 1;
        assert_false(ft_station_response(&x.f, x.a2.rest, &drop));
        assert_int_equal(drop, EXTSTA_DROP_FT_MISMATCH);
        *octet ^= 1;
        assert_true(ft_station_response(&x.f, x.a2.rest, &drop));
    }
}

/* The AP in the place of the recorded one: it accepts the recorded station. */
static void the_ap_takes_a_recorded_station(void **state)
{
    struct roam x;
    struct ft_ap ap;
    struct ft_key r1;
    struct mgmt_auth a1;
    struct hex anonce, gtk, auth2;
    uint8_t out[512];
    struct supplicant_step step;
    roam_start(&x);
    anonce = hex(x.v->anonce);
    gtk = hex(x.v->gtk);
    auth2 = x.auth2;
    struct ft_ap_config c = {.crypto = crypto,
                             .own = hex_mac(x.v->target_bssid),
                             .peer = hex_mac(x.v->s0kh_id),
                             .mdid = {1, 2},
                             .mde_capabilities = 1,
                             .r1kh_id = hex_mac(x.v->r1kh_id),
                             .own_rsne = hex_span(&x.beacon)};
    assert_true(mgmt_parse_auth(hex_span(&x.auth1), &a1));
    assert_int_equal(ft_ap_request(&ap, &c, a1.rest), 0);
    assert_memory_equal(ap.r0_name, x.f.r0.name, 16);
    ft_derive_r1(crypto, ap.akm, &x.f.r0, c.r1kh_id, c.peer, &r1);
    struct writer w = writer_of(out, sizeof out);
    assert_int_equal(ft_ap_answer(&ap, &r1, anonce.b, &w), 0);
    assert_int_equal(writer_len(&w), auth2.len - 6);
    assert_memory_equal(out, auth2.b + 6, writer_len(&w));
    assert_int_equal(ft_ap_reassoc(&ap, x.q.elements), 0);
    struct authenticator_config keys = {.group = CIPHER_CCMP, .gtk_len = 16, .gtk_id = 1};
    memcpy(keys.gtk, gtk.b, 16);
    w = writer_of(out, sizeof out);
    ft_ap_write_reassoc(&ap, &keys, &w, &step);
    struct elements e;
    elements_parse(x.r.elements, &e);
    assert_true(step.pairwise.install);
    assert_memory_equal(out, e.rsn.data, e.rsn.len);
    assert_memory_equal(out + e.rsn.len + 5, e.fast_bss_transition.data - 2,
                        e.fast_bss_transition.len + 2);
}

/* --- both of our sides --- */

struct transition {
    struct ft_domain domain;
    struct ft_station s;
    struct ft_ap a;
    struct ft_key r1;
    uint8_t rsne[64], mpmk[64], out[512];
    size_t rsne_len;
    struct authenticator_config keys;
    struct supplicant_step s_step, a_step;
    struct extsta_mac sta, ap;
};

/* What both ends have among their RSN Capabilities. */
static uint16_t rsn_capabilities = RSN_CAP_MFPC;

static void transition_start(struct transition *t, uint32_t akm, size_t mpmk_len)
{
    struct rsn_element rsn = {.version = 1,
                              .group = CIPHER_CCMP,
                              .pairwise = {CIPHER_CCMP},
                              .pairwise_count = 1,
                              .akm = {akm},
                              .akm_count = 1,
                              .capabilities = rsn_capabilities,
                              .group_mgmt = CIPHER_BIP};
    struct ft_key r0;
    uint8_t nonce[32];
    memset(t, 0, sizeof *t);
    struct writer w = writer_of(t->rsne, sizeof t->rsne);
    rsn_element_write(&w, &rsn);
    t->rsne_len = writer_len(&w);
    t->sta = (struct extsta_mac){{2, 0, 0, 0, 0, 1}};
    t->ap = (struct extsta_mac){{2, 0, 0, 0, 1, 2}};
    t->domain = (struct ft_domain){
        .ssid = "net", .ssid_len = 3, .mdid = {7, 9}, .r0kh_id = "first", .r0kh_len = 5};
    memset(t->mpmk, 0x5a, sizeof t->mpmk);
    t->keys = (struct authenticator_config){.group = CIPHER_CCMP,
                                            .gtk_len = 16,
                                            .gtk_id = 2,
                                            .gtk_rsc = 77,
                                            .group_mgmt = CIPHER_BIP,
                                            .igtk = {"an IGTK, 16 byte", 16, 5, 3},
                                            .bigtk = {"a BIGTK, 16 byte", 16, 6, 4}};
    memcpy(t->keys.gtk, gtk_1, 16);
    fresh(nonce);
    struct ft_station_config sc = {.crypto = crypto,
                                   .own = t->sta,
                                   .peer = t->ap,
                                   .mpmk = span(t->mpmk, mpmk_len),
                                   .domain = &t->domain,
                                   .rsn = rsn,
                                   .peer_rsne = span(t->rsne, t->rsne_len)};
    assert_int_equal(ft_station_start(&t->s, &sc, nonce), EXTSTA_OK);
    w = writer_of(t->out, sizeof t->out);
    ft_station_write_request(&t->s, &w);
    struct ft_ap_config ac = {.crypto = crypto,
                              .own = t->ap,
                              .peer = t->sta,
                              .mdid = {7, 9},
                              .r1kh_id = t->ap,
                              .own_rsne = span(t->rsne, t->rsne_len),
                              .freq = 2412};
    assert_int_equal(ft_ap_request(&t->a, &ac, span(t->out, writer_len(&w))), 0);
    assert_int_equal(
        ft_derive_r0(crypto, t->s.akm, span(t->mpmk, mpmk_len), &t->domain, t->sta, &r0),
        EXTSTA_OK);
    assert_memory_equal(r0.name, t->a.r0_name, 16);
    ft_derive_r1(crypto, t->s.akm, &r0, t->ap, t->sta, &t->r1);
}

/* The second frame reaches the station; the third is in `out`, its length is returned. */
static size_t transition_request(struct transition *t)
{
    uint8_t anonce[32];
    enum extsta_drop drop;
    struct rsn_element rsn;
    fresh(anonce);
    struct writer w = writer_of(t->out, sizeof t->out);
    assert_int_equal(ft_ap_answer(&t->a, &t->r1, anonce, &w), 0);
    assert_true(ft_station_response(&t->s, span(t->out, writer_len(&w)), &drop));
    w = writer_of(t->out, sizeof t->out);
    ft_station_rsn(&t->s, &rsn);
    rsn_element_write(&w, &rsn);
    mde_write(&w, t->domain.mdid, 0);
    ft_station_write_reassoc(&t->s, 2412, &w);
    assert_false(w.failed);
    assert_true(ft_station_seal(&t->s, t->out, writer_len(&w)));
    return writer_len(&w);
}

static size_t transition_response(struct transition *t)
{
    struct writer w = writer_of(t->out, sizeof t->out);
    ft_ap_write_reassoc(&t->a, &t->keys, &w, &t->a_step);
    assert_false(w.failed);
    return writer_len(&w);
}

static void assert_same(const struct supplicant_key *a, const struct supplicant_key *b)
{
    assert_true(a->install && b->install);
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->key, b->key, a->len);
    assert_int_equal(a->key_id, b->key_id);
    assert_true(a->rsc == b->rsc && a->cipher == b->cipher);
}

static void both_ends_of_every_suite(void **state)
{
    static const struct {
        uint32_t akm;
        size_t len;
    } of[] = {{AKM_FT_8021X, 32},       {AKM_FT_PSK, 32},        {AKM_FT_SAE, 32},
              {AKM_FT_8021X_384, 48},   {SUITE_RSN(19), 32},     {AKM_FT_SAE_EXT_KEY, 32},
              {AKM_FT_SAE_EXT_KEY, 48}, {AKM_FT_SAE_EXT_KEY, 64}};
    for (size_t i = 0; i < COUNT(of); i++) {
        struct transition t;
        transition_start(&t, of[i].akm, of[i].len);
        size_t len = transition_request(&t);
        assert_int_equal(ft_ap_reassoc(&t.a, span(t.out, len)), 0);
        len = transition_response(&t);
        assert_true(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
        assert_same(&t.s_step.pairwise, &t.a_step.pairwise);
        assert_same(&t.s_step.group, &t.a_step.group);
        assert_same(&t.s_step.igtk, &t.a_step.igtk);
        assert_same(&t.s_step.bigtk, &t.a_step.bigtk);
    }
}

/* 13.7.1, 13.8.4, 13.8.5: both ends say their channel behind the MIC; the octets are those of
 * 9.4.2.47 (subelement 5). */
static void the_channel_is_validated(void **state)
{
    struct transition t;
    uint8_t request[512];
    static const uint8_t oci[] = {5, 3, 0x51, 1, 0};
    rsn_capabilities = RSN_CAP_MFPC | RSN_CAP_OCVC | RSN_CAP_EXT_KEY_ID;
    transition_start(&t, AKM_FT_PSK, 32);
    size_t len = transition_request(&t);
    assert_memory_equal(t.out + len - sizeof oci, oci, sizeof oci);
    memcpy(request, t.out, len);
    t.a.oci.freq = 2437; /* a man in the middle passes on what was sent on channel 1 */
    assert_int_equal(ft_ap_reassoc(&t.a, span(request, len)), FT_STATUS_INVALID_FTE);
    t.a.oci.freq = 2412;
    assert_int_equal(ft_ap_reassoc(&t.a, span(request, len)), 0);
    t.a.oci.freq = 2437; /* and the answer */
    len = transition_response(&t);
    assert_false(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
    assert_int_equal(ft_station_cause(&t.s), EXTSTA_DIAGNOSIS_OTHER_CHANNEL);
    assert_false(t.s_step.pairwise.install || t.s_step.group.install);
    t.a.oci.used = false; /* one who leaves it out */
    len = transition_response(&t);
    assert_false(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
    t.a.oci = (struct oci){true, 2412};
    len = transition_response(&t);
    assert_true(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
    assert_true(t.s_step.pairwise.by_id && t.s_step.pairwise.key_id == 0);
    rsn_capabilities = RSN_CAP_MFPC;
}

/* CVE-2017-13082: the request again, as an attacker repeats it: answered, and nothing
 * installed. */
static void CVE_2017_13082_reassociation_request_repeated(void **state)
{
    struct transition t;
    uint8_t request[512];
    transition_start(&t, AKM_FT_PSK, 32);
    size_t len = transition_request(&t), n;
    memcpy(request, t.out, len);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(ft_ap_reassoc(&t.a, span(request, len)), 0);
        n = transition_response(&t);
        assert_int_equal(t.a_step.pairwise.install, i == 0);
        assert_int_equal(t.a_step.group.install, i == 0);
        assert_int_equal(ft_station_reassoc(&t.s, span(t.out, n), &t.s_step), i == 0);
        assert_int_equal(t.s_step.pairwise.install, i == 0);
    }
}

static void requests_changed_at_every_bit(void **state)
{
    struct transition t;
    transition_start(&t, AKM_FT_PSK, 32);
    size_t len = transition_request(&t);
    for (size_t bit = 0; bit < 8 * len; bit++) {
        t.out[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_not_equal(ft_ap_reassoc(&t.a, span(t.out, len)), 0);
        t.out[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_int_equal(ft_ap_reassoc(&t.a, span(t.out, len)), 0);
}

static void a_tampered_GTK_is_refused(void **state)
{
    struct transition t;
    transition_start(&t, AKM_FT_PSK, 32);
    size_t len = transition_request(&t);
    assert_int_equal(ft_ap_reassoc(&t.a, span(t.out, len)), 0);
    /* by somebody who could even make the MIC: the key wrap has an integrity of its own */
    t.a.ptk.kek[0] ^= 1;
    len = transition_response(&t);
    assert_false(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
    assert_false(t.s_step.pairwise.install || t.s_step.group.install);
    t.a.ptk.kek[0] ^= 1;
    t.keys.gtk_len = 0; /* and one that is left out */
    len = transition_response(&t);
    assert_false(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
    t.keys.gtk_len = 16;
    len = transition_response(&t);
    assert_true(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
}

static void what_the_ap_refuses(void **state)
{
    struct transition t;
    uint8_t anonce[32] = {0};
    transition_start(&t, AKM_FT_PSK, 32);
    struct writer w = writer_of(t.out, sizeof t.out);
    assert_int_equal(ft_ap_answer(&t.a, NULL, anonce, &w), FT_STATUS_INVALID_PMKID);
    struct ft_ap_config c = t.a.config;
    w = writer_of(t.out, sizeof t.out);
    ft_station_write_request(&t.s, &w);
    c.mdid[0] ^= 1;
    assert_int_equal(ft_ap_request(&t.a, &c, span(t.out, writer_len(&w))),
                     FT_STATUS_INVALID_MDE);
    c.mdid[0] ^= 1;
    assert_int_equal(ft_ap_request(&t.a, &c, span(t.out, writer_len(&w) - 1)),
                     FT_STATUS_INVALID_FTE);
    assert_int_equal(ft_ap_reassoc(&t.a, span(t.out, writer_len(&w))), FT_STATUS_UNSPECIFIED);
    assert_int_equal(ft_diagnosis(53), EXTSTA_DIAGNOSIS_FT_UNKNOWN_KEY);
    assert_int_equal(ft_diagnosis(28), EXTSTA_DIAGNOSIS_FT_UNKNOWN_KEY);
    assert_int_equal(ft_diagnosis(52), EXTSTA_DIAGNOSIS_FT_INVALID);
    assert_int_equal(ft_diagnosis(55), EXTSTA_DIAGNOSIS_FT_INVALID);
    assert_int_equal(ft_diagnosis(17), EXTSTA_DIAGNOSIS_REFUSED);
}

/* The supplicant of the new association: the keys in use, a group handshake under them. */
static void the_supplicant_goes_on(void **state)
{
    struct transition t;
    struct pair p;
    transition_start(&t, AKM_FT_PSK, 32);
    size_t len = transition_request(&t);
    ft_ap_reassoc(&t.a, span(t.out, len));
    len = transition_response(&t);
    assert_true(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
    (void)start(&p, AKM_PSK_SHA256, pmk_a, pmk_a);
    assert_true(
        ft_station_supplicant(&t.s, &t.s_step, span(t.rsne, t.rsne_len), span(NULL, 0), &p.s));
    p.a.ptk = t.a.ptk; /* an authenticator that went on in the same way */
    p.a.akm = t.a.akm;
    p.a.has_ptk = true;
    p.a.state = AUTHENTICATOR_DONE;
    authenticator_group(&p.a, p.now, gtk_2, 16, 1, &p.a_step);
    struct message m = sent(&p.a_step);
    m = to_s(&p, &m); /* through the rest form */
    assert_int_equal(p.s_step.verdict, SUPPLICANT_REKEYED);
    assert_memory_equal(p.s_step.group.key, gtk_2, 16);
    (void)to_a(&p, &m);
    assert_int_equal(p.a_step.verdict, SUPPLICANT_REKEYED);
    /* the key that the transition brought is not installed again */
    authenticator_set_management(&p.a, &t.keys.igtk, &t.keys.bigtk);
    authenticator_group(&p.a, p.now, gtk_2, 16, 2, &p.a_step);
    m = sent(&p.a_step);
    (void)to_s(&p, &m);
    assert_false(p.s_step.dropped || p.s_step.igtk.install || p.s_step.bigtk.install);
}

/* A first association: the configurations of both sides, and their handshake begun. The root of
 * the supplicant may be a stand-in, as that of 802.1X is. */
struct first {
    struct pair p;
    struct transition t;
    struct supplicant_config sc;
    struct authenticator_config ac;
    uint8_t fte[200];
};

static const uint8_t first_mde[] = {54, 3, 7, 9, 1};

static void first_start(struct first *f, uint32_t akm, struct extsta_span root,
                        struct extsta_span own_root)
{
    uint8_t anonce[32];
    struct writer w = writer_of(f->fte, sizeof f->fte);
    transition_start(&f->t, akm, root.len);
    fte_write(&w, &(struct fte){.r1kh_id = span(f->t.ap.b, 6), .r0kh_id = span("first", 5)},
              f->t.s.akm->mic_len);
    (void)start(&f->p, AKM_PSK, pmk_a, pmk_a);
    f->sc = f->p.s.config;
    f->ac = f->p.a.config;
    f->sc.akm = f->ac.akm = akm;
    f->ac.pmk = root;
    f->sc.pmk = own_root;
    f->sc.own_rsne = f->sc.peer_rsne = f->ac.own_rsne = f->ac.peer_rsne =
        span(f->t.rsne, f->t.rsne_len);
    f->sc.ssid = f->ac.ssid = span("net", 3);
    f->sc.mde = f->ac.mde = span(first_mde, sizeof first_mde);
    f->sc.fte = f->ac.fte = span(f->fte, writer_len(&w));
    fresh(anonce);
    assert_int_equal(supplicant_start(&f->p.s, &f->sc), EXTSTA_OK);
    assert_int_equal(authenticator_start(&f->p.a, 0, &f->ac, anonce, &f->p.a_step), EXTSTA_OK);
}

/* The four messages that the authenticator has begun. */
static void exchange(struct pair *p)
{
    struct message m = sent(&p->a_step);
    for (unsigned k = 0; k < 4; k++) {
        m = k % 2 ? to_a(p, &m) : to_s(p, &m);
    }
}

static void rekey(struct pair *p)
{
    uint8_t anonce[32];
    fresh(anonce);
    authenticator_rekey(&p->a, 0, anonce, &p->a_step);
    exchange(p);
}

/* 12.7.6.3: messages 2 and 3 repeat both elements of the response that the transition had, with
 * its MIC, nonces and keys; hostapd compares them octet for octet. */
static void after_a_transition_the_ptk_is_renewed(void **state)
{
    struct transition t;
    struct pair p;
    struct elements response;
    uint8_t anonce[32];
    transition_start(&t, AKM_FT_PSK, 32);
    size_t len = transition_request(&t);
    ft_ap_reassoc(&t.a, span(t.out, len));
    len = transition_response(&t);
    elements_parse(span(t.out, len), &response);
    assert_true(ft_station_reassoc(&t.s, span(t.out, len), &t.s_step));
    (void)start(&p, AKM_PSK_SHA256, pmk_a, pmk_a);
    struct authenticator_config config = p.a.config;
    config.own = t.ap;
    config.peer = t.sta;
    config.akm = AKM_FT_PSK;
    config.pmk = span(t.a.r1.key, t.a.r1.len);
    config.own_rsne = config.peer_rsne = span(t.rsne, t.rsne_len);
    config.mde = span(response.mobility_domain.data - 2, response.mobility_domain.len + 2);
    config.fte =
        span(response.fast_bss_transition.data - 2, response.fast_bss_transition.len + 2);
    assert_true(config.fte.len > FTE_NAMES_MAX); /* it has the group keys */
    assert_int_equal(authenticator_resume(&p.a, &config, &t.a.ptk, t.a.r1.name), EXTSTA_OK);
    assert_true(
        ft_station_supplicant(&t.s, &t.s_step, span(t.rsne, t.rsne_len), span(NULL, 0), &p.s));
    fresh(anonce);
    authenticator_rekey(&p.a, 0, anonce, &p.a_step);
    struct message m = sent(&p.a_step);
    for (unsigned k = 0; k < 4; k++) {
        m = k % 2 ? to_a(&p, &m) : to_s(&p, &m);
        assert_false(k % 2 ? p.a_step.dropped : p.s_step.dropped);
    }
    assert_int_equal(p.a.state, AUTHENTICATOR_DONE);
    assert_int_equal(p.s.state, SUPPLICANT_DONE);
    assert_memory_equal(p.a.ptk.tk, p.s.ptk.tk, 16);
    assert_memory_not_equal(p.s.ptk.tk, t.a.ptk.tk, 16);
}

/* Supplicant and authenticator: first association with every FT suite, and a renewed PTK. */
static void the_four_way_handshake_of_every_suite(void **state)
{
    static const struct {
        uint32_t akm;
        size_t len;
    } of[] = {{AKM_FT_PSK, 32},         {AKM_FT_SAE, 32},        {AKM_FT_8021X, 32},
              {AKM_FT_8021X_384, 48},   {AKM_FT_PSK_384, 32},    {AKM_FT_SAE_EXT_KEY, 32},
              {AKM_FT_SAE_EXT_KEY, 48}, {AKM_FT_SAE_EXT_KEY, 64}};
    for (size_t i = 0; i < COUNT(of); i++) {
        struct first f;
        struct extsta_span root = span(f.t.mpmk, of[i].len);
        first_start(&f, of[i].akm, root, root);
        exchange(&f.p);
        assert_done(&f.p);
        rekey(&f.p);
        assert_done(&f.p);
        f.sc.fte = span(f.fte, f.ac.fte.len - 1);
        assert_int_equal(supplicant_start(&f.p.s, &f.sc), EXTSTA_E_MALFORMED);
        f.sc.fte = f.ac.fte;
        f.sc.mde = span(NULL, 0);
        assert_int_equal(supplicant_start(&f.p.s, &f.sc), EXTSTA_E_MALFORMED);
    }
}

/* 802.1X brings the root after the association, and may bring another one at any time, also
 * after a rest: it goes with the names that the association had. */
static void another_root_of_8021X(void **state)
{
    static const uint8_t stand_in[32], msk[2][48] = {{1, 2, 3}, {4, 5, 6}};
    static const struct {
        uint32_t akm;
        size_t len;
    } of[] = {{AKM_FT_8021X, 32}, {AKM_FT_8021X_384, 48}};
    for (size_t i = 0; i < COUNT(of); i++) {
        struct first f;
        struct extsta_span root = span(msk[0], of[i].len), next = span(msk[1], of[i].len);
        const struct ft_start names = {{{2, 0, 0, 0, 0, 1}},
                                       span("net", 3),
                                       span(first_mde, sizeof first_mde),
                                       span(f.fte, sizeof f.fte)};
        first_start(&f, of[i].akm, root, span(stand_in, sizeof stand_in));
        assert_int_equal(supplicant_new_pmk(&f.p.s, root), EXTSTA_OK);
        exchange(&f.p);
        assert_done(&f.p);
        rest_and_wake(&f.p);
        assert_int_equal(supplicant_new_pmk(&f.p.s, next), EXTSTA_OK);
        struct ft_start at_ap = names;
        at_ap.fte.len = f.ac.fte.len;
        memcpy(f.p.a.pmk, next.data, next.len);
        f.p.a.pmk_len = (uint8_t)next.len;
        assert_int_equal(
            handshake_start_ft(crypto, f.p.a.akm, &at_ap, &f.p.a.ft, f.p.a.pmk, &f.p.a.pmk_len),
            EXTSTA_OK);
        rekey(&f.p);
        assert_done(&f.p);
        assert_int_equal(f.p.s_step.verdict, SUPPLICANT_REKEYED);
    }
}

/* Message 3 must name the same domain, key holders and key as the association. */
static void message_3_of_another_domain_is_a_mismatch(void **state)
{
    for (unsigned i = 0; i < 3; i++) {
        struct first f;
        first_start(&f, AKM_FT_PSK, span(pmk_a, 32), span(pmk_a, 32));
        struct pair *p = &f.p;
        struct message m = sent(&p->a_step);
        m = to_s(p, &m);
        *(i == 0   ? &p->s.ft.mde[4]
          : i == 1 ? &p->s.ft.fte[p->s.ft.fte_len - 1]
                   : &p->s.ft.r1_name[0]) ^= 1;
        m = to_a(p, &m);
        (void)to_s(p, &m);
        assert_int_equal(p->s_step.diagnosis, EXTSTA_DIAGNOSIS_RSNE_MISMATCH);
        assert_false(p->s_step.pairwise.install || p->s_step.group.install);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hierarchy_of_published_frames),
        cmocka_unit_test(the_hierarchy_that_hostapd_has_logged),
        cmocka_unit_test(the_MIC_of_a_recorded_transition_by_SAE),
        cmocka_unit_test(recorded_first_associations),
        cmocka_unit_test(a_recorded_transition_octet_for_octet),
        cmocka_unit_test(no_changed_response_authorizes),
        cmocka_unit_test(an_answer_to_another_request_is_dropped),
        cmocka_unit_test(the_ap_takes_a_recorded_station),
        cmocka_unit_test(both_ends_of_every_suite),
        cmocka_unit_test(the_channel_is_validated),
        cmocka_unit_test(CVE_2017_13082_reassociation_request_repeated),
        cmocka_unit_test(requests_changed_at_every_bit),
        cmocka_unit_test(a_tampered_GTK_is_refused),
        cmocka_unit_test(what_the_ap_refuses),
        cmocka_unit_test(the_supplicant_goes_on),
        cmocka_unit_test(after_a_transition_the_ptk_is_renewed),
        cmocka_unit_test(the_four_way_handshake_of_every_suite),
        cmocka_unit_test(another_root_of_8021X),
        cmocka_unit_test(message_3_of_another_domain_is_a_mismatch),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
