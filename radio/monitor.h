/* Listening: frames from an interface in monitor mode, live, through libpcap. `extsta watch`
 * feeds an explainer with them. Nothing is sent. One thread. */
#ifndef RADIO_MONITOR_H
#define RADIO_MONITOR_H

#include "capture.h"

struct monitor;

enum monitor_problem {
    MONITOR_OK,
    MONITOR_NO_INTERFACE,
    MONITOR_NO_PRIVILEGE,
    MONITOR_NOT_MONITOR, /* it gives Ethernet frames, not 802.11 ones */
    MONITOR_FAILED,
};

/* Opens an interface. NULL: *problem, and a line in `why` (256 bytes). */
struct monitor *monitor_open(const char *interface, enum monitor_problem *problem, char *why);
/* Waits up to a quarter of a second. 1: a frame, valid until the next call; its time is of the
 * wall clock, its FCS not said. 0: none. -1: the interface is gone, monitor_why says how. */
int monitor_read(struct monitor *monitor, struct capture_record *record);
/* libpcap's message about the last error; valid until the next call. */
const char *monitor_why(struct monitor *monitor);
/* Frames that the kernel or the interface had to drop, since the opening. */
uint64_t monitor_lost(struct monitor *monitor);
void monitor_close(struct monitor *monitor);

#endif
