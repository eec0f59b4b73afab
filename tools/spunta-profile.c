/* spunta-profile — checks profiles: their form, the examples of their patterns, their example pages. */
#include "base/prog.h"
#include "normalize/trial.h"

static const char *last_added(const struct sp_profiles *set)
{
	return ((const struct sp_profile *)sp_profiles_list(set)->pdata[0])->name;
}

static void check(struct sp_ctx *ctx, struct sp_profiles *set, const char *path)
{
	/* what it includes may stand in files named before it */
	if (sp_profiles_add_file(ctx, set, path) != SP_OK)
		return;
	const char *name = last_added(set);
	if (sp_trial_examples(ctx, set, name) == SP_OK && !ctx->quiet)
		printf("%s: profile %s holds\n", path, name);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	const struct sp_prog prog = { "spunta-profile", "check FILE…",
				      "Reads profiles, tries their patterns' examples and their example pages.",
				      "A file may include a profile of a file named before it, or a built-in one.\n"
				      "\n"
				      "Exit status: 0 all hold; 2 a profile is wrong.\n" };
	const GOptionEntry own[] = { G_OPTION_ENTRY_NULL };
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK) {
		if (argc < 3 || strcmp(argv[1], "check") != 0) {
			sp_report(&ctx, SP_D_ARGUMENT, "say what to do: spunta-profile check FILE");
		} else {
			struct sp_profiles *set = sp_profiles_new(&ctx);
			for (int i = 2; set && i < argc; i++)
				check(&ctx, set, argv[i]);
			sp_profiles_free(set);
		}
	}
	return sp_prog_end(&ctx);
}
