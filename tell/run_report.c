/* Makes the report of a run (run_report.h): figures, what the script said and expected, plots
 * (svg_plot.h) of the course (course.h), and the same in numbers. The page around it, with its
 * colours and patterns, is run_report.html, made a string by scripts/embed. */
#include "run_report.h"
#include "html_out.h"
#include "out_file.h"
#include "run_report_page.h"
#include "svg_plot.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NOTES       2000u /* of the story; */
#define FAILED      4000u /* failed expectations go on up to here */
#define LANES_SHOWN 40u   /* stations; the others are folded */
#define LINES       SVG_STYLES
#define TABLE_ROWS  64u

/* A line of the script's. */
struct note {
    extsta_time time;
    enum { SAID, HELD, NOT_AS_EXPECTED } kind;
    char *text, *place;
};

struct run_report {
    struct out_file out;
    struct note *notes;
    uint32_t note_count, left_out;
    bool no_memory;
};

/* --- what is collected --- */

struct run_report *run_report_new(const char *path)
{
    struct run_report *r = calloc(1, sizeof *r);
    if (r && !out_file_open(&r->out, path)) {
        free(r);
        return NULL;
    }
    return r;
}

static void note(struct run_report *r, struct note n, const char *text, const char *place)
{
    if (r->note_count >= (n.kind == NOT_AS_EXPECTED ? FAILED : NOTES)) {
        r->left_out++;
        return;
    }
    if ((r->note_count & (r->note_count - 1)) == 0) {
        struct note *more =
            realloc(r->notes, (r->note_count ? r->note_count * 2u : 1u) * sizeof *more);
        r->no_memory |= !more;
        r->notes = more ? more : r->notes;
    }
    n.text = r->no_memory ? NULL : strdup(text);
    size_t len = strlen(place);
    len -= len >= 2 && strcmp(place + len - 2, ": ") == 0 ? 2 : 0;
    n.place = n.text ? strndup(place, len) : NULL;
    if (!n.place) {
        free(n.text);
        r->no_memory = true;
        return;
    }
    r->notes[r->note_count++] = n;
}

void run_report_say(struct run_report *r, extsta_time now, const char *text)
{
    note(r, (struct note){now, SAID, NULL, NULL}, text, "");
}

void run_report_expect(struct run_report *r, extsta_time now, bool held, const char *place,
                       const char *text)
{
    note(r, (struct note){now, held ? HELD : NOT_AS_EXPECTED, NULL, NULL}, text, place);
}

static void release(struct run_report *r)
{
    for (uint32_t i = 0; i < r->note_count; i++) {
        free(r->notes[i].text);
        free(r->notes[i].place);
    }
    free(r->notes);
    free(r);
}

void run_report_drop(struct run_report *r)
{
    if (r) {
        out_file_close(&r->out, false);
        release(r);
    }
}

/* --- columns: steps, as many together as there is room for --- */

struct view {
    FILE *out;
    const struct course *c;
    const struct course_run *run;
    struct svg_marks marks;
    uint32_t group; /* steps of a column */
    unsigned columns;
    double seconds;            /* of the run */
    double times[SVG_COLUMNS]; /* ends of the columns, seconds */
};

static double seconds_of(extsta_time us)
{
    return (double)us / 1e6;
}

static double step_end(const struct course *c, uint32_t at)
{
    extsta_time end = (at + 1) * c->step;
    return seconds_of(end < c->end ? end : c->end);
}

static void make_columns(struct view *v)
{
    v->group = (v->c->count + SVG_COLUMNS - 1) / SVG_COLUMNS;
    v->group = v->group ? v->group : 1;
    v->seconds = seconds_of(v->c->end);
    for (uint32_t i = 0; i < v->c->count; i += v->group) {
        uint32_t last = i + v->group < v->c->count ? i + v->group - 1 : v->c->count - 1;
        v->times[v->columns++] = step_end(v->c, last);
    }
}

/* The steps of a column: from *at to below *end. */
static void steps_of(const struct view *v, unsigned column, uint32_t *at, uint32_t *end)
{
    *at = column * v->group;
    *end = *at + v->group < v->c->count ? *at + v->group : v->c->count;
}

static struct air_channel_stats channel_in(const struct view *v, const struct course_channel *k,
                                           unsigned column)
{
    struct air_channel_stats sum = {.freq = 0};
    uint32_t at, end;
    for (steps_of(v, column, &at, &end); at < end; at++) {
        sum.busy += k->points[at].busy;
        sum.transmissions += k->points[at].transmissions;
        sum.collisions += k->points[at].collisions;
        sum.retries += k->points[at].retries;
    }
    return sum;
}

static double width_of(const struct view *v, unsigned column)
{
    return v->times[column] - (column ? v->times[column - 1] : 0);
}

static uint32_t in_state(const struct view *v, unsigned column, enum course_state state)
{
    uint32_t at, end;
    steps_of(v, column, &at, &end);
    return v->c->points[end - 1].in[state];
}

static uint32_t causes_in(const struct view *v, uint32_t cause, unsigned column)
{
    uint32_t sum = 0, at, end;
    for (steps_of(v, column, &at, &end); at < end; at++) {
        sum += v->c->causes[cause].points[at];
    }
    return sum;
}

static struct course_ap_point ap_in(const struct view *v, uint32_t ap, unsigned column)
{
    struct course_ap_point most = {0, 0};
    uint32_t at, end;
    for (steps_of(v, column, &at, &end); at < end; at++) {
        const struct course_ap_point *p = &v->c->aps[ap].points[at];
        most.clients = p->clients; /* as at the end */
        most.queued = p->queued > most.queued ? p->queued : most.queued;
    }
    return most;
}

/* --- figures --- */

static void card(FILE *out, const char *label, bool bad, const char *figure)
{
    fprintf(out,
            "<div class=\"card\"><div class=\"figure%s\">%s</div><div class=\"label\">%s</div>"
            "</div>\n",
            bad ? " bad" : "", figure, label);
}

static const char *duration(extsta_time us, char text[24])
{
    double s = seconds_of(us);
    snprintf(text, 24, s < 1 ? "%.2f s" : s < 100 ? "%.1f s" : "%.0f s", s);
    return text;
}

static void put_cards(const struct view *v, const struct course_summary *s,
                      const struct run_report_about *about)
{
    const struct course_run *run = v->run;
    char text[64], one[24];
    fputs("<div class=\"cards\">\n", v->out);
    for (size_t i = 0; i < about->card_count; i++) {
        card(v->out, about->cards[i].label, about->cards[i].bad, about->cards[i].figure);
    }
    if (!about->command) {
        snprintf(text, sizeof text, "%u of %u", run->expected - run->failed, run->expected);
        card(v->out, "expectations hold", run->failed > 0, text);
    }
    snprintf(text, sizeof text, "%u of %u", s->in[COURSE_AUTHORIZED], s->stations);
    card(v->out, "stations authorized at the end", false, text);
    if (s->ever) {
        card(v->out, "half of them authorized after", false, duration(s->median, one));
        card(v->out,
             s->ever < s->stations                     ? "the last of those that were"
             : s->in[COURSE_AUTHORIZED] == s->stations ? "all authorized after"
                                                       : "all were authorized after",
             false, duration(s->last, one));
    }
    if (s->interruptions || s->away) {
        snprintf(text, sizeof text, "%llu", (unsigned long long)s->interruptions + s->away);
        card(v->out, "interruptions", false, text);
    }
    if (s->interruptions) {
        card(v->out, s->away ? "the longest that is over" : "the longest of them", false,
             duration(s->away_longest, one));
    }
    snprintf(text, sizeof text, "%llu", (unsigned long long)run->stats.transmissions);
    card(v->out, "frames on the air", false, text);
    snprintf(text, sizeof text, "%llu", (unsigned long long)run->stats.retries);
    card(v->out, "retries", false, text);
    fputs("</div>\n", v->out);
}

/* --- what the script said and expected --- */

static void put_notes(struct view *v, const struct run_report *r,
                      const struct run_report_about *about)
{
    static const char *const signs[] = {"", "<b class=\"good\">&#10003;</b>",
                                        "<b class=\"bad\">&#10007;</b>"};
    static const char *const words[] = {"", "", "not as expected: "};
    if (r->note_count == 0) {
        return;
    }
    fprintf(v->out, "<section class=\"long\"><h2>%s</h2>\n<ol class=\"story\">\n",
            about->command ? "What happened" : "What the script said and expected");
    unsigned said = 0;
    for (uint32_t i = 0; i < r->note_count; i++) {
        const struct note *n = &r->notes[i];
        fprintf(v->out, "<li><time>%.3f s</time>", seconds_of(n->time));
        if (n->kind == SAID) { /* its number in the plots */
            said++;
            fprintf(v->out, said <= v->marks.count ? "<b>%u</b>" : "<b></b>", said);
        } else {
            fputs(signs[n->kind], v->out);
        }
        fprintf(v->out, "<span%s>%s", n->kind == NOT_AS_EXPECTED ? " class=\"bad\"" : "",
                words[n->kind]);
        html_text(v->out, n->text);
        if (n->kind == NOT_AS_EXPECTED && *n->place) {
            fputs(" <span class=\"place\">", v->out);
            html_text(v->out, n->place);
            fputs("</span>", v->out);
        }
        fputs("</span></li>\n", v->out);
    }
    fputs("</ol>\n", v->out);
    if (r->left_out) {
        fprintf(v->out, "<p class=\"note\">%u further lines are left out.</p>\n", r->left_out);
    }
    fputs("</section>\n", v->out);
}

static void take_marks(struct view *v, const struct run_report *r)
{
    for (uint32_t i = 0; i < r->note_count; i++) {
        if (r->notes[i].kind == SAID &&
            v->marks.count < sizeof v->marks.at / sizeof *v->marks.at) {
            v->marks.at[v->marks.count++] = seconds_of(r->notes[i].time);
        }
    }
}

/* --- plots --- */

static const struct {
    enum course_state state;
    unsigned style;
    double share; /* of a lane's height */
    const char *text;
} states[] = {
    {COURSE_AUTHORIZED, 2, 1, "authorized"},
    {COURSE_ASSOCIATED, 5, 0.66, "associated, the port not open"},
    {COURSE_SEARCHING, 3, 0.36, "wants the network and has none"},
};
#define STATES (sizeof states / sizeof *states)

static void put_stations(struct view *v)
{
    struct svg_plot p;
    double low[SVG_COLUMNS] = {0}, high[SVG_COLUMNS];
    fputs("<section><h2>Stations</h2>\n", v->out);
    svg_legend_begin(v->out);
    for (size_t i = 0; i < STATES; i++) {
        svg_legend_band(v->out, states[i].style, states[i].text);
    }
    svg_legend_end(v->out);
    svg_begin(&p, v->out, v->seconds, v->c->station_count, "",
              "Stations that are authorized, associated, searching, over time", &v->marks);
    for (size_t i = 0; i < STATES; i++) {
        for (unsigned x = 0; x < v->columns; x++) {
            high[x] = low[x] + in_state(v, x, states[i].state);
        }
        svg_band(&p, v->times, low, high, v->columns, states[i].style);
        memcpy(low, high, sizeof low);
    }
    svg_end(&p);
    fputs("</section>\n", v->out);
}

/* How many of the stations had what they wanted after how long. */
static void put_waits(struct view *v)
{
    struct svg_plot p;
    double after[SVG_COLUMNS], share[SVG_COLUMNS];
    const struct spread *waits = v->c->waits;
    if (waits->count == 0) {
        return;
    }
    for (unsigned x = 0; x < 100; x++) {
        after[x] = seconds_of(spread_percentile(waits, x + 1.0));
        share[x] = x + 1.0;
    }
    fputs("<section><h2>Time to authorization</h2>\n"
          "<p class=\"note\">How many of those that wanted the network had it after so long, "
          "each counted from its own beginning.</p>\n",
          v->out);
    const struct svg_marks none = {.count = 0};
    svg_begin(&p, v->out, seconds_of(waits->most), 100, " %",
              "Share of the stations that were authorized after so many seconds", &none);
    svg_line(&p, after, share, 100, 0);
    svg_end(&p);
    fputs("</section>\n", v->out);
}

/* Shares in percent; of nothing, 0. */
static double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : 0;
}

static void put_channel(struct view *v, const struct course_channel *k)
{
    struct svg_plot p;
    double busy[SVG_COLUMNS], lost[SVG_COLUMNS], again[SVG_COLUMNS], zero[SVG_COLUMNS] = {0};
    char label[96];
    for (unsigned x = 0; x < v->columns; x++) {
        struct air_channel_stats s = channel_in(v, k, x);
        busy[x] = percent(seconds_of(s.busy), width_of(v, x));
        lost[x] = percent((double)s.collisions, (double)s.transmissions);
        again[x] = percent((double)s.retries, (double)s.transmissions);
    }
    snprintf(label, sizeof label, "Channel %u (%u MHz)", course_channel_number(k->total.freq),
             k->total.freq);
    fprintf(v->out, "<section><h2>%s</h2>\n", label);
    svg_legend_begin(v->out);
    svg_legend_band(v->out, 0, "busy, of the time");
    svg_legend_line(v->out, 1, "lost in collisions, of the frames");
    svg_legend_line(v->out, 3, "retries, of the frames");
    svg_legend_end(v->out);
    svg_begin(&p, v->out, v->seconds, 100, " %", label, &v->marks);
    svg_band(&p, v->times, zero, busy, v->columns, 0);
    svg_line(&p, v->times, again, v->columns, 3);
    svg_line(&p, v->times, lost, v->columns, 1);
    svg_end(&p);
    fputs("</section>\n", v->out);
}

/* The numbers of those `count` of `all` that have most, by a score; in their own order. */
static unsigned choose(const double *score, uint32_t all, uint32_t *chosen, unsigned count)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < all; i++) {
        uint32_t above = 0;
        for (uint32_t k = 0; k < all && above < count; k++) {
            above += score[k] > score[i] || (score[k] == score[i] && k < i);
        }
        if (above < count && n < count) {
            chosen[n++] = i;
        }
    }
    return n;
}

/* False: no memory. */
static bool put_queues(struct view *v, bool clients, const char *title, const char *left_out)
{
    struct svg_plot p;
    uint32_t chosen[LINES], all = v->c->ap_count;
    double *most = calloc(all + 1u, sizeof *most), top = 0, values[SVG_COLUMNS];
    if (!most || all == 0) {
        free(most);
        return all == 0;
    }
    for (uint32_t i = 0; i < all; i++) {
        for (unsigned x = 0; x < v->columns; x++) {
            struct course_ap_point a = ap_in(v, i, x);
            double value = clients ? a.clients : a.queued;
            most[i] = value > most[i] ? value : most[i];
        }
        top = most[i] > top ? most[i] : top;
    }
    unsigned n = choose(most, all, chosen, LINES);
    fprintf(v->out, "<section><h2>%s</h2>\n", title);
    svg_legend_begin(v->out);
    for (unsigned i = 0; i < n; i++) {
        svg_legend_line(v->out, i, v->c->aps[chosen[i]].name);
    }
    svg_legend_end(v->out);
    svg_begin(&p, v->out, v->seconds, top, "", title, &v->marks);
    for (unsigned i = 0; i < n; i++) {
        for (unsigned x = 0; x < v->columns; x++) {
            struct course_ap_point a = ap_in(v, chosen[i], x);
            values[x] = clients ? a.clients : a.queued;
        }
        svg_line(&p, v->times, values, v->columns, i);
    }
    svg_end(&p);
    if (all > n) {
        fprintf(v->out, "<p class=\"note\">%u access points with %s are not drawn.</p>\n",
                all - n, left_out);
    }
    fputs("</section>\n", v->out);
    free(most);
    return true;
}

/* Two plain areas would differ by their colour only; beyond so many kinds the rarest are one.
 */
static const unsigned cause_styles[] = {0, 1, 3, 4, 5, 6, 7};
#define KINDS (sizeof cause_styles / sizeof *cause_styles - 1)

static void put_causes(struct view *v)
{
    struct svg_plot p;
    double score[COURSE_CAUSES], most = 0;
    double low[SVG_COLUMNS] = {0}, high[SVG_COLUMNS];
    uint32_t chosen[KINDS];
    for (uint32_t i = 0; i < v->c->cause_count; i++) {
        score[i] = (double)v->c->causes[i].count;
    }
    unsigned n = choose(score, v->c->cause_count, chosen, KINDS);
    bool rest = v->c->cause_count > n;
    if (n == 0) {
        return;
    }
    for (unsigned x = 0; x < v->columns; x++) {
        double sum = 0;
        for (uint32_t i = 0; i < v->c->cause_count; i++) {
            sum += causes_in(v, i, x);
        }
        most = sum > most ? sum : most;
    }
    fputs("<section><h2>Ends and failures, by cause</h2>\n", v->out);
    svg_legend_begin(v->out);
    for (unsigned i = 0; i < n; i++) {
        char name[40], text[80];
        snprintf(text, sizeof text, "%s (%llu)", course_cause_name(v->c, chosen[i], name),
                 (unsigned long long)v->c->causes[chosen[i]].count);
        svg_legend_band(v->out, cause_styles[i], text);
    }
    if (rest) {
        svg_legend_band(v->out, cause_styles[KINDS], "others");
    }
    svg_legend_end(v->out);
    svg_begin(&p, v->out, v->seconds, most, "", "Ends and failures over time, by cause",
              &v->marks);
    for (unsigned i = 0; i < n + rest; i++) {
        for (unsigned x = 0; x < v->columns; x++) {
            high[x] = low[x];
            for (uint32_t k = 0; k < v->c->cause_count; k++) {
                bool own = i < n && k == chosen[i], other = i == n;
                for (unsigned m = 0; other && m < n; m++) {
                    other = k != chosen[m];
                }
                high[x] += own || other ? causes_in(v, k, x) : 0;
            }
        }
        svg_band(&p, v->times, low, high, v->columns, cause_styles[i < n ? i : KINDS]);
        memcpy(low, high, sizeof low);
    }
    svg_end(&p);
    fputs("</section>\n", v->out);
}

/* --- a lane for each station --- */

struct lane {
    uint32_t station;
    extsta_time without;
};

/* Who was without the network longest comes first; among equals the order of the script. */
static int by_need(const void *a, const void *b)
{
    const struct lane *x = a, *y = b;
    if (x->without != y->without) {
        return x->without < y->without ? 1 : -1;
    }
    return (x->station > y->station) - (x->station < y->station);
}

/* A step in which the station was without the network at all is drawn as that. STATES: idle. */
static size_t look_of(uint8_t states_seen)
{
    static const size_t worst_first[] = {2, 1, 0};
    for (size_t i = 0; i < STATES; i++) {
        if (states_seen & 1u << states[worst_first[i]].state) {
            return worst_first[i];
        }
    }
    return STATES;
}

static void put_lane(struct view *v, struct svg_plot *p, unsigned row,
                     const struct course_station *s)
{
    svg_lane(p, row, s->name);
    uint32_t from = 0;
    for (uint32_t i = 1; s->lane && i <= v->c->count; i++) {
        size_t look = look_of(s->lane[from]);
        if (i < v->c->count && look_of(s->lane[i]) == look) {
            continue;
        }
        if (look < STATES) {
            svg_lane_run(p, row, from ? step_end(v->c, from - 1) : 0, step_end(v->c, i - 1),
                         states[look].style, states[look].share);
        }
        from = i;
    }
    fputc('\n', v->out);
}

static void put_rows(struct view *v, const struct lane *lanes, uint32_t count)
{
    struct svg_plot p;
    svg_lanes_begin(&p, v->out, v->seconds, count,
                    "A lane for each station: its states over time");
    for (uint32_t i = 0; i < count; i++) {
        put_lane(v, &p, i, &v->c->stations[lanes[i].station]);
    }
    svg_end(&p);
}

/* False: no memory. */
static bool put_lanes(struct view *v)
{
    const struct course *c = v->c;
    uint32_t all = c->station_count < COURSE_LANES ? c->station_count : COURSE_LANES;
    struct lane *lanes = calloc(all + 1u, sizeof *lanes);
    if (!lanes || all == 0) {
        free(lanes);
        return all == 0;
    }
    for (uint32_t i = 0; i < all; i++) {
        const struct course_station *s = &c->stations[i];
        bool open = s->state == COURSE_SEARCHING || s->state == COURSE_ASSOCIATED;
        lanes[i] = (struct lane){i, s->without + (open ? c->end - s->since : 0)};
    }
    uint32_t shown = all < LANES_SHOWN ? all : LANES_SHOWN;
    fputs("<section class=\"long\"><h2>Each station</h2>\n", v->out);
    if (all > shown) {
        qsort(lanes, all, sizeof *lanes, by_need);
        fputs("<p class=\"note\">Who was without the network longest stands first.</p>\n",
              v->out);
    }
    svg_legend_begin(v->out);
    for (size_t i = 0; i < STATES; i++) {
        svg_legend_lane(v->out, states[i].style, states[i].share, states[i].text);
    }
    svg_legend_end(v->out);
    put_rows(v, lanes, shown);
    if (all > shown) {
        fprintf(v->out, "<details><summary>%u further stations</summary>\n", all - shown);
        put_rows(v, lanes + shown, all - shown);
        fputs("</details>\n", v->out);
    }
    if (c->station_count > all) {
        fprintf(v->out, "<p class=\"note\">Of %u more there are no lanes.</p>\n",
                c->station_count - all);
    }
    fputs("</section>\n", v->out);
    free(lanes);
    return true;
}

/* --- the same in numbers --- */

static void put_table_head(struct view *v)
{
    fputs("<thead><tr><th>until</th><th>authorized</th><th>associated</th><th>searching</th>",
          v->out);
    for (uint32_t i = 0; i < v->c->channel_count && i < LINES; i++) {
        fprintf(v->out,
                "<th>channel %u busy</th><th>frames</th><th>collisions</th>"
                "<th>retries</th>",
                course_channel_number(v->c->channels[i].total.freq));
    }
    for (uint32_t i = 0; i < v->c->ap_count && i < LINES; i++) {
        fputs("<th>queue of ", v->out);
        html_text(v->out, v->c->aps[i].name);
        fputs("</th>", v->out);
    }
    fputs("<th>ends and failures</th></tr></thead>\n", v->out);
}

static void put_table_row(struct view *v, unsigned x)
{
    fprintf(v->out, "<tr><td>%.3f s</td><td>%u</td><td>%u</td><td>%u</td>", v->times[x],
            in_state(v, x, COURSE_AUTHORIZED), in_state(v, x, COURSE_ASSOCIATED),
            in_state(v, x, COURSE_SEARCHING));
    for (uint32_t i = 0; i < v->c->channel_count && i < LINES; i++) {
        struct air_channel_stats s = channel_in(v, &v->c->channels[i], x);
        fprintf(v->out, "<td>%.0f %%</td><td>%llu</td><td>%llu</td><td>%llu</td>",
                percent(seconds_of(s.busy), width_of(v, x)),
                (unsigned long long)s.transmissions, (unsigned long long)s.collisions,
                (unsigned long long)s.retries);
    }
    for (uint32_t i = 0; i < v->c->ap_count && i < LINES; i++) {
        fprintf(v->out, "<td>%u</td>", ap_in(v, i, x).queued);
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i < v->c->cause_count; i++) {
        sum += causes_in(v, i, x);
    }
    fprintf(v->out, "<td>%u</td></tr>\n", sum);
}

static void put_table(struct view *v)
{
    fputs("<section class=\"long\"><h2>In numbers</h2>\n<details><summary>The plots as a "
          "table</summary>\n<div class=\"scroll\"><table>\n",
          v->out);
    put_table_head(v);
    fputs("<tbody>\n", v->out);
    for (unsigned x = 0; x < v->columns; x++) {
        put_table_row(v, x);
    }
    fputs("</tbody></table></div></details></section>\n", v->out);
}

/* --- the page --- */

static const char *command_of(const struct run_report_about *about)
{
    return about->command ? about->command : "extsta run";
}

static void put_head(struct view *v, const struct run_report_about *about)
{
    const struct course *c = v->c;
    uint32_t aps = about->aps ? about->aps : c->ap_count;
    fputs("<header><h1>", v->out);
    html_text(v->out, about->script);
    fprintf(v->out,
            "</h1><p class=\"about\">%s, seed %llu: %u station%s, %u access point%s, "
            "%.1f s of radio",
            command_of(about), (unsigned long long)about->seed, c->station_count,
            c->station_count == 1 ? "" : "s", aps, aps == 1 ? "" : "s",
            seconds_of(v->run->time));
    if (about->end) {
        fputs(". <span class=\"bad\">", v->out);
        html_text(v->out, about->end);
        fputs("</span>", v->out);
    }
    fputs("</p></header>\n<main>\n", v->out);
}

static bool put_body(struct view *v, const struct run_report *r,
                     const struct run_report_about *about)
{
    struct course_summary s;
    bool whole = !v->c->no_memory;
    course_summarize(v->c, &s);
    put_head(v, about);
    put_cards(v, &s, about);
    put_notes(v, r, about);
    if (v->columns) {
        put_stations(v);
        if (about->waits) {
            put_waits(v);
        }
        for (uint32_t i = 0; i < v->c->channel_count && i < LINES; i++) {
            put_channel(v, &v->c->channels[i]);
        }
        whole =
            put_queues(v, false, "Frames that wait in each access point", "shorter queues") &&
            whole;
        whole = put_queues(v, true, "Clients of each access point", "fewer clients") && whole;
        put_causes(v);
        whole = put_lanes(v) && whole;
        put_table(v);
    }
    fputs("</main>\n", v->out);
    return whole && !r->no_memory;
}

/* Up to a marker of the template; returns what is behind it. */
static const char *put_until(FILE *out, const char *at, const char *marker)
{
    const char *end = strstr(at, marker);
    fwrite(at, 1, (size_t)(end - at), out);
    return end + strlen(marker);
}

bool run_report_end(struct run_report *r, const struct run_report_about *about,
                    const struct course *course, const struct course_run *run)
{
    struct view v = {.out = r->out.file, .c = course, .run = run};
    make_columns(&v);
    take_marks(&v, r);
    const char *at = put_until(v.out, run_report_page, "<!--TITLE-->");
    html_text(v.out, about->script);
    fprintf(v.out, " - %s", command_of(about));
    at = put_until(v.out, at, "<!--RUN-->");
    bool whole = put_body(&v, r, about);
    fputs(at, v.out);
    bool written = out_file_close(&r->out, true);
    int why = errno;
    release(r);
    errno = written ? ENOMEM : why;
    return written && whole;
}
