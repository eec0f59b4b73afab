/* spunta-rules — what is checked: the catalogue of rules, all about one, and whether a file of one's own holds. */
#include "base/prog.h"
#include "verify/rules/check.h"
#include "verify/rules/rules.h"

static void explain(struct sp_ctx *ctx, const struct sp_ruleset *set, const char *name)
{
	bool all = strcmp(name, "all") == 0;
	const struct sp_check_rule *rule = all ? NULL : sp_ruleset_find(set, name);
	if (!all && !rule)
		sp_report(ctx, SP_D_ARGUMENT, "no rule is called \"%s\"; \"spunta-rules list\" names them", name);
	else if (rule)
		sp_rule_explain(rule, stdout);
	for (guint i = 0; all && i < set->rules->len; i++)
		sp_rule_explain(g_ptr_array_index(set->rules, i), stdout);
}

static void check(struct sp_ctx *ctx, struct sp_ruleset *set, const char *path)
{
	if (sp_check_read_rules(ctx, set, path) != SP_OK || ctx->quiet)
		return;
	for (guint i = 0; i < set->rules->len; i++) {
		const struct sp_check_rule *rule = g_ptr_array_index(set->rules, i);
		if (strcmp(rule->file, path) == 0)
			printf("%s: rule %s holds (%u %s)\n", path, rule->name, rule->examples->len,
			       rule->examples->len == 1 ? "example" : "examples");
	}
}

static void obey(struct sp_ctx *ctx, struct sp_ruleset *set, int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	if (strcmp(word, "list") == 0 && argc == 2)
		sp_rule_list(set, stdout);
	else if (strcmp(word, "explain") == 0 && argc == 3)
		explain(ctx, set, argv[2]);
	else if (strcmp(word, "check") == 0 && argc > 2)
		for (int i = 2; i < argc; i++)
			check(ctx, set, argv[i]);
	else
		sp_report(ctx, SP_D_ARGUMENT, "say what to do: spunta-rules list, explain RULE, or check FILE");
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	const struct sp_prog prog = {
		"spunta-rules", "list | explain RULE | check FILE…",
		"Names the rules that published figures are checked by, says all about one (or all), or tries files "
		"of rules on their own examples.",
		"Exit status: 0 all hold; 2 a rules file or an argument is wrong.\n"
	};
	char **rules = NULL;
	const GOptionEntry own[] = { { "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rules,
				       "Add the rules in FILE, or replace those of the same name", "FILE" },
				     G_OPTION_ENTRY_NULL };
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK) {
		struct sp_ruleset *set = sp_ruleset_new(&ctx);
		enum sp_status s = set ? SP_OK : SP_FAIL;
		for (char **file = rules; s == SP_OK && file && *file; file++)
			s = sp_check_read_rules(&ctx, set, *file);
		if (s == SP_OK)
			obey(&ctx, set, argc, argv);
		sp_ruleset_free(set);
	}
	sp_prog_options_clear(own);
	return sp_prog_end(&ctx);
}
