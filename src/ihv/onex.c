/* 802.1X for an extension (onex.h). */
#include "ihv/onex.h"
#include "base/wipe.h"
#include "ihv/functions.h"
#include "wire/eapol.h"
#include <extsta/dot1x.h>
#include <extsta/windot11.h>

void ihv_onex_drop(struct ihv *ihv)
{
    if (ihv->onex) {
        onex_stop(&ihv->onex->machine);
        pool_release(&ihv->os->ctx->pool, ihv->onex, sizeof *ihv->onex);
        ihv->onex = NULL;
    }
}

/* EAPOL goes in the clear until there is a key, as the OS's own does. One that cannot be sent
 * is lost, and comes again. */
static void transmit(struct ihv *ihv, extsta_time now, const struct writer *w)
{
    uint32_t error;
    if (writer_len(w) > 0) {
        (void)ihv->ops->send(ihv->user, now, ihv->onex->peer, ETHERTYPE_EAPOL,
                             span(w->start, writer_len(w)),
                             DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE, &error);
    }
}

static uint32_t reason_of(const struct ihv *ihv)
{
    struct extsta_cause cause = {0};
    onex_tell(&ihv->onex->machine, &cause);
    return cause.diagnosis == EXTSTA_DIAGNOSIS_EAP_NO_ANSWER ||
                   cause.diagnosis == EXTSTA_DIAGNOSIS_EAP_SERVER_SILENT
               ? ONEX_AUTHENTICATOR_NO_LONGER_PRESENT
               : ONEX_EAP_FAILURE_RECEIVED;
}

/* IHV-35: after a final result all EAPOL is the extension's. */
static void conclude(struct ihv *ihv, const struct onex_step *step)
{
    uint8_t msk[EAP_MSK_LEN] = {0};
    switch (step->verdict) {
    case ONEX_CONTINUE:
        return;
    case ONEX_PROGRESS:
        ihv_onex_result(ihv, DOT11_MSONEX_IN_PROGRESS, 0, span(NULL, 0));
        return;
    case ONEX_SUCCEEDED:
        if (onex_msk(&ihv->onex->machine, msk)) {
            ihv_onex_result(ihv, DOT11_MSONEX_SUCCESS, 0, span(msk, sizeof msk));
        } else { /* a method without keys is none for a network with keys */
            ihv_onex_result(ihv, DOT11_MSONEX_FAILURE, ONEX_EAP_FAILURE_RECEIVED,
                            span(NULL, 0));
        }
        wipe(msk, sizeof msk);
        break;
    case ONEX_REFUSED:
        ihv_onex_result(ihv, DOT11_MSONEX_FAILURE, reason_of(ihv), span(NULL, 0));
        break;
    }
    ihv_onex_drop(ihv);
}

/* IHV-33: EAPOL-Start at once, three times. One that is pending begins anew. */
uint32_t ihv_start_onex(struct ihv *ihv, extsta_time now, struct port_eap *eap)
{
    uint8_t pdu[ONEX_PDU_MAX];
    struct writer w = writer_of(pdu, sizeof pdu);
    uint32_t refused = ihv_check_onex(ihv);
    if (refused != ERROR_SUCCESS) {
        return refused;
    }
    if (!eap || !eap->eap) {
        return ERROR_NOT_SUPPORTED; /* the profile says nothing of 802.1X */
    }
    ihv_onex_drop(ihv);
    ihv->onex = pool_zalloc(&ihv->os->ctx->pool, sizeof *ihv->onex);
    if (!ihv->onex) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    ihv->onex->peer = ihv->post_peer;
    struct onex_config config = {
        .peer = {.ctx = ihv->os->ctx,
                 .stream = eap->stream,
                 .eap = eap->eap,
                 .resume = &eap->resume},
    };
    onex_times(eap->times, &config);
    config.start_when = 0;
    config.max_start = ONEX_MAX_START;
    onex_start(&ihv->onex->machine, now, &config, &w);
    transmit(ihv, now, &w);
    return ERROR_SUCCESS;
}

static uint32_t not_pending(struct ihv *ihv)
{
    return ihv_refuse(ihv, ihv->attached ? RULE(IHV_36) : RULE(IHV_05), ERROR_INVALID_STATE);
}

uint32_t ihv_stop_onex(struct ihv *ihv)
{
    if (!ihv->onex) {
        return not_pending(ihv);
    }
    ihv_onex_drop(ihv);
    return ERROR_SUCCESS;
}

/* The documents have the packet begin at its type, the sample at its version: the versions are
 * 1 to 3, and EAP's type is 0. */
uint32_t ihv_process_security_packet(struct ihv *ihv, extsta_time now,
                                     struct extsta_span packet)
{
    uint8_t pdu[ONEX_PDU_MAX], whole[EAP_DATA_MAX + 16u] = {2};
    struct writer w = writer_of(pdu, sizeof pdu);
    struct onex_step step;
    struct eapol e;
    if (!ihv->onex) {
        return not_pending(ihv);
    }
    if (packet.len > 0 && packet.data[0] == EAPOL_EAP_PACKET && packet.len < sizeof whole) {
        memcpy(whole + 1, packet.data, packet.len);
        packet = span(whole, packet.len + 1);
    }
    if (!eapol_parse(packet, &e)) {
        return ERROR_INVALID_PARAMETER;
    }
    if (e.type == EAPOL_KEY) { /* IHV-34: that is the extension's own */
        return ihv_refuse(ihv, RULE(IHV_34), ERROR_INVALID_PARAMETER);
    }
    onex_rx(&ihv->onex->machine, now, packet, &w, &step);
    if (step.dropped) {
        os_drop(ihv->os, step.drop);
    }
    transmit(ihv, now, &w);
    conclude(ihv, &step);
    wipe(pdu, sizeof pdu);
    return ERROR_SUCCESS;
}

extsta_time ihv_onex_deadline(const struct ihv *ihv)
{
    return ihv->onex ? ihv->onex->machine.deadline : EXTSTA_NEVER;
}

void ihv_onex_expire(struct ihv *ihv, extsta_time now)
{
    uint8_t pdu[ONEX_PDU_MAX];
    struct writer w = writer_of(pdu, sizeof pdu);
    struct onex_step step;
    if (ihv_onex_deadline(ihv) <= now) {
        onex_expire(&ihv->onex->machine, now, &w, &step);
        transmit(ihv, now, &w);
        conclude(ihv, &step);
    }
}
