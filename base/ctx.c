#include "base/ctx.h"

#include <stdarg.h>

#include "base/jw.h"
#include "base/text.h"

struct code {
	const char *word;
	enum sp_severity severity;
	enum sp_exit exit;
	const char *meaning;
};

static const struct code codes[SP_D_COUNT] = {
#define DIAG(name, word, severity, exit, meaning) [name] = { word, severity, exit, meaning },
#include "base/diag-codes.def"
#undef DIAG
};

static const char *const severities[] = { "note", "warning", "error" };

void sp_ctx_init(struct sp_ctx *ctx, const char *program)
{
	*ctx = (struct sp_ctx){ .program = program, .err = stderr, .lang = SP_LANG_EN };
}

void sp_ctx_raise(struct sp_ctx *ctx, enum sp_exit status)
{
	if (status > ctx->exit)
		ctx->exit = status;
}

const char *sp_code_word(enum sp_code code)
{
	return codes[code].word;
}

const char *sp_code_meaning(enum sp_code code)
{
	return codes[code].meaning;
}

static void write_text(struct sp_ctx *ctx, const struct code *code, const char *message)
{
	GString *out = g_string_new(ctx->program);
	g_string_append(out, ": ");
	if (ctx->file) {
		sp_text_append_safe(out, ctx->file, strlen(ctx->file));
		g_string_append(out, ": ");
	}
	if (ctx->page > 0)
		g_string_append_printf(out, sp_say(ctx->lang, "page %d: "), ctx->page);
	if (ctx->line > 0)
		g_string_append_printf(out, sp_say(ctx->lang, "line %ld: "), (long)ctx->line);
	if (ctx->record) {
		sp_text_append_safe(out, ctx->record, strlen(ctx->record));
		g_string_append(out, ": ");
	}
	if (code->severity == SP_WARNING)
		g_string_append(out, sp_say(ctx->lang, "warning: "));
	sp_text_append_safe(out, message, strlen(message));
	if (ctx->rule) {
		g_string_append(out, " (");
		if (ctx->field && *ctx->field) {
			g_string_append(out, sp_say(ctx->lang, "at "));
			sp_text_append_safe(out, ctx->field, strlen(ctx->field));
			g_string_append(out, "; ");
		}
		sp_text_append_safe(out, ctx->rule, strlen(ctx->rule));
		g_string_append_c(out, ')');
	}
	g_string_append_c(out, '\n');
	fwrite(out->str, 1, out->len, ctx->err);
	g_string_free(out, TRUE);
}

static void write_json(struct sp_ctx *ctx, const struct code *code, const char *message)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "program", ctx->program);
	sp_jw_str(&w, "severity", severities[code->severity]);
	sp_jw_str(&w, "code", code->word);
	if (ctx->file)
		sp_jw_str(&w, "file", ctx->file);
	if (ctx->page > 0)
		sp_jw_int(&w, "page", ctx->page);
	if (ctx->line > 0)
		sp_jw_int(&w, "line", ctx->line);
	if (ctx->record)
		sp_jw_str(&w, "record", ctx->record);
	if (ctx->field)
		sp_jw_str(&w, "field", ctx->field);
	if (ctx->rule)
		sp_jw_str(&w, "rule", ctx->rule);
	sp_jw_str(&w, "message", message);
	sp_jw_close(&w);
	sp_jw_line(&w, ctx->err);
	sp_jw_clear(&w);
}

enum sp_status sp_report(struct sp_ctx *ctx, enum sp_code code, const char *format, ...)
{
	const struct code *c = &codes[code];
	ctx->counts[c->severity]++;
	sp_ctx_raise(ctx, c->exit);

	bool shown = c->severity == SP_ERROR || (c->severity == SP_WARNING && !ctx->quiet) ||
	             (ctx->verbose && !ctx->quiet);
	if (shown) {
		va_list args;
		va_start(args, format);
		char *message = g_strdup_vprintf(sp_say(ctx->form == SP_DIAG_JSON ? SP_LANG_EN : ctx->lang, format), args);
		va_end(args);
		/* a message may quote bytes that are not UTF-8; what is shown must be */
		char *valid = g_utf8_make_valid(message, -1);
		struct sp_ctx at = *ctx;
		if (code == SP_D_WRITE) { /* the input has no part in it */
			at.file = NULL;
			at.page = 0;
			at.line = 0;
		}
		(ctx->form == SP_DIAG_JSON ? write_json : write_text)(&at, c, valid);
		g_free(valid);
		g_free(message);
	}
	return c->severity == SP_ERROR ? SP_FAIL : SP_OK;
}
