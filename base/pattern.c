/*
 * PCRE2's own limits stand between hostile text and us: the match limit counts backtracking steps,
 * depth and heap bound memory. JIT is not used: it ignores the depth limit and keeps machine code
 * writable, and the texts here are short.
 */
#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/json.h"

enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, HEAP_LIMIT_KIB = 64 * 1024 };

/* What PCRE2 made of a pattern; made at once, or when it is first searched. */
struct program {
	char *regex, *prelude; /* NULL once compiled */
	unsigned flags;
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *scratch; /* for searches that want no groups */
};

struct sp_pattern {
	char *name;
	struct program *program;
};

struct sp_match {
	pcre2_match_data *data;
	const pcre2_code *code;
	const char *text;
};

static enum sp_status compile(struct sp_ctx *ctx, const struct sp_pattern *p)
{
	struct program *made = p->program;
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_EXTENDED | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C;
	if (made->flags & SP_PATTERN_CASELESS)
		options |= PCRE2_CASELESS;

	/* the newline closes a comment at the end of an extended pattern */
	bool anchored = made->flags & SP_PATTERN_WHOLE;
	GString *whole = g_string_new(made->prelude);
	g_string_append_printf(whole, "%s%s\n%s", anchored ? "\\A(?:" : "", made->regex, anchored ? ")\\z" : "");

	int error;
	PCRE2_SIZE offset;
	made->code = pcre2_compile((PCRE2_SPTR)whole->str, whole->len, options, &error, &offset, NULL);
	g_string_free(whole, TRUE);
	if (!made->code) {
		char why[256];
		pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof why);
		return sp_report(ctx, SP_D_DATA, "pattern %s: %s at its byte %zu", p->name, why,
				 offset - MIN(offset, made->prelude ? strlen(made->prelude) : 0));
	}
	made->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(made->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(made->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(made->limits, HEAP_LIMIT_KIB);
	made->scratch = pcre2_match_data_create_from_pattern(made->code, NULL);
	g_clear_pointer(&made->regex, g_free);
	g_clear_pointer(&made->prelude, g_free);
	return SP_OK;
}

static struct sp_pattern *pattern_later(const char *name, const char *regex, const char *prelude, unsigned flags)
{
	struct sp_pattern *p = g_new(struct sp_pattern, 1);
	*p = (struct sp_pattern){ g_strdup(name), g_new0(struct program, 1) };
	*p->program = (struct program){ .regex = g_strdup(regex), .prelude = g_strdup(prelude), .flags = flags };
	return p;
}

struct sp_pattern *sp_pattern_new(struct sp_ctx *ctx, const char *name, const char *regex, const char *prelude,
				  unsigned flags)
{
	struct sp_pattern *p = pattern_later(name, regex, prelude, flags);
	if (compile(ctx, p) == SP_OK)
		return p;
	sp_pattern_free(p);
	return NULL;
}

void sp_pattern_free(struct sp_pattern *p)
{
	if (!p)
		return;
	pcre2_match_data_free(p->program->scratch);
	pcre2_match_context_free(p->program->limits);
	pcre2_code_free(p->program->code);
	g_free(p->program->regex);
	g_free(p->program->prelude);
	g_free(p->program);
	g_free(p->name);
	g_free(p);
}

const char *sp_pattern_name(const struct sp_pattern *p)
{
	return p->name;
}

/* Each example in `list` must match, or must not; false after a diagnosis. */
static bool try_examples(struct sp_ctx *ctx, const struct sp_pattern *p, const struct sp_json *list, bool must)
{
	for (const struct sp_json *e = sp_json_first(list); e; e = sp_json_next(e)) {
		const char *text = sp_json_str(e);
		if (!text) {
			sp_report(ctx, SP_D_DATA, "pattern %s: an example is a string", p->name);
			return false;
		}
		bool found = sp_pattern_search(ctx, p, text, strlen(text), 0, NULL) == SP_OK;
		if (found != must) {
			sp_report(ctx, SP_D_DATA, "pattern %s %s its example \"%s\"", p->name,
				  must ? "does not match" : "must not match", text);
			return false;
		}
	}
	return true;
}

/* As profiles write it, not yet compiled. */
static struct sp_pattern *read_pattern(struct sp_ctx *ctx, const char *name, const struct sp_json *value,
				       const char *prelude)
{
	const char *regex = value ? sp_json_str(value) : NULL;
	bool caseless = true, whole = false;
	if (!regex) {
		regex = sp_json_str(sp_json_get(value, "regex"));
		caseless = sp_json_bool(sp_json_get(value, "caseless"), true);
		whole = sp_json_bool(sp_json_get(value, "whole"), false);
	}
	if (!regex) {
		sp_report(ctx, SP_D_DATA, "pattern %s: a string or an object with \"regex\" is wanted", name);
		return NULL;
	}
	return pattern_later(name, regex, prelude,
			     (caseless ? SP_PATTERN_CASELESS : 0) | (whole ? SP_PATTERN_WHOLE : 0));
}

struct sp_pattern *sp_pattern_from_json(struct sp_ctx *ctx, const char *name, const struct sp_json *value,
					const char *prelude)
{
	struct sp_pattern *p = read_pattern(ctx, name, value, prelude);
	if (p && (compile(ctx, p) != SP_OK || !try_examples(ctx, p, sp_json_get(value, "matches"), true) ||
		  !try_examples(ctx, p, sp_json_get(value, "rejects"), false))) {
		sp_pattern_free(p);
		return NULL;
	}
	return p;
}

struct sp_pattern *sp_pattern_later(struct sp_ctx *ctx, const char *name, const struct sp_json *value)
{
	return read_pattern(ctx, name, value, NULL);
}

/* A match object serves any pattern: its room grows when a pattern has more groups than it held. */
static pcre2_match_data *room_for(struct sp_match *m, const struct sp_pattern *p)
{
	const struct program *made = p->program;
	if (!m)
		return made->scratch;
	if (!m->data || pcre2_get_ovector_count(m->data) < pcre2_get_ovector_count(made->scratch)) {
		pcre2_match_data_free(m->data);
		m->data = pcre2_match_data_create_from_pattern(made->code, NULL);
	}
	return m->data;
}

enum sp_status sp_pattern_search(struct sp_ctx *ctx, const struct sp_pattern *p, const char *text, size_t n,
				 size_t from, struct sp_match *m)
{
	const struct program *made = p->program;
	if (!made->code && compile(ctx, p) != SP_OK)
		return SP_FAIL;
	pcre2_match_data *data = room_for(m, p);
	if (m)
		*m = (struct sp_match){ data, made->code, text };
	int found = pcre2_match(made->code, (PCRE2_SPTR)text, n, from, PCRE2_NO_UTF_CHECK, data, made->limits);
	if (found >= 0)
		return SP_OK;
	if (found == PCRE2_ERROR_NOMATCH)
		return SP_END;
	char why[256];
	pcre2_get_error_message(found, (PCRE2_UCHAR *)why, sizeof why);
	return sp_report(ctx, SP_D_LIMIT, "pattern %s on a text of %zu bytes: %s", p->name, n, why);
}

struct sp_match *sp_match_new(void)
{
	return g_new0(struct sp_match, 1);
}

void sp_match_free(struct sp_match *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	g_free(m);
}

static struct sp_str group_at(const struct sp_match *m, uint32_t i)
{
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
	if (i >= pcre2_get_ovector_count(m->data) || v[2 * i] == PCRE2_UNSET)
		return SP_STR_NONE;
	return (struct sp_str){ m->text + v[2 * i], v[2 * i + 1] - v[2 * i] };
}

struct sp_str sp_match_whole(const struct sp_match *m)
{
	return group_at(m, 0);
}

struct sp_str sp_match_group(const struct sp_match *m, const char *name)
{
	PCRE2_SPTR first, last;
	int step = pcre2_substring_nametable_scan(m->code, (PCRE2_SPTR)name, &first, &last);
	if (step < 0)
		return SP_STR_NONE;
	for (PCRE2_SPTR entry = first; entry <= last; entry += step) {
		struct sp_str group = group_at(m, (uint32_t)(entry[0] << 8 | entry[1]));
		if (group.s)
			return group;
	}
	return SP_STR_NONE;
}
