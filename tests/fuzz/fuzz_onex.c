/* A port with 802.1X, fed with EAPOL PDUs: the supplicant of 802.1X, the EAP peer and
 * EAP-MSCHAPv2 behind it, and the handshake. Octet 0 chooses: bit 0, a cached PMK; then
 * records: options, length (16 bit, big-endian), an EAP packet or a whole PDU. An EAP packet
 * can be given the identifier that is awaited and a right length, so that what is behind them
 * is reached as well. */
#include "fuzz.h"
#include "../providers.h"
#include "onex/eap.h"
#include "onex/port_onex.h"
#include "rsn/keyed_port.h"
#include "wire/eapol.h"

#define OPT_PDU     0x01u /* a whole PDU, as it is */
#define OPT_RIGHT   0x02u /* the length of EAP is right */
#define OPT_WAIT    0x04u /* then the deadline comes */
#define OPT_ARRIVED 0x08u /* what was sent has arrived */

static uint64_t seed;
static const uint8_t rsne[] = {48, 20,  1, 0, 0, 15, 172, 4,   1, 0, 0,
                               15, 172, 4, 1, 0, 0,  15,  172, 1, 0, 0};

struct port {
    struct keyed_port keyed;
    struct supplicant_step step;
    extsta_time now;
    uint32_t number;
    unsigned authorized;
};

static void settle(struct port *p)
{
    FUZZ_CHECK(p->step.send_len <= sizeof p->step.send);
    /* without the server's proof nobody is let in: no fuzzer knows the password */
    FUZZ_CHECK(p->step.verdict != SUPPLICANT_AUTHORIZED);
    FUZZ_CHECK(!p->step.pairwise.install && !p->step.group.install);
    if (p->step.send_len > 0) {
        keyed_port_sending(&p->keyed, p->now, &p->step, ++p->number);
    }
}

static void rx(struct port *p, uint8_t options, struct extsta_span record)
{
    static const uint8_t nonce[32] = {7};
    uint8_t pdu[2048] = {2, EAPOL_EAP_PACKET};
    size_t len = record.len < sizeof pdu - 4 ? record.len : sizeof pdu - 4;
    if (len > 0) {
        memcpy(options & OPT_PDU ? pdu : pdu + 4, record.data, len);
    }
    if (!(options & OPT_PDU)) {
        put_be16(pdu + 2, (uint16_t)len);
        len += 4;
    }
    if ((options & OPT_RIGHT) && len >= 8) {
        put_be16(pdu + 6, (uint16_t)(len - 4));
    }
    keyed_port_rx(&p->keyed, p->now,
                  &(struct port_pdu){.bytes = span(pdu, len), .nonce = nonce}, &p->step);
    settle(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t pmk[32] = "a PMK of an earlier association";
    const struct extsta_eap eap = {.methods = {EXTSTA_EAP_MSCHAPV2, EXTSTA_EAP_PEAP},
                                   .identity = span("anna", 4),
                                   .password = span("a secret", 8),
                                   .verify_off = true};
    struct extsta_context *ctx = testing_context(&seed);
    struct port_eap port_eap = {.ctx = ctx, .stream = 7, .eap = &eap};
    struct reader r = reader_of(span(data, size));
    bool cached = reader_u8(&r) & 1;
    struct port p = {.now = EXTSTA_SECOND};
    struct port_start start = {.own = {{2, 0, 0, 0, 0, 1}},
                               .peer = {{2, 0, 0, 0, 0, 2}},
                               .pmk = span(pmk, cached ? 32 : 0),
                               .pmkid = span(pmk, cached ? 16 : 0),
                               .own_elements = span(rsne, sizeof rsne),
                               .peer_elements = span(rsne, sizeof rsne),
                               .eap = &port_eap};
    FUZZ_CHECK(keyed_port_start(&p.keyed, ctx, &port_onex, p.now, p.now + port_onex_time(NULL),
                                &start, &p.step) == EXTSTA_DIAGNOSIS_NONE);
    while (!r.failed && reader_left(&r) > 0 && p.step.verdict != SUPPLICANT_REJECTED) {
        uint8_t options = reader_u8(&r);
        struct extsta_span record = reader_take(&r, reader_be16(&r));
        struct extsta_cause cause = {0};
        rx(&p, options, record);
        if ((options & OPT_ARRIVED) &&
            keyed_port_sent(&p.keyed, p.now, p.number, true, &p.step)) {
            settle(&p);
        }
        if ((options & OPT_WAIT) && keyed_port_deadline(&p.keyed) != EXTSTA_NEVER) {
            p.now = keyed_port_deadline(&p.keyed);
            keyed_port_expire(&p.keyed, p.now, &p.step);
            settle(&p);
        }
        keyed_port_cause(&p.keyed, 0, &cause.confidence);
        keyed_port_tell(&p.keyed, &cause);
        FUZZ_CHECK(memchr(cause.detail, 0, sizeof cause.detail));
    }
    keyed_port_stop(&p.keyed);
    eap_resume_clear(&port_eap.resume);
    FUZZ_CHECK(extsta_context_free(ctx) == 0);
    return 0;
}
