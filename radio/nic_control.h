/* What a monitor-mode radio (nic.h) asks of nl80211, each as one call that waits for its
 * answer: what an interface and its card are, other interfaces on it, channels. Frames do not
 * pass here. */
#ifndef RADIO_NIC_CONTROL_H
#define RADIO_NIC_CONTROL_H

#include <extsta/types.h>

#define NIC_NAME     16u
#define NIC_CHANNELS 128u

struct nic_control;

/* NULL: `why` says why not. */
struct nic_control *nic_control_open(char *why, size_t size);
/* Interfaces that were made by it go with it. NULL is fine. */
void nic_control_close(struct nic_control *control);

struct nic_interface {
    uint32_t ifindex, wiphy;
    bool monitor;  /* it is in monitor mode */
    uint16_t freq; /* MHz; 0: on no channel */
    struct extsta_mac address;
};
/* 0, or an errno: ENODEV: no such interface, or none of a wireless card. */
int nic_control_interface(struct nic_control *control, const char *name,
                          struct nic_interface *out);

struct nic_card {
    char name[NIC_NAME]; /* "phy0" */
    bool
        active_monitor; /* an interface in monitor mode may acknowledge frames to its address */
    bool can_tune;      /* it knows NL80211_CMD_SET_CHANNEL */
    uint16_t freqs[NIC_CHANNELS]; /* MHz, those that are not disabled */
    bool silent[NIC_CHANNELS];    /* nothing may be sent there unasked (no-IR, radar) */
    size_t freq_count;
};
int nic_control_card(struct nic_control *control, uint32_t wiphy, struct nic_card *out);

/* Makes an interface in active monitor mode with this address, not up yet. */
int nic_control_add(struct nic_control *control, uint32_t wiphy, const char *name,
                    struct extsta_mac address);
int nic_control_remove(struct nic_control *control, uint32_t ifindex);
/* Gives an interface an address while it is down, if it has another one, and brings it up. */
int nic_control_up(struct nic_control *control, const char *name, struct extsta_mac address);
/* EBUSY: another interface of the card holds its channel. */
int nic_control_tune(struct nic_control *control, uint32_t ifindex, uint16_t freq);

#endif
