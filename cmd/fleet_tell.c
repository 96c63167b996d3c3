/* Tells of a fleet (fleet_tell.h). The story and the figures go to standard output, the
 * progress to standard error, as does what is wrong. */
#include "fleet_tell.h"
#include "page.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define FINDINGS_TOLD 10u
#define DRAW_MS       100u   /* between two drawings of the progress; */
#define LINE_MS       10000u /* between two lines of it, where there is no terminal */

static uint64_t real_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000u + (uint64_t)t.tv_nsec / 1000000u;
}

/* "1,234,567" */
static const char *grouped(uint64_t n, char text[32])
{
    char digits[24];
    size_t len = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)n), to = 0;
    for (size_t i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) {
            text[to++] = ',';
        }
        text[to++] = digits[i];
    }
    text[to] = 0;
    return text;
}

static double seconds_of(extsta_time us)
{
    return (double)us / 1e6;
}

/* --- while it runs --- */

static bool tells_story(const struct fleet_tell *t)
{
    return !t->options->json && !t->options->quiet;
}

static void wipe_progress(struct fleet_tell *t)
{
    if (t->on_terminal) {
        fputs("\r\033[K", stderr);
        t->on_terminal = false;
    }
}

void fleet_tell_say(struct fleet_tell *t, extsta_time now, const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (tells_story(t)) {
        wipe_progress(t);
        printf("%9.3f s  %s\n", seconds_of(now), text);
        fflush(stdout);
    }
    if (t->options->json) {
        json_begin(&t->json);
        json_seconds(&t->json, "time", now);
        json_text(&t->json, "line", "say");
        json_text(&t->json, "text", text);
        json_line_end(&t->json);
    }
    if (t->report) {
        run_report_say(t->report, now, text);
    }
}

static void on_output(void *user, extsta_time now, uint32_t station,
                      const struct extsta_output *out)
{
    struct fleet_tell *t = user;
    uint32_t *authorized = &t->course.now[COURSE_AUTHORIZED], before = *authorized;
    course_output(&t->course, now, station, out);
    t->authorizations += *authorized > before;
    bool all = *authorized == t->options->run.stations;
    if (all && !t->all) {
        t->all_at = now;
        t->came = t->awaited;
        if (t->cpu_all <= 0) {
            t->cpu_all = t->cpu();
            t->authorizations_all = t->authorizations;
        }
    }
    t->all = all;
}

static void on_finding(void *user, uint32_t station, const struct extsta_finding *finding)
{
    struct fleet_tell *t = user;
    char name[32], text[640];
    snprintf(name, sizeof name, "station %u", station + 1);
    t->findings++;
    if (t->options->json) {
        referee_json(&t->json, NULL, name, finding, NULL);
    } else if (t->findings <= FINDINGS_TOLD) {
        referee_text(finding, NULL, REFEREE_EVENTS, text, sizeof text);
        wipe_progress(t);
        fprintf(stderr, "rule broken by %s: %s\n", name, text);
    } else if (t->findings == FINDINGS_TOLD + 1) {
        fprintf(stderr, "further broken rules are counted, not told\n");
    }
}

struct fleet_listener fleet_tell_listener(struct fleet_tell *t)
{
    return (struct fleet_listener){.outputs = COURSE_OUTPUTS,
                                   .output = on_output,
                                   .finding = t->options->run.judged ? on_finding : NULL,
                                   .user = t};
}

/* Connects a second of the processor, since the last drawing that had enough of it. */
static double rate_of(struct fleet_tell *t)
{
    double now = t->cpu();
    if (now > t->rate_cpu + 0.2) {
        t->rate = (double)(t->authorizations - t->rate_count) / (now - t->rate_cpu);
        t->rate_count = t->authorizations;
        t->rate_cpu = now;
    }
    return t->rate;
}

static void draw_progress(struct fleet_tell *t, extsta_time now, bool terminal)
{
    char one[32], two[32], three[32], bar[21];
    const uint32_t *in = t->course.now;
    size_t done = (size_t)(seconds_of(now) / seconds_of(t->options->duration) * 20);
    memset(bar, '.', sizeof bar);
    memset(bar, '#', done);
    bar[20] = 0;
    fprintf(stderr, "%s%.1f s of %.1f [%s] %s of %s authorized", terminal ? "\r" : "",
            seconds_of(now), seconds_of(t->options->duration), bar,
            grouped(in[COURSE_AUTHORIZED], one), grouped(t->options->run.stations, two));
    uint32_t looking = in[COURSE_SEARCHING] + in[COURSE_ASSOCIATED];
    if (looking) {
        fprintf(stderr, ", %s on their way", grouped(looking, one));
    }
    if (t->course.roams) {
        fprintf(stderr, ", %s roams", grouped(t->course.roams, two));
    }
    double rate = rate_of(t);
    if (rate >= 1) {
        fprintf(stderr, ", %s connects/s", grouped((uint64_t)rate, three));
    }
    fputs(terminal ? "\033[K" : "\n", stderr);
    t->on_terminal = terminal;
}

static void show_progress(struct fleet_tell *t, extsta_time now)
{
    bool terminal = isatty(STDERR_FILENO);
    uint64_t ms = real_ms();
    if (!t->options->quiet && ms >= t->drawn + (terminal ? DRAW_MS : LINE_MS)) {
        t->drawn = ms;
        draw_progress(t, now, terminal);
    }
}

/* How air and access points stand at the end of a step. */
static void close_step(struct fleet_tell *t, extsta_time now)
{
    struct air_channel_stats stats;
    struct air_queue queue = {0};
    uint16_t freq;
    for (uint32_t i = 0; (freq = fleet_site_channel(t->run->site, i)) != 0; i++) {
        if (air_channel_stats(t->run->air, freq, &stats)) {
            course_put_channel(&t->course, &stats);
        }
    }
    for (uint32_t i = 0; i < t->course.ap_count; i++) {
        struct apsim *ap = fleet_site_ap(t->run->site, i);
        if (ap) {
            air_node_queue(apsim_node(ap), &queue);
        }
        course_put_ap(&t->course, i, ap ? (uint32_t)apsim_clients(ap, NULL, NULL) : 0,
                      ap ? queue.frames : 0);
    }
    course_close(&t->course, now);
}

void fleet_tell_await(struct fleet_tell *t)
{
    t->awaited = true;
}

void fleet_tell_turn(struct fleet_tell *t, extsta_time now)
{
    if (t->came) {
        char n[32];
        t->came = t->awaited = false;
        fleet_tell_say(t, t->all_at, "all %s stations are authorized",
                       grouped(t->options->run.stations, n));
    }
    if (now >= course_due(&t->course)) {
        close_step(t, now);
    }
    show_progress(t, now);
}

/* --- before and after --- */

bool fleet_tell_start(struct fleet_tell *t, const struct fleet_options *o, double (*cpu)(void))
{
    *t = (struct fleet_tell){.options = o, .cpu = cpu, .drawn = real_ms(), .awaited = true};
    if (o->json) {
        json_out_start(&t->json, stdout);
    }
    if (o->html && !(t->report = run_report_new(o->html))) {
        command_fail(&command_fleet, EXIT_SYSTEM, "%s: %s", o->html, strerror(errno));
        return false;
    }
    bool made = course_start(&t->course, o->html != NULL);
    char name[32];
    for (uint32_t i = 0; i < o->run.stations && made; i++) {
        snprintf(name, sizeof name, "station %u", i + 1);
        course_add_station(&t->course, name);
    }
    for (uint32_t i = 0; i < o->run.aps && o->run.aps <= FLEET_APS_SHOWN && made; i++) {
        snprintf(name, sizeof name, "access point %u", i + 1);
        course_add_ap(&t->course, name);
    }
    if (t->course.no_memory) {
        command_fail(&command_fleet, EXIT_SYSTEM, "no memory");
    }
    return !t->course.no_memory;
}

static const char *security_of(const struct fleet_tell *t)
{
    return t->options->run.security->words;
}

void fleet_tell_begin(struct fleet_tell *t, const struct fleet_run *run)
{
    const struct fleet_run_config *c = &t->options->run;
    char one[32], two[32];
    t->run = run;
    if (tells_story(t)) {
        printf("%s station%s, %s access point%s, %s, seed %llu\n", grouped(c->stations, one),
               c->stations == 1 ? "" : "s", grouped(c->aps, two), c->aps == 1 ? "" : "s",
               security_of(t), (unsigned long long)c->seed);
        fflush(stdout);
    }
}

void fleet_tell_free(struct fleet_tell *t)
{
    run_report_drop(t->report);
    course_free(&t->course);
}

/* --- the figures --- */

/* What is told in three ways. */
struct figures {
    struct course_summary course;
    extsta_time wait[5]; /* percentiles of the time to authorization: */
    double connect_cpu;  /* seconds of the processor until all were authorized, or all of it */
    uint64_t connects;   /* in it */
    size_t ours, around, judges; /* octets a station */
    uint64_t failures;
    struct air_stats air;
    long peak; /* KiB that the process had at most */
};
static const double percents[5] = {50, 90, 95, 99, 100};

static void make_figures(const struct fleet_tell *t, struct figures *f)
{
    uint32_t n = t->options->run.stations;
    struct rusage usage;
    *f = (struct figures){.connect_cpu = t->cpu_all > 0 ? t->cpu_all : t->cpu_end,
                          .connects =
                              t->cpu_all > 0 ? t->authorizations_all : t->authorizations};
    course_summarize(&t->course, &f->course);
    for (size_t i = 0; i < 5; i++) {
        f->wait[i] = spread_percentile(t->course.waits, percents[i]);
    }
    f->ours = fleet_run_memory(t->run, &f->around) / n;
    f->around /= n;
    f->judges = t->options->run.judged ? fleet_run_judges(t->run) / n : 0;
    for (uint32_t i = 0; i < t->course.cause_count; i++) {
        f->failures += t->course.causes[i].count;
    }
    air_stats(t->run->air, &f->air);
    f->peak = getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

static double rate(const struct figures *f)
{
    return f->connect_cpu > 0 ? (double)f->connects / f->connect_cpu : 0;
}

static void row(const char *name)
{
    printf("  %-15s ", name);
}

static void print_causes(const struct fleet_tell *t)
{
    char name[40], n[32];
    const char *before = "";
    for (uint32_t i = 0; i < t->course.cause_count; i++) {
        printf("%s%s %s", before, course_cause_name(&t->course, i, name),
               grouped(t->course.causes[i].count, n));
        before = ", ";
    }
    printf("%s\n", t->course.cause_count ? "" : "none");
}

static void print_times(const struct fleet_tell *t, const struct figures *f)
{
    char n[32];
    if (f->course.ever) {
        row("time to it");
        printf("median %.3f s, 90 %% within %.3f, 95 %% %.3f, 99 %% %.3f, the slowest %.3f\n",
               seconds_of(f->wait[0]), seconds_of(f->wait[1]), seconds_of(f->wait[2]),
               seconds_of(f->wait[3]), seconds_of(f->wait[4]));
    }
    if (f->course.interruptions || f->course.away) {
        row("interruptions");
        printf("%s", grouped(f->course.interruptions + f->course.away, n));
        if (f->course.interruptions) {
            printf(": median %.3f s, 95 %% within %.3f, the longest %.3f",
                   seconds_of(f->course.away_median), seconds_of(f->course.away_p95),
                   seconds_of(f->course.away_longest));
        }
        if (f->course.away) {
            printf("; %s not over", grouped(f->course.away, n));
        }
        putchar('\n');
    }
    if (t->course.roams) {
        row("roams");
        printf("%s\n", grouped(t->course.roams, n));
    }
    if (t->course.returns) {
        row("returns");
        printf("%s after a loss\n", grouped(t->course.returns, n));
    }
}

static void print_cost(const struct fleet_tell *t, const struct figures *f)
{
    char one[32], two[32];
    row("connecting");
    printf("%s connects a second of the processor, %.1f us each%s\n",
           grouped((uint64_t)rate(f), one), rate(f) > 0 ? 1e6 / rate(f) : 0,
           t->options->run.judged ? ", referee included" : "");
    row("processor");
    printf("%.2f s for %.1f s of radio\n", t->cpu_end, seconds_of(air_now(t->run->air)));
    row("memory");
    printf("%s octets a station, %s more at access points and in the air",
           grouped(f->ours, one), grouped(f->around, two));
    if (f->judges) {
        printf("; its referee %s", grouped(f->judges, one));
    }
    printf("; %s MiB in all\n", grouped((uint64_t)f->peak / 1024, one));
}

static void print_figures(struct fleet_tell *t, const struct figures *f)
{
    char one[32], two[32], text[640];
    printf("\n");
    row("authorized");
    printf("%s of %s", grouped(f->course.in[COURSE_AUTHORIZED], one),
           grouped(f->course.stations, two));
    if (f->course.in[COURSE_AUTHORIZED] == f->course.stations && f->course.ever) {
        printf(", the last for the first time at %.3f s", seconds_of(f->course.last));
    }
    if (f->course.roaming) {
        printf(", and %s just roaming", grouped(f->course.roaming, one));
    }
    putchar('\n');
    print_times(t, f);
    row("failures");
    print_causes(t);
    print_cost(t, f);
    row("on the air");
    printf("%s frames, %s octets, hash %016llx\n", grouped(t->run->hash.frames, one),
           grouped(t->run->hash.octets, two), (unsigned long long)t->run->hash.value);
    if (t->options->run.judged) {
        referee_count_text(&t->rules, text, sizeof text);
        printf("%s\n", text);
    }
}

bool fleet_tell_held(const struct fleet_tell *t)
{
    struct course_summary s;
    course_summarize(&t->course, &s);
    return s.in[COURSE_AUTHORIZED] + s.roaming == t->options->run.stations && t->findings == 0;
}

/* --- for programs --- */

static void json_memory(struct json_out *j, const struct figures *f)
{
    json_open(j, "memory");
    json_number(j, "station", f->ours);
    json_number(j, "around", f->around);
    json_number(j, "referee", f->judges);
    json_number(j, "process", (uint64_t)f->peak * 1024);
    json_close(j);
}

static void json_fleet(struct fleet_tell *t, const struct figures *f)
{
    static const char *const names[5] = {"p50", "p90", "p95", "p99", "most"};
    struct json_out *j = &t->json;
    const struct fleet_run_config *c = &t->options->run;
    char hash[20], name[40];
    json_line(j, "fleet");
    json_number(j, "stations", c->stations);
    json_number(j, "aps", c->aps);
    json_text(j, "security", c->security->name);
    json_number(j, "seed", c->seed);
    json_seconds(j, "radio", air_now(t->run->air));
    json_number(j, "authorized", f->course.in[COURSE_AUTHORIZED]);
    json_number(j, "roaming", f->course.roaming);
    json_number(j, "connects", t->authorizations);
    json_open(j, "wait");
    for (size_t i = 0; i < 5 && f->course.ever; i++) {
        json_seconds(j, names[i], f->wait[i]);
    }
    json_close(j);
    json_number(j, "interruptions", f->course.interruptions + f->course.away);
    json_number(j, "roams", t->course.roams);
    json_number(j, "returns", t->course.returns);
    json_open(j, "failures");
    for (uint32_t i = 0; i < t->course.cause_count; i++) {
        json_number(j, course_cause_name(&t->course, i, name), t->course.causes[i].count);
    }
    json_close(j);
    json_bool(j, "judged", c->judged);
    json_number(j, "violations", t->findings);
    json_number(j, "frames", t->run->hash.frames);
    json_number(j, "octets", t->run->hash.octets);
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)t->run->hash.value);
    json_text(j, "hash", hash);
    json_memory(j, f);
    json_decimal(j, "cpu", t->cpu_end);
    json_decimal(j, "connects_per_second", rate(f));
    json_line_end(j);
}

/* --- the report --- */

static bool end_report(struct fleet_tell *t, const struct figures *f,
                       const struct course_run *run, const char *end)
{
    char title[100], one[32], connects[40], memory[48], roams[40], failures[40];
    const struct fleet_run_config *c = &t->options->run;
    snprintf(title, sizeof title, "A fleet of %s, %s", grouped(c->stations, one),
             security_of(t));
    snprintf(connects, sizeof connects, "%s / s", grouped((uint64_t)rate(f), one));
    snprintf(memory, sizeof memory, "%zu + %zu B", f->ours, f->around);
    grouped(t->course.roams, roams);
    grouped(f->failures, failures);
    const struct run_report_card cards[] = {
        {"connects, of the processor's time", connects, false},
        {"memory a station: its own, and around it", memory, false},
        {"roams", roams, false},
        {"ends and failures", failures, false},
        {"rules of the contract broken", t->findings ? "some" : "none", t->findings > 0},
    };
    const struct run_report_about about = {.script = title,
                                           .seed = c->seed,
                                           .end = end,
                                           .command = "extsta fleet",
                                           .aps = c->aps,
                                           .cards = cards,
                                           .card_count = sizeof cards / sizeof *cards -
                                                         (c->judged ? 0 : 1),
                                           .waits = true};
    struct run_report *report = t->report;
    t->report = NULL;
    if (!run_report_end(report, &about, &t->course, run)) {
        command_fail(&command_fleet, EXIT_SYSTEM, "%s could not be written completely",
                     t->options->html);
        return false;
    }
    return true;
}

bool fleet_tell_end(struct fleet_tell *t, const char *end)
{
    struct figures f;
    wipe_progress(t);
    t->cpu_end = t->cpu();
    course_end(&t->course, air_now(t->run->air));
    for (uint32_t i = 0; i < fleet_come(t->run->fleet) && t->options->run.judged; i++) {
        referee_count_add(&t->rules, fleet_referee(t->run->fleet, i));
    }
    make_figures(t, &f);
    struct course_run run = {.time = air_now(t->run->air), .stats = f.air};
    bool whole = true;
    if (t->options->json) {
        course_json(&t->json, &t->course, &run);
        if (t->options->run.judged) {
            referee_count_json(&t->json, &t->rules);
        }
        json_fleet(t, &f);
        whole = json_out_flush(&t->json);
    } else if (!t->options->quiet) {
        print_figures(t, &f);
        if (end) {
            printf("%s\n", end);
        }
    } else if (f.course.in[COURSE_AUTHORIZED] != f.course.stations) {
        printf("%u of %u stations are authorized\n", f.course.in[COURSE_AUTHORIZED],
               f.course.stations);
    }
    return (!t->report || end_report(t, &f, &run, end)) && whole;
}
