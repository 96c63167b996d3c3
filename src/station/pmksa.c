/* What 802.1X has agreed, for programs that keep it over their own end, and who the server has
 * shown itself to be: extsta_pmksa_list, extsta_pmksa_restore and extsta_server_certificates of
 * extsta/station.h; extsta_key_request. The cache is msm/pmksa.h's. */
#include "base/wipe.h"
#include "crypto/suites.h"
#include "crypto/tls.h"
#include "msm/handshake.h"
#include "msm/pmksa.h"
#include "station/record.h"
#include <string.h>

_Static_assert(EXTSTA_PMKSA_PMK_MAX <= PMK_MAX, "a restored key has its place");

struct listing {
    void (*each)(void *user, const struct extsta_pmksa *pmksa);
    void *user;
};

static void list_one(void *user, const struct msm_pmksa *p)
{
    const struct listing *l = user;
    struct extsta_pmksa out = {
        .bssid = p->bssid, .akm = p->akm, .until = p->until, .pmk_len = p->pmk_len};
    if (p->pmk_len > sizeof out.pmk) {
        return;
    }
    memcpy(out.pmkid, p->pmkid, sizeof out.pmkid);
    memcpy(out.pmk, p->pmk, p->pmk_len);
    l->each(l->user, &out);
    wipe(&out, sizeof out);
}

size_t extsta_server_certificates(const struct extsta_station *sta,
                                  void (*each)(void *user, unsigned depth,
                                               struct extsta_span der),
                                  void *user)
{
    if (!station_wakes(sta)) {
        return 0;
    }
    const struct msm_port *port = msm_port_find(&sta->awake->host.msm, &sta->awake->host.acm.peer);
    const struct tls *tls = port ? msm_handshake_tls(port) : NULL;
    return tls ? tls_chain(tls, each, user) : 0;
}

static enum extsta_error key_request(struct extsta_station *sta, extsta_time now, bool error,
                                     bool pairwise)
{
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    struct msm_port *port = msm_port_find(&sta->awake->host.msm, &sta->awake->host.acm.peer);
    if (sta->detached || !port || !port->handshake || !msm_port_is_open(port)) {
        return EXTSTA_E_STATE;
    }
    bool outermost = station_enter(sta, now);
    msm_handshake_request(port, sta->now, error, pairwise);
    station_leave(sta, outermost);
    return EXTSTA_OK;
}

enum extsta_error extsta_key_request(struct extsta_station *sta, extsta_time now, bool error,
                                     bool pairwise)
{
    RECORD_CALL(sta, KEY_REQUEST, now, .value = (error ? 1u : 0u) | (pairwise ? 2u : 0u));
    return record_error(sta, key_request(sta, now, error, pairwise));
}

size_t extsta_pmksa_list(const struct extsta_station *sta, extsta_time now,
                         void (*each)(void *user, const struct extsta_pmksa *pmksa), void *user)
{
    if (!station_wakes(sta)) {
        return 0;
    }
    struct listing l = {each, user};
    return msm_pmksa_list(&sta->awake->host.msm, now, list_one, &l);
}

enum extsta_error extsta_pmksa_restore(struct extsta_station *sta, struct extsta_span ssid,
                                       const struct extsta_pmksa *pmksa)
{
    RECORD_CALL(sta, PMKSA_RESTORE, sta->now, .restore = {ssid, pmksa});
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    const struct akm_suite *akm = suites_akm(pmksa->akm);
    if (ssid.len < 1 || ssid.len > 32 || !akm || akm->pmk != AKM_PMK_EAP ||
        (pmksa->pmk_len != 32 && pmksa->pmk_len != 48)) {
        return record_error(sta, EXTSTA_E_USAGE);
    }
    struct msm_pmksa p = {.bssid = pmksa->bssid,
                          .until = pmksa->until,
                          .akm = pmksa->akm,
                          .pmk_len = pmksa->pmk_len};
    memcpy(p.pmkid, pmksa->pmkid, sizeof p.pmkid);
    memcpy(p.pmk, pmksa->pmk, p.pmk_len);
    bool ok = msm_pmksa_restore(&sta->awake->host.msm, ssid, &p);
    wipe(&p, sizeof p);
    return record_error(sta, ok ? EXTSTA_OK : EXTSTA_E_NO_MEMORY);
}
