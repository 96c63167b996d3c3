/* The report (explain --html): one page that needs no network. The page is a template
 * (report.html, made a string by scripts/embed); what it shows is a JSON object inside it, made
 * of the collection of a capture's clients. Texts repeat and are in it once, by number.
 *
 * Texts come from the air and from file names: all of them reach the page through JSON with '<'
 * escaped, and are shown by textContent. So none can end the script or become markup. */
#include "report_html.h"
#include "out_file.h"
#include "plain.h"
#include "report_page.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the object goes in the template. */
static const char marker[] = "/*REPORT-DATA*/";

/* Valid UTF-8 that does not mislead as it is; the rest as \xNN, to be seen as that. */
static void put_string(FILE *out, const uint8_t *p, size_t len)
{
    fputc('"', out);
    for (size_t i = 0; i < len;) {
        size_t n = plain_length(p + i, len - i);
        if (n == 0) { /* not a text, or one that misleads: shown as its octets */
            fprintf(out, "\\\\x%02x", p[i++]);
        } else if (strchr("\"\\<>&", p[i])) {
            fprintf(out, "\\u%04x", p[i++]);
        } else {
            fwrite(p + i, 1, n, out);
            i += n;
        }
    }
    fputc('"', out);
}

static void put_text(FILE *out, const char *text)
{
    put_string(out, (const uint8_t *)text, strlen(text));
}

static void put_mac(FILE *out, struct extsta_mac m)
{
    fprintf(out, "\"%02x:%02x:%02x:%02x:%02x:%02x\"", m.b[0], m.b[1], m.b[2], m.b[3], m.b[4],
            m.b[5]);
}

static unsigned long long us(uint64_t ns)
{
    return ns / 1000;
}

/* --- texts: each once, by number --- */

/* All texts so far, and an open hash table of their numbers. */
struct texts {
    char **all;
    uint32_t *slots; /* number + 1, by hash; 0: free */
    size_t count, slot_count;
    bool failed; /* no memory: some are shown as the empty one */
};

/* FNV-1a, its upper bits mixed down to where slot_of looks. */
static uint64_t hash(const char *text)
{
    uint64_t h = 0xcbf29ce484222325u;
    while (*text) {
        h = (h ^ (uint8_t)*text++) * 0x100000001b3u;
    }
    return h ^ (h >> 29);
}

static size_t slot_of(const struct texts *t, const char *text)
{
    size_t at = hash(text) & (t->slot_count - 1);
    while (t->slots[at] && strcmp(t->all[t->slots[at] - 1], text) != 0) {
        at = (at + 1) & (t->slot_count - 1);
    }
    return at;
}

/* Twice as many slots, half of them to be filled. False: no memory; all is as before. */
static bool grow(struct texts *t)
{
    size_t slots = t->slot_count ? t->slot_count * 2 : 256;
    uint32_t *bigger = calloc(slots, sizeof *bigger);
    char **all = bigger ? realloc(t->all, slots / 2 * sizeof *all) : NULL;
    if (!all) {
        free(bigger);
        return false;
    }
    free(t->slots);
    t->all = all;
    t->slots = bigger;
    t->slot_count = slots;
    for (size_t i = 0; i < t->count; i++) {
        t->slots[slot_of(t, all[i])] = (uint32_t)i + 1;
    }
    return true;
}

/* The number of a text; the first one is "". */
static uint32_t number_of(struct texts *t, const char *text)
{
    if (t->count >= t->slot_count / 2 && !grow(t)) {
        t->failed = true;
        return 0;
    }
    size_t at = slot_of(t, text);
    if (!t->slots[at]) {
        char *copy = strdup(text);
        if (!copy) {
            t->failed = true;
            return 0;
        }
        t->all[t->count++] = copy;
        t->slots[at] = (uint32_t)t->count;
    }
    return t->slots[at] - 1;
}

static void texts_free(struct texts *t)
{
    for (size_t i = 0; i < t->count; i++) {
        free(t->all[i]);
    }
    free(t->all);
    free(t->slots);
}

/* --- the data --- */

struct report {
    FILE *out;
    const struct extsta_collection *c;
    uint64_t begin;
    struct texts texts;
    uint32_t names[EXTSTA_KIND_COUNT]; /* numbers of the kinds' names; 0: not yet, or none */
};

static uint32_t number_of_name(struct report *r, enum extsta_story_kind kind)
{
    if (!r->names[kind] && kind != EXTSTA_KIND_NONE) {
        r->names[kind] = number_of(&r->texts, extsta_story_kind_name(kind));
    }
    return r->names[kind];
}

/* [what, by, flags, begin, duration, first, last, confidence, number, bss, name, text,
 *  advice, other, gap]; times in microseconds, the begin counted from the report's. */
static void put_story(struct report *r, const struct extsta_kept_story *k)
{
    const struct extsta_story *s = &k->story;
    char text[EXTSTA_STORY_TEXT], advice[EXTSTA_STORY_TEXT];
    unsigned flags = (s->is_explicit ? 1u : 0) | (s->inferred ? 2u : 0) | (s->forged ? 4u : 0) |
                     (s->has_reason ? 8u : 0) | (s->has_status ? 16u : 0) |
                     (extsta_story_is_trouble(s) ? 32u : 0) | (k->again ? 64u : 0) |
                     (k->with_ap != EXTSTA_KIND_NONE ? 128u : 0);
    int number = s->has_reason ? s->reason : s->has_status ? s->status : -1;
    extsta_story_words(s, text, sizeof text);
    extsta_story_advice(s, advice, sizeof advice);
    fprintf(r->out, "[%u,%u,%u,%llu,%llu,%u,%u,%u,%d,%u,%u,%u,%u,%d,%llu]", (unsigned)s->what,
            (unsigned)s->by, flags, us(s->time - r->begin), us(s->until - s->time),
            s->first_frame, s->last_frame, s->confidence, number, k->bss,
            number_of_name(r, s->kind), number_of(&r->texts, text),
            *advice ? number_of(&r->texts, advice) : 0,
            k->other == EXTSTA_NO_INDEX ? -1 : (int)k->other, us(s->gap));
}

/* [mac, badness, [stories]], in order of appearance; the page sorts. */
static void put_clients(struct report *r)
{
    fputs("\"stations\":[", r->out);
    for (size_t i = 0; i < extsta_collection_client_count(r->c); i++) {
        const struct extsta_client *client = extsta_collection_client(r->c, i);
        struct extsta_kept_story k;
        fprintf(r->out, "%s\n[", i ? "," : "");
        put_mac(r->out, client->mac);
        fprintf(r->out, ",%u,[", client->badness);
        for (uint32_t s = client->first; s != EXTSTA_NO_INDEX; s = k.next) {
            fputs(s == client->first ? "" : ",", r->out);
            extsta_collection_story_at(r->c, client, s, &k);
            put_story(r, &k);
        }
        fputs("]]", r->out);
    }
    fputs("],\n", r->out);
}

/* [bss, [stories]] of the access points to which something happened. */
static void put_aps(struct report *r)
{
    const char *between = "\n";
    fputs("\"aps\":[", r->out);
    for (size_t i = 0; i < extsta_collection_bss_count(r->c); i++) {
        const struct extsta_kept_bss *bss = extsta_collection_bss_at(r->c, i);
        struct extsta_kept_story k;
        if (bss->first == EXTSTA_NO_INDEX) {
            continue;
        }
        fprintf(r->out, "%s[%zu,[", between, i);
        for (uint32_t s = bss->first; s != EXTSTA_NO_INDEX; s = k.next) {
            fputs(s == bss->first ? "" : ",", r->out);
            extsta_collection_story_at(r->c, NULL, s, &k);
            put_story(r, &k);
        }
        fputs("]]", r->out);
        between = ",\n";
    }
    fputs("],\n", r->out);
}

/* [bssid, ssid, channel, security, beacons, announced] */
static void put_networks(struct report *r)
{
    fputs("\"bss\":[", r->out);
    for (size_t i = 0; i < extsta_collection_bss_count(r->c); i++) {
        const struct extsta_kept_bss *b = extsta_collection_bss_at(r->c, i);
        char security[EXTSTA_SECURITY_TEXT] = "";
        if (b->secured) {
            extsta_security_text(&b->security, security, sizeof security);
        }
        fputs(i ? ",\n[" : "[", r->out);
        put_mac(r->out, b->bssid);
        fputc(',', r->out);
        put_string(r->out, b->ssid, b->ssid_len);
        fprintf(r->out, ",%u,%u,%u,%d]", b->channel, number_of(&r->texts, security), b->beacons,
                b->announced);
    }
    fputs("],\n", r->out);
}

/* The texts come last: they are found as the others need them. */
static void put_data(struct report *r, bool complete, const struct report_about *about)
{
    uint64_t end;
    extsta_collection_span(r->c, &r->begin, &end);
    number_of(&r->texts, "");
    fprintf(r->out, "{\"version\":1,\"begin\":%llu,\"end\":%llu,\"frames\":%u,\"files\":[",
            us(r->begin), us(end), about->frames);
    for (int i = 0; i < about->file_count; i++) {
        fputs(i ? "," : "", r->out);
        put_text(r->out, about->files[i]);
    }
    fputs("],", r->out);
    put_networks(r);
    put_aps(r);
    put_clients(r);
    fputs("\"texts\":[", r->out);
    for (size_t i = 0; i < r->texts.count; i++) {
        fputs(i ? ",\n" : "", r->out);
        put_text(r->out, r->texts.all[i]);
    }
    fprintf(r->out, "],\"complete\":%s}", complete && !r->texts.failed ? "true" : "false");
}

/* Without memory for a text the page is written all the same, says that it is not complete, and
 * the caller hears of it. */
bool report_html_write(const char *path, const struct extsta_collection *c, bool complete,
                       const struct report_about *about)
{
    const char *at = strstr(report_page, marker);
    struct out_file out;
    if (!out_file_open(&out, path)) {
        return false;
    }
    struct report r = {.out = out.file, .c = c};
    fwrite(report_page, 1, (size_t)(at - report_page), out.file);
    put_data(&r, complete, about);
    fputs(at + sizeof marker - 1, out.file);
    bool ok = out_file_close(&out, true);
    texts_free(&r.texts);
    if (ok && r.texts.failed) {
        errno = ENOMEM;
        return false;
    }
    return ok;
}
