/* Netlink messages (message.h). The lengths of headers are those that the octets bear out. */
#include "message.h"
#include "nl80211.h"
#include <string.h>

const struct nlmsghdr *nld_header(struct extsta_span octets)
{
    const struct nlmsghdr *h = (const struct nlmsghdr *)(const void *)octets.data;
    bool whole =
        octets.len >= sizeof *h && h->nlmsg_len >= sizeof *h && h->nlmsg_len <= octets.len;
    return whole ? h : NULL;
}

static bool parse(struct nlattr **tb, int max, const void *head, size_t len)
{
    memset(tb, 0, sizeof *tb * ((size_t)max + 1));
    return nla_parse(tb, max, (struct nlattr *)(uintptr_t)head, (int)len, NULL) >= 0;
}

bool nld_read(const struct nlmsghdr *h, struct nld_message *m)
{
    const size_t head = NLMSG_HDRLEN + GENL_HDRLEN;
    if (h->nlmsg_type != NL80211_FAMILY || h->nlmsg_len < head) {
        return false;
    }
    const struct genlmsghdr *g =
        (const struct genlmsghdr *)(const void *)((const char *)h + NLMSG_HDRLEN);
    m->cmd = g->cmd;
    m->seq = h->nlmsg_seq;
    m->multi = (h->nlmsg_flags & NLM_F_MULTI) != 0;
    return parse(m->tb, NL80211_ATTR_MAX, (const char *)h + head, h->nlmsg_len - head);
}

bool nld_nested(const struct nlattr *attr, struct nlattr **tb, int max)
{
    return attr && parse(tb, max, nla_data(attr), (size_t)nla_len(attr));
}

/* The request's header follows the number, and, unless capped, its body; then the extended
 * part. */
bool nld_read_error(const struct nlmsghdr *h, uint32_t *seq, int *error, uint64_t *cookie,
                    bool *has_cookie)
{
    const struct nlmsgerr *e =
        (const struct nlmsgerr *)(const void *)((const char *)h + NLMSG_HDRLEN);
    if (h->nlmsg_type != NLMSG_ERROR || h->nlmsg_len < NLMSG_HDRLEN + sizeof *e) {
        return false;
    }
    *seq = h->nlmsg_seq;
    *error = e->error < 0 ? -(e->error + (e->error == INT32_MIN)) : e->error;
    *has_cookie = false;
    size_t at = NLMSG_HDRLEN + sizeof *e;
    if (!(h->nlmsg_flags & NLM_F_CAPPED) && e->msg.nlmsg_len > sizeof e->msg) {
        at += NLMSG_ALIGN((size_t)e->msg.nlmsg_len) - sizeof e->msg;
    }
    struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
    if ((h->nlmsg_flags & NLM_F_ACK_TLVS) && at < h->nlmsg_len &&
        parse(tb, NLMSGERR_ATTR_MAX, (const char *)h + at, h->nlmsg_len - at) &&
        tb[NLMSGERR_ATTR_COOKIE]) {
        struct extsta_span octets = nld_octets(tb[NLMSGERR_ATTR_COOKIE]);
        *has_cookie = octets.len >= sizeof *cookie;
        if (*has_cookie) {
            memcpy(cookie, octets.data, sizeof *cookie);
        }
    }
    return true;
}

bool nld_has(const struct nlattr *attr)
{
    return attr != NULL;
}

struct extsta_span nld_octets(const struct nlattr *attr)
{
    return attr ? (struct extsta_span){nla_data(attr), (size_t)nla_len(attr)}
                : (struct extsta_span){NULL, 0};
}

/* Copied: an attribute of 64 bits is aligned to 32. */
#define GETTER(name, type)                                                                     \
    type name(const struct nlattr *attr, type absent)                                          \
    {                                                                                          \
        type value = absent;                                                                   \
        struct extsta_span octets = nld_octets(attr);                                          \
        if (octets.len >= sizeof value) {                                                      \
            memcpy(&value, octets.data, sizeof value);                                         \
        }                                                                                      \
        return value;                                                                          \
    }
GETTER(nld_u32, uint32_t)
GETTER(nld_u16, uint16_t)
GETTER(nld_u8, uint8_t)
GETTER(nld_u64, uint64_t)

struct extsta_mac nld_mac(const struct nlattr *attr)
{
    struct extsta_mac mac = {{0}};
    struct extsta_span octets = nld_octets(attr);
    if (octets.len >= sizeof mac.b) {
        memcpy(mac.b, octets.data, sizeof mac.b);
    }
    return mac;
}

void nld_put(struct nl_msg *msg, int attr, const void *data, size_t len)
{
    if (msg) {
        (void)nla_put(msg, attr, (int)len,
                      data); /* the message has room for all there can be */
    }
}

void nld_put_u32(struct nl_msg *msg, int attr, uint32_t value)
{
    nld_put(msg, attr, &value, sizeof value);
}

void nld_put_u16(struct nl_msg *msg, int attr, uint16_t value)
{
    nld_put(msg, attr, &value, sizeof value);
}

void nld_put_u8(struct nl_msg *msg, int attr, uint8_t value)
{
    nld_put(msg, attr, &value, sizeof value);
}

void nld_put_flag(struct nl_msg *msg, int attr)
{
    nld_put(msg, attr, NULL, 0);
}

void nld_put_span(struct nl_msg *msg, int attr, struct extsta_span octets)
{
    nld_put(msg, attr, octets.data, octets.len);
}

struct nlattr *nld_open(struct nl_msg *msg, int attr)
{
    return msg ? nla_nest_start(msg, attr) : NULL;
}

void nld_close(struct nl_msg *msg, struct nlattr *nest)
{
    if (msg && nest) {
        nla_nest_end(msg, nest);
    }
}
