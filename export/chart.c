#include "export/chart.h"

#include <math.h>

static const double BAR = 7, GAP = 3;                               /* of horizontal bars */
static const double WIDTH = 280, HEIGHT = 132, TOP = 18, FOOT = 20; /* of a chart of years */
static const double ASIDE = 62;                                     /* right of its bars: what the target is */

bool sp_chart_value(const struct sp_json *figure, double *value)
{
	const struct sp_json *v = sp_json_get(figure, "value");
	if (!sp_json_digits(v))
		return false;
	*value = sp_json_pt(v, 0);
	return isfinite(*value);
}

/* Two decimals with a point, whatever the locale. */
static void number(FILE *to, const char *name, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	fprintf(to, " %s=\"%s\"", name, g_ascii_formatd(text, sizeof text, "%.2f", value + 0.0));
}

static void rect(FILE *to, const char *class, double x, double y, double width, double height)
{
	fprintf(to, "<rect class=\"%s\"", class);
	number(to, "x", x);
	number(to, "y", y);
	number(to, "width", width);
	number(to, "height", height);
}

static void line(FILE *to, const char *class, double x1, double y1, double x2, double y2)
{
	fprintf(to, "<line class=\"%s\"", class);
	number(to, "x1", x1);
	number(to, "y1", y1);
	number(to, "x2", x2);
	number(to, "y2", y2);
}

/* Ends an element that stands for a figure. */
static void stand_for(FILE *to, const struct sp_json *figure)
{
	fprintf(to, " data-value=\"%s\"/>", sp_json_digits(sp_json_get(figure, "value")));
}

/* --- horizontal bars --------------------------------------------------------------------------------------- */

void sp_chart_bars(const struct sp_bar *bars, size_t n, double most, FILE *to)
{
	double height = (double)n * (BAR + GAP) + GAP, value;
	fputs("<svg class=\"hbars\" viewBox=\"0 0 100", to);
	fprintf(to, " %d\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">", (int)height);
	for (int quarter = 0; quarter <= 4; quarter++) {
		line(to, quarter == 0 ? "axis" : "rule", 25.0 * quarter, 0, 25.0 * quarter, height);
		fputs("/>", to);
	}
	for (size_t i = 0; i < n; i++) {
		if (!sp_chart_value(bars[i].figure, &value))
			continue;
		rect(to, bars[i].class, 0, GAP + (double)i * (BAR + GAP), CLAMP(value, 0, most) / most * 100, BAR);
		stand_for(to, bars[i].figure);
	}
	fputs("</svg>", to);
}

/* --- years --------------------------------------------------------------------------------------------------- */

struct scale {
	double least, most; /* values at the foot and at the top */
};

static double height_of(const struct scale *s, double value)
{
	return TOP + (s->most - value) / (s->most - s->least) * (HEIGHT - TOP - FOOT);
}

static void reach(struct scale *s, const struct sp_json *figure)
{
	double value;
	if (!sp_chart_value(figure, &value))
		return;
	s->least = MIN(s->least, value);
	s->most = MAX(s->most, value);
}

static struct scale scale_of(const struct sp_year *years, size_t n, const struct sp_json *target)
{
	struct scale s = { 0, 0 };
	reach(&s, target);
	for (size_t i = 0; i < n; i++) {
		reach(&s, years[i].actual);
		reach(&s, years[i].target);
	}
	if (s.most - s.least <= 0)
		s.most = s.least + 1;
	s.most += (s.most - s.least) * 0.08;
	return s;
}

static void label(FILE *to, const char *class, double x, double y, const char *text)
{
	char *escaped = g_markup_escape_text(text ? text : "", -1);
	fprintf(to, "<text class=\"%s\"", class);
	number(to, "x", x);
	number(to, "y", y);
	fprintf(to, ">%s</text>", escaped);
	g_free(escaped);
}

/* On a light band, so that it is seen across a bar. */
static void draw_target(FILE *to, const struct scale *s, const struct sp_json *target, double x1, double x2)
{
	double value;
	if (!sp_chart_value(target, &value))
		return;
	double y = height_of(s, value);
	line(to, "band", x1, y, x2, y);
	fputs("/>", to);
	line(to, "target", x1, y, x2, y);
	stand_for(to, target);
	label(to, "aim", x2, y - 4, sp_json_str(sp_json_get(target, "raw")));
}

/* A bar from zero. */
static void draw_actual(FILE *to, const struct scale *s, const struct sp_json *actual, double middle, double width)
{
	double value;
	if (!sp_chart_value(actual, &value))
		return;
	double zero = height_of(s, 0), end = height_of(s, value);
	rect(to, "actual", middle - width / 2, MIN(zero, end), width, fabs(zero - end));
	stand_for(to, actual);
}

/* The figure as printed above its bar, below where it is negative. */
static void label_actual(FILE *to, const struct scale *s, const struct sp_json *actual, double middle)
{
	double value;
	if (!sp_chart_value(actual, &value))
		return;
	double end = height_of(s, value);
	label(to, "value", middle, value < 0 ? end + 11 : end - 4, sp_json_str(sp_json_get(actual, "raw")));
}

void sp_chart_years(const struct sp_year *years, size_t n, const struct sp_json *target, FILE *to)
{
	struct scale s = scale_of(years, n, target);
	double plot = target ? WIDTH - ASIDE : WIDTH, step = plot / (double)MAX(n, 1), width = MIN(step * 0.46, 46);
	fprintf(to, "<svg class=\"years%s\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">",
		n > 4 ? " many" : "", (int)WIDTH, (int)HEIGHT);
	for (size_t i = 0; i < n; i++)
		draw_actual(to, &s, years[i].actual, ((double)i + 0.5) * step, width);
	line(to, "axis", 0, height_of(&s, 0), plot, height_of(&s, 0));
	fputs("/>", to);
	draw_target(to, &s, target, 0, WIDTH);
	for (size_t i = 0; i < n; i++) {
		double middle = ((double)i + 0.5) * step;
		draw_target(to, &s, years[i].target, middle - step * 0.42, middle + step * 0.42);
		label_actual(to, &s, years[i].actual, middle);
		label(to, "year", middle, HEIGHT - 5, years[i].label);
	}
	fputs("</svg>", to);
}
