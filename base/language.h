/*
 * language — what people read, in Italian or in English.
 *
 * Programs are written in English, and no Italian stands in C: po/it.po, an ordinary gettext catalogue, has the Italian
 * of each sentence and is built into the programs, so that neither a locale of the system nor a folder of translations
 * is needed and the same arguments give the same bytes everywhere.
 *
 *     fputs(sp_say(lang, "Table"), stdout);                            // "Tabella"
 *     fprintf(stdout, sp_say(lang, n == 1 ? "%d page" : "%d pages"), n);
 *
 * One and many are two sentences. Where two are alike in English and not in Italian, a word behind a bar tells them apart
 * and is not said: sp_say(lang, "likely|many"). What the catalogue does not have is said in English; tests/house/po.t
 * fails for it.
 * (What records, fields and rules are called, and what findings say, stands in both languages beside their definitions:
 * schemas/records.json, verify/rules, verify/findings/messages.txt.)
 */
#ifndef SPUNTA_BASE_LANGUAGE_H
#define SPUNTA_BASE_LANGUAGE_H

#include <stdbool.h>

enum sp_lang { SP_LANG_IT, SP_LANG_EN, SP_LANG_COUNT };

/* Static; `english` itself where the language is English or the catalogue has no such sentence. */
const char *sp_say(enum sp_lang lang, const char *english) __attribute__((format_arg(2)));

/* Marks a sentence of a table of sentences, that sp_say is given later: the catalogue must have it, too. */
#define SP_SAID(english) (english)

/*
 * A sentence that a program said in English into a stream ("about 12 letters are drawn as curves"), in the language of
 * who reads it: the entry of the catalogue that it was made from, with what stood in its places. The sentence itself
 * where there is none. (transfer full)
 */
char *sp_retell(enum sp_lang lang, const char *english);

const char *sp_lang_name(enum sp_lang lang); /* "it" */
/* "it" and "en"; false for anything else. */
bool sp_lang_parse(const char *name, enum sp_lang *lang);

/*
 * What the surroundings ask for by SPUNTA_LANG, LC_ALL, LC_MESSAGES or LANG, the first that is set deciding: Italian for
 * "it_IT.UTF-8", English for "en_GB"; `otherwise` for all else ("C", German, nothing). For what is said to people
 * at a terminal; what is written into files goes by options alone.
 */
enum sp_lang sp_lang_around(enum sp_lang otherwise);

#endif
