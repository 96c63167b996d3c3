/* Neighbor Discovery (nd.h). */
#include "wire/nd.h"

#define OPTION_PREFIX 3u
#define OPTION_PORTAL 37u
#define AUTONOMOUS    0x40u

static void take_prefix(struct extsta_span option, struct nd_message *out)
{
    if (option.len >= 32 && (option.data[3] & AUTONOMOUS) && !out->prefix.family) {
        out->prefix = ip_v6_at(option.data + 16);
        out->prefix_bits = option.data[2];
    }
}

/* Options of length 0 are malformed (RFC 4861 4.6) and would never end. */
static void take_options(struct reader *r, struct nd_message *out)
{
    while (reader_left(r) >= 8) {
        size_t len = (size_t)r->p[1] * 8;
        struct extsta_span option = reader_take(r, len);
        if (len == 0 || r->failed) {
            return;
        }
        if (option.data[0] == OPTION_PREFIX) {
            take_prefix(option, out);
        } else if (option.data[0] == OPTION_PORTAL) {
            /* padded with zeros */
            size_t end = len;
            while (end > 2 && option.data[end - 1] == 0) {
                end--;
            }
            out->portal = span(option.data + 2, end - 2);
        }
    }
}

bool nd_parse(struct extsta_span message, struct nd_message *out)
{
    struct reader r = reader_of(message);
    *out = (struct nd_message){.type = reader_u8(&r)};
    (void)reader_take(&r, 3); /* code, checksum */
    if (out->type == ND_ROUTER_ADVERTISEMENT) {
        (void)reader_be16(&r); /* hop limit, flags */
        out->lifetime = reader_be16(&r);
        (void)reader_be64(&r);
    } else if (out->type == ND_NEIGHBOR_SOLICITATION ||
               out->type == ND_NEIGHBOR_ADVERTISEMENT) {
        (void)reader_be32(&r);
        struct extsta_span target = reader_take(&r, 16);
        out->target = target.len ? ip_v6_at(target.data) : ip_v4(0);
    } else if (out->type != ND_ROUTER_SOLICITATION) {
        return false;
    }
    if (r.failed) {
        return false;
    }
    if (out->type == ND_ROUTER_ADVERTISEMENT) {
        take_options(&r, out);
    }
    return true;
}
