/* OIDs by the own control socket: queried by name, all that answer (the MIB), and set where
 * that is allowed. They go past the OS half (extsta_oid), so a set may change what the host
 * believes. */
#include "own_private.h"
#include "providers.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 8192u

static uint32_t number_of(const char *name)
{
    char *end;
    unsigned long number = strtoul(name, &end, 0);
    if (name[0] >= '0' && name[0] <= '9' && *end == 0) {
        return (uint32_t)number;
    }
    uint32_t oid;
    const char *is;
    for (size_t i = 0; (is = extsta_oid_at(i, &oid)); i++) {
        if (strcmp(is, name) == 0 ||
            (strncmp(is, "OID_DOT11_", 10) == 0 && strcmp(is + 10, name) == 0)) {
            return oid;
        }
    }
    return 0;
}

/* The answer lies in `buffer`; its NDIS status. A list of BSSs is asked for by a method. */
static uint32_t ask(struct own_call *c, uint32_t number, uint8_t *buffer, size_t *len)
{
    struct extsta_oid oid = {.oid = number,
                             .kind = EXTSTA_OID_QUERY,
                             .request_id = 1,
                             .buffer = buffer,
                             .out_cap = ROOM};
    memset(buffer, 0, ROOM);
    uint32_t status = extsta_oid(service_core(c->s), c->now, &oid);
    *len = oid.bytes_written <= ROOM ? oid.bytes_written : 0;
    return status;
}

static void tell_oid(struct own_call *c, const char *kind, uint32_t number,
                     struct extsta_span answer)
{
    const char *name = extsta_oid_name(number);
    own_station_line(c->j, kind, c->s);
    json_text(c->j, "name", name ? name : "?");
    json_number(c->j, "oid", number);
    own_payload(c->j, "value", extsta_oid_form(number, true), answer);
    json_line_end(c->j);
}

static const char *refused(struct own_call *c, uint32_t status)
{
    const char *name = extsta_ndis_status_name(status);
    snprintf(c->why, sizeof c->why, "the driver answers %s (0x%08x)", name ? name : "?",
             status);
    return c->why;
}

/* False: not an even number of hexadecimal digits, or too many. */
static bool octets_of(const char *hex, uint8_t *out, size_t room, size_t *len)
{
    size_t digits = strlen(hex);
    if (digits % 2 || digits / 2 > room || strspn(hex, "0123456789abcdefABCDEF") != digits) {
        return false;
    }
    *len = digits / 2;
    for (size_t i = 0; i < *len; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], 0};
        out[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return true;
}

static const char *set(struct own_call *c, uint32_t number, uint8_t *buffer)
{
    size_t len;
    if (!c->ctrl->may_set) {
        return "OIDs may not be set here (the daemon's configuration allows it)";
    }
    if (strcmp(c->words[1], "set") != 0 || c->count < 3 ||
        !octets_of(c->words[2], buffer, ROOM, &len)) {
        return "usage: oid STATION NAME set HEX";
    }
    struct extsta_oid oid = {.oid = number,
                             .kind = EXTSTA_OID_SET,
                             .request_id = 1,
                             .buffer = buffer,
                             .in_len = (uint32_t)len};
    uint32_t status = extsta_oid(service_core(c->s), c->now, &oid);
    service_kick(c->s);
    return status == NDIS_STATUS_SUCCESS || status == NDIS_STATUS_PENDING ? NULL
                                                                          : refused(c, status);
}

const char *own_oid(struct own_call *c)
{
    static const char no_memory[] = "no memory";
    uint32_t number = number_of(c->words[0]);
    uint8_t *buffer = number ? host_malloc(ROOM) : NULL;
    size_t len;
    if (!buffer) {
        return number ? no_memory : "there is no such OID";
    }
    const char *why = NULL;
    if (c->count > 1) {
        why = set(c, number, buffer);
    } else {
        uint32_t status = ask(c, number, buffer, &len);
        why = status == NDIS_STATUS_SUCCESS ? NULL : refused(c, status);
        if (!why) {
            tell_oid(c, "oid", number, (struct extsta_span){buffer, len});
        }
    }
    explicit_bzero(buffer, ROOM); /* a key may have been set */
    free(buffer);
    service_kick(c->s);
    return why;
}

const char *own_mib(struct own_call *c)
{
    uint8_t *buffer = host_malloc(ROOM);
    size_t len;
    if (!buffer) {
        return "no memory";
    }
    uint32_t oid;
    for (size_t i = 0; extsta_oid_at(i, &oid); i++) {
        if (ask(c, oid, buffer, &len) == NDIS_STATUS_SUCCESS) {
            tell_oid(c, "oid", oid, (struct extsta_span){buffer, len});
        }
    }
    free(buffer);
    service_kick(c->s);
    return NULL;
}

const char *own_statistics(struct own_call *c)
{
    uint8_t *buffer = host_malloc(ROOM);
    size_t len;
    if (!buffer) {
        return "no memory";
    }
    uint32_t status = ask(c, OID_DOT11_STATISTICS, buffer, &len);
    if (status == NDIS_STATUS_SUCCESS) {
        tell_oid(c, "statistics", OID_DOT11_STATISTICS, (struct extsta_span){buffer, len});
    }
    free(buffer);
    service_kick(c->s);
    return status == NDIS_STATUS_SUCCESS ? NULL : refused(c, status);
}
