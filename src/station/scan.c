/* Explicit scans and the BSS list, as the user sees them. */
#include "station/core.h"
#include "wire/element.h"
#include <extsta/windot11.h>
#include <string.h>

#define MAX_SCAN_SSIDS 8u
#define LIST_TRIES     3 /* the list may grow between two calls of a threaded driver */

#define SCAN_HEADER  FIELD_OFFSET(DOT11_SCAN_REQUEST_V2, ucBuffer)
#define ARRAY_HEADER FIELD_OFFSET(DOT11_BYTE_ARRAY, ucBuffer)
#define ENTRY_HEADER FIELD_OFFSET(DOT11_BSS_ENTRY, ucBuffer)

static enum extsta_error error_of(uint32_t status)
{
    switch (status) {
    case NDIS_STATUS_SUCCESS:
    case NDIS_STATUS_PENDING:
        return EXTSTA_OK;
    case NDIS_STATUS_DOT11_MEDIA_IN_USE:
    case NDIS_STATUS_DOT11_POWER_STATE_INVALID:
    case NDIS_STATUS_INVALID_STATE:
        return EXTSTA_E_STATE;
    case NDIS_STATUS_RESOURCES:
        return EXTSTA_E_NO_MEMORY;
    case NDIS_STATUS_NOT_SUPPORTED:
        return EXTSTA_E_UNSUPPORTED;
    default:
        return EXTSTA_E_USAGE;
    }
}

enum extsta_error extsta_scan(struct extsta_station *sta, extsta_time now,
                              const struct extsta_span *ssids, size_t count)
{
    static const struct extsta_span wildcard = {NULL, 0};
    uint8_t buffer[SCAN_HEADER + MAX_SCAN_SSIDS * sizeof(DOT11_SSID)];
    struct writer w = writer_of(buffer, sizeof buffer);
    if (count > MAX_SCAN_SSIDS) {
        return EXTSTA_E_USAGE;
    }
    if (count == 0) {
        ssids = &wildcard;
        count = 1;
    }
    DOT11_SCAN_REQUEST_V2 request = {.dot11BSSType = dot11_BSS_type_any,
                                     .dot11BSSID = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
                                     .dot11ScanType = dot11_scan_type_active,
                                     .uNumOfdot11SSIDs = (uint32_t)count};
    writer_bytes(&w, &request, SCAN_HEADER);
    for (size_t i = 0; i < count; i++) {
        if (ssids[i].len > 32) {
            return EXTSTA_E_USAGE;
        }
        writer_le32(&w, (uint32_t)ssids[i].len);
        writer_span(&w, ssids[i]);
        writer_zero(&w, 32 - ssids[i].len);
    }
    struct extsta_oid oid = {.oid = OID_DOT11_SCAN_REQUEST,
                             .kind = EXTSTA_OID_SET,
                             .request_id =
                                 requester_number(&sta->host.os.requester, REQUEST_STATION),
                             .buffer = buffer,
                             .in_len = (uint32_t)writer_len(&w)};
    return error_of(station_oid(sta, now, &oid));
}

/* Reads one record; they stand back to back without padding. */
static bool read_entry(struct reader *r, struct extsta_bss_info *info)
{
    uint8_t fixed[ENTRY_HEADER];
    DOT11_BSS_ENTRY e;
    if (!reader_copy(r, fixed, sizeof fixed)) {
        return false;
    }
    memset(&e, 0, sizeof e);
    memcpy(&e, fixed, sizeof fixed);
    memset(info, 0, sizeof *info);
    info->elements = reader_take(r, e.uBufferLength);
    if (r->failed) {
        return false;
    }
    memcpy(info->bssid.b, e.dot11BSSID, sizeof info->bssid.b);
    info->freq = (uint16_t)e.PhySpecificInfo.uChCenterFrequency;
    info->rssi = (int16_t)e.lRSSI;
    info->link_quality = (uint8_t)e.uLinkQuality;
    info->capability = e.usCapabilityInformation;
    info->beacon_period = e.usBeaconPeriod;
    info->timestamp = e.ullTimestamp;
    info->phy_id = e.uPhyId;
    info->bss_type = (uint32_t)e.dot11BSSType;
    struct element ssid;
    if (element_find(info->elements, ELEMENT_SSID, &ssid)) {
        info->ssid = ssid.value;
    }
    return true;
}

uint8_t *station_bss_list(struct extsta_station *sta, extsta_time now, uint32_t *cap,
                          uint32_t *len)
{
    struct pool *pool = &sta->ctx->pool;
    *cap = 4096;
    for (int i = 0; i < LIST_TRIES; i++) {
        uint8_t *buffer = pool_zalloc(pool, *cap);
        if (!buffer) {
            return NULL;
        }
        /* input: DOT11_COUNTRY_OR_REGION_STRING, all zero */
        struct extsta_oid oid = {.oid = OID_DOT11_ENUM_BSS_LIST,
                                 .kind = EXTSTA_OID_METHOD,
                                 .request_id =
                                     requester_number(&sta->host.os.requester, REQUEST_STATION),
                                 .buffer = buffer,
                                 .in_len = sizeof(DOT11_COUNTRY_OR_REGION_STRING),
                                 .out_cap = *cap};
        uint32_t status = station_oid(sta, now, &oid);
        *len = oid.bytes_written;
        if (status == NDIS_STATUS_SUCCESS && *len <= *cap) {
            return buffer;
        }
        pool_release(pool, buffer, *cap);
        if (status != NDIS_STATUS_BUFFER_OVERFLOW || oid.bytes_needed <= *cap) {
            return NULL;
        }
        *cap = oid.bytes_needed;
    }
    return NULL;
}

size_t extsta_bss_list(struct extsta_station *sta, extsta_time now,
                       void (*each)(void *user, const struct extsta_bss_info *bss), void *user)
{
    uint32_t cap, len;
    uint8_t *list = station_bss_list(sta, now, &cap, &len);
    size_t count = 0;
    if (!list) {
        return 0;
    }
    struct reader r = reader_of(span(list, len));
    reader_take(&r, sizeof(NDIS_OBJECT_HEADER));
    uint32_t bytes = reader_le32(&r);
    reader_le32(&r);
    struct reader entries = reader_of(reader_take(&r, bytes));
    struct extsta_bss_info info;
    while (reader_left(&entries) > 0 && read_entry(&entries, &info)) {
        count++;
        if (each) {
            each(user, &info);
        }
    }
    pool_release(&sta->ctx->pool, list, cap);
    return count;
}
