/* The table of personas (script_persona.h). What a row needs and no station can do yet is not
 * here: docs/scenarios.md says what that is. */
#include "script_persona.h"
#include <extsta/windot11.h>

enum { OLD_SCANNER, SLOW_MODULE, DOZING_SENSOR, PERSONAS };
const char *const script_persona_names[] = {[OLD_SCANNER] = "old-scanner",
                                            [SLOW_MODULE] = "slow-module",
                                            [DOZING_SENSOR] = "dozing-sensor",
                                            [PERSONAS] = NULL};

static const struct persona {
    const struct extsta_radio_caps *caps;
    uint16_t flags;        /* AIR_NODE_* */
    uint32_t host_delay;   /* microseconds */
    uint32_t power_saving; /* DOT11_POWER_SAVING_* */
} personas[PERSONAS] = {
    /* Rates of 1 to 11 Mb/s, no OFDM: IEEE Std 802.11-2020 clause 16. */
    [OLD_SCANNER] = {&extsta_radio_caps_11b, AIR_NODE_DSSS, 0, 0},
    /* An answer 0.3 s later than it should come, of handshakes too. */
    [SLOW_MODULE] = {&extsta_radio_caps_2ghz, 0, 300000, 0},
    /* Asleep between beacons, fetches each frame by a PS-Poll: 11.2.3. */
    [DOZING_SENSOR] = {&extsta_radio_caps_2ghz, 0, 0, DOT11_POWER_SAVING_MAX_PSP},
};

void script_persona(size_t which, struct world_station_config *c)
{
    const struct persona *p = &personas[which];
    c->caps = p->caps;
    c->flags = p->flags;
    c->host_delay = p->host_delay;
    c->power_saving = p->power_saving;
}
