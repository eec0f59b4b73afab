#include "verify/findings/coverage.h"

struct sp_coverage {
	GHashTable *figures; /* place and text → whether it is accused */
};

struct sp_coverage *sp_coverage_new(void)
{
	struct sp_coverage *c = g_new(struct sp_coverage, 1);
	c->figures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return c;
}

void sp_coverage_free(struct sp_coverage *c)
{
	if (!c)
		return;
	g_hash_table_destroy(c->figures);
	g_free(c);
}

static void count(struct sp_coverage *c, const struct sp_figure *f, bool accused)
{
	/* parameters of rules stand in laws, not in the document */
	if (!f || !f->raw || !*f->raw || f->basis)
		return;
	char *key = g_strdup_printf("%s\n%s", f->source ? f->source : f->record ? f->record : "", f->raw);
	accused = accused || g_hash_table_lookup(c->figures, key);
	g_hash_table_insert(c->figures, key, GINT_TO_POINTER(accused));
}

void sp_coverage_add(struct sp_coverage *c, const struct sp_finding *f)
{
	if (f->status == SP_NOT_COMPUTABLE || !f->recomputed)
		return;
	count(c, f->published, sp_finding_is_fault(f));
	for (guint i = 0; i < f->inputs->len; i++)
		count(c, g_ptr_array_index(f->inputs, i), false);
}

struct sp_coverage_counts sp_coverage_counts(const struct sp_coverage *c)
{
	struct sp_coverage_counts n = { 0 };
	GHashTableIter i;
	gpointer accused;
	g_hash_table_iter_init(&i, c->figures);
	while (g_hash_table_iter_next(&i, NULL, &accused)) {
		n.checked++;
		n.accused += accused != NULL;
	}
	n.agreeing = n.checked - n.accused;
	return n;
}
