/* Plots over time as inline SVG, for the report of a run (run_report.h). What tells series
 * apart is a dash or a pattern besides a colour; both are classes and patterns of
 * run_report.html, by number 0 to 7. */
#ifndef TELL_SVG_PLOT_H
#define TELL_SVG_PLOT_H

#include <stdio.h>

#define SVG_STYLES  8u
#define SVG_COLUMNS 160u /* values of a series, at most */

/* Moments worth a line through all plots, in seconds; numbered from 1. */
struct svg_marks {
    double at[24];
    unsigned count;
};

struct svg_plot {
    FILE *out;
    double seconds; /* the axis is from 0 to here */
    double top;     /* and from 0 to here */
    unsigned height;
};

/* Begins a plot with its axes; the greatest value there will be; "%" or "". `label` says all of
 * it to whoever cannot see it (plain text). marks: borrowed for the call. */
void svg_begin(struct svg_plot *p, FILE *out, double seconds, double most, const char *unit,
               const char *label, const struct svg_marks *marks);
/* Values at the ends of so many steps, at these times; before the first it is as at the first.
 */
void svg_line(struct svg_plot *p, const double *times, const double *values, unsigned count,
              unsigned style);
/* Between two series; each value holds for the step that ends at its time. */
void svg_band(struct svg_plot *p, const double *times, const double *low, const double *high,
              unsigned count, unsigned style);
void svg_end(struct svg_plot *p);

/* A legend: its entries, with what they look like. */
void svg_legend_begin(FILE *out);
void svg_legend_line(FILE *out, unsigned style, const char *text);
void svg_legend_band(FILE *out, unsigned style, const char *text);
void svg_legend_lane(FILE *out, unsigned style, double share, const char *text);
void svg_legend_end(FILE *out);

/* Lanes: rows over time. A row is begun by its name, and has runs from one second to another in
 * a style, plain, and at a share of its height: that is what tells them apart besides the
 * colour. */
void svg_lanes_begin(struct svg_plot *p, FILE *out, double seconds, unsigned rows,
                     const char *label);
void svg_lane(struct svg_plot *p, unsigned row, const char *name);
void svg_lane_run(struct svg_plot *p, unsigned row, double from, double to, unsigned style,
                  double share);

#endif
