/* What a kernel, or whoever speaks in its name, may say to the nl80211 driver: commands, errors
 * and events in any order and form, between requests of the OS half. A referee judges what the
 * station makes of it.
 *
 * The input: the first octet says what the card can do; then records of an octet that says what
 * happens, two of a length, and so many octets. */
#include "../providers.h"
#include "nl80211.h"
#include "station_oracle.h"
#include <extsta/driver.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#define STEPS 200u

static const struct extsta_mac own = {{2, 0, 0, 0, 1, 0}};
static extsta_time now;
static uint32_t last_seq;

static void drain(struct extsta_station *sta, struct oracle *o)
{
    struct extsta_output out;
    while (extsta_next(sta, &out)) {
        if (out.type == EXTSTA_OUT_DRIVER) { /* whole messages, with a number */
            const struct nlmsghdr *h = (const struct nlmsghdr *)(const void *)out.beneath.data;
            FUZZ_CHECK(out.beneath.len >= sizeof *h && h->nlmsg_len == out.beneath.len);
            FUZZ_CHECK(h->nlmsg_seq != 0);
            last_seq = h->nlmsg_seq;
        }
        oracle_output(o, now, &out);
    }
    FUZZ_CHECK(extsta_driver_faults(sta) == 0);
}

static void event(struct extsta_station *sta, uint16_t type, uint32_t seq, const void *head,
                  size_t head_len, struct extsta_span rest)
{
    struct nlmsghdr h = {.nlmsg_len = (uint32_t)(sizeof h + head_len + rest.len),
                         .nlmsg_type = type,
                         .nlmsg_flags = NLM_F_MULTI,
                         .nlmsg_seq = seq};
    uint8_t *octets = malloc(h.nlmsg_len); /* ends where it ends */
    FUZZ_CHECK(octets != NULL);
    memcpy(octets, &h, sizeof h);
    memcpy(octets + sizeof h, head_len ? head : &h, head_len);
    memcpy(octets + sizeof h + head_len, rest.len ? rest.data : octets, rest.len);
    extsta_driver_event(sta, now, span(octets, h.nlmsg_len));
    free(octets);
}

static void connect_by(struct extsta_station *sta, bool keyed)
{
    struct extsta_profile p = {.name = "home",
                               .ssid = "home",
                               .ssid_len = 4,
                               .bss_type = 1,
                               .auth = keyed ? DOT11_AUTH_ALGO_RSNA_PSK
                                             : DOT11_AUTH_ALGO_80211_OPEN,
                               .unicast_cipher = keyed ? DOT11_CIPHER_ALGO_CCMP : 0,
                               .multicast_cipher = keyed ? 0xffffffff : 0,
                               .manager = keyed ? EXTSTA_MANAGER_OS : EXTSTA_MANAGER_NONE,
                               .has_pmk = keyed,
                               .auto_connect = true};
    (void)extsta_connect(sta, now, &p);
}

static void step(struct extsta_station *sta, uint8_t what, struct extsta_span s)
{
    struct genlmsghdr g = {.cmd = s.len ? s.data[0] : 0};
    struct nlmsgerr e = {.error = s.len ? -(int)s.data[0] : 0};
    uint32_t seq = last_seq - (s.len > 1 ? s.data[1] & 3u : 0);
    switch (what % 12) {
    case 0:
        now = extsta_deadline(sta) < now + 60 * EXTSTA_SECOND ? extsta_deadline(sta) : now;
        extsta_expire(sta, now);
        break;
    case 1:
    case 2:
        connect_by(sta, what % 12 == 2);
        break;
    case 3:
        (void)extsta_disconnect(sta, now);
        break;
    case 4:
        (void)extsta_scan(sta, now, NULL);
        break;
    case 5:
        event(sta, NLMSG_ERROR, seq, &e, sizeof e, span(NULL, 0));
        break;
    case 6:
        event(sta, NLMSG_DONE, seq, NULL, 0, span(NULL, 0));
        break;
    case 7:
        extsta_driver_event(sta, now, s);
        break;
    case 8:
        event(sta, (uint16_t)(NL80211_FAMILY + (s.len ? s.data[0] % 4 : 0)), 0, NULL, 0, s);
        break;
    case 9: /* RTM_NEWLINK */
        event(sta, 16, 0, NULL, 0, s);
        break;
    default:
        event(sta, NL80211_FAMILY, seq, &g, sizeof g, s.len ? span(s.data + 1, s.len - 1) : s);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t seed = 1;
    struct extsta_context *ctx = testing_context(&seed);
    struct nl80211_site site = {.ifindex = 3,
                                .address = own,
                                .radio = &extsta_radio_caps_2ghz,
                                .scan_ssids = 4,
                                .scan_ie_len = 500,
                                .up = true};
    site.can = size > 0 && (data[0] & 1)
                   ? 0xfffd
                   : NL80211_CAN_AUTHENTICATE | NL80211_CAN_CONTROL_PORT | NL80211_CAN_FRAME |
                         NL80211_CAN_CQM | NL80211_CAN_MEASURE | NL80211_CAN_NARROW;
    site.can &= ~(size > 0 && (data[0] & 1) ? (uint32_t)NL80211_CAN_AUTHENTICATE : 0);
    now = 100 * EXTSTA_SECOND;
    struct extsta_station_config config = {.id = 1,
                                           .address = own,
                                           .radio = site.radio,
                                           .outputs = EXTSTA_OUT_ALL,
                                           .driver = &nl80211_driver_ops,
                                           .driver_make = nl80211_driver_make,
                                           .driver_user = &site};
    struct oracle o = {.referee = extsta_referee_new(ctx, &(struct extsta_referee_config){
                                                              .address = own, .phy_count = 1})};
    struct extsta_station *sta = extsta_station_new(ctx, &config, now);
    FUZZ_CHECK(sta && o.referee);
    drain(sta, &o);
    size_t at = 1;
    for (unsigned n = 0; at + 3 <= size && n < STEPS; n++) {
        size_t len = get_le16(data + at + 1);
        len = len < size - at - 3 ? len : size - at - 3;
        step(sta, data[at], span(data + at + 3, len));
        drain(sta, &o);
        at += 3 + len;
    }
    extsta_station_free(sta);
    extsta_referee_free(o.referee);
    extsta_context_free(ctx);
    return 0;
}
