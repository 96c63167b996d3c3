/* Michael, the MIC of TKIP. IEEE Std 802.11-2020 12.5.2.3. Weak by design (it had to run on
 * the hardware of 1999), which is why a failure counts (CIP-09) and countermeasures follow
 * (CIP-11). */
#include "crypto/backend.h"
#include "base/wipe.h"

/* The running state: two words, and octets that do not fill a word yet. */
struct michael {
    uint32_t l, r;
    uint8_t pending[4];
    size_t filled;
};

static uint32_t rotate_left(uint32_t v, unsigned n)
{
    return v << n | v >> (32 - n);
}

/* The block function of 12.5.2.3, with the word that goes into it. */
static void block(struct michael *m, uint32_t word)
{
    m->l ^= word;
    m->r ^= rotate_left(m->l, 17);
    m->l += m->r;
    m->r ^= (m->l & 0xff00ff00u) >> 8 | (m->l & 0x00ff00ffu) << 8;
    m->l += m->r;
    m->r ^= rotate_left(m->l, 3);
    m->l += m->r;
    m->r ^= rotate_left(m->l, 30);
    m->l += m->r;
}

static void feed(struct michael *m, const uint8_t *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        m->pending[m->filled++] = data[i];
        if (m->filled == 4) {
            block(m, get_le32(m->pending));
            m->filled = 0;
        }
    }
}

void michael_raw(const uint8_t key[8], const struct extsta_span *parts, size_t count,
                 uint8_t mic[8])
{
    /* 0x5a and as many zeros as fill the words, at least four (12.5.2.3.3). */
    static const uint8_t padding[8] = {0x5a, 0, 0, 0, 0, 0, 0, 0};
    struct michael m = {.l = get_le32(key), .r = get_le32(key + 4)};
    for (size_t i = 0; i < count; i++) {
        feed(&m, parts[i].data, parts[i].len);
    }
    feed(&m, padding, 8 - m.filled);
    put_le32(mic, m.l);
    put_le32(mic + 4, m.r);
    wipe(&m, sizeof m);
}

void cipher_michael(const uint8_t key[8], struct extsta_mac da, struct extsta_mac sa,
                    uint8_t priority, struct extsta_span msdu, uint8_t mic[8])
{
    /* 12.5.2.3: DA, SA, priority and three zero octets stand in front of the MSDU. */
    const uint8_t fields[4] = {priority, 0, 0, 0};
    const struct extsta_span parts[] = {span(da.b, 6), span(sa.b, 6), span(fields, 4), msdu};
    michael_raw(key, parts, 4, mic);
}
