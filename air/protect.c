/* Protection of single MPDUs for peers whose frames a script makes (extsta/air.h): so it can be
 * shown with which key a station sends, and what it makes of a frame under any other; under the
 * keys of the scripted access point, which keeps them, apsim_seal.c does it. */
#include "crypto/cipher.h"
#include "crypto/crypto.h"
#include "medium.h"
#include "protect.h"

/* A key for one frame; the caller frees it. NULL: no such cipher, length or memory. */
static struct cipher_key *key_of(struct air *air, const struct air_key *key)
{
    const struct cipher_suite *suite = suites_cipher_numbered(key->cipher);
    struct crypto *crypto = crypto_of(air->ctx);
    if (!suite || !suite->ops || !crypto || !cipher_key_fits(suite, key->key.len)) {
        return NULL;
    }
    return cipher_key_new(crypto, suite, key->key);
}

size_t protect_mpdu(struct cipher_key *key, uint8_t id, uint64_t pn, const struct frame *f,
                    uint8_t *out, size_t room)
{
    const struct cipher_suite *suite = cipher_key_suite(key);
    size_t header = f->header.len;
    if (header + suite->header_len + f->body.len + suite->trailer_len > room) {
        return 0;
    }
    memcpy(out, f->header.data, header);
    out[1] |= (uint8_t)(FC_PROTECTED >> 8);
    struct cipher_job job = {.key = key,
                             .header = span(out, header),
                             .in = f->body.data,
                             .in_len = f->body.len,
                             .out = out + header,
                             .pn = pn,
                             .key_id = id};
    cipher_protect(&job, 1); /* with cipher header and MIC */
    return job.result == EXTSTA_OK ? header + job.out_len : 0;
}

size_t air_protect(struct air *air, const struct air_key *key, struct extsta_span mpdu,
                   uint8_t *out, size_t room)
{
    struct frame f;
    enum extsta_drop drop;
    struct cipher_key *k = key_of(air, key);
    size_t len = 0;
    if (k && frame_parse(mpdu, &f, &drop) && f.body.len > 0) {
        len = protect_mpdu(k, key->id, key->pn, &f, out, room);
    }
    cipher_key_free(k);
    return len;
}

size_t air_unprotect(struct air *air, struct air_key *key, struct extsta_span mpdu,
                     uint8_t *out, size_t room)
{
    struct frame f;
    enum extsta_drop drop;
    struct cipher_key *k = key_of(air, key);
    size_t len = 0;
    if (k && frame_parse(mpdu, &f, &drop) && (f.fc & FC_PROTECTED) && mpdu.len <= room) {
        size_t header = f.header.len;
        struct cipher_job job = {.key = k,
                                 .header = f.header,
                                 .in = f.body.data,
                                 .in_len = f.body.len,
                                 .out = out + header};
        cipher_unprotect(&job, 1);
        if (job.result == EXTSTA_OK) {
            memcpy(out, f.header.data, header);
            out[1] &= (uint8_t) ~(FC_PROTECTED >> 8);
            key->id = job.key_id;
            key->pn = job.pn;
            len = header + job.out_len;
        }
    }
    cipher_key_free(k);
    return len;
}
