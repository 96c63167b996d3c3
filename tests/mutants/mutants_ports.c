/* Mutants of chapter 60: the ports of the OS half. */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void port(struct tap *t, struct extsta_output *made, enum extsta_port_event_type type,
                 enum extsta_port_manager manager)
{
    made->port = (struct extsta_port_event){.type = type,
                                            .peer = scenario_bssid('A'),
                                            .session = (uint32_t)t->since,
                                            .manager = manager,
                                            .controlled = manager != EXTSTA_MANAGER_NONE,
                                            .authorized = type == EXTSTA_PORT_AUTHORIZED};
}

/* The session of the last port stays in the tap. */
static bool created(struct tap *t, const struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_CREATED)) {
        t->since = o->port.session;
        return true;
    }
    return false;
}

ONCE(PRT_01_two_ports_for_one_association, is_port(o, EXTSTA_PORT_CREATED), twice(t, o))
static void PRT_01_the_session_of_the_port_before(struct tap *t, struct extsta_output *o)
{
    extsta_time before = t->since;
    if (created(t, o) && before != 0 && first(t)) {
        o->port.session = (uint32_t)before;
    } else if (t->fired && o->type == EXTSTA_OUT_PORT &&
               o->port.session == (uint32_t)t->since) {
        o->port.session--;
    }
}
ONCE(PRT_02_no_port, is_port(o, EXTSTA_PORT_CREATED), drop(t, o))
static void PRT_02_a_port_before_the_completion(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ASSOCIATION_COMPLETION) && first(t)) {
        hold_back(t, o);
        struct extsta_output *made = behind(t, o, EXTSTA_OUT_PORT);
        port(t, made, EXTSTA_PORT_CREATED, EXTSTA_MANAGER_NONE);
        made->port.session = 1;
        made->port.authorized = true;
        t->since = 0;
        release(t);
    } else if (is_port(o, EXTSTA_PORT_CREATED) && ++t->since == 2) {
        drop(t, o); /* the true one */
    }
}
static void PRT_03_an_uncontrolled_port_with_rsna(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_CREATED) && first(t)) {
        o->port.controlled = false;
    }
}

/* --- what passes --- */

static void packet(struct tap *t, struct extsta_output *o, uint16_t ethertype)
{
    uint8_t *mpdu = tap_room(t, 24 + 8 + 32);
    struct extsta_mac ap = scenario_bssid('A');
    memset(mpdu, 0, 24 + 8 + 32);
    mpdu[0] = FRAME_DATA_PLAIN;
    mpdu[1] = FC_TO_DS >> 8;
    memcpy(mpdu + 4, ap.b, 6);
    memcpy(mpdu + 10, t->station->awake->host.os.address.b, 6);
    memcpy(mpdu + 16, ap.b, 6);
    memcpy(mpdu + 24, "\xaa\xaa\x03\0\0\0", 6);
    put_be16(mpdu + 30, ethertype);
    struct extsta_output *made = behind(t, o, EXTSTA_OUT_CROSSING);
    made->crossing.type = EXTSTA_CROSS_SEND;
    made->crossing.id = 0x8000fff0u;
    made->crossing.packet = (struct extsta_packet){
        .bytes = {mpdu, 24 + 8 + 32},
        .id = 0x8000fff0u,
        .send = {.exemption = DOT11_EXEMPT_NO_EXEMPTION, .phy_id = DOT11_PHY_ID_ANY}};
}
ONCE(PRT_04_a_packet_is_lost_on_its_way_down, is_crossing(o, EXTSTA_CROSS_SEND), drop(t, o))
ONCE(PRT_04_a_packet_is_lost_on_its_way_up, o->type == EXTSTA_OUT_ETHERNET, drop(t, o))
ONCE(PRT_05_data_through_an_unauthorized_port, IND(o, CONNECTION_COMPLETION),
     packet(t, o, 0x0800))
static void PRT_05_data_comes_up_through_an_unauthorized_port(struct tap *t,
                                                              struct extsta_output *o)
{
    static const uint8_t frame[60] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0xfe, 8, 0};
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        behind(t, o, EXTSTA_OUT_ETHERNET)->ethernet.bytes = (struct extsta_span){frame, 60};
    }
}

/* --- who manages it --- */

EDIT_IND(PRT_07_authorized_before_it_has_authenticated, ASSOCIATION_COMPLETION,
         p->association_completion.port_authorized = true)
EDIT_IND(PRT_08_authenticated_and_not_said, ASSOCIATION_COMPLETION,
         p->association_completion.port_authorized = false)
EACH(PRT_09_a_port_of_the_driver_stays_unauthorized,
     is_port(o, EXTSTA_PORT_AUTHORIZED) || SET(o, PORT_STATE_NOTIFICATION), drop(t, o))
static void PRT_10_a_port_of_the_os_begins_authorized(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_CREATED) && first(t)) {
        o->port.authorized = true;
    }
}
static void PRT_11_authorized_without_a_key(struct tap *t, struct extsta_output *o)
{
    if (SET(o, CIPHER_KEY_MAPPING_KEY)) {
        t->fired++;
        answer_unseen(t, o, OK);
    }
}
static void PRT_12_a_port_of_the_extension_begins_authorized(struct tap *t,
                                                             struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_CREATED) && first(t)) {
        o->port.authorized = true;
    }
}
ONCE(PRT_13_the_handler_gets_another_session, is_handler(o, EXTSTA_IHV_PERFORM_POST_ASSOCIATE),
     o->ihv.port.session += 100)
ONCE(PRT_13_the_handler_gets_another_completion,
     is_handler(o, EXTSTA_IHV_PERFORM_POST_ASSOCIATE), octets(t, o, 0)[20] ^= 1)
static void PRT_16_the_extensions_success_opens_nothing(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_AUTHORIZED) && first(t)) {
        drop(t, o);
    } else if (SET(o, PORT_STATE_NOTIFICATION) && ++t->since == 1) {
        drop(t, o);
    }
}
static void PRT_17_the_extension_takes_it_back_in_vain(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_UNAUTHORIZED) && first(t)) {
        drop(t, o);
    } else if (SET(o, PORT_STATE_NOTIFICATION) && ++t->since == 2) {
        drop(t, o);
    }
}

/* --- what the driver is told --- */

ONCE(PRT_18_the_driver_is_not_told, SET(o, PORT_STATE_NOTIFICATION), answer_unseen(t, o, OK))
ONCE(PRT_18_open_before_it_is, IND(o, CONNECTION_COMPLETION), {
    struct extsta_mac mac = scenario_bssid('A');
    REQUEST(t, behind(t, o, EXTSTA_OUT_CROSSING), PORT_STATE_NOTIFICATION,
            .port_state = {mac, true});
})
ONCE(PRT_19_a_port_in_init, DONE(o, PORT_STATE_NOTIFICATION), o->crossing.status = OK)
static void told_closed(struct tap *t, struct extsta_output *o)
{
    struct extsta_mac mac = scenario_bssid('A');
    REQUEST(t, behind(t, o, EXTSTA_OUT_CROSSING), PORT_STATE_NOTIFICATION,
            .port_state = {mac, false});
}
ONCE(PRT_20_the_port_outlives_the_end, is_port(o, EXTSTA_PORT_DELETED), drop(t, o))
ONCE(PRT_21_the_port_outlives_a_reassociation, is_port(o, EXTSTA_PORT_DELETED), drop(t, o))
ONCE(PRT_22_the_port_outlives_a_roam, is_port(o, EXTSTA_PORT_DELETED), drop(t, o))
ONCE(PRT_23_the_driver_is_told_of_a_deletion, IND(o, DISASSOCIATION), told_closed(t, o))
static void PRT_25_closed_though_it_is_open(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, PORT_STATE_NOTIFICATION) && first(t)) {
        told_closed(t, o);
    }
}
ONCE(PRT_26_a_packet_without_a_port, IND(o, DISASSOCIATION), packet(t, o, 0x0800))
static void PRT_27_the_connection_waits_for_the_port(struct tap *t, struct extsta_output *o)
{
    if (IND(o, CONNECTION_COMPLETION) && first(t)) {
        t->since = t->station->now;
        hold_back(t, o);
    } else if (t->fired && t->station->now > t->since + 1500 * EXTSTA_MS) {
        release(t);
    }
}
static void PRT_28_the_os_manages_what_the_driver_did(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_CREATED) && first(t)) {
        o->port.manager = EXTSTA_MANAGER_OS;
    }
}
ONCE(PRT_28_eapol_through_the_drivers_port, DONE(o, PORT_STATE_NOTIFICATION),
     packet(t, o, 0x888e))

static const struct mutant rows[] = {
    M(PRT_01_two_ports_for_one_association, halt, "a second port for the same association"),
    M(PRT_01_the_session_of_the_port_before, deauth,
      "a new port has the session of the one before"),
    M(PRT_02_no_port, halt, "an association gets no port"),
    M(PRT_02_a_port_before_the_completion, halt, "the port comes before the completion"),
    M(PRT_03_an_uncontrolled_port_with_rsna, keyed, "an uncontrolled port with RSNA"),
    M(PRT_04_a_packet_is_lost_on_its_way_down, open, "a packet is lost before an open port"),
    M(PRT_04_a_packet_is_lost_on_its_way_up, open, "a packet is lost behind an open port"),
    M(PRT_05_data_through_an_unauthorized_port, keyed,
      "an IP packet goes down through an unauthorized port"),
    M(PRT_05_data_comes_up_through_an_unauthorized_port, keyed,
      "an IP packet comes up through an unauthorized port"),
    M(PRT_07_authorized_before_it_has_authenticated, keyed,
      "the driver says that it has authorized the port, without a handshake"),
    M(PRT_08_authenticated_and_not_said, managed,
      "the driver has authenticated, and does not say so"),
    M(PRT_09_a_port_of_the_driver_stays_unauthorized, managed,
      "a port that the driver has authorized stays unauthorized"),
    M(PRT_10_a_port_of_the_os_begins_authorized, keyed, "a port of the OS begins authorized"),
    M(PRT_11_authorized_without_a_key, keyed,
      "the OS authorizes without setting the pairwise key"),
    M(PRT_12_a_port_of_the_extension_begins_authorized, extension,
      "a port of the extension begins authorized"),
    M(PRT_13_the_handler_gets_another_session, extension,
      "perform-post-associate gets another session than the port's"),
    M(PRT_13_the_handler_gets_another_completion, extension,
      "perform-post-associate gets an octet of the completion wrong"),
    M(PRT_16_the_extensions_success_opens_nothing, extension,
      "the extension's success does not authorize the port"),
    M(PRT_17_the_extension_takes_it_back_in_vain, extension,
      "the extension takes its authorization back, and the port stays authorized"),
    M(PRT_18_open_before_it_is, keyed, "the driver is told of an open port before it is"),
    M(PRT_18_the_driver_is_not_told, keyed,
      "the driver is not told that the port is authorized"),
    M(PRT_19_a_port_in_init, port_in_init, "PORT_STATE_NOTIFICATION is taken in INIT"),
    M(PRT_20_the_port_outlives_the_end, disassoc, "the port outlives an explicit end"),
    M(PRT_21_the_port_outlives_a_reassociation, reassoc,
      "the port outlives a reassociation with its AP"),
    M(PRT_22_the_port_outlives_a_roam, roam, "the port outlives a roam to another AP"),
    M(PRT_23_the_driver_is_told_of_a_deletion, keyed_ends,
      "the driver is told of a deleted port"),
    M(PRT_25_closed_though_it_is_open, keyed, "the driver is told that an open port is closed"),
    M(PRT_26_a_packet_without_a_port, disassoc, "a packet for a peer without a port"),
    M(PRT_27_the_connection_waits_for_the_port, long,
      "the connection completes long after its association"),
    M(PRT_28_the_os_manages_what_the_driver_did, managed,
      "the OS manages a port that the driver has authorized"),
    M(PRT_28_eapol_through_the_drivers_port, managed,
      "the OS sends EAPOL although the driver authenticates"),
};
MUTANT_TABLE(mutants_ports, rows);
