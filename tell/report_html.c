/* The page is a template (report.html); what it shows is a JSON object inside it. All
 * texts reach the page through JSON with '<' escaped, and are shown by textContent. */
#include "report_html.h"
#include "plain.h"
#include "report_page.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NONE UINT32_MAX

static const char marker[] = "/*REPORT-DATA*/";

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

/* [what, by, flags, begin, duration, first, last, confidence, number, bss, name, text,
 *  advice, other, gap]; times in microseconds, the begin counted from the report's. */
static void put_story(FILE *out, const struct collection *c, const struct kept_story *s)
{
    unsigned flags = (s->is_explicit ? 1u : 0) | (s->inferred ? 2u : 0) | (s->forged ? 4u : 0) |
                     (s->reason >= 0 ? 8u : 0) | (s->status >= 0 ? 16u : 0) |
                     (story_is_trouble(s) ? 32u : 0) | (s->again ? 64u : 0);
    fprintf(out, "[%u,%u,%u,%llu,%llu,%u,%u,%u,%d,%u,%u,%u,%u,%d,%llu]", s->what, s->by, flags,
            us(s->time - c->begin), us(s->until - s->time), s->first_frame, s->last_frame,
            s->confidence, s->reason >= 0 ? s->reason : s->status, s->bss, s->name, s->text,
            s->advice, s->other == NONE ? -1 : (int)s->other, us(s->gap));
}

static void put_stations(FILE *out, const struct collection *c)
{
    bool second = false;
    fputs("\"stations\":[", out);
    for (size_t i = 0; i < c->station_count; i++) {
        const struct kept_station *st = &c->stations[i];
        bool any = false;
        fprintf(out, "%s\n[", second ? "," : "");
        second = true;
        put_mac(out, st->mac);
        fprintf(out, ",%u,[", st->badness);
        for (uint32_t k = st->first; k != NONE; k = c->stories[k].next) {
            fputs(any ? "," : "", out);
            put_story(out, c, &c->stories[k]);
            any = true;
        }
        fputs("]]", out);
    }
    fputs("]", out);
}

static void put_data(FILE *out, const struct collection *c, const struct report_about *about)
{
    fprintf(out, "{\"version\":1,\"begin\":%llu,\"end\":%llu,\"frames\":%u,\"complete\":%s,",
            c->story_count ? us(c->begin) : 0, c->story_count ? us(c->end) : 0, about->frames,
            c->failed ? "false" : "true");
    fputs("\"files\":[", out);
    for (int i = 0; i < about->file_count; i++) {
        fputs(i ? "," : "", out);
        put_text(out, about->files[i]);
    }
    fputs("],\"texts\":[", out);
    for (size_t i = 0; i < c->text_count; i++) {
        fputs(i ? ",\n" : "", out);
        put_text(out, c->texts[i]);
    }
    fputs("],\"bss\":[", out);
    for (size_t i = 0; i < c->bss_count; i++) {
        const struct kept_bss *b = &c->bss[i];
        fputs(i ? ",\n[" : "[", out);
        put_mac(out, b->bssid);
        fputc(',', out);
        put_string(out, b->ssid.len ? b->ssid.data : (const uint8_t *)"", b->ssid.len);
        fprintf(out, ",%u,%u,%u,%d]", b->channel, b->security, b->beacons, b->announced);
    }
    fputs("],\n", out);
    put_stations(out, c);
    fputs("}", out);
}

bool report_html_write(const char *path, const struct collection *c,
                       const struct report_about *about)
{
    const char *at = strstr(report_page, marker);
    FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
    if (!out) {
        return false;
    }
    fwrite(report_page, 1, (size_t)(at - report_page), out);
    put_data(out, c, about);
    fputs(at + sizeof marker - 1, out);
    if (out == stdout) {
        return fflush(out) == 0 && !ferror(out);
    }
    bool ok = !ferror(out);
    return fclose(out) == 0 && ok;
}
