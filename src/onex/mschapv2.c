/* The functions of RFC 2759 8 and RFC 3079 3.3 (mschapv2.h), named as there. */
#include "onex/mschapv2.h"
#include "base/wipe.h"
#include "crypto/primitives.h"

/* One character of UTF-8; false when it is none (RFC 3629 4: overlong forms and halves of a
 * surrogate pair are none). */
static bool utf8_next(struct reader *r, uint32_t *c)
{
    static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
    uint8_t first = reader_u8(r);
    unsigned more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if (r->failed || (first >= 0x80 && first < 0xc2) || first > 0xf4) {
        return false;
    }
    *c = more == 0 ? first : first & (0x3fu >> more);
    for (unsigned i = 0; i < more; i++) {
        uint8_t next = reader_u8(r);
        if (r->failed || (next & 0xc0) != 0x80) {
            return false;
        }
        *c = *c << 6 | (next & 0x3fu);
    }
    return *c >= least[more] && *c <= 0x10ffff && (*c < 0xd800 || *c > 0xdfff);
}

/* NtPasswordHash: over the password in UTF-16, little end first. */
bool mschapv2_password_hash(struct extsta_span password, uint8_t hash[MSCHAPV2_HASH_LEN])
{
    uint8_t units[2 * MSCHAPV2_PASSWORD_MAX];
    struct writer w = writer_of(units, sizeof units);
    struct reader r = reader_of(password);
    bool good = true;
    while (good && reader_left(&r) > 0) {
        uint32_t c = 0;
        good = utf8_next(&r, &c);
        if (good && c > 0xffff) {
            writer_le16(&w, (uint16_t)(0xd800 + ((c - 0x10000) >> 10)));
            writer_le16(&w, (uint16_t)(0xdc00 + ((c - 0x10000) & 0x3ff)));
        } else if (good) {
            writer_le16(&w, (uint16_t)c);
        }
    }
    good = good && !w.failed;
    if (good) {
        crypto_digest(CRYPTO_MD4, &(struct extsta_span){units, writer_len(&w)}, 1, hash);
    }
    wipe(units, sizeof units);
    return good;
}

bool mschapv2_hash_of(const struct extsta_eap *eap, uint8_t hash[MSCHAPV2_HASH_LEN])
{
    if (!eap->password_is_hash) {
        return mschapv2_password_hash(eap->password, hash);
    }
    if (eap->password.len == MSCHAPV2_HASH_LEN) {
        memcpy(hash, eap->password.data, MSCHAPV2_HASH_LEN);
    }
    return eap->password.len == MSCHAPV2_HASH_LEN;
}

static void hash_hash(const uint8_t hash[MSCHAPV2_HASH_LEN], uint8_t out[MSCHAPV2_HASH_LEN])
{
    crypto_digest(CRYPTO_MD4, &(struct extsta_span){hash, MSCHAPV2_HASH_LEN}, 1, out);
}

/* ChallengeHash, 8 octets of it. */
static void challenge_hash(const struct mschapv2 *m, uint8_t out[SHA1_LEN])
{
    struct extsta_span name = m->user;
    for (size_t i = 0; i < m->user.len; i++) {
        if (m->user.data[i] == '\\') {
            name = span(m->user.data + i + 1, m->user.len - i - 1);
        }
    }
    const struct extsta_span parts[] = {span(m->peer_challenge, sizeof m->peer_challenge),
                                        span(m->server_challenge, sizeof m->server_challenge),
                                        name};
    crypto_digest(CRYPTO_SHA1, parts, 3, out);
}

/* ChallengeResponse: the challenge under three keys, of which the last is 14 octets of the hash
 * gone by and five zeros. */
void mschapv2_response(const struct mschapv2 *m, uint8_t response[MSCHAPV2_RESPONSE_LEN])
{
    uint8_t challenge[SHA1_LEN], keys[21] = {0};
    challenge_hash(m, challenge);
    memcpy(keys, m->password_hash, sizeof m->password_hash);
    for (size_t i = 0; i < 3; i++) {
        crypto_des(keys + 7 * i, challenge, response + 8 * i);
    }
    wipe(keys, sizeof keys);
}

void mschapv2_authenticator(const struct mschapv2 *m,
                            const uint8_t response[MSCHAPV2_RESPONSE_LEN],
                            char proof[MSCHAPV2_AUTHENTICATOR_LEN])
{
    static const char magic_1[] = "Magic server to client signing constant";
    static const char magic_2[] = "Pad to make it do more than one iteration";
    static const char digits[] = "0123456789ABCDEF";
    uint8_t again[MSCHAPV2_HASH_LEN], challenge[SHA1_LEN], digest[SHA1_LEN];
    hash_hash(m->password_hash, again);
    const struct extsta_span first[] = {span(again, sizeof again),
                                        span(response, MSCHAPV2_RESPONSE_LEN),
                                        span(magic_1, sizeof magic_1 - 1)};
    crypto_digest(CRYPTO_SHA1, first, 3, digest);
    challenge_hash(m, challenge);
    const struct extsta_span second[] = {span(digest, sizeof digest), span(challenge, 8),
                                         span(magic_2, sizeof magic_2 - 1)};
    crypto_digest(CRYPTO_SHA1, second, 3, digest);
    proof[0] = 'S';
    proof[1] = '=';
    for (size_t i = 0; i < sizeof digest; i++) {
        proof[2 + 2 * i] = digits[digest[i] >> 4];
        proof[3 + 2 * i] = digits[digest[i] & 15];
    }
    wipe(again, sizeof again);
}

/* GetAsymmetricStartKey, of 128 bits. */
static void start_key(const uint8_t master[16], bool from_server, uint8_t out[16])
{
    static const char client[] =
        "On the client side, this is the send key; on the server side, "
        "it is the receive key.";
    static const char server[] = "On the client side, this is the receive key; on the server "
                                 "side, it is the send key.";
    uint8_t zeros[40] = {0}, f2[40], digest[SHA1_LEN];
    memset(f2, 0xf2, sizeof f2);
    const struct extsta_span parts[] = {span(master, 16), span(zeros, sizeof zeros),
                                        from_server ? span(server, sizeof server - 1)
                                                    : span(client, sizeof client - 1),
                                        span(f2, sizeof f2)};
    crypto_digest(CRYPTO_SHA1, parts, 4, digest);
    memcpy(out, digest, 16);
    wipe(digest, sizeof digest);
}

void mschapv2_msk(const uint8_t password_hash[MSCHAPV2_HASH_LEN],
                  const uint8_t response[MSCHAPV2_RESPONSE_LEN], uint8_t msk[MSCHAPV2_MSK_LEN])
{
    static const char magic[] = "This is the MPPE Master Key";
    uint8_t again[MSCHAPV2_HASH_LEN], master[SHA1_LEN];
    hash_hash(password_hash, again);
    const struct extsta_span parts[] = {span(again, sizeof again),
                                        span(response, MSCHAPV2_RESPONSE_LEN),
                                        span(magic, sizeof magic - 1)};
    crypto_digest(CRYPTO_SHA1, parts, 3, master);
    memset(msk, 0, MSCHAPV2_MSK_LEN);
    start_key(master, false, msk);
    start_key(master, true, msk + 16);
    wipe(again, sizeof again);
    wipe(master, sizeof master);
}
