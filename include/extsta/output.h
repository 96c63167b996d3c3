/* Outputs: everything a station wants to happen or to be known, as values.
 *
 * Each call on a station appends outputs to its queue; extsta_next drains it in
 * order. An output and all it points to stay valid until the next call on the same
 * station other than extsta_next's own draining of later outputs. */
#ifndef EXTSTA_OUTPUT_H
#define EXTSTA_OUTPUT_H

#include <extsta/boundary.h>
#include <extsta/cause.h>
#include <extsta/radio.h>
#include <extsta/roam.h>
#include <extsta/types.h>

#ifdef __cplusplus
extern "C" {
#endif

enum extsta_output_type {
    /* for the radio: must be carried out */
    EXTSTA_OUT_FRAME, /* transmit `frame` */
    EXTSTA_OUT_TUNE,  /* tune to tune_freq */
    /* for the network stack */
    EXTSTA_OUT_ETHERNET, /* an 802.3 frame from the network: `ethernet` */
    /* for an IHV extension at the edge */
    EXTSTA_OUT_IHV, /* a handler to call: `ihv` (wlanihv.h has the prototypes) */
    /* to know */
    EXTSTA_OUT_CROSSING, /* a value crossed the miniport boundary: `crossing` */
    EXTSTA_OUT_PORT,     /* a port came, changed or went: `port` */
    EXTSTA_OUT_NOTIFY,   /* a notification of the OS half: `notify` */
    EXTSTA_OUT_CAUSE,    /* a cause record: `cause` */
    EXTSTA_OUT_DECISION, /* to roam or not: `decision` */
    EXTSTA_OUT_GAP,      /* what should stand here was lost for want of memory: `gap` */
    /* To record (log.h): what went in, in its place among what came out. */
    EXTSTA_OUT_FUNCTION, /* an IHV extension called a function: `function` */
    EXTSTA_OUT_INPUT,    /* the radio or the network stack gave something: `input` */
    /* for what a driver of others drives: octets to be carried to it, `beneath` (driver.h) */
    EXTSTA_OUT_DRIVER,
    EXTSTA_OUT_TYPES
};
#define EXTSTA_OUT_MASK(type) (1u << (type))
/* What an embedder must always take. */
#define EXTSTA_OUT_WORK                                                                        \
    (EXTSTA_OUT_MASK(EXTSTA_OUT_FRAME) | EXTSTA_OUT_MASK(EXTSTA_OUT_TUNE) |                    \
     EXTSTA_OUT_MASK(EXTSTA_OUT_ETHERNET) | EXTSTA_OUT_MASK(EXTSTA_OUT_IHV) |                  \
     EXTSTA_OUT_MASK(EXTSTA_OUT_DRIVER))
/* All that comes out; and with it, for a record, what went in. */
#define EXTSTA_OUT_ALL                                                                         \
    ((EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION) - 1u) | EXTSTA_OUT_MASK(EXTSTA_OUT_DRIVER))
#define EXTSTA_OUT_RECORD (EXTSTA_OUT_MASK(EXTSTA_OUT_TYPES) - 1u)

enum extsta_port_manager {
    EXTSTA_MANAGER_NONE,     /* uncontrolled port */
    EXTSTA_MANAGER_MINIPORT, /* PRT-07: before ASSOCIATION_COMPLETION */
    EXTSTA_MANAGER_OS,       /* PRT-10: the OS half, on an unauthorized port */
    EXTSTA_MANAGER_IHV,      /* PRT-12: an extension, on an unauthorized port */
};

enum extsta_port_event_type {
    EXTSTA_PORT_CREATED,
    EXTSTA_PORT_AUTHORIZED,
    EXTSTA_PORT_UNAUTHORIZED,
    EXTSTA_PORT_DELETED,
};

struct extsta_port_event {
    enum extsta_port_event_type type;
    struct extsta_mac peer;
    uint32_t session; /* new for each association (PRT-01) */
    enum extsta_port_manager manager;
    bool controlled;
    bool authorized; /* state after the event */
};

/* Notifications of the OS half, with the meaning of the WLAN_NOTIFICATION_ACM_ and
 * _MSM_ codes; SEARCHING is the driver's. */
enum extsta_notify_type {
    EXTSTA_NOTIFY_SCAN_COMPLETE,       /* of extsta_scan; status: NDIS_STATUS_SUCCESS */
    EXTSTA_NOTIFY_SCAN_FAIL,           /* status: NDIS_STATUS */
    EXTSTA_NOTIFY_CONNECTION_START,    /* by `profile`; `round` */
    EXTSTA_NOTIFY_CONNECTED,           /* port open (authorized or uncontrolled) for data; again
                                        * after each roam */
    EXTSTA_NOTIFY_CONNECTION_COMPLETE, /* first time connected after a connect */
    EXTSTA_NOTIFY_CONNECTION_FAILED,   /* attempt over; a cause record precedes; `will_retry` */
    EXTSTA_NOTIFY_DISCONNECTING,       /* `will_retry` */
    EXTSTA_NOTIFY_DISCONNECTED,        /* connection over; `will_retry` */
    EXTSTA_NOTIFY_ROAMING_START,       /* status: why, a DOT11_ASSOC_STATUS_ROAMING_… */
    EXTSTA_NOTIFY_ROAMING_END,         /* status: DOT11_ASSOC_STATUS */
    EXTSTA_NOTIFY_SIGNAL_QUALITY,      /* status: 0 to 100, of `peer` */
    EXTSTA_NOTIFY_RADIO_STATE,         /* status: 1 on, 0 off */
    EXTSTA_NOTIFY_SEARCHING,           /* the AP was lost, the network is looked for: `ssid`,
                                        * `round`, `busy`. As each look begins */
    EXTSTA_NOTIFY_WEAK_SECURITY,   /* what can be broken; status: the DOT11_CIPHER_ALGORITHM.
                                    * Behind CONNECTION_START: the profile asks for it. With a
                                    * `peer`: this AP protects group frames by it */
    EXTSTA_NOTIFY_COUNTERMEASURES, /* TKIP: `peer` is excluded for `status` seconds; 0: it
                                    * is not any more (CIP-11) */
    EXTSTA_NOTIFY_TRANSITION_DISABLED, /* the network of `profile` has said that it is WPA3 for
                                        * good: it is never again entered by less */
    /* Under protected management frames somebody has said in the name of `peer`, the AP, and
     * without protection, that it is over. status: what would have ended it, a
     * DOT11_ASSOC_STATUS. */
    EXTSTA_NOTIFY_UNPROTECTED, /* the frame was dropped; at most one in ten seconds is told */
    EXTSTA_NOTIFY_FORGED,      /* the AP was asked, and knows us: it was not the AP's */
    /* Attempts fail for the same reason again and again, `round` of them in a row: at the third,
     * the sixth, the twelfth ... status: its enum extsta_diagnosis, the suspect. */
    EXTSTA_NOTIFY_LOOP,
};

/* `busy`: the radio does not know. */
#define EXTSTA_BUSY_UNKNOWN 255u

struct extsta_notify {
    enum extsta_notify_type type;
    struct extsta_mac peer; /* the AP; zero when it is of none */
    uint32_t status;        /* by type; else DOT11_ASSOC_STATUS, 0 = success */
    const char *profile;    /* name of the profile, or NULL; valid as the output is */
    /* The station goes on by itself: `retry_after` microseconds from now (0: at once;
     * EXTSTA_NEVER: when the radio is switched on), with round `round`. False: it is over. */
    bool will_retry;
    uint8_t busy;   /* percent of the time in which the channel was busy; EXTSTA_BUSY_UNKNOWN */
    uint16_t round; /* of attempts or looks, the first is 1; 0: not counted */
    extsta_time retry_after;
    struct extsta_span ssid; /* valid as the output is */
};

/* Calls of IHV handlers (OS -> IHV), in the order of DOT11EXT_IHV_HANDLERS; what is asked after
 * a scan is the last. */
enum extsta_ihv_call_type {
    EXTSTA_IHV_INIT_ADAPTER,
    EXTSTA_IHV_DEINIT_ADAPTER,
    EXTSTA_IHV_PERFORM_PRE_ASSOCIATE,
    EXTSTA_IHV_ADAPTER_RESET,
    EXTSTA_IHV_PERFORM_POST_ASSOCIATE,
    EXTSTA_IHV_STOP_POST_ASSOCIATE,
    EXTSTA_IHV_RECEIVE_INDICATION,
    EXTSTA_IHV_RECEIVE_PACKET,
    EXTSTA_IHV_SEND_PACKET_COMPLETION,
    EXTSTA_IHV_PERFORM_CAPABILITY_MATCH, /* the profile, and the BSSs found, as pre-associate */
    /* status: DOT11_MSONEX_RESULT; handle: ONEX_REASON_CODE; data: of success MS-MPPE-Recv-Key and
     * MS-MPPE-Send-Key, 32 octets each */
    EXTSTA_IHV_ONEX_INDICATE_RESULT,
};

/* A handler call as a value. The edge makes the calls in the order of the outputs and
 * reports what the handler returned with extsta_ihv_returned (ihv.h). */
struct extsta_ihv_call {
    enum extsta_ihv_call_type type;
    uint32_t call_id;
    uint32_t session; /* connect or security session (handle of the call) */
    struct extsta_mac peer;
    uint32_t status; /* DOT11_ASSOC_STATUS (stop), type (indication) */
    uint64_t handle; /* hSendCompletion */
    struct extsta_port_event port;
    struct extsta_span data;         /* completion parameters, packet, indication, BSS list */
    struct extsta_span ssid;         /* of the profile, as all that follows */
    uint32_t bss_type;               /* DOT11_BSS_TYPE */
    uint32_t auth, cipher;           /* its standard security */
    struct extsta_span connectivity; /* UTF-8 XML fragment of the profile */
    struct extsta_span security;     /* UTF-8 XML fragment of the profile */
};

/* Outputs for which there was no memory, of those that were wanted. What they would have made
 * others do has happened or not: only the record is incomplete. */
struct extsta_gap {
    uint32_t count; /* at most 65535 are counted */
    uint32_t types; /* EXTSTA_OUT_MASK set of what they were */
};

/* Functions of an IHV extension (IHV -> OS), as ihv.h has them; and the return of a handler. */
enum extsta_function_type {
    EXTSTA_FUNCTION_RETURNED,                  /* call_id, error, reason */
    EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION,  /* session, reason, error */
    EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION, /* session, peer, reason, error */
    EXTSTA_FUNCTION_SEND_PACKET,               /* data, handle */
    /* value: backlog; data: DOT11_PRIVACY_EXEMPTION[]; ethertypes: those it receives */
    EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING,
    EXTSTA_FUNCTION_SET_AUTH_ALGORITHM,             /* value */
    EXTSTA_FUNCTION_SET_UNICAST_CIPHER_ALGORITHM,   /* value */
    EXTSTA_FUNCTION_SET_MULTICAST_CIPHER_ALGORITHM, /* value */
    EXTSTA_FUNCTION_SET_DEFAULT_KEY,         /* data: DOT11_CIPHER_DEFAULT_KEY_VALUE; value:
                                              * direction */
    EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY,     /* data: DOT11_CIPHER_KEY_MAPPING_KEY_VALUE */
    EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID,      /* value */
    EXTSTA_FUNCTION_SET_EXCLUDE_UNENCRYPTED, /* value */
    EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION,  /* data: what the driver is asked; its answer is
                                              * the completion of the OID request */
    EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA, /* session, value: whose; data */
    EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA, /* session, value: whose */
    EXTSTA_FUNCTION_SET_CURRENT_PROFILE, /* session; data: the security fragment, UTF-8 */
    EXTSTA_FUNCTION_SEND_UI_REQUEST,     /* as the next one: refused or without effect */
    EXTSTA_FUNCTION_SEND_NOTIFICATION,
    EXTSTA_FUNCTION_START_ONEX,
    EXTSTA_FUNCTION_STOP_ONEX,
    EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET, /* data: an EAPOL PDU, or one from its type on */
};

/* One call. It stands before what it brought about. */
struct extsta_function {
    enum extsta_function_type type;
    uint32_t call_id; /* of the handler */
    uint32_t session;
    struct extsta_mac peer;
    uint32_t reason, error; /* as the extension gives them */
    uint32_t value;
    uint64_t handle;               /* hSendCompletion */
    struct extsta_span data;
    struct extsta_span ethertypes; /* two octets each, as on the air */
    uint32_t result;               /* Win32 error the function gave back */
    /* The rule that the extension has broken with it: why it was refused, or, with the result
     * 0, what was wrong and did no harm. EXTSTA_RULE_NONE: nothing. */
    enum extsta_rule rule;
};

/* What the radio and the network stack gave the station (station.h). */
enum extsta_input_type {
    EXTSTA_INPUT_FRAME, /* extsta_rx: `bytes`, `meta`; those for other receivers are left out */
    EXTSTA_INPUT_STARTED,       /* extsta_tx_started: `cookie` */
    EXTSTA_INPUT_OUTCOME,       /* extsta_tx_status: `cookie`, `acked`, `tries` */
    EXTSTA_INPUT_MEDIUM,        /* extsta_medium: `since`, `busy` */
    EXTSTA_INPUT_SWITCH,        /* extsta_radio_switch: `phy_id`, `on` */
    EXTSTA_INPUT_ETHERNET,      /* extsta_tx: `bytes`, `priority` */
    EXTSTA_INPUT_DETACHED,      /* extsta_detach_host: the embedder is the host from now on */
    EXTSTA_INPUT_POWER_PROFILE, /* extsta_power_profile: `phy_id` is the profile */
    EXTSTA_INPUT_BENEATH,       /* extsta_driver_event: `bytes` */
};

struct extsta_input {
    enum extsta_input_type type;
    struct extsta_span bytes;
    struct extsta_rx_meta meta;
    uint32_t cookie, phy_id;
    bool acked, on;
    uint8_t tries, priority;
    extsta_time since, busy; /* busy: microseconds, EXTSTA_NEVER: not known */
};

struct extsta_output {
    enum extsta_output_type type;
    union {
        struct {
            struct extsta_span bytes; /* MPDU without FCS */
            struct extsta_tx_meta meta;
        } frame;
        uint16_t tune_freq; /* MHz */
        struct {
            struct extsta_span bytes;
            uint8_t priority;
        } ethernet;
        struct extsta_crossing crossing;
        struct extsta_port_event port;
        struct extsta_notify notify;
        struct extsta_cause cause;
        struct extsta_decision decision;
        struct extsta_ihv_call ihv;
        struct extsta_gap gap;
        struct extsta_function function;
        struct extsta_input input;
        struct extsta_span beneath;
    };
};

/* Stable names for logs and scripts. Never NULL. */
const char *extsta_notify_name(enum extsta_notify_type type);         /* "connected" */
const char *extsta_port_event_name(enum extsta_port_event_type type); /* "created" */
const char *extsta_manager_name(enum extsta_port_manager manager);    /* "os" */
const char *extsta_ihv_call_name(enum extsta_ihv_call_type type);     /* "AdapterReset" */
const char *extsta_function_name(enum extsta_function_type type);     /* "SendPacket" */

#ifdef __cplusplus
}
#endif
#endif
