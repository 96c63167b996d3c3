/* Draws plots over time as SVG (svg_plot.h): axes, lines, bands, lanes. Numbers come in, text
 * goes out; what is drawn and why is run_report.c's. */
#include "svg_plot.h"
#include "html_out.h"
#include <math.h>

/* Units of the drawing; the page scales it. */
#define WIDTH  920.0
#define LEFT   46.0
#define RIGHT  12.0
#define TOP    14.0
#define BOTTOM 20.0
#define HEIGHT 150u
#define LANE   12.0
#define NAMES  110.0 /* where lanes begin */

/* 1, 2 or 5 times a power of ten, so that there are at most so many in the range. */
static double tick_for(double range, double at_most)
{
    double power = pow(10, floor(log10(range / at_most)));
    static const double steps[] = {1, 2, 5};
    for (size_t i = 0; i < 3; i++) {
        if (range / (steps[i] * power) <= at_most) {
            return steps[i] * power;
        }
    }
    return 10 * power;
}

static double x_of(const struct svg_plot *p, double seconds)
{
    double share = p->seconds > 0 ? seconds / p->seconds : 0;
    return LEFT + (WIDTH - LEFT - RIGHT) * (share > 1 ? 1 : share);
}

static double y_of(const struct svg_plot *p, double value)
{
    double share = p->top > 0 ? value / p->top : 0;
    return TOP + (double)p->height * (1 - (share > 1 ? 1 : share));
}

/* Seconds below an hour, else hours and minutes. */
static void put_clock(FILE *out, double seconds, double range)
{
    if (range >= 7200) {
        fprintf(out, "%.0f:%02.0f h", floor(seconds / 3600), fmod(floor(seconds / 60), 60));
    } else {
        fprintf(out, "%.6g s", seconds);
    }
}

/* Ticks that people count time in, from two hours on. */
static double time_tick(double seconds)
{
    static const double hours[] = {0.25, 0.5, 1, 2, 3, 6, 12, 24};
    if (seconds < 7200) {
        return tick_for(seconds > 0 ? seconds : 1, 10);
    }
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        if (seconds / (hours[i] * 3600) <= 10) {
            return hours[i] * 3600;
        }
    }
    return 86400 * tick_for(seconds / 86400, 10);
}

static void put_time_axis(const struct svg_plot *p, double left, double bottom)
{
    double tick = time_tick(p->seconds);
    for (unsigned i = 0; i * tick <= p->seconds * 1.0001 && i < 40; i++) {
        double share = p->seconds > 0 ? i * tick / p->seconds : 0;
        double x = left + (WIDTH - left - RIGHT) * (share > 1 ? 1 : share);
        fprintf(p->out,
                "<path class=\"axis\" d=\"M%.1f %.1fv4\"/><text x=\"%.1f\" y=\"%.1f\" "
                "text-anchor=\"%s\">",
                x, bottom, x, bottom + 15, share > 0.97 ? "end" : "middle");
        put_clock(p->out, i * tick, p->seconds);
        fputs("</text>", p->out);
    }
}

static void put_marks(const struct svg_plot *p, const struct svg_marks *marks)
{
    for (unsigned i = 0; marks && i < marks->count; i++) {
        double x = x_of(p, marks->at[i]);
        fprintf(p->out,
                "<path class=\"mark\" d=\"M%.1f %.1fV%.1f\"/>"
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%u</text>",
                x, TOP, TOP + p->height, x, TOP - 4, i + 1);
    }
}

void svg_begin(struct svg_plot *p, FILE *out, double seconds, double most, const char *unit,
               const char *label, const struct svg_marks *marks)
{
    double tick = tick_for(most > 0 ? most : 1, 5);
    tick = tick < 1 ? 1 : tick; /* things are counted */
    *p = (struct svg_plot){.out = out, .seconds = seconds, .height = HEIGHT};
    p->top = most > 1 ? most : 1;
    fprintf(out, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", WIDTH,
            TOP + p->height + BOTTOM);
    html_text(out, label);
    fputs("\">", out);
    for (unsigned i = 0; i * tick <= p->top * 1.0001; i++) {
        double y = y_of(p, i * tick);
        fprintf(out,
                "<path class=\"grid\" d=\"M%.0f %.1fH%.0f\"/>"
                "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%.6g%s</text>",
                LEFT, y, WIDTH - RIGHT, LEFT - 5, y + 4, i * tick, unit);
    }
    put_time_axis(p, LEFT, TOP + p->height);
    put_marks(p, marks);
    fputc('\n', out);
}

void svg_line(struct svg_plot *p, const double *times, const double *values, unsigned count,
              unsigned style)
{
    fprintf(p->out, "<path class=\"l l%u\" d=\"", style % SVG_STYLES);
    for (unsigned i = 0; i < count; i++) {
        fprintf(p->out, i ? "L%.1f %.1f" : "M%.1f %.1f", x_of(p, times[i]), y_of(p, values[i]));
    }
    fputs("\"/>\n", p->out);
}

/* There and back, by steps. */
void svg_band(struct svg_plot *p, const double *times, const double *low, const double *high,
              unsigned count, unsigned style)
{
    fprintf(p->out, "<path class=\"edge b%u\" d=\"M%.1f %.1f", style % SVG_STYLES, LEFT,
            count ? y_of(p, low[0]) : 0);
    for (unsigned i = 0; i < count; i++) {
        if (i == 0 || high[i] != high[i - 1]) {
            fprintf(p->out, "V%.1f", y_of(p, high[i]));
        }
        if (i + 1 == count || high[i + 1] != high[i] || low[i + 1] != low[i]) {
            fprintf(p->out, "H%.1f", x_of(p, times[i]));
        }
    }
    for (unsigned i = count; i-- > 0;) {
        if (i + 1 == count || low[i] != low[i + 1]) {
            fprintf(p->out, "V%.1f", y_of(p, low[i]));
        }
        if (i == 0 || low[i - 1] != low[i]) {
            fprintf(p->out, "H%.1f", i ? x_of(p, times[i - 1]) : LEFT);
        }
    }
    fputs("z\"/>\n", p->out);
}

void svg_end(struct svg_plot *p)
{
    fputs("</svg>\n", p->out);
}

/* --- legends --- */

void svg_legend_begin(FILE *out)
{
    fputs("<ul class=\"legend\">", out);
}

static void legend(FILE *out, const char *text)
{
    fputs("</svg><span>", out);
    html_text(out, text);
    fputs("</span></li>", out);
}

void svg_legend_line(FILE *out, unsigned style, const char *text)
{
    fprintf(out,
            "<li><svg viewBox=\"0 0 30 14\" aria-hidden=\"true\">"
            "<path class=\"l l%u\" d=\"M0 7H30\"/>",
            style % SVG_STYLES);
    legend(out, text);
}

void svg_legend_band(FILE *out, unsigned style, const char *text)
{
    fprintf(out,
            "<li><svg viewBox=\"0 0 30 14\" aria-hidden=\"true\">"
            "<path class=\"b%u\" d=\"M0 0H30V14H0z\"/>",
            style % SVG_STYLES);
    legend(out, text);
}

void svg_legend_lane(FILE *out, unsigned style, double share, const char *text)
{
    double height = 14 * share;
    fprintf(out,
            "<li><svg class=\"lanes\" viewBox=\"0 0 30 14\" aria-hidden=\"true\">"
            "<path class=\"b%u\" d=\"M0 %.1fH30V14H0z\"/>",
            style % SVG_STYLES, 14 - height);
    legend(out, text);
}

void svg_legend_end(FILE *out)
{
    fputs("</ul>\n", out);
}

/* --- lanes --- */

void svg_lanes_begin(struct svg_plot *p, FILE *out, double seconds, unsigned rows,
                     const char *label)
{
    *p = (struct svg_plot){.out = out, .seconds = seconds, .top = 1};
    fprintf(out, "<svg class=\"lanes\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"",
            WIDTH, rows * LANE + BOTTOM);
    html_text(out, label);
    fputs("\">", out);
    put_time_axis(p, NAMES, rows * LANE);
    fputc('\n', out);
}

void svg_lane(struct svg_plot *p, unsigned row, const char *name)
{
    fprintf(p->out,
            "<path class=\"grid\" d=\"M%.0f %.1fH%.0f\"/>"
            "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">",
            NAMES, (row + 1) * LANE - 1, WIDTH - RIGHT, NAMES - 6, (row + 1) * LANE - 2.5);
    html_text(p->out, name);
    fputs("</text>", p->out);
}

void svg_lane_run(struct svg_plot *p, unsigned row, double from, double to, unsigned style,
                  double share)
{
    double room = WIDTH - NAMES - RIGHT, scale = p->seconds > 0 ? room / p->seconds : 0;
    double height = (LANE - 2) * share;
    fprintf(p->out, "<path class=\"b%u\" d=\"M%.1f %.1fh%.2fv%.1fH%.1fz\"/>",
            style % SVG_STYLES, NAMES + from * scale, (row + 1) * LANE - 1 - height,
            (to - from) * scale, height, NAMES + from * scale);
}
