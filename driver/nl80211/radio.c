/* Power (contract PWR-01 ... PWR-07). The card has one switch of the hardware (rfkill, hard),
 * and one of the OS: the interface is up, and rfkill's soft switch does not forbid it. All PHYs
 * of the card go by it together. What the kernel does by itself when it goes down comes to
 * ends.c; here is the reason. */
#include "machine.h"
#include <linux/if.h>
#include <linux/rfkill.h>
#include <linux/rtnetlink.h>

bool nld_radio_on(const struct nld *d)
{
    return !d->rfkill_hard && !d->rfkill_soft && !d->switched_off && (d->up || d->asked_up);
}

bool nld_radio_hardware(const struct nld *d)
{
    return !d->rfkill_hard;
}

bool nld_radio_software(const struct nld *d)
{
    return !d->rfkill_soft && !d->switched_off && (d->up || d->asked_up);
}

/* --- the interface --- */

static struct nl_msg *route(const struct nld *d, uint16_t type, uint32_t change, uint32_t flags)
{
    struct nl_msg *msg = nlmsg_alloc_size(512);
    struct ifinfomsg info = {.ifi_family = AF_UNSPEC,
                             .ifi_index = (int)d->card.ifindex,
                             .ifi_flags = flags,
                             .ifi_change = change};
    if (msg && nlmsg_put(msg, 0, 0, type, 0, NLM_F_REQUEST | NLM_F_ACK)) {
        (void)nlmsg_append(msg, &info, sizeof info, NLMSG_ALIGNTO);
    }
    return msg;
}

static void set_up(struct nld *d, bool up)
{
    nld_tell(d, route(d, RTM_SETLINK, IFF_UP, up ? IFF_UP : 0), NLD_OF_RADIO);
}

void nld_radio_look(struct nld *d)
{
    nld_tell(d, route(d, RTM_GETLINK, 0, 0), NLD_OF_RADIO);
}

/* That it is on is told when it is; of the first time, and where the host asks, it is believed.
 */
void nld_radio_wake(struct nld *d)
{
    if (!d->up && !d->rfkill_hard && !d->rfkill_soft && !d->switched_off) {
        set_up(d, true);
        nld_radio_look(d);
    }
}

void nld_radio_address(struct nld *d, struct extsta_mac address)
{
    struct nl_msg *msg = route(d, RTM_SETLINK, 0, 0);
    nld_put(msg, IFLA_ADDRESS, address.b, 6);
    nld_tell(d, msg, NLD_OF_RADIO);
}

/* The kernel's carrier is there with the association, port or not; RFC 2863's state is ours to
 * say, since the interface's link mode is "dormant" (kernel_open.c): UP while data pass. */
void nld_radio_tell_port(struct nld *d)
{
    struct nl_msg *msg = route(d, RTM_SETLINK, 0, 0);
    nld_put_u8(msg, IFLA_OPERSTATE,
               d->link.up && d->link.port_open ? IF_OPER_UP : IF_OPER_DORMANT);
    nld_tell(d, msg, NLD_OF_NOTHING);
}

/* The kernel takes UP only where the carrier was seen, which may be after the port has opened.
 */
static void repeat_port(struct nld *d, unsigned flags)
{
    if (d->link.up && d->link.port_open && (flags & IFF_LOWER_UP) && !(flags & IFF_RUNNING)) {
        nld_radio_tell_port(d);
    }
}

/* --- what changes --- */

/* PWR-06, PWR-07: operations and the association end with it. */
static void off(struct nld *d)
{
    struct nld_end end = {.status = DOT11_ASSOC_STATUS_RADIO_OFF,
                          .diagnosis = EXTSTA_DIAGNOSIS_RADIO_OFF,
                          .origin = EXTSTA_ORIGIN_RADIO,
                          .rule = EXTSTA_RULE_PWR_06};
    nld_attempt_end(d, &end);
    nld_connection_end(d, DOT11_CONNECTION_STATUS_PHY_POWER_DOWN, EXTSTA_DIAGNOSIS_RADIO_OFF,
                       EXTSTA_ORIGIN_RADIO);
    end.rule = EXTSTA_RULE_PWR_07;
    nld_link_end(d, &end);
    nld_roam_stop(d);
    nld_scan_cancel(d, NDIS_STATUS_DOT11_POWER_STATE_INVALID);
}

/* PWR-04: one for each PHY, never the wildcard, and before what comes of it. */
static void changed(struct nld *d, bool hardware, bool software, bool was_on)
{
    bool now_on = nld_radio_on(d);
    if (hardware != nld_radio_hardware(d) || software != nld_radio_software(d)) {
        for (uint32_t id = 0; id < d->card.radio->phy_count; id++) {
            NLD_SAY(d, PHY_STATE_CHANGED, PHY_STATE,
                    .phy_state = {id, nld_radio_hardware(d), nld_radio_software(d)});
        }
    }
    if (was_on && !now_on) {
        off(d);
    } else if (!was_on && now_on) {
        nld_roam_lost(d); /* connected, it looks for the network again */
    }
}

/* It stays down. */
void nld_radio_refused(struct nld *d)
{
    bool hardware = nld_radio_hardware(d), software = nld_radio_software(d);
    bool on = nld_radio_on(d);
    d->asked_up = false;
    changed(d, hardware, software, on);
}

void nld_radio_link(struct nld *d, const struct nlmsghdr *h)
{
    const struct ifinfomsg *info = NLMSG_DATA(h);
    bool hardware = nld_radio_hardware(d), software = nld_radio_software(d);
    bool on = nld_radio_on(d);
    if (h->nlmsg_len < NLMSG_LENGTH(sizeof *info) || info->ifi_index != (int)d->card.ifindex) {
        return;
    }
    d->up = h->nlmsg_type == RTM_NEWLINK && (info->ifi_flags & IFF_UP) != 0;
    d->asked_up = false;
    changed(d, hardware, software, on);
    if (d->up) {
        nld_link_settle(d);
        repeat_port(d, info->ifi_flags);
    }
}

/* Of other radios nothing is known here: the edge hands up those of ours. */
void nld_radio_rfkill(struct nld *d, struct extsta_span octets)
{
    struct rfkill_event event;
    bool hardware = nld_radio_hardware(d), software = nld_radio_software(d);
    bool on = nld_radio_on(d);
    if (octets.len < sizeof event) {
        return;
    }
    memcpy(&event, octets.data, sizeof event);
    if (event.op == RFKILL_OP_DEL ||
        (event.type != RFKILL_TYPE_WLAN && event.type != RFKILL_TYPE_ALL)) {
        return;
    }
    bool freed = (d->rfkill_soft || d->rfkill_hard) && !event.soft && !event.hard;
    d->rfkill_soft = event.soft != 0;
    d->rfkill_hard = event.hard != 0;
    if (freed) {
        nld_radio_wake(d); /* unblocked it stays down */
    }
    changed(d, hardware, software, on);
}

/* PWR-01: the software switch. */
uint32_t nld_radio_set(struct nld *d, bool on)
{
    bool hardware = nld_radio_hardware(d), software = nld_radio_software(d);
    bool was_on = nld_radio_on(d);
    if (d->scan.what == NLD_SCAN_HOST) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* PWR-02: not during an explicit scan */
    }
    d->switched_off = !on;
    if (on) {
        d->asked_up = !d->up;
        nld_radio_wake(d);
    }
    changed(d, hardware, software, was_on);
    if (!on && d->up) {
        set_up(d, false);
    }
    return NDIS_STATUS_SUCCESS;
}
