#include "explain_text.h"
#include <string.h>
#include <time.h>

#define NONE UINT32_MAX
#define NS   1000000000u

#define BOLD    "\033[1m"
#define DIM     "\033[2m"
#define RED     "\033[31m"
#define GREEN   "\033[32m"
#define YELLOW  "\033[33m"
#define MAGENTA "\033[35m"
#define CYAN    "\033[36m"
#define RESET   "\033[0m"

struct page {
    FILE *out;
    bool colour;
    const struct collection *c;
};

static const char *paint(const struct page *p, const char *code)
{
    return p->colour ? code : "";
}

static void put_mac(FILE *out, struct extsta_mac m)
{
    fprintf(out, "%02x:%02x:%02x:%02x:%02x:%02x", m.b[0], m.b[1], m.b[2], m.b[3], m.b[4], m.b[5]);
}

/* Octets from the air must not steer the terminal. */
static void put_bytes(FILE *out, struct extsta_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] >= 32 && s.data[i] < 127 && s.data[i] != '\\') {
            fputc(s.data[i], out);
        } else {
            fprintf(out, "\\x%02x", s.data[i]);
        }
    }
}

static void put_clock(FILE *out, uint64_t ns)
{
    time_t seconds = (time_t)(ns / NS);
    struct tm tm;
    char text[16] = "??:??:??";
    if (gmtime_r(&seconds, &tm)) {
        strftime(text, sizeof text, "%H:%M:%S", &tm);
    }
    fprintf(out, "%s.%03u", text, (unsigned)(ns / 1000000u % 1000u));
}

static void put_day(FILE *out, uint64_t ns)
{
    time_t seconds = (time_t)(ns / NS);
    struct tm tm;
    char text[32] = "";
    if (gmtime_r(&seconds, &tm)) {
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &tm);
    }
    fputs(text, out);
}

static bool is_group(struct extsta_mac m)
{
    return m.b[0] & 1;
}

static void put_bss(struct page *p, uint32_t index)
{
    const struct kept_bss *b = &p->c->bss[index];
    if (is_group(b->bssid)) {
        return;
    }
    if (b->ssid.len) {
        put_bytes(p->out, b->ssid);
        fputc(' ', p->out);
    }
    fputs(paint(p, DIM), p->out);
    put_mac(p->out, b->bssid);
    fputs(paint(p, RESET), p->out);
}

/* Label and colour of a story. */
static const char *label(const struct kept_story *s, const char **code)
{
    *code = "";
    switch ((enum extsta_story_what)s->what) {
    case EXTSTA_STORY_ASSOCIATION:
        *code = GREEN;
        return "joined";
    case EXTSTA_STORY_ASSOCIATION_FAILED:
        *code = RED;
        return "failed";
    case EXTSTA_STORY_PORT_AUTHORIZED:
        *code = GREEN;
        return "authorized";
    case EXTSTA_STORY_ROAM:
        *code = CYAN;
        return "roamed";
    case EXTSTA_STORY_DISASSOCIATION:
        *code = s->by == EXTSTA_BY_STA ? YELLOW : RED;
        return !s->is_explicit ? "replaced" : s->by == EXTSTA_BY_STA ? "left" : "thrown out";
    case EXTSTA_STORY_SILENCE:
        *code = MAGENTA;
        return s->by == EXTSTA_BY_AP ? "AP silent" : "fell silent";
    case EXTSTA_STORY_GROUP_REKEY:
        *code = DIM;
        return "rekey";
    case EXTSTA_STORY_SCAN:
        *code = DIM;
        return "scan";
    case EXTSTA_STORY_FINDING:
        *code = s->forged ? MAGENTA : DIM;
        return s->forged ? "forged" : "note";
    }
    return "";
}

static void put_story(struct page *p, const struct kept_story *s, uint32_t *advice)
{
    const char *code, *word = label(s, &code);
    fputs("  ", p->out);
    put_clock(p->out, story_moment(s));
    fprintf(p->out, "  %s%-12s%s ", paint(p, code), word, paint(p, RESET));
    if (s->what == EXTSTA_STORY_ASSOCIATION || s->what == EXTSTA_STORY_ASSOCIATION_FAILED ||
        s->what == EXTSTA_STORY_ROAM) {
        put_bss(p, s->bss);
        fputs(": ", p->out);
    }
    fputs(p->c->texts[s->text], p->out);
    if (s->confidence < 95) {
        fprintf(p->out, " (%u %% sure)", s->confidence);
    }
    fprintf(p->out, "  %s[%u", paint(p, DIM), s->first_frame);
    if (s->last_frame != s->first_frame) {
        fprintf(p->out, "-%u", s->last_frame);
    }
    fprintf(p->out, "]%s\n", paint(p, RESET));
    if (s->advice && s->advice != *advice) {
        fprintf(p->out, "%s%30s%s%s\n", paint(p, DIM), "-> ", p->c->texts[s->advice],
                paint(p, RESET));
        *advice = s->advice;
    }
}

void explain_text_story(FILE *out, bool colour, const struct extsta_story *s)
{
    const struct page p = {.out = out, .colour = colour};
    const struct kept_story kept = {.what = (uint8_t)s->what,
                                    .by = (uint8_t)s->by,
                                    .is_explicit = s->is_explicit,
                                    .forged = s->forged};
    const char *code, *word = label(&kept, &code);
    put_clock(out, s->time);
    fputs("  ", out);
    put_mac(out, s->sta);
    fprintf(out, "  %s%-11s%s ", paint(&p, code), word, paint(&p, RESET));
    if (!is_group(s->bssid)) {
        put_mac(out, s->bssid);
        fputs(": ", out);
    }
    fprintf(out, "%s\n", s->text);
    if (s->advice) {
        fprintf(out, "%s%46s%s%s\n", paint(&p, DIM), "-> ", s->advice, paint(&p, RESET));
    }
}

/* A roam says what the implicit end before it says. */
static bool told_by_roam(const struct collection *c, const struct kept_story *s)
{
    if (s->what != EXTSTA_STORY_DISASSOCIATION || s->is_explicit) {
        return false;
    }
    for (uint32_t i = s->next; i != NONE; i = c->stories[i].next) {
        const struct kept_story *t = &c->stories[i];
        if (t->time > s->until) {
            return false;
        }
        if (t->what == EXTSTA_STORY_ROAM && t->first_frame == s->first_frame) {
            return true;
        }
    }
    return false;
}

static bool only_scans(const struct kept_station *st)
{
    return !st->joined && !st->failed && !st->left && !st->thrown_out && !st->silent &&
           !st->forged && !st->replaced;
}

static void put_count(struct page *p, const char **between, uint32_t n, const char *word)
{
    if (n) {
        fprintf(p->out, "%s%u %s", *between, n, word);
        *between = ", ";
    }
}

static void put_heading(struct page *p, const struct kept_station *st)
{
    const char *between = "  ";
    fprintf(p->out, "\n%s", paint(p, BOLD));
    if (is_group(st->mac)) {
        fputs("all stations of a BSS", p->out);
    } else {
        put_mac(p->out, st->mac);
    }
    fputs(paint(p, RESET), p->out);
    put_count(p, &between, st->joined, "joined");
    put_count(p, &between, st->failed, "failed");
    put_count(p, &between, st->roamed, "roamed");
    put_count(p, &between, st->left, "left");
    put_count(p, &between, st->thrown_out, "thrown out");
    put_count(p, &between, st->silent, "silent");
    fputc('\n', p->out);
}

static void put_scans(struct page *p, const struct kept_story *first, uint32_t scans)
{
    fputs("  ", p->out);
    put_clock(p->out, first->time);
    fprintf(p->out, "  %sscan         %u times%s\n", paint(p, DIM), scans, paint(p, RESET));
}

static void put_station(struct page *p, const struct kept_station *st)
{
    const struct collection *c = p->c;
    uint32_t advice = 0, scans = 0;
    const struct kept_story *scan = NULL;
    put_heading(p, st);
    for (uint32_t i = st->first; i != NONE; i = c->stories[i].next) {
        const struct kept_story *s = &c->stories[i];
        if (s->what == EXTSTA_STORY_SCAN) {
            scan = scans++ ? scan : s;
        }
        if (scans && (s->what != EXTSTA_STORY_SCAN || s->next == NONE)) {
            if (scans == 1) {
                put_story(p, scan, &advice);
            } else {
                put_scans(p, scan, scans);
            }
            scans = 0;
        }
        if (s->what != EXTSTA_STORY_SCAN && !told_by_roam(c, s)) {
            put_story(p, s, &advice);
        }
    }
}

static void put_causes(struct page *p)
{
    struct cause_count causes[CAUSES_MAX];
    size_t n = collection_causes(p->c, causes);
    if (n) {
        fprintf(p->out, "causes of trouble:\n");
    }
    for (size_t i = 0; i < n; i++) {
        fprintf(p->out, "  %s%6u%s  %s\n", paint(p, RED), causes[i].count, paint(p, RESET),
                p->c->texts[causes[i].name]);
    }
}

static void put_worst(struct page *p)
{
    uint32_t worst[5];
    size_t n = collection_worst(p->c, worst, sizeof worst / sizeof *worst);
    if (n < 2) {
        return;
    }
    fprintf(p->out, "clients with most trouble:\n");
    for (size_t i = 0; i < n; i++) {
        const struct kept_station *st = &p->c->stations[worst[i]];
        const char *between = "  ";
        fputs("  ", p->out);
        put_mac(p->out, st->mac);
        put_count(p, &between, st->failed, "failed");
        put_count(p, &between, st->thrown_out, "thrown out");
        put_count(p, &between, st->silent, "silent");
        put_count(p, &between, st->forged, "forged frames");
        fputc('\n', p->out);
    }
}

static void put_summary(struct page *p)
{
    const struct collection *c = p->c;
    struct kept_station sum = {0};
    uint32_t clients = 0, scanning = 0, networks = 0;
    const char *between = ": ";
    for (size_t i = 0; i < c->station_count; i++) {
        const struct kept_station *st = &c->stations[i];
        bool scans = only_scans(st);
        clients += !is_group(st->mac) && !scans;
        scanning += !is_group(st->mac) && scans && st->scans;
        sum.joined += st->joined;
        sum.failed += st->failed;
        sum.roamed += st->roamed;
        sum.left += st->left;
        sum.thrown_out += st->thrown_out;
        sum.replaced += st->replaced;
        sum.silent += st->silent;
    }
    for (size_t i = 0; i < c->bss_count; i++) {
        networks += c->bss[i].announced;
    }
    fprintf(p->out, "\n%s%u client%s%s, %u BSS%s", paint(p, BOLD), clients,
            clients == 1 ? "" : "s", paint(p, RESET), networks, networks == 1 ? "" : "s");
    put_count(p, &between, sum.joined, "joined");
    put_count(p, &between, sum.failed, "failed");
    put_count(p, &between, sum.roamed, "roamed");
    put_count(p, &between, sum.left, "left");
    put_count(p, &between, sum.thrown_out, "thrown out by the AP");
    put_count(p, &between, sum.silent, "silent");
    fputc('\n', p->out);
    if (scanning) {
        fprintf(p->out, "%u more were only heard scanning\n", scanning);
    }
    put_causes(p);
    put_worst(p);
}

void explain_text(FILE *out, bool colour, const struct collection *c)
{
    struct page p = {.out = out, .colour = colour, .c = c};
    if (c->story_count) {
        put_day(out, c->begin);
        fputc('\n', out);
    }
    for (size_t i = 0; i < c->station_count; i++) {
        const struct kept_station *st = &c->stations[i];
        bool notes = false;
        for (uint32_t k = st->first; k != NONE; k = c->stories[k].next) {
            notes = notes || c->stories[k].what != EXTSTA_STORY_SCAN;
        }
        if (notes) {
            put_station(&p, st);
        }
    }
    put_summary(&p);
}
