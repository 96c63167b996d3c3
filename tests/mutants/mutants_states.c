/* Mutants of chapters 00 and 10: what holds for every buffer and request, which requests a
 * driver takes in which state, how it is brought up. */
#include "mutants.h"

#define STATE NDIS_STATUS_INVALID_STATE
#define OK    NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
}

/* --- 00 --- */

ONCE(ROL_01_another_type_in_the_header, IND(o, CONNECTION_START), octets(t, o, 0)[0] = 0x81)
ONCE(ROL_01_another_size_in_the_header, IND(o, ASSOCIATION_START), octets(t, o, 0)[2]++)
ONCE(ROL_01_another_revision_in_a_list, ANSWER(o, DESIRED_SSID_LIST), octets(t, o, 0)[1] = 7)

static void indicate(struct tap *t, struct extsta_output *o, uint32_t code, uint32_t state)
{
    uint8_t *data = tap_room(t, 8);
    put_le32(data, 0x00080180);
    put_le32(data + 4, state);
    struct extsta_output *made = behind(t, o, EXTSTA_OUT_CROSSING);
    made->crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_INDICATION, .code = code, .buffer = {data, 8}};
}
ONCE(ROL_02_a_media_connect, IND(o, CONNECTION_COMPLETION), indicate(t, o, 0x4001000bu, 0))
ONCE(ROL_02_a_media_disconnect, IND(o, DISASSOCIATION), indicate(t, o, 0x4001000cu, 0))
ONCE(ROL_03_a_link_that_goes_down, IND(o, DISASSOCIATION), indicate(t, o, 0x40010017u, 2))

static bool too_short(const struct extsta_output *o)
{
    return METHOD(o, ENUM_BSS_LIST) && o->crossing.status == NDIS_STATUS_BUFFER_OVERFLOW;
}
ONCE(ROL_04_too_little_room_is_a_success, too_short(o), status(o, OK);
     o->crossing.bytes_written = 200)
ONCE(ROL_04_nothing_is_said_to_be_needed, too_short(o), o->crossing.bytes_needed = 0)
ONCE(ROL_05_a_total_above_the_count, ANSWER(o, DESIRED_BSSID_LIST), octets(t, o, 0)[8]++)
ONCE(ROL_05_octets_needed_of_a_whole_list, ANSWER(o, DESIRED_BSSID_LIST),
     o->crossing.bytes_needed = 100)
ONCE(ROL_06_a_list_that_is_cut_off_is_taken,
     DONE(o, DESIRED_BSSID_LIST) && o->crossing.status == NDIS_STATUS_INVALID_LENGTH,
     status(o, OK))
ONCE(ROL_07_a_query_is_refused_for_its_state, ANSWER(o, STATISTICS), status(o, STATE))
ONCE(ROL_08_another_code_for_the_wrong_state, DONE(o, HIDDEN_NETWORK_ENABLED),
     status(o, NDIS_STATUS_FAILURE))
static void ROL_08_a_refused_value_stays(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, HIDDEN_NETWORK_ENABLED) && nth(t, 2)) {
        octets(t, o, 0)[0] ^= 1;
    }
}
ONCE(ROL_09_a_required_request_is_unknown, ANSWER(o, STATISTICS),
     status(o, NDIS_STATUS_NOT_SUPPORTED))
ONCE(ROL_10_link_quality_in_init, METHOD(o, RESET_REQUEST), {
    static const uint8_t entry[7] = {2, 0, 0, 0, 0xa0, 'A', 50};
    INDICATION(
        t, behind(t, o, EXTSTA_OUT_CROSSING), LINK_QUALITY,
        .list = {.entries = {.bytes = {entry, 7}, .form = EXTSTA_FORM_LINK_QUALITY_ENTRY}});
})
ONCE(ROL_12_a_connection_completes_twice, IND(o, CONNECTION_COMPLETION), twice(t, o))
ONCE(ROL_12_a_roam_completes_that_never_began, IND(o, CONNECTION_COMPLETION),
     INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), ROAMING_COMPLETION, .number = 0))
static void ROL_13_the_connection_completes_before_its_association(struct tap *t,
                                                                   struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_COMPLETION) && first(t)) {
        hold_back(t, o);
    } else if (IND(o, CONNECTION_COMPLETION)) {
        release(t);
    }
}
static void ROL_14_a_port_of_what_has_ended_meanwhile(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_COMPLETION) && first(t)) {
        INDICATION(t, behind(t, o, EXTSTA_OUT_CROSSING), DISASSOCIATION,
                   .disassociation = {scenario_bssid('A'), DOT11_ASSOC_STATUS_FAILURE, {{0}}});
    } else if (is_port(o, EXTSTA_PORT_CREATED)) {
        t->since = o->port.session;
        drop(t, o);
    } else if (is_port(o, EXTSTA_PORT_DELETED)) {
        struct extsta_output *made = before(t, o, EXTSTA_OUT_PORT);
        made->port = (struct extsta_port_event){.type = EXTSTA_PORT_CREATED,
                                                .peer = scenario_bssid('A'),
                                                .session = (uint32_t)t->since,
                                                .authorized = true};
    } else if (t->fired && IND(o, LINK_QUALITY)) {
        drop(t, o); /* the driver itself believes that it has ended */
    }
}
#define PRIVATE NDIS_STATUS_MEDIA_SPECIFIC_INDICATION
static void ROL_15_a_private_indication_stays_in_the_os(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        indicate(t, o, PRIVATE, 7);
    } else if (is_handler(o, EXTSTA_IHV_RECEIVE_INDICATION)) {
        drop(t, o);
    }
}
static void ROL_15_a_private_indication_is_cut_off(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        indicate(t, o, PRIVATE, 7);
    } else if (is_handler(o, EXTSTA_IHV_RECEIVE_INDICATION)) {
        shorten(t, o, 1);
    }
}
ONCE(ROL_16_a_request_completes_twice, DONE(o, DISCONNECT_REQUEST), twice(t, o))
ONCE(ROL_16_a_request_never_completes, DONE(o, PMKID_LIST), drop(t, o))
ONCE(ROL_17_an_offset_of_no_data, IND(o, ASSOCIATION_START),
     octets(t, o, 0)[offsetof(DOT11_ASSOCIATION_START_PARAMETERS, uIHVDataOffset)] = 8)

/* --- 10, states --- */

ONCE(STA_01_not_even_the_mode_is_taken, DONE(o, CURRENT_OPERATION_MODE), status(o, STATE))
ONCE(STA_02_in_init_a_setting_is_refused, DONE(o, HIDDEN_NETWORK_ENABLED), status(o, STATE))
ONCE(STA_03_settings_are_taken_when_the_ap_is_lost, DONE(o, HIDDEN_NETWORK_ENABLED),
     status(o, OK))
ONCE(STA_03_settings_are_taken_when_a_roam_has_failed, DONE(o, HIDDEN_NETWORK_ENABLED),
     status(o, OK))
ONCE(STA_04_a_setting_is_taken_in_op, DONE(o, HIDDEN_NETWORK_ENABLED), status(o, OK))
ONCE(STA_04_the_saving_level_is_refused_in_op, DONE(o, POWER_MGMT_REQUEST), status(o, STATE))
static void STA_05_a_network_without_a_desired_one(struct tap *t, struct extsta_output *o)
{
    if (SET(o, DESIRED_SSID_LIST) && first(t)) {
        keep(t, o);
        payload(t, o)->list = (struct extsta_list){0};
        put(t, o);
    } else if (DONE(o, DESIRED_SSID_LIST)) {
        below(t, OID_DOT11_DESIRED_SSID_LIST, t->kept);
    }
}
static void STA_06_a_mode_that_is_none_is_taken(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, CURRENT_OPERATION_MODE) && nth(t, 2)) {
        status(o, OK);
    }
}
static void STA_07_a_request_before_the_bring_up(struct tap *t, struct extsta_output *o)
{
    if (is_request(o, OID_GEN_MEDIA_SUPPORTED, EXTSTA_OID_QUERY) && first(t)) {
        REQUEST(t, before(t, o, EXTSTA_OUT_CROSSING), RTS_THRESHOLD, .number = 2000);
    }
}
static void STA_07_a_request_after_a_failed_bring_up(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, CURRENT_OPERATION_MODE) && first(t)) {
        status(o, NDIS_STATUS_BAD_VERSION);
        REQUEST(t, behind(t, o, EXTSTA_OUT_CROSSING), RTS_THRESHOLD, .number = 2000);
    }
}
static void send_auth(struct tap *t, struct extsta_output *o)
{
    static const uint8_t body[6] = {0, 0, 1, 0, 0, 0};
    t->meta.freq = t->meta.freq ? t->meta.freq : 2412;
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_AUTH, scenario_bssid('A'),
             (struct extsta_span){body, 6});
}
ONCE(STA_09_it_authenticates_by_itself, DONE(o, HIDDEN_NETWORK_ENABLED), send_auth(t, o))
static void STA_10_a_profile_without_a_reset(struct tap *t, struct extsta_output *o)
{
    if (is_request(o, OID_DOT11_RESET_REQUEST, EXTSTA_OID_METHOD) && nth(t, 3)) {
        answer_unseen(t, o, OK);
    }
}
static void STA_11_a_frame_after_the_halt(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_TYPES);
        made->type = EXTSTA_OUT_TYPES;
        say(t, EXTSTA_OUT_CROSSING)->crossing.type = EXTSTA_CROSS_HALT;
    }
}
ONCE(STA_12_a_cancelled_scan_is_not_confirmed, IND(o, SCAN_CONFIRM), drop(t, o))
static void STA_12_a_hardware_reset_forgets_a_setting(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, RTS_THRESHOLD) && nth(t, 2)) {
        octets(t, o, 0)[0] ^= 1;
    }
}
ONCE(STA_13_a_station_beacons, IND(o, CONNECTION_COMPLETION), {
    static const uint8_t body[14] = {0};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_BEACON, mac_broadcast,
             (struct extsta_span){body, 14});
})
ONCE(STA_14_a_threshold_is_refused_without_auto_configuration, DONE(o, RTS_THRESHOLD),
     status(o, NDIS_STATUS_DOT11_AUTO_CONFIG_ENABLED);
     BELOW(t, RTS_THRESHOLD, .number = 2347))
static void STA_15_another_list_of_phys_after_a_reset(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, SUPPORTED_PHY_TYPES) && nth(t, 3)) {
        octets(t, o, 0)[8] ^= 1;
    }
}

static const struct mutant rows[] = {
    M(ROL_01_another_type_in_the_header, open, "CONNECTION_START says another object type"),
    M(ROL_01_another_size_in_the_header, open, "ASSOCIATION_START says another size"),
    M(ROL_01_another_revision_in_a_list, defaults, "a list has revision 7"),
    M(ROL_02_a_media_connect, open, "NDIS_STATUS_MEDIA_CONNECT when connected"),
    M(ROL_02_a_media_disconnect, open, "NDIS_STATUS_MEDIA_DISCONNECT when disconnected"),
    M(ROL_03_a_link_that_goes_down, open, "LINK_STATE says disconnected"),
    M(ROL_04_too_little_room_is_a_success, open, "a list that does not fit is a SUCCESS"),
    M(ROL_04_nothing_is_said_to_be_needed, open, "BUFFER_OVERFLOW does not say what is needed"),
    M(ROL_05_a_total_above_the_count, defaults, "a whole list has two different counts"),
    M(ROL_05_octets_needed_of_a_whole_list, defaults, "a whole list needs more octets"),
    M(ROL_06_a_list_that_is_cut_off_is_taken, invalid,
      "a list with more entries than its buffer holds is accepted"),
    M(ROL_07_a_query_is_refused_for_its_state, open, "STATISTICS are refused in OP"),
    M(ROL_08_another_code_for_the_wrong_state, open, "FAILURE instead of INVALID_STATE"),
    M(ROL_08_a_refused_value_stays, open, "a refused set changes the value all the same"),
    M(ROL_09_a_required_request_is_unknown, open, "STATISTICS are not supported"),
    M(ROL_10_link_quality_in_init, boot, "LINK_QUALITY in INIT"),
    M(ROL_12_a_connection_completes_twice, open, "CONNECTION_COMPLETION comes twice"),
    M(ROL_12_a_roam_completes_that_never_began, open, "ROAMING_COMPLETION without its start"),
    M(ROL_13_the_connection_completes_before_its_association, refused,
      "CONNECTION_COMPLETION comes before the ASSOCIATION_COMPLETION within"),
    M(ROL_14_a_port_of_what_has_ended_meanwhile, halt,
      "the OS looks at the completion only after the DISASSOCIATION behind it"),
    M(ROL_15_a_private_indication_stays_in_the_os, extension,
      "a private indication is not given to the extension"),
    M(ROL_15_a_private_indication_is_cut_off, extension,
      "a private indication loses its last octet on the way to the extension"),
    M(ROL_16_a_request_completes_twice, open, "DISCONNECT_REQUEST completes twice"),
    M(ROL_16_a_request_never_completes, long, "a request is never completed"),
    M(ROL_17_an_offset_of_no_data, open, "no IHV data, and yet an offset of them"),
    M(STA_01_not_even_the_mode_is_taken, boot, "the operation mode is refused after power-up"),
    M(STA_02_in_init_a_setting_is_refused, boot, "a setting of INIT is refused in INIT"),
    M(STA_03_settings_are_taken_when_the_ap_is_lost, vanish,
      "the driver goes to INIT when the AP is lost"),
    M(STA_03_settings_are_taken_when_a_roam_has_failed, roam_fails,
      "the driver goes to INIT when a roam has failed"),
    M(STA_04_a_setting_is_taken_in_op, open, "a setting of INIT is taken in OP"),
    M(STA_04_the_saving_level_is_refused_in_op, open,
      "the power saving level is refused in OP"),
    M(STA_05_a_network_without_a_desired_one, halt,
      "the driver associates although the list of SSIDs is empty"),
    M(STA_06_a_mode_that_is_none_is_taken, boot, "operation mode 5 is taken"),
    M(STA_07_a_request_before_the_bring_up, boot,
      "the OS sets something before it asks for the medium"),
    M(STA_07_a_request_after_a_failed_bring_up, boot, "the OS goes on after a failed bring-up"),
    M(STA_09_it_authenticates_by_itself, boot,
      "the driver authenticates before any CONNECT_REQUEST"),
    M(STA_10_a_profile_without_a_reset, again, "the OS connects again without a reset"),
    M(STA_11_a_frame_after_the_halt, open, "frames go on after MiniportHaltEx"),
    M(STA_12_a_cancelled_scan_is_not_confirmed, hard,
      "a hardware reset leaves a scan unconfirmed"),
    M(STA_12_a_hardware_reset_forgets_a_setting, hard,
      "a hardware reset changes the RTS threshold"),
    M(STA_13_a_station_beacons, open, "a station in infrastructure sends a Beacon"),
    M(STA_14_a_threshold_is_refused_without_auto_configuration, settings,
      "the RTS threshold is refused although automatic configuration is off"),
    M(STA_15_another_list_of_phys_after_a_reset, settings, "the table of PHYs changes"),
};
MUTANT_TABLE(mutants_states, rows);
