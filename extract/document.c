#include "extract/document.h"

#include "base/resource.h"
#include "extract/page/recurring.h"

extern const struct sp_resource extract_data[];

/* The first pages (a cover has no header), and pairs further on, where chapters have others. */
int sp_document_sample(int n, int numbers[SP_DOCUMENT_SAMPLES])
{
	int samples = MIN(n, SP_DOCUMENT_SAMPLES);
	for (int k = 0; k < samples; k++)
		numbers[k] = n <= SP_DOCUMENT_SAMPLES || k < 4 ? k + 1 : k < 6 ? n / 2 + k - 3 : n - 7 + k;
	return samples;
}

static GPtrArray *lines_of(const struct sp_page *page)
{
	GPtrArray *words = sp_page_words(page);
	GPtrArray *lines = sp_lines_new(words);
	g_ptr_array_unref(words);
	return lines;
}

struct sp_document *sp_document_learn(struct sp_page *const *pages, int n)
{
	GPtrArray **lines = g_new0(GPtrArray *, (gsize)n + 1);
	for (int k = 0; k < n; k++)
		lines[k] = pages[k] ? lines_of(pages[k]) : NULL;
	struct sp_document *d = g_new(struct sp_document, 1);
	*d = (struct sp_document){
		.recurring = sp_recurring_learn(pages, lines, n),
		.furniture = sp_furniture_weights_new(),
		.tables = sp_table_model_new(sp_resource(extract_data, "extract/tables/weights/tables.tsv")),
		.seams = sp_seams_learn(lines, n),
	};
	for (int k = 0; k < n; k++)
		if (lines[k])
			g_ptr_array_unref(lines[k]);
	g_free(lines);
	return d;
}

void sp_document_free(struct sp_document *d)
{
	if (!d)
		return;
	sp_recurring_free(d->recurring);
	sp_furniture_weights_free(d->furniture);
	sp_table_model_free(d->tables);
	sp_seams_free(d->seams);
	g_free(d);
}
