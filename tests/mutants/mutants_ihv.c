/* Mutants of chapter 65: the interface of an extension, its handlers and its functions. */
#include "mutants.h"

static struct extsta_output *handler(struct tap *t, struct extsta_output *made,
                                     enum extsta_ihv_call_type type)
{
    static const uint8_t unknown[10] = {2, 0, 0, 0, 0xa0, 'A', 0x12, 0x34};
    static const uint8_t registered[10] = {2, 0, 0, 0, 0xa0, 'A', 0x88, 0xb5};
    const uint8_t *packet = t->met > 1 ? registered : unknown;
    static uint32_t id = 0xff00;
    made->ihv = (struct extsta_ihv_call){
        .type = type, .call_id = id++, .peer = scenario_bssid('A'), .data = {packet, 10}};
    return made;
}

ONCE(IHV_03_a_handler_before_init_adapter, is_handler(o, EXTSTA_IHV_INIT_ADAPTER), drop(t, o))
ONCE(IHV_03_init_adapter_twice, is_handler(o, EXTSTA_IHV_INIT_ADAPTER), twice(t, o))
static void IHV_04_deinit_adapter_before_its_port_ends(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_DELETED) && first(t)) {
        hold_back(t, o);
    } else if (is_handler(o, EXTSTA_IHV_DEINIT_ADAPTER)) {
        release(t);
    }
}
static void IHV_09_two_packets_at_once(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_AUTHORIZED) && first(t)) {
        t->met = 2;
        handler(t, behind(t, o, EXTSTA_OUT_IHV), EXTSTA_IHV_RECEIVE_PACKET);
        handler(t, behind(t, o, EXTSTA_OUT_IHV), EXTSTA_IHV_RECEIVE_PACKET);
    }
}
ONCE(IHV_12_connected_with_a_profile_that_was_refused, DONE(o, RTS_THRESHOLD),
     REQUEST(t, behind(t, o, EXTSTA_OUT_CROSSING), CONNECT_REQUEST, .bytes = {{0}}))
static void IHV_18_an_exemption_is_lost(struct tap *t, struct extsta_output *o)
{
    if (SET(o, PRIVACY_EXEMPTION_LIST) && first(t)) {
        octets(t, o, 0)[12 + 4] = DOT11_EXEMPT_UNICAST;
    }
}
/* It failed, says the record, and has not completed anything. */
static void IHV_21_the_port_opens_though_its_handler_failed(struct tap *t,
                                                            struct extsta_output *o)
{
    if (is_handler(o, EXTSTA_IHV_PERFORM_POST_ASSOCIATE)) {
        t->since = o->ihv.call_id;
    } else if (is_function(o, EXTSTA_FUNCTION_RETURNED) && t->since != 0 &&
               o->function.call_id == t->since) {
        t->fired++;
        o->function.error = 87;
    } else if (is_function(o, EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION) && nth(t, 1)) {
        drop(t, o);
    }
}
static void IHV_28_a_packet_to_a_group(struct tap *t, struct extsta_output *o)
{
    if (is_function(o, EXTSTA_FUNCTION_SEND_PACKET) && nth(t, 2)) {
        o->function.result = 0;
    }
}
ONCE(PRT_16_the_port_opens_without_the_extension,
     is_function(o, EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION), drop(t, o))
static void IHV_05_a_function_after_deinit_adapter(struct tap *t, struct extsta_output *o)
{
    if (is_function(o, EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID) && first(t)) {
        o->function.result = 0;
    }
}
ONCE(IHV_06_adapter_reset_without_a_reset, is_port(o, EXTSTA_PORT_AUTHORIZED),
     handler(t, behind(t, o, EXTSTA_OUT_IHV), EXTSTA_IHV_ADAPTER_RESET))
ONCE(IHV_10_pre_association_of_a_connection_that_runs,
     is_handler(o, EXTSTA_IHV_PERFORM_POST_ASSOCIATE),
     handler(t, behind(t, o, EXTSTA_OUT_IHV), EXTSTA_IHV_PERFORM_PRE_ASSOCIATE))
ONCE(IHV_13_no_connect_after_the_pre_association, SET(o, CONNECT_REQUEST), drop(t, o))
static void IHV_13_a_dead_handle_is_good_enough(struct tap *t, struct extsta_output *o)
{
    if (is_function(o, EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION) && nth(t, 2)) {
        o->function.result = 0;
    }
}
static void IHV_14_a_failure_without_a_reason(struct tap *t, struct extsta_output *o)
{
    if (is_function(o, EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION) && nth(t, 2)) {
        o->function.reason = 0;
    }
}
static void IHV_17_ether_types_are_taken_too_late(struct tap *t, struct extsta_output *o)
{
    if (is_function(o, EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING) && nth(t, 2)) {
        o->function.result = 0;
    }
}
ONCE(IHV_19_the_handler_is_not_called, is_handler(o, EXTSTA_IHV_PERFORM_POST_ASSOCIATE),
     drop(t, o))
ONCE(IHV_19_the_handler_is_called_twice, is_handler(o, EXTSTA_IHV_PERFORM_POST_ASSOCIATE),
     twice(t, o))
ONCE(IHV_24_an_outbound_default_key, is_function(o, EXTSTA_FUNCTION_SET_DEFAULT_KEY),
     o->function.result = 0)
static void IHV_26_a_completion_after_the_stop(struct tap *t, struct extsta_output *o)
{
    if (is_function(o, EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION) && nth(t, 4)) {
        o->function.result = 0;
    }
}
static void IHV_27_adapter_reset_before_the_port_ends(struct tap *t, struct extsta_output *o)
{
    if (is_port(o, EXTSTA_PORT_DELETED) && first(t)) {
        hold_back(t, o);
    } else if (is_handler(o, EXTSTA_IHV_ADAPTER_RESET)) {
        release(t);
    }
}
ONCE(IHV_29_the_completion_of_another_packet, is_handler(o, EXTSTA_IHV_SEND_PACKET_COMPLETION),
     o->ihv.handle = 99)
ONCE(IHV_29_a_packet_completes_twice, is_handler(o, EXTSTA_IHV_SEND_PACKET_COMPLETION),
     twice(t, o))
ONCE(IHV_30_a_packet_of_another_ether_type, is_port(o, EXTSTA_PORT_AUTHORIZED),
     handler(t, behind(t, o, EXTSTA_OUT_IHV), EXTSTA_IHV_RECEIVE_PACKET))

/* The record says that the handler had not returned. */
static void IHV_11_completed_from_inside_its_handler(struct tap *t, struct extsta_output *o)
{
    if (is_handler(o, EXTSTA_IHV_PERFORM_PRE_ASSOCIATE)) {
        t->since = o->ihv.call_id;
    } else if (is_function(o, EXTSTA_FUNCTION_RETURNED) && t->since != 0 &&
               o->function.call_id == t->since) {
        t->fired++;
        hold_back(t, o);
    } else if (is_port(o, EXTSTA_PORT_CREATED)) {
        release(t);
    }
}
static void IHV_20_completed_from_inside_its_handler(struct tap *t, struct extsta_output *o)
{
    if (is_handler(o, EXTSTA_IHV_PERFORM_POST_ASSOCIATE)) {
        t->since = o->ihv.call_id;
    } else if (is_function(o, EXTSTA_FUNCTION_RETURNED) && t->since != 0 &&
               o->function.call_id == t->since) {
        t->fired++;
        hold_back(t, o);
    } else if (is_port(o, EXTSTA_PORT_AUTHORIZED)) {
        release(t);
    }
}
static void onex(struct tap *t, struct extsta_output *o, enum extsta_function_type type)
{
    behind(t, o, EXTSTA_OUT_FUNCTION)->function = (struct extsta_function){.type = type};
}
ONCE(IHV_32_802_1X_without_its_packets, is_port(o, EXTSTA_PORT_AUTHORIZED),
     onex(t, o, EXTSTA_FUNCTION_START_ONEX))
ONCE(IHV_36_802_1X_ends_that_never_began, is_port(o, EXTSTA_PORT_AUTHORIZED),
     onex(t, o, EXTSTA_FUNCTION_STOP_ONEX))
ONCE(SCN_29_a_match_without_a_scan, is_handler(o, EXTSTA_IHV_INIT_ADAPTER),
     handler(t, behind(t, o, EXTSTA_OUT_IHV), EXTSTA_IHV_PERFORM_CAPABILITY_MATCH))

static const struct mutant rows[] = {
    M(IHV_11_completed_from_inside_its_handler, extension,
      "PreAssociateCompletion succeeds from inside perform-pre-associate"),
    M(IHV_20_completed_from_inside_its_handler, extension,
      "PostAssociateCompletion succeeds from inside perform-post-associate"),
    M(IHV_32_802_1X_without_its_packets, extension,
      "802.1X starts for an extension that gets no EAPOL packets"),
    M(IHV_36_802_1X_ends_that_never_began, extension, "802.1X stops that was not started"),
    M(SCN_29_a_match_without_a_scan, extension, "an extension is asked for a match without a scan"),
    M(IHV_03_a_handler_before_init_adapter, extension, "init-adapter is not called"),
    M(IHV_03_init_adapter_twice, extension, "init-adapter is called twice"),
    M(IHV_04_deinit_adapter_before_its_port_ends, removal,
      "deinit-adapter is called before the port is gone"),
    M(IHV_05_a_function_after_deinit_adapter, extension,
      "a function succeeds after deinit-adapter"),
    M(IHV_06_adapter_reset_without_a_reset, extension, "adapter-reset without a reset"),
    M(IHV_09_two_packets_at_once, extension, "a packet while receive-packet still runs"),
    M(IHV_12_connected_with_a_profile_that_was_refused, refusing,
      "CONNECT_REQUEST though perform-pre-associate has failed"),
    M(IHV_18_an_exemption_is_lost, extension,
      "the extension's exemption is set for one kind only"),
    M(IHV_21_the_port_opens_though_its_handler_failed, extension,
      "the port is authorized though perform-post-associate has failed"),
    M(IHV_28_a_packet_to_a_group, extension, "an extension's packet to a group is taken"),
    M(PRT_16_the_port_opens_without_the_extension, extension,
      "the port is authorized without a word of the extension"),
    M(IHV_10_pre_association_of_a_connection_that_runs, extension,
      "perform-pre-associate while connected"),
    M(IHV_13_no_connect_after_the_pre_association, extension,
      "no CONNECT_REQUEST follows the pre-association"),
    M(IHV_13_a_dead_handle_is_good_enough, extension, "PreAssociateCompletion succeeds twice"),
    M(IHV_14_a_failure_without_a_reason, extension, "an extension fails without a reason"),
    M(IHV_17_ether_types_are_taken_too_late, extension,
      "SetEtherTypeHandling succeeds after the pre-association"),
    M(IHV_19_the_handler_is_not_called, extension, "perform-post-associate is not called"),
    M(IHV_19_the_handler_is_called_twice, extension, "perform-post-associate is called twice"),
    M(IHV_24_an_outbound_default_key, extension, "an outbound default key is taken"),
    M(IHV_26_a_completion_after_the_stop, extension,
      "PostAssociateCompletion succeeds after stop-post-associate"),
    M(IHV_27_adapter_reset_before_the_port_ends, extension,
      "adapter-reset is called before the port is gone"),
    M(IHV_29_the_completion_of_another_packet, extension,
      "send-packet-completion has another handle"),
    M(IHV_29_a_packet_completes_twice, extension, "send-packet-completion comes twice"),
    M(IHV_30_a_packet_of_another_ether_type, extension,
      "a packet of an EtherType that was not registered"),
};
MUTANT_TABLE(mutants_ihv, rows);
