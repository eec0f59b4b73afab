#include "normalize/label.h"

#include "tests/unit/unit.h"

static struct sp_ctx ctx;
static struct sp_profiles *set;
static struct sp_labels *labels;
static struct sp_match *match;

/* "field or type|label as printed|value", or "-" */
static char *found(const char *text)
{
	struct sp_label_hit hit;
	size_t n = strlen(text);
	if (sp_labels_at(&ctx, labels, text, n, 0, NULL, match, &hit) != SP_OK)
		return g_strdup("-");
	return g_strdup_printf("%s|" SP_STR_FMT "|%s%s", hit.mark->field ? hit.mark->field->name : hit.mark->type->name,
			       SP_STR_ARG(hit.label), hit.colon ? ":" : "", text + hit.value);
}

static void the_longest_label_counts(void **state)
{
	(void)state;
	assert_text("objective|Obiettivo Operativo DUP|C06 - TITOLO", found("Obiettivo Operativo DUP C06 - TITOLO"));
	assert_text("objective|Obiettivo Operativo|:C06", found("Obiettivo Operativo: C06"));
	assert_text("manager|Responsabile gestionale|", found("Responsabile gestionale"));
	assert_text("manager|Responsabile del\nProgramma|Valli", found("Responsabile del\nProgramma Valli"));
}

static void spelling_does_not_count(void **state)
{
	(void)state;
	assert_text("purpose|FINALITA'|:vigilare", found("FINALITA': vigilare"));
	assert_text("purpose|Finalità|vigilare", found("• Finalità vigilare"));
	assert_text("formula|Formola|a/b", found("**Formola** a/b"));
	assert_text("formula|Formula|/gare", found("Formula/gare"));
}

static void tails_belong_to_the_label(void **state)
{
	(void)state;
	assert_text("sections|Stato di Attuazione Infrannuale 2019|Aperto.",
		    found("Stato di Attuazione Infrannuale 2019 Aperto."));
	assert_text("sections|Azioni Correttive Infrannuali 2019|", found("Azioni Correttive Infrannuali 2019"));
	assert_text("objective|Obiettivo n. 3.2|Titolo", found("Obiettivo n. 3.2 Titolo"));
}

static void prose_is_no_label(void **state)
{
	(void)state;
	assert_text("-", found("finalità del servizio"));
	assert_text("-", found("Il responsabile politico"));
	assert_text("-", found("Formulazione"));
	assert_text("-", found("Obiettivo: operativo, poi altro"));
	assert_text("-", found("Obiettivo n. 12/2024"));
	assert_text("-", found(""));
	assert_text("-", found("***"));
}

static void labels_within_a_line_want_a_colon(void **state)
{
	(void)state;
	const char *text = "Valore superiore al tasso Finalità: misurare. Formula a/b";
	struct sp_label_hit hit;
	struct sp_labels *lists = sp_labels_new(sp_profiles_use(&ctx, set, "service-indicators"));
	assert_int_equal(sp_labels_within(&ctx, lists, text, strlen(text), 0, false, NULL, match, &hit), SP_OK);
	assert_string_equal(text + hit.value, "misurare. Formula a/b");
	assert_int_equal(sp_labels_within(&ctx, lists, text, strlen(text), hit.value, false, NULL, match, &hit),
			 SP_END);
	sp_labels_free(lists);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_longest_label_counts),          cmocka_unit_test(spelling_does_not_count),
		cmocka_unit_test(tails_belong_to_the_label),         cmocka_unit_test(prose_is_no_label),
		cmocka_unit_test(labels_within_a_line_want_a_colon),
	};
	sp_ctx_init(&ctx, "unit");
	set = sp_profiles_new(&ctx);
	labels = sp_labels_new(sp_profiles_use(&ctx, set, "objective-sheets"));
	match = sp_match_new();
	int failed = RUN(tests);
	sp_match_free(match);
	sp_labels_free(labels);
	sp_profiles_free(set);
	return failed;
}
