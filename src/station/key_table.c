/* Which keys are installed (extsta_station_keys of extsta/station.h), as the driver tells by a
 * private command. There is no way to learn a key. */
#include "boundary/payload.h"
#include "boundary/private_command.h"
#include "station/core.h"
#include <extsta/windot11.h>

#define KEYS_MAX 64u

/* The part of the answer behind magic and subcommand; empty: there is none. */
static struct extsta_span ask_for_keys(struct extsta_station *sta, extsta_time now,
                                       uint8_t *buffer, uint32_t size)
{
    struct writer w = writer_of(buffer, size);
    private_command_write(&w, EXTSTA_PRIVATE_GET_KEYS, span(NULL, 0));
    struct extsta_oid oid = {.oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
                             .kind = EXTSTA_OID_METHOD,
                             .request_id =
                                 requester_number(&sta->host.os.requester, REQUEST_STATION),
                             .buffer = buffer,
                             .in_len = (uint32_t)writer_len(&w),
                             .out_cap = size};
    struct extsta_payload list, command;
    bool answered = station_oid(sta, now, &oid) == NDIS_STATUS_SUCCESS &&
                    oid.bytes_written <= size &&
                    extsta_payload_read(EXTSTA_FORM_NIC_SPECIFIC,
                                        span(buffer, oid.bytes_written), &list) &&
                    extsta_payload_read(EXTSTA_FORM_PRIVATE, list.list.entries.bytes, &command) &&
                    command.command.command == EXTSTA_PRIVATE_GET_KEYS;
    return answered ? command.command.parameters.bytes : span(NULL, 0);
}

size_t extsta_station_keys(struct extsta_station *sta, extsta_time now,
                           void (*each)(void *user, const struct extsta_key_info *key),
                           void *user)
{
    uint8_t buffer[32 + KEYS_MAX * EXTSTA_PRIVATE_KEY_LEN];
    struct reader r = reader_of(ask_for_keys(sta, now, buffer, sizeof buffer));
    size_t count = reader_le32(&r);
    while (!r.failed && reader_left(&r) >= EXTSTA_PRIVATE_KEY_LEN) {
        struct extsta_key_info key = {0};
        struct extsta_span peer = reader_take(&r, sizeof key.peer.b);
        memcpy(key.peer.b, peer.data, sizeof key.peer.b);
        key.kind = (enum extsta_key_kind)reader_u8(&r);
        key.index = reader_u8(&r);
        key.direction = reader_u8(&r);
        key.is_static = reader_u8(&r) & 1;
        (void)reader_take(&r, 2);
        key.cipher = reader_le32(&r);
        key.sent = reader_le64(&r);
        if (each) {
            each(user, &key);
        }
    }
    return r.failed ? 0 : count;
}
