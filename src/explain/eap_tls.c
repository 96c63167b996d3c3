/* TLS records in the packets of EAP methods: see eap_tls.h. Fragments are not put together:
 * what is looked for is short, or stands at the beginning; a hostile length ends the walk. */
#include "explain/eap_tls.h"

#include <string.h>

/* Content types (RFC 8446 B.1), ServerHello (B.3). */
#define TLS_ALERT        21u
#define TLS_HANDSHAKE    22u
#define TLS_DATA         23u
#define TLS_SERVER_HELLO 2u

/* Flags (RFC 5216 3.1; TEAP's outer TLVs: RFC 7170 4.1). */
#define FLAG_LENGTH 0x80u
#define FLAG_MORE   0x40u
#define FLAG_OUTER  0x10u
#define TYPE_TEAP   55u

static bool carries_tls(uint8_t type)
{
    static const uint8_t types[] = {13, 21, 25, EAP_TYPE_FAST, TYPE_TEAP};
    return memchr(types, type, sizeof types) != NULL;
}

/* Of a handshake message at the beginning of a record that need not be whole. */
static uint16_t server_hello(struct extsta_span record)
{
    struct reader r = reader_of(record);
    if (reader_u8(&r) != TLS_SERVER_HELLO) {
        return 0;
    }
    (void)reader_take(&r, 3 + 2 + 32); /* length, version, random */
    (void)reader_take(&r, reader_u8(&r));
    uint16_t cipher = reader_be16(&r);
    return r.failed ? 0 : cipher;
}

static void look_at_records(struct reader *r, struct eap_tls *t)
{
    while (reader_left(r) >= 5) {
        uint8_t type = reader_u8(r);
        (void)reader_be16(r); /* version */
        size_t len = reader_be16(r);
        size_t left = reader_left(r);
        struct extsta_span record = reader_take(r, len < left ? len : left);
        bool whole = record.len == len;
        if (type == TLS_ALERT && whole && len == 2 && !t->alert) {
            t->alert = record.data[1];
        } else if (type == TLS_HANDSHAKE && !t->cipher) {
            t->cipher = server_hello(record);
        }
        t->data = t->data || (type == TLS_DATA && len > 0);
    }
}

struct eap_tls eap_tls_look(struct extsta_span eap, bool goes_on)
{
    struct eap_tls t = {.carried = false};
    struct reader r = reader_of(eap);
    (void)reader_be32(&r); /* code, identifier, length */
    uint8_t type = reader_u8(&r);
    uint8_t flags = reader_u8(&r);
    if (r.failed || !carries_tls(type)) {
        return t;
    }
    t.carried = true;
    t.more = (flags & FLAG_MORE) != 0;
    if (flags & FLAG_LENGTH) {
        (void)reader_be32(&r);
    }
    if (type == TYPE_TEAP && (flags & FLAG_OUTER)) {
        (void)reader_be32(&r);
    }
    if (!goes_on && !r.failed) {
        look_at_records(&r, &t);
    }
    return t;
}
