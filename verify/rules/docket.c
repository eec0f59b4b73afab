#include "verify/rules/docket.h"

#include <string.h>

struct tally {
	unsigned agree, differ, missing;
	GHashTable *tables; /* set of those in which the figure is printed */
};

struct waiting {
	const struct sp_check_rule *rule;
	struct sp_finding *finding;
};

struct sp_docket {
	sp_docket_receive receive;
	void *data;
	GHashTable *tallies; /* rule → struct tally * */
	GHashTable *agreed;  /* hash of a figure → the rule with which it agrees, or the docket itself: several do */
	GArray *waiting;     /* of struct waiting */
};

static void free_tally(gpointer p)
{
	struct tally *t = p;
	g_hash_table_destroy(t->tables);
	g_free(t);
}

struct sp_docket *sp_docket_new(sp_docket_receive receive, void *data)
{
	struct sp_docket *d = g_new(struct sp_docket, 1);
	*d = (struct sp_docket){ receive, data, g_hash_table_new_full(NULL, NULL, NULL, free_tally),
				 g_hash_table_new(NULL, NULL), g_array_new(FALSE, FALSE, sizeof(struct waiting)) };
	return d;
}

void sp_docket_free(struct sp_docket *d)
{
	if (!d)
		return;
	for (guint i = 0; i < d->waiting->len; i++)
		sp_finding_free(g_array_index(d->waiting, struct waiting, i).finding);
	g_array_free(d->waiting, TRUE);
	g_hash_table_destroy(d->tallies);
	g_hash_table_destroy(d->agreed);
	g_free(d);
}

static struct tally *tally_of(struct sp_docket *d, const struct sp_check_rule *rule)
{
	struct tally *t = g_hash_table_lookup(d->tallies, rule);
	if (!t) {
		t = g_new0(struct tally, 1);
		t->tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		g_hash_table_insert(d->tallies, (gpointer)rule, t);
	}
	return t;
}

/* Rules that can only fail tell what is odd: nothing is counted, and nothing waits. */
static bool can_agree(const struct sp_check_rule *rule)
{
	return !rule->holds || rule->holds->op != SP_E_TRUTH;
}

static bool must_wait(const struct sp_check_rule *rule, const struct sp_finding *f)
{
	bool accuses = f->status == SP_MISMATCH || f->status == SP_MISSING || f->status == SP_CONTRADICTION;
	return accuses && can_agree(rule) && rule->severity != SP_RULE_INFO;
}

/* The table that a finding's source names; "" for none. (transfer full) */
static char *table_of(const struct sp_finding *f)
{
	static const char key[] = "\"table\":\"";
	const char *at = f->source ? strstr(f->source, key) : NULL;
	at = at ? at + strlen(key) : "";
	return g_strndup(at, strcspn(at, "\""));
}

/* The cell of a figure. Two that have one hash are taken for one: that may let an accusation stand, and makes none. */
static gpointer cell_of(const struct sp_figure *f)
{
	guint record = f->record ? g_str_hash(f->record) : 0, source = f->source ? g_str_hash(f->source) : 0;
	return GUINT_TO_POINTER((record * 31 + source) * 31 + (f->raw ? g_str_hash(f->raw) : 0));
}

static void note_agreement(struct sp_docket *d, const struct sp_check_rule *rule, const struct sp_figure *f)
{
	gpointer cell = cell_of(f), other = g_hash_table_lookup(d->agreed, cell);
	g_hash_table_insert(d->agreed, cell, !other || other == rule ? (gpointer)rule : d);
}

static void note_agreements(struct sp_docket *d, const struct sp_check_rule *rule, const struct sp_finding *f)
{
	if (f->published)
		note_agreement(d, rule, f->published);
	for (guint i = 0; i < f->inputs->len; i++)
		note_agreement(d, rule, g_ptr_array_index(f->inputs, i));
}

static bool agrees_elsewhere(struct sp_docket *d, const struct sp_check_rule *rule, const struct sp_figure *f)
{
	gconstpointer by = g_hash_table_lookup(d->agreed, cell_of(f));
	return by && by != rule;
}

/* Were the figures read well, as other rules tell? The published one agrees with another, and half of the others do.
 * Totals to which wrong shares were added fail all together, and are wrong all the same. */
static bool is_borne_out(struct sp_docket *d, const struct waiting *w)
{
	const struct sp_finding *f = w->finding;
	guint well = 0;
	for (guint i = 0; i < f->inputs->len; i++)
		well += agrees_elsewhere(d, w->rule, g_ptr_array_index(f->inputs, i));
	return f->published && well > 0 && 2 * well >= f->inputs->len && agrees_elsewhere(d, w->rule, f->published);
}

void sp_docket_take(struct sp_docket *d, const struct sp_check_rule *rule, struct sp_finding *finding)
{
	struct tally *t = tally_of(d, rule);
	t->agree += finding->status == SP_MATCH || finding->status == SP_TRUNCATED;
	t->missing += finding->status == SP_MISSING;
	t->differ += finding->status == SP_MISMATCH || finding->status == SP_CONTRADICTION;
	if (finding->status != SP_MISSING && finding->status != SP_NOT_COMPUTABLE)
		g_hash_table_add(t->tables, table_of(finding));
	if (finding->status == SP_MATCH || finding->status == SP_TRUNCATED)
		note_agreements(d, rule, finding);
	struct waiting w = { rule, finding };
	if (must_wait(rule, finding) && d->waiting->len < SP_DOCKET_MOST)
		g_array_append_val(d->waiting, w);
	else
		d->receive(finding, d->data);
}

void sp_docket_withdraw(struct sp_finding *f, const char *key, const char *failed, const char *asked)
{
	for (enum sp_language lang = SP_IT; lang < SP_LANGS; lang++) {
		char *said = f->message[lang];
		f->message[lang] = sp_message(key, lang, failed, asked, said ? said : "");
		g_free(said);
	}
	f->status = SP_NOT_COMPUTABLE;
	g_free(f->reason);
	f->reason = g_strdup(f->message[SP_EN]);
	g_free(f->recomputed);
	g_free(f->difference);
	f->recomputed = f->difference = NULL;
}

/* Is the failure of this rule the reader's rather than the document's? */
static bool is_doubtful(struct sp_docket *d, const struct tally *t, const struct waiting *w)
{
	if (w->finding->status == SP_MISSING && !w->rule->evidence) {
		char *table = table_of(w->finding);
		bool printed = g_hash_table_contains(t->tables, table);
		g_free(table);
		return !printed || t->missing > t->agree + t->differ;
	}
	unsigned failed = t->differ + t->missing;
	return failed >= SP_DOCKET_LEAST && failed > SP_DOCKET_SHARE * t->agree && !is_borne_out(d, w);
}

void sp_docket_close(struct sp_docket *d)
{
	for (guint i = 0; i < d->waiting->len; i++) {
		struct waiting *w = &g_array_index(d->waiting, struct waiting, i);
		const struct tally *t = tally_of(d, w->rule);
		if (is_doubtful(d, t, w)) {
			char *failed = g_strdup_printf("%u", t->differ + t->missing);
			char *asked = g_strdup_printf("%u", t->agree + t->differ + t->missing);
			sp_docket_withdraw(w->finding, "doubtful-reading", failed, asked);
			g_free(asked);
			g_free(failed);
		}
		d->receive(w->finding, d->data);
		w->finding = NULL;
	}
	g_array_set_size(d->waiting, 0);
}
