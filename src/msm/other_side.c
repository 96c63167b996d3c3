/* The authenticator's side of a port in an independent network (other_side.h): what it is made
 * of. Its steps are carried out by handshake.c, as those of the supplicant are. */
#include "msm/other_side.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "wire/element.h"
#include <extsta/windot11.h>

#define FIRST_TIME (100u * EXTSTA_MS) /* the peer's port may come a little after ours */
#define RETRY_TIME (500u * EXTSTA_MS)
#define TRIES      8u

#define KEY_INFO_AT  5u /* in the PDU, behind EAPOL header and descriptor type */
#define KEY_INFO_ACK 0x0080u

/* Ours for all peers, static: an association with one of them must not take it (ASC-35). */
static bool make_group_key(struct msm *msm)
{
    uint8_t octets[64], buffer[128];
    struct writer m = writer_of(octets, sizeof octets), w = writer_of(buffer, sizeof buffer);
    if (msm->has_group_key) {
        return true;
    }
    context_random(msm->os->ctx, msm->os->id, msm->group_key, sizeof msm->group_key);
    payload_write(
        &m, PAYLOAD(KEY_MATERIAL,
                    .material = {.key_len = sizeof msm->group_key,
                                 .keys.bytes = span(msm->group_key, sizeof msm->group_key)}));
    payload_write(&w, PAYLOAD(DEFAULT_KEY, .key = {.index = MSM_OWN_GROUP_INDEX,
                                                   .algorithm = DOT11_CIPHER_ALGO_CCMP,
                                                   .is_static = true,
                                                   .key.bytes = writer_span_of(&m)}));
    msm->has_group_key =
        requester_push(&msm->os->requester, REQUEST_MSM, EXTSTA_OID_SET,
                       OID_DOT11_CIPHER_DEFAULT_KEY, writer_span_of(&w), 0) != 0;
    wipe(octets, sizeof octets);
    wipe(buffer, sizeof buffer);
    return msm->has_group_key;
}

struct msm_other_side *other_side_new(struct msm_port *port, extsta_time now,
                                      struct extsta_span elements, struct supplicant_step *step)
{
    struct msm *msm = port->msm;
    struct extsta_context *ctx = msm->os->ctx;
    struct element rsn;
    uint8_t nonce[32];
    struct msm_other_side *other = pool_zalloc(&ctx->pool, sizeof *other);
    if (!other || !element_find(elements, ELEMENT_RSN, &rsn) || !make_group_key(msm)) {
        pool_release(&ctx->pool, other, sizeof *other);
        return NULL;
    }
    struct authenticator_config config = {
        .crypto = crypto_of(ctx),
        .own = msm->os->address,
        .peer = port->peer,
        .pmk = span(msm->security.pmk, sizeof msm->security.pmk),
        .akm = AKM_PSK,
        .pairwise = CIPHER_CCMP,
        .group = CIPHER_CCMP,
        .own_rsne = rsn.whole,
        .peer_rsne = rsn.whole,
        .gtk_len = sizeof msm->group_key,
        .gtk_id = MSM_OWN_GROUP_INDEX,
        .first = FIRST_TIME,
        .retry = RETRY_TIME,
        .tries = TRIES,
    };
    memcpy(config.gtk, msm->group_key, sizeof msm->group_key);
    context_random(ctx, msm->os->id, nonce, sizeof nonce);
    enum extsta_error e = config.crypto
                              ? authenticator_start(&other->machine, now, &config, nonce, step)
                              : EXTSTA_E_CRYPTO;
    wipe(&config, sizeof config);
    if (e != EXTSTA_OK) {
        other_side_free(ctx, other);
        return NULL;
    }
    return other;
}

void other_side_free(struct extsta_context *ctx, struct msm_other_side *other)
{
    if (other) {
        authenticator_clear(&other->machine);
        pool_release(&ctx->pool, other, sizeof *other);
    }
}

bool other_side_wants(struct extsta_span pdu)
{
    return pdu.len >= KEY_INFO_AT + 2 && (get_be16(pdu.data + KEY_INFO_AT) & KEY_INFO_ACK) == 0;
}

bool other_side_gives_pairwise(const struct msm_port *port)
{
    return mac_to_u64(port->msm->os->address) > mac_to_u64(port->peer);
}
