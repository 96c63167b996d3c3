/* A bed for tests of what stands on a service: a loop with a clock of its own, an air with
 * scripted access points, and radios on that air for the service's stations. The same calls
 * give the same run, in no time. */
#ifndef TESTS_SERVICE_BED_H
#define TESTS_SERVICE_BED_H

#include "service.h"
#include <extsta/apsim.h>

struct bed {
    struct extsta_context *ctx;
    struct air *air;
    struct host_loop *loop;
    struct service *service;
    struct air_random random;
};

/* Makes all of it; stations and access points are added afterwards. */
void bed_open(struct bed *bed);
/* Frees it; access points have gone before. What the context was not given back fails the test.
 */
void bed_close(struct bed *bed);
/* A radio on the air, 5 m from the middle, for a station with this address. */
struct extsta_radio *bed_radio(struct bed *bed, struct extsta_mac address);
/* An access point in the middle: open, or WPA2 with this passphrase. `number` makes its BSSID
 * 02:0a:00:00:00:number; power in dBm, 0: usual. */
struct apsim *bed_ap(struct bed *bed, const char *ssid, const char *passphrase, uint8_t number,
                     uint16_t freq, int8_t power);
/* A station of this name, number in its address 02:00:00:00:00:number. */
struct service_station *bed_station(struct bed *bed, const char *name, uint8_t number,
                                    uint32_t outputs, bool automatic);
/* A network of this name; passphrase NULL: open. */
uint32_t bed_network(struct service_station *s, const char *ssid, const char *passphrase,
                     int32_t priority);
/* Runs for at most so many seconds; true as soon as it is so. */
bool bed_until(struct bed *bed, unsigned seconds, bool (*there)(void *user), void *user);
/* Runs until the station is in this state; false: not within so many seconds. */
bool bed_until_state(struct bed *bed, struct service_station *s, enum service_state state,
                     unsigned seconds);
void bed_run(struct bed *bed, unsigned seconds);

#endif
