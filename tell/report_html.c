/* The report (explain --html): one page that needs no network. The page is a template
 * (report.html with its style and script, made a string by scripts/embed); what it shows is a
 * JSON object inside it, made of the collection of a capture's clients, their ladders and
 * lanes. Texts repeat and are in it once, by number.
 *
 * Texts come from the air and from file names: all of them reach the page through JSON with '<'
 * escaped, and are shown by textContent. So none can end the script or become markup. */
#include "report_html.h"
#include "out_file.h"
#include "report_json.h"
#include "report_page.h"
#include "witness_report.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where the object goes in the template. */
static const char marker[] = "/*REPORT-DATA*/";

/* Clients whose curves are in the page: those with most trouble first. */
#define LANES_SHOWN 4000u

struct report {
    struct report_json json;
    const struct extsta_collection *c;
    const struct report_about *about;
    uint8_t *has_lane; /* by client; NULL: all */
    uint64_t lanes_left_out;
};

/* Which clients' curves are shown, where there are too many: the worst, then as they come.
 * Without memory for the choice all are. */
static void choose_lanes(struct report *r)
{
    size_t count = extsta_collection_client_count(r->c), chosen = 0;
    uint32_t *worst = count > LANES_SHOWN ? calloc(LANES_SHOWN, sizeof *worst) : NULL;
    r->has_lane = worst ? calloc(count, 1) : NULL;
    if (r->has_lane) {
        chosen = extsta_collection_worst(r->c, worst, LANES_SHOWN);
        for (size_t i = 0; i < chosen; i++) {
            r->has_lane[worst[i]] = 1;
        }
        for (size_t i = 0; i < count && chosen < LANES_SHOWN; i++) {
            bool more = !r->has_lane[i] && extsta_collection_client(r->c, i)->active;
            r->has_lane[i] |= more;
            chosen += more;
        }
    }
    free(worst);
}

/* Of a client; NULL: of an AP. */
static void put_stories(struct report *r, const struct extsta_client *client, uint32_t first)
{
    struct extsta_kept_story k;
    struct ladder ladder;
    fputc('[', r->json.out);
    for (uint32_t s = first; s != EXTSTA_NO_INDEX; s = k.next) {
        fputs(s == first ? "" : ",", r->json.out);
        extsta_collection_story_at(r->c, client, s, &k);
        bool found = r->about->store && ladder_store_find(r->about->store, &k.story, &ladder);
        report_json_story(&r->json, &k, found ? &ladder : NULL, r->about->ladders);
    }
    fputc(']', r->json.out);
}

/* [bss, [stories]] of the access points to which something happened. */
static void put_aps(struct report *r)
{
    const char *between = "\n";
    fputs("\"aps\":[", r->json.out);
    for (size_t i = 0; i < extsta_collection_bss_count(r->c); i++) {
        const struct extsta_kept_bss *bss = extsta_collection_bss_at(r->c, i);
        if (bss->first != EXTSTA_NO_INDEX) {
            fprintf(r->json.out, "%s[%zu,", between, i);
            put_stories(r, NULL, bss->first);
            fputc(']', r->json.out);
            between = ",\n";
        }
    }
    fputs("],\n", r->json.out);
}

/* [mac, [stories], lane], in order of appearance; the page sorts. */
static void put_clients(struct report *r)
{
    fputs("\"stations\":[", r->json.out);
    for (size_t i = 0; i < extsta_collection_client_count(r->c); i++) {
        const struct extsta_client *client = extsta_collection_client(r->c, i);
        bool shown = r->about->lanes && (!r->has_lane || r->has_lane[i]);
        const struct lane *lane = shown ? lanes_find(r->about->lanes, client->mac) : NULL;
        r->lanes_left_out += !lane && client->active && !(client->mac.b[0] & 1);
        fprintf(r->json.out, "%s\n[", i ? "," : "");
        report_json_mac(&r->json, client->mac);
        fputc(',', r->json.out);
        put_stories(r, client, client->first);
        fputc(',', r->json.out);
        report_json_lane(&r->json, lane);
        fputc(']', r->json.out);
    }
    fputs("],\n", r->json.out);
}

static void put_networks(struct report *r)
{
    fputs("\"bss\":[", r->json.out);
    for (size_t i = 0; i < extsta_collection_bss_count(r->c); i++) {
        fputs(i ? ",\n" : "", r->json.out);
        report_json_bss(&r->json, extsta_collection_bss_at(r->c, i));
    }
    fputs("],\n", r->json.out);
}

/* [count, first, last, text]: what is wrong with the capture. */
static void put_findings(struct report *r)
{
    struct extsta_finding f;
    fputs("\"findings\":[", r->json.out);
    for (size_t i = 0; r->about->explain && extsta_explain_finding(r->about->explain, i, &f);
         i++) {
        fprintf(r->json.out, "%s[%llu,%u,%u,", i ? "," : "", (unsigned long long)f.count,
                f.first_frame, f.last_frame);
        report_json_text(&r->json, f.text);
        fputc(']', r->json.out);
    }
    fputs("],\n", r->json.out);
}

/* Ladders and curves that are not in the page. */
static void put_left_out(const struct report *r)
{
    const struct report_about *a = r->about;
    fprintf(r->json.out, "\"leftOut\":[%llu,%llu],\n",
            a->store ? (unsigned long long)ladder_store_left_out(a->store) : 0,
            (unsigned long long)r->lanes_left_out);
}

/* The texts come last: they are found as the others need them. */
static void put_data(struct report *r, struct texts *texts)
{
    uint64_t end, heard = r->about->lanes ? lanes_end(r->about->lanes) : 0;
    FILE *out = r->json.out;
    if (extsta_collection_span(r->c, &r->json.begin, &end) && heard > end) {
        end = heard;
    }
    texts_number(texts, "");
    fprintf(out, "{\"version\":2,\"begin\":%llu,\"end\":%llu,\"frames\":%u,\"files\":[",
            (unsigned long long)r->json.begin / 1000, (unsigned long long)end / 1000,
            r->about->frames);
    for (int i = 0; i < r->about->file_count; i++) {
        const char *file = r->about->files[i];
        fputs(i ? "," : "", out);
        report_json_string(&r->json, (const uint8_t *)file, strlen(file));
    }
    fputs("],", out);
    report_json_whats(&r->json);
    fputs(",\n", out);
    put_networks(r);
    put_aps(r);
    choose_lanes(r);
    put_clients(r);
    put_findings(r);
    put_left_out(r);
    witness_report(&r->json, r->about->logs, r->c);
    fputs("\"texts\":[", out);
    for (size_t i = 0; i < texts->count; i++) {
        fputs(i ? ",\n" : "", out);
        report_json_string(&r->json, (const uint8_t *)texts->all[i], strlen(texts->all[i]));
    }
    fprintf(out, "],\"complete\":%s}", r->about->complete && !texts->failed ? "true" : "false");
}

/* Without memory for a text the page is written all the same, says that it is not complete, and
 * the caller hears of it. */
bool report_html_write(const char *path, const struct extsta_collection *c,
                       const struct report_about *about)
{
    const char *at = strstr(report_page, marker);
    struct out_file out;
    struct texts texts = {.count = 0};
    if (!out_file_open(&out, path)) {
        return false;
    }
    struct report r = {.json = {.out = out.file, .texts = &texts}, .c = c, .about = about};
    fwrite(report_page, 1, (size_t)(at - report_page), out.file);
    texts.failed = about->ladders && ladders_failed(about->ladders);
    put_data(&r, &texts);
    fputs(at + sizeof marker - 1, out.file);
    free(r.has_lane);
    bool ok = out_file_close(&out, true), failed = texts.failed;
    texts_free(&texts);
    if (ok && failed) {
        errno = ENOMEM;
        return false;
    }
    return ok;
}
