/* A report that grows (report_live.h). A story waits in the ladders for its last frame, becomes
 * a line of JSON that needs nothing else to be understood, and goes into a ring, from which
 * each browser is given what it has not seen. The lock is for the ring, the curves and the
 * state: the explainer itself is never touched by another thread. */
#include "report_live.h"
#include "live_log.h"
#include "plain.h"
#include "report_json.h"
#include "report_page.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define OCTETS       (24u << 20)
#define LONGEST      32000u /* octets of a line: fits into REPORT_LIVE_EVENTS with its frame */
#define CLIENTS      4096u
#define LONGEST_STEP 60000000000u /* nanoseconds: of two hours or more the older half goes */

struct report_live {
    pthread_mutex_t lock;
    struct live_log *log; /* with the lock held; so are these: */
    struct lanes *lanes;
    char *state;
    size_t state_len;
    struct ladders *ladders; /* of the explaining thread; so is the rest */
    void (*ask)(void *user, struct extsta_mac bssid);
    void *user;
    struct extsta_kept_bss answer;
    char source[256];
    unsigned long long run; /* another one is another server */
};

/* --- the explaining thread --- */

void report_live_bss(struct report_live *r, const struct extsta_bss_report *b)
{
    struct extsta_kept_bss *kept = &r->answer;
    if (memcmp(kept->bssid.b, b->bssid.b, sizeof kept->bssid.b) == 0) {
        extsta_kept_bss_take(kept, b);
    }
}

static void put_bss(struct report_live *r, const struct report_json *json, const char *name,
                    struct extsta_mac bssid)
{
    r->answer = (struct extsta_kept_bss){.bssid = bssid};
    r->ask(r->user, bssid);
    fprintf(json->out, ",\"%s\":", name);
    report_json_bss(json, &r->answer);
}

/* NULL: no memory. */
static char *line_of(struct report_live *r, const struct extsta_story *s,
                     const struct ladder *ladder, size_t *len)
{
    static const struct extsta_mac nobody;
    struct extsta_kept_story kept = {.story = *s, .other = EXTSTA_NO_INDEX};
    char *line = NULL;
    FILE *out = open_memstream(&line, len);
    if (!out) {
        return NULL;
    }
    const struct report_json json = {.out = out};
    fputs("{\"sta\":", out);
    report_json_mac(&json, s->sta);
    put_bss(r, &json, "bss", s->bssid);
    if (memcmp(s->other.b, nobody.b, sizeof nobody.b) != 0) {
        kept.other = 0;
        put_bss(r, &json, "other", s->other);
    }
    fputs(",\"story\":", out);
    report_json_story(&json, &kept, ladder, r->ladders);
    fputc('}', out);
    if (fclose(out) != 0) {
        free(line);
        return NULL;
    }
    return line;
}

static void on_settled(void *user, const struct extsta_story *story,
                       const struct ladder *ladder)
{
    struct report_live *r = user;
    size_t len = 0;
    char *line = line_of(r, story, ladder, &len);
    if (line && len > LONGEST) {
        free(line);
        line = line_of(r, story, NULL, &len);
    }
    pthread_mutex_lock(&r->lock);
    live_log_add(r->log, line, line ? len : 0);
    pthread_mutex_unlock(&r->lock);
}

void report_live_event(struct report_live *r, const struct extsta_frame_event *event)
{
    ladders_event(r->ladders, event);
}

void report_live_story(struct report_live *r, const struct extsta_story *story)
{
    ladders_story(r->ladders, story);
}

void report_live_heard(struct report_live *r, const struct extsta_heard *heard)
{
    pthread_mutex_lock(&r->lock);
    lanes_heard(r->lanes, heard);
    pthread_mutex_unlock(&r->lock);
}

static void put_state(const struct report_live *r, FILE *out, const struct report_live_state *s)
{
    const struct report_json json = {.out = out};
    struct extsta_finding f;
    uint64_t oldest = live_log_oldest(r->log);
    fprintf(out,
            "{\"now\":%llu,\"frames\":%llu,\"lost\":%llu,\"anew\":%u,\"over\":%s,"
            "\"oldest\":%llu,\"fallen\":%llu,\"findings\":[",
            (unsigned long long)s->now / 1000, (unsigned long long)s->frames,
            (unsigned long long)s->lost, s->anew, s->over ? "true" : "false",
            (unsigned long long)oldest, (unsigned long long)oldest - 1);
    for (size_t i = 0; s->explain && extsta_explain_finding(s->explain, i, &f); i++) {
        fprintf(out, "%s[%llu,%u,%u,", i ? "," : "", (unsigned long long)f.count, f.first_frame,
                f.last_frame);
        report_json_text(&json, f.text);
        fputc(']', out);
    }
    fputs("]}", out);
}

bool report_live_say(struct report_live *r, const struct report_live_state *s)
{
    char *state = NULL;
    size_t len = 0;
    ladders_settle(r->ladders);
    FILE *out = open_memstream(&state, &len);
    if (!out) {
        return false;
    }
    pthread_mutex_lock(&r->lock);
    put_state(r, out, s);
    bool ok = fclose(out) == 0;
    if (ok) {
        free(r->state);
        r->state = state;
        r->state_len = len;
    } else {
        free(state);
    }
    pthread_mutex_unlock(&r->lock);
    return ok;
}

/* --- from its making to its end --- */

struct report_live *report_live_new(uint32_t stories, const char *source,
                                    void (*ask)(void *user, struct extsta_mac bssid),
                                    void *user)
{
    struct timespec t;
    struct report_live *r = calloc(1, sizeof *r);
    if (!r) {
        return NULL;
    }
    clock_gettime(CLOCK_REALTIME, &t);
    r->run = (unsigned long long)t.tv_sec * 1000000 + (unsigned long long)t.tv_nsec / 1000;
    snprintf(r->source, sizeof r->source, "%s", source);
    pthread_mutex_init(&r->lock, NULL);
    r->ask = ask;
    r->user = user;
    r->log = live_log_new(stories, OCTETS);
    r->lanes = lanes_new(CLIENTS, LONGEST_STEP);
    r->ladders = ladders_new(on_settled, r);
    if (!r->log || !r->lanes || !r->ladders) {
        report_live_free(r);
        return NULL;
    }
    return r;
}

void report_live_free(struct report_live *r)
{
    if (r) {
        live_log_free(r->log);
        lanes_free(r->lanes);
        ladders_free(r->ladders);
        free(r->state);
        pthread_mutex_destroy(&r->lock);
        free(r);
    }
}

/* --- any thread --- */

/* The page may connect to where it came from, and to nothing else. */
char *report_live_page(struct report_live *r, size_t *len)
{
    static const char marker[] = "/*REPORT-DATA*/", policy[] = "default-src 'none';";
    const char *rule = strstr(report_page, policy) + sizeof policy - 1;
    const char *data = strstr(report_page, marker);
    char *page = NULL;
    FILE *out = open_memstream(&page, len);
    if (!out) {
        return NULL;
    }
    const struct report_json json = {.out = out};
    fwrite(report_page, 1, (size_t)(rule - report_page), out);
    fputs(" connect-src 'self';", out);
    fwrite(rule, 1, (size_t)(data - rule), out);
    fputs("{\"version\":2,\"live\":true,\"begin\":0,\"end\":0,\"frames\":0,\"files\":[", out);
    report_json_string(&json, (const uint8_t *)r->source, strlen(r->source));
    fputs("],", out);
    report_json_whats(&json);
    fputs(",\"bss\":[],\"aps\":[],\"stations\":[],\"findings\":[],\"leftOut\":[0,0],"
          "\"texts\":[\"\"],\"complete\":true}",
          out);
    fputs(data + sizeof marker - 1, out);
    if (fclose(out) != 0) {
        free(page);
        return NULL;
    }
    return page;
}

char *report_live_lane(struct report_live *r, struct extsta_mac sta, size_t *len)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, len);
    if (!out) {
        return NULL;
    }
    const struct report_json json = {.out = out};
    pthread_mutex_lock(&r->lock);
    report_json_lane(&json, lanes_find(r->lanes, sta));
    pthread_mutex_unlock(&r->lock);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* Who is so slow that lines fell out before it goes on with the oldest one: the page sees by
 * the state what is gone. */
size_t report_live_events(struct report_live *r, uint64_t *number, char *out, size_t size)
{
    size_t used = 0;
    pthread_mutex_lock(&r->lock);
    uint64_t oldest = live_log_oldest(r->log), next = live_log_next(r->log);
    *number = *number < oldest ? oldest : *number > next ? next : *number;
    for (; *number < next; ++*number) {
        size_t len;
        const char *line = live_log_line(r->log, *number, &len);
        if (!line) {
            continue;
        }
        if (used + len + 64 > size) {
            break;
        }
        used += (size_t)snprintf(out + used, size - used,
                                 "id: %llu\nevent: story\ndata: ", (unsigned long long)*number);
        memcpy(out + used, line, len);
        used += len;
        memcpy(out + used, "\n\n", 2);
        used += 2;
    }
    pthread_mutex_unlock(&r->lock);
    return used;
}

size_t report_live_state_event(struct report_live *r, bool first, char *out, size_t size)
{
    pthread_mutex_lock(&r->lock);
    int n = snprintf(out, size, "%s", first ? "retry: 2000\n" : "");
    if (first) {
        n += snprintf(out + n, size - (size_t)n, "event: hello\ndata: {\"run\":%llu}\n\n",
                      r->run);
    }
    if (r->state) {
        n += snprintf(out + n, size - (size_t)n, "event: state\ndata: %s\n\n", r->state);
    }
    pthread_mutex_unlock(&r->lock);
    return n > 0 && (size_t)n < size ? (size_t)n : 0;
}
