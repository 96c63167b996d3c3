#include "explain_output.h"
#include "command.h"
#include "explain_json.h"
#include "pcap.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct explain_output {
    struct explain_output_options options;
    struct pcap_file *clear;
    const char *problem;
    bool colour;
    bool failed;
    struct json_out json;
};

static bool wanted(const struct explain_output *o, struct extsta_mac sta,
                   struct extsta_mac bssid)
{
    return !(o->options.only_sta && memcmp(sta.b, o->options.sta.b, 6) != 0) &&
           !(o->options.only_bss && memcmp(bssid.b, o->options.bssid.b, 6) != 0);
}

static void on_event(void *user, const struct extsta_frame_event *e)
{
    struct explain_output *o = user;
    if (o->options.json && wanted(o, e->sta, e->bssid)) {
        explain_json_event(&o->json, e);
    }
}

static void print_mac(struct extsta_mac m)
{
    printf("%02x:%02x:%02x:%02x:%02x:%02x", m.b[0], m.b[1], m.b[2], m.b[3], m.b[4], m.b[5]);
}

static void print_time(uint64_t ns)
{
    time_t seconds = (time_t)(ns / 1000000000u);
    struct tm tm;
    char text[32] = "?";
    if (gmtime_r(&seconds, &tm)) {
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    }
    printf("%s.%03u", text, (unsigned)(ns / 1000000u % 1000u));
}

static void print_story(const struct explain_output *o, const struct extsta_story *s)
{
    bool bad = s->what == EXTSTA_STORY_ASSOCIATION_FAILED || s->what == EXTSTA_STORY_SILENCE ||
               s->what == EXTSTA_STORY_FINDING;
    bool good = s->what == EXTSTA_STORY_PORT_AUTHORIZED;
    print_time(s->time);
    printf("  ");
    print_mac(s->sta);
    printf("  %s%-18s%s ",
           !o->colour ? ""
           : bad      ? "\033[31m"
           : good     ? "\033[32m"
                      : "\033[1m",
           extsta_story_name(s->what), o->colour ? "\033[0m" : "");
    printf(" %s  [frames %u-%u, %u %%]\n", s->text ? s->text : "", s->first_frame,
           s->last_frame, s->confidence);
    if (s->advice) {
        printf("%46s-> %s\n", "", s->advice);
    }
}

static void on_story(void *user, const struct extsta_story *s)
{
    struct explain_output *o = user;
    if (!wanted(o, s->sta, s->bssid)) {
        return;
    }
    if (o->options.json) {
        explain_json_story(&o->json, s);
    } else if (!o->options.quiet) {
        print_story(o, s);
    }
}

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

static void on_finding(void *user, const struct extsta_finding *f)
{
    struct explain_output *o = user;
    if (o->options.json) {
        explain_json_finding(&o->json, f);
    } else {
        printf("%llu frame%s (%u%s): %s\n", (unsigned long long)f->count,
               f->count == 1 ? "" : "s", f->first_frame, f->count == 1 ? "" : " ...", f->text);
    }
}

static void on_bss(void *user, const struct extsta_bss_report *b)
{
    struct explain_output *o = user;
    if (o->options.only_bss && memcmp(b->bssid.b, o->options.bssid.b, 6) != 0) {
        return;
    }
    if (o->options.json) {
        explain_json_bss(&o->json, b);
    }
}

struct explain_output *explain_output_new(const struct explain_output_options *options)
{
    struct explain_output *o = calloc(1, sizeof *o);
    if (!o) {
        return NULL;
    }
    o->options = *options;
    o->colour = command_colour();
    json_out_start(&o->json, stdout);
    if (options->clear) {
        o->clear = pcap_file_create(options->clear, &o->problem);
    }
    return o;
}

const char *explain_output_problem(const struct explain_output *out)
{
    return out->options.clear && !out->clear ? out->problem : NULL;
}

struct extsta_explain_sink explain_output_sink(struct explain_output *out)
{
    bool json = out->options.json, quiet = out->options.quiet;
    return (struct extsta_explain_sink){
        .event = json && !quiet ? on_event : NULL,
        .story = quiet ? NULL : on_story,
        .clear = out->clear ? on_clear : NULL,
        .finding = on_finding,
        .bss = json && !quiet ? on_bss : NULL,
        .user = out,
    };
}

void explain_output_flush(struct explain_output *o)
{
    o->failed = !json_out_flush(&o->json) || fflush(stdout) != 0 || o->failed;
}

bool explain_output_rewind(struct explain_output *o)
{
    if (!o->clear) {
        return true;
    }
    if (strcmp(o->options.clear, "-") == 0) {
        return false;
    }
    if (!pcap_file_close(o->clear)) {
        o->failed = true;
    }
    o->clear = pcap_file_create(o->options.clear, &o->problem);
    o->failed = o->failed || !o->clear;
    return o->clear != NULL;
}

void explain_output_end(struct explain_output *o, const struct extsta_explain *x, bool keys,
                        char **files, int count)
{
    struct extsta_decrypt_report report;
    extsta_explain_decrypted(x, &report);
    if (o->options.json && keys) {
        explain_json_decrypted(&o->json, count == 1 ? files[0] : NULL, &report);
    } else if (keys && !o->options.quiet) {
        printf("opened %llu of %llu protected frames\n",
               (unsigned long long)report.decrypted_mpdus,
               (unsigned long long)report.protected_mpdus);
    }
}

bool explain_output_free(struct explain_output *o)
{
    if (!o) {
        return true;
    }
    bool ok = json_out_flush(&o->json) && !o->failed;
    if (o->clear) {
        ok = pcap_file_close(o->clear) && ok;
    }
    free(o);
    return ok;
}
