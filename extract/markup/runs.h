/*
 * runs — a line or a cell of a text conversion, freed of its markup.
 *
 *     GPtrArray *paragraphs = sp_runs_new("Gap**Stakeholder**", 18, SP_RUNS_LINE, &left_out);
 *     const struct sp_paragraph *p = g_ptr_array_index(paragraphs, 0);
 *     …p->runs: "Gap", then "Stakeholder" (bold, and a word boundary before it was lost)…
 *     g_ptr_array_unref(paragraphs);
 *
 * A paragraph is what block tags, list items and line breaks part; in a cell without such tags two
 * blanks in a row part it as well. It is never empty. A run is what stands in one weight of type.
 * Texts are clean in the sense of base/text.h.
 *
 * Read are Markdown emphasis, HTML tags and entities (html.h) and LaTeX (latex.h). What looks like
 * markup and is none stays as printed: "(a/b)*100", "x < 3", "US$ 5".
 */
#ifndef SPUNTA_EXTRACT_MARKUP_RUNS_H
#define SPUNTA_EXTRACT_MARKUP_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

enum sp_runs_of { SP_RUNS_LINE, SP_RUNS_CELL };

struct sp_run {
	char *text; /* never empty */
	bool bold;
	bool glued;     /* no blank before it */
	bool lost_edge; /* glued, but the change of type shows that a new word begins */
};

struct sp_paragraph {
	GArray *runs; /* struct sp_run, at least one */
	bool heading;
};

/* *left_out: see sp_html_mark. */
GPtrArray *sp_runs_new(const char *s, size_t n, enum sp_runs_of of, unsigned *left_out);

/* The same for a text that has its marks from html.h already. */
GPtrArray *sp_runs_of_marked(const char *marked, enum sp_runs_of of);

static inline const struct sp_run *sp_run_at(const struct sp_paragraph *p, guint i)
{
	return &g_array_index(p->runs, struct sp_run, i);
}

/* The runs from `from` up to before `to` as one text. (transfer full) */
char *sp_paragraph_text(const struct sp_paragraph *p, guint from, guint to);
bool sp_paragraph_bold(const struct sp_paragraph *p, guint from, guint to); /* all of them */

#endif
