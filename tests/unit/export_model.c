#include "export/model.h"

#include "tests/unit/unit.h"

static void names_and_labels_are_unique_in_a_table(void **state)
{
	(void)state;
	struct sp_model *m = sp_model_new();
	for (size_t t = 0; t < m->n_tables; t++)
		for (size_t i = 0; i < m->tables[t].n_columns; i++)
			for (size_t j = 0; j < i; j++) {
				const struct sp_export_column *a = &m->tables[t].columns[i],
							      *b = &m->tables[t].columns[j];
				assert_string_not_equal(a->name, b->name);
				assert_string_not_equal(a->label[SP_LANG_IT], b->label[SP_LANG_IT]);
				assert_string_not_equal(a->label[SP_LANG_EN], b->label[SP_LANG_EN]);
			}
	sp_model_free(m);
}

static void keys_come_first_and_refer_to_earlier_tables(void **state)
{
	(void)state;
	struct sp_model *m = sp_model_new();
	for (size_t i = 0; i < m->n_tables; i++) {
		const struct sp_export_table *t = &m->tables[i];
		assert_int_equal(t->index, i);
		assert_string_equal(t->columns[0].name, "document");
		bool keys = true;
		for (size_t c = 0; c < t->n_columns; c++) {
			assert_true(keys || !t->columns[c].key);
			keys = t->columns[c].key;
			if (t->columns[c].to)
				assert_true(t->columns[c].to->index <= i);
		}
		for (size_t b = 0; b < t->n_branches; b++)
			assert_null(t->branches[b].into->record);
	}
	sp_model_free(m);
}

/* Branches to `items` and `sections` are many in a record: what tells them apart must be in the key. */
static void a_figure_is_three_columns_and_a_branch(void **state)
{
	(void)state;
	struct sp_model *m = sp_model_new();
	const struct sp_export_table *t = sp_model_table(m, "contributions");
	int at = sp_export_table_column(t, "weight");
	assert_true(at > 0);
	assert_int_equal(t->columns[at].kind, SP_KIND_NUMBER);
	assert_string_equal(t->columns[at + 1].name, "weight_raw");
	assert_string_equal(t->columns[at + 1].label[SP_LANG_IT], "Peso (come stampato)");
	assert_string_equal(t->columns[at + 2].name, "weight_unit");
	assert_string_equal(t->branches[0].field, "weight");
	assert_string_equal(t->branches[0].into->name, "figures");
	assert_int_equal(sp_export_table_column(t, "weight_gross"), -1);
	assert_true(sp_export_table_column(sp_model_table(m, "projects"), "own_funds_gross_raw") > 0);
	sp_model_free(m);
}

static void tables_are_found_by_record_type(void **state)
{
	(void)state;
	struct sp_model *m = sp_model_new();
	assert_string_equal(sp_model_record_table(m, "finding")->name, "findings");
	assert_string_equal(sp_model_record_table(m, "never-heard-of")->name, "other_records");
	assert_null(sp_model_table(m, "finding"));
	sp_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_labels_are_unique_in_a_table),
		cmocka_unit_test(keys_come_first_and_refer_to_earlier_tables),
		cmocka_unit_test(a_figure_is_three_columns_and_a_branch),
		cmocka_unit_test(tables_are_found_by_record_type),
	};
	return RUN(tests);
}
