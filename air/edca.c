/* The numbers of DCF and EDCA: slots and interframe spaces of a channel's PHY, and the AIFS and
 * contention windows of the access categories. contend.c counts with them. */
#include "contend.h"
#include "propagation.h"

#define CW_MAX 1023u /* aCWmax of all PHYs here */

/* IEEE 802.11-2020 table 9-155 for stations, dot11QAPEDCATable for access points; TXOP limits
 * are 0: one exchange at a time. Windows as shifts of aCWmin + 1. DCF is beside them (10.3.4);
 * a beacon goes as drivers of access points send it: PIFS and no window, ahead of all. */
struct access_rule {
    uint8_t aifsn;
    uint8_t min_down;         /* CWmin + 1 is aCWmin + 1 halved so often */
    uint8_t max_up, max_down; /* CWmax + 1: doubled or halved; at most aCWmax + 1 */
};
#define TO_CW_MAX 7u
#define TO_ZERO   5u
static const struct access_rule of_station[EXTSTA_ACCESS_COUNT] = {
    [EXTSTA_ACCESS_DCF] = {2, 0, TO_CW_MAX, 0},
    [EXTSTA_ACCESS_BACKGROUND] = {7, 0, TO_CW_MAX, 0},
    [EXTSTA_ACCESS_BEST_EFFORT] = {3, 0, TO_CW_MAX, 0},
    [EXTSTA_ACCESS_VIDEO] = {2, 1, 0, 0},
    [EXTSTA_ACCESS_VOICE] = {2, 2, 0, 1},
    [EXTSTA_ACCESS_BEACON] = {1, TO_ZERO, 0, TO_ZERO},
};
static const struct access_rule of_ap[EXTSTA_ACCESS_COUNT] = {
    [EXTSTA_ACCESS_DCF] = {2, 0, TO_CW_MAX, 0},
    [EXTSTA_ACCESS_BACKGROUND] = {7, 0, TO_CW_MAX, 0},
    [EXTSTA_ACCESS_BEST_EFFORT] = {3, 0, 2, 0},
    [EXTSTA_ACCESS_VIDEO] = {1, 1, 0, 0},
    [EXTSTA_ACCESS_VOICE] = {1, 2, 0, 1},
    [EXTSTA_ACCESS_BEACON] = {1, TO_ZERO, 0, TO_ZERO},
};
#define AIFSN_MAX 7u

const uint8_t edca_strongest_first[EXTSTA_ACCESS_COUNT] = {
    EXTSTA_ACCESS_BEACON, EXTSTA_ACCESS_VOICE,       EXTSTA_ACCESS_VIDEO,
    EXTSTA_ACCESS_DCF,    EXTSTA_ACCESS_BEST_EFFORT, EXTSTA_ACCESS_BACKGROUND};

static const struct access_rule *rule_of(const struct air_node *node, uint8_t access)
{
    return &(node->flags & AIR_NODE_AP ? of_ap : of_station)[access];
}

/* A slot is what it takes to hear that another has begun (10.3.7): aCCATime and
 * aRxTxTurnaroundTime, 15 and 5 us of DSSS, 4 and 5 of ERP, 4 and 2 of OFDM (tables 15-5, 18-5,
 * 17-21), whose slot has room for propagation and the MAC besides. */
struct phy edca_phy(const struct air *air, uint16_t freq)
{
    bool band_2ghz = freq < 3000;
    bool slow = band_2ghz && air->config.long_slot;
    struct phy p = {.slot = slow ? 20 : 9, .sifs = propagation_sifs(freq)};
    p.deaf = slow ? 20 : band_2ghz ? 9 : 6;
    p.eifs = p.sifs + air_airtime(freq, band_2ghz ? 2 : 12, REPLY_LEN); /* of an ACK, slowest */
    p.longest_ifs = p.sifs + AIFSN_MAX * p.slot;
    p.cw_min = slow ? 31 : 15;
    return p;
}

uint16_t edca_ifs(const struct air_node *node, const struct phy *phy, uint8_t access)
{
    return (uint16_t)(phy->sifs + rule_of(node, access)->aifsn * phy->slot);
}

/* 10.3.3: doubled by each failure up to the maximum. */
uint32_t edca_window(const struct air_node *node, const struct phy *phy, uint8_t access,
                     unsigned failures)
{
    const struct access_rule *rule = rule_of(node, access);
    uint32_t window = (phy->cw_min + 1) >> rule->min_down;
    uint32_t most = (phy->cw_min + 1) << rule->max_up >> rule->max_down;
    most = most < CW_MAX + 1 ? most : CW_MAX + 1;
    window = window ? window : 1;
    for (unsigned i = 0; i < failures && window < most; i++) {
        window *= 2;
    }
    return window;
}
