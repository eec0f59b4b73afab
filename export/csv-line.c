#include "export/csv-line.h"

#include <string.h>

#include "export/changed-cell.h"
#include "export/formula-cell.h"

static char separator(const struct sp_csv_form *form)
{
	return form->dialect == SP_DIALECT_EXCEL_IT ? ';' : ',';
}

static void append_quoted(GString *line, const char *text)
{
	g_string_append_c(line, '"');
	for (; *text; text++) {
		if (*text == '"')
			g_string_append_c(line, '"');
		g_string_append_c(line, *text);
	}
	g_string_append_c(line, '"');
}

void sp_csv_text(GString *line, const struct sp_csv_form *form, const char *text)
{
	const char special[] = { separator(form), '"', '\r', '\n', '\0' };
	size_t n = strlen(text);
	char *told = NULL;
	if (form->kept && sp_is_changed_cell(text))
		told = g_strdup_printf("=\"%s\"", text); /* such a text has no quotes of its own */
	else if (form->guarded && sp_is_formula_cell(text))
		told = g_strconcat(SP_FORMULA_GUARD, text, NULL);
	const char *cell = told ? told : text;
	if (n == 0 || cell[strcspn(cell, special)] || text[0] == ' ' || text[n - 1] == ' ')
		append_quoted(line, cell);
	else
		g_string_append(line, cell);
	g_free(told);
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
