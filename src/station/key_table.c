/* Which keys are installed (extsta_station_keys of extsta/station.h), as the driver tells by a
 * private command. There is no way to learn a key. */
#include "boundary/private_command.h"
#include "station/record.h"

#define KEYS_MAX 64u

size_t extsta_station_keys(struct extsta_station *sta, extsta_time now,
                           void (*each)(void *user, const struct extsta_key_info *key),
                           void *user)
{
    if (!station_wakes(sta)) {
        return 0;
    }
    uint8_t buffer[32 + KEYS_MAX * EXTSTA_PRIVATE_KEY_LEN];
    RECORD_CALL(sta, KEYS, now, .value = 0);
    struct extsta_span keys =
        station_command_answer(sta, now, EXTSTA_PRIVATE_GET_KEYS, buffer, sizeof buffer);
    record_result(sta, keys.len > 0, keys);
    struct reader r = reader_of(keys);
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
