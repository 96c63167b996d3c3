/* Private commands at the embedder's wish: extsta_roam, extsta_btm_query and extsta_pmksa_flush of
 * extsta/station.h; and those by which what a scan has besides is asked for. */
#include "boundary/private_command.h"
#include "msm/pmksa.h"
#include "station/core.h"

static enum extsta_error error_of(uint32_t status)
{
    switch (status) {
    case NDIS_STATUS_SUCCESS:
        return EXTSTA_OK;
    case NDIS_STATUS_INVALID_STATE:
        return EXTSTA_E_STATE;
    case NDIS_STATUS_RESOURCES:
        return EXTSTA_E_NO_MEMORY;
    case NDIS_STATUS_INVALID_DATA:
        return EXTSTA_E_USAGE;
    default: /* a number of the driver's, not an enum */
        return EXTSTA_E_UNSUPPORTED;
    }
}

enum extsta_error station_command(struct extsta_station *sta, extsta_time now, uint32_t number,
                                  struct extsta_span parameters)
{
    uint8_t buffer[128];
    struct writer w = writer_of(buffer, sizeof buffer);
    private_command_write(&w, number, parameters);
    struct extsta_oid oid = {.oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
                             .kind = EXTSTA_OID_METHOD,
                             .request_id =
                                 requester_number(&sta->host.os.requester, REQUEST_STATION),
                             .buffer = buffer,
                             .in_len = (uint32_t)writer_len(&w),
                             .out_cap = sizeof buffer};
    return error_of(station_oid(sta, now, &oid));
}

enum extsta_error extsta_roam(struct extsta_station *sta, extsta_time now,
                              struct extsta_mac bssid)
{
    return station_command(sta, now, EXTSTA_PRIVATE_ROAM_TO, span(bssid.b, 6));
}

enum extsta_error extsta_btm_query(struct extsta_station *sta, extsta_time now, uint8_t reason)
{
    return station_command(sta, now, EXTSTA_PRIVATE_BTM_QUERY, span(&reason, 1));
}

void extsta_pmksa_flush(struct extsta_station *sta, extsta_time now)
{
    if (sta->detached) {
        return;
    }
    bool outermost = station_enter(sta, now);
    msm_pmksa_clear(&sta->host.msm);
    msm_pmksa_tell(&sta->host.msm);
    station_leave(sta, outermost);
    (void)station_command(sta, now, EXTSTA_PRIVATE_FORGET_PMKS, span(NULL, 0));
}
