/* MAC addresses as people write them, and made-up ones. */
#ifndef HOST_ADDRESS_H
#define HOST_ADDRESS_H

#include <extsta/types.h>

/* "02:00:00:00:00:01", and nothing behind it. False: it is no such text, and *out is not to be
 * used. */
bool address_read(const char *text, struct extsta_mac *out);
/* A locally administered address of a single station, drawn at random. */
struct extsta_mac address_random(void);

#endif
