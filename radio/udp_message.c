/* See udp_message.h. Numbers have their most significant octet first. One cursor serves both
 * ways: a field is a line of the form in which it is read and written, so that the two cannot
 * differ. */
#include "udp_message.h"
#include <string.h>

#define HEADER_LEN      16u
#define ACKNOWLEDGED_AT 12u
#define MAGIC_0         0x58u /* "XR" */
#define MAGIC_1         0x52u

/* Reads from `in` or writes to `out`; what does not fit fails. */
struct cursor {
    const uint8_t *in; /* NULL: it writes */
    uint8_t *out;
    size_t at, len;
    bool failed;
};

static void octets(struct cursor *c, uint8_t *value, size_t n)
{
    if (c->failed || c->len - c->at < n) {
        c->failed = true;
        return;
    }
    if (c->in) {
        memcpy(value, c->in + c->at, n);
    } else {
        memcpy(c->out + c->at, value, n);
    }
    c->at += n;
}

static uint64_t number(struct cursor *c, uint64_t value, size_t n)
{
    uint8_t b[8] = {0};
    for (size_t i = 0; i < n; i++) {
        b[i] = (uint8_t)(value >> (8 * (n - 1 - i)));
    }
    octets(c, b, n);
    value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value << 8 | b[i];
    }
    return value;
}

static void u8(struct cursor *c, uint8_t *v)
{
    *v = (uint8_t)number(c, *v, 1);
}
static void i8(struct cursor *c, int8_t *v)
{
    *v = (int8_t)number(c, (uint8_t)*v, 1);
}
static void u16(struct cursor *c, uint16_t *v)
{
    *v = (uint16_t)number(c, *v, 2);
}
static void u32(struct cursor *c, uint32_t *v)
{
    *v = (uint32_t)number(c, *v, 4);
}
static void i32(struct cursor *c, int32_t *v)
{
    *v = (int32_t)number(c, (uint32_t)*v, 4);
}
static void u64(struct cursor *c, uint64_t *v)
{
    *v = number(c, *v, 8);
}

/* All that is left is the frame. */
static void frame(struct cursor *c, struct extsta_span *f)
{
    size_t n = c->in ? c->len - c->at : f->len;
    if (c->failed || n > UDP_FRAME_MAX || c->len - c->at < n) {
        c->failed = true;
    } else if (c->in) {
        *f = (struct extsta_span){c->in + c->at, n};
        c->at += n;
    } else {
        octets(c, (uint8_t *)(uintptr_t)f->data, n);
    }
}

bool udp_is_numbered(enum udp_type type)
{
    return type >= UDP_SEND && type <= UDP_STARTED;
}

static void hello(struct cursor *c, struct udp_message *m)
{
    u64(c, &m->body.hello.nonce);
    octets(c, m->body.hello.address.b, 6);
    u8(c, &m->body.hello.flags);
    i8(c, &m->body.hello.power);
    u8(c, &m->body.hello.lowest);
    u8(c, &m->body.hello.highest);
    for (size_t i = 0; i < 3; i++) {
        i32(c, &m->body.hello.place[i]);
    }
}

static void refuse(struct cursor *c, struct udp_message *m)
{
    uint8_t code = (uint8_t)m->body.refuse.code;
    u64(c, &m->body.refuse.nonce);
    u8(c, &code);
    u8(c, &m->body.refuse.lowest);
    u8(c, &m->body.refuse.highest);
    m->body.refuse.code = (enum udp_refusal)code;
}

static void transmission(struct cursor *c, struct udp_message *m)
{
    struct extsta_tx_meta *t = &m->body.send.meta;
    u32(c, &t->cookie);
    u32(c, &t->lifetime);
    u16(c, &t->freq);
    u16(c, &t->rate);
    u16(c, &t->flags);
    u8(c, &t->phy);
    u8(c, &t->tries);
    u8(c, &t->access);
    u8(c, &t->eapol_message);
    frame(c, &m->body.send.frame);
}

static void reception(struct cursor *c, struct udp_message *m)
{
    struct extsta_rx_meta *r = &m->body.heard.meta;
    u64(c, &r->serial);
    u16(c, &r->freq);
    u16(c, &r->rate);
    u16(c, &r->flags);
    u8(c, &r->phy);
    i8(c, &r->signal);
    frame(c, &m->body.heard.bytes);
}

static void outcome(struct cursor *c, struct udp_message *m)
{
    uint8_t flags = m->body.outcome.acked ? UDP_ACKED : 0;
    u32(c, &m->body.outcome.cookie);
    u8(c, &flags);
    u8(c, &m->body.outcome.tries);
    m->body.outcome.acked = (flags & UDP_ACKED) != 0;
}

static void bye(struct cursor *c, struct udp_message *m)
{
    uint8_t code = (uint8_t)m->body.bye;
    u8(c, &code);
    m->body.bye = (enum udp_bye)code;
}

static void body(struct cursor *c, struct udp_message *m)
{
    switch (m->type) {
    case UDP_HELLO:
        hello(c, m);
        break;
    case UDP_WELCOME:
        u64(c, &m->body.welcome.nonce);
        u16(c, &m->body.welcome.alive);
        u16(c, &m->body.welcome.silence);
        break;
    case UDP_REFUSE:
        refuse(c, m);
        break;
    case UDP_SEND:
        transmission(c, m);
        break;
    case UDP_TUNE:
        u16(c, &m->body.tune);
        break;
    case UDP_HEARD:
        reception(c, m);
        break;
    case UDP_OUTCOME:
        outcome(c, m);
        break;
    case UDP_STARTED:
        u32(c, &m->body.started);
        break;
    case UDP_ALIVE:
        u16(c, &m->body.alive.freq);
        u32(c, &m->body.alive.window);
        u32(c, &m->body.alive.busy);
        break;
    case UDP_BYE:
        bye(c, m);
        break;
    case UDP_TYPES:
        c->failed = true;
        break;
    }
}

static void header(struct cursor *c, struct udp_message *m, uint8_t *type)
{
    u8(c, type);
    u32(c, &m->session);
    u32(c, &m->number);
    u32(c, &m->acknowledged);
}

/* Channels that radios have: others would only take room on the medium. */
static bool is_channel(uint16_t freq)
{
    const struct extsta_radio_caps *caps = &extsta_radio_caps_dual_band;
    for (size_t i = 0; i < caps->phy_count; i++) {
        for (size_t k = 0; k < caps->phys[i].freq_count; k++) {
            if (caps->phys[i].freqs[k] == freq) {
                return true;
            }
        }
    }
    return freq == 0;
}

static bool is_frame(struct extsta_span f)
{
    return f.len >= UDP_FRAME_LEAST;
}

/* Values that no radio would say. */
static bool can_be(const struct udp_message *m)
{
    switch (m->type) {
    case UDP_SEND:
        return is_frame(m->body.send.frame) && is_channel(m->body.send.meta.freq) &&
               m->body.send.meta.access < EXTSTA_ACCESS_COUNT;
    case UDP_TUNE:
        return is_channel(m->body.tune);
    case UDP_HEARD:
        return is_frame(m->body.heard.bytes);
    case UDP_ALIVE:
        return m->body.alive.busy <= m->body.alive.window;
    case UDP_WELCOME:
        return m->session != 0 && m->body.welcome.alive >= 10 &&
               m->body.welcome.silence > m->body.welcome.alive;
    case UDP_HELLO:
    case UDP_REFUSE:
    case UDP_OUTCOME:
    case UDP_STARTED:
    case UDP_BYE:
        return true;
    case UDP_TYPES:
        break;
    }
    return false;
}

/* The version stands behind the magic in every version, and so do HELLO's fields: who speaks
 * another one can be told so. */
enum udp_drop udp_message_read(struct extsta_span datagram, struct udp_message *out)
{
    struct cursor c = {.in = datagram.data, .len = datagram.len};
    uint8_t magic[2] = {0}, version = 0, type = 0;
    memset(out, 0, sizeof *out);
    octets(&c, magic, sizeof magic);
    u8(&c, &version);
    header(&c, out, &type);
    if (c.failed) {
        return UDP_DROP_SHORT;
    }
    if (magic[0] != MAGIC_0 || magic[1] != MAGIC_1) {
        return UDP_DROP_MAGIC;
    }
    if (version != UDP_VERSION && type != UDP_HELLO && type != UDP_REFUSE) {
        return UDP_DROP_VERSION;
    }
    if (type < UDP_HELLO || type >= UDP_TYPES) {
        return UDP_DROP_TYPE;
    }
    out->type = (enum udp_type)type;
    body(&c, out);
    if (c.failed || c.at != c.len) {
        return UDP_DROP_LENGTH;
    }
    if ((out->number != 0) != udp_is_numbered(out->type)) {
        return UDP_DROP_NUMBER;
    }
    return can_be(out) ? UDP_TAKEN : UDP_DROP_VALUE;
}

size_t udp_message_write(const struct udp_message *message, uint8_t *out, size_t room)
{
    struct udp_message m = *message;
    struct cursor c = {.out = out, .len = room};
    uint8_t magic[2] = {MAGIC_0, MAGIC_1}, version = UDP_VERSION, type = (uint8_t)m.type;
    octets(&c, magic, sizeof magic);
    u8(&c, &version);
    header(&c, &m, &type);
    body(&c, &m);
    return c.failed ? 0 : c.at;
}

void udp_message_acknowledge(uint8_t *datagram, uint32_t acknowledged)
{
    struct cursor c = {.out = datagram, .at = ACKNOWLEDGED_AT, .len = HEADER_LEN};
    u32(&c, &acknowledged);
}

const char *udp_drop_name(enum udp_drop drop)
{
    static const char *const names[UDP_DROPS] = {"taken",   "short",  "magic",    "version",
                                                 "type",    "length", "value",    "number",
                                                 "session", "source", "repeated", "full"};
    return (unsigned)drop < UDP_DROPS ? names[drop] : "?";
}
