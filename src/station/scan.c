/* Explicit scans and the BSS list, as the user sees them (contract chapter 20): extsta_scan,
 * extsta_scan_abort and extsta_bss_list of extsta/station.h as OID requests to the driver,
 * carried out at once. The end of a scan comes later, as SCAN_CONFIRM (host.c). */
#include "base/mac.h"
#include "boundary/payload.h"
#include "station/record.h"
#include "wire/element.h"
#include <extsta/private_oid.h>
#include <extsta/windot11.h>
#include <string.h>

#define MAX_SCAN_SSIDS 8u
#define LIST_TRIES     3    /* the list may grow between two calls of a threaded driver */
#define SCAN_ROOM      768u /* eight SSIDs of 36 octets, elements, and the request around them */

/* What an NDIS status means to the caller of a scan. PENDING is success: the scan has begun. */
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

/* The SSIDs as the request has them. */
static bool write_ssids(struct writer *w, const struct extsta_scan_options *o)
{
    static const struct extsta_span wildcard = {NULL, 0};
    size_t count = o->ssid_count ? o->ssid_count : 1;
    if (count > MAX_SCAN_SSIDS) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct extsta_span name = o->ssid_count ? o->ssids[i] : wildcard;
        struct extsta_payload ssid = {.form = EXTSTA_FORM_SSID, .ssid.len = (uint32_t)name.len};
        if (name.len > sizeof ssid.ssid.bytes) {
            return false;
        }
        if (name.len) {
            memcpy(ssid.ssid.bytes, name.data, name.len);
        }
        payload_write(w, &ssid);
    }
    return true;
}

/* SCN-11: the request itself has no list of channels. A driver that cannot be told scans all.
 */
static enum extsta_error tell_channels(struct extsta_station *sta, extsta_time now,
                                       const struct extsta_scan_options *o)
{
    uint8_t freqs[2 * EXTSTA_PRIVATE_CHANNELS_MAX];
    struct writer w = writer_of(freqs, sizeof freqs);
    if (o->freq_count > EXTSTA_PRIVATE_CHANNELS_MAX) {
        return EXTSTA_E_USAGE;
    }
    for (size_t i = 0; i < o->freq_count; i++) {
        writer_le16(&w, o->freqs[i]);
    }
    enum extsta_error e =
        station_command(sta, now, EXTSTA_PRIVATE_SCAN_ONLY, writer_span_of(&w));
    return e == EXTSTA_E_UNSUPPORTED ? EXTSTA_OK : e;
}

/* For BSSs of any type: a probe request per SSID and channel (SCN-06). */
static enum extsta_error scan(struct extsta_station *sta, extsta_time now,
                              const struct extsta_scan_options *options)
{
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    static const struct extsta_scan_options everything;
    const struct extsta_scan_options *o = options ? options : &everything;
    uint8_t entries[SCAN_ROOM], buffer[SCAN_ROOM];
    struct writer e = writer_of(entries, sizeof entries), w = writer_of(buffer, sizeof buffer);
    if (!write_ssids(&e, o) || o->elements.len > EXTSTA_ELEMENTS_MAX) {
        return EXTSTA_E_USAGE;
    }
    enum extsta_error error = o->freq_count ? tell_channels(sta, now, o) : EXTSTA_OK;
    if (error != EXTSTA_OK) {
        return error;
    }
    payload_write(
        &w,
        PAYLOAD(SCAN_REQUEST,
                .scan = {.bss_type = dot11_BSS_type_any,
                         .bssid = mac_is_zero(o->bssid) ? mac_broadcast : o->bssid,
                         .type = o->passive ? dot11_scan_type_passive : dot11_scan_type_active,
                         .ssids.bytes = writer_span_of(&e),
                         .elements.bytes = o->elements}));
    struct extsta_oid oid = {
        .oid = OID_DOT11_SCAN_REQUEST,
        .kind = EXTSTA_OID_SET,
        .request_id = requester_number(&sta->awake->host.os.requester, REQUEST_STATION),
        .buffer = buffer,
        .in_len = (uint32_t)writer_len(&w)};
    return error_of(station_oid(sta, now, &oid));
}

enum extsta_error extsta_scan(struct extsta_station *sta, extsta_time now,
                              const struct extsta_scan_options *options)
{
    RECORD_CALL(sta, SCAN, now, .scan = options);
    return record_error(sta, scan(sta, now, options));
}

enum extsta_error extsta_scan_abort(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, SCAN_ABORT, now, .value = 0);
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    return record_error(
        sta, station_command(sta, now, EXTSTA_PRIVATE_SCAN_ABORT, span(NULL, 0)));
}

/* Spans point into the list: valid for the call of `each`. */
static struct extsta_bss_info info_of(const struct extsta_bss_entry *e)
{
    struct extsta_bss_info info = {.bssid = e->bssid,
                                   .elements = e->elements.bytes,
                                   .freq = (uint16_t)e->freq,
                                   .rssi = (int16_t)e->rssi,
                                   .link_quality = (uint8_t)e->link_quality,
                                   .capability = e->capability,
                                   .beacon_period = e->beacon_period,
                                   .timestamp = e->timestamp,
                                   .phy_id = e->phy_id,
                                   .bss_type = e->bss_type};
    struct element ssid;
    if (element_find(info.elements, ELEMENT_SSID, &ssid)) {
        info.ssid = ssid.value;
    }
    return info;
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
        /* input: a country, all zero */
        struct extsta_oid oid = {
            .oid = OID_DOT11_ENUM_BSS_LIST,
            .kind = EXTSTA_OID_METHOD,
            .request_id = requester_number(&sta->awake->host.os.requester, REQUEST_STATION),
            .buffer = buffer,
            .in_len = (uint32_t)extsta_form_least(EXTSTA_FORM_COUNTRY),
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
    RECORD_CALL(sta, BSS_LIST, now, .value = 0);
    if (!station_wakes(sta)) {
        return 0;
    }
    uint32_t cap, len;
    uint8_t *list = station_bss_list(sta, now, &cap, &len);
    size_t count = 0;
    if (!list) {
        return (size_t)record_result(sta, 0, span(NULL, 0));
    }
    record_result(sta, 1, span(list, len));
    struct extsta_payload p, entry;
    extsta_payload_read(EXTSTA_FORM_BSS_LIST, span(list, len), &p);
    struct extsta_part rest = p.list.entries;
    while (!rest.cut && extsta_payload_next(&rest, &entry) && !entry.bss.elements.cut) {
        struct extsta_bss_info info = info_of(&entry.bss);
        count++;
        if (each) {
            each(user, &info);
        }
    }
    pool_release(&sta->ctx->pool, list, cap);
    return count;
}
