#include "export/fits-double.h"

bool sp_fits_double(const char *digits)
{
	int n = 0, zeros = 0;
	for (; *digits; digits++) {
		if (!g_ascii_isdigit(*digits) || (*digits == '0' && n == 0))
			continue;
		n++;
		zeros = *digits == '0' ? zeros + 1 : 0;
	}
	return n - zeros <= SP_DOUBLE_DIGITS;
}

char *sp_fits_double_extra(const struct sp_row *row)
{
	int at = sp_export_table_column(row->table, "extra");
	GString *s = NULL;
	for (size_t i = 0; i < row->table->n_columns && at >= 0; i++) {
		const struct sp_export_column *c = &row->table->columns[i];
		if (c->kind != SP_KIND_NUMBER || !row->cells[i] || sp_fits_double(row->cells[i]))
			continue;
		if (!s) {
			s = g_string_new(row->cells[at] ? row->cells[at] : "{}");
			g_string_truncate(s, s->len - 1);
		}
		g_string_append_printf(s, "%s\"%s\":%s", s->len > 1 ? "," : "", c->name, row->cells[i]);
	}
	return s ? g_string_free(g_string_append_c(s, '}'), FALSE) : NULL;
}
