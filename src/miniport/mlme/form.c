/* What the MLME is made of (miniport/form.h; base/form.h). */
#include "boundary/form.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include "miniport/mlme/ft.h"
#include "miniport/mlme/ibss.h"
#include "miniport/mlme/pmksa.h"
#include "miniport/mlme/port_auth.h"
#include "miniport/mlme/roam_policy.h"
#include "miniport/mlme/sa_query.h"
#include "miniport/mlme/scan.h"
#include "miniport/mlme/steer.h"
#include "miniport/sae_wishes.h"
#include "rsn/form.h"

#define T struct mp_channels
static const struct form_row channels_form_rows[] = {LIMITED(count, SCAN_HOST_MAX), FLAG(alone),
                                                     NUMBERS(freqs)};
FORM_OWN_TABLE(channels_form, "channels of the host");
#undef T

#define T struct mp_sa_query
static const struct form_row sa_query_form_rows[] = {
    LIMITED(state, SA_QUERY_AWAIT_RESPONSE),
    FLAG(deauth),
    NUMBER(reason),
    NUMBER(evidence),
    FLAG(moved),
    FLAG(elsewhere),
    NUMBER(first),
    NUMBER(next),
    TIME(began),
    TIME(noted),
};
FORM_OWN_TABLE(sa_query_form, "SA Query");
#undef T

#define T struct mp_port_key
static const struct form_row port_key_form_rows[] = {PART(pmk, len), COUNTS(len)};
FORM_OWN_TABLE(port_key_form, "PMK of the port");
#undef T

#define T struct mp_sae
static const struct form_row sae_form_rows[] = {
    SHARED(network, sae_network_share),
    LIMITED(wish, SAE_WISH_HUNT),
    LIMITED(group_count, SAE_GROUPS),
    NUMBERS(groups),
    FLAG(no_fallback),
};
FORM_OWN_TABLE(sae_form, "wishes of SAE");
#undef T

#define T struct mp_pmksa
static const struct form_row pmksa_form_rows[] = {
    DERIVED(next, "of the MLME's list"),
    OCTETS(bssid),
    NUMBER(akm),
    TIME(expires),
    FLAG(on_trial),
    OCTETS(pmkid),
    COUNTS(pmk_len),
};
FORM_OWN_OPEN_TABLE(pmksa_form, "PMKSA of the driver",
                    FORM_TAIL(pmk, pmk_len, uint8_t, PMK_MAX, NULL));
#undef T

#define T struct mp_ft
static const struct form_row ft_form_rows[] = {
    FLAG(over_ds),
    FLAG(once),
    FLAG(known),
    NUMBER(akm),
    PART(key, key_len),
    COUNTS(key_len),
    PART(own_key, own_len),
    COUNTS(own_len),
    PART(domain.ssid, domain.ssid_len),
    COUNTS(domain.ssid_len),
    OCTETS(domain.mdid),
    PART(domain.r0kh_id, domain.r0kh_len),
    COUNTS(domain.r0kh_len),
    NOTHING(ds, "a fast transition is under way"),
};
FORM_OWN_TABLE(ft_form, "mobility domain");
#undef T

/* A completion is set aside as long as an operation is open. */
static bool mlme_made(struct form_in *f, void *object)
{
    const struct mp_mlme *m = object;
    bool open = m->connection == CONNECTION_CONNECTING || m->connection == CONNECTION_ROAMING;
    return open == (m->outer != NULL) && (m->scanning != SCAN_IDLE) == (m->scan != NULL) &&
           (!m->policy || extsta_roam_policy_check(m->policy) == NULL);
}

#define T struct mp_mlme
static const struct form_row mlme_form_rows[] = {
    LIMITED(connection, CONNECTION_ROAMING),
    LIMITED(scanning, SCAN_ROAM),
    LIMITED(roam, ROAM_AWAIT_CANDIDATE),
    NUMBER(roam_round),
    NUMBER(connect_scans),
    NUMBER(last_diagnosis),
    NUMBER(busy, .usual = MEDIUM_UNKNOWN),
    FLAG(doze),
    NUMBER(beacons_slept),
    FLAG(radio_off),
    FLAG(resumed),
    NUMBER(pmkid_count),
    NUMBER(looks),
    NUMBER(next_freq),
    OCTETS(last_ap),
    NUMBER(last_words),
    OCTETS(target),
    INSIDE(network, mp_ssid_form),
    NUMBER(owed_reason),
    OWNED(scan, mp_scan_form),
    OWNED(only, channels_form),
    OWNED(usual, channels_form),
    SPECIAL(outer, outq_node_special),
    SPECIAL(farewell, outq_node_special),
    TIME(away_since),
    OWNED(policy, roam_policy_form),
    OWNED(sa_query, sa_query_form),
    NOTHING(ibss, "it is in an independent network, or looks for one"),
    OWNED(steer, mp_steer_form),
    OWNED(ft, ft_form),
    OWNED(port_key, port_key_form),
    OWNED(sae, sae_form),
    CHAIN(pmksas, pmksa_form, struct mp_pmksa, next),
};
FORM_TABLE(mlme_form, "MLME", .made = mlme_made);
#undef T
