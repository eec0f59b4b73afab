/*
 * spunta-profile — checks profiles: their form, the examples of their patterns, their example pages, and that what is
 * made of these is what records may be.
 */
#include "base/prog.h"
#include "normalize/profile-test.h"
#include "verify/data.h"
#include "verify/schema/schema.h"

struct checker {
	struct sp_ctx *ctx;
	struct sp_profiles *set;
	struct sp_schema *profile, *records;
	const struct sp_data *at; /* the profile, or the example that is being judged */
	const char *record;       /* id of the record that came of the example; NULL: the profile itself is judged */
};

static void tell(const struct sp_violation *v, void *data)
{
	const struct checker *c = data;
	if (c->record)
		sp_data_refuse(c->ctx, c->at, "what comes of it is no record: %s: %s", c->record, v->sentence);
	else
		sp_data_refuse(c->ctx, sp_data_at(c->at, v->pointer), "%s", v->sentence);
}

static enum sp_status judge_record(const struct sp_data *example, const struct sp_json *record, void *data)
{
	struct checker *c = data;
	const char *id = sp_json_str(sp_json_get(record, "id"));
	c->at = example;
	c->record = id ? id : sp_json_str(sp_json_get(record, "type"));
	return sp_schema_check(c->ctx, c->records, record, tell, c) == SP_OK ? SP_OK : SP_FAIL;
}

static enum sp_status judge_profile(struct checker *c, const struct sp_data *root)
{
	struct sp_json *json = sp_data_json(c->ctx, root);
	c->at = root;
	c->record = NULL;
	enum sp_status s = json ? sp_schema_check(c->ctx, c->profile, json, tell, c) : SP_FAIL;
	sp_json_free(json);
	return s == SP_OK ? SP_OK : SP_FAIL;
}

static void check(struct checker *c, const char *path)
{
	/* what it includes may stand in files named before it */
	if (sp_profiles_add_file(c->ctx, c->set, path) != SP_OK)
		return;
	const struct sp_profile *p = sp_profiles_list(c->set)->pdata[0];
	const struct sp_data *root = sp_datafile_root(sp_profiles_data(c->set, p->name));
	if (judge_profile(c, root) != SP_OK || sp_profile_test_examples(c->ctx, c->set, p->name, judge_record, c) != SP_OK)
		return;
	if (p->kind && sp_data_count(sp_data_get(root, "examples")) == 0)
		sp_report(c->ctx, SP_D_SUSPECT, "%s: there are no \"examples\": what the profile makes was not tried",
			  path);
	if (!c->ctx->quiet)
		printf("%s: profile %s holds\n", path, p->name);
}

static void check_all(struct sp_ctx *ctx, char *const *paths)
{
	const char *profile = sp_resource(verify_data, "schemas/profile.schema.json");
	const struct sp_schema_options how = { .noun = "the profile" };
	struct checker c = { .ctx = ctx, .set = sp_profiles_new(ctx) };
	c.profile = sp_schema_parse(ctx, "profile.schema.json", profile, strlen(profile), &how);
	c.records = sp_schema_shipped(ctx, "spunta-records/1", NULL);
	for (; c.set && c.profile && c.records && *paths; paths++)
		check(&c, *paths);
	sp_schema_free(c.records);
	sp_schema_free(c.profile);
	sp_profiles_free(c.set);
}

int main(int argc, char **argv)
{
	struct sp_ctx ctx;
	const struct sp_prog prog = {
		"spunta-profile", "check FILE…",
		"Reads profiles, holds them against their schema, tries their patterns' examples and their\n"
		"example pages, and holds what comes of these against the schema of records.",
		"A file may include a profile of a file named before it, or a built-in one.\n"
		"\n"
		"Exit status: 0 all hold; 2 a profile is wrong.\n"
	};
	const GOptionEntry own[] = { G_OPTION_ENTRY_NULL };
	sp_prog_begin(&ctx, prog.name);
	if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK) {
		if (argc < 3 || strcmp(argv[1], "check") != 0)
			sp_report(&ctx, SP_D_ARGUMENT, "say what to do: spunta-profile check FILE");
		else
			check_all(&ctx, argv + 2);
	}
	return sp_prog_end(&ctx);
}
