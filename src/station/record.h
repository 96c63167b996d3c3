/* What goes into a station, put among its outputs for whoever records them (EXTSTA_OUT_RECORD):
 * the calls of the radio and of the network stack, and those of an IHV extension. A record is
 * inserted, the pump does not come by it. Where nobody wants one nothing is done. */
#ifndef STATION_RECORD_H
#define STATION_RECORD_H

#include "station/core.h"

/* Frames that were received: those for this station or for a group. Of a foreign driver's
 * station the permanent address counts, whatever address the driver goes by. */
void record_frames(struct extsta_station *sta, const struct extsta_rx_frame *frames,
                   size_t count);
/* Any input; its bytes are copied. */
void record_input(struct extsta_station *sta, const struct extsta_input *input);
/* A function that an extension has called, before it is carried out; data and EtherTypes are
 * copied. The result is filled in later, until the next call of extsta_next. NULL: nobody wants
 * it, or there is no memory (which leaves a gap). */
struct extsta_function *record_function(struct extsta_station *sta,
                                        const struct extsta_function *function);

#endif
