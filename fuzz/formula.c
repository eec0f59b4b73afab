/* formula — a declared formula on the first line, the text that justifies the figure below it: both are read to an end.
 */
#include "fuzz/fuzz.h"
#include "verify/indicators/computation.h"

static void print(const struct sp_expr *expr)
{
	if (expr)
		g_free(sp_expr_text(expr, SP_EXPR_PLAIN));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = strchr(text, '\n');
	if (rest)
		*rest++ = '\0';
	struct sp_formula *f = sp_formula_new(text);
	struct sp_passage *p = sp_passage_new(rest, SP_SEG_ACTUAL, 2022);
	GPtrArray *found = sp_computations_find(p, f);
	g_assert_cmpuint(f->stopped, <=, strlen(text));
	print(f->expr);
	for (guint i = 0; i < found->len; i++) {
		const struct sp_computation *e = g_ptr_array_index(found, i);
		g_assert_true(e->from <= e->to && e->to <= p->tokens->n);
		g_assert_true(e->stated == SP_NOWHERE || e->stated < p->n_mentions);
		print(e->expr);
	}
	g_ptr_array_unref(found);
	sp_passage_free(p);
	sp_formula_free(f);
	g_free(text);
	return 0;
}
