/* The table of personas (script_persona.h). What a row needs and no station can do yet is not
 * here: docs/scenarios.md says what that is. */
#include "script_persona.h"
#include <extsta/windot11.h>

enum { OLD_SCANNER, SLOW_MODULE, DOZING_SENSOR, STICKY_PHONE, DEAF_PHONE, PRIVATE_PHONE, PERSONAS };
const char *const script_persona_names[] = {
    [OLD_SCANNER] = "old-scanner",     [SLOW_MODULE] = "slow-module",
    [DOZING_SENSOR] = "dozing-sensor", [STICKY_PHONE] = "sticky-phone",
    [DEAF_PHONE] = "deaf-phone",       [PRIVATE_PHONE] = "private-phone",
                                            [PERSONAS] = NULL};

/* Looks late, wants much, and scans seldom. */
static const struct extsta_roam_policy sticky = {.low = -80,
                                                 .good = -75,
                                                 .hysteresis = 15,
                                                 .settle = 10,
                                                 .fresh = 10,
                                                 .scan = 30,
                                                 .scan_max = 300};

/* As the default, but for what an AP asks of it. */
static const struct extsta_roam_policy deaf = {.low = -70,
                                               .good = -66,
                                               .hysteresis = 8,
                                               .settle = 3,
                                               .fresh = 10,
                                               .scan = 10,
                                               .scan_max = 60,
                                               .transition = EXTSTA_TRANSITION_IGNORE};

static const struct persona {
    const struct extsta_radio_caps *caps;
    uint16_t flags;        /* AIR_NODE_* */
    uint32_t host_delay;   /* microseconds */
    uint32_t power_saving; /* DOT11_POWER_SAVING_* */
    const struct extsta_roam_policy *roam; /* NULL: the default */
} personas[PERSONAS] = {
    /* Rates of 1 to 11 Mb/s, no OFDM: IEEE Std 802.11-2020 clause 16. */
    [OLD_SCANNER] = {&extsta_radio_caps_11b, AIR_NODE_DSSS, 0, 0, NULL},
    /* An answer 0.3 s later than it should come, of handshakes too. */
    [SLOW_MODULE] = {&extsta_radio_caps_2ghz, 0, 300000, 0, NULL},
    /* Asleep between DTIM beacons, fetches each frame by a PS-Poll: 11.2.3. */
    [DOZING_SENSOR] = {&extsta_radio_caps_2ghz, 0, 0, DOT11_POWER_SAVING_MAX_PSP, NULL},
    /* Stays with an AP as long as it is heard at all. */
    [STICKY_PHONE] = {&extsta_radio_caps_dual_band, 0, 0, 0, &sticky},
    /* Neither 802.11v nor 802.11k. */
    [DEAF_PHONE] = {&extsta_radio_caps_dual_band, 0, 0, 0, &deaf},
    /* Another address in the Probe Requests of each scan. */
    [PRIVATE_PHONE] = {&extsta_radio_caps_dual_band, AIR_NODE_ALIAS, 0, 0, NULL},
};

void script_persona(size_t which, struct world_station_config *c)
{
    const struct persona *p = &personas[which];
    c->caps = p->caps;
    c->flags = p->flags;
    c->host_delay = p->host_delay;
    c->power_saving = p->power_saving;
    c->roam = p->roam;
}
