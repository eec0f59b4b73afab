/*
 * coverage — how much of a document the checks have seen: what a reader must know before what was found.
 *
 *     GPtrArray *lines = sp_coverage_lines(summary, SP_LANG_IT);
 *             // { "Pagine", "12, di cui 2 non lette: p. 4, 7" }, { "Cifre verificate", "410 su 4.560 stampate: 409 tornano" }
 *     g_ptr_array_free(lines, TRUE);
 *
 * The counts come from the stream's end record and its problems; what is not told there is not said. "Nothing was
 * checked" is said in so many words.
 */
#ifndef SPUNTA_EXPORT_COVERAGE_H
#define SPUNTA_EXPORT_COVERAGE_H

#include "export/summary.h"

/* The counts, -1 where the stream does not tell. */
struct sp_coverage_told {
	int64_t pages, pages_unread;
	int64_t tables, tables_understood;
	int64_t figures, figures_in_records; /* printed */
	int64_t checked, agreeing, accused;  /* figures */
	int64_t checks;                      /* findings of all kinds */
};

struct sp_coverage_told sp_coverage_of(const struct sp_summary *d);

struct sp_coverage_line {
	const char *label; /* static */
	char *text;
	bool warns; /* something was not read, not understood or not checked */
};

/* struct sp_coverage_line, in the order in which they are read. (transfer full) */
GPtrArray *sp_coverage_lines(const struct sp_summary *d, enum sp_lang lang);

/* "4, 7–9": pages that could not be read, or not wholly. "" for none. (transfer full) */
char *sp_coverage_unread(const struct sp_summary *d);

#endif
