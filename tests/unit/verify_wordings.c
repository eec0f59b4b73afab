/*
 * How officers word formulas and notes, and what is to be found: one test for each case in tests/wordings.
 *
 *     a share in signs, times one hundred
 *       formula  N. domande accolte / n. domande presentate x 100
 *       2022     75,00
 *       notes    Al 31/12/2022: 45/60
 *       gives    ratio 2022 match 75
 *
 * A case starts at the margin with what it shows. Its entries: `name`, `formula`, `notes`, `result` (a service
 * indicator's text), `target` and a year with what the cell prints (nothing: an empty cell). `gives` says a
 * finding: the rule without its "indicator-", the year (- for none), the status, the value at four decimals at
 * most, and "likely". Every finding must be told, and no other may come.
 */
#include "tests/unit/unit.h"

#include "base/amount.h"
#include "verify/rules/check.h"

#define FOLDER "tests/wordings"

struct trial {
	char *title;
	char *name, *formula, *notes, *result, *target;
	GPtrArray *actuals; /* of char *: "2022 75,00" */
	GPtrArray *gives;   /* of char * */
};

static struct {
	unsigned told, found, right; /* findings but not-computable */
} score;

static struct sp_ruleset *rules;

/* --- the record -------------------------------------------------------------------------------------- */

static void write_figure(struct sp_jw *w, const char *raw)
{
	static const char *const ops[] = { NULL, "=", ">=", ">", "<=", "<" };
	struct sp_amount a;
	sp_amount_init(&a);
	bool read = raw && sp_amount_parse(&a, raw, strlen(raw)) == SP_OK;
	sp_jw_str(w, "raw", raw);
	if (read)
		sp_jw_dec(w, "value", &a.value);
	else
		sp_jw_null(w, "value");
	if (read && a.op != SP_OP_NONE)
		sp_jw_str(w, "op", ops[a.op]);
	sp_jw_str(w, "unit", a.unit);
	if (a.multiplier != 1)
		sp_jw_int(w, "multiplier", a.multiplier);
	sp_amount_clear(&a);
}

static char *record_of(const struct trial *t)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "type", t->result ? "service_indicator" : "indicator");
	sp_jw_str(&w, "id", t->result ? "service_indicator:1" : "indicator:C01:1");
	sp_jw_str(&w, "name", t->name ? t->name : "Indicatore");
	if (t->result) {
		sp_jw_str(&w, "formula", t->formula);
		sp_jw_str(&w, "target", t->target);
		sp_jw_str(&w, "result_text", t->result);
	} else {
		sp_jw_object(&w, "formula");
		sp_jw_str(&w, "raw", t->formula);
		sp_jw_close(&w);
		if (t->target) {
			sp_jw_object(&w, "target");
			write_figure(&w, t->target);
			sp_jw_close(&w);
		}
		sp_jw_array(&w, "actuals");
		for (guint i = 0; i < t->actuals->len; i++) {
			const char *cell = g_ptr_array_index(t->actuals, i);
			sp_jw_object(&w, NULL);
			sp_jw_int(&w, "year", g_ascii_strtoll(cell, NULL, 10));
			write_figure(&w, cell[4] ? cell + 5 : NULL);
			sp_jw_close(&w);
		}
		sp_jw_close(&w);
		sp_jw_str(&w, "notes", t->notes);
	}
	sp_jw_close(&w);
	char *text = g_strdup(w.out->str);
	sp_jw_clear(&w);
	return text;
}

/* --- what is found ------------------------------------------------------------------------------------- */

static char *four_decimals(const char *digits)
{
	struct sp_dec d;
	mpq_t q;
	sp_dec_init(&d);
	mpq_init(q);
	assert_int_equal(sp_dec_parse(&d, digits, strlen(digits)), SP_OK);
	sp_dec_to_rat(q, &d);
	sp_dec_from_rat(&d, q, MIN(d.scale, 4), SP_HALF_UP);
	sp_dec_strip(&d);
	char *text = sp_dec_text(&d);
	mpq_clear(q);
	sp_dec_clear(&d);
	return text;
}

static void receive(struct sp_finding *f, void *found)
{
	const char *rule = g_str_has_prefix(f->rule, "indicator-") ? f->rule + strlen("indicator-") : f->rule;
	char *value = f->recomputed ? four_decimals(f->recomputed) : NULL;
	char *year = f->year ? g_strdup_printf("%d", f->year) : g_strdup("-");
	g_ptr_array_add(found, g_strdup_printf("%s %s %s%s%s%s", rule, year, sp_finding_status_word(f->status),
					       value ? " " : "", value ? value : "", f->likely ? " likely" : ""));
	g_free(value);
	g_free(year);
	sp_finding_free(f);
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *listed(GPtrArray *findings)
{
	GString *s = g_string_new(NULL);
	g_ptr_array_sort(findings, by_text);
	for (guint i = 0; i < findings->len; i++)
		g_string_append_printf(s, "%s%s", i ? "; " : "", (const char *)g_ptr_array_index(findings, i));
	return g_string_free(s, FALSE);
}

static bool is_claim(const char *finding)
{
	return !strstr(finding, "not-computable");
}

static void count(const GPtrArray *told, const GPtrArray *found)
{
	for (guint i = 0; i < told->len; i++)
		score.told += is_claim(g_ptr_array_index(told, i));
	for (guint i = 0; i < found->len; i++) {
		const char *f = g_ptr_array_index(found, i);
		score.found += is_claim(f);
		score.right += is_claim(f) &&
			       g_ptr_array_find_with_equal_func((GPtrArray *)(void *)told, f, g_str_equal, NULL);
	}
}

static void run_trial(void **state)
{
	struct trial *t = *state;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "wordings");
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	struct sp_check *check = sp_check_new(&ctx, rules, receive, found);
	char *text = record_of(t);
	struct sp_json *record = sp_json_parse(&ctx, text, strlen(text));
	assert_non_null(record);
	sp_check_record(check, record);
	sp_check_finish(check);
	sp_json_free(record);
	g_free(text);
	sp_check_free(check);
	count(t->gives, found);
	char *got = listed(found), *wanted = listed(t->gives);
	g_ptr_array_free(found, TRUE);
	assert_string_equal(got, wanted);
	g_free(got);
	g_free(wanted);
}

/* --- the file ------------------------------------------------------------------------------------------ */

static char **text_entry(struct trial *t, const char *key)
{
	const struct {
		const char *key;
		char **at;
	} entries[] = { { "name", &t->name },
			{ "formula", &t->formula },
			{ "notes", &t->notes },
			{ "result", &t->result },
			{ "target", &t->target } };
	for (size_t i = 0; i < G_N_ELEMENTS(entries); i++)
		if (strcmp(entries[i].key, key) == 0)
			return entries[i].at;
	return NULL;
}

/* "  notes    text": the key, blanks, the value; "\n" in a value is a line's end. */
static void read_entry(struct trial *t, const char *file, const char *line)
{
	char *key = g_strndup(line, strcspn(line, " "));
	const char *rest = line + strlen(key);
	char *value = g_strcompress(rest + strspn(rest, " "));
	char **at = text_entry(t, key);
	if (at) {
		g_free(*at);
		*at = g_steal_pointer(&value);
	} else if (strcmp(key, "gives") == 0) {
		g_ptr_array_add(t->gives, g_steal_pointer(&value));
	} else if (g_ascii_isdigit(*key)) {
		g_ptr_array_add(t->actuals, g_strdup_printf("%s%s%s", key, *value ? " " : "", value));
	} else {
		fprintf(stderr, "%s: %s: no such entry: %s\n", file, t->title, key);
		abort();
	}
	g_free(value);
	g_free(key);
}

static void trial_free(struct trial *t)
{
	g_free(t->title);
	g_free(t->name);
	g_free(t->formula);
	g_free(t->notes);
	g_free(t->result);
	g_free(t->target);
	g_ptr_array_free(t->actuals, TRUE);
	g_ptr_array_free(t->gives, TRUE);
	g_free(t);
}

static void read_file(GArray *tests, const char *name)
{
	char *path = g_build_filename(FOLDER, name, NULL), *text;
	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		fprintf(stderr, "cannot read %s\n", path);
		abort();
	}
	char **lines = g_strsplit(text, "\n", -1);
	struct trial *t = NULL;
	for (char **line = lines; *line; line++) {
		if (!**line || **line == '#')
			continue;
		if (**line == ' ') {
			read_entry(t, name, *line + strspn(*line, " "));
			continue;
		}
		t = g_new0(struct trial, 1);
		t->title = g_strdup_printf("%.*s: %s", (int)strcspn(name, "."), name, *line);
		t->actuals = g_ptr_array_new_with_free_func(g_free);
		t->gives = g_ptr_array_new_with_free_func(g_free);
		const struct CMUnitTest test = { t->title, run_trial, NULL, NULL, t };
		g_array_append_val(tests, test);
	}
	g_strfreev(lines);
	g_free(text);
	g_free(path);
}

static void read_folder(GArray *tests)
{
	GDir *dir = g_dir_open(FOLDER, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;
	while (dir && (name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".txt"))
			g_ptr_array_add(names, g_strdup(name));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(names, by_text);
	for (guint i = 0; i < names->len; i++)
		read_file(tests, g_ptr_array_index(names, i));
	g_ptr_array_free(names, TRUE);
}

int main(void)
{
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "wordings");
	rules = sp_ruleset_new(&ctx);
	GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
	read_folder(tests);
	int failed = _cmocka_run_group_tests("wordings", (const struct CMUnitTest *)(void *)tests->data, tests->len,
					     NULL, NULL);
	printf("# findings told %u, made %u, of these right %u\n", score.told, score.found, score.right);
	for (guint i = 0; i < tests->len; i++)
		trial_free(g_array_index(tests, struct CMUnitTest, i).initial_state);
	failed += tests->len == 0; /* a folder that is not there is no success */
	g_array_free(tests, TRUE);
	sp_ruleset_free(rules);
	return failed;
}
