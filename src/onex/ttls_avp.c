/* AVPs of TTLS (ttls_avp.h): code, flags, length with the header, perhaps a vendor, data,
 * padding to four octets. */
#include "onex/ttls_avp.h"

enum {
    FLAG_VENDOR = 0x80,
    FLAG_MANDATORY = 0x40,
};
#define HEADER_LEN 8u

bool ttls_avp_next(struct reader *r, struct ttls_avp *avp)
{
    if (reader_left(r) == 0) {
        return false;
    }
    avp->code = reader_be32(r);
    uint32_t word = reader_be32(r);
    uint8_t flags = (uint8_t)(word >> 24);
    size_t len = word & 0xffffff, header = HEADER_LEN + (flags & FLAG_VENDOR ? 4u : 0u);
    avp->vendor = flags & FLAG_VENDOR ? reader_be32(r) : 0;
    avp->mandatory = flags & FLAG_MANDATORY;
    if (r->failed || len < header) {
        r->failed = true;
        return false;
    }
    avp->data = reader_take(r, len - header);
    /* The last one's padding may be missing. */
    size_t padding = (4 - len % 4) % 4;
    (void)reader_take(r, padding < reader_left(r) ? padding : reader_left(r));
    return !r->failed;
}

bool ttls_avp_find(struct extsta_span data, uint32_t vendor, uint32_t code,
                   struct extsta_span *value)
{
    struct reader r = reader_of(data);
    struct ttls_avp avp;
    while (ttls_avp_next(&r, &avp)) {
        if (avp.vendor == vendor && avp.code == code) {
            *value = avp.data;
            return true;
        }
    }
    return false;
}

void ttls_avp_write(struct writer *w, uint32_t vendor, uint32_t code, struct extsta_span data)
{
    size_t len = HEADER_LEN + (vendor ? 4u : 0u) + data.len;
    uint32_t flags = FLAG_MANDATORY | (vendor ? FLAG_VENDOR : 0u);
    writer_be32(w, code);
    writer_be32(w, flags << 24 | (uint32_t)(len & 0xffffff));
    if (vendor) {
        writer_be32(w, vendor);
    }
    writer_span(w, data);
    writer_zero(w, (4 - len % 4) % 4);
}
