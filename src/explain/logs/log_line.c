/* One line of a log: its time in any of the forms that programs and collectors write, its tag,
 * its interface. What the words behind them say is the table's (log_words.c). The first step of
 * --log; sans I/O, and nothing is believed: what does not read as a time is not one. */
#include "explain/logs/log_words.h"

#include <string.h>

#define NS UINT64_C(1000000000)

/* --- characters --- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t left(const struct log_cursor *c)
{
    return (size_t)(c->end - c->p);
}

bool log_take(struct log_cursor *c, const char *text)
{
    size_t n = strlen(text);
    if (left(c) < n || memcmp(c->p, text, n) != 0) {
        return false;
    }
    c->p += n;
    return true;
}

bool log_number(struct log_cursor *c, uint64_t *out)
{
    const char *start = c->p;
    uint64_t v = 0;
    while (c->p < c->end && is_digit(*c->p) && c->p - start < 19) {
        v = v * 10 + (uint64_t)(*c->p++ - '0');
    }
    *out = v;
    return c->p > start && !(c->p < c->end && is_digit(*c->p));
}

static void spaces(struct log_cursor *c)
{
    while (c->p < c->end && (*c->p == ' ' || *c->p == '\t')) {
        c->p++;
    }
}

/* Exactly `digits` of them. */
static bool fixed(struct log_cursor *c, unsigned digits, unsigned *out)
{
    unsigned v = 0;
    if (left(c) < digits) {
        return false;
    }
    for (unsigned i = 0; i < digits; i++) {
        if (!is_digit(c->p[i])) {
            return false;
        }
        v = v * 10 + (unsigned)(c->p[i] - '0');
    }
    c->p += digits;
    *out = v;
    return true;
}

/* ".488976" or ",488976" in ns, and what its last digit is worth; without one a second. */
static void fraction(struct log_cursor *c, uint64_t *ns, uint64_t *resolution)
{
    uint64_t worth = NS;
    *ns = 0;
    if (left(c) >= 2 && (*c->p == '.' || *c->p == ',') && is_digit(c->p[1])) {
        c->p++;
        for (; c->p < c->end && is_digit(*c->p); c->p++) {
            worth = worth > 1 ? worth / 10 : 0;
            *ns += (uint64_t)(*c->p - '0') * worth;
        }
    }
    *resolution = worth ? worth : 1;
}

/* --- dates --- */

/* Days since 1970 of a date of the Gregorian calendar. */
static uint64_t days(unsigned year, unsigned month, unsigned day)
{
    unsigned y = month <= 2 ? year - 1 : year;
    unsigned era = y / 400, of_era = y % 400;
    unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return (uint64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date {
    unsigned year, month, day;
};

/* "21:00:01", with what stands behind its point. */
static bool clock_time(struct log_cursor *c, const struct date *d, struct extsta_log_line *out)
{
    unsigned hour, minute, second;
    uint64_t ns;
    if (!fixed(c, 2, &hour) || !log_take(c, ":") || !fixed(c, 2, &minute) ||
        !log_take(c, ":") || !fixed(c, 2, &second) || hour > 23 || minute > 59 || second > 60 ||
        d->month < 1 || d->month > 12 || d->day < 1 || d->day > 31 || d->year < 1970 ||
        d->year > 2095) {
        return false;
    }
    fraction(c, &ns, &out->resolution);
    out->clock = EXTSTA_LOG_TIME_EPOCH;
    out->time =
        (days(d->year, d->month, d->day) * 86400 + hour * 3600 + minute * 60 + second) * NS +
        ns;
    return true;
}

static bool month_name(struct log_cursor *c, unsigned *out)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (unsigned i = 0; i < 12 && left(c) >= 3; i++) {
        if (memcmp(c->p, names + 3 * (size_t)i, 3) == 0) {
            c->p += 3;
            *out = i + 1;
            return true;
        }
    }
    return false;
}

/* "Nov 29 21:00:01" (syslog), and with "Sun " before and " 2026" behind (dmesg -T, logread). */
static bool syslog_time(struct log_cursor *c, unsigned year, struct extsta_log_line *out)
{
    static const char week[] = "SunMonTueWedThuFriSat";
    struct log_cursor at = *c;
    struct date d = {.year = year};
    uint64_t day;
    bool named = false;
    for (size_t i = 0; i < 7 && left(&at) > 4 && !named; i++) {
        named = memcmp(at.p, week + 3 * i, 3) == 0 && at.p[3] == ' ';
    }
    at.p += named ? 4 : 0;
    if (!month_name(&at, &d.month) || !log_take(&at, " ")) {
        return false;
    }
    spaces(&at);
    if (!log_number(&at, &day) || day > 31 || !log_take(&at, " ")) {
        return false;
    }
    d.day = (unsigned)day;
    struct log_cursor time = at;
    if (!clock_time(&at, &d, out)) {
        return false;
    }
    struct log_cursor behind = at;
    out->yearless = true;
    if (named && log_take(&behind, " ") && fixed(&behind, 4, &d.year) &&
        clock_time(&time, &d, out)) {
        out->yearless = false;
        at = behind;
    }
    *c = at;
    return true;
}

/* "2026-11-29T21:00:01.123456+00:00", with a blank for the T; a zone is taken off, so that it
 * is UTC. */
static bool iso_time(struct log_cursor *c, struct extsta_log_line *out)
{
    struct log_cursor at = *c;
    struct date d;
    unsigned hours, minutes = 0;
    if (!fixed(&at, 4, &d.year) || !log_take(&at, "-") || !fixed(&at, 2, &d.month) ||
        !log_take(&at, "-") || !fixed(&at, 2, &d.day) ||
        !(log_take(&at, "T") || log_take(&at, " ")) || !clock_time(&at, &d, out)) {
        return false;
    }
    struct log_cursor zone = at;
    bool plus = log_take(&zone, "+"), minus = !plus && log_take(&zone, "-");
    if ((plus || minus) && fixed(&zone, 2, &hours)) {
        (void)log_take(&zone, ":");
        (void)fixed(&zone, 2, &minutes);
        uint64_t off = (hours * UINT64_C(3600) + minutes * UINT64_C(60)) * NS;
        out->time = plus ? out->time - (off < out->time ? off : 0) : out->time + off;
        at = zone;
    } else {
        (void)log_take(&at, "Z");
    }
    *c = at;
    return true;
}

/* "11-29 21:00:01.123  600  600 D " (logcat -v threadtime). */
static bool logcat_time(struct log_cursor *c, unsigned year, struct extsta_log_line *out)
{
    struct log_cursor at = *c;
    struct date d = {.year = year};
    uint64_t pid;
    if (!fixed(&at, 2, &d.month) || !log_take(&at, "-") || !fixed(&at, 2, &d.day) ||
        !log_take(&at, " ") || !clock_time(&at, &d, out) || !log_take(&at, " ")) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        spaces(&at);
        (void)log_number(&at, &pid);
    }
    spaces(&at);
    if (left(&at) >= 2 && memchr("VDIWEF", *at.p, 6) && at.p[1] == ' ') {
        at.p += 2;
    }
    out->yearless = true;
    *c = at;
    return true;
}

/* "1642636894.488976: " of -t, or with a blank alone (journalctl -o short-unix). */
static bool unix_time(struct log_cursor *c, struct extsta_log_line *out)
{
    struct log_cursor at = *c;
    uint64_t seconds, ns;
    if (!log_number(&at, &seconds) || seconds > UINT64_C(4000000000) || left(&at) == 0 ||
        *at.p != '.') {
        return false;
    }
    fraction(&at, &ns, &out->resolution);
    if (!log_take(&at, ": ") && !log_take(&at, " ")) {
        return false;
    }
    out->clock = EXTSTA_LOG_TIME_EPOCH;
    out->time = seconds * NS + ns;
    *c = at;
    return true;
}

/* "[   12.345678] ", with what CONFIG_PRINTK_CALLER puts behind it; "[Sun Nov 29 ... 2026] ".
 */
static bool bracket_time(struct log_cursor *c, unsigned year, struct extsta_log_line *out)
{
    struct log_cursor at = *c;
    uint64_t seconds, ns;
    if (!log_take(&at, "[")) {
        return false;
    }
    spaces(&at);
    struct log_cursor number = at;
    if (log_number(&number, &seconds) && left(&number) && *number.p == '.' &&
        seconds < UINT64_C(4000000000)) {
        at = number;
        fraction(&at, &ns, &out->resolution);
        /* Whoever writes seconds since 1970 in brackets has not been up for so long. */
        out->clock = seconds > 1000000000 ? EXTSTA_LOG_TIME_EPOCH : EXTSTA_LOG_TIME_BOOT;
        out->time = seconds * NS + ns;
    } else if (!syslog_time(&at, year, out)) {
        return false;
    }
    if (!log_take(&at, "]")) {
        return false;
    }
    if (left(&at) && *at.p == '[') {
        const char *close = memchr(at.p, ']', left(&at));
        at.p = close ? close + 1 : at.p;
    }
    spaces(&at);
    *c = at;
    return true;
}

/* --- tags --- */

static const char *const programs[] = {
    [EXTSTA_PROGRAM_UNKNOWN] = "log",
    [EXTSTA_PROGRAM_HOSTAPD] = "hostapd",
    [EXTSTA_PROGRAM_WPA_SUPPLICANT] = "wpa_supplicant",
    [EXTSTA_PROGRAM_NETWORK_MANAGER] = "NetworkManager",
    [EXTSTA_PROGRAM_KERNEL] = "kernel",
};
_Static_assert(sizeof programs / sizeof *programs == EXTSTA_PROGRAM_COUNT, "a name for each");

const char *extsta_program_name(enum extsta_program program)
{
    return programs[(unsigned)program < EXTSTA_PROGRAM_COUNT ? program : 0];
}

/* "hostapd[123]: " or "kernel: " at the cursor. UNKNOWN: none that is known; *other: somebody
 * else's tag. */
static enum extsta_program tag_at(struct log_cursor *c, bool *other)
{
    struct log_cursor at = *c;
    uint64_t pid;
    while (at.p < at.end && *at.p != ' ' && *at.p != '[' && *at.p != ':') {
        at.p++;
    }
    size_t len = (size_t)(at.p - c->p);
    const char *name = c->p;
    if (at.p < at.end && *at.p == ' ' && at.end - at.p > 1 && at.p[1] == ':') {
        at.p++; /* as logcat has it */
    }
    bool numbered = log_take(&at, "[") && log_number(&at, &pid) && log_take(&at, "]");
    if (!log_take(&at, ":")) {
        return EXTSTA_PROGRAM_UNKNOWN;
    }
    for (unsigned i = EXTSTA_PROGRAM_HOSTAPD; i < EXTSTA_PROGRAM_COUNT; i++) {
        if (strlen(programs[i]) == len && memcmp(programs[i], name, len) == 0) {
            spaces(&at);
            *c = at;
            return (enum extsta_program)i;
        }
    }
    *other = numbered;
    return EXTSTA_PROGRAM_UNKNOWN;
}

/* Tag and host stand behind a time: "host tag[1]: ", "daemon.info tag: ", "tag: ", or nothing.
 * False: the line is another program's. */
static bool skip_tag(struct log_cursor *c, struct extsta_log_line *out)
{
    struct log_cursor at = *c;
    bool other = false;
    for (int word = 0; word < 4 && at.p < at.end; word++) {
        struct log_cursor tag = at;
        enum extsta_program program = tag_at(&tag, &other);
        if (program) {
            out->program = program;
            *c = tag;
            return true;
        }
        if (other) {
            return false;
        }
        const char *blank = memchr(at.p, ' ', left(&at));
        if (!blank) {
            break;
        }
        if (word == 0) {
            out->host = (struct extsta_span){(const uint8_t *)at.p, (size_t)(blank - at.p)};
        }
        at.p = blank;
        spaces(&at);
    }
    out->host = (struct extsta_span){NULL, 0};
    return true;
}

/* What dmesg -r and -x put first: "<6>", "kern  :info  : ". */
static void skip_level(struct log_cursor *c)
{
    struct log_cursor at = *c;
    uint64_t level;
    if (log_take(&at, "<") && log_number(&at, &level) && log_take(&at, ">")) {
        *c = at;
    } else if (log_take(c, "kern ")) {
        const char *bracket = memchr(c->p, '[', left(c));
        c->p = bracket ? bracket : c->p;
    }
}

/* "<info>  [1642636894.4889] " of NetworkManager. */
static void skip_severity(struct log_cursor *c, struct extsta_log_line *out)
{
    struct log_cursor at = *c;
    struct extsta_log_line inner = {.clock = EXTSTA_LOG_TIME_NONE};
    if (!log_take(&at, "<info>") && !log_take(&at, "<warn>") && !log_take(&at, "<error>") &&
        !log_take(&at, "<err>") && !log_take(&at, "<debug>") && !log_take(&at, "<trace>")) {
        return;
    }
    spaces(&at);
    if (bracket_time(&at, 1970, &inner) && out->clock == EXTSTA_LOG_TIME_NONE) {
        out->clock = inner.clock;
        out->time = inner.time;
        out->resolution = inner.resolution;
    }
    out->program = EXTSTA_PROGRAM_NETWORK_MANAGER;
    *c = at;
}

bool extsta_log_line_read(struct extsta_span line, enum extsta_program program, unsigned year,
                          struct extsta_log_line *out)
{
    size_t len = line.len < EXTSTA_LOG_LINE_MAX ? line.len : EXTSTA_LOG_LINE_MAX;
    struct log_cursor c = {(const char *)line.data, (const char *)line.data + len};
    *out = (struct extsta_log_line){.program = program};
    if (!line.data) {
        return false;
    }
    while (c.end > c.p && (c.end[-1] == '\r' || c.end[-1] == ' ')) {
        c.end--;
    }
    skip_level(&c);
    if (bracket_time(&c, year, out)) {
        out->program = program ? program : EXTSTA_PROGRAM_KERNEL;
    } else if (unix_time(&c, out) || iso_time(&c, out) || syslog_time(&c, year, out) ||
               logcat_time(&c, year, out)) {
        struct extsta_log_line again =
            *out; /* logread -t; what hostapd's logger repeats of -t */
        spaces(&c);
        (void)(bracket_time(&c, year, &again) || unix_time(&c, &again));
    }
    if (!skip_tag(&c, out)) {
        return false;
    }
    if (out->program == EXTSTA_PROGRAM_KERNEL && out->clock != EXTSTA_LOG_TIME_NONE) {
        struct extsta_log_line uptime = *out; /* the kernel's own, behind the collector's */
        (void)bracket_time(&c, year, &uptime);
    }
    skip_severity(&c, out);
    if (program && out->program != program) {
        return false; /* the log of one program is asked for */
    }
    return log_words_read(c, out);
}
