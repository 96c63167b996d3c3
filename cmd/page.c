#include "page.h"
#include <langinfo.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NARROW 60u /* below, breaking does more harm than good */

/* 0: not a terminal. COLUMNS is for tests and for people who know better. */
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
    *p = (struct page){.out = out, .colour = colour, .width = width_of(out)};
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
    fputc('\n', p->out);
    p->column = 0;
}

void page_tab(struct page *p, unsigned column)
{
    unsigned n = column > p->column ? column - p->column : p->column ? 1 : 0;
    fprintf(p->out, "%*s", (int)n, "");
    p->column += n;
}

void page_put(struct page *p, const char *text)
{
    while (*text) {
        size_t spaces = strspn(text, " ");
        size_t len = strcspn(text + spaces, " ");
        unsigned wide = columns(text + spaces, len);
        if (p->width && spaces && len && p->column > p->indent &&
            p->column + spaces + wide > p->width) {
            page_newline(p);
            page_tab(p, p->indent);
            text += spaces;
            spaces = 0;
        }
        fwrite(text, 1, spaces + len, p->out);
        p->column += (unsigned)spaces + wide;
        text += spaces + len;
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
        fputs(code, p->out);
    }
}

void page_painted(struct page *p, const char *code, const char *text)
{
    page_paint(p, *code ? code : "");
    page_put(p, text);
    page_paint(p, *code ? PAGE_RESET : "");
}

const struct page_signs *page_signs(void)
{
    static const struct page_signs full = {true, "·", "→", "~"},
                                   plain = {false, "-", "->", "~"};
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? &full : &plain;
}
