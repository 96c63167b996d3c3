/* The listener of a run that somebody reads or keeps (script_tell.h); it tells with tell/. */
#include "script_tell.h"
#include "event_json.h"
#include "out_file.h"
#include "pcap.h"
#include "script.h"

static void on_station(void *user, extsta_time now, struct world_station *s)
{
    struct tell *t = user;
    if (t->json.file) {
        event_json_member(&t->json, now, "station", s->name, s->address);
    }
}

static void on_ap(void *user, extsta_time now, struct world_ap *a, struct extsta_mac bssid)
{
    struct tell *t = user;
    if (t->json.file) {
        event_json_member(&t->json, now, "ap", a->name, bssid);
    }
}

/* Timeline and event log show the same output, each in its way. */
static void on_output(void *user, extsta_time now, struct world_station *s,
                      const struct extsta_output *out)
{
    struct tell *t = user;
    if (t->timeline.out) {
        timeline_output(&t->timeline, now, s->name, out);
    }
    if (t->json.file) {
        event_json(&t->json, now, s->name, out);
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

bool tell_start(struct tell *t, const struct script_options *o, const struct label_names *names,
                const char **why)
{
    t->listener = (struct world_listener){
        .outputs = o->json   ? EXTSTA_OUT_ALL
                   : o->text ? TIMELINE_OUTPUTS
                             : 0,
        .station = on_station,
        .ap = on_ap,
        .output = on_output,
        .frame = o->pcap || (o->text && o->frames) ? on_frame : NULL,
        .ping = on_ping,
        .user = t,
    };
    t->options = o;
    timeline_start(&t->timeline, o->text, o->colour, o->text && o->frames, names);
    json_out_start(&t->json, o->json);
    t->pcap = o->pcap ? pcap_file_create(o->pcap, why) : NULL;
    return t->pcap || !o->pcap;
}

const char *tell_would_destroy(struct tell *t, const char *path)
{
    const char *pcap = t->options->pcap;
    t->dropped = t->dropped || (pcap && out_file_is_input(pcap, path));
    return t->dropped ? "--pcap" : NULL;
}

void tell_say(struct tell *t, extsta_time now, const char *text)
{
    if (t->timeline.out) {
        timeline_say(&t->timeline, now, "", text);
    }
}

/* ", 3 retries"; nothing when there are none. */
static void count(struct page *p, uint64_t n, const char *one, const char *many)
{
    if (n) {
        page_printf(p, ", %llu %s", (unsigned long long)n, n == 1 ? one : many);
    }
}

void tell_summary(struct tell *t, const struct world *w, double seconds)
{
    struct page *p = &t->timeline.page;
    struct air *air = world_air((struct world *)w);
    struct air_stats stats;
    uint32_t sent = 0, answered = 0;
    if (!t->timeline.out) {
        return;
    }
    for (struct world_station *s = world_stations(w); s; s = s->next) {
        sent += s->pings_sent;
        answered += s->pings_answered;
    }
    air_stats(air, &stats);
    page_newline(p);
    p->indent = 2;
    page_paint(p, PAGE_DIM);
    page_printf(p, "%.1f s of radio", (double)air_now(air) / 1e6);
    if (seconds >= 0) {
        page_printf(p, " in %.2f s", seconds);
    }
    page_printf(p, ": %llu frames on the air", (unsigned long long)stats.transmissions);
    count(p, stats.retries, "retry", "retries");
    count(p, t->timeline.roams, "roam", "roams");
    count(p, t->timeline.returns, "return after a loss", "returns after a loss");
    if (sent) {
        page_printf(p, ", %u of %u pings answered", answered, sent);
    }
    page_paint(p, PAGE_RESET);
    page_newline(p);
}

bool tell_end(struct tell *t)
{
    bool ok = !t->json.file || json_out_flush(&t->json);
    if (t->dropped) {
        pcap_file_drop(t->pcap);
        return ok;
    }
    return (!t->pcap || pcap_file_close(t->pcap)) && ok;
}
