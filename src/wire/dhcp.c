/* DHCP for IPv4 and IPv6 (dhcp.h). */
#include "wire/dhcp.h"

#define FIXED_LEN 236u /* up to the magic cookie */
#define COOKIE    0x63825363u

/* Options (RFC 2132, 8910). */
#define PAD       0u
#define MASK      1u
#define ROUTER    3u
#define DNS       6u
#define REQUESTED 50u
#define LEASE     51u
#define TYPE      53u
#define SERVER    54u
#define PORTAL    114u
#define END       255u
/* Of DHCPv6 (RFC 8415 21). */
#define IA_NA   3u
#define IA_ADDR 5u

static struct extsta_ip address_of(struct extsta_span value)
{
    return value.len >= 4 ? ip_v4(get_be32(value.data)) : ip_v4(0);
}

static uint8_t bits_of(struct extsta_span mask)
{
    uint32_t m = mask.len >= 4 ? get_be32(mask.data) : 0;
    uint8_t bits = 0;
    for (; m & 0x80000000u; m <<= 1) {
        bits++;
    }
    return bits;
}

static void take_option(uint8_t code, struct extsta_span value, struct dhcp_message *out)
{
    switch (code) { /* a number of the wire */
    case MASK:
        out->prefix = bits_of(value);
        break;
    case ROUTER:
        out->router = address_of(value);
        break;
    case DNS:
        out->dns = address_of(value);
        break;
    case REQUESTED:
        out->requested = address_of(value);
        break;
    case LEASE:
        out->lease = value.len >= 4 ? get_be32(value.data) : 0;
        break;
    case TYPE:
        out->type = value.len ? value.data[0] : 0;
        break;
    case SERVER:
        out->server = address_of(value);
        break;
    case PORTAL:
        out->portal = value;
        break;
    }
}

bool dhcp_parse(struct extsta_span message, struct dhcp_message *out)
{
    struct reader r = reader_of(message);
    *out = (struct dhcp_message){.type = 0};
    if (message.len < FIXED_LEN + 4 || message.data[1] != 1 || message.data[2] != 6 ||
        get_be32(message.data + FIXED_LEN) != COOKIE) {
        return false;
    }
    out->reply = message.data[0] == 2;
    out->xid = get_be32(message.data + 4);
    out->yours = ip_v4(get_be32(message.data + 16));
    memcpy(out->client.b, message.data + 28, sizeof out->client.b);
    (void)reader_take(&r, FIXED_LEN + 4);
    while (reader_left(&r)) {
        uint8_t code = reader_u8(&r);
        if (code == PAD) {
            continue;
        }
        struct extsta_span value = code == END ? span(NULL, 0) : reader_take(&r, reader_u8(&r));
        if (code == END || r.failed) {
            break;
        }
        take_option(code, value, out);
    }
    return message.data[0] == 1 || message.data[0] == 2;
}

/* The first address in the options of an IA_NA. */
static void take_association(struct extsta_span value, struct dhcp6_message *out)
{
    struct reader r = reader_of(value);
    (void)reader_take(&r, 12); /* IAID, T1, T2 */
    while (!r.failed && reader_left(&r) >= 4 && !out->address.family) {
        uint16_t code = reader_be16(&r);
        struct extsta_span option = reader_take(&r, reader_be16(&r));
        if (code == IA_ADDR && option.len >= 24) {
            out->address = ip_v6_at(option.data);
            out->lease = get_be32(option.data + 20);
        }
    }
}

bool dhcp6_parse(struct extsta_span message, struct dhcp6_message *out)
{
    struct reader r = reader_of(message);
    *out = (struct dhcp6_message){.type = reader_u8(&r)};
    (void)reader_take(&r, 3); /* transaction */
    bool whole = !r.failed;
    while (!r.failed && reader_left(&r) >= 4) {
        uint16_t code = reader_be16(&r);
        struct extsta_span value = reader_take(&r, reader_be16(&r));
        if (!r.failed && code == IA_NA && !out->address.family) {
            take_association(value, out);
        }
    }
    return whole;
}
