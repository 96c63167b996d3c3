/* The radio boundary: what a station needs of a radio, and what a frame carries
 * besides its bytes. Virtual air, mac80211_hwsim, a monitor-mode NIC and a capture
 * stand behind it; wrappers (pcap, fault injection) stand in front of any of them. */
#ifndef EXTSTA_RADIO_H
#define EXTSTA_RADIO_H

#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a receiver knows of a frame besides its bytes. */
struct extsta_rx_meta {
    uint16_t freq;   /* centre frequency of the channel, MHz; 0 = unknown */
    int8_t signal;   /* dBm; 0 = unknown */
    uint8_t phy;     /* PHY id (index into extsta_radio_caps.phys) */
    uint16_t rate;   /* units of 500 kb/s; 0 = unknown */
    uint16_t flags;  /* EXTSTA_RX_* */
    uint64_t serial; /* the radio's number for this transmission; evidence for causes */
};
#define EXTSTA_RX_FCS_PRESENT 0x0001u /* the last four bytes are the FCS */
#define EXTSTA_RX_FCS_BAD     0x0002u /* the radio says the FCS is wrong */
#define EXTSTA_RX_ECHO        0x0004u /* the radio's own transmission, told after it was sent */
#define EXTSTA_RX_UNACKED     0x0008u /* with ECHO: nobody has acknowledged it */

/* A received MPDU: from Frame Control on, without FCS unless flagged. */
struct extsta_rx_frame {
    struct extsta_span bytes;
    struct extsta_rx_meta meta;
};

/* By which rules a frame contends, and in which of a radio's queues it waits: each queue is in
 * order and contends by itself (IEEE 802.11-2020 10.23.2), so frames that must stay in order
 * (fragments, protected frames of one replay counter) belong into one. Weakest claim first, but
 * for DCF, which stands beside BEST_EFFORT. */
enum extsta_access {
    EXTSTA_ACCESS_DCF, /* DIFS and CWmin to CWmax of the PHY: what is not QoS (10.3.4) */
    EXTSTA_ACCESS_BACKGROUND,
    EXTSTA_ACCESS_BEST_EFFORT,
    EXTSTA_ACCESS_VIDEO,
    EXTSTA_ACCESS_VOICE,
    EXTSTA_ACCESS_BEACON, /* of an access point: PIFS, ahead of everybody */
    EXTSTA_ACCESS_COUNT
};

/* How a frame is to be sent. */
struct extsta_tx_meta {
    uint16_t freq;     /* MHz; the radio must be on this channel */
    uint8_t phy;
    uint8_t tries;     /* transmissions at most, including the first (retry limit) */
    uint16_t rate;     /* units of 500 kb/s; 0 = the radio's choice */
    uint16_t flags;    /* EXTSTA_TX_* */
    uint32_t cookie;   /* returned with the transmit outcome; 0 = no outcome wanted */
    uint32_t lifetime; /* microseconds from send on; then no (further) try begins; 0 = no end */
    uint8_t access;    /* enum extsta_access; radios that have one queue ignore it */
    /* Of a protected frame that carries an EAPOL-Key message, which nobody else can tell: 1..4
     * four-way, 5..6 group; 0 = none. For rules and records; it changes nothing. */
    uint8_t eapol_message;
};
#define EXTSTA_TX_NO_ACK     0x0001u /* group-addressed, or no acknowledgement is waited for */
#define EXTSTA_TX_RTS        0x0002u /* longer than the RTS threshold: protect by RTS */
#define EXTSTA_TX_TELL_START 0x0004u /* tell when it leaves the queue (with a cookie) */
/* The Timestamp at the beginning of the body is that of now, and is to be that of its own
 * transmission (IEEE 802.11-2020 11.1.3.1): the radio adds the time until then. One that cannot
 * is believed to be a little slow. */
#define EXTSTA_TX_TIMESTAMP 0x0008u

/* What a receiver of 802.11n, ac and ax can do, in the fields of the elements that say so (IEEE
 * Std 802.11-2020 9.4.2.55, 9.4.2.157, 802.11ax-2021 9.4.2.248): drivers know it in this form.
 * Numbers of more than one octet in the machine's order. */
struct extsta_ht_caps {
    uint16_t info;        /* HT Capability Information */
    uint8_t ampdu;        /* A-MPDU Parameters */
    uint8_t mcs[16];      /* Supported MCS Set, a bit each */
    uint16_t extended;    /* HT Extended Capabilities */
    uint32_t beamforming; /* Transmit Beamforming Capabilities */
    uint8_t antennas;     /* ASEL Capability */
};
struct extsta_vht_caps {
    uint32_t info;               /* VHT Capabilities Information */
    uint16_t rx_mcs, rx_highest; /* two bits for each number of streams; Mb/s, 0: not said */
    uint16_t tx_mcs, tx_highest;
};
struct extsta_he_caps {
    uint8_t mac[6], phy[11];
    uint16_t rx_mcs[3], tx_mcs[3]; /* up to 80 MHz; then, as phy[0] says, 160 and 80+80 */
    uint8_t ppe[25];               /* PPE Thresholds, where phy[6] says so */
    uint8_t ppe_len;
};

/* One PHY of a radio. Its index in the array is the PHY id (contract STA-15). A PHY of HT, VHT
 * or HE does what came before it, too: it has `rates`, and no other PHY its channels. */
struct extsta_phy_caps {
    uint32_t type;         /* DOT11_PHY_TYPE: 4 OFDM, 5 HR-DSSS, 6 ERP, 7 HT, 8 VHT, 10 HE */
    const uint16_t *freqs; /* channels it can tune to, MHz centre frequencies */
    size_t freq_count;
    const uint8_t *rates; /* supported rates as in the element, units of 500 kb/s */
    size_t rate_count;    /* bit 7 of a rate is never set here */
    /* What is announced in requests; NULL: it cannot. VHT and HE need HT. */
    const struct extsta_ht_caps *ht;
    const struct extsta_vht_caps *vht;
    const struct extsta_he_caps *he;
    /* With HT: octets of the body of the longest A-MSDU that it sends; 0: none. What it
     * receives stands in `ht`. */
    uint16_t amsdu_tx;
};

/* What a radio can do. Borrowed by the stations on it and must outlive them;
 * never changes while they live. */
struct extsta_radio_caps {
    const struct extsta_phy_caps *phys; /* at most 64 */
    size_t phy_count;
    bool hardware_switch; /* it has a hardware radio switch */
    /* The driver offers the vendor's own authentication and cipher beside the standard ones, in
     * infrastructure BSSs (ATH-16; extsta/sesame.h): before these, where nothing else is asked
     * for (ATH-06). */
    bool vendor_algorithms;
};

/* The HR/DSSS PHY alone, 2.4 GHz: 802.11b. */
extern const struct extsta_radio_caps extsta_radio_caps_11b;
/* The 2.4 GHz ERP and 5 GHz OFDM PHYs with the channels of most regulatory domains. */
extern const struct extsta_radio_caps extsta_radio_caps_dual_band;
/* The 2.4 GHz ERP PHY alone. */
extern const struct extsta_radio_caps extsta_radio_caps_2ghz;
/* Dual band with HT, with VHT at 5 GHz, with HE: two streams, up to 40, 80, 80 MHz. */
extern const struct extsta_radio_caps extsta_radio_caps_ht;
extern const struct extsta_radio_caps extsta_radio_caps_vht;
extern const struct extsta_radio_caps extsta_radio_caps_he;
/* The 2.4 GHz ERP PHY alone, with the vendor's algorithms. */
extern const struct extsta_radio_caps extsta_radio_caps_vendor;

/* A packet of a capture, of one of the link types of pcap that IEEE 802.11 has (105 bare, 119
 * Prism, 127 radiotap, 163 AVS, 192 PPI): the frame in it, borrowed of the packet, without its
 * FCS, and what its header says of the reception (or, EXTSTA_RX_ECHO, of the transmission).
 * fcs_len: octets of FCS that the file
 * announces for headers that do not say, -1: nothing. False: another link type, a malformed
 * header, or a frame that was received wrongly. */
bool extsta_packet_frame(uint16_t link_type, int8_t fcs_len, struct extsta_span packet,
                         struct extsta_rx_frame *out);

/* A radio as an object: what backends implement and wrappers compose. All calls
 * come from one thread. */
struct extsta_radio;
enum extsta_radio_event_type {
    EXTSTA_RADIO_FRAME, /* `frame` was received */
    /* The frame sent with `cookie` was acknowledged or not. It comes once for each cookie,
     * however long the frame waited: until then the frame is with the radio, and what it asks
     * for has not failed. */
    EXTSTA_RADIO_OUTCOME,
    /* The frame sent with `cookie` and EXTSTA_TX_TELL_START has left the queue. A radio that
     * does not know tells the outcome only. */
    EXTSTA_RADIO_STARTED,
    EXTSTA_RADIO_GONE, /* nothing will be sent or heard any more; told once */
};
struct extsta_radio_event {
    enum extsta_radio_event_type type;
    struct extsta_rx_frame frame;
    uint32_t cookie;
    bool acked;
    /* Transmissions that took, the last one included. 0: the radio does not count them; or, not
     * acked, the frame's lifetime ended before it left the queue. */
    uint8_t tries;
};
struct extsta_radio_ops {
    const char *name;
    /* Sends one MPDU (no FCS). The bytes are borrowed for the call. */
    enum extsta_error (*send)(struct extsta_radio *radio, extsta_time now,
                              struct extsta_span frame, const struct extsta_tx_meta *meta);
    /* Tunes to a channel (MHz). */
    enum extsta_error (*tune)(struct extsta_radio *radio, extsta_time now, uint16_t freq);
    /* Takes the next received frame or transmit outcome that is due by `now`; false
     * when there is none. The frame is valid until the next call on this radio. */
    bool (*poll)(struct extsta_radio *radio, extsta_time now, struct extsta_radio_event *event);
    /* File descriptor to wait on, or -1. */
    int (*fd)(struct extsta_radio *radio);
    /* When poll may have something without input on fd, or EXTSTA_NEVER. */
    extsta_time (*deadline)(struct extsta_radio *radio);
    void (*close)(struct extsta_radio *radio);
    /* For how many of the microseconds between `since` and now the medium was busy on the
     * channel tuned to (CCA), own transmissions included; EXTSTA_NEVER: not known. NULL: never
     * known. */
    extsta_time (*busy)(struct extsta_radio *radio, extsta_time now, extsta_time since);
    /* Radios of one medium share a descriptor, and whoever polls drains it for all: calls `ready`
     * whenever this radio has something that came so, from within a call on any radio of the medium.
     * NULL: then all have to be asked for their deadlines after every event of one. */
    void (*on_ready)(struct extsta_radio *radio, void (*ready)(void *user), void *user);
};
struct extsta_radio {
    const struct extsta_radio_ops *ops;
};

#ifdef __cplusplus
}
#endif
#endif
