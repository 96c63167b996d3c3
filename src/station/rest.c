/* Stations that rest: the octets of a form (form.c) in place of both halves, with references
 * into the book of the context. A station lies down by itself when nothing has happened to it
 * for a while and nothing is under way, and wakes with whatever concerns it: a call, a frame, a
 * deadline. Beacons of its AP that say nothing new do not (miniport/quiet.h).
 *
 * Where that does not pay, it is tried less and less often: a station that is woken soon after
 * it lay down waits twice as long the next time. */
#include "base/form.h"
#include "base/wipe.h"
#include "miniport/quiet.h"
#include "station/core.h"

#define QUIET_FOR  (1u * EXTSTA_SECOND)  /* nothing has happened for so long */
#define SLEEP_SOON (10u * EXTSTA_SECOND) /* one that rests less is woken too often */
#define PATIENCE   8u                    /* doublings, at most */
#define FORM_MOST  4096u                 /* octets; what has more is not idle */

struct station_rest {
    struct mp_quiet quiet;
    const struct extsta_radio_caps *radio;
    extsta_time lain; /* when it lay down */
    extsta_time host_deadline;
    uint16_t len;
    uint8_t octets[];
};

static size_t rest_size(size_t len)
{
    return sizeof(struct station_rest) + len;
}

/* --- lying down --- */

/* What it is told of, it would have to be woken for. */
static bool may_rest(struct extsta_station *sta, struct mp_quiet *q)
{
    return sta->awake && !sta->foreign && !sta->busy && !sta->detached &&
           !sta->awake->host.ihv && !outq_wants(&sta->awake->out, EXTSTA_OUT_INPUT) &&
           quiet_begin(sta->awake->driver, sta->now, q);
}

/* False: it cannot be written, or there is no memory. */
static bool lie_down(struct extsta_station *sta, const struct mp_quiet *q)
{
    uint8_t octets[FORM_MOST];
    struct form_out f = {.w = writer_of(octets, sizeof octets), .resting = true};
    station_form_put(sta, &f);
    struct station_rest *rest =
        f.why || f.w.failed ? NULL : pool_alloc(&sta->ctx->pool, rest_size(f.len));
    if (rest) {
        *rest = (struct station_rest){
            .quiet = *q,
            .radio = ((const struct miniport *)sta->awake->driver)->radio,
            .lain = sta->now,
            .host_deadline = sta->host_deadline,
            .len = (uint16_t)f.len,
        };
        memcpy(rest->octets, octets, f.len);
        form_drop(sta->ctx, &station_form, sta, true);
        sta->rest = rest;
    }
    wipe(octets, sizeof octets);
    return rest != NULL;
}

/* What is due soon, as candidates are after an association, would wake it at once. */
void station_rest_consider(struct extsta_station *sta)
{
    struct mp_quiet q;
    extsta_time patience = (extsta_time)QUIET_FOR << sta->restless;
    if (sta->now - sta->stirred < patience || !may_rest(sta, &q) ||
        q.deadline < sta->now + SLEEP_SOON || sta->host_deadline < sta->now + SLEEP_SOON) {
        return;
    }
    if (!lie_down(sta, &q)) {
        sta->stirred = sta->now; /* not every time */
    }
}

bool extsta_station_rest(struct extsta_station *sta)
{
    struct mp_quiet q;
    return !sta->awake || (may_rest(sta, &q) && lie_down(sta, &q));
}

/* --- waking --- */

/* The references are the form's until all of it is read. */
bool station_wake(struct extsta_station *sta)
{
    struct station_rest *rest = sta->rest;
    struct form_in f = {.r = reader_of(span(rest->octets, rest->len)),
                        .ctx = sta->ctx,
                        .now = rest->lain,
                        .resting = true};
    extsta_time now = sta->now;
    f.hand[FORM_RADIO] = (void *)(uintptr_t)rest->radio;
    form_get(&f, &station_form, sta);
    if (!form_in_ok(&f)) {
        form_drop(sta->ctx, &station_form, sta, true);
        sta->now = now;
        return false;
    }
    sta->now = now;
    sta->rest = NULL;
    quiet_end(sta->awake->driver, &rest->quiet);
    if (now - rest->lain >= SLEEP_SOON) {
        sta->restless = 0;
    } else if (sta->restless < PATIENCE) {
        sta->restless++;
    }
    size_t size = rest_size(rest->len);
    wipe(rest, size);
    pool_release(&sta->ctx->pool, rest, size);
    return true;
}

/* Its references stay with the context, for want of memory to find them. */
void station_rest_free(struct extsta_station *sta)
{
    struct station_rest *rest = sta->rest;
    size_t size = rest_size(rest->len);
    quiet_forget(sta->ctx, &rest->quiet);
    wipe(rest, size);
    pool_release(&sta->ctx->pool, rest, size);
    pool_release(&sta->ctx->pool, sta, sizeof *sta);
}

/* --- at rest --- */

bool station_rest_hears(struct extsta_station *sta, extsta_time now,
                        const struct extsta_rx_frame *frames, size_t count)
{
    bool quiet = count == 1 && quiet_hears(sta->ctx, &sta->rest->quiet,
                                           now > sta->now ? now : sta->now, frames);
    if (quiet && now > sta->now) {
        sta->now = now;
    }
    return quiet;
}

bool station_rest_expires(struct extsta_station *sta, extsta_time now)
{
    extsta_time then = now > sta->now ? now : sta->now;
    bool quiet = sta->rest->host_deadline > then && quiet_expires(&sta->rest->quiet, then);
    if (quiet) {
        sta->now = then;
    }
    return quiet;
}

extsta_time station_rest_deadline(const struct extsta_station *sta)
{
    extsta_time driver = quiet_deadline(&sta->rest->quiet);
    return driver < sta->rest->host_deadline ? driver : sta->rest->host_deadline;
}
