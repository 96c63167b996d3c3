/* The listener of a run that somebody reads or keeps (script_tell.h); it tells with tell/. */
#include "script_tell.h"
#include "ap_events.h"
#include "driver_text.h"
#include "out_file.h"
#include "pcap.h"
#include "script.h"
#include <errno.h>
#include <string.h>

#define STORY_FAULTS 10u /* of a kind */

static void on_station(void *user, extsta_time now, struct world_station *s)
{
    struct tell *t = user;
    for (size_t i = 0; i < t->line_count; i++) {
        event_json_station(t->lines[i].out, t->lines[i].level, now, s->name, s->address,
                           s->phy_count);
    }
}

static void on_ap(void *user, extsta_time now, struct world_ap *a, struct extsta_mac bssid)
{
    struct tell *t = user;
    for (size_t i = 0; i < t->line_count; i++) {
        event_json_ap(t->lines[i].out, t->lines[i].level, now, a->name, bssid);
    }
}

static void on_ap_event(void *user, extsta_time now, struct world_ap *a,
                        const struct apsim_event *event)
{
    struct tell *t = user;
    char text[200];
    if (t->timeline.out && t->options->view != SCRIPT_VIEW_STATION) {
        ap_event_text(t->timeline.names, event, text, sizeof text);
        timeline_say(&t->timeline, now, a->name, text);
    }
    for (size_t i = 0; i < t->line_count; i++) {
        ap_event_json(t->lines[i].out, now, a->name, event);
    }
}

/* Timeline and event logs show the same output, each in its way. */
static void on_output(void *user, extsta_time now, struct world_station *s,
                      const struct extsta_output *out)
{
    struct tell *t = user;
    if (t->timeline.out && t->options->view != SCRIPT_VIEW_AP) {
        timeline_output(&t->timeline, now, s->name, out);
    }
    for (size_t i = 0; i < t->line_count; i++) {
        event_json(t->lines[i].out, t->lines[i].level, now, s->name, out);
    }
}

static void on_frame(void *user, const struct air_sniffed *frame)
{
    struct tell *t = user;
    struct extsta_frame_info info;
    if (t->pcap) {
        pcap_file_write(t->pcap, frame->time, frame->bytes, &frame->meta);
    }
    if (t->timeline.frames && extsta_frame_describe(frame->bytes, &info) && info.kind != 0x40 &&
        info.kind != 0x50) { /* who looks for a network tells no story */
        extsta_frame_tell_eapol(&info, frame->eapol_message);
        timeline_frame(&t->timeline, frame->time, &info);
    }
}

static void on_ping(void *user, extsta_time now, struct world_station *s, const uint8_t ip[4],
                    size_t octets)
{
    struct tell *t = user;
    char text[80];
    if (t->timeline.out) {
        snprintf(text, sizeof text, "ping to %u.%u.%u.%u answered (%zu bytes)", ip[0], ip[1],
                 ip[2], ip[3], octets);
        timeline_say(&t->timeline, now, s->name, text);
    }
}

static void add_lines(struct tell *t, struct json_out *out, enum extsta_log_level level)
{
    if (out->file) {
        t->lines[t->line_count++] = (struct tell_lines){out, level};
    }
}

bool tell_start(struct tell *t, const struct script_options *o, const struct label_names *names,
                char *error, size_t error_size)
{
    const char *why = NULL;
    t->listener = (struct world_listener){
        .outputs = o->log    ? EXTSTA_OUT_RECORD
                   : o->json ? EXTSTA_OUT_ALL | EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION)
                   : o->text ? TIMELINE_OUTPUTS
                             : 0,
        .station = on_station,
        .ap = on_ap,
        .ap_event = on_ap_event,
        .output = on_output,
        .frame = o->pcap || (o->text && o->frames) ? on_frame : NULL,
        .ping = on_ping,
        .user = t,
    };
    t->options = o;
    timeline_start(&t->timeline, o->text, o->colour, o->text && o->frames, names);
    t->timeline.why = o->why;
    json_out_start(&t->json, o->json);
    t->pcap = o->pcap ? pcap_file_create(o->pcap, &why) : NULL;
    if (o->pcap && !t->pcap) {
        snprintf(error, error_size, "%s cannot be written: %s", o->pcap, why);
        return false;
    }
    t->report = o->html ? run_report_new(o->html) : NULL;
    if (o->html && !t->report) {
        snprintf(error, error_size, "%s cannot be written: %s", o->html, strerror(errno));
        pcap_file_drop(t->pcap);
        return false;
    }
    if (o->log && !event_log_open(&t->log, o->log, false)) {
        snprintf(error, error_size, "%s cannot be written: %s", o->log, strerror(errno));
        pcap_file_drop(t->pcap);
        run_report_drop(t->report);
        return false;
    }
    add_lines(t, &t->json, EXTSTA_LOG_SHORT);
    add_lines(t, &t->log.json, EXTSTA_LOG_WHOLE);
    return true;
}

const char *tell_would_destroy(struct tell *t, const char *path)
{
    const struct script_options *o = t->options;
    const char *option = o->pcap && out_file_is_input(o->pcap, path)   ? "--pcap"
                         : o->html && out_file_is_input(o->html, path) ? "--html"
                         : o->log && out_file_is_input(o->log, path)   ? "--log"
                                                                       : NULL;
    for (size_t i = 0; i < o->ear_count && !option; i++) {
        option = out_file_is_input(o->ears[i].path, path) ? "--pcap-at" : NULL;
    }
    t->dropped = t->dropped || option;
    return option;
}

void tell_say(struct tell *t, extsta_time now, const char *text)
{
    if (t->timeline.out) {
        timeline_say(&t->timeline, now, "", text);
    }
    for (size_t i = 0; i < t->line_count; i++) {
        struct json_out *j = t->lines[i].out;
        json_begin(j);
        json_seconds(j, "time", now);
        json_text(j, "line", "say");
        json_text(j, "text", text);
        json_line_end(j);
    }
    if (t->report) {
        run_report_say(t->report, now, text);
    }
}

/* For people; what fails is said also where there is no story. */
static void say_expectation(const struct script_options *o, bool held, const char *place,
                            const char *text)
{
    FILE *out = o->text ? o->text : o->failed;
    struct page page;
    if (!out || (held && o->quiet)) {
        return;
    }
    page_start(&page, out, o->text && o->colour);
    page_painted(&page, held ? PAGE_GREEN : PAGE_RED,
                 held ? "as expected: " : "not as expected: ");
    page_put(&page, held ? "" : place);
    page_put(&page, text);
    page_newline(&page);
}

void tell_expect(struct tell *t, extsta_time now, bool held, const char *place,
                 const char *text)
{
    say_expectation(t->options, held, place, text);
    size_t len = strlen(place);
    len -= len >= 2 && strcmp(place + len - 2, ": ") == 0 ? 2 : 0;
    for (size_t i = 0; i < t->line_count; i++) {
        struct json_out *j = t->lines[i].out;
        json_begin(j);
        json_seconds(j, "time", now);
        json_text(j, "line", "expect");
        json_bool(j, "held", held);
        json_text(j, "text", text);
        json_span_text(j, "place", (struct extsta_span){(const uint8_t *)place, len});
        json_line_end(j);
    }
    if (t->report) {
        run_report_expect(t->report, now, held, place, text);
    }
}

/* It lies in the log behind what it judges, and is not there when nobody reads: then it is said
 * with the expectations that fail. */
void tell_violation(struct tell *t, const char *station, const struct extsta_finding *finding,
                    const struct label_names *names)
{
    const struct script_options *o = t->options;
    FILE *out = o->text ? o->text : o->failed;
    if (out) {
        char text[640];
        struct page page;
        referee_text(finding, names, REFEREE_EVENTS, text, sizeof text);
        page_start(&page, out, o->text && o->colour);
        page_painted(&page, PAGE_RED, "rule broken by ");
        page_put(&page, station);
        page_put(&page, ": ");
        page_put(&page, text);
        page_newline(&page);
    }
    for (size_t i = 0; i < t->line_count; i++) {
        referee_json(t->lines[i].out, NULL, station, finding, names);
    }
}

void tell_fault(struct tell *t, const char *station, const struct extsta_driver_fault *fault,
                uint32_t nth)
{
    const struct script_options *o = t->options;
    FILE *out = o->text ? o->text : o->failed;
    if (out && nth <= STORY_FAULTS) {
        struct page page;
        page_start(&page, out, o->text && o->colour);
        driver_fault_page(&page, station, fault);
        if (nth == STORY_FAULTS) {
            page_put(&page, "  further ones of this kind are not told");
            page_newline(&page);
        }
    }
    for (size_t i = 0; i < t->line_count; i++) {
        driver_fault_json(t->lines[i].out, station, fault);
    }
}

void tell_contract(struct tell *t, const struct referee_count *count)
{
    char text[640];
    if (t->options->text) {
        referee_count_text(count, text, sizeof text);
        fprintf(t->options->text, "%s\n", text);
    }
    for (size_t i = 0; i < t->line_count; i++) {
        referee_count_json(t->lines[i].out, count);
    }
}

/* ", 3 retries"; nothing when there are none. */
static void count(struct page *p, uint64_t n, const char *one, const char *many)
{
    if (n) {
        page_printf(p, ", %llu %s", (unsigned long long)n, n == 1 ? one : many);
    }
}

static void take_numbers(struct tell *t, const struct script *s)
{
    struct course_run *run = &t->run;
    *run = (struct course_run){.expected = s->expected, .failed = s->failed};
    if (!s->world) {
        return;
    }
    run->time = air_now(world_air(s->world));
    air_stats(world_air(s->world), &run->stats);
    for (struct world_station *k = world_stations(s->world); k; k = k->next) {
        run->pings_sent += k->pings_sent;
        run->pings_answered += k->pings_answered;
    }
}

static void say_numbers(struct tell *t, double seconds)
{
    struct page *p = &t->timeline.page;
    const struct course_run *run = &t->run;
    page_newline(p);
    p->indent = 2;
    page_paint(p, PAGE_DIM);
    page_printf(p, "%.1f s of radio", (double)run->time / 1e6);
    if (seconds >= 0) {
        page_printf(p, " in %.2f s", seconds);
    }
    page_printf(p, ": %llu frames on the air", (unsigned long long)run->stats.transmissions);
    count(p, run->stats.retries, "retry", "retries");
    count(p, t->timeline.roams, "roam", "roams");
    count(p, t->timeline.returns, "return after a loss", "returns after a loss");
    if (run->pings_sent) {
        page_printf(p, ", %llu of %llu pings answered", (unsigned long long)run->pings_answered,
                    (unsigned long long)run->pings_sent);
    }
    page_newline(p);
}

void tell_flush(struct tell *t)
{
    if (t->json.file) {
        (void)json_out_flush(&t->json);
    }
}

void tell_summary(struct tell *t, const struct script *s, double seconds)
{
    take_numbers(t, s);
    t->summed = true;
    if (t->timeline.out) {
        say_numbers(t, seconds);
        course_text(&t->timeline.page, &s->course.course);
        page_paint(&t->timeline.page, PAGE_RESET);
    }
}

static bool end_report(struct tell *t, const struct script *s, const char *name,
                       const char *end)
{
    struct run_report *report = t->report;
    t->report = NULL;
    const struct run_report_about about = {
        .script = name + 1, .seed = s->air.seed, .end = *end ? end : NULL};
    return run_report_end(report, &about, &s->course.course, &t->run);
}

const char *tell_end(struct tell *t, const struct script *s, const char *name, const char *end)
{
    const char *failed = NULL;
    for (size_t i = 0; i < t->line_count && t->summed; i++) {
        course_json(t->lines[i].out, &s->course.course, &t->run);
    }
    if (t->json.file && !json_out_flush(&t->json)) {
        failed = "the event log";
    }
    if (!event_log_close(&t->log, !t->dropped)) {
        failed = t->options->log;
    }
    if (t->dropped) {
        pcap_file_drop(t->pcap);
        run_report_drop(t->report);
        return failed;
    }
    if (t->pcap && !pcap_file_close(t->pcap)) {
        failed = t->options->pcap;
    }
    if (t->report && !end_report(t, s, name, end)) {
        failed = t->options->html;
    }
    return failed;
}
