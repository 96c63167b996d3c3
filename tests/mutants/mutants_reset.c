/* Mutants of chapter 10: RESET_REQUEST and power. */
#include "mutants.h"

#define OK NDIS_STATUS_SUCCESS

static void status(struct extsta_output *o, uint32_t value)
{
    o->crossing.status = value;
}

static bool reset_of(const struct extsta_output *o, uint32_t s)
{
    return METHOD(o, RESET_REQUEST) && o->crossing.status == s;
}

/* A reset of the run's, past the OS half. */
static bool own_reset(const struct extsta_output *o)
{
    return reset_of(o, OK) && (o->crossing.id & 0x80000000u) == 0;
}

static void confirm(struct tap *t, struct extsta_output *o)
{
    uint8_t *data = tap_room(t, 8);
    put_le32(data, DOT11_STATUS_RESET_CONFIRM);
    put_le32(data + 4, 0);
    status(o, OK);
    o->crossing.buffer = (struct extsta_span){data, 8};
    o->crossing.bytes_written = 8;
}
ONCE(RST_01_another_type_resets, reset_of(o, NDIS_STATUS_FAILURE), confirm(t, o))
ONCE(RST_02_another_code_for_too_little_room, reset_of(o, NDIS_STATUS_BUFFER_OVERFLOW),
     status(o, NDIS_STATUS_FAILURE))
static void RST_03_a_refused_reset_cancels_the_scan(struct tap *t, struct extsta_output *o)
{
    if (reset_of(o, NDIS_STATUS_FAILURE) && first(t)) {
        INDICATION(t, before(t, o, EXTSTA_OUT_CROSSING), SCAN_CONFIRM,
                   .number = NDIS_STATUS_REQUEST_ABORTED);
        t->since = 2;
    } else if (t->since > 0 && IND(o, SCAN_CONFIRM) && --t->since == 0) {
        drop(t, o); /* the reset that follows finds no scan any more */
    }
}
EACH(RST_04_another_transmitter, is_frame(o, FRAME_PROBE_REQ), octets(t, o, 0)[15] ^= 1)
static void RST_05_a_reset_changes_what_it_keeps(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, RTS_THRESHOLD) && nth(t, 3)) {
        octets(t, o, 0)[0] ^= 1;
    }
}
ONCE(RST_06_no_end_is_indicated, IND(o, DISASSOCIATION), drop(t, o))
ONCE(RST_06_the_ap_is_not_told, is_frame(o, FRAME_DISASSOC), drop(t, o))
ONCE(RST_07_the_scan_is_not_confirmed, IND(o, SCAN_CONFIRM), drop(t, o))
ONCE(RST_08_a_packet_stays_in_the_queue, is_crossing(o, EXTSTA_CROSS_SEND_COMPLETE), drop(t, o))
ONCE(RST_08_a_flushed_packet_was_sent,
     is_crossing(o, EXTSTA_CROSS_SEND_COMPLETE) &&
         o->crossing.status == NDIS_STATUS_RESET_IN_PROGRESS,
     status(o, OK))
static void RST_09_it_does_not_wait_for_a_packet(struct tap *t, struct extsta_output *o)
{
    if (is_crossing(o, EXTSTA_CROSS_RETURN) && t->station->detached && first(t)) {
        t->since = o->crossing.id;
        t->station->ops->returned(t->station->awake->driver, t->station->now, o->crossing.id);
        drop(t, o);
    } else if (own_reset(o) && t->fired) {
        behind(t, o, EXTSTA_OUT_CROSSING)->crossing =
            (struct extsta_crossing){.type = EXTSTA_CROSS_RETURN, .id = (uint32_t)t->since};
    }
}
static void RST_10_a_reset_switches_on(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, NIC_POWER_STATE) && nth(t, 5)) {
        octets(t, o, 0)[0] ^= 1;
    }
}
ONCE(RST_11_the_operation_stays_open, IND(o, CONNECTION_COMPLETION), drop(t, o))
EDIT_IND(RST_11_a_cancelled_operation_has_failed, CONNECTION_COMPLETION,
         p->number = DOT11_ASSOC_STATUS_FAILURE)
static void RST_12_it_stays_in_op(struct tap *t, struct extsta_output *o)
{
    if (DONE(o, HIDDEN_NETWORK_ENABLED) && first(t)) {
        status(o, NDIS_STATUS_INVALID_STATE);
    }
}
/* The third answer is the second once more. */
static void again(struct tap *t, struct extsta_output *o)
{
    if (++t->met == 2) {
        keep(t, o);
    } else if (t->met == 3) {
        give_kept(t, o);
        t->fired++;
    }
}
static void RST_14_pmkids_survive(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, PMKID_LIST)) {
        again(t, o);
    }
}
static void RST_15_exemptions_survive(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, PRIVACY_EXEMPTION_LIST)) {
        again(t, o);
    }
}
ONCE(RST_16_statistics_survive, ANSWER(o, STATISTICS),
     octets(t, o, 0)[offsetof(DOT11_STATISTICS, MacMcastCounters)] = 5)
static void RST_17_networks_survive(struct tap *t, struct extsta_output *o)
{
    if (METHOD(o, ENUM_BSS_LIST) && o->crossing.status == OK && ++t->met == 1) {
        keep(t, o);
    } else if (METHOD(o, ENUM_BSS_LIST) && t->met == 2) {
        give_kept(t, o);
        t->fired++;
    }
}
static void RST_18_streaming_survives(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, MEDIA_STREAMING_ENABLED)) {
        again(t, o);
    }
}
static void RST_18_multicast_addresses_survive(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, MULTICAST_LIST)) {
        again(t, o);
    }
}
static void RST_19_the_end_before_the_roams(struct tap *t, struct extsta_output *o)
{
    if (IND(o, ROAMING_COMPLETION) && first(t)) {
        hold_back(t, o);
    } else if (IND(o, DISASSOCIATION)) {
        release(t);
    }
}
ONCE(RST_20_what_is_gone_ends_again, own_reset(o),
     INDICATION(t, before(t, o, EXTSTA_OUT_CROSSING), DISASSOCIATION,
                .disassociation = {
                    scenario_bssid('A'), DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS, {{0}}}))
ONCE(RST_21_another_confirmation, METHOD(o, RESET_REQUEST), octets(t, o, 0)[0] = 5)
ONCE(RST_22_it_authenticates_after_a_reset, own_reset(o), {
    static const uint8_t body[6] = {0, 0, 1, 0, 0, 0};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_AUTH, scenario_bssid('A'),
             (struct extsta_span){body, 6});
})

/* --- power --- */

static void PWR_01_the_switch_reads_otherwise(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, NIC_POWER_STATE) && nth(t, 2)) {
        octets(t, o, 0)[0] ^= 1;
    }
}
static void phy_state(struct tap *t, struct extsta_output *made, uint32_t phy, bool hard,
                      bool soft)
{
    INDICATION(t, made, PHY_STATE_CHANGED, .phy_state = {phy, hard, soft});
}
ONCE(PWR_02_the_radio_goes_off_in_a_scan, DONE(o, NIC_POWER_STATE), {
    status(o, OK);
    phy_state(t, before(t, o, EXTSTA_OUT_CROSSING), 0, true, false);
})
static void PWR_03_a_restart_switches_on(struct tap *t, struct extsta_output *o)
{
    if (ANSWER(o, NIC_POWER_STATE) && nth(t, 2)) {
        octets(t, o, 0)[0] ^= 1;
    }
}
ONCE(PWR_11_it_saves_power_on_battery,
     o->type == EXTSTA_OUT_INPUT && o->input.type == EXTSTA_INPUT_POWER_PROFILE,
     as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_NULL | FC_TO_DS | FC_PM,
              scenario_bssid('A'), (struct extsta_span){NULL, 0}))
ONCE(PWR_04_a_switch_is_not_indicated, IND(o, PHY_STATE_CHANGED), drop(t, o))
ONCE(PWR_04_a_switch_is_indicated_twice, IND(o, PHY_STATE_CHANGED), twice(t, o))
ONCE(PWR_04_a_change_that_is_cut_off, IND(o, PHY_STATE_CHANGED), shorten(t, o, 4))
ONCE(PWR_05_a_frame_with_the_radio_off, ANSWER(o, HARDWARE_PHY_STATE), {
    static const uint8_t body[2] = {0};
    as_frame(t, behind(t, o, EXTSTA_OUT_FRAME), FRAME_PROBE_REQ, mac_broadcast,
             (struct extsta_span){body, 2});
})
EDIT_IND(PWR_06_an_association_fails_for_another_reason, ASSOCIATION_COMPLETION,
         p->association_completion.status = DOT11_ASSOC_STATUS_UNREACHABLE)
ONCE(PWR_07_the_association_stays, IND(o, DISASSOCIATION), drop(t, o))
EDIT_IND(PWR_07_the_association_ends_for_another_reason, DISASSOCIATION,
         p->disassociation.reason = DOT11_ASSOC_STATUS_FAILURE)
ONCE(PWR_08_a_level_is_refused, DONE(o, POWER_MGMT_REQUEST),
     status(o, NDIS_STATUS_INVALID_DATA);
     BELOW(t, POWER_MGMT_REQUEST, .number = 0))
EACH(PWR_09_the_ap_does_not_hear_of_it,
     o->type == EXTSTA_OUT_FRAME && (o->frame.bytes.data[1] & 0x10) != 0,
     octets(t, o, 0)[1] &= 0xef)
ONCE(PWR_10_power_saving_is_indicated, DONE(o, POWER_MGMT_REQUEST),
     phy_state(t, before(t, o, EXTSTA_OUT_CROSSING), 0, true, true))

static const struct mutant rows[] = {
    M(RST_01_another_type_resets, invalid, "a reset of type 1 is carried out"),
    M(RST_02_another_code_for_too_little_room, invalid,
      "FAILURE for an output buffer that is too small"),
    M(RST_03_a_refused_reset_cancels_the_scan, reset,
      "a reset that is refused has cancelled the scan before"),
    M(RST_04_another_transmitter, nobody, "frames have another address than the reset gave"),
    M(RST_05_a_reset_changes_what_it_keeps, settings,
      "a reset without bSetDefaultMIB changes the RTS threshold"),
    M(RST_06_no_end_is_indicated, reset, "no DISASSOCIATION by a reset"),
    M(RST_06_the_ap_is_not_told, reset, "no frame tells the AP of a reset"),
    M(RST_07_the_scan_is_not_confirmed, reset,
      "no SCAN_CONFIRM of a scan that a reset cancels"),
    M(RST_08_a_packet_stays_in_the_queue, reset, "a packet is never completed"),
    M(RST_08_a_flushed_packet_was_sent, reset, "a packet that a reset flushes is a success"),
    M(RST_09_it_does_not_wait_for_a_packet, reset_holding,
      "a reset completes before the host has returned a packet"),
    M(RST_10_a_reset_switches_on, radio, "a reset switches a PHY on"),
    M(RST_11_the_operation_stays_open, reset_connecting, "no CONNECTION_COMPLETION by a reset"),
    M(RST_11_a_cancelled_operation_has_failed, reset_connecting,
      "a connection that a reset cancels has failed with FAILURE"),
    M(RST_12_it_stays_in_op, reset, "a setting of INIT is refused after a reset"),
    M(RST_14_pmkids_survive, settings, "PMKIDs survive a reset"),
    M(RST_15_exemptions_survive, settings, "privacy exemptions survive a reset"),
    M(RST_16_statistics_survive, reset, "a counter survives a reset"),
    M(RST_17_networks_survive, reset, "the BSS list survives a reset"),
    M(RST_18_streaming_survives, settings, "media streaming survives a reset"),
    M(RST_18_multicast_addresses_survive, settings, "the multicast list survives a reset"),
    M(RST_19_the_end_before_the_roams, reset_seek,
      "by a reset the association ends before the roam completes"),
    M(RST_20_what_is_gone_ends_again, reset_roam, "a reset ends the AP that was lost before"),
    M(RST_21_another_confirmation, boot, "the reset's confirmation is of type 5"),
    M(RST_22_it_authenticates_after_a_reset, reset, "the driver authenticates after a reset"),
    M(PWR_01_the_switch_reads_otherwise, radio,
      "the power state reads otherwise than it was set"),
    M(PWR_02_the_radio_goes_off_in_a_scan, scan_connected, "a PHY is switched off in a scan"),
    M(PWR_03_a_restart_switches_on, restart, "a PHY that was off is on after a restart"),
    M(PWR_11_it_saves_power_on_battery, battery,
      "a change of the power source changes the mode"),
    M(PWR_04_a_switch_is_not_indicated, radio,
      "no PHY_STATE_CHANGED when a PHY is switched off"),
    M(PWR_04_a_switch_is_indicated_twice, radio, "PHY_STATE_CHANGED twice for one change"),
    M(PWR_04_a_change_that_is_cut_off, switch_idle, "PHY_STATE_CHANGED lacks its last fields"),
    M(PWR_05_a_frame_with_the_radio_off, switch, "a frame is sent with every PHY off"),
    M(PWR_06_an_association_fails_for_another_reason, switch_connecting,
      "an attempt ends as UNREACHABLE when the radio goes off"),
    M(PWR_07_the_association_stays, switch, "no DISASSOCIATION when the radio goes off"),
    M(PWR_07_the_association_ends_for_another_reason, switch,
      "FAILURE when the radio goes off"),
    M(PWR_08_a_level_is_refused, settings, "power saving level 8 is refused"),
    M(PWR_09_the_ap_does_not_hear_of_it, open, "no frame has the Power Management bit"),
    M(PWR_10_power_saving_is_indicated, open, "PHY_STATE_CHANGED for power saving"),
};
MUTANT_TABLE(mutants_reset, rows);
