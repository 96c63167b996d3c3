/* Private commands at the embedder's wish: extsta_roam and what is like it, extsta_btm_query,
 * extsta_neighbor_request and extsta_pmksa_flush of extsta/station.h; and those by which what a
 * scan has besides is asked for. */
#include "boundary/payload.h"
#include "boundary/private_command.h"
#include "msm/pmksa.h"
#include "station/record.h"
#include <string.h>

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
    struct extsta_oid oid = {
        .oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
        .kind = EXTSTA_OID_METHOD,
        .request_id = requester_number(&sta->awake->host.os.requester, REQUEST_STATION),
        .buffer = buffer,
        .in_len = (uint32_t)writer_len(&w),
        .out_cap = sizeof buffer};
    return error_of(station_oid(sta, now, &oid));
}

struct extsta_span station_command_answer(struct extsta_station *sta, extsta_time now,
                                          uint32_t number, uint8_t *buffer, uint32_t size)
{
    struct writer w = writer_of(buffer, size);
    private_command_write(&w, number, span(NULL, 0));
    struct extsta_oid oid = {.oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
                             .kind = EXTSTA_OID_METHOD,
                             .request_id =
                                 requester_number(&sta->awake->host.os.requester, REQUEST_STATION),
                             .buffer = buffer,
                             .in_len = (uint32_t)writer_len(&w),
                             .out_cap = size};
    struct extsta_payload list, command;
    bool answered =
        station_oid(sta, now, &oid) == NDIS_STATUS_SUCCESS && oid.bytes_written <= size &&
        extsta_payload_read(EXTSTA_FORM_NIC_SPECIFIC, span(buffer, oid.bytes_written), &list) &&
        extsta_payload_read(EXTSTA_FORM_PRIVATE, list.list.entries.bytes, &command) &&
        command.command.command == number;
    return answered ? command.command.parameters.bytes : span(NULL, 0);
}

enum extsta_error extsta_roam(struct extsta_station *sta, extsta_time now,
                              struct extsta_mac bssid)
{
    RECORD_CALL(sta, ROAM, now, .bssid = bssid);
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    return record_error(
        sta, station_command(sta, now, EXTSTA_PRIVATE_ROAM_TO, span(bssid.b, 6)));
}

static enum extsta_error roam_over_ds(struct extsta_station *sta, extsta_time now,
                                      struct extsta_mac bssid)
{
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    uint8_t parameters[7] = {[6] = EXTSTA_PRIVATE_ROAM_OVER_DS};
    memcpy(parameters, bssid.b, sizeof bssid.b);
    return station_command(sta, now, EXTSTA_PRIVATE_ROAM_TO,
                           span(parameters, sizeof parameters));
}

enum extsta_error extsta_roam_over_ds(struct extsta_station *sta, extsta_time now,
                                      struct extsta_mac bssid)
{
    RECORD_CALL(sta, ROAM_OVER_DS, now, .bssid = bssid);
    return record_error(sta, roam_over_ds(sta, now, bssid));
}

static enum extsta_error neighbor_request(struct extsta_station *sta, extsta_time now,
                                          struct extsta_span subelements)
{
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    return subelements.len > EXTSTA_PRIVATE_NEIGHBOR_MAX
               ? EXTSTA_E_UNSUPPORTED
               : station_command(sta, now, EXTSTA_PRIVATE_NEIGHBOR_REQUEST, subelements);
}

enum extsta_error extsta_neighbor_request(struct extsta_station *sta, extsta_time now,
                                          struct extsta_span subelements)
{
    RECORD_CALL(sta, NEIGHBOR_REQUEST, now, .octets = subelements);
    return record_error(sta, neighbor_request(sta, now, subelements));
}

static bool neighbor_report(struct extsta_station *sta, extsta_time now, uint8_t *out,
                            size_t room, size_t *len)
{
    *len = 0;
    if (!station_wakes(sta)) {
        return false;
    }
    uint8_t buffer[2400];
    struct extsta_span answer =
        station_command_answer(sta, now, EXTSTA_PRIVATE_GET_NEIGHBORS, buffer, sizeof buffer);
    bool answered = answer.len > 0 && answer.data[0] != 0;
    *len = !answered ? 0 : answer.len - 1 < room ? answer.len - 1 : room;
    if (*len) {
        memcpy(out, answer.data + 1, *len);
    }
    return answered;
}

bool extsta_neighbor_report(struct extsta_station *sta, extsta_time now, uint8_t *out,
                            size_t room, size_t *len)
{
    RECORD_CALL(sta, NEIGHBOR_REPORT, now, .value = (uint32_t)room);
    bool any = neighbor_report(sta, now, out, room, len);
    return record_result(sta, any, span(out, *len)) != 0;
}

enum extsta_error extsta_btm_query(struct extsta_station *sta, extsta_time now, uint8_t reason)
{
    RECORD_CALL(sta, BTM_QUERY, now, .value = reason);
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    return record_error(
        sta, station_command(sta, now, EXTSTA_PRIVATE_BTM_QUERY, span(&reason, 1)));
}

void extsta_pmksa_flush(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, PMKSA_FLUSH, now, .value = 0);
    if (!station_wakes(sta)) {
        return;
    }
    if (sta->detached) {
        return;
    }
    bool outermost = station_enter(sta, now);
    msm_pmksa_clear(&sta->awake->host.msm);
    msm_pmksa_tell(&sta->awake->host.msm);
    station_leave(sta, outermost);
    (void)station_command(sta, now, EXTSTA_PRIVATE_FORGET_PMKS, span(NULL, 0));
}
