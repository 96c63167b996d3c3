/* What msm is made of (form.h; base/form.h). What it borrows of the profile (configuration and
 * times of 802.1X) is found again by the profile's serial number (station/host.c). */
#include "msm/form.h"
#include "boundary/form.h"
#include "msm/handshake.h"
#include "msm/pmksa.h"
#include "msm/port.h"
#include "rsn/form.h"

#define T struct nwifi_encap_entry
static const struct form_row encap_entry_form_rows[] = {NUMBER(ethertype), NUMBER(type)};
FORM_OWN_TABLE(encap_entry_form, "entry of an encapsulation table");
#undef T

#define T struct nwifi_encap
static const struct form_row encap_form_rows[] = {ITEMS(entries, encap_entry_form, count),
                                                  COUNTS(count)};
FORM_OWN_TABLE(encap_form, "encapsulation table");
#undef T

#define T struct msm_handshake
static const struct form_row handshake_form_rows[] = {
    INSIDE(keyed, keyed_port_form),
    NOTHING(asked, "the driver is asked for a PMK"),
    NOTHING(other, "it is authenticator in an independent network"),
    FLAG(has_pairwise),
    FLAG(has_group),
    NUMBERS(awaited),
    FLAG(awaits_group),
};
FORM_OWN_TABLE(handshake_form, "handshake of a port");
#undef T

#define T struct msm_port
static const struct form_row port_form_rows[] = {
    DERIVED(link, "of msm's list"),
    DERIVED(msm, "of the station"),
    OCTETS(peer),
    LIMITED(state, PORT_GONE - 1),
    LIMITED(manager, EXTSTA_MANAGER_IHV),
    NUMBER(freq),
    NUMBER(session),
    NUMBER(auth),
    NUMBER(unicast),
    NUMBER(multicast),
    NUMBER(refused),
    OWNED(encap, encap_form),
    OWNED(handshake, handshake_form),
    TIME(deadline, .usual = EXTSTA_NEVER),
};
FORM_OWN_TABLE(port_form, "port");
#undef T

/* A handshake needs a peer and keys that are there. */
static bool msm_made(struct form_in *f, void *object)
{
    struct msm *msm = object;
    msm->os = f->hand[FORM_OS];
    msm->eap.ctx = f->ctx;
    msm->eap.stream = msm->os->id;
    list_for_each(it, &msm->ports)
    {
        list_entry(it, struct msm_port, link)->msm = msm;
    }
    return true;
}

#define T struct msm
static const struct form_row msm_form_rows[] = {
    DERIVED(os, "of the station"),
    DERIVED(ops, "the same for all"),
    DERIVED(user, "of the station"),
    RING(ports, port_form, struct msm_port, link),
    LIMITED(security.manager, EXTSTA_MANAGER_IHV),
    FLAG(security.has_pmk),
    OCTETS(security.pmk),
    DERIVED(security.eap, "of the profile"),
    DERIVED(security.onex, "of the profile"),
    DERIVED(security.cache, "of the profile"),
    DERIVED(security.serial, "of the profile"),
    DERIVED(eap.ctx, "of the station"),
    DERIVED(eap.stream, "of the station"),
    DERIVED(eap.eap, "of the profile"),
    DERIVED(eap.times, "of the profile"),
    NUMBER(eap.resume.type),
    NOTHING(eap.resume.session, "a session of TLS is kept"),
    OWNED(pmksas, msm_pmksas_form),
    CHAIN(restored, msm_restored_form, struct msm_restored, next),
    OWNED(preauth, msm_preauth_form),
    FLAG(mic_failure.seen),
    OCTETS(mic_failure.peer),
    TIME(mic_failure.at),
    NUMBER(next_session),
    LIMITED(operation, MSM_ROAMING),
    FLAG(ibss),
    OCTETS(bssid),
    FLAG(has_group_key),
    OCTETS(group_key),
};
FORM_TABLE(msm_form, "msm", .made = msm_made);
#undef T
