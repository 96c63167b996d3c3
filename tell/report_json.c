/* Values of a report in JSON (report_json.h). Texts come from the air and from file names: all
 * of them go through report_json_string. */
#include "report_json.h"
#include "explain_text.h"
#include "plain.h"
#include <string.h>

enum story_flag { /* report_model.js has the same */
                  FLAG_EXPLICIT = 1,
                  FLAG_INFERRED = 2,
                  FLAG_FORGED = 4,
                  FLAG_REASON = 8,
                  FLAG_STATUS = 16,
                  FLAG_TROUBLE = 32,
                  FLAG_AGAIN = 64,
                  FLAG_LATE = 128, /* settled with its last frame */
                  FLAG_WITH_AP =
                      256, /* part of what happened to its AP, which is told of that */
};

void report_json_string(const struct report_json *r, const uint8_t *p, size_t len)
{
    fputc('"', r->out);
    for (size_t i = 0; i < len;) {
        size_t n = plain_length(p + i, len - i);
        if (n == 0) { /* not a text, or one that misleads: shown as its octets */
            fprintf(r->out, "\\\\x%02x", p[i++]);
        } else if (strchr("\"\\<>&", p[i])) {
            fprintf(r->out, "\\u%04x", p[i++]);
        } else {
            fwrite(p + i, 1, n, r->out);
            i += n;
        }
    }
    fputc('"', r->out);
}

void report_json_text(const struct report_json *r, const char *text)
{
    if (r->texts) {
        fprintf(r->out, "%u", texts_number(r->texts, text));
    } else {
        report_json_string(r, (const uint8_t *)text, strlen(text));
    }
}

void report_json_mac(const struct report_json *r, struct extsta_mac m)
{
    fprintf(r->out, "\"%02x:%02x:%02x:%02x:%02x:%02x\"", m.b[0], m.b[1], m.b[2], m.b[3], m.b[4],
            m.b[5]);
}

/* Microseconds; captures are merged carelessly, so time may go back. */
static long long us(uint64_t time, uint64_t since)
{
    return (long long)(time / 1000) - (long long)(since / 1000);
}

static void put_evidence(const struct report_json *r, const struct extsta_story *s)
{
    if (!s->evidence_count || !(extsta_story_is_trouble(s) || s->forged)) {
        fputs(",0", r->out);
        return;
    }
    for (size_t i = 0; i < s->evidence_count; i++) {
        char text[EXTSTA_EVIDENCE_TEXT];
        extsta_evidence_text(&s->evidence[i], text, sizeof text);
        fprintf(r->out, "%s%d,", i ? "," : ",[", s->evidence[i].weight);
        report_json_text(r, text);
    }
    fputc(']', r->out);
}

static void put_ladder(const struct report_json *r, const struct ladder *ladder,
                       const struct ladders *ladders)
{
    if (!ladder || ladder->count == 0) {
        fputs(",0", r->out);
        return;
    }
    fprintf(r->out, ",[%u,%u", ladder->left_at, ladder->left_out);
    for (uint32_t i = 0; i < ladder->count; i++) {
        const struct ladder_frame *f = &ladder->frames[i];
        fprintf(r->out, ",%lld,%u,", us(f->time, r->begin), f->number);
        report_json_text(r, ladder_text(ladders, f->text));
        fprintf(r->out, ",%u", f->flags);
    }
    fputc(']', r->out);
}

static void put_bss_of(const struct report_json *r, uint32_t index, struct extsta_mac bssid)
{
    if (r->texts) {
        fprintf(r->out, "%d", index == EXTSTA_NO_INDEX ? -1 : (int)index);
    } else if (index == EXTSTA_NO_INDEX) {
        fputs("-1", r->out);
    } else {
        report_json_mac(r, bssid);
    }
}

static unsigned flags_of(const struct extsta_kept_story *k)
{
    const struct extsta_story *s = &k->story;
    return (s->is_explicit ? FLAG_EXPLICIT : 0u) | (s->inferred ? FLAG_INFERRED : 0u) |
           (s->forged ? FLAG_FORGED : 0u) | (s->has_reason ? FLAG_REASON : 0u) |
           (s->has_status ? FLAG_STATUS : 0u) |
           (extsta_story_is_trouble(s) ? FLAG_TROUBLE : 0u) | (k->again ? FLAG_AGAIN : 0u) |
           (extsta_story_moment(s) == s->until ? FLAG_LATE : 0u) |
           (k->with_ap != EXTSTA_KIND_NONE ? FLAG_WITH_AP : 0u);
}

void report_json_story(const struct report_json *r, const struct extsta_kept_story *k,
                       const struct ladder *ladder, const struct ladders *ladders)
{
    const struct extsta_story *s = &k->story;
    const char *name = extsta_story_kind_name(s->kind);
    char text[EXTSTA_STORY_TEXT], advice[EXTSTA_STORY_TEXT];
    int code = s->has_reason ? s->reason : s->has_status ? s->status : -1;
    extsta_story_words(s, text, sizeof text);
    extsta_story_advice(s, advice, sizeof advice);
    fprintf(r->out, "[%u,%u,%u,%lld,%lld,%u,%u,%u,%d,", (unsigned)s->what, (unsigned)s->by,
            flags_of(k), us(s->time, r->begin), us(s->until, s->time), s->first_frame,
            s->last_frame, s->confidence, code);
    put_bss_of(r, k->bss, s->bssid);
    const char *const texts[] = {name ? name : "", explain_text_label(s), text, advice};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fputc(',', r->out);
        report_json_text(r, texts[i]);
    }
    fputc(',', r->out);
    put_bss_of(r, k->other, s->other);
    fprintf(r->out, ",%lld,%u", us(s->gap, 0),
            s->what == EXTSTA_STORY_ROAM ? s->lost : s->count);
    put_evidence(r, s);
    put_ladder(r, ladder, ladders);
    fprintf(r->out, ",%u]", s->number);
}

void report_json_bss(const struct report_json *r, const struct extsta_kept_bss *b)
{
    char security[EXTSTA_SECURITY_TEXT] = "";
    if (b->secured) {
        extsta_security_text(&b->security, security, sizeof security);
    }
    fputc('[', r->out);
    report_json_mac(r, b->bssid);
    fputc(',', r->out);
    report_json_string(r, b->ssid, b->ssid_len);
    fprintf(r->out, ",%u,", b->channel);
    report_json_text(r, security);
    fprintf(r->out, ",%u,%d]", b->beacons, b->announced);
}

void report_json_lane(const struct report_json *r, const struct lane *lane)
{
    if (!lane) {
        fputc('0', r->out);
        return;
    }
    fprintf(r->out, "[%lld,%lld", us(lane->begin, r->begin), us(lane->step, 0));
    for (uint32_t i = 0; i < LANE_STEPS; i++) {
        const struct lane_step *s = &lane->steps[i];
        if (s->from_sta || s->from_ap) {
            fprintf(r->out, ",%u,%d,%d,%u,%u,%u", i, s->sta * 10 / 128, s->ap * 10 / 128,
                    s->from_sta + (unsigned)s->from_ap, s->retries, s->frequency);
        }
    }
    fputc(']', r->out);
}

/* Names end where the enum does: a number without one is not a value of it. */
void report_json_whats(const struct report_json *r)
{
    fputs("\"whats\":[", r->out);
    for (unsigned i = 0; i < 32; i++) {
        const char *name = extsta_story_name((enum extsta_story_what)i);
        if (*name == '?') {
            break;
        }
        fprintf(r->out, "%s\"%s\"", i ? "," : "", name);
    }
    fputs("]", r->out);
}
