#include "export/tables/pick.h"

#include "base/ranges.h"

/* "3:56.7,120,540,300" */
static bool parse_area(const char *text, struct sp_page_area *area)
{
	char **halves = g_strsplit(text, ":", 2);
	char **edges = halves[0] && halves[1] ? g_strsplit(halves[1], ",", -1) : NULL;
	guint64 page = 0;
	bool ok = edges && g_strv_length(edges) == 4 && g_ascii_string_to_unsigned(halves[0], 10, 1, G_MAXINT, &page, NULL);
	for (int i = 0; ok && i < 4; i++) {
		char *end = NULL;
		area->box[i] = g_ascii_strtod(edges[i], &end);
		ok = *edges[i] && !*end;
	}
	area->page = (int)page;
	g_strfreev(edges);
	g_strfreev(halves);
	return ok && area->box[0] < area->box[2] && area->box[1] < area->box[3];
}

static enum sp_status parse_numbers(struct sp_ctx *ctx, const char *option, const char *text, GArray **numbers)
{
	*numbers = text ? sp_ranges_parse(text, NULL) : NULL;
	if (text && !*numbers)
		return sp_report(ctx, SP_D_ARGUMENT, "%s=%s: write it as 1-3,7", option, text);
	return SP_OK;
}

static enum sp_status parse_areas(struct sp_ctx *ctx, char *const *areas, struct sp_pick *pick)
{
	for (; areas && *areas; areas++) {
		struct sp_page_area area;
		if (!parse_area(*areas, &area))
			return sp_report(ctx, SP_D_ARGUMENT,
					 "--area=%s: write it as PAGE:LEFT,TOP,RIGHT,BOTTOM in points, as in 3:56,120,540,300", *areas);
		if (!pick->areas)
			pick->areas = g_array_new(FALSE, FALSE, sizeof area);
		g_array_append_val(pick->areas, area);
	}
	return SP_OK;
}

enum sp_status sp_pick_parse(struct sp_ctx *ctx, const char *pages, char *const *areas, const char *tables,
			     struct sp_pick *pick)
{
	*pick = (struct sp_pick){ NULL, NULL, NULL };
	if (parse_numbers(ctx, "--pages", pages, &pick->pages) == SP_OK &&
	    parse_numbers(ctx, "--table", tables, &pick->numbers) == SP_OK && parse_areas(ctx, areas, pick) == SP_OK)
		return SP_OK;
	sp_pick_clear(pick);
	return SP_FAIL;
}

static void free_array(GArray *a)
{
	if (a)
		g_array_free(a, TRUE);
}

void sp_pick_clear(struct sp_pick *pick)
{
	free_array(pick->pages);
	free_array(pick->numbers);
	free_array(pick->areas);
	*pick = (struct sp_pick){ NULL, NULL, NULL };
}
