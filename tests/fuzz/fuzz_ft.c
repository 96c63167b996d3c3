/* Fast BSS transitions: elements of a hostile peer. Octet 0: which of the machines gets the
 * rest: the station its first answer, or (after a true one) its reassociation response, the AP
 * a request, or a reassociation request; and the AKM. The same octets as a Fast BSS Transition
 * element and as an FT Action frame. */
#include "fuzz.h"
#include "../providers.h"
#include "base/context.h"
#include "base/wipe.h"
#include "rsn/ft.h"
#include "wire/element.h"

static const struct extsta_mac sta = {{2, 0, 0, 0, 0, 1}}, bssid = {{2, 0, 0, 0, 0, 2}};

static uint64_t seed;

static struct crypto *crypto(void)
{
    static struct extsta_context *ctx;
    ctx = ctx ? ctx : testing_context(&seed);
    FUZZ_CHECK(ctx);
    return crypto_of(ctx);
}

static void check_codec(struct extsta_span octets)
{
    struct fte fte, back;
    struct mgmt_ft ft;
    uint8_t out[400];
    for (size_t mic_len = 16; mic_len <= 32; mic_len += 8) {
        struct writer w = writer_of(out, sizeof out);
        if (!fte_parse(octets, mic_len, &fte)) {
            continue;
        }
        fuzz_check_inside(fte.mic, octets);
        fuzz_check_inside(fte.r0kh_id, octets);
        fuzz_check_inside(fte.r1kh_id, octets);
        fuzz_check_inside(fte.gtk, octets);
        fuzz_check_inside(fte.igtk, octets);
        fuzz_check_inside(fte.bigtk, octets);
        fte_write(&w, &fte, mic_len);
        if (!w.failed) {
            FUZZ_CHECK(fte_parse(span(out + 2, writer_len(&w) - 2), mic_len, &back));
            FUZZ_CHECK(span_equal(back.r0kh_id, fte.r0kh_id) && span_equal(back.gtk, fte.gtk));
        }
    }
    if (mgmt_parse_ft(octets, &ft)) {
        fuzz_check_inside(ft.elements, octets);
    }
}

/* Both ends, with the AKM of the first octet. */
struct ends {
    struct ft_domain domain;
    struct ft_station s;
    struct ft_ap a;
    struct ft_key r1;
    uint8_t rsne[64], first[400];
    size_t first_len;
};

static void begin(struct ends *e, uint8_t choice)
{
    static const uint32_t akms[] = {AKM_FT_PSK, AKM_FT_8021X_384, AKM_FT_SAE_EXT_KEY};
    static const uint8_t mpmk[64] = {1}, nonce[32] = {2};
    struct rsn_element rsn = {.version = 1,
                              .group = CIPHER_CCMP,
                              .pairwise = {CIPHER_CCMP},
                              .pairwise_count = 1,
                              .akm = {akms[choice % 3]},
                              .akm_count = 1};
    struct writer w = writer_of(e->rsne, sizeof e->rsne);
    struct ft_key r0;
    size_t len = choice % 3 == 0 ? 32 : choice % 3 == 1 ? 48 : 64;
    rsn_element_write(&w, &rsn);
    e->domain = (struct ft_domain){
        .ssid = "n", .ssid_len = 1, .mdid = {1, 2}, .r0kh_id = "r", .r0kh_len = 1};
    struct ft_station_config sc = {.crypto = crypto(),
                                   .own = sta,
                                   .peer = bssid,
                                   .mpmk = span(mpmk, len),
                                   .domain = &e->domain,
                                   .rsn = rsn,
                                   .peer_rsne = span(e->rsne, writer_len(&w))};
    struct ft_ap_config ac = {.crypto = crypto(),
                              .own = bssid,
                              .peer = sta,
                              .mdid = {1, 2},
                              .r1kh_id = bssid,
                              .own_rsne = sc.peer_rsne};
    FUZZ_CHECK(ft_station_start(&e->s, &sc, nonce) == EXTSTA_OK);
    w = writer_of(e->first, sizeof e->first);
    ft_station_write_request(&e->s, &w);
    FUZZ_CHECK(ft_ap_request(&e->a, &ac, span(e->first, writer_len(&w))) == FT_STATUS_OK);
    FUZZ_CHECK(ft_derive_r0(crypto(), e->s.akm, span(mpmk, len), &e->domain, sta, &r0) ==
               EXTSTA_OK);
    FUZZ_CHECK(ft_derive_r1(crypto(), e->s.akm, &r0, bssid, sta, &e->r1) == EXTSTA_OK);
    w = writer_of(e->first, sizeof e->first);
    FUZZ_CHECK(ft_ap_answer(&e->a, &e->r1, nonce, &w) == FT_STATUS_OK);
    e->first_len = writer_len(&w);
}

/* Nobody without the key gets anything out of either end. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ends e;
    struct supplicant_step step;
    enum extsta_drop drop;
    if (size == 0) {
        return 0;
    }
    struct extsta_span octets = span(data + 1, size - 1);
    check_codec(octets);
    begin(&e, data[0] >> 2);
    switch (data[0] & 3) {
    case 0:
        (void)ft_station_response(&e.s, octets, &drop);
        break;
    case 1:
        FUZZ_CHECK(ft_station_response(&e.s, span(e.first, e.first_len), &drop));
        FUZZ_CHECK(!ft_station_reassoc(&e.s, octets, &step));
        FUZZ_CHECK(!step.pairwise.install && !step.group.install && !step.igtk.install);
        break;
    case 2: {
        struct ft_ap a;
        (void)ft_ap_request(&a, &e.a.config, octets);
        ft_ap_clear(&a);
        break;
    }
    default:
        FUZZ_CHECK(ft_ap_reassoc(&e.a, octets) != FT_STATUS_OK);
        break;
    }
    ft_station_clear(&e.s);
    ft_ap_clear(&e.a);
    return 0;
}
