/* The program `extsta` with stations that are taken out and put in again after every event:
 * linked with --wrap=extsta_next, so that a station whose outputs have all been taken is
 * written as octets (extsta/form.h), given back, and made anew of them in its place. What it
 * does must be what it would have done (formed.py). Where it may rest it rests instead
 * (station/rest.c): what comes next wakes it, or is kept until something does. Of runs with
 * many events, ever fewer. How often that was, and why it was not, goes to the file that
 * FORMED_REPORT names. */
#include "base/form.h"
#include "base/wipe.h"
#include "miniport/miniport.h"
#include "station/core.h"
#include <stdio.h>
#include <stdlib.h>

#define REASONS 32
#define EVERY                                                                                  \
    1000u /* the first so many are all taken; of those that follow one in two, and so on */

static struct {
    unsigned long times, octets, most, rests;
    struct {
        const char *why;
        unsigned long times;
    } refused[REASONS];
} report;

static void write_report(void)
{
    const char *name = getenv("FORMED_REPORT");
    FILE *out = name ? fopen(name, "w") : NULL;
    if (!out) {
        return;
    }
    fprintf(out, "%lu\t%lu\t%lu\t%lu\n", report.times,
            report.times ? report.octets / report.times : 0, report.most, report.rests);
    for (size_t i = 0; i < REASONS && report.refused[i].why; i++) {
        fprintf(out, "%lu\t%s\n", report.refused[i].times, report.refused[i].why);
    }
    fclose(out);
}

static void count_refusal(const char *why)
{
    size_t i = 0;
    while (i < REASONS - 1 && report.refused[i].why && report.refused[i].why != why) {
        i++;
    }
    report.refused[i].why = why;
    report.refused[i].times++;
}

static void again(struct extsta_station *sta)
{
    static uint8_t octets[1u << 20];
    static bool once;
    static unsigned long passed;
    if (!once) {
        once = true;
        atexit(write_report);
    }
    if (passed++ < report.times / EVERY) {
        return;
    }
    passed = 0;
    if (extsta_station_rest(sta)) {
        report.rests++;
        return;
    }
    const char *why = extsta_form_refusal(sta);
    if (why) {
        count_refusal(why);
        return;
    }
    size_t len = extsta_form_write(sta, octets, sizeof octets);
    if (len == 0 || len > sizeof octets) {
        fprintf(stderr, "formed: a form of %zu octets\n", len);
        abort();
    }
    struct extsta_context *ctx = sta->ctx;
    struct extsta_form_config config = {.radio =
                                            ((struct miniport *)sta->awake->driver)->radio};
    form_drop(ctx, &station_form, sta, false);
    wipe(sta, sizeof *sta);
    enum extsta_error e = station_form_read(ctx, span(octets, len), &config, sta);
    if (e != EXTSTA_OK) {
        fprintf(stderr, "formed: what was written cannot be read: %d\n", (int)e);
        abort();
    }
    report.times++;
    report.octets += len;
    report.most = len > report.most ? len : report.most;
}

bool __real_extsta_next(struct extsta_station *sta, struct extsta_output *output);
bool __wrap_extsta_next(struct extsta_station *sta, struct extsta_output *output);

bool __wrap_extsta_next(struct extsta_station *sta, struct extsta_output *output)
{
    bool more = __real_extsta_next(sta, output);
    if (!more && sta->awake) {
        again(sta);
    }
    return more;
}
