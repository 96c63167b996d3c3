/* SAE: frames of a hostile peer, to a station and to an access point that know the password, in
 * the middle of an exchange with each other. Octet 0: bit 0 hash to element, bit 1 (with it)
 * SAE-EXT-KEY, bits 2 and 3 the group. Then frames, each: transaction (1 octet), status (2,
 * little-endian), flags (1), length (2), body. Flags: bit 0 to the access point; bit 1 the true
 * frame of the other side instead, into which the body is mixed, from so many 64ths of it on as
 * the other six bits say.
 *
 * What must hold: nobody is done without a Confirm of the peer; both that are done have one
 * key; no frame grows beyond its room. */
#include "fuzz.h"
#include "../providers.h"
#include "base/context.h"
#include "rsn/sae.h"
#include "rsn/sae_network.h"
#include "wire/rsn_element.h"

static uint64_t seed;

struct sides {
    struct sae machine[2]; /* station, access point */
    struct sae_step step[2];
    struct sae_message last[2][2]; /* what each has sent last, by transaction - 1 */
    bool done[2];
};

static struct extsta_context *context(void)
{
    static struct extsta_context *ctx;
    ctx = ctx ? ctx : testing_context(&seed);
    FUZZ_CHECK(ctx);
    return ctx;
}

static void give_random(void *user, void *out, size_t len)
{
    context_random(user, 1, out, len);
}

static void note(struct sides *s, size_t side)
{
    const struct sae_step *step = &s->step[side];
    FUZZ_CHECK(step->send_count <= 2);
    for (size_t i = 0; i < step->send_count; i++) {
        const struct sae_message *m = &step->send[i];
        FUZZ_CHECK(m->len <= SAE_BODY_MAX && (m->transaction == 1 || m->transaction == 2));
        s->last[side][m->transaction - 1] = *m;
    }
    if (step->verdict == SAE_DONE) {
        s->done[side] = true;
    }
}

static void give(struct sides *s, size_t side, uint16_t transaction, uint16_t status,
                 struct extsta_span body)
{
    sae_rx(&s->machine[side], transaction, status, body, &s->step[side]);
    note(s, side);
}

/* The true frame of the other side, with these octets over it. */
static void give_changed(struct sides *s, size_t side, uint16_t transaction, uint8_t at,
                         struct extsta_span over)
{
    struct sae_message m = s->last[1 - side][(transaction - 1u) % 2];
    size_t from = (size_t)m.len * at / 64;
    for (size_t i = 0; i < over.len && from + i < m.len; i++) {
        m.body[from + i] ^= over.data[i];
    }
    if (m.transaction) {
        give(s, side, m.transaction, m.status, span(m.body, m.len));
    }
}

static void begin(struct sides *s, struct extsta_context *ctx, uint8_t how)
{
    static const uint16_t groups[] = {19, 20, 21};
    static struct sae_pt pts[SAE_GROUPS];
    static struct sae_network *network;
    struct sae_config c = {.crypto = crypto_of(ctx),
                           .own = {{2, 0, 0, 0, 0, 1}},
                           .peer = {{2, 0, 0, 0, 0, 2}},
                           .group_count = 1,
                           .h2e = how & 1,
                           .hunt = true,
                           .akm = (how & 3) == 3 ? AKM_SAE_EXT_KEY : AKM_SAE,
                           .random = give_random,
                           .user = ctx};
    if (!network) {
        network = sae_network_take(
            ctx, &(struct sae_secret){span("net", 3), span("secret", 6), span(NULL, 0)});
        FUZZ_CHECK(network && sae_network_pts(ctx, network, groups, SAE_GROUPS, pts));
    }
    size_t group = (how >> 2 & 3) % SAE_GROUPS;
    c.groups[0] = groups[group];
    c.pts = &pts[group];
    c.password = sae_network_password(network);
    struct sae_config ap = c;
    ap.own = c.peer;
    ap.peer = c.own;
    ap.h2e = true;
    sae_listen(&s->machine[1], &ap);
    sae_begin(&s->machine[0], &c, &s->step[0]);
    note(s, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct extsta_context *ctx = context();
    static struct sides sides;
    struct sides *s = &sides;
    struct reader r = reader_of(span(data, size));
    memset(s, 0, sizeof *s);
    begin(s, ctx, reader_u8(&r));
    for (unsigned frames = 0; reader_left(&r) > 0 && frames < 16; frames++) {
        uint16_t transaction = reader_u8(&r), status = reader_le16(&r);
        uint8_t flags = reader_u8(&r);
        uint16_t len = reader_le16(&r);
        struct extsta_span body =
            reader_take(&r, len < reader_left(&r) ? len : reader_left(&r));
        if (r.failed) {
            break;
        }
        if (flags & 2) {
            give_changed(s, flags & 1, transaction, flags >> 2, body);
        } else {
            give(s, flags & 1, transaction, status, body);
        }
    }
    /* A Commit that comes after the end begins anew at the AP. */
    bool ends[2] = {s->done[0] && s->machine[0].state == SAE_ACCEPTED,
                    s->done[1] && s->machine[1].state == SAE_ACCEPTED};
    if (ends[0] && ends[1]) {
        FUZZ_CHECK(s->machine[0].keys.pmk_len == s->machine[1].keys.pmk_len);
        FUZZ_CHECK(memcmp(s->machine[0].keys.pmk, s->machine[1].keys.pmk,
                          s->machine[0].keys.pmk_len) == 0);
    }
    FUZZ_CHECK(!ends[0] || s->machine[0].peer_confirm > 0);
    FUZZ_CHECK(!ends[1] || s->machine[1].peer_confirm > 0);
    sae_clear(&s->machine[0]);
    sae_clear(&s->machine[1]);
    return 0;
}
