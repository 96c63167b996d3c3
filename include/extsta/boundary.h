/* The miniport boundary: the values that cross between the OS half and a driver.
 *
 * It is NDIS-shaped: OID requests and packets go down; status indications,
 * completions and received packets come up. Structures inside the buffers have the
 * layout of windot11.h, little-endian; payload.h reads and writes them. Any driver can stand below it (struct
 * extsta_driver_ops) and any host above it; an observer (log, referee) sees each
 * value as an output of type EXTSTA_OUT_CROSSING, in the order it crossed. */
#ifndef EXTSTA_BOUNDARY_H
#define EXTSTA_BOUNDARY_H

#include <extsta/drops.h>
#include <extsta/radio.h>
#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

enum extsta_oid_kind {
    EXTSTA_OID_QUERY,
    EXTSTA_OID_SET,
    EXTSTA_OID_METHOD,
};

/* An OID request (NDIS_OID_REQUEST reduced to what Native 802.11 uses). One buffer
 * serves as input and output, as in NDIS: `buffer` holds in_len bytes of input and
 * room for out_cap bytes of output. */
struct extsta_oid {
    uint32_t oid; /* OID_DOT11_... */
    enum extsta_oid_kind kind;
    uint32_t request_id; /* names the request in its completion; the host's choice */
    uint8_t *buffer;
    uint32_t in_len;
    uint32_t out_cap;
    /* filled by the driver */
    uint32_t bytes_read;
    uint32_t bytes_written;
    uint32_t bytes_needed;
    uint32_t status; /* of the caller: what the driver returned (extsta_oid) */
};

/* DOT11_EXTSTA_SEND_CONTEXT and DOT11_EXTSTA_RECV_CONTEXT, by value. */
struct extsta_send_context {
    uint16_t exemption; /* DOT11_EXEMPT_* */
    uint8_t priority;   /* 802.1D user priority; ignored without WMM */
    uint32_t phy_id;    /* DOT11_PHY_ID_ANY or a PHY id */
};
struct extsta_recv_context {
    uint32_t phy_id;
    uint32_t freq;       /* MHz */
    uint8_t mpdu_count;  /* 1..16 */
    uint8_t rate;        /* units of 500 kb/s */
    uint8_t priority;    /* user priority, reported out of band (RXP-07) */
    bool was_protected;  /* arrived protected and was decrypted by the driver */
    int8_t rssi;         /* dBm, last MPDU */
};

/* A packet at the boundary: an MSDU (or MMPDU) with its 802.11 MAC header, in the
 * clear. Down: the header fields the OS owns are set (TXP-01). Up: as received. */
struct extsta_packet {
    struct extsta_span bytes; /* MAC header, LLC/SNAP, payload */
    uint32_t id;              /* names the packet in SEND_COMPLETE and RETURN */
    struct extsta_send_context send;
    struct extsta_recv_context recv;
};

enum extsta_crossing_type {
    /* down */
    EXTSTA_CROSS_OID,        /* a request (with its input) */
    EXTSTA_CROSS_SEND,       /* a packet to transmit */
    EXTSTA_CROSS_RETURN,     /* the host is done with a packet handed up */
    EXTSTA_CROSS_RESET_EX,   /* MiniportResetEx */
    EXTSTA_CROSS_HALT,       /* MiniportHaltEx */
    EXTSTA_CROSS_INITIALIZE, /* MiniportInitializeEx, after a halt (extsta_restart) */
    /* up */
    EXTSTA_CROSS_OID_COMPLETE,  /* the result of a request, immediate or pended */
    EXTSTA_CROSS_INDICATION,    /* status indication with its buffer */
    EXTSTA_CROSS_SEND_COMPLETE, /* packet id and NDIS status */
    EXTSTA_CROSS_RECEIVE,       /* a packet handed up */
};

/* One value that crossed. Spans stay valid until the next call on the station. */
struct extsta_crossing {
    enum extsta_crossing_type type;
    uint32_t code;   /* OID number, or NDIS_STATUS_DOT11_... of the indication */
    uint32_t status; /* NDIS_STATUS of OID_COMPLETE and SEND_COMPLETE */
    uint32_t id;     /* request id or packet id */
    enum extsta_oid_kind kind;
    struct extsta_span buffer; /* input, output, or status buffer */
    uint32_t bytes_read, bytes_written;
    uint32_t bytes_needed;       /* of a completion; of a request: room for its output */
    struct extsta_packet packet; /* SEND, RECEIVE */
};

struct extsta_station_holdings; /* station.h */

/* What a driver below the boundary implements. It reports upwards (and to its
 * radio) by pushing outputs (driver.h), from inside its operations; it never calls up. All
 * operations come from one thread, never one within another; `now` does not run backwards; what
 * they are given is borrowed for the call. Those marked optional may be NULL. docs/driver.md says
 * what is expected of each. */
struct extsta_driver_ops {
    const char *name;
    /* Answers at once: returns the NDIS status and fills in the counts (all 0 when it is
     * called). Or returns NDIS_STATUS_PENDING and pushes an OID_COMPLETE with the id of the
     * request, from inside this or a later operation; the buffer is gone by then, and the output
     * comes with the completion. At most out_cap octets are written into `buffer`. */
    uint32_t (*oid)(void *driver, extsta_time now, struct extsta_oid *oid);
    /* Packets to transmit; copied. Each is completed by a SEND_COMPLETE crossing, sooner or
     * later. */
    void (*send)(void *driver, extsta_time now, const struct extsta_packet *packets, size_t n);
    /* The host is done with a packet that was handed up. Optional. */
    void (*returned)(void *driver, extsta_time now, uint32_t packet_id);
    /* MiniportResetEx. Optional: there is no hardware to reset. */
    void (*reset_ex)(void *driver, extsta_time now);
    /* MiniportHaltEx: nothing else comes after it but `destroy`. Optional: what is under way may
     * just end. */
    void (*halt)(void *driver, extsta_time now);
    /* radio side */
    /* As extsta_rx (station.h). */
    void (*rx)(void *driver, extsta_time now, const struct extsta_rx_frame *frames, size_t n);
    /* As extsta_tx_status and extsta_radio_switch. Optional: it sends without cookies; its radio
     * is always on. */
    void (*tx_status)(void *driver, extsta_time now, uint32_t cookie, bool acked,
                      uint8_t tries);
    void (*radio_switch)(void *driver, extsta_time now, uint32_t phy_id, bool on);
    /* As extsta_tx_started, extsta_medium_since and extsta_medium. Optional. */
    void (*tx_started)(void *driver, extsta_time now, uint32_t cookie);
    extsta_time (*medium_since)(const void *driver);
    void (*medium)(void *driver, extsta_time now, extsta_time since, extsta_time busy);
    /* The deadline has come; too early does nothing. EXTSTA_NEVER: there is none. */
    void (*expire)(void *driver, extsta_time now);
    extsta_time (*deadline)(const void *driver);
    /* Frees the driver, after halt. Optional: all it has is of extsta_driver_alloc. */
    void (*destroy)(void *driver);
    /* As extsta_power_profile: the power source has changed. Optional. */
    void (*power_profile)(void *driver, extsta_time now, uint32_t profile);
    /* As extsta_driver_event (station.h): what is beneath the driver says something, in the
     * driver's own language. Optional: there is nothing but a radio. */
    void (*event)(void *driver, extsta_time now, struct extsta_span bytes);
    /* To look in; optional. */
    /* How strongly the AP of the association is heard, dBm; 0: not known. */
    int8_t (*signal)(const void *driver);
    /* Percent of the time in which the channel was busy; EXTSTA_BUSY_UNKNOWN (output.h). */
    uint8_t (*busy)(const void *driver);
    /* Frames it dropped for this reason since it was made. */
    uint32_t (*drops)(const void *driver, enum extsta_drop reason);
    /* Fills in associations, operations, keys, packets and timers (station.h). */
    void (*holdings)(const void *driver, struct extsta_station_holdings *holdings);
};

/* Names for logs and messages; NULL when the number is unknown. */
const char *extsta_oid_name(uint32_t oid);
/* The OIDs that have a name, for i from 0, in ascending order: the name, and the number where `oid`
 * is not NULL; NULL behind the last. */
const char *extsta_oid_at(size_t i, uint32_t *oid);
const char *extsta_indication_name(uint32_t status_code);
const char *extsta_ndis_status_name(uint32_t status);
const char *extsta_auth_name(uint32_t algorithm);   /* DOT11_AUTH_ALGORITHM: "rsna-psk" */
const char *extsta_cipher_name(uint32_t algorithm); /* DOT11_CIPHER_ALGORITHM: "CCMP" */

#ifdef __cplusplus
}
#endif
#endif
