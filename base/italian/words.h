/*
 * words — the Italian that the programs know: lists of words and stems, which stand in the .words files of this folder.
 *
 * A list is a name, a colon, and words with blanks between; lines that are further in go on with it. "_" stands for a
 * blank within a phrase ("non_meno_di"). tools/words builds the lists in as NULL-terminated arrays, so that there is
 * nothing to read or free. A word is added there and needs no C; a list that a program asks for is declared here.
 *
 * What a name ends in says how its words are held against a text:
 *     _stems           words that were folded and stemmed, as tokens are: sp_words_have(sp_year_stems, token->stem)
 *     _words, _marks   as they are printed, of two that begin alike the longer first: sp_words_start(…)
 *
 * A stem is what is left of a word without its ending, so that "assegnate" and "assegnati" are one: "assegnat". In a
 * list of stems each is its own stem; another could never be met (tests/unit/base_words.c).
 */
#ifndef SPUNTA_BASE_ITALIAN_WORDS_H
#define SPUNTA_BASE_ITALIAN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

typedef const char *const sp_words[]; /* ends with NULL */

/* Is the word one of the list? NULL never is. */
bool sp_words_have(const char *const *list, const char *word);

/* Bytes of the first entry that the text starts with; 0 for none. Small and capital letters are one; behind an entry
 * that ends in a letter the text has another sign, or ends. */
size_t sp_words_start(const char *const *list, const char *text, size_t n);

/* The stem of a word; of three letters and less, the word itself. (transfer full) */
char *sp_stem(const char *word, size_t n);

/* All of them, for tests; a name of NULL ends it. */
struct sp_word_list {
	const char *name;
	const char *const *words;
};
extern const struct sp_word_list sp_word_lists[];

/* figures.words */
extern sp_words sp_currency_words, sp_of_words, sp_currency_tail_words, sp_thousand_words, sp_million_words,
    sp_billion_words, sp_count_words, sp_count_marks, sp_approximately_words, sp_approximately_marks, sp_reach_words,
    sp_exceed_words, sp_at_most_words, sp_below_words, sp_month_words;

/* tables.words */
extern sp_words sp_caption_words;

/* notes.words: any text */
extern sp_words sp_small_stems, sp_abbreviation_stems, sp_year_stems, sp_year_before_stems, sp_over_stems,
    sp_about_stems, sp_than_stems, sp_more_stems, sp_measure_lead_stems, sp_measure_words, sp_age_words, sp_delta_stems;
/* labels of notes */
extern sp_words sp_target_label_stems, sp_actual_label_stems, sp_forecast_label_stems, sp_forecast_stems,
    sp_reached_stems, sp_label_small_stems, sp_guess_stems, sp_foresee_stems, sp_dated_label_stems,
    sp_before_label_stems, sp_in_year_stems, sp_at_date_stems, sp_of_year_stems, sp_since_stems, sp_compare_stems,
    sp_equals_stems, sp_joint_stems, sp_last_year_stems, sp_not_the_year_stems;
/* computations in words */
extern sp_words sp_of_act_stems, sp_unit_stems, sp_total_stems, sp_share_stems, sp_among_stems, sp_result_lead_stems,
    sp_result_stems, sp_base_stems, sp_weak_stems, sp_named_stems, sp_article_stems, sp_function_words, sp_street_stems, sp_idiom_stems,
    sp_part_lead_stems, sp_which_stems, sp_which_elsewhere_stems, sp_all_stems, sp_part_of_stems, sp_from_stems,
    sp_to_stems, sp_minus_stems, sp_times_stems, sp_sum_stems;
/* declared formulas */
extern sp_words sp_respect_stems, sp_respect_to_stems, sp_numerator_stems, sp_denominator_stems, sp_measure_stems,
    sp_counting_stems, sp_sum_formula_stems, sp_yes_stems, sp_no_stems, sp_not_stems, sp_change_stems,
    sp_percentage_stems, sp_ratio_stems, sp_between_stems, sp_and_stems;
/* indicators */
extern sp_words sp_reduction_stems, sp_expected_stems;

#endif
