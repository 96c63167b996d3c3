/* OID requests to a station's driver, for the commands that no operation of the service answers
 * (ctrl.h). */
#include "ctrl.h"
#include "providers.h"
#include <extsta/private_oid.h>
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 2048u
#define MOST_ROOM  (4u << 20)
#define TRIES      3 /* what is listed may grow between two of them */
#define REQUEST_ID 0x57504100u

static uint32_t ask(struct wpa_station *ws, extsta_time now, struct extsta_oid *oid)
{
    oid->request_id = REQUEST_ID;
    uint32_t status = extsta_oid(service_core(ws->s), now, oid);
    service_kick(ws->s);
    return status;
}

bool wpa_oid_query(struct wpa_station *ws, extsta_time now, uint32_t oid, uint8_t **out,
                   size_t *len)
{
    /* the list of BSSs is a method, whose input is a country: none */
    bool method = oid == OID_DOT11_ENUM_BSS_LIST;
    uint32_t room = FIRST_ROOM;
    *out = NULL;
    *len = 0;
    for (int i = 0; i < TRIES && room <= MOST_ROOM; i++) {
        uint8_t *buffer = host_calloc(1, room);
        if (!buffer) {
            return false;
        }
        struct extsta_oid request = {
            .oid = oid,
            .kind = method ? EXTSTA_OID_METHOD : EXTSTA_OID_QUERY,
            .buffer = buffer,
            .in_len = method ? (uint32_t)extsta_form_least(EXTSTA_FORM_COUNTRY) : 0,
            .out_cap = room};
        uint32_t status = ask(ws, now, &request);
        if (status == NDIS_STATUS_SUCCESS && request.bytes_written <= room) {
            *out = buffer;
            *len = request.bytes_written;
            return true;
        }
        free(buffer);
        if (request.bytes_needed <= room) {
            return false;
        }
        room = request.bytes_needed;
    }
    return false;
}

bool wpa_oid_set(struct wpa_station *ws, extsta_time now, uint32_t oid, struct extsta_span data)
{
    uint8_t buffer[64] = {0};
    if (data.len > sizeof buffer) {
        return false;
    }
    if (data.len) {
        memcpy(buffer, data.data, data.len);
    }
    struct extsta_oid request = {
        .oid = oid, .kind = EXTSTA_OID_SET, .buffer = buffer, .in_len = (uint32_t)data.len};
    uint32_t status = ask(ws, now, &request);
    return status == NDIS_STATUS_SUCCESS || status == NDIS_STATUS_PENDING;
}

bool wpa_oid_private(struct wpa_station *ws, extsta_time now, uint32_t subcommand,
                     struct extsta_span parameters)
{
    uint8_t inner[64], buffer[128] = {0};
    struct extsta_payload command = {.form = EXTSTA_FORM_PRIVATE,
                                     .command.magic = EXTSTA_PRIVATE_MAGIC,
                                     .command.command = subcommand};
    command.command.parameters.bytes = parameters;
    size_t len = extsta_payload_write(&command, inner, sizeof inner);
    struct extsta_payload outer = {.form = EXTSTA_FORM_NIC_SPECIFIC};
    outer.list.entries.bytes = (struct extsta_span){inner, len};
    if (len > sizeof inner) {
        return false;
    }
    len = extsta_payload_write(&outer, buffer, sizeof buffer);
    struct extsta_oid request = {.oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
                                 .kind = EXTSTA_OID_METHOD,
                                 .buffer = buffer,
                                 .in_len = (uint32_t)len,
                                 .out_cap = sizeof buffer};
    uint32_t status = ask(ws, now, &request);
    return status == NDIS_STATUS_SUCCESS || status == NDIS_STATUS_PENDING;
}
