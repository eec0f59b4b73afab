#include "verify/rules/functions.h"

#include <string.h>

#include <glib.h>

static const struct sp_function functions[] = {
	{ "sum", SP_FN_SUM, true, 1, 1 },          { "count", SP_FN_COUNT, true, 0, 1 },
	{ "all", SP_FN_ALL, true, 1, 1 },          { "any", SP_FN_ANY, true, 1, 1 },
	{ "first", SP_FN_FIRST, true, 1, 1 },      { "present", SP_FN_PRESENT, false, 1, 1 },
	{ "if", SP_FN_IF, false, 3, 3 },           { "tail", SP_FN_TAIL, false, 1, 1 },
	{ "stems", SP_FN_STEMS, false, 1, 1 },
	{ "before", SP_FN_BEFORE, false, 2, 2 },   { "after", SP_FN_AFTER, false, 2, 2 },
	{ "replace", SP_FN_REPLACE, false, 3, 3 }, { "same", SP_FN_SAME, false, 2, 2 },
	{ "matches", SP_FN_MATCHES, false, 2, 2 }, { "decimals", SP_FN_DECIMALS, false, 1, 1 },
	{ "abs", SP_FN_COMPUTED, false, 1, 1 },    { "min", SP_FN_COMPUTED, false, 1, 20 },
	{ "max", SP_FN_COMPUTED, false, 1, 20 },   { "round", SP_FN_COMPUTED, false, 2, 2 },
	{ "cut", SP_FN_COMPUTED, false, 2, 2 },    { "quoted", SP_FN_QUOTED, false, 1, 1 },
	{ "alike", SP_FN_ALIKE, false, 2, 2 },     { "date", SP_FN_DATE, false, 3, 3 },
	{ "number", SP_FN_NUMBER, false, 1, 1 },   { "year", SP_FN_YEAR, false, 1, 1 },
	{ "within", SP_FN_WITHIN, false, 2, 2 },   { "in_year", SP_FN_IN_YEAR, false, 2, 2 },
};

const struct sp_function *sp_function_of(const struct sp_expr *call)
{
	for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
		if (strcmp(call->text, functions[i].name) == 0)
			return &functions[i];
	return NULL;
}

struct nested {
	const struct sp_expr *outer;
	bool found;
};

static void find_nested(const struct sp_expr *e, void *data)
{
	struct nested *n = data;
	const struct sp_function *f = e->op == SP_E_CALL && e != n->outer ? sp_function_of(e) : NULL;
	n->found = n->found || (f && f->over_rows);
}

/* Rows for each row would cost their square; nothing that a rule states needs it. */
static bool holds_nested(const struct sp_expr *call)
{
	struct nested n = { call, false };
	sp_expr_walk(call, find_nested, &n);
	return n.found;
}

static void find_fault(const struct sp_expr *e, void *data)
{
	const char **fault = data;
	if (e->op != SP_E_CALL || *fault)
		return;
	const struct sp_function *f = sp_function_of(e);
	size_t n = sp_expr_count(e);
	if (!f)
		*fault = "there is no function of this name";
	else if (n < f->least || n > f->most)
		*fault = "a function has too few or too many arguments";
	else if (f->over_rows && holds_nested(e))
		*fault = "a function of the rows stands within another";
	else if (e->where && !f->over_rows)
		*fault = "where stands only in sum, count, all, any and first";
	else if (strcmp(f->name, "matches") == 0 && sp_expr_arg(e, 1)->op != SP_E_TEXT)
		*fault = "the second argument of matches is a text";
	else if (f->way == SP_FN_IN_YEAR && sp_expr_arg(e, 0)->op != SP_E_NAME)
		*fault = "the first argument of in_year is a field that lists figures";
}

const char *sp_functions_fault(const struct sp_expr *e)
{
	const char *fault = NULL;
	sp_expr_walk(e, find_fault, &fault);
	return fault;
}

struct fields {
	void (*name)(enum sp_field_of, const char *, void *);
	void *data;
};

static void tell_field(const struct fields *f, enum sp_field_of of, const char *path)
{
	char *top = g_strndup(path, strcspn(path, "."));
	f->name(of, top, f->data);
	g_free(top);
}

static void find_fields(const struct sp_expr *e, enum sp_field_of here, const struct fields *f)
{
	if (e->op == SP_E_NAME) {
		if (g_str_has_prefix(e->text, "this."))
			tell_field(f, SP_OF_SUBJECT, e->text + strlen("this."));
		else if (g_str_has_prefix(e->text, "document."))
			tell_field(f, SP_OF_DOCUMENT, e->text + strlen("document."));
		else
			tell_field(f, here, e->text);
	}
	if (e->op == SP_E_CALL && sp_function_of(e) && sp_function_of(e)->over_rows)
		here = SP_OF_ROWS;
	for (size_t i = 0; i < sp_expr_count(e); i++)
		find_fields(sp_expr_arg(e, i), here, f);
	if (e->where)
		find_fields(e->where, here, f);
}

void sp_functions_fields(const struct sp_expr *e, void (*name)(enum sp_field_of of, const char *field, void *data),
			 void *data)
{
	const struct fields f = { name, data };
	if (e)
		find_fields(e, SP_OF_SUBJECT, &f);
}
