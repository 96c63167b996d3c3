/* What goes into a station, for whoever records it. Two kinds of record, both made before the
 * input is looked at:
 *
 * - for the event log, among the station's outputs (EXTSTA_OUT_RECORD): the calls of the radio
 *   and of the network stack, and those of an IHV extension. A record is inserted, the pump
 * does not come by it;
 * - for a replay, to the recorder of the context (extsta/recorder.h): every call by which
 *   something gets in.
 *
 * Where nobody wants one nothing is done. */
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

/* Whether the context's recorder is to be told of a call that comes now: not of one that is
 * made from inside another (which follows from that one), nor while the station is being made.
 */
static inline bool record_hears(const struct extsta_station *sta)
{
    return sta->ctx->recorder.call && !sta->busy && sta->number;
}
/* Tells it; station and what is the same for all calls are filled in. */
void record_call(const struct extsta_station *sta, struct extsta_call *call);
/* The first line of every public function by which something gets in: the call's name as
 * extsta/recorder.h has it, its time, and the members of struct extsta_call that it has. */
#define RECORD_CALL(sta_, symbol, now_, ...)                                                   \
    do {                                                                                       \
        if (record_hears(sta_)) {                                                              \
            record_call(sta_, &(struct extsta_call){                                           \
                                  .type = EXTSTA_CALL_##symbol, .now = (now_), __VA_ARGS__});  \
        }                                                                                      \
    } while (0)

/* What the call gives back, when it has been left. Returns `value`. */
static inline uint64_t record_result(const struct extsta_station *sta, uint64_t value,
                                     struct extsta_span octets)
{
    if (record_hears(sta) && sta->ctx->recorder.result) {
        sta->ctx->recorder.result(sta->ctx->recorder.user, sta->number,
                                  &(struct extsta_call_result){value, octets});
    }
    return value;
}
static inline enum extsta_error record_error(const struct extsta_station *sta,
                                             enum extsta_error e)
{
    return (enum extsta_error)record_result(sta, e, (struct extsta_span){NULL, 0});
}

#endif
