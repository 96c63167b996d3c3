/* Netlink messages as values: made with libnl's functions, which do no I/O, and read into an
 * array of attributes. What the kernel says is read as if anybody could have said it: a getter
 * gives nothing where an attribute is absent or too short. */
#ifndef NL80211_MESSAGE_H
#define NL80211_MESSAGE_H

#include <extsta/types.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdbool.h>

/* A generic netlink message of nl80211; borrowed of its octets. */
struct nld_message {
    uint8_t cmd; /* NL80211_CMD_ */
    uint32_t seq;
    bool multi; /* a part of a dump */
    struct nlattr *tb[NL80211_ATTR_MAX + 1];
};

/* --- reading --- */
/* The header, where the octets hold a whole message; else NULL. */
const struct nlmsghdr *nld_header(struct extsta_span octets);
/* False: it is none of nl80211's, or malformed. */
bool nld_read(const struct nlmsghdr *h, struct nld_message *m);
/* Attributes within an attribute; false: there are none. */
bool nld_nested(const struct nlattr *attr, struct nlattr **tb, int max);
/* Of an acknowledgement or error: the request's sequence number; *error: 0, or the errno, as a
 * positive number; *cookie: of the extended part, where *has_cookie. False: it is none. */
bool nld_read_error(const struct nlmsghdr *h, uint32_t *seq, int *error, uint64_t *cookie,
                    bool *has_cookie);
bool nld_has(const struct nlattr *attr);
struct extsta_span nld_octets(const struct nlattr *attr);
/* `absent` where there is none. */
uint32_t nld_u32(const struct nlattr *attr, uint32_t absent);
uint16_t nld_u16(const struct nlattr *attr, uint16_t absent);
uint8_t nld_u8(const struct nlattr *attr, uint8_t absent);
uint64_t nld_u64(const struct nlattr *attr, uint64_t absent);
/* Zero where there is none. */
struct extsta_mac nld_mac(const struct nlattr *attr);

/* --- writing; a message that is NULL stays so --- */
void nld_put(struct nl_msg *msg, int attr, const void *data, size_t len);
void nld_put_u32(struct nl_msg *msg, int attr, uint32_t value);
void nld_put_u16(struct nl_msg *msg, int attr, uint16_t value);
void nld_put_u8(struct nl_msg *msg, int attr, uint8_t value);
void nld_put_flag(struct nl_msg *msg, int attr);
void nld_put_span(struct nl_msg *msg, int attr, struct extsta_span octets);
/* A nest is closed by nld_close. */
struct nlattr *nld_open(struct nl_msg *msg, int attr);
void nld_close(struct nl_msg *msg, struct nlattr *nest);

#endif
