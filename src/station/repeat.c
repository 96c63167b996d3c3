/* Calls done again (extsta/recorder.h): what was told of a call, as the call. The other side of
 * the RECORD_CALLs of this room. */
#include "base/bytes.h"
#include "base/names.h"
#include "boundary/payload.h"
#include "station/core.h"
#include <extsta/recorder.h>

const char *extsta_call_name(enum extsta_call_type type)
{
    static const char *const names[] = {
#define NAME(symbol, function) [EXTSTA_CALL_##symbol] = #function,
        EXTSTA_CALL_LIST(NAME)
#undef NAME
    };
    return NAME_AT(names, type, "unknown");
}

/* Exemptions and EtherTypes from the octets of the record (extension.c writes them). */
static void repeat_ethertypes(struct extsta_station *sta, extsta_time now,
                              const struct extsta_function *f)
{
    struct extsta_ihv_exemption exemptions[2 * EXTSTA_IHV_MAX_EXEMPTIONS];
    uint16_t types[2 * EXTSTA_IHV_MAX_REGISTRATIONS];
    size_t count = 0, type_count = 0;
    struct reader r = reader_of(f->data), t = reader_of(f->ethertypes);
    struct extsta_payload entry;
    size_t step = extsta_form_least(EXTSTA_FORM_EXEMPTION);
    while (count < sizeof exemptions / sizeof *exemptions && reader_left(&r) >= step &&
           extsta_payload_read(EXTSTA_FORM_EXEMPTION, reader_take(&r, step), &entry)) {
        exemptions[count++] = (struct extsta_ihv_exemption){
            entry.exemption.ethertype, entry.exemption.action, entry.exemption.kind};
    }
    while (type_count < sizeof types / sizeof *types && reader_left(&t) >= 2) {
        types[type_count++] = get_be16(reader_take(&t, 2).data);
    }
    extsta_ihv_set_ethertype_handling(sta, now, f->value, exemptions, count, types, type_count);
}

static void repeat_nic_specific(struct extsta_station *sta, const struct extsta_call *call,
                                uint8_t *room)
{
    uint32_t len = call->ihv.room < EXTSTA_CALL_ROOM ? call->ihv.room : EXTSTA_CALL_ROOM;
    extsta_ihv_nic_specific_extension(sta, call->now, call->ihv.function->data, room, &len);
}

static void repeat_user_data(struct extsta_station *sta, const struct extsta_call *call)
{
    const struct extsta_function *f = call->ihv.function;
    struct extsta_span data;
    extsta_ihv_get_profile_custom_user_data(sta, call->now, f->session, f->value, &data);
}

/* Of IHV_REFUSED and all behind it. */
static void repeat_function(struct extsta_station *sta, const struct extsta_call *call,
                            uint8_t *room)
{
    const struct extsta_function *f = call->ihv.function;
    extsta_time now = call->now;
    if (call->type == EXTSTA_CALL_IHV_REFUSED) {
        extsta_ihv_refused(sta, now, f->type, f->error);
        return;
    }
    switch (f->type) {
    case EXTSTA_FUNCTION_RETURNED:
        extsta_ihv_returned(sta, now, f->call_id, f->error, f->reason);
        break;
    case EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION:
        extsta_ihv_pre_associate_completion(sta, now, f->session, f->reason, f->error);
        break;
    case EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION:
        extsta_ihv_post_associate_completion(sta, now, f->session, &f->peer, f->reason,
                                             f->error);
        break;
    case EXTSTA_FUNCTION_SEND_PACKET:
        extsta_ihv_send_packet(sta, now, f->data, f->handle);
        break;
    case EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING:
        repeat_ethertypes(sta, now, f);
        break;
    case EXTSTA_FUNCTION_SET_AUTH_ALGORITHM:
        extsta_ihv_set_auth_algorithm(sta, now, f->value);
        break;
    case EXTSTA_FUNCTION_SET_UNICAST_CIPHER_ALGORITHM:
        extsta_ihv_set_unicast_cipher(sta, now, f->value);
        break;
    case EXTSTA_FUNCTION_SET_MULTICAST_CIPHER_ALGORITHM:
        extsta_ihv_set_multicast_cipher(sta, now, f->value);
        break;
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY:
        extsta_ihv_set_default_key(sta, now, f->data, f->value);
        break;
    case EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY:
        extsta_ihv_set_key_mapping_key(sta, now, f->data);
        break;
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID:
        extsta_ihv_set_default_key_id(sta, now, f->value);
        break;
    case EXTSTA_FUNCTION_SET_EXCLUDE_UNENCRYPTED:
        extsta_ihv_set_exclude_unencrypted(sta, now, f->value != 0);
        break;
    case EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION:
        repeat_nic_specific(sta, call, room);
        break;
    case EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA:
        extsta_ihv_set_profile_custom_user_data(sta, now, f->session, f->value, f->data);
        break;
    case EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA:
        repeat_user_data(sta, call);
        break;
    case EXTSTA_FUNCTION_SET_CURRENT_PROFILE:
        extsta_ihv_set_current_profile(sta, now, f->session, call->ihv.connectivity, f->data);
        break;
    case EXTSTA_FUNCTION_START_ONEX:
        extsta_ihv_start_onex(sta, now);
        break;
    case EXTSTA_FUNCTION_STOP_ONEX:
        extsta_ihv_stop_onex(sta, now);
        break;
    case EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET:
        extsta_ihv_process_security_packet(sta, now, f->data);
        break;
    case EXTSTA_FUNCTION_SEND_UI_REQUEST: /* only ever refused */
    case EXTSTA_FUNCTION_SEND_NOTIFICATION:
        break;
    }
}

/* What a list says goes to the recorder that hears this very call. */
static void look(void *user, const struct extsta_bss_info *bss)
{
}

/* One function for each call, by its name in EXTSTA_CALL_LIST. */
#define REPEAT(symbol, ...)                                                                    \
    static void repeat_##symbol(struct extsta_station *sta, const struct extsta_call *call,    \
                                uint8_t *room)                                                 \
    {                                                                                          \
        __VA_ARGS__;                                                                           \
    }
REPEAT(FREE, extsta_station_free(sta))
REPEAT(RX, extsta_rx(sta, call->now, call->rx.frames, call->rx.count))
REPEAT(TX_STATUS, extsta_tx_status(sta, call->now, call->outcome.cookie, call->outcome.acked,
                                   call->outcome.tries))
REPEAT(TX_STARTED, extsta_tx_started(sta, call->now, call->outcome.cookie))
REPEAT(MEDIUM, extsta_medium(sta, call->now, call->medium.since, call->medium.busy))
REPEAT(RADIO_SWITCH,
       extsta_radio_switch(sta, call->now, call->radio_switch.phy_id, call->radio_switch.on))
REPEAT(DRIVER_EVENT, extsta_driver_event(sta, call->now, call->octets))
REPEAT(POWER_PROFILE, extsta_power_profile(sta, call->now, call->value))
REPEAT(TX, extsta_tx(sta, call->now, call->tx.frames, call->tx.count, call->tx.priority))
REPEAT(CONNECT, extsta_connect_any(sta, call->now, call->connect.profiles, call->connect.count))
REPEAT(DISCONNECT, extsta_disconnect(sta, call->now))
REPEAT(SCAN, extsta_scan(sta, call->now, call->scan))
REPEAT(SCAN_ABORT, extsta_scan_abort(sta, call->now))
REPEAT(PMKSA_RESTORE, extsta_pmksa_restore(sta, call->restore.ssid, call->restore.pmksa))
REPEAT(PMKSA_FLUSH, extsta_pmksa_flush(sta, call->now))
REPEAT(OID, extsta_oid(sta, call->now, call->oid))
REPEAT(RESET_EX, extsta_reset_ex(sta, call->now))
REPEAT(RESTART, extsta_restart(sta, call->now))
REPEAT(DETACH_HOST, extsta_detach_host(sta))
REPEAT(SEND_PACKETS, extsta_send_packets(sta, call->now, call->send.packets, call->send.count))
REPEAT(RETURN_PACKET, extsta_return_packet(sta, call->now, call->value))
REPEAT(EXPIRE, extsta_expire(sta, call->now))
REPEAT(OUTPUTS, extsta_station_outputs(sta, call->value))
REPEAT(BTM_QUERY, extsta_btm_query(sta, call->now, (uint8_t)call->value))
REPEAT(ROAM, extsta_roam(sta, call->now, call->bssid))
REPEAT(ROAM_OVER_DS, extsta_roam_over_ds(sta, call->now, call->bssid))
REPEAT(NEIGHBOR_REQUEST, extsta_neighbor_request(sta, call->now, call->octets))
REPEAT(NEIGHBOR_REPORT, size_t len;
       extsta_neighbor_report(sta, call->now, room,
                              call->value < EXTSTA_CALL_ROOM ? call->value : EXTSTA_CALL_ROOM,
                              &len))
REPEAT(IGNORE, extsta_ignore(sta, call->now, call->ignore.aps, call->ignore.count))
REPEAT(ASSOC_ELEMENTS, extsta_assoc_elements(sta, call->octets))
REPEAT(KEY_REQUEST,
       extsta_key_request(sta, call->now, (call->value & 1u) != 0, (call->value & 2u) != 0))
REPEAT(BSS_LIST, extsta_bss_list(sta, call->now, look, NULL))
REPEAT(KEYS, extsta_station_keys(sta, call->now, NULL, NULL))
REPEAT(IHV_ATTACH, extsta_ihv_attach(sta, call->now))
REPEAT(IHV_DETACH, extsta_ihv_detach(sta, call->now))

/* What it is made of is the caller's to say. */
static void repeat_NEW(struct extsta_station *sta, const struct extsta_call *call,
                       uint8_t *room)
{
}

#define repeat_FORM                               repeat_NEW
#define repeat_IHV_REFUSED                        repeat_function
#define repeat_IHV_RETURNED                       repeat_function
#define repeat_IHV_PRE_ASSOCIATE_COMPLETION       repeat_function
#define repeat_IHV_POST_ASSOCIATE_COMPLETION      repeat_function
#define repeat_IHV_SEND_PACKET                    repeat_function
#define repeat_IHV_SET_ETHERTYPE_HANDLING         repeat_function
#define repeat_IHV_SET_AUTH_ALGORITHM             repeat_function
#define repeat_IHV_SET_UNICAST_CIPHER_ALGORITHM   repeat_function
#define repeat_IHV_SET_MULTICAST_CIPHER_ALGORITHM repeat_function
#define repeat_IHV_SET_DEFAULT_KEY                repeat_function
#define repeat_IHV_SET_KEY_MAPPING_KEY            repeat_function
#define repeat_IHV_SET_DEFAULT_KEY_ID             repeat_function
#define repeat_IHV_SET_EXCLUDE_UNENCRYPTED        repeat_function
#define repeat_IHV_NIC_SPECIFIC_EXTENSION         repeat_function
#define repeat_IHV_SET_PROFILE_CUSTOM_USER_DATA   repeat_function
#define repeat_IHV_GET_PROFILE_CUSTOM_USER_DATA   repeat_function
#define repeat_IHV_SET_CURRENT_PROFILE            repeat_function
#define repeat_IHV_START_ONEX                     repeat_function
#define repeat_IHV_STOP_ONEX                      repeat_function
#define repeat_IHV_PROCESS_SECURITY_PACKET        repeat_function

void extsta_call_repeat(struct extsta_station *sta, const struct extsta_call *call,
                        uint8_t room[EXTSTA_CALL_ROOM])
{
    static void (*const repeats[])(struct extsta_station * sta, const struct extsta_call *call,
                                   uint8_t *room) = {
#define ROW(symbol, function) [EXTSTA_CALL_##symbol] = repeat_##symbol,
        EXTSTA_CALL_LIST(ROW)
#undef ROW
    };
    if ((unsigned)call->type < EXTSTA_CALLS) {
        repeats[call->type](sta, call, room);
    }
}
