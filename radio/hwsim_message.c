/* The netlink messages of mac80211_hwsim, to octets and back: frames from the kernel, frames to
 * it, transmit outcomes. hwsim.c sends and receives them. Numbers are those of the kernel's
 * drivers/net/wireless/virtual/mac80211_hwsim.h. */
#include "hwsim_message.h"
#include <linux/genetlink.h>
#include <string.h>

enum hwsim_attribute {
    HWSIM_ATTR_ADDR_RECEIVER = 1,
    HWSIM_ATTR_ADDR_TRANSMITTER = 2,
    HWSIM_ATTR_FRAME = 3,
    HWSIM_ATTR_FLAGS = 4,
    HWSIM_ATTR_RX_RATE = 5,
    HWSIM_ATTR_SIGNAL = 6,
    HWSIM_ATTR_TX_INFO = 7,
    HWSIM_ATTR_COOKIE = 8,
    HWSIM_ATTR_FREQ = 19,
};

#define TX_RATES 4u
/* The kernel's macros for these are signed. */
#define ATTRIBUTE_HEADER 4u
#define ATTRIBUTE_TYPE   0x3fffu

/* Attributes begin at multiples of four. */
static size_t aligned(size_t n)
{
    return (n + 3) & ~(size_t)3;
}

static bool take_exact(void *out, const uint8_t *p, size_t n, size_t size)
{
    if (n != size) {
        return false;
    }
    memcpy(out, p, size);
    return true;
}

/* One attribute; unknown ones are fine. */
static bool take(struct hwsim_transmission *t, unsigned type, const uint8_t *p, size_t n)
{
    switch (type) {
    case HWSIM_ATTR_ADDR_TRANSMITTER:
        return take_exact(t->radio.b, p, n, 6);
    case HWSIM_ATTR_FRAME:
        t->frame = (struct extsta_span){p, n};
        return true;
    case HWSIM_ATTR_FLAGS:
        return take_exact(&t->flags, p, n, 4);
    case HWSIM_ATTR_FREQ:
        return take_exact(&t->freq, p, n, 4);
    case HWSIM_ATTR_COOKIE:
        return take_exact(&t->cookie, p, n, 8);
    case HWSIM_ATTR_TX_INFO:
        t->first_rate = n >= 2 ? (int8_t)p[0] : -1;
        return true;
    }
    return true;
}

/* The next attribute of what is left; false at the end, or when it leaves the message:
 * then *p != end. */
struct attribute {
    unsigned type;
    const uint8_t *data;
    size_t len;
};

static bool next_attribute(const uint8_t **p, const uint8_t *end, struct attribute *a)
{
    uint16_t len, type;
    size_t left = (size_t)(end - *p);
    if (left < ATTRIBUTE_HEADER) {
        *p = end; /* padding */
        return false;
    }
    memcpy(&len, *p, 2);
    memcpy(&type, *p + 2, 2);
    if (len < ATTRIBUTE_HEADER || len > left) {
        return false;
    }
    *a = (struct attribute){type & ATTRIBUTE_TYPE, *p + ATTRIBUTE_HEADER,
                            (size_t)len - ATTRIBUTE_HEADER};
    *p = aligned(len) < left ? *p + aligned(len) : end;
    return true;
}

bool hwsim_is_family_removal(const struct nlmsghdr *message, uint16_t family)
{
    if (message->nlmsg_type != GENL_ID_CTRL || message->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN)) {
        return false;
    }
    const uint8_t *p = (const uint8_t *)message + NLMSG_HDRLEN;
    const uint8_t *end = (const uint8_t *)message + message->nlmsg_len;
    if (p[0] != CTRL_CMD_DELFAMILY) {
        return false;
    }
    p += GENL_HDRLEN;
    struct attribute a;
    while (next_attribute(&p, end, &a)) {
        if (a.type == CTRL_ATTR_FAMILY_ID) {
            return a.len == sizeof family && memcmp(a.data, &family, sizeof family) == 0;
        }
    }
    return false;
}

bool hwsim_parse_transmission(const struct nlmsghdr *message, int *command,
                              struct hwsim_transmission *out)
{
    *command = 0;
    if (message->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN)) {
        return false;
    }
    const uint8_t *p = (const uint8_t *)message + NLMSG_HDRLEN;
    const uint8_t *end = (const uint8_t *)message + message->nlmsg_len;
    *command = p[0];
    if (*command != HWSIM_CMD_FRAME) {
        return false;
    }
    p += GENL_HDRLEN;
    memset(out, 0, sizeof *out);
    out->first_rate = -1;
    unsigned seen = 0;
    struct attribute a;
    while (next_attribute(&p, end, &a)) {
        if (!take(out, a.type, a.data, a.len)) {
            return false;
        }
        seen |= a.type < 32 ? 1u << a.type : 0;
    }
    if (p != end) {
        return false; /* an attribute leaves the message */
    }
    const unsigned needed = 1u << HWSIM_ATTR_ADDR_TRANSMITTER | 1u << HWSIM_ATTR_FRAME |
                            1u << HWSIM_ATTR_FLAGS | 1u << HWSIM_ATTR_COOKIE;
    return (seen & needed) == needed;
}

bool hwsim_parse_removal(const struct nlmsghdr *message, struct extsta_mac *address)
{
    if (message->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN)) {
        return false;
    }
    const uint8_t *p = (const uint8_t *)message + NLMSG_HDRLEN;
    const uint8_t *end = (const uint8_t *)message + message->nlmsg_len;
    if (p[0] != HWSIM_CMD_DEL_MAC_ADDR) {
        return false;
    }
    p += GENL_HDRLEN;
    struct attribute a;
    while (next_attribute(&p, end, &a)) {
        if (a.type == HWSIM_ATTR_ADDR_RECEIVER && a.len == sizeof address->b) {
            memcpy(address->b, a.data, sizeof address->b);
            return true;
        }
    }
    return false;
}

/* Netlink and generic netlink header; returns where attributes go. finish sets the length. */
static uint8_t *start(void *out, uint16_t family, uint16_t flags, uint32_t seq, uint8_t command)
{
    struct nlmsghdr *h = out;
    memset(h, 0, NLMSG_HDRLEN);
    h->nlmsg_type = family;
    h->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
    h->nlmsg_seq = seq;
    struct genlmsghdr *g = NLMSG_DATA(h);
    *g = (struct genlmsghdr){.cmd = command, .version = 1};
    return (uint8_t *)out + NLMSG_LENGTH(GENL_HDRLEN);
}

/* An attribute, padded with zeroes; returns where the next one goes. */
static uint8_t *put(uint8_t *p, uint16_t type, const void *data, size_t n)
{
    uint16_t len = (uint16_t)(ATTRIBUTE_HEADER + n);
    memcpy(p, &len, 2);
    memcpy(p + 2, &type, 2);
    memcpy(p + ATTRIBUTE_HEADER, data, n);
    memset(p + len, 0, aligned(len) - len);
    return p + aligned(len);
}

static uint8_t *put_u32(uint8_t *p, uint16_t type, uint32_t v)
{
    return put(p, type, &v, sizeof v);
}

static size_t finish(void *out, const uint8_t *p)
{
    struct nlmsghdr *h = out;
    h->nlmsg_len = (uint32_t)(p - (uint8_t *)out);
    return h->nlmsg_len;
}

size_t hwsim_build_register(void *out, uint16_t family, uint32_t seq)
{
    return finish(out, start(out, family, NLM_F_ACK, seq, HWSIM_CMD_REGISTER));
}

size_t hwsim_build_frame(void *out, uint16_t family, uint32_t seq, bool want_result,
                         struct extsta_mac radio, struct extsta_span frame, uint32_t rate_index,
                         int signal, uint32_t freq)
{
    uint8_t *p = start(out, family, want_result ? NLM_F_ACK : 0, seq, HWSIM_CMD_FRAME);
    p = put(p, HWSIM_ATTR_ADDR_RECEIVER, radio.b, 6);
    p = put(p, HWSIM_ATTR_FRAME, frame.data, frame.len);
    p = put_u32(p, HWSIM_ATTR_RX_RATE, rate_index);
    p = put_u32(p, HWSIM_ATTR_SIGNAL, (uint32_t)signal);
    p = put_u32(p, HWSIM_ATTR_FREQ, freq);
    return finish(out, p);
}

size_t hwsim_build_status(void *out, uint16_t family, uint32_t seq,
                          const struct hwsim_transmission *t, bool acked, int signal)
{
    uint8_t rates[2 * TX_RATES] = {
        (uint8_t)(t->first_rate < 0 ? 0 : t->first_rate), 1, 0xff, 0, 0xff, 0, 0xff, 0};
    uint8_t *p = start(out, family, 0, seq, HWSIM_CMD_TX_INFO_FRAME);
    p = put(p, HWSIM_ATTR_ADDR_TRANSMITTER, t->radio.b, 6);
    p = put_u32(p, HWSIM_ATTR_FLAGS, t->flags | (acked ? HWSIM_FLAG_ACK : 0));
    p = put_u32(p, HWSIM_ATTR_SIGNAL, (uint32_t)signal);
    p = put(p, HWSIM_ATTR_TX_INFO, rates, sizeof rates);
    p = put(p, HWSIM_ATTR_COOKIE, &t->cookie, sizeof t->cookie);
    return finish(out, p);
}
