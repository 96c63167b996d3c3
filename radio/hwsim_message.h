/* Messages of the MAC80211_HWSIM generic netlink family (version 1), as octets: hwsim.c says
 * what they are for. Numbers from the kernel's mac80211_hwsim.h. Attributes are in host byte
 * order. */
#ifndef RADIO_HWSIM_MESSAGE_H
#define RADIO_HWSIM_MESSAGE_H

#include <extsta/types.h>
#include <linux/netlink.h>

enum hwsim_command {
    HWSIM_CMD_REGISTER = 1,      /* be the medium from now on */
    HWSIM_CMD_FRAME = 2,         /* a frame, from a kernel radio or to one */
    HWSIM_CMD_TX_INFO_FRAME = 3, /* what became of a kernel radio's frame */
    HWSIM_CMD_DEL_MAC_ADDR = 8,  /* an interface has gone, or has another address now */
};

#define HWSIM_FLAG_REQ_TX_STATUS 1u    /* the sender wants a status */
#define HWSIM_FLAG_NO_ACK        2u    /* no acknowledgement is expected */
#define HWSIM_FLAG_ACK           4u    /* in a status: it was acknowledged */
#define HWSIM_MAX_FRAME          2304u /* the kernel's limit for frames to a radio */
#define HWSIM_MESSAGE_MAX        2560u /* the longest frame with all attributes */

/* A frame a kernel radio transmits. The span points into the message. */
struct hwsim_transmission {
    struct extsta_mac radio; /* 42:..: the radio, not the interface */
    struct extsta_span frame;
    uint32_t flags;    /* HWSIM_FLAG_ */
    uint32_t freq;     /* MHz; 0 when the kernel gave none */
    uint64_t cookie;   /* the kernel's name for the frame; goes back in the status */
    int8_t first_rate; /* index of the first try, -1 unknown */
};

/* Parses a received message of the family; false when an attribute is missing or has
 * the wrong size, or when it is another command (*command tells). */
bool hwsim_parse_transmission(const struct nlmsghdr *message, int *command,
                              struct hwsim_transmission *out);

/* Parses the notice that no interface has this address any more; false: it is another message. */
bool hwsim_parse_removal(const struct nlmsghdr *message, struct extsta_mac *address);

/* Whether it is the notice of the kernel that this generic netlink family is no more. */
bool hwsim_is_family_removal(const struct nlmsghdr *message, uint16_t family);

/* Build a message into `out` (HWSIM_MESSAGE_MAX bytes, 8-aligned); return its length. A frame
 * has at most HWSIM_MAX_FRAME octets. want_result: the kernel shall answer the message, with no
 * error when a radio has taken the frame. signal: dBm; freq: MHz. */
size_t hwsim_build_register(void *out, uint16_t family, uint32_t seq);
size_t hwsim_build_frame(void *out, uint16_t family, uint32_t seq, bool want_result,
                         struct extsta_mac radio, struct extsta_span frame, uint32_t rate_index,
                         int signal, uint32_t freq);
size_t hwsim_build_status(void *out, uint16_t family, uint32_t seq,
                          const struct hwsim_transmission *t, bool acked, int signal);

#endif
