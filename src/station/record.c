/* Inputs as outputs, and as calls told to the context's recorder (record.h): called by the public
 * functions of a station before the input is looked at. */
#include "station/record.h"
#include "base/mac.h"
#include "miniport/miniport.h"

/* Copies bytes to where the output's payload has got to; returns how many. */
static size_t keep(uint8_t *to, struct extsta_span *bytes)
{
    if (bytes->len > 0) {
        memcpy(to, bytes->data, bytes->len);
    }
    *bytes = span(bytes->data ? to : NULL, bytes->len);
    return bytes->len;
}

void record_input(struct extsta_station *sta, const struct extsta_input *input)
{
    struct extsta_output *out = NULL;
    if (outq_wants(&sta->awake->out, EXTSTA_OUT_INPUT)) {
        out = outq_insert(&sta->awake->out, EXTSTA_OUT_INPUT, input->bytes.len);
    }
    if (out) {
        out->input = *input;
        keep(outq_payload(out), &out->input.bytes);
    }
}

/* Group frames are everybody's. A radio without a filter of its own hears all the others' too:
 * what they say to each other would be recorded as often as there are stations. */
static bool is_for(const struct extsta_station *sta, struct extsta_span frame)
{
    if (frame.len < 10) {
        return true; /* whom it is for is not in it */
    }
    struct extsta_mac to = mac_at(frame.data + 4);
    const struct miniport *own =
        sta->ops == &miniport_ops ? (const struct miniport *)sta->awake->driver : NULL;
    return mac_is_group(to) || mac_equal(to, sta->awake->host.os.address) ||
           (own && mac_equal(to, own->address));
}

void record_frames(struct extsta_station *sta, const struct extsta_rx_frame *frames,
                   size_t count)
{
    if (!outq_wants(&sta->awake->out, EXTSTA_OUT_INPUT)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_for(sta, frames[i].bytes)) {
            record_input(sta, &(struct extsta_input){.type = EXTSTA_INPUT_FRAME,
                                                     .bytes = frames[i].bytes,
                                                     .meta = frames[i].meta});
        }
    }
}

void record_call(const struct extsta_station *sta, struct extsta_call *call)
{
    const struct extsta_recorder *recorder = &sta->ctx->recorder;
    call->station = sta->number;
    call->refused = sta->ctx->pool.refused;
    recorder->call(recorder->user, call);
}

struct extsta_function *record_function(struct extsta_station *sta,
                                        const struct extsta_function *function)
{
    struct extsta_output *out = NULL;
    if (outq_wants(&sta->awake->out, EXTSTA_OUT_FUNCTION)) {
        out = outq_insert(&sta->awake->out, EXTSTA_OUT_FUNCTION,
                          function->data.len + function->ethertypes.len);
    }
    if (!out) {
        return NULL;
    }
    out->function = *function;
    size_t used = keep(outq_payload(out), &out->function.data);
    keep(outq_payload(out) + used, &out->function.ethertypes);
    return &out->function;
}
