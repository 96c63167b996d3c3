/* What the user wishes of all connects to come: whom they leave alone, and what their
 * association requests say besides (extsta_ignore and extsta_assoc_elements of
 * extsta/station.h). It is kept by what the OS half shares (boundary/os.h), so that each
 * connect has it anew; what counts while the driver works is told to it here. */
#include "base/mac.h"
#include "boundary/payload.h"
#include "station/record.h"
#include "wire/element.h"
#include <string.h>

static bool is_in_use(const struct extsta_station *sta)
{
    return sta->awake->host.acm.state != ACM_DOWN && !sta->detached;
}

static void tell_driver(struct extsta_station *sta, extsta_time now)
{
    struct extsta_station_status is;
    uint8_t octets[128];
    struct writer w = writer_of(octets, sizeof octets);
    extsta_station_status(sta, &is);
    os_write_excluded(&sta->awake->host.os, is.bssid, &w);
    bool outermost = station_enter(sta, now);
    requester_push(&sta->awake->host.os.requester, REQUEST_STATION, EXTSTA_OID_SET,
                   OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST, writer_span_of(&w), 0);
    station_leave(sta, outermost);
}

static enum extsta_error ignore(struct extsta_station *sta, extsta_time now,
                                const struct extsta_mac *aps, size_t count)
{
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    struct os *os = &sta->awake->host.os;
    if (count > EXTSTA_IGNORED_MAX) {
        return EXTSTA_E_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        if (mac_is_group(aps[i])) {
            return EXTSTA_E_USAGE;
        }
    }
    if (count > 0 && !os->ignored) {
        os->ignored = pool_zalloc(&sta->ctx->pool, sizeof *os->ignored);
        if (!os->ignored) {
            return EXTSTA_E_NO_MEMORY;
        }
    }
    if (count == 0) {
        pool_release(&sta->ctx->pool, os->ignored, sizeof *os->ignored);
        os->ignored = NULL;
    } else {
        memcpy(os->ignored->aps, aps, count * sizeof *aps);
        os->ignored->count = (uint8_t)count;
    }
    if (is_in_use(sta)) {
        tell_driver(sta, now);
    }
    return EXTSTA_OK;
}

enum extsta_error extsta_ignore(struct extsta_station *sta, extsta_time now,
                                const struct extsta_mac *aps, size_t count)
{
    RECORD_CALL(sta, IGNORE, now, .ignore = {aps, count});
    return record_error(sta, ignore(sta, now, aps, count));
}

static enum extsta_error assoc_elements(struct extsta_station *sta, struct extsta_span elements)
{
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    struct os *os = &sta->awake->host.os;
    if (elements.len > EXTSTA_ELEMENTS_MAX || !elements_are_whole(elements)) {
        return EXTSTA_E_USAGE;
    }
    if (elements.len == 0) {
        pool_release(&sta->ctx->pool, os->elements, sizeof *os->elements);
        os->elements = NULL;
        return EXTSTA_OK;
    }
    os->elements =
        os->elements ? os->elements : pool_zalloc(&sta->ctx->pool, sizeof *os->elements);
    if (!os->elements) {
        return EXTSTA_E_NO_MEMORY;
    }
    memcpy(os->elements->octets, elements.data, elements.len);
    os->elements->len = (uint16_t)elements.len;
    return EXTSTA_OK;
}

enum extsta_error extsta_assoc_elements(struct extsta_station *sta, struct extsta_span elements)
{
    RECORD_CALL(sta, ASSOC_ELEMENTS, sta->now, .octets = elements);
    return record_error(sta, assoc_elements(sta, elements));
}
