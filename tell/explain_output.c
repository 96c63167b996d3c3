/* Where the explainer's results go (explain and watch): every call of its sink, and what is
 * said at the end. With --json each thing is a line at once; as text, stories are collected and
 * told by client at the end (explain_text.c), or at once when watching live; the report
 * (report_html.c) and the clear capture (pcap.c) are made beside either.
 *
 * Nothing that goes wrong here stops the explainer: it is kept, and told by
 * explain_output_problem or explain_output_free. */
#include "explain_output.h"
#include "annotate.h"
#include "annotate_live.h"
#include "explain_json.h"
#include "explain_text.h"
#include "key_text.h"
#include "page.h"
#include "pcap.h"
#include "report_html.h"
#include "witness_json.h"
#include <extsta/collection.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Clients of the report that have curves: 26 MiB. */
#define LANES 16384u

struct explain_output {
    struct explain_output_options options;
    struct pcap_file *clear;
    const char *problem; /* NULL: none */
    char cannot[300];
    bool failed;
    bool trouble;
    bool ended;                           /* all there is was told */
    struct extsta_collection *collection; /* of the timeline and the report, or NULL */
    struct ladders *ladders;              /* of the report, or NULL; so are these two: */
    struct ladder_store *store;
    struct lanes *lanes;
    struct extsta_witnesses *witnesses; /* of logs, or NULL */
    struct witness_logs logs;
    struct json_out json;
    struct annotate_live *annotate; /* live, or NULL */
    uint32_t told;                  /* stories, shown or not */
};

/* --sta and --bss choose what is shown. The explainer looks at all frames all the same: a
 * client's story needs the others' (broadcasts, roams). */
static bool wanted(const struct explain_output *o, struct extsta_mac sta,
                   struct extsta_mac bssid)
{
    return !(o->options.only_sta && memcmp(sta.b, o->options.sta.b, 6) != 0) &&
           !(o->options.only_bss && memcmp(bssid.b, o->options.bssid.b, 6) != 0);
}

bool explain_output_wants(const struct explain_output *out, struct extsta_mac sta,
                          struct extsta_mac bssid)
{
    return wanted(out, sta, bssid);
}

/* A client of several links also by its address on one of them. */
static bool wanted_story(const struct explain_output *o, const struct extsta_story *s)
{
    for (size_t i = 0; i < s->context.link_count && i < EXTSTA_LINKS_MAX; i++) {
        if (wanted(o, s->context.links[i].sta, s->bssid) ||
            wanted(o, s->context.links[i].sta, s->context.links[i].bssid)) {
            return true;
        }
    }
    return wanted(o, s->sta, s->bssid);
}

static void on_event(void *user, const struct extsta_frame_event *e)
{
    struct explain_output *o = user;
    if (o->witnesses) {
        extsta_witnesses_frame(o->witnesses, e);
    }
    if (!wanted(o, e->sta, e->bssid)) {
        return;
    }
    if (o->options.json && !o->options.quiet) {
        explain_json_event(&o->json, e);
    }
    if (o->ladders) {
        ladders_event(o->ladders, e);
    }
}

static void on_heard(void *user, const struct extsta_heard *h)
{
    struct explain_output *o = user;
    if (wanted(o, h->sta, h->bssid)) {
        lanes_heard(o->lanes, h);
    }
}

/* A story of the report has its frames. */
static void on_settled(void *user, const struct extsta_story *s, const struct ladder *ladder)
{
    struct explain_output *o = user;
    ladder_store_put(o->store, s, ladder);
}

static void put_filter(const struct extsta_story *s)
{
    char text[EXTSTA_STORY_TEXT];
    extsta_story_filter(s, text, sizeof text);
    puts(text);
}

/* Trouble counts only of what is shown: --check asks about the client that was named. */
static void on_story(void *user, const struct extsta_story *s)
{
    struct explain_output *o = user;
    o->told = s->number;
    if (s->number == o->options.filter) {
        put_filter(s);
    }
    if (s->what == EXTSTA_STORY_AP && o->options.only_sta && o->collection) {
        extsta_collection_story(o->collection, s); /* shown if it is that station's AP */
    }
    if (!wanted_story(o, s)) {
        return;
    }
    if (o->annotate) {
        annotate_live_story(o->annotate, s);
    }
    if (o->options.json && !o->options.quiet) {
        explain_json_story(&o->json, s);
    }
    if (o->options.live && !o->options.json && !o->options.quiet) {
        explain_text_story(stdout, page_colour(stdout), s);
    }
    if (o->collection) {
        extsta_collection_story(o->collection, s);
    }
    if (o->ladders) {
        ladders_story(o->ladders, s);
    }
    o->trouble = o->trouble || extsta_story_is_trouble(s);
}

/* Not chosen by --sta: the explainer has no conversation to tell here. Nanoseconds to
 * microseconds; signal and frequency are not kept. */
static void on_clear(void *user, const struct extsta_explain_frame *original,
                     struct extsta_span mpdu)
{
    struct explain_output *o = user;
    if (!o->clear) {
        return;
    }
    const struct extsta_rx_meta meta = {0};
    pcap_file_write(o->clear, original->time / 1000, mpdu, &meta);
}

/* Set with --json only; as text findings are asked for at the end (put_findings). */
static void on_finding(void *user, const struct extsta_finding *f)
{
    struct explain_output *o = user;
    explain_json_finding(&o->json, f);
}

static void on_bss(void *user, const struct extsta_bss_report *b)
{
    struct explain_output *o = user;
    if (o->options.only_bss && memcmp(b->bssid.b, o->options.bssid.b, 6) != 0) {
        return;
    }
    if (o->options.json && !o->options.quiet) {
        explain_json_bss(&o->json, b);
    }
    if (o->collection) {
        extsta_collection_bss(o->collection, b);
    }
}

static void cannot_write(struct explain_output *o, const char *path, const char *why)
{
    snprintf(o->cannot, sizeof o->cannot, "cannot write %.200s: %.80s", path, why);
    o->problem = o->cannot;
}

/* False: cannot, and it is the problem. */
static bool open_clear(struct explain_output *o)
{
    const char *why;
    o->clear = pcap_file_create(o->options.clear, &why);
    if (!o->clear) {
        cannot_write(o, o->options.clear, why);
    }
    return o->clear != NULL;
}

/* What only the report needs. False: no memory. */
static bool open_report(struct explain_output *o)
{
    o->ladders = ladders_new(on_settled, o);
    o->store = ladder_store_new();
    o->lanes = lanes_new(LANES, UINT64_MAX);
    return o->ladders && o->store && o->lanes;
}

struct explain_output *explain_output_new(struct extsta_context *ctx,
                                          const struct explain_output_options *options)
{
    struct explain_output *o = calloc(1, sizeof *o);
    if (!o) {
        return NULL;
    }
    o->options = *options;
    if (options->html || options->log_count || (options->annotate && !options->live) ||
        (!options->json && !options->quiet && !options->live)) {
        o->collection = extsta_collection_new(ctx);
        o->problem = o->collection ? NULL : "no memory";
    }
    if (options->html && !open_report(o)) {
        o->problem = "no memory";
    }
    if (options->log_count) {
        o->witnesses = extsta_witnesses_new(ctx);
        o->logs = (struct witness_logs){o->witnesses, options->logs};
        o->problem = o->witnesses ? o->problem : "no memory";
    }
    json_out_start(&o->json, stdout);
    if (options->clear) {
        (void)open_clear(o);
    }
    if (options->annotate && options->live) {
        const char *why;
        o->annotate = annotate_live_new(options->annotate, &why);
        if (!o->annotate) {
            cannot_write(o, options->annotate, why);
        }
    }
    return o;
}

const char *explain_output_problem(const struct explain_output *out)
{
    return out->problem;
}

/* Texts cost time: only if somebody reads them, or --check waits for the trouble in them. */
static bool wants_stories(const struct explain_output *o)
{
    return o->collection || o->annotate || !o->options.quiet || o->options.check ||
           o->options.filter;
}

struct extsta_explain_sink explain_output_sink(struct explain_output *out)
{
    bool json = out->options.json, quiet = out->options.quiet;
    return (struct extsta_explain_sink){
        .event = (json && !quiet) || out->ladders || out->witnesses ? on_event : NULL,
        .story = wants_stories(out) ? on_story : NULL,
        .clear = out->clear ? on_clear : NULL,
        .finding = json ? on_finding : NULL,
        .bss = on_bss,
        .heard = out->lanes ? on_heard : NULL,
        .user = out,
    };
}

void explain_output_frame(struct explain_output *o, const struct extsta_explain_frame *frame)
{
    if (o->annotate) {
        annotate_live_packet(o->annotate, frame);
    }
}

struct extsta_witnesses *explain_output_witnesses(struct explain_output *out)
{
    return out->witnesses;
}

void explain_output_flush(struct explain_output *o, uint64_t now)
{
    o->failed = !json_out_flush(&o->json) || fflush(stdout) != 0 || o->failed;
    if (o->clear) {
        pcap_file_flush(o->clear);
    }
    if (o->annotate) {
        annotate_live_flush(o->annotate, now);
        if (annotate_live_failed(o->annotate) && !o->problem) {
            cannot_write(o, o->options.annotate, "nobody reads it, or there is no room");
        }
    }
}

/* A stream cannot be written anew. */
bool explain_output_rewind(struct explain_output *o)
{
    if (!o->clear) {
        return true;
    }
    if (pcap_file_is_stream(o->clear)) {
        return false;
    }
    pcap_file_drop(o->clear);
    o->failed = !open_clear(o) || o->failed;
    return o->clear != NULL;
}

/* What a key would have made surer: handshakes of networks with a passphrase. */
static bool wants_key(const struct extsta_collection *c)
{
    bool passphrase = false, tried = false;
    for (size_t i = 0; i < extsta_collection_bss_count(c); i++) {
        const struct extsta_kept_bss *b = extsta_collection_bss_at(c, i);
        passphrase = passphrase || (b->secured && extsta_security_has_psk(&b->security));
    }
    for (size_t i = 0; i < extsta_collection_client_count(c); i++) {
        const struct extsta_client *client = extsta_collection_client(c, i);
        tried = tried || client->authorized || client->failed;
    }
    return passphrase && tried;
}

static void put_findings(const struct extsta_explain *x)
{
    struct extsta_finding f;
    for (size_t i = 0; extsta_explain_finding(x, i, &f); i++) {
        printf("%llu frame%s (%u%s): %s\n", (unsigned long long)f.count,
               f.count == 1 ? "" : "s", f.first_frame, f.count == 1 ? "" : " ...", f.text);
    }
}

static void put_report(struct explain_output *o, const struct extsta_explain *x, bool complete,
                       char **files, int count, uint32_t frames)
{
    const struct report_about about = {.files = files,
                                       .file_count = count,
                                       .frames = frames,
                                       .complete = complete,
                                       .explain = x,
                                       .ladders = o->ladders,
                                       .store = o->store,
                                       .lanes = o->lanes,
                                       .logs = o->witnesses ? &o->logs : NULL};
    ladders_settle(o->ladders);
    if (!report_html_write(o->options.html, o->collection, &about)) {
        snprintf(o->cannot, sizeof o->cannot, "%.200s: %.80s", o->options.html, strerror(errno));
        o->problem = o->cannot;
        o->failed = true;
    }
}

/* What keys brought; or, where none was given and one would have helped, that. */
static void put_decrypted(struct explain_output *o, const struct extsta_explain *x, bool keys,
                          const char *file)
{
    struct extsta_decrypt_report report;
    extsta_explain_decrypted(x, &report);
    struct extsta_key_report key;
    for (size_t i = 0; o->options.json && extsta_explain_key(x, i, &key); i++) {
        explain_json_key(&o->json, &key);
    }
    if (o->options.json && keys) {
        explain_json_decrypted(&o->json, file, &report);
    } else if (!keys && o->collection && !o->options.quiet && !o->options.json &&
               wants_key(o->collection)) {
        printf("no key was given: with --key SSID:PASSPHRASE handshakes are verified and data "
               "is opened\n");
    } else if (keys && !o->options.quiet && report.protected_mpdus) {
        printf("opened %llu of %llu protected frames\n",
               (unsigned long long)report.decrypted_mpdus,
               (unsigned long long)report.protected_mpdus);
    }
    if (keys && !o->options.json && !o->options.quiet) {
        key_text(stdout, x, report.decrypted_mpdus > 0);
    }
}

/* The order on paper: clients, findings about the capture, keys, what is missing. */
void explain_output_end(struct explain_output *o, const struct extsta_explain *x, bool keys,
                        char **files, int count, uint32_t frames)
{
    o->ended = true;
    uint64_t unseen = extsta_explain_unseen(x);
    uint64_t lost = o->collection ? extsta_collection_lost(o->collection) : 0;
    if (o->collection) {
        extsta_collection_sort(o->collection);
    }
    if (o->witnesses) {
        lost += !extsta_witnesses_compare(o->witnesses, o->collection);
        lost += extsta_witnesses_lost(o->witnesses);
    }
    if (!o->options.json && !o->options.quiet && !o->options.live) {
        bool all =
            explain_text(stdout, page_colour(stdout), o->options.why, o->options.only_sta,
                         o->collection, frames, o->witnesses ? &o->logs : NULL);
        lost += !all;
    }
    if (!o->options.json && !o->options.filter) {
        put_findings(x);
    }
    if (o->options.json && !o->options.quiet && o->witnesses) {
        witness_json(&o->json, &o->logs, o->collection,
                     o->options.only_sta || o->options.only_bss);
    }
    if (o->options.html) {
        put_report(o, x, !unseen && !lost, files, count, frames);
    }
    put_decrypted(o, x, keys, count == 1 ? files[0] : NULL);
    if (unseen && !o->options.json) {
        printf("not looked at for want of memory: %llu times; what is told is not all, and may "
               "be wrong\n",
               (unsigned long long)unseen);
    }
    if (lost && !o->options.json) {
        printf("not kept for want of memory: %llu stories, networks and lines of logs; what is "
               "told "
               "is not all\n",
               (unsigned long long)lost);
    }
    if ((unseen || lost) && !o->problem) {
        o->problem = "no memory to look at everything";
    }
}

struct annotate *explain_output_annotate(struct explain_output *o, uint32_t frames)
{
    const char *why;
    struct annotate *a = annotate_new(o->options.annotate, o->collection, frames, &why);
    if (!a) {
        cannot_write(o, o->options.annotate, why);
    }
    return a;
}

bool explain_output_found(const struct explain_output *o, uint32_t *told)
{
    *told = o->told;
    return o->options.filter <= o->told;
}

bool explain_output_trouble(const struct explain_output *o)
{
    return o->trouble;
}

bool explain_output_free(struct explain_output *o)
{
    if (!o) {
        return true;
    }
    bool ok = json_out_flush(&o->json) && !o->failed;
    if (o->clear && o->ended) {
        ok = pcap_file_close(o->clear) && ok;
    } else {
        pcap_file_drop(o->clear);
    }
    if (o->annotate && o->ended) {
        ok = annotate_live_close(o->annotate) && ok;
    } else {
        annotate_live_drop(o->annotate);
    }
    extsta_witnesses_free(o->witnesses);
    extsta_collection_free(o->collection);
    ladders_free(o->ladders);
    ladder_store_free(o->store);
    lanes_free(o->lanes);
    free(o);
    return ok;
}
