/* DNS messages (dns.h). A question's name is never compressed: a pointer ends it. */
#include "wire/dns.h"

#define LABEL_MAX 63u

static char plain(uint8_t c)
{
    bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                c == '-' || c == '_';
    return fine ? (char)c : '?';
}

/* False: it does not end, or is longer than a name can be. */
static bool take_name(struct reader *r, char out[DNS_NAME_MAX])
{
    size_t at = 0;
    for (;;) {
        size_t len = reader_u8(r);
        struct extsta_span label = reader_take(r, len);
        if (r->failed || len > LABEL_MAX || at + len + 2 > DNS_NAME_MAX) {
            out[0] = 0;
            return false;
        }
        if (len == 0) {
            out[at] = 0;
            return true;
        }
        if (at) {
            out[at++] = '.';
        }
        for (size_t i = 0; i < len; i++) {
            out[at++] = plain(label.data[i]);
        }
    }
}

bool dns_parse(struct extsta_span message, struct dns_message *out)
{
    struct reader r = reader_of(message);
    *out = (struct dns_message){.id = reader_be16(&r)};
    uint16_t flags = reader_be16(&r), questions = reader_be16(&r);
    out->response = (flags & 0x8000) != 0;
    out->rcode = flags & 15;
    out->answers = reader_be16(&r);
    (void)reader_be32(&r);
    return !r.failed && (flags & 0x7800) == 0 && questions >= 1 && take_name(&r, out->name);
}
