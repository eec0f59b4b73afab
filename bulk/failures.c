#include "bulk/failures.h"

#include <string.h>

#include "base/text.h"

/* What a reason is called, and the option that may help: NULL where the file itself is wrong. */
static const struct remedy {
	const char *code, *told, *option;
} remedies[] = {
	{ "bad-document", SP_SAID("not a document that can be read: the file itself is to be had anew"), NULL },
	{ "crashed", SP_SAID("a program was stopped"), "--retries=3" },
	{ "limit", SP_SAID("a limit or the memory was reached"), "--jobs=1" },
	{ "needs-password", SP_SAID("encrypted: one of the passwords of a file, one a line, may open it"),
	  "--password-file=" },
	{ "not-done", SP_SAID("ended without a reason"), "--retries=3" },
	{ "timeout", SP_SAID("took too long"), "--timeout=" },
};
enum { MORE_TIME = 3 };

static const struct remedy *remedy_for(const char *code)
{
	static const struct remedy other = { "", SP_SAID("failed"), "--retries=3" };
	for (size_t i = 0; i < G_N_ELEMENTS(remedies); i++)
		if (strcmp(remedies[i].code, code) == 0)
			return &remedies[i];
	return &other;
}

/* --- by reason --------------------------------------------------------------------------------------------------- */

static void free_array(gpointer p)
{
	g_ptr_array_free(p, TRUE);
}

static int by_code(gconstpointer a, gconstpointer b, gpointer unused)
{
	(void)unused;
	return strcmp(a, b);
}

/* Code → inputs, by path. */
static GTree *by_reason(const struct sp_failures *f)
{
	GTree *reasons = g_tree_new_full(by_code, NULL, NULL, free_array);
	for (size_t i = 0; i < sp_inputs_count(f->inputs); i++) {
		const struct sp_input *input = sp_inputs_at(f->inputs, i);
		const struct sp_answer *answer = sp_ledger_answer(f->ledger, input->sha256);
		if (!answer || answer->done || strcmp(answer->key, f->key) != 0)
			continue;
		gpointer code = (gpointer)(uintptr_t)sp_answer_code(answer);
		GPtrArray *inputs = g_tree_lookup(reasons, code);
		if (!inputs)
			g_tree_insert(reasons, code, inputs = g_ptr_array_new());
		g_ptr_array_add(inputs, (gpointer)(uintptr_t)input);
	}
	return reasons;
}

/* --- trying again ------------------------------------------------------------------------------------------------- */

static void add_word(GString *command, const char *option, const char *value)
{
	char *quoted = g_shell_quote(value);
	bool plain = value[strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-")] == '\0';
	g_string_append_printf(command, " %s%s", option, plain ? value : quoted);
	g_free(quoted);
}

static void add_remedy(GString *command, const struct remedy *r, int seconds)
{
	if (strcmp(r->option, "--timeout=") == 0)
		g_string_append_printf(command, " %s%d", r->option, MORE_TIME * seconds);
	else
		g_string_append_printf(command, " %s%s", r->option, g_str_has_suffix(r->option, "=") ? "FILE" : "");
}

/* (transfer full) */
static char *command_for(const struct sp_failures *f, const struct remedy *r, const char *list)
{
	GString *command = g_string_new("spunta bulk");
	add_word(command, "--output=", sp_store_out(f->store));
	add_word(command, "-0 --from-file=", list);
	if (f->chain->ocr)
		g_string_append(command, " --ocr");
	for (char *const *p = f->chain->profiles; p && *p; p++)
		add_word(command, "--profile=", *p);
	for (char *const *p = f->chain->rules; p && *p; p++)
		add_word(command, "--rules=", *p);
	add_remedy(command, r, f->chain->seconds);
	return g_string_free(command, FALSE);
}

static bool write_list(const struct sp_failures *f, const char *name, const GPtrArray *inputs)
{
	struct sp_file *list = sp_store_create(f->store, name);
	for (guint i = 0; list && i < inputs->len; i++) {
		const struct sp_input *input = g_ptr_array_index(inputs, i);
		fwrite(input->path, 1, strlen(input->path) + 1, sp_file_stream(list));
	}
	return list && sp_store_publish(f->store, list, name) == SP_OK;
}

/* --- telling it --------------------------------------------------------------------------------------------------- */

struct telling {
	const struct sp_failures *f;
	enum sp_lang lang;
	FILE *to;
};

static void write_safe(const char *s, FILE *to)
{
	GString *safe = g_string_new(NULL);
	sp_text_append_safe(safe, s, strlen(s));
	fputs(safe->str, to);
	g_string_free(safe, TRUE);
}

static void write_input(const struct telling *t, const struct sp_input *input)
{
	char *reason = sp_answer_reason(sp_ledger_answer(t->f->ledger, input->sha256), t->lang);
	fputs("  ", t->to);
	write_safe(input->path, t->to);
	fprintf(t->to, ": %s\n", reason);
	g_free(reason);
}

static gboolean write_reason(gpointer code, gpointer value, gpointer telling)
{
	const struct telling *t = telling;
	const GPtrArray *inputs = value;
	const struct remedy *r = remedy_for(code);
	fprintf(t->to, "%s: %s (%u)\n", (const char *)code, sp_say(t->lang, r->told), inputs->len);
	for (guint i = 0; i < inputs->len; i++)
		write_input(t, g_ptr_array_index(inputs, i));
	char *name = g_strdup_printf("again/%s", (const char *)code), *list = sp_store_path(t->f->store, name);
	char *command = r->option && write_list(t->f, name, inputs) ? command_for(t->f, r, list) : NULL;
	if (command) {
		fputs("  ", t->to);
		write_safe(command, t->to);
		fputc('\n', t->to);
	}
	g_free(command);
	g_free(list);
	g_free(name);
	return FALSE;
}

void sp_failures_write(const struct sp_failures *f, enum sp_lang lang, FILE *to)
{
	GTree *reasons = by_reason(f);
	sp_store_empty(f->store, "again");
	g_tree_foreach(reasons, write_reason, &(struct telling){ f, lang, to });
	g_tree_destroy(reasons);
}
