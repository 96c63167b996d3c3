/* Tells the course of a run (course_tell.h), at its end: for people what a crowd went through,
 * for programs each step. */
#include "course_tell.h"
#include <string.h>

/* --- in words --- */

/* Three digits tell all that can be compared. */
static void put_seconds(struct page *p, extsta_time us)
{
    double s = (double)us / 1e6;
    page_printf(p, s < 1 ? "%.2f s" : s < 100 ? "%.1f s" : "%.0f s", s);
}

static void put_time(struct page *p, const char *before, extsta_time us)
{
    page_put(p, before);
    put_seconds(p, us);
}

/* ", 3 retries"; nothing when there are none. */
static void count(struct page *p, uint64_t n, const char *one, const char *many)
{
    if (n) {
        page_printf(p, ", %llu %s", (unsigned long long)n, n == 1 ? one : many);
    }
}

static void put_stations(struct page *p, const struct course_summary *s)
{
    page_tab(p, 2);
    page_printf(p, "%u stations: ", s->stations);
    if (s->in[COURSE_AUTHORIZED] == s->stations) {
        put_time(p, "all authorized after ", s->last);
    } else if (s->ever == s->stations) {
        put_time(p, "all were authorized after ", s->last);
    } else {
        page_printf(p, "%u authorized, %u never", s->in[COURSE_AUTHORIZED],
                    s->stations - s->ever);
    }
    if (s->ever) {
        put_time(p, s->ever < s->stations ? "; first after " : " (first ", s->first);
        put_time(p, ", median ", s->median);
        put_time(p, ", 95 % ", s->p95);
        put_time(p, s->ever < s->stations ? ", last " : "; longest wait ",
                 s->ever < s->stations ? s->last : s->wait_longest);
        page_put(p, s->ever < s->stations ? "" : ")");
    }
    uint32_t looking = s->in[COURSE_SEARCHING] + s->in[COURSE_ASSOCIATED];
    count(p, looking, "is on its way", "are on their way");
    count(p, s->in[COURSE_IDLE], "wants no network", "want no network");
    page_newline(p);
}

static void put_interruptions(struct page *p, const struct course_summary *s)
{
    if (!s->interruptions && !s->away) {
        return;
    }
    page_tab(p, 2);
    page_printf(p, "%llu interruption%s", (unsigned long long)(s->interruptions + s->away),
                s->interruptions + s->away == 1 ? "" : "s");
    if (s->interruptions) {
        put_time(p, ": median ", s->away_median);
        put_time(p, ", 95 % ", s->away_p95);
        put_time(p, ", longest ", s->away_longest);
    }
    if (s->away) {
        page_printf(p, "; %u %s not over", s->away, s->away == 1 ? "is" : "are");
    }
    page_newline(p);
}

static void put_share(struct page *p, const char *before, double share)
{
    page_printf(p, share > 0 && share < 0.01 ? "%s%.1f %%" : "%s%.0f %%", before, share * 100);
}

static struct air_channel_stats sum_of(const struct course *c, const struct course_channel *k)
{
    struct air_channel_stats sum = {.freq = k->total.freq};
    for (uint32_t i = 0; i < c->count; i++) {
        const struct air_channel_stats *p = &k->points[i];
        sum.transmissions += p->transmissions;
        sum.collisions += p->collisions;
        sum.retries += p->retries;
        sum.failed += p->failed;
        sum.expired += p->expired;
        sum.busy += p->busy;
        sum.queued = p->queued > sum.queued ? p->queued : sum.queued;
        sum.contending = p->contending > sum.contending ? p->contending : sum.contending;
    }
    return sum;
}

static void put_channel(struct page *p, const struct course *c, const struct course_channel *k)
{
    struct air_channel_stats sum = sum_of(c, k);
    page_tab(p, 2);
    page_printf(p, "channel %u: ", course_channel_number(k->total.freq));
    put_share(p, "busy ", course_height(c, k));
    put_share(p, " at the height, ", c->end ? (double)sum.busy / (double)c->end : 0);
    page_printf(p, " in all, %llu frames", (unsigned long long)sum.transmissions);
    if (sum.collisions) {
        put_share(p, ", ", (double)sum.collisions / (double)sum.transmissions);
        page_put(p, " lost in collisions");
    }
    count(p, sum.retries, "retry", "retries");
    count(p, sum.failed, "never acknowledged", "never acknowledged");
    count(p, sum.expired, "expired in its queue", "expired in their queues");
    count(p, sum.queued, "waited at a time", "waited at a time");
    page_newline(p);
}

/* The most frequent first. */
static void put_causes(struct page *p, const struct course *c)
{
    bool told[COURSE_CAUSES] = {false};
    char name[40];
    for (uint32_t n = 0; n < c->cause_count; n++) {
        uint32_t best = COURSE_CAUSES;
        for (uint32_t i = 0; i < c->cause_count; i++) {
            if (!told[i] &&
                (best == COURSE_CAUSES || c->causes[i].count > c->causes[best].count)) {
                best = i;
            }
        }
        told[best] = true;
        if (n == 0) {
            page_tab(p, 2);
        }
        page_printf(p, "%s%s (%llu)", n ? ", " : "causes: ", course_cause_name(c, best, name),
                    (unsigned long long)c->causes[best].count);
    }
    if (c->cause_count) {
        page_newline(p);
    }
}

#define CHANNELS_TOLD 8u

void course_text(struct page *p, const struct course *c)
{
    struct course_summary s;
    if (c->station_count <= COURSE_FEW) {
        return;
    }
    course_summarize(c, &s);
    p->indent = 4;
    put_stations(p, &s);
    put_interruptions(p, &s);
    for (uint32_t i = 0; i < c->channel_count && i < CHANNELS_TOLD; i++) {
        put_channel(p, c, &c->channels[i]);
    }
    put_causes(p, c);
}

/* --- as JSON --- */

static void json_stations(struct json_out *j, const uint32_t in[COURSE_STATES])
{
    json_open(j, "stations");
    json_number(j, "idle", in[COURSE_IDLE]);
    json_number(j, "searching", in[COURSE_SEARCHING]);
    json_number(j, "associated", in[COURSE_ASSOCIATED]);
    json_number(j, "authorized", in[COURSE_AUTHORIZED]);
    json_close(j);
}

/* height: negative, there is none. */
static void json_channel(struct json_out *j, const struct air_channel_stats *s,
                         extsta_time span, double height)
{
    json_item(j);
    json_number(j, "freq", s->freq);
    json_decimal(j, "busy", span ? (double)s->busy / (double)span : 0);
    if (height >= 0) {
        json_decimal(j, "busy_height", height);
    }
    json_number(j, "transmissions", s->transmissions);
    json_number(j, "collisions", s->collisions);
    json_number(j, "retries", s->retries);
    json_number(j, "failed", s->failed);
    json_number(j, "expired", s->expired);
    json_number(j, "queued", s->queued);
    json_number(j, "contending", s->contending);
    json_close(j);
}

static void json_step(struct json_out *j, const struct course *c, uint32_t at)
{
    extsta_time begin = at * c->step, end = begin + c->step;
    end = at + 1 == c->count && c->end < end ? c->end : end;
    json_begin(j);
    json_seconds(j, "time", end);
    json_text(j, "line", "course");
    json_seconds(j, "step", end - begin);
    json_stations(j, c->points[at].in);
    json_list(j, "channels");
    for (uint32_t i = 0; i < c->channel_count; i++) {
        struct air_channel_stats s = c->channels[i].points[at];
        s.freq = c->channels[i].total.freq;
        json_channel(j, &s, end - begin, -1);
    }
    json_list_close(j);
    json_list(j, "aps");
    for (uint32_t i = 0; i < c->ap_count; i++) {
        json_item(j);
        json_name(j, "ap", c->aps[i].name);
        json_number(j, "clients", c->aps[i].points[at].clients);
        json_number(j, "queued", c->aps[i].points[at].queued);
        json_close(j);
    }
    json_list_close(j);
    json_open(j, "causes");
    for (uint32_t i = 0; i < c->cause_count; i++) {
        char name[40];
        if (c->causes[i].points[at]) {
            json_number(j, course_cause_name(c, i, name), c->causes[i].points[at]);
        }
    }
    json_close(j);
    json_line_end(j);
}

/* Percentiles are there when there is something of which they are. */
static void json_times(struct json_out *j, const struct course_summary *s)
{
    json_number(j, "ever", s->ever);
    if (s->ever) {
        json_open(j, "authorized");
        json_seconds(j, "first", s->first);
        json_seconds(j, "median", s->median);
        json_seconds(j, "p95", s->p95);
        json_seconds(j, "last", s->last);
        json_seconds(j, "wait_median", s->wait_median);
        json_seconds(j, "wait_longest", s->wait_longest);
        json_close(j);
    }
    json_open(j, "interruptions");
    json_number(j, "count", s->interruptions);
    json_number(j, "not_over", s->away);
    if (s->interruptions) {
        json_seconds(j, "median", s->away_median);
        json_seconds(j, "p95", s->away_p95);
        json_seconds(j, "longest", s->away_longest);
    }
    json_close(j);
}

static void json_summary(struct json_out *j, const struct course *c,
                         const struct course_run *run)
{
    struct course_summary s;
    course_summarize(c, &s);
    json_begin(j);
    json_seconds(j, "time", run->time);
    json_text(j, "line", "summary");
    json_stations(j, s.in);
    json_times(j, &s);
    json_list(j, "channels");
    for (uint32_t i = 0; i < c->channel_count; i++) {
        struct air_channel_stats sum = sum_of(c, &c->channels[i]);
        json_channel(j, &sum, c->end, course_height(c, &c->channels[i]));
    }
    json_list_close(j);
    json_open(j, "air");
    json_number(j, "transmissions", run->stats.transmissions);
    json_number(j, "collisions", run->stats.collisions);
    json_number(j, "retries", run->stats.retries);
    json_number(j, "failed", run->stats.failed);
    json_number(j, "expired", run->stats.expired);
    json_close(j);
    json_open(j, "causes");
    for (uint32_t i = 0; i < c->cause_count; i++) {
        char name[40];
        json_number(j, course_cause_name(c, i, name), c->causes[i].count);
    }
    json_close(j);
    json_number(j, "pings", run->pings_answered);
    json_number(j, "pings_sent", run->pings_sent);
    json_number(j, "expectations", run->expected);
    json_number(j, "not_as_expected", run->failed);
    json_line_end(j);
}

void course_json(struct json_out *j, const struct course *c, const struct course_run *run)
{
    for (uint32_t i = 0; c->station_count > COURSE_FEW && i < c->count; i++) {
        json_step(j, c, i);
    }
    json_summary(j, c, run);
}
