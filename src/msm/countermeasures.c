/* What the OS does about wrong Michael MICs: reports each to the AP, which has countermeasures
 * of its own (IEEE 802.11-2020 12.5.2.4), and at the second within a minute sets the excluded
 * MAC list. The driver does the rest: it ends the association (DIS-13), and the AP is no
 * candidate (CIP-12). Entered from msm.c; what an extension authenticates is its own affair
 * (CIP-11). */
#include "msm/countermeasures.h"
#include "base/mac.h"
#include "boundary/payload.h"
#include "msm/handshake.h"
#include <extsta/windot11.h>

/* CIP-11: between two failures, and from the second one on without the AP. */
#define MINUTE (60u * EXTSTA_SECOND)

/* EXCLUDED_MAC_ADDRESS_LIST: with the AP that is excluded, or without it. */
static void set_list(struct msm *msm)
{
    uint8_t octets[128];
    struct writer w = writer_of(octets, sizeof octets);
    os_write_excluded(msm->os, (struct extsta_mac){{0}}, &w);
    requester_push(&msm->os->requester, REQUEST_MSM, EXTSTA_OID_SET,
                   OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, writer_span_of(&w), 0);
}

/* To the user: how many seconds the AP is left alone. */
static void tell(struct msm *msm, uint32_t seconds)
{
    report_notify(msm->os->out, &(struct extsta_notify){.type = EXTSTA_NOTIFY_COUNTERMEASURES,
                                                        .peer = msm->os->excluded,
                                                        .status = seconds});
}

/* The next failure is a first one again. */
static void exclude(struct msm *msm, extsta_time now, struct extsta_mac peer)
{
    msm->mic_failure.seen = false;
    msm->os->excluded = peer;
    msm->os->excluded_until = now + MINUTE;
    tell(msm, MINUTE / EXTSTA_SECOND);
    set_list(msm);
}

void countermeasures_mic_failure(struct msm *msm, extsta_time now, struct extsta_mac peer,
                                 bool pairwise)
{
    struct msm_port *port = msm_port_find(msm, &peer);
    struct msm_mic_failure *last = &msm->mic_failure;
    if (!port || port->manager == EXTSTA_MANAGER_IHV || port->manager == EXTSTA_MANAGER_NONE) {
        return;
    }
    msm_handshake_request(port, now, true, pairwise);
    if (last->seen && mac_equal(last->peer, peer) && now - last->at < MINUTE) {
        exclude(msm, now, peer);
    } else {
        *last = (struct msm_mic_failure){.seen = true, .peer = peer, .at = now};
    }
}

extsta_time countermeasures_deadline(const struct msm *msm)
{
    return msm->os->excluded_until ? msm->os->excluded_until : EXTSTA_NEVER;
}

void countermeasures_expire(struct msm *msm, extsta_time now)
{
    if (countermeasures_deadline(msm) > now) {
        return;
    }
    msm->os->excluded_until = 0;
    set_list(msm);
    tell(msm, 0);
}
