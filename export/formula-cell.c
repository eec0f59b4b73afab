#include "export/formula-cell.h"

bool sp_is_formula_cell(const char *text)
{
	if (!*text || !strchr("=+-@\t\r", *text))
		return false;
	bool sign = *text == '+' || *text == '-';
	return !sign || text[1 + strspn(text + 1, "0123456789.,% ")];
}
