/* All that goes into the stations of a context, told to one listener as values, before anything
 * comes of it; and the same done again (docs/replay.md).
 *
 * A station is a pure machine: the same calls at the same times with the same random octets
 * make it put out the same. So whoever keeps what is told here can have any run again, bit for
 * bit, each station alone. A call that a driver or an extension makes from inside another call
 * is a consequence of that one, and not told. */
#ifndef EXTSTA_RECORDER_H
#define EXTSTA_RECORDER_H

#include <extsta/driver.h>
#include <extsta/form.h>
#include <extsta/ihv.h>
#include <extsta/station.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Every public function by which something gets into a station: X(symbol, function). A number,
 * once given, stays: recordings have it. tests/unit/replay/inputs.c holds this list and the
 * next one against the headers. */
#define EXTSTA_CALL_LIST(X)                                                                    \
    X(NEW, extsta_station_new)                                                                 \
    X(FREE, extsta_station_free)                                                               \
    X(FORM, extsta_form_read)                                                                  \
    X(RX, extsta_rx)                                                                           \
    X(TX_STATUS, extsta_tx_status)                                                             \
    X(TX_STARTED, extsta_tx_started)                                                           \
    X(MEDIUM, extsta_medium)                                                                   \
    X(RADIO_SWITCH, extsta_radio_switch)                                                       \
    X(DRIVER_EVENT, extsta_driver_event)                                                       \
    X(POWER_PROFILE, extsta_power_profile)                                                     \
    X(TX, extsta_tx)                                                                           \
    X(CONNECT, extsta_connect_any)                                                             \
    X(DISCONNECT, extsta_disconnect)                                                           \
    X(SCAN, extsta_scan)                                                                       \
    X(SCAN_ABORT, extsta_scan_abort)                                                           \
    X(PMKSA_RESTORE, extsta_pmksa_restore)                                                     \
    X(PMKSA_FLUSH, extsta_pmksa_flush)                                                         \
    X(OID, extsta_oid)                                                                         \
    X(RESET_EX, extsta_reset_ex)                                                               \
    X(RESTART, extsta_restart)                                                                 \
    X(DETACH_HOST, extsta_detach_host)                                                         \
    X(SEND_PACKETS, extsta_send_packets)                                                       \
    X(RETURN_PACKET, extsta_return_packet)                                                     \
    X(EXPIRE, extsta_expire)                                                                   \
    X(OUTPUTS, extsta_station_outputs)                                                         \
    X(BTM_QUERY, extsta_btm_query)                                                             \
    X(ROAM, extsta_roam)                                                                       \
    X(ROAM_OVER_DS, extsta_roam_over_ds)                                                       \
    X(NEIGHBOR_REQUEST, extsta_neighbor_request)                                               \
    X(NEIGHBOR_REPORT, extsta_neighbor_report)                                                 \
    X(IGNORE, extsta_ignore)                                                                   \
    X(ASSOC_ELEMENTS, extsta_assoc_elements)                                                   \
    X(KEY_REQUEST, extsta_key_request)                                                         \
    X(BSS_LIST, extsta_bss_list)                                                               \
    X(KEYS, extsta_station_keys)                                                               \
    X(IHV_ATTACH, extsta_ihv_attach)                                                           \
    X(IHV_DETACH, extsta_ihv_detach)                                                           \
    X(IHV_REFUSED, extsta_ihv_refused)                                                         \
    X(IHV_RETURNED, extsta_ihv_returned)                                                       \
    X(IHV_PRE_ASSOCIATE_COMPLETION, extsta_ihv_pre_associate_completion)                       \
    X(IHV_POST_ASSOCIATE_COMPLETION, extsta_ihv_post_associate_completion)                     \
    X(IHV_SEND_PACKET, extsta_ihv_send_packet)                                                 \
    X(IHV_SET_ETHERTYPE_HANDLING, extsta_ihv_set_ethertype_handling)                           \
    X(IHV_SET_AUTH_ALGORITHM, extsta_ihv_set_auth_algorithm)                                   \
    X(IHV_SET_UNICAST_CIPHER_ALGORITHM, extsta_ihv_set_unicast_cipher)                         \
    X(IHV_SET_MULTICAST_CIPHER_ALGORITHM, extsta_ihv_set_multicast_cipher)                     \
    X(IHV_SET_DEFAULT_KEY, extsta_ihv_set_default_key)                                         \
    X(IHV_SET_KEY_MAPPING_KEY, extsta_ihv_set_key_mapping_key)                                 \
    X(IHV_SET_DEFAULT_KEY_ID, extsta_ihv_set_default_key_id)                                   \
    X(IHV_SET_EXCLUDE_UNENCRYPTED, extsta_ihv_set_exclude_unencrypted)                         \
    X(IHV_NIC_SPECIFIC_EXTENSION, extsta_ihv_nic_specific_extension)                           \
    X(IHV_SET_PROFILE_CUSTOM_USER_DATA, extsta_ihv_set_profile_custom_user_data)               \
    X(IHV_GET_PROFILE_CUSTOM_USER_DATA, extsta_ihv_get_profile_custom_user_data)               \
    X(IHV_SET_CURRENT_PROFILE, extsta_ihv_set_current_profile)                                 \
    X(IHV_START_ONEX, extsta_ihv_start_onex)                                                   \
    X(IHV_STOP_ONEX, extsta_ihv_stop_onex)                                                     \
    X(IHV_PROCESS_SECURITY_PACKET, extsta_ihv_process_security_packet)

/* Functions that are given a station, or the context of one, and of which nothing in it
 * depends: X(function, why). */
#define EXTSTA_QUESTION_LIST(X)                                                                \
    X(extsta_medium_since, "looks")                                                            \
    X(extsta_deadline, "looks; what it said is told with extsta_expire")                       \
    X(extsta_pmksa_list, "looks")                                                              \
    X(extsta_station_status, "looks")                                                          \
    X(extsta_station_holdings, "looks")                                                        \
    X(extsta_station_drops, "looks")                                                           \
    X(extsta_server_certificates, "looks")                                                     \
    X(extsta_station_rest, "changes nothing that could be seen")                               \
    X(extsta_form_refusal, "looks")                                                            \
    X(extsta_form_write, "looks")                                                              \
    X(extsta_driver_faults, "looks")                                                           \
    X(extsta_driver_fault_next, "takes what nobody else looks at")                             \
    X(extsta_next, "takes outputs, each of which is told")                                     \
    X(extsta_connect, "is extsta_connect_any with one profile")                                \
    X(extsta_driver_push, "is the driver's, which is part of the station")                     \
    X(extsta_driver_alloc, "is the driver's")                                                  \
    X(extsta_driver_release, "is the driver's")                                                \
    X(extsta_driver_random, "is the driver's; the octets are told")                            \
    X(extsta_context_set_epoch, "is told with extsta_station_new")                             \
    X(extsta_context_record, "only listens")                                                   \
    X(extsta_context_free, "has no stations any more")                                         \
    X(extsta_context_drops, "looks")                                                           \
    X(extsta_context_unlisted, "looks")                                                        \
    X(extsta_context_memory, "looks")                                                          \
    X(extsta_context_refused, "looks; told with each call where it has grown")                 \
    X(extsta_profile_prepare, "only saves time")                                               \
    X(extsta_call_repeat, "makes calls that are told")

enum extsta_call_type {
#define EXTSTA_CALL_ENUM(symbol, function) EXTSTA_CALL_##symbol,
    EXTSTA_CALL_LIST(EXTSTA_CALL_ENUM)
#undef EXTSTA_CALL_ENUM
        EXTSTA_CALLS
};
/* "extsta_rx". Never NULL. */
const char *extsta_call_name(enum extsta_call_type type);

/* One call, as it was made; all pointers are borrowed. Those whose function has nothing but
 * station and time have no member. */
struct extsta_call {
    enum extsta_call_type type;
    uint32_t station; /* the stations of a context by their order: 1, 2, ... */
    extsta_time now;  /* as it was given; of functions without a time the station's last */
    uint64_t refused; /* extsta_context_refused, as the call begins */
    union {
        struct {
            const struct extsta_station_config *config;
            int64_t epoch; /* extsta_context_set_epoch */
            uint64_t seed; /* what the context drew of stream UINT64_MAX as it was made, in its
                            * machine's order */
        } made;            /* NEW */
        struct {
            struct extsta_span octets;
            const struct extsta_form_config *config;
            uint32_t wanted; /* EXTSTA_OUT_MASK set that it puts out */
            struct extsta_mac address;
            int64_t epoch; /* as of NEW */
            uint64_t seed;
        } form; /* FORM: told when the station is there */
        struct {
            const struct extsta_rx_frame *frames;
            size_t count;
        } rx;
        struct {
            uint32_t cookie;
            bool acked;
            uint8_t tries;
        } outcome; /* TX_STATUS, TX_STARTED */
        struct {
            extsta_time since, busy;
        } medium;
        struct {
            uint32_t phy_id;
            bool on;
        } radio_switch;
        struct extsta_span octets; /* DRIVER_EVENT, NEIGHBOR_REQUEST, ASSOC_ELEMENTS */
        struct {
            const struct extsta_mac *aps;
            size_t count;
        } ignore;
        /* POWER_PROFILE, RETURN_PACKET, OUTPUTS, BTM_QUERY; NEIGHBOR_REPORT: the room;
         * KEY_REQUEST: 1: error, 2: pairwise */
        uint32_t value;
        struct {
            const struct extsta_span *frames;
            size_t count;
            uint8_t priority;
        } tx;
        struct {
            const struct extsta_profile *profiles;
            size_t count;
        } connect;
        const struct extsta_scan_options *scan; /* or NULL */
        struct {
            struct extsta_span ssid;
            const struct extsta_pmksa *pmksa;
        } restore;
        struct extsta_oid *oid;
        struct {
            const struct extsta_packet *packets;
            size_t count;
        } send;
        struct extsta_mac bssid; /* ROAM, ROAM_OVER_DS */
        extsta_time deadline;    /* EXPIRE: what extsta_deadline says as the call begins */
        struct {
            /* The arguments; `data` whole, however long. */
            const struct extsta_function *function;
            struct extsta_span connectivity; /* SET_CURRENT_PROFILE */
            uint32_t room;                   /* NIC_SPECIFIC_EXTENSION */
        } ihv;                               /* IHV_REFUSED and all behind it */
    };
};

/* What a call gave back: an error, a status, a count; and the octets of its answer, if it has
 * any. */
struct extsta_call_result {
    uint64_t value;
    struct extsta_span octets;
};

/* Who listens. All four are called with `user`, from inside the call, and must call no function
 * of a station but questions. What they are given is borrowed. */
struct extsta_recorder {
    /* It begins. */
    void (*call)(void *user, const struct extsta_call *call);
    /* The station, inside its call, has drawn these random octets. */
    void (*draw)(void *user, uint32_t station, struct extsta_span octets);
    /* It is over, of those that give something back. */
    void (*result)(void *user, uint32_t station, const struct extsta_call_result *result);
    /* extsta_next has given this out; NULL: there was nothing (more). */
    void (*output)(void *user, uint32_t station, const struct extsta_output *output);
    void *user;
};

/* From now on; copied. For all stations of the context, before the first one is made: one that
 * was there before is never told of. NULL: nobody listens any more. */
void extsta_context_record(struct extsta_context *ctx, const struct extsta_recorder *recorder);

/* Makes the call on this station, with its time, as it was told; who wants to know what it
 * gives back listens to the station's context. Not NEW and FORM (what it is made of is the
 * caller's to say); FREE frees it. `room` is for what a private command answers. */
#define EXTSTA_CALL_ROOM 65536u
void extsta_call_repeat(struct extsta_station *sta, const struct extsta_call *call,
                        uint8_t room[EXTSTA_CALL_ROOM]);

/* One number for all that an output says, its octets included; the same on every machine.
 * Different outputs have different ones, but for one in 2^64. */
uint64_t extsta_output_digest(const struct extsta_output *output);
/* The same of octets, and of more of them: `seed` is what came before, or 0. */
uint64_t extsta_digest(uint64_t seed, struct extsta_span octets);

#ifdef __cplusplus
}
#endif
#endif
