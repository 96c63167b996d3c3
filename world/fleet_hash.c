/* Hearing all of an air as one number (fleet_hash.h): FNV-1a (Fowler, Noll, Vo) of eight octets
 * at a time, mixed at the end, because sums of it would not be. */
#include "fleet_hash.h"

#define PRIME 0x100000001b3u

/* The first octet lowest, on every machine. */
static uint64_t eight(const uint8_t *p, size_t len)
{
    uint64_t v = 0;
    for (size_t i = 0; i < len; i++) {
        v |= (uint64_t)p[i] << 8 * i;
    }
    return v;
}

uint64_t fleet_hash_of(extsta_time time, uint16_t freq, struct extsta_span bytes)
{
    uint64_t h = 0xcbf29ce484222325u;
    h = (h ^ time) * PRIME;
    h = (h ^ ((uint64_t)freq << 32 | bytes.len)) * PRIME;
    size_t at = 0;
    for (; at + 8 <= bytes.len; at += 8) {
        h = (h ^ eight(bytes.data + at, 8)) * PRIME;
        h ^= h >> 29; /* of the upper bits of a product the lower ones know nothing */
    }
    h = (h ^ eight(bytes.data + at, bytes.len - at)) * PRIME;
    h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
    return h ^ h >> 32;
}

static void on_frame(void *user, const struct air_sniffed *frame)
{
    struct fleet_hash *h = user;
    h->value += fleet_hash_of(frame->time, frame->meta.freq, frame->bytes);
    h->frames++;
    h->octets += frame->bytes.len;
}

bool fleet_hash_listen(struct fleet_hash *hash, struct air *air)
{
    struct air_sniffer_config config = {.frame = on_frame, .user = hash, .hears_all = true};
    return air_sniffer_new(air, &config) != NULL;
}
