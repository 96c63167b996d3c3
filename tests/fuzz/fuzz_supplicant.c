/* The handshake machines, fed with frames. Octet 0 chooses AKM and cipher; then records:
 * options, length (16 bit, big-endian), frame. Since no fuzzer guesses a MIC, a record can
 * ask for the frame to be signed with the keys of the machine, its key data sealed, nonce
 * and replay counter set right: so everything behind the MIC is reached as well. */
#include "fuzz.h"
#include "../providers.h"
#include "rsn/handshake.h"

#define OPT_PROTECTED 0x01u
#define OPT_SIGN      0x02u /* MIC with the PTK of the handshake under way, or in use */
#define OPT_IN_USE    0x04u /* the latter */
#define OPT_SEAL      0x08u
#define OPT_RIGHT     0x10u /* ANonce and next replay counter */

static uint64_t seed;

static struct crypto *provider(void)
{
    static struct crypto *crypto;
    if (!crypto) {
        struct extsta_context *ctx = testing_context(&seed);
        crypto = ctx ? crypto_of(ctx) : NULL;
        FUZZ_CHECK(crypto);
    }
    return crypto;
}

/* What must hold over the life of one machine. */
struct ends {
    struct supplicant s;
    struct authenticator a;
    uint8_t tk[TK_MAX], gtk[TK_MAX];
    bool installed, group_installed, signed_any;
    unsigned authorized;
};

static const uint8_t rsne[] = {48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
                               0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};

static bool start(struct ends *e, uint8_t choice)
{
    static const uint32_t akms[] = {AKM_PSK, AKM_PSK_SHA256, AKM_SAE,    AKM_8021X,
                                    AKM_OWE, AKM_SUITE_B,    AKM_FT_PSK, AKM_SUITE_B_192};
    static const uint32_t ciphers[] = {CIPHER_CCMP, CIPHER_TKIP, CIPHER_GCMP_256,
                                       CIPHER_CCMP_256};
    static const uint8_t pmk[32] = "thirty-two octets for everybody";
    uint32_t cipher = ciphers[choice >> 3 & 3];
    struct supplicant_step step;
    const struct supplicant_config sc = {.crypto = provider(),
                                         .own = {{2, 0, 0, 0, 0, 1}},
                                         .peer = {{2, 0, 0, 0, 0, 2}},
                                         .pmk = span(pmk, 32),
                                         .akm = akms[choice & 7],
                                         .pairwise = cipher,
                                         .group = choice & 0x20 ? CIPHER_NO_GROUP : cipher,
                                         .own_rsne = span(rsne, sizeof rsne),
                                         .peer_rsne = span(rsne, sizeof rsne)};
    struct authenticator_config ac = {.crypto = sc.crypto,
                                      .own = sc.peer,
                                      .peer = sc.own,
                                      .pmk = sc.pmk,
                                      .akm = sc.akm,
                                      .pairwise = cipher,
                                      .group = cipher,
                                      .own_rsne = sc.own_rsne,
                                      .peer_rsne = sc.own_rsne,
                                      .gtk_len = 16,
                                      .gtk_id = 1};
    memset(e, 0, sizeof *e);
    if (supplicant_start(&e->s, &sc) != EXTSTA_OK) {
        return false;
    }
    if (authenticator_start(&e->a, 0, &ac, pmk, &step) != EXTSTA_OK) {
        e->a.akm = NULL; /* TKIP: the supplicant alone */
    }
    return true;
}

/* Signs and seals a frame as the record asks; its length, 0 when it cannot be. */
static size_t dress(struct ends *e, uint8_t options, struct extsta_span frame, uint8_t *out,
                    size_t size)
{
    const struct supplicant *s = &e->s;
    const struct ptk *ptk = options & OPT_IN_USE ? &s->ptk : &s->fresh;
    struct eapol eapol;
    struct eapol_key key;
    uint8_t sealed[KEY_DATA_MAX + 16], mic[64];
    size_t sealed_len = sizeof sealed;
    struct writer w = writer_of(out, size);
    if (!(options & OPT_IN_USE ? s->has_ptk : s->has_fresh) || !eapol_parse(frame, &eapol) ||
        !eapol_key_parse(&eapol, s->akm->mic_len, &key)) {
        return 0;
    }
    if (options & OPT_RIGHT) {
        key.replay = s->replay + 1;
        memcpy(key.nonce, options & OPT_IN_USE ? s->ptk_anonce : s->anonce, 32);
    }
    if (options & OPT_SEAL) {
        if (eapol_key_data_seal(s->config.crypto, s->akm, span(ptk->kek, ptk->kek_len),
                                key.data, sealed, &sealed_len) != EXTSTA_OK) {
            return 0;
        }
        key.data = span(sealed, sealed_len);
    }
    size_t at = eapol_key_write(&w, &key, s->akm->mic_len);
    if (w.failed || eapol_key_mic(s->config.crypto, s->akm, key.info & KEY_INFO_VERSION,
                                  span(ptk->kck, ptk->kck_len), span(out, writer_len(&w)), at,
                                  mic) != EXTSTA_OK) {
        return 0;
    }
    memcpy(out + at, mic, s->akm->mic_len);
    e->signed_any = true;
    return writer_len(&w);
}

static void check(struct ends *e, const struct supplicant_step *step, bool was_protected,
                  uint64_t replay_before, bool had_ptk)
{
    FUZZ_CHECK(step->send_len <= sizeof step->send);
    FUZZ_CHECK(e->s.replay >= replay_before);
    if (!e->signed_any) { /* nobody who does not know the PMK gets anywhere */
        FUZZ_CHECK(step->verdict == SUPPLICANT_CONTINUE);
        FUZZ_CHECK(e->s.state != SUPPLICANT_DONE && !e->s.has_replay);
    }
    if (step->dropped) {
        FUZZ_CHECK(step->drop < EXTSTA_DROP_COUNT);
        FUZZ_CHECK(!step->pairwise.install && !step->group.install && step->send_len == 0);
    }
    if (step->pairwise.install) {
        FUZZ_CHECK(!had_ptk || was_protected);
        FUZZ_CHECK(!e->installed || memcmp(e->tk, step->pairwise.key, TK_MAX) != 0);
        memcpy(e->tk, step->pairwise.key, TK_MAX);
        e->installed = true;
    }
    if (step->group.install) {
        FUZZ_CHECK(step->group.key_id >= 1 && step->group.key_id <= 3);
        FUZZ_CHECK(!e->group_installed || memcmp(e->gtk, step->group.key, TK_MAX) != 0);
        memcpy(e->gtk, step->group.key, TK_MAX);
        e->group_installed = true;
    }
    e->authorized += step->verdict == SUPPLICANT_AUTHORIZED;
    FUZZ_CHECK(e->authorized <= 1);
}

static void feed(struct ends *e, uint8_t options, struct extsta_span frame)
{
    uint8_t dressed[2048], nonce[32];
    struct supplicant_step step;
    size_t len = options & OPT_SIGN ? dress(e, options, frame, dressed, sizeof dressed) : 0;
    if (len > 0) {
        frame = span(dressed, len);
    }
    testing_fill(&seed, 0, nonce, sizeof nonce);
    uint64_t replay = e->s.replay;
    bool had_ptk = e->s.has_ptk;
    supplicant_rx(&e->s, frame, nonce, (options & OPT_PROTECTED) != 0, &step);
    check(e, &step, (options & OPT_PROTECTED) != 0, replay, had_ptk);
    supplicant_step_clear(&step);
    if (e->a.akm) {
        authenticator_rx(&e->a, 0, frame, &step);
        FUZZ_CHECK(step.verdict != SUPPLICANT_AUTHORIZED || e->signed_any);
        FUZZ_CHECK(step.send_len <= sizeof step.send);
        supplicant_step_clear(&step);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ends e;
    struct reader r = reader_of(span(data, size));
    if (!start(&e, reader_u8(&r))) {
        return 0;
    }
    while (!r.failed && reader_left(&r) > 0) {
        uint8_t options = reader_u8(&r);
        size_t len = reader_be16(&r);
        struct extsta_span frame =
            len <= reader_left(&r) ? reader_take(&r, len) : reader_rest(&r);
        /* In a block of its own, so that a sanitizer sees its end. */
        uint8_t *exact = malloc(frame.len ? frame.len : 1);
        FUZZ_CHECK(exact);
        if (frame.len > 0) {
            memcpy(exact, frame.data, frame.len);
        }
        feed(&e, options, span(exact, frame.len));
        free(exact);
    }
    uint8_t confidence;
    FUZZ_CHECK(supplicant_cause(&e.s, 0, &confidence) < EXTSTA_DIAGNOSIS_COUNT);
    FUZZ_CHECK(confidence <= 100);
    supplicant_clear(&e.s);
    authenticator_clear(&e.a);
    return 0;
}
