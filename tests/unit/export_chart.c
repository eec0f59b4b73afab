#include "export/chart.h"

#include <math.h>

#include "unit.h"

/* Attributes have two decimals. */
#define assert_near(a, b, within) assert_true(fabs((a) - (b)) < (within))

static struct sp_json *json(const char *text)
{
	struct voice v;
	voice_init(&v);
	struct sp_json *j = sp_json_parse(&v.ctx, text, strlen(text));
	assert_non_null(j);
	voice_clear(&v);
	return j;
}

static char *bars_of(const struct sp_bar *bars, size_t n, double most)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	sp_chart_bars(bars, n, most, to);
	fclose(to);
	return text;
}

static void a_bar_is_as_long_as_its_figure(void **state)
{
	(void)state;
	struct sp_json *a = json("{\"raw\":\"12,50%\",\"value\":12.50}"), *b = json("{\"raw\":\"150\",\"value\":150}");
	struct sp_json *none = json("{\"raw\":\"sì\",\"value\":null}");
	const struct sp_bar bars[] = { { "weight", a }, { "achievement", b }, { "weighted", none }, { "x", NULL } };
	char *svg = bars_of(bars, G_N_ELEMENTS(bars), 100);
	assert_non_null(strstr(svg, "<rect class=\"weight\" x=\"0.00\" y=\"3.00\" width=\"12.50\" height=\"7.00\" "
				    "data-value=\"12.50\"/>"));
	assert_non_null(
	    strstr(svg, "width=\"100.00\" height=\"7.00\" data-value=\"150\"/>")); /* no further than the end */
	assert_null(strstr(svg, "weighted"));
	assert_null(strstr(svg, "\"x\""));
	free(svg);
	svg = bars_of(bars, 2, 150);
	assert_non_null(strstr(svg, "width=\"8.33\""));
	free(svg);
	sp_json_free(a);
	sp_json_free(b);
	sp_json_free(none);
}

static char *years_of(const struct sp_year *years, size_t n, const struct sp_json *target)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	sp_chart_years(years, n, target, to);
	fclose(to);
	return text;
}

/* The number that an attribute of the n-th element of a class has. */
static double attribute(const char *svg, const char *class, int n, const char *name)
{
	char *mark = g_strdup_printf("class=\"%s\"", class), *key = g_strdup_printf(" %s=\"", name);
	for (; n >= 0; n--) {
		svg = strstr(svg, mark);
		assert_non_null(svg);
		svg += strlen(mark);
	}
	const char *value = strstr(svg, key);
	assert_non_null(value);
	double number = g_ascii_strtod(value + strlen(key), NULL);
	g_free(mark);
	g_free(key);
	return number;
}

static void years_stand_on_zero(void **state)
{
	(void)state;
	struct sp_json *up = json("{\"raw\":\"40,00\",\"value\":40}"),
		       *down = json("{\"raw\":\"-<20>\",\"value\":-20}");
	struct sp_json *aim = json("{\"raw\":\"20\",\"value\":20}");
	const struct sp_year years[] = { { .label = "2023", .actual = up }, { .label = "2024", .actual = down } };
	char *svg = years_of(years, 2, aim);
	double zero = attribute(svg, "axis", 0, "y1");
	assert_near(attribute(svg, "actual", 0, "y") + attribute(svg, "actual", 0, "height"), zero, 0.011);
	assert_near(attribute(svg, "actual", 1, "y"), zero, 0.011);
	assert_near(attribute(svg, "actual", 0, "height"), 2 * attribute(svg, "actual", 1, "height"), 0.021);
	assert_near(zero - attribute(svg, "target", 0, "y1"), attribute(svg, "actual", 1, "height"), 0.011);
	assert_non_null(strstr(svg, ">-&lt;20&gt;</text>"));
	free(svg);
	sp_json_free(up);
	sp_json_free(down);
	sp_json_free(aim);
}

static void nothing_and_extremes_are_drawn(void **state)
{
	(void)state;
	struct sp_json *zero = json("{\"raw\":\"0\",\"value\":0}"), *huge = json("{\"raw\":\"1e400\",\"value\":1e400}");
	const struct sp_year years[] = { { .label = "2024", .actual = zero }, { .label = "2025", .actual = huge } };
	char *svg = years_of(years, 2, NULL);
	assert_null(strstr(svg, "nan"));
	assert_null(strstr(svg, "inf"));
	assert_near(attribute(svg, "actual", 0, "height"), 0, 0.001);
	free(svg);
	svg = years_of(NULL, 0, NULL);
	assert_non_null(strstr(svg, "</svg>"));
	free(svg);
	sp_json_free(zero);
	sp_json_free(huge);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_is_as_long_as_its_figure),
		cmocka_unit_test(years_stand_on_zero),
		cmocka_unit_test(nothing_and_extremes_are_drawn),
	};
	return RUN(tests);
}
