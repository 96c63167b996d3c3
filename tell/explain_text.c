/* Stories as text: what happened to access points, then each client in turn, then the sums,
 * the causes of trouble and the clients that had most of it; or one story as it happens
 * (watch). Everything comes from the collection (extsta/collection.h) and goes out through
 * page.c, which breaks lines and shows what would mislead. docs/explain.md walks through an
 * example. */
#include "explain_text.h"
#include "digits.h"
#include "page.h"
#include "plain.h"
#include "witness_text.h"
#include <string.h>
#include <time.h>

#define NS 1000000000u

#define LABELS 16 /* column of the labels: behind the clock */
#define TEXTS  29 /* column of what happened */

/* What is written on, what of, and what was said last. */
struct sheet {
    struct page page;
    const struct extsta_collection *c;
    bool why;
    struct witness_index said;      /* by logs */
    char advice[EXTSTA_STORY_TEXT]; /* given last to this client */
    uint32_t failed; /* BSS, if the client's last line said that it failed there */
};

static const char *mac_text(struct extsta_mac m, char out[18])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof m.b; i++) {
        out[3 * i] = digits[m.b[i] >> 4];
        out[3 * i + 1] = digits[m.b[i] & 15];
        out[3 * i + 2] = ':';
    }
    out[17] = 0;
    return out;
}

static void put_mac(struct page *p, struct extsta_mac m)
{
    char text[18];
    page_put(p, mac_text(m, text));
}

/* Octets of a printable character at the beginning, 0: there is none. A backslash is what the
 * others are shown by. */
static size_t printable(const uint8_t *p, size_t len)
{
    return *p == '\\' || (*p >= 0x80 && !page_signs()->utf8) ? 0 : plain_length(p, len);
}

/* Octets from the air must not steer the terminal. */
static void put_bytes(struct page *p, struct extsta_span s)
{
    char text[4 * 32 + 1];
    size_t at = 0;
    for (size_t i = 0, n; i < s.len && i < 32; i += n ? n : 1) {
        n = printable(s.data + i, s.len - i);
        if (n) {
            memcpy(text + at, s.data + i, n);
            at += n;
        } else {
            at += (size_t)snprintf(text + at, 5, "\\x%02x", s.data[i]);
        }
    }
    text[at] = 0;
    page_put(p, text);
}

/* Once, above all: the lines beneath have the time of day only. */
static void put_day(struct page *p, uint64_t ns)
{
    time_t seconds = (time_t)(ns / NS);
    struct tm tm;
    char text[32] = "";
    if (gmtime_r(&seconds, &tm)) {
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &tm);
    }
    page_put(p, text);
}

static bool is_group(struct extsta_mac m)
{
    return m.b[0] & 1;
}

static bool is_broadcast(struct extsta_mac m)
{
    static const struct extsta_mac all = {{255, 255, 255, 255, 255, 255}};
    return memcmp(m.b, all.b, 6) == 0;
}

/* The network's name and address, with a colon behind. */
static void put_bss(struct sheet *s, uint32_t index)
{
    const struct extsta_kept_bss *b = extsta_collection_bss_at(s->c, index);
    char text[18];
    if (b->ssid_len) {
        put_bytes(&s->page, (struct extsta_span){b->ssid, b->ssid_len});
    }
    if (b->ssid_len && !is_broadcast(b->bssid)) {
        page_put(&s->page, " ");
    }
    if (!is_broadcast(b->bssid)) {
        page_painted(&s->page, PAGE_DIM, mac_text(b->bssid, text));
    }
    if (b->ssid_len || !is_broadcast(b->bssid)) {
        page_put(&s->page, ": ");
    }
}

/* The word for what happened to an AP: what the kind is called without "ap". */
static const char *ap_label(const struct extsta_story *s)
{
    return s->forged                                ? "forged"
           : s->kind == EXTSTA_KIND_AP_RESTART      ? "restarted"
           : s->kind == EXTSTA_KIND_AP_GONE         ? "off air"
           : s->kind == EXTSTA_KIND_CHANNEL_SWITCH  ? "channel"
           : s->kind == EXTSTA_KIND_SENT_AWAY       ? "sent away"
           : s->kind == EXTSTA_KIND_AP_FULL         ? "full"
           : s->kind == EXTSTA_KIND_BEACONS_MISSING ? "lossy"
                                                    : "AP";
}

/* What a user would say. */
static const char *not_connected(enum extsta_story_kind kind)
{
    bool address = kind >= EXTSTA_KIND_DHCP_NO_OFFER && kind <= EXTSTA_KIND_ADDRESS_CONFLICT;
    return kind == EXTSTA_KIND_CAPTIVE_PORTAL ? "portal"
           : kind == EXTSTA_KIND_NO_DATA      ? "no data"
           : address                          ? "no address"
                                              : "no service";
}

/* Label and colour of a story. */
static const char *label(const struct extsta_story *s, const char **code)
{
    *code = "";
    switch (s->what) {
    case EXTSTA_STORY_ASSOCIATION:
        *code = PAGE_GREEN;
        return "joined";
    case EXTSTA_STORY_ASSOCIATION_FAILED:
        *code = PAGE_RED;
        return "failed";
    case EXTSTA_STORY_PORT_AUTHORIZED:
        *code = PAGE_GREEN;
        return "authorized";
    case EXTSTA_STORY_ROAM:
        *code = PAGE_CYAN;
        return "roamed";
    case EXTSTA_STORY_DISASSOCIATION:
        *code = s->by == EXTSTA_BY_STA ? PAGE_YELLOW : PAGE_RED;
        return s->kind == EXTSTA_KIND_END_MISSED ? "ended"
               : !s->is_explicit                 ? "replaced"
               : s->by == EXTSTA_BY_STA          ? "left"
               : s->by == EXTSTA_BY_UNKNOWN      ? "forged"
                                                 : "thrown out";
    case EXTSTA_STORY_SILENCE:
        *code = PAGE_MAGENTA;
        return s->by == EXTSTA_BY_AP ? "AP silent" : "fell silent";
    case EXTSTA_STORY_GROUP_REKEY:
        *code = PAGE_DIM;
        return "rekey";
    case EXTSTA_STORY_SCAN:
        *code = PAGE_DIM;
        return "scan";
    case EXTSTA_STORY_FINDING:
        *code = s->forged                               ? PAGE_MAGENTA
                : s->kind == EXTSTA_KIND_PEERS          ? PAGE_GREEN
                : s->kind == EXTSTA_KIND_PEERING_FAILED ? PAGE_RED
                                                        : PAGE_DIM;
        return s->forged                               ? "forged"
               : s->kind == EXTSTA_KIND_PEERS          ? "peers"
               : s->kind == EXTSTA_KIND_PEERING_FAILED ? "no peers"
                                                       : "note";
    case EXTSTA_STORY_AP:
        *code = s->forged ? PAGE_MAGENTA : extsta_story_is_trouble(s) ? PAGE_RED : PAGE_DIM;
        return ap_label(s);
    case EXTSTA_STORY_ADDRESS:
        *code = PAGE_GREEN;
        return "address";
    case EXTSTA_STORY_CONNECTED:
        *code = PAGE_GREEN;
        return "connected";
    case EXTSTA_STORY_NOT_CONNECTED:
        *code = extsta_story_is_trouble(s) ? PAGE_RED : PAGE_YELLOW;
        return not_connected(s->kind);
    }
    return "";
}

/* The story's own number (for --filter), 0: it has none, and those to look at in Wireshark:
 * "#7 [713]" or "[722-724]". */
static void put_frames(struct page *p, uint32_t number, uint32_t first, uint32_t last)
{
    char text[48] = "  ", *at = text + 2;
    if (number) {
        *at++ = '#';
        at = digits(at, number, 1);
        *at++ = ' ';
    }
    *at++ = '[';
    at = digits(at, first, 1);
    if (last != first) {
        *at++ = '-';
        at = digits(at, last, 1);
    }
    *at++ = ']';
    *at = 0;
    page_paint(p, PAGE_DIM);
    page_put(p, text);
    page_paint(p, PAGE_RESET);
}

/* Clock and label of a line; a text that breaks goes on beneath its own column. */
static void put_label(struct page *p, uint64_t time, const char *code, const char *word)
{
    page_tab(p, 2);
    page_clock(p, time);
    page_tab(p, LABELS);
    page_painted(p, code, word);
    page_tab(p, TEXTS);
    p->indent = TEXTS;
}

static void put_advice(struct page *p, unsigned column, const char *advice)
{
    page_tab(p, column);
    p->indent = column + 3;
    page_paint(p, PAGE_DIM);
    page_put(p, "-> ");
    page_put(p, advice);
    page_paint(p, PAGE_RESET);
    page_newline(p);
}

/* Which lines name the network: those where it is new or in doubt. */
static bool names_bss(const struct extsta_story *s, bool several)
{
    switch (s->what) {
    case EXTSTA_STORY_ASSOCIATION:
    case EXTSTA_STORY_ASSOCIATION_FAILED:
    case EXTSTA_STORY_ROAM:
        return true;
    case EXTSTA_STORY_DISASSOCIATION:
    case EXTSTA_STORY_SILENCE:
    case EXTSTA_STORY_NOT_CONNECTED:
        return several; /* else it is plain from where */
    case EXTSTA_STORY_PORT_AUTHORIZED:
    case EXTSTA_STORY_GROUP_REKEY:
    case EXTSTA_STORY_SCAN:
    case EXTSTA_STORY_FINDING:
    case EXTSTA_STORY_AP: /* the heading does */
    case EXTSTA_STORY_ADDRESS:
    case EXTSTA_STORY_CONNECTED:
        break;
    }
    return false;
}

/* Signs for and against, the weight as a factor of the odds in decibels: 10 are tenfold. */
static void put_why(struct page *p, const struct extsta_story *s)
{
    char text[EXTSTA_EVIDENCE_TEXT];
    for (size_t i = 0; i < s->evidence_count; i++) {
        const struct extsta_evidence *e = &s->evidence[i];
        extsta_evidence_text(e, text, sizeof text);
        page_tab(p, TEXTS - 2);
        p->indent = TEXTS + 6;
        page_paint(p, PAGE_DIM);
        page_printf(p, "%+4d dB  %s", (e->weight * 43 + (e->weight < 0 ? -50 : 50)) / 100,
                    text);
        page_paint(p, PAGE_RESET);
        page_newline(p);
    }
}

/* The AP's own lines, above, say what and why. */
static void put_with_ap(struct page *p, const struct extsta_story *s,
                        enum extsta_story_kind event)
{
    if (event != EXTSTA_KIND_NONE) {
        page_put(p, event == s->kind                  ? "" /* it says so */
                    : event == EXTSTA_KIND_AP_RESTART ? "; the AP restarted"
                    : event == EXTSTA_KIND_AP_GONE    ? "; the AP was off the air"
                                                      : "; with all of the AP's clients");
        page_put(p, " (see the access point)");
    }
}

/* The end by which a failure came about, as far as the failure does not say it: whose hand, and
 * the reason. False: there is none. */
static bool ended_by(const struct sheet *sheet, const struct extsta_client *client,
                     const struct extsta_kept_story *failure, struct extsta_kept_story *end)
{
    uint32_t i = failure->next;
    end->again = false;
    for (; client && i != EXTSTA_NO_INDEX && !end->again; i = end->next) {
        extsta_collection_story_at(sheet->c, client, i, end);
        if (!end->again && end->story.what != EXTSTA_STORY_SCAN) {
            return false;
        }
    }
    if (end->again) { /* its kind and what came before it are the failure's */
        end->story.kind =
            end->story.by == EXTSTA_BY_STA ? EXTSTA_KIND_LEFT : EXTSTA_KIND_ENDED_BY_AP;
        end->story.evidence_count = 0;
    }
    return end->again;
}

/* "14 times, every 3.1 s, until 12:00:07.123: "; intervals that differ are not named. */
static void put_times(struct page *p, const struct extsta_turn *turn)
{
    page_printf(p, "%u times", turn->count);
    if (turn->count > 2 && turn->least >= NS / 20 &&
        turn->most <= turn->least + turn->least / 4) {
        page_printf(p, ", every %.1f s",
                    (double)(turn->last - turn->first) / NS / (turn->count - 1));
    }
    page_put(p, ", until ");
    page_clock(p, turn->last);
}

/* Advice that was just given to this client is not given again. Every line says how sure it is.
 * `turn`: it is one story, so many times; NULL: once. `client` NULL: of an AP. */
static void put_story(struct sheet *sheet, const struct extsta_client *client,
                      const struct extsta_kept_story *k, const struct extsta_turn *turn)
{
    struct page *p = &sheet->page;
    struct extsta_story all = k->story;
    const struct extsta_story *s = &all;
    struct extsta_kept_story end;
    char text[EXTSTA_STORY_TEXT];
    const char *code, *word = label(s, &code);
    bool ends = s->what == EXTSTA_STORY_ASSOCIATION_FAILED && ended_by(sheet, client, k, &end);
    put_label(p, extsta_story_moment(s), code, word);
    if (turn) {
        all.count = turn->counted;
        put_times(p, turn);
        page_put(p, ": ");
    }
    sheet->failed = s->what == EXTSTA_STORY_ASSOCIATION_FAILED ? k->bss : EXTSTA_NO_INDEX;
    if (names_bss(s, client && client->several)) {
        put_bss(sheet, k->bss);
    }
    extsta_story_words(s, text, sizeof text);
    page_put(p, text);
    if (ends) {
        extsta_story_words(&end.story, text, sizeof text);
        page_put(p, "; ");
        page_put(p, text);
    }
    put_with_ap(p, s, k->with_ap);
    page_printf(p, " (%u %%)", turn ? turn->confidence : s->confidence);
    put_frames(p, s->number, turn ? turn->first_frame : s->first_frame,
               turn ? turn->last_frame : s->last_frame);
    if (ends && !turn) {
        put_frames(p, end.story.number, end.story.first_frame, end.story.last_frame);
    }
    page_newline(p);
    if (sheet->why) {
        put_why(p, s);
    }
    if (k->with_ap == EXTSTA_KIND_NONE && extsta_story_advice(s, text, sizeof text) &&
        strcmp(text, sheet->advice) != 0) {
        put_advice(p, TEXTS - 2, text);
        strcpy(sheet->advice, text);
    }
}

/* Columns for clock, client, label and text: here lines of many clients are mixed. */
void explain_text_story(FILE *out, bool colour, const struct extsta_story *s)
{
    struct page p;
    char text[EXTSTA_STORY_TEXT];
    const char *code, *word = label(s, &code);
    page_start(&p, out, colour);
    page_clock(&p, s->time);
    page_tab(&p, 14);
    put_mac(&p, s->what == EXTSTA_STORY_AP ? s->bssid : s->sta);
    page_tab(&p, 33);
    page_painted(&p, code, word);
    page_tab(&p, 45);
    p.indent = 45;
    if (!is_group(s->bssid) && s->what != EXTSTA_STORY_AP) {
        put_mac(&p, s->bssid);
        page_put(&p, ": ");
    }
    extsta_story_words(s, text, sizeof text);
    page_put(&p, text);
    page_printf(&p, " (%u %%)", s->confidence);
    page_newline(&p);
    if (extsta_story_advice(s, text, sizeof text)) {
        put_advice(&p, 43, text);
    }
}

/* A roam says what the implicit end before it says (DIS-02: implicit, another AP): that line is
 * left out. Both rest on the attempt's first frame. So is the end of an association that came
 * to nothing, when the station begins anew. */
static bool told_by_roam(const struct sheet *sheet, const struct extsta_client *client,
                         const struct extsta_kept_story *end)
{
    struct extsta_kept_story k;
    if (end->story.what != EXTSTA_STORY_DISASSOCIATION || end->story.is_explicit) {
        return false;
    }
    if (end->bss == sheet->failed) {
        return true;
    }
    for (uint32_t i = end->next; i != EXTSTA_NO_INDEX; i = k.next) {
        extsta_collection_story_at(sheet->c, client, i, &k);
        if (k.story.time > end->story.until) {
            return false;
        }
        if (k.story.what == EXTSTA_STORY_ROAM &&
            k.story.first_frame == end->story.first_frame) {
            return true;
        }
    }
    return false;
}

/* Nothing happened to it but scans, and findings that are no forgeries. */
static bool only_scans(const struct extsta_client *st)
{
    return !st->joined && !st->failed && !st->left && !st->thrown_out && !st->silent &&
           !st->forged && !st->replaced && !st->unconnected;
}

static void put_count(struct page *p, const char **between, uint32_t n, const char *word)
{
    if (n) {
        page_printf(p, "%s%u %s", *between, n, word);
        *between = ", ";
    }
}

/* The client and how often each thing happened to it; nothing of what never did. */
static void put_heading(struct page *p, const struct extsta_client *st)
{
    const char *between = "  ";
    page_newline(p);
    p->indent = 4;
    page_paint(p, PAGE_BOLD);
    if (is_broadcast(st->mac)) {
        page_put(p, "all stations of a BSS");
    } else {
        put_mac(p, st->mac);
    }
    page_paint(p, PAGE_RESET);
    put_count(p, &between, st->joined, "joined");
    put_count(p, &between, st->failed, "failed");
    put_count(p, &between, st->unconnected, "not connected");
    put_count(p, &between, st->roamed, "roamed");
    put_count(p, &between, st->left, "left");
    put_count(p, &between, st->thrown_out, "thrown out");
    put_count(p, &between, st->silent, "silent");
    page_newline(p);
}

/* Scans in a row, as one line. */
struct scans {
    struct extsta_kept_story first, last;
    uint32_t count;
};

static void put_scans(struct sheet *sheet, struct scans *scans)
{
    struct page *p = &sheet->page;
    const struct extsta_story *first = &scans->first.story, *last = &scans->last.story;
    if (scans->count == 1) {
        put_story(sheet, NULL, &scans->first, NULL);
    } else if (scans->count) {
        put_label(p, first->time, PAGE_DIM, "scan");
        page_printf(p, "%u times, until ", scans->count);
        page_clock(p, last->until);
        put_frames(p, 0, first->first_frame, last->last_frame);
        page_newline(p);
    }
    scans->count = 0;
}

/* Trouble at equal intervals, beneath the client's stories. */
static void put_period(struct sheet *sheet, const struct extsta_client *client)
{
    struct page *p = &sheet->page;
    struct extsta_period period;
    if (!extsta_collection_period(sheet->c, client, &period)) {
        return;
    }
    p->indent = TEXTS;
    page_put(p, "  ");
    page_painted(p, PAGE_YELLOW, "like clockwork");
    page_tab(p, TEXTS);
    page_printf(p, "%s %u times, every %.0f s: that is a timer, and not the radio",
                extsta_story_kind_name(period.kind), period.count, (double)period.period / NS);
    page_newline(p);
    put_advice(p, TEXTS - 2, "compare with the session time-outs, rekeying intervals and leases "
                             "of the AP and its servers");
}

/* Several stories that repeat: those of the first time, and how often. */
static void put_cycle(struct sheet *sheet, const struct extsta_client *client, uint32_t first,
                      const struct extsta_turn *turn)
{
    struct page *p = &sheet->page;
    struct extsta_kept_story k;
    uint32_t i = first;
    for (uint32_t told = 0; told < turn->stories; i = k.next) {
        extsta_collection_story_at(sheet->c, client, i, &k);
        if (k.again || k.story.what == EXTSTA_STORY_SCAN) {
            continue;
        }
        told += k.story.what != EXTSTA_STORY_DISASSOCIATION || k.story.is_explicit ||
                k.other != k.bss;
        if (!told_by_roam(sheet, client, &k)) {
            put_story(sheet, client, &k, NULL);
        }
    }
    page_tab(p, LABELS);
    page_painted(p, PAGE_BOLD, "all of that");
    page_tab(p, TEXTS);
    p->indent = TEXTS;
    put_times(p, turn);
    put_frames(p, 0, turn->first_frame, turn->last_frame);
    page_newline(p);
}

/* Returns the index of the story behind what was told. */
static uint32_t put_turn(struct sheet *sheet, const struct extsta_client *client,
                         uint32_t index, const struct extsta_kept_story *k)
{
    struct extsta_turn turn = {.stories = 1, .count = 1, .next = k->next};
    if (!sheet->said.count) { /* beside logs each line stands for itself */
        extsta_collection_turn(sheet->c, client, index, &turn);
    }
    if (turn.stories > 1) {
        put_cycle(sheet, client, index, &turn);
    } else if (!told_by_roam(sheet, client, k)) {
        put_story(sheet, client, k, turn.count > 1 ? &turn : NULL);
    }
    return turn.next;
}

/* What logs say of the stories from one on up to another, which is not among them. */
static void put_said(struct sheet *sheet, uint32_t client, uint32_t from, uint32_t until)
{
    struct extsta_kept_story k;
    for (uint32_t i = from; i != until && i != EXTSTA_NO_INDEX; i = k.next) {
        extsta_collection_story_at(sheet->c, extsta_collection_client(sheet->c, client), i, &k);
        witness_text_story(&sheet->page, &sheet->said, client, i, sheet->why);
    }
}

/* A group address is a client too: what concerns all stations of a BSS. */
static void put_client(struct sheet *sheet, uint32_t index)
{
    const struct extsta_client *client = extsta_collection_client(sheet->c, index);
    struct scans scans = {.count = 0};
    struct extsta_kept_story k;
    sheet->advice[0] = 0;
    sheet->failed = EXTSTA_NO_INDEX;
    put_heading(&sheet->page, client);
    witness_text_story(&sheet->page, &sheet->said, index, EXTSTA_NO_INDEX, sheet->why);
    for (uint32_t i = client->first; i != EXTSTA_NO_INDEX;) {
        uint32_t first = i;
        extsta_collection_story_at(sheet->c, client, i, &k);
        if (k.story.what == EXTSTA_STORY_SCAN || k.again) { /* the failure has told the end */
            i = k.next;
        }
        if (k.story.what == EXTSTA_STORY_SCAN) {
            scans.first = scans.count++ ? scans.first : k;
            scans.last = k;
        } else if (!k.again) {
            put_scans(sheet, &scans);
            i = put_turn(sheet, client, i, &k);
        }
        put_said(sheet, index, first, i);
    }
    put_scans(sheet, &scans);
    put_period(sheet, client);
}

/* What happened to the AP itself. */
static void put_ap(struct sheet *sheet, const struct extsta_kept_bss *bss)
{
    struct page *p = &sheet->page;
    struct extsta_kept_story k;
    sheet->advice[0] = 0;
    page_newline(p);
    p->indent = 4;
    page_paint(p, PAGE_BOLD);
    page_put(p, "access point ");
    if (bss->ssid_len) {
        put_bytes(p, (struct extsta_span){bss->ssid, bss->ssid_len});
        page_put(p, " ");
    }
    put_mac(p, bss->bssid);
    page_paint(p, PAGE_RESET);
    if (bss->channel) {
        page_printf(p, "  channel %u", bss->channel);
    }
    page_newline(p);
    for (uint32_t i = bss->first; i != EXTSTA_NO_INDEX; i = k.next) {
        extsta_collection_story_at(sheet->c, NULL, i, &k);
        put_story(sheet, NULL, &k, NULL);
        witness_text_story(&sheet->page, &sheet->said, EXTSTA_NO_INDEX, i, sheet->why);
    }
}

/* Before the clients: what explains many of their lines. Of one client's only the APs that it
 * has to do with. */
static void put_aps(struct sheet *sheet, bool one_client)
{
    for (size_t i = 0; i < extsta_collection_bss_count(sheet->c); i++) {
        const struct extsta_kept_bss *bss = extsta_collection_bss_at(sheet->c, i);
        if (bss->first != EXTSTA_NO_INDEX && (bss->stories || !one_client)) {
            put_ap(sheet, bss);
        }
    }
}

/* Kinds by frequency, under the names that docs/causes.md has as headings. */
static void put_causes(struct sheet *sheet)
{
    struct page *p = &sheet->page;
    struct extsta_kind_count causes[EXTSTA_KIND_COUNT];
    size_t n = extsta_collection_causes(sheet->c, causes);
    if (n) {
        page_put(p, "causes of trouble:");
        page_newline(p);
    }
    for (size_t i = 0; i < n; i++) {
        page_put(p, "  ");
        page_paint(p, PAGE_RED);
        page_printf(p, "%6u", causes[i].count);
        page_paint(p, PAGE_RESET);
        page_printf(p, "  %s", extsta_story_kind_name(causes[i].kind));
        page_newline(p);
    }
}

/* One client needs no list. */
static void put_worst(struct sheet *sheet)
{
    struct page *p = &sheet->page;
    uint32_t worst[5];
    size_t n = extsta_collection_worst(sheet->c, worst, sizeof worst / sizeof *worst);
    if (n < 2) {
        return;
    }
    page_put(p, "clients with most trouble:");
    page_newline(p);
    for (size_t i = 0; i < n; i++) {
        const struct extsta_client *st = extsta_collection_client(sheet->c, worst[i]);
        const char *between = "  ";
        page_put(p, "  ");
        put_mac(p, st->mac);
        put_count(p, &between, st->failed, "failed");
        put_count(p, &between, st->unconnected, "not connected");
        put_count(p, &between, st->thrown_out, "thrown out");
        put_count(p, &between, st->silent, "silent");
        put_count(p, &between, st->forged, "series of forged frames");
        page_newline(p);
    }
}

static void put_plural(struct page *p, uint32_t n, const char *word)
{
    page_printf(p, "%u %s%s", n, word, n == 1 ? "" : "s");
}

/* Of an IBSS or a mesh, and no client. */
static bool is_peer(const struct extsta_collection *c, const struct extsta_client *st)
{
    struct extsta_kept_story k;
    for (uint32_t i = st->first; i != EXTSTA_NO_INDEX; i = k.next) {
        extsta_collection_story_at(c, st, i, &k);
        if (k.story.kind == EXTSTA_KIND_PEERS || k.story.kind == EXTSTA_KIND_NO_ASSOCIATION ||
            k.story.kind == EXTSTA_KIND_PEERING_FAILED) {
            return true;
        }
    }
    return false;
}

/* "scanning": heard only so; clients with findings or rekeyings alone are in neither number. */
static void put_summary(struct sheet *sheet, uint32_t frames)
{
    const struct extsta_collection *c = sheet->c;
    struct page *p = &sheet->page;
    struct extsta_client sum = {.joined = 0};
    uint32_t clients = 0, scanning = 0, peers = 0, networks = 0, unconnected = 0;
    const char *between = ": ";
    for (size_t i = 0; i < extsta_collection_client_count(c); i++) {
        const struct extsta_client *st = extsta_collection_client(c, i);
        bool scans = only_scans(st);
        clients += !is_group(st->mac) && !scans;
        peers += scans && st->active && is_peer(c, st);
        scanning += !is_group(st->mac) && scans && st->scans && !st->active;
        sum.joined += st->joined;
        sum.failed += st->failed;
        unconnected += st->unconnected;
        sum.roamed += st->roamed;
        sum.left += st->left;
        sum.thrown_out += st->thrown_out;
        sum.silent += st->silent;
    }
    for (size_t i = 0; i < extsta_collection_bss_count(c); i++) {
        networks += extsta_collection_bss_at(c, i)->announced;
    }
    page_newline(p);
    p->indent = 4;
    page_paint(p, PAGE_BOLD);
    put_plural(p, clients, "client");
    page_paint(p, PAGE_RESET);
    page_put(p, ", ");
    put_plural(p, networks, "BSS");
    if (frames) {
        page_printf(p, " in %u frame%s", frames, frames == 1 ? "" : "s");
    }
    put_count(p, &between, sum.joined, "joined");
    put_count(p, &between, sum.failed, "failed");
    put_count(p, &between, unconnected, "not connected");
    put_count(p, &between, sum.roamed, "roamed");
    put_count(p, &between, sum.left, "left");
    put_count(p, &between, sum.thrown_out, "thrown out by the AP");
    put_count(p, &between, sum.silent, "silent");
    page_newline(p);
    if (peers) {
        page_printf(p, "%u peer%s of an IBSS or a mesh", peers, peers == 1 ? "" : "s");
        page_newline(p);
    }
    if (scanning) {
        page_printf(p, "%u more %s only heard scanning", scanning,
                    scanning == 1 ? "client was" : "clients were");
        page_newline(p);
    }
    put_causes(sheet);
    put_worst(sheet);
}

const char *explain_text_label(const struct extsta_story *s)
{
    const char *code;
    return label(s, &code);
}

void explain_text_summary(FILE *out, const struct extsta_collection *c, uint32_t frames)
{
    struct sheet sheet = {.c = c};
    page_start(&sheet.page, out, false);
    put_summary(&sheet, frames);
}

/* Clients of which there are only scans have no paragraph of their own: the sum counts them. */
bool explain_text(FILE *out, bool colour, bool why, bool one_client,
                  const struct extsta_collection *c, uint32_t frames,
                  const struct witness_logs *logs)
{
    struct sheet sheet = {.c = c, .why = why};
    uint64_t begin, end;
    bool ok = witness_index_make(&sheet.said, logs);
    page_start(&sheet.page, out, colour);
    if (extsta_collection_span(c, &begin, &end)) {
        put_day(&sheet.page, begin);
        page_newline(&sheet.page);
    }
    put_aps(&sheet, one_client);
    for (size_t i = 0; i < extsta_collection_client_count(c); i++) {
        const struct extsta_client *client = extsta_collection_client(c, i);
        if (client->active) {
            put_client(&sheet, (uint32_t)i);
        }
    }
    put_summary(&sheet, frames);
    if (logs) {
        witness_text_end(&sheet.page, &sheet.said, logs);
    }
    witness_index_free(&sheet.said);
    return ok;
}
