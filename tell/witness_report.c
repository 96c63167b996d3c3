/* Logs beside stories in the report (witness_report.h): events by the number of the story that
 * they belong to; the page puts them beneath its line. */
#include "witness_report.h"
#include <string.h>

static void put_event(const struct report_json *r, const struct extsta_collection *c,
                      const struct extsta_witness_event *e, const char *between)
{
    struct extsta_kept_story k;
    char words[WITNESS_WORDS_TEXT], text[EXTSTA_VERDICT_TEXT];
    witness_story(e, c, &k);
    witness_words(e, words);
    extsta_verdict_text(e, text, sizeof text);
    fprintf(r->out, "%s[%u,%lld,", between, k.story.number,
            (long long)(e->time / 1000) - (long long)(r->begin / 1000));
    report_json_text(r, witness_who(e->program));
    fprintf(r->out, ",%u,", e->frame);
    report_json_text(r, words);
    fputc(',', r->out);
    report_json_text(r, text);
    fprintf(r->out, ",%d]", extsta_verdict_disagrees(e->verdict));
}

void witness_report(const struct report_json *r, const struct witness_logs *logs,
                    const struct extsta_collection *c)
{
    const char *between = "\n";
    fputs("\"logs\":[", r->out);
    for (size_t i = 0; logs && i < extsta_witnesses_logs(logs->witnesses); i++) {
        struct extsta_witness_log l;
        char text[EXTSTA_CLOCK_TEXT];
        extsta_witnesses_log_at(logs->witnesses, i, &l);
        extsta_clock_text(&l, text, sizeof text);
        fputs(i ? ",[" : "[", r->out);
        report_json_string(r, (const uint8_t *)logs->names[i], strlen(logs->names[i]));
        fputc(',', r->out);
        report_json_text(r, text);
        fputc(']', r->out);
    }
    fputs("],\"said\":[", r->out);
    for (size_t i = 0; logs && i < extsta_witnesses_count(logs->witnesses); i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(logs->witnesses, i, &e);
        if (e.story != EXTSTA_NO_INDEX && e.verdict != EXTSTA_VERDICT_OUTSIDE) {
            put_event(r, c, &e, between);
            between = ",\n";
        }
    }
    fputs("],\n", r->out);
}
