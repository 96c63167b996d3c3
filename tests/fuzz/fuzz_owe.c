/* OWE: elements of a hostile peer, to a station and to an access point. Octet 0: the group the
 * station has offered (19 + modulo 3); then the value of a Diffie-Hellman Parameter element;
 * and the same octets as an OWE Transition Mode element. */
#include "fuzz.h"
#include "../providers.h"
#include "base/context.h"
#include "rsn/owe.h"

static uint64_t seed;

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

static void check_transition(struct extsta_span value)
{
    struct owe_transition t, back;
    struct elements e;
    uint8_t out[300];
    struct writer w = writer_of(out, sizeof out);
    if (!owe_transition_parse(value, &t)) {
        return;
    }
    fuzz_check_inside(t.ssid, value);
    owe_transition_write(&w, &t);
    FUZZ_CHECK(!w.failed && elements_parse(span(out, writer_len(&w)), &e));
    FUZZ_CHECK(owe_transition_parse(e.owe_transition, &back));
    FUZZ_CHECK(span_equal(t.ssid, back.ssid) && back.channel == t.channel);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct extsta_context *ctx = context();
    struct crypto *crypto = crypto_of(ctx);
    struct dh_element peer;
    struct owe station, ap;
    check_transition(span(data, size));
    if (size == 0 || !dh_element_parse(span(data + 1, size - 1), &peer)) {
        return 0;
    }
    FUZZ_CHECK(owe_begin(&station, crypto, &owe_groups[data[0] % OWE_GROUPS], 1, give_random,
                         ctx) == EXTSTA_OK);
    if (owe_take_key(&station, &peer) == EXTSTA_OK) { /* it is of our group, and on the curve */
        FUZZ_CHECK(peer.group == owe_groups[data[0] % OWE_GROUPS]);
        FUZZ_CHECK(peer.key.len == station.len && station.has_keys);
    } else {
        FUZZ_CHECK(!station.has_keys);
    }
    if (owe_answer(&ap, crypto, owe_groups, OWE_GROUPS, &peer, give_random, ctx) == EXTSTA_OK) {
        struct dh_element answer = owe_public(&ap);
        FUZZ_CHECK(answer.group == peer.group && answer.key.len == peer.key.len);
        FUZZ_CHECK(
            owe_take_key(&station, &answer) ==
            (peer.group == owe_groups[data[0] % OWE_GROUPS] ? EXTSTA_OK : EXTSTA_E_MALFORMED));
    }
    owe_clear(&station);
    owe_clear(&ap);
    return 0;
}
