/* A TAP interface: the station's side of the kernel's network stack. */
#ifndef HOST_TAP_H
#define HOST_TAP_H

#include <extsta/types.h>

/* Creates (or attaches to) the TAP interface `name`, gives it the station's address
 * and MTU 1500 and brings it up. Returns a non-blocking descriptor that reads and
 * writes whole 802.3 frames, or -1 with a message in `why` (at most `size` bytes) that
 * says what to do. Needs CAP_NET_ADMIN. */
int tap_open(const char *name, struct extsta_mac address, char *why, size_t size);

/* The same with another MTU, and without a carrier until tap_carrier says that there is one: to
 * DHCP clients and routes it is a card that is not connected. Refused where an interface of this
 * name is there already: it is somebody else's. */
int tap_make(const char *name, struct extsta_mac address, uint16_t mtu, char *why, size_t size);
/* Whether there is a carrier. Needs no privilege. False: the kernel (before 5.0) cannot say. */
bool tap_carrier(int fd, bool there);

#endif
