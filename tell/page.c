/* Under everything that is written for people (explain_text.c, timeline.c): breaks lines,
 * paints, shows what would mislead. A line is put together here and handed to stdio as a whole.
 * What is not a terminal gets it unbroken. */
#include "page.h"
#include "digits.h"
#include "plain.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NARROW 60u /* below, breaking does more harm than good */

/* 0: not a terminal, or one so narrow that lines are better left to it. COLUMNS counts where
 * the terminal does not say its width. */
static unsigned width_of(FILE *out)
{
    struct winsize size;
    int fd = fileno(out);
    const char *columns = getenv("COLUMNS");
    if (fd < 0 || !isatty(fd)) {
        return 0;
    }
    unsigned width = ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    if (width == 0 && columns) {
        width = (unsigned)strtoul(columns, NULL, 10);
    }
    return width >= NARROW ? width : 0;
}

void page_start(struct page *p, FILE *out, bool colour)
{
    p->out = out;
    p->colour = colour;
    p->width = width_of(out);
    p->indent = p->column = 0;
    p->used = 0;
}

static void empty(struct page *p)
{
    fwrite(p->line, 1, p->used, p->out);
    p->used = 0;
}

/* Text as it is; the column is the caller's. */
static void put(struct page *p, const char *text, size_t n)
{
    if (sizeof p->line - p->used < n) {
        empty(p);
    }
    if (n > sizeof p->line) {
        fwrite(text, 1, n, p->out);
        return;
    }
    memcpy(p->line + p->used, text, n);
    p->used += n;
}

bool page_colour(FILE *out)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fileno(out)) && !(no && *no) && term && *term && strcmp(term, "dumb") != 0;
}

/* Characters of UTF-8, near enough to columns. */
static unsigned columns(const char *text, size_t len)
{
    unsigned n = 0;
    for (size_t i = 0; i < len; i++) {
        n += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return n;
}

void page_newline(struct page *p)
{
    put(p, "\n", 1);
    empty(p);
    p->column = 0;
}

void page_tab(struct page *p, unsigned column)
{
    unsigned n = column > p->column ? column - p->column : p->column ? 1 : 0;
    static const char spaces[] = "                ";
    p->column += n;
    while (n > 0) {
        unsigned part = n < sizeof spaces - 1 ? n : (unsigned)sizeof spaces - 1;
        put(p, spaces, part);
        n -= part;
    }
}

/* Breaks before a word that does not fit, and never a word itself: addresses and names stay
 * whole for grep and for copying. */
static void put_broken(struct page *p, const char *text)
{
    while (*text) {
        size_t spaces = strspn(text, " ");
        size_t len = strcspn(text + spaces, " ");
        unsigned wide = columns(text + spaces, len);
        if (spaces && len && p->column > p->indent && p->column + spaces + wide > p->width) {
            page_newline(p);
            page_tab(p, p->indent);
            text += spaces;
            spaces = 0;
        }
        put(p, text, spaces + len);
        p->column += (unsigned)spaces + wide;
        text += spaces + len;
    }
}

/* Octets stand for columns in the first test: it may call put_broken too often, never too
 * rarely. */
static void put_whole(struct page *p, const char *text, size_t len, unsigned wide)
{
    if (p->width && p->column + len > p->width) {
        put_broken(p, text);
        return;
    }
    put(p, text, len);
    p->column += wide;
}

/* Not all of it is plain: what is not goes out as its octets, \xNN each. */
static void put_visibly(struct page *p, const char *text, size_t left)
{
    char shown[1024];
    size_t used = 0;
    for (const uint8_t *c = (const uint8_t *)text; left;) {
        size_t len = plain_length(c, left), taken = len ? len : 1;
        if (len) {
            memcpy(shown + used, c, len);
            used += len;
        } else {
            used += (size_t)snprintf(shown + used, 5, "\\x%02x", *c);
        }
        c += taken;
        left -= taken;
        if (!left || used + 5 > sizeof shown) {
            shown[used] = 0;
            put_whole(p, shown, used, columns(shown, used));
            used = 0;
        }
    }
}

/* The plain ASCII of nearly all text is found out by one look. */
void page_put(struct page *p, const char *text)
{
    size_t len = 0;
    while (text[len] >= 0x20 && text[len] < 0x7f) {
        len++;
    }
    if (text[len]) {
        put_visibly(p, text, len + strlen(text + len));
    } else {
        put_whole(p, text, len, (unsigned)len);
    }
}

void page_printf(struct page *p, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    page_put(p, text);
}

void page_paint(struct page *p, const char *code)
{
    if (p->colour) {
        put(p, code, strlen(code));
    }
}

/* An empty code: no colour, and nothing to reset. */
void page_painted(struct page *p, const char *code, const char *text)
{
    page_paint(p, *code ? code : "");
    page_put(p, text);
    page_paint(p, *code ? PAGE_RESET : "");
}

/* By the name of the locale, as setlocale would choose it. To load one takes memory, and where
 * that is refused the C library says the same as of a locale that is not installed. */
static bool speaks_utf8(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *name = NULL;
    for (size_t i = 0; i < 3 && !(name && *name); i++) {
        name = getenv(variables[i]);
    }
    return name && (strcasestr(name, "utf-8") || strcasestr(name, "utf8"));
}

const struct page_signs *page_signs(void)
{
    static const struct page_signs full = {true, "·", "→", "~"},
                                   plain = {false, "-", "->", "~"};
    return speaks_utf8() ? &full : &plain;
}

/* Days have 86400 seconds in UTC. */
void page_clock(struct page *p, uint64_t ns)
{
    uint64_t seconds = ns / 1000000000u % 86400;
    char text[16], *at = digits(text, seconds / 3600, 2);
    *at++ = ':';
    at = digits(at, seconds / 60 % 60, 2);
    *at++ = ':';
    at = digits(at, seconds % 60, 2);
    *at++ = '.';
    *digits(at, ns / 1000000u % 1000u, 3) = 0;
    page_put(p, text);
}
