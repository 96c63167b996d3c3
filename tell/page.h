/* Text for people: colours, lines broken at the width of the terminal, and the few signs
 * that not every terminal has. Into files and pipes lines go unbroken: grep wants them so. */
#ifndef TELL_PAGE_H
#define TELL_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define PAGE_BOLD    "\033[1m"
#define PAGE_DIM     "\033[2m"
#define PAGE_RED     "\033[31m"
#define PAGE_GREEN   "\033[32m"
#define PAGE_YELLOW  "\033[33m"
#define PAGE_MAGENTA "\033[35m"
#define PAGE_CYAN    "\033[36m"
#define PAGE_RESET   "\033[0m"

struct page {
    FILE *out;
    bool colour;
    unsigned width;  /* columns; 0: lines are not broken */
    unsigned indent; /* of what follows a break */
    unsigned column;
    size_t used;
    char line[1024]; /* stdio is slow for many short pieces: a line goes out as a whole */
};

/* Whether this is a terminal that takes colours (NO_COLOR honoured). */
bool page_colour(FILE *out);
/* Begins a page at column 0; `out` is borrowed. The width is asked for once. */
void page_start(struct page *p, FILE *out, bool colour);
/* Breaks lines only between words of one call. What may mislead (tell/plain.h) is shown as
 * \xNN, whoever it comes from. */
void page_put(struct page *p, const char *text);
void page_printf(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The time of day of nanoseconds since 1970, in UTC: "12:26:45.780". */
void page_clock(struct page *p, uint64_t ns);
/* A colour or attribute, PAGE_…; nothing where there are no colours. */
void page_paint(struct page *p, const char *code);
/* Text in a colour. */
void page_painted(struct page *p, const char *code, const char *text);
/* Ends the line and writes it out. */
void page_newline(struct page *p);
/* Up to this column, at least one space where there is text before it. */
void page_tab(struct page *p, unsigned column);

/* What the locale's characters cannot say is said in ASCII. */
struct page_signs {
    bool utf8;
    const char *dot, *arrow, *wave;
};
const struct page_signs *page_signs(void);

#endif
