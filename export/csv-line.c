#include "export/csv-line.h"

#include <string.h>

#include "export/formula-cell.h"

static char separator(const struct sp_csv_form *form)
{
	return form->dialect == SP_DIALECT_EXCEL_IT ? ';' : ',';
}

void sp_csv_text(GString *line, const struct sp_csv_form *form, const char *text)
{
	const char special[] = { separator(form), '"', '\r', '\n', '\0' };
	size_t n = strlen(text);
	bool quoted = n == 0 || text[strcspn(text, special)] || text[0] == ' ' || text[n - 1] == ' ';
	if (quoted)
		g_string_append_c(line, '"');
	if (form->guarded && sp_is_formula_cell(text))
		g_string_append(line, SP_FORMULA_GUARD);
	for (; *text; text++) {
		if (*text == '"')
			g_string_append_c(line, '"');
		g_string_append_c(line, *text);
	}
	if (quoted)
		g_string_append_c(line, '"');
}

void sp_csv_number(GString *line, const struct sp_csv_form *form, const char *digits)
{
	for (; *digits; digits++)
		g_string_append_c(line, *digits == '.' && form->dialect == SP_DIALECT_EXCEL_IT ? ',' : *digits);
}

void sp_csv_next(GString *line, const struct sp_csv_form *form)
{
	g_string_append_c(line, separator(form));
}

void sp_csv_end(GString *line)
{
	g_string_append(line, "\r\n");
}
