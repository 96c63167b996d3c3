/* The values a report shows, as JSON that its script reads (report_model.js): arrays, because a
 * report may have a hundred thousand of them. The page of a capture (report_html.c) says texts
 * and BSSs by number, a live one (report_live.c) as they are. */
#ifndef TELL_REPORT_JSON_H
#define TELL_REPORT_JSON_H

#include "ladder.h"
#include "lanes.h"
#include "texts.h"
#include <extsta/collection.h>
#include <stdio.h>

struct report_json {
    FILE *out;
    struct texts *texts; /* NULL: texts and BSSs are written out */
    uint64_t begin;      /* nanoseconds; times are counted from it */
};

/* A quoted string that can neither end the script it is in nor mislead (tell/plain.h). */
void report_json_string(const struct report_json *r, const uint8_t *text, size_t len);
/* The same of a string, or its number. */
void report_json_text(const struct report_json *r, const char *text);
/* "02:00:00:00:01:00" */
void report_json_mac(const struct report_json *r, struct extsta_mac mac);
/* [what, by, flags, begin, duration, first, last, confidence, code, bss, name, label, text,
 * advice, other, gap, count, evidence, ladder, number]; times in microseconds. Evidence, of
 * trouble: a weight and a text each, else 0. ladder NULL: 0; else [left_at, left_out, then of
 * each frame: time, number, text, flags]. */
void report_json_story(const struct report_json *r, const struct extsta_kept_story *k,
                       const struct ladder *ladder, const struct ladders *ladders);
/* [bssid, ssid, channel, security, beacons, announced] */
void report_json_bss(const struct report_json *r, const struct extsta_kept_bss *bss);
/* [begin, step, then of each that is not empty: index, signal of the station and of the AP in
 *  tenths of dBm, frames of both, retries, frequency]; NULL: 0. */
void report_json_lane(const struct report_json *r, const struct lane *lane);
/* "name":[...] of the names of what stories say, by number. */
void report_json_whats(const struct report_json *r);

#endif
