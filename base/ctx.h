/*
 * ctx — what goes down every call: where diagnoses go, where we are, how bad it got.
 *
 * One struct sp_ctx per program run (tests make their own); no other state is shared. A module that
 * finds something wrong says it once, at the place that knows the fact:
 *
 *     return sp_report(ctx, SP_D_DOCUMENT, "not a PDF: it starts with \"%s\"", head);
 *
 * which prints, to ctx->err,
 *
 *     spunta-extract: piao.pdf: page 3: not a PDF: it starts with "PK"
 *
 * or, with --diagnostics=json, one JSON object with the keys severity, code, file, page, line,
 * record, field, rule, message. The exit status that the code stands for (diag-codes.def) is kept in
 * ctx->exit if it is the worst so far.
 *
 * In JSON messages are English; as text they are said in ctx->lang (language.h).
 *
 * Messages are lower case without full stop, quote the thing, and say what to do next where that
 * helps. Text from documents is shown with control characters escaped (\x1b), never raw.
 *
 * Strings in `file`, `record`, `field` and `rule` are borrowed: whoever sets them resets them before they
 * die.
 */
#ifndef SPUNTA_BASE_CTX_H
#define SPUNTA_BASE_CTX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/language.h"
#include "base/status.h"

enum sp_severity { SP_NOTE, SP_WARNING, SP_ERROR };

enum sp_code {
#define DIAG(name, word, severity, exit, meaning) name,
#include "base/diag-codes.def"
#undef DIAG
	SP_D_COUNT
};

enum sp_diag_form { SP_DIAG_TEXT, SP_DIAG_JSON };

struct sp_ctx {
	const char *program; /* "spunta-extract", said before each message */
	FILE *err;           /* where diagnoses go; stderr unless a test says otherwise */
	enum sp_diag_form form;
	enum sp_lang lang; /* of what it says to people: English, unless the program asked the surroundings */
	bool quiet;   /* only errors are shown */
	bool verbose; /* notes are shown as well */

	const char *file;   /* the input being read as the user named it, or NULL */
	int page;           /* 1-based, 0 when none */
	int64_t line;       /* 1-based line of the stream, 0 when none */
	const char *record; /* id of the record, or NULL */
	const char *field;  /* or NULL */
	const char *rule;   /* what of a schema does not hold at `field`; said behind the message; or NULL */

	void *arguments; /* what sp_prog_options made of the command line, until sp_prog_end; or NULL */

	enum sp_exit exit; /* the worst so far */
	int64_t counts[3]; /* diagnoses by severity, shown or not */
};

void sp_ctx_init(struct sp_ctx *ctx, const char *program);

/*
 * Reports one diagnosis. Returns the tier that fits its severity so that the caller can return it:
 * SP_OK for a note or a warning, SP_FAIL for an error.
 */
enum sp_status sp_report(struct sp_ctx *ctx, enum sp_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Raises the exit status without saying anything (a finding is data, not a diagnosis). */
void sp_ctx_raise(struct sp_ctx *ctx, enum sp_exit status);

/* "truncated-stream" for SP_D_TRUNCATED; and what the word means, for the manual. */
const char *sp_code_word(enum sp_code code);
const char *sp_code_meaning(enum sp_code code);

#endif
