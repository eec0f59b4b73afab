/*
 * letters — how well letters follow each other as Italian words: a model of n-grams, in whole numbers.
 *
 *     struct sp_letters *l = sp_letters_new();
 *     sp_letters_word(l, "contributi", 10);        // 1260: 12.6 bits, as the word begins, goes on and ends
 *     sp_letters_bits(l, text, &letters);          // what a letter costs on average: 250 in Italian, 500 in noise
 *     sp_letters_free(l);
 *
 * Costs are hundredths of a bit: 100 means half as likely. Capitals cost as small letters do, accents that
 * Italian has not are looked through. An apostrophe belongs to the word that it ends ("dell'"). Of words the
 * model knows only letters: it has no list and cannot say no, only how dear a word is.
 *
 * The data (extract/page/letters.model) is made by tools/learn-letters. The model is read-only after sp_letters_new.
 */
#ifndef SPUNTA_EXTRACT_PAGE_LETTERS_H
#define SPUNTA_EXTRACT_PAGE_LETTERS_H

#include <stddef.h>

struct sp_letters;

struct sp_letters *sp_letters_new(void);
void sp_letters_free(struct sp_letters *l); /* NULL is allowed */

/*
 * Cost of a word of `n` bytes with its beginning and its end. What is no letter costs as a letter that no word
 * has; an apostrophe inside ends a word and the next begins.
 */
long sp_letters_word(const struct sp_letters *l, const char *word, size_t n);

/* The same of the beginning of a word, which may go on. */
long sp_letters_beginning(const struct sp_letters *l, const char *word, size_t n);

/*
 * Is the text language? Average cost of its letters, ends of words included; 0 where it has none, `letters` says
 * how many it has. Digits, blanks and punctuation part words; characters without meaning (private use, controls,
 * unassigned) count as letters that no word has. One word says little: ask with 50 letters or more.
 */
long sp_letters_bits(const struct sp_letters *l, const char *text, unsigned *letters);

#endif
