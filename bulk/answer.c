#include "bulk/answer.h"

#include <string.h>

#include "base/text.h"

const char *const sp_finding_kinds[SP_FINDING_KINDS] = { "match",   "truncated",     "mismatch",
							 "missing", "contradiction", "not-computable" };

const char *const sp_outcome_words[SP_OUTCOMES] = { "failed", "unread", "unknown", "unchecked", "checked" };

struct sp_answer *sp_answer_new(const char *sha256, const char *key)
{
	struct sp_answer *a = g_new0(struct sp_answer, 1);
	g_strlcpy(a->sha256, sha256, sizeof a->sha256);
	g_strlcpy(a->key, key, sizeof a->key);
	a->said = g_strdup("");
	return a;
}

void sp_answer_free(struct sp_answer *a)
{
	if (!a)
		return;
	g_free(a->said);
	g_free(a->code);
	g_free(a->body);
	g_free(a->kind);
	g_free(a->stage);
	g_free(a);
}

static void write_done(const struct sp_answer *a, struct sp_jw *w)
{
	sp_jw_int(w, "bytes", a->bytes);
	sp_jw_str(w, "digest", a->digest);
	sp_jw_str(w, "body", a->body);
	sp_jw_str(w, "kind", a->kind);
	sp_jw_int(w, "from", a->from);
	sp_jw_int(w, "to", a->to);
	sp_jw_int(w, "pages", a->pages);
	sp_jw_int(w, "tables", a->tables);
	sp_jw_int(w, "records", a->records);
	sp_jw_int(w, "unread", a->unread);
	sp_jw_int(w, "checked", a->checked);
	sp_jw_int(w, "agreeing", a->agreeing);
	sp_jw_int(w, "accused", a->accused);
	sp_jw_object(w, "findings");
	for (int i = 0; i < SP_FINDING_KINDS; i++)
		sp_jw_int(w, sp_finding_kinds[i], a->findings[i]);
	sp_jw_close(w);
}

void sp_answer_write(const struct sp_answer *a, struct sp_jw *w)
{
	sp_jw_str(w, "sha256", a->sha256);
	sp_jw_str(w, "key", a->key);
	sp_jw_bool(w, "done", a->done);
	sp_jw_int(w, "ms", a->ms);
	if (a->done) {
		write_done(a, w);
	} else {
		sp_jw_str(w, "stage", a->stage);
		sp_jw_int(w, "exit", a->exit);
		sp_jw_int(w, "signal", a->signal);
		sp_jw_bool(w, "timeout", a->timeout);
	}
	sp_jw_str(w, "code", sp_answer_code(a));
	sp_jw_str(w, "stderr", a->said);
}

static int64_t whole(const struct sp_json *json, const char *key)
{
	int64_t n;
	return sp_json_int(sp_json_get(json, key), &n) ? n : 0;
}

static char *text(const struct sp_json *json, const char *key)
{
	return g_strdup(sp_json_str(sp_json_get(json, key)));
}

struct sp_answer *sp_answer_read(const struct sp_json *json)
{
	const char *sha256 = sp_json_str(sp_json_get(json, "sha256")), *key = sp_json_str(sp_json_get(json, "key"));
	const char *digest = sp_json_str(sp_json_get(json, "digest"));
	if (!sha256 || !key || strlen(sha256) != SP_SHA256 - 1)
		return NULL;
	struct sp_answer *a = sp_answer_new(sha256, key);
	a->done = sp_json_bool(sp_json_get(json, "done"), false);
	a->ms = whole(json, "ms");
	a->bytes = whole(json, "bytes");
	g_strlcpy(a->digest, digest ? digest : "", sizeof a->digest);
	a->body = text(json, "body");
	a->kind = text(json, "kind");
	a->from = whole(json, "from");
	a->to = whole(json, "to");
	a->pages = whole(json, "pages");
	a->tables = whole(json, "tables");
	a->records = whole(json, "records");
	a->unread = whole(json, "unread");
	a->checked = whole(json, "checked");
	a->agreeing = whole(json, "agreeing");
	a->accused = whole(json, "accused");
	for (int i = 0; i < SP_FINDING_KINDS; i++)
		a->findings[i] = whole(sp_json_get(json, "findings"), sp_finding_kinds[i]);
	a->code = text(json, "code");
	a->stage = text(json, "stage");
	a->exit = (int)whole(json, "exit");
	a->signal = (int)whole(json, "signal");
	a->timeout = sp_json_bool(sp_json_get(json, "timeout"), false);
	if (sp_json_str(sp_json_get(json, "stderr"))) {
		g_free(a->said);
		a->said = text(json, "stderr");
	}
	return a;
}

const char *sp_answer_code(const struct sp_answer *a)
{
	if (a->done)
		return a->unread > 0 ? a->code : NULL;
	if (a->timeout)
		return "timeout";
	if (a->signal)
		return "crashed";
	return a->code ? a->code : "not-done";
}

bool sp_answer_passing(const struct sp_answer *a)
{
	return !a->done && (a->signal != 0 || a->timeout || a->exit != SP_EXIT_INPUT);
}

enum sp_outcome sp_answer_outcome(const struct sp_answer *a)
{
	if (!a->done)
		return SP_OUTCOME_FAILED;
	if (a->pages > 0 && a->unread >= a->pages)
		return SP_OUTCOME_UNREAD;
	if (!a->kind || strcmp(a->kind, "unknown") == 0)
		return SP_OUTCOME_UNKNOWN;
	return a->checked > 0 ? SP_OUTCOME_CHECKED : SP_OUTCOME_UNCHECKED;
}

bool sp_answer_found(const struct sp_answer *a)
{
	int64_t n = 0;
	for (int i = 0; i < SP_FINDING_KINDS; i++)
		if (strcmp(sp_finding_kinds[i], "match") != 0 && strcmp(sp_finding_kinds[i], "not-computable") != 0)
			n += a->findings[i];
	return n > 0;
}

/* A stage's line begins with its name and the file's, which are not translated: "spunta-extract: ./a.pdf: empty file". */
static void append_retold(GString *to, const char *line, enum sp_lang lang)
{
	for (const char *message = line; message; message = strstr(message, ": "), message = message ? message + 2 : NULL) {
		char *retold = sp_retell(lang, message);
		bool known = strcmp(retold, message) != 0;
		if (known) {
			sp_text_append_safe(to, line, (size_t)(message - line));
			sp_text_append_safe(to, retold, strlen(retold));
		}
		g_free(retold);
		if (known)
			return;
	}
	sp_text_append_safe(to, line, strlen(line));
}

char *sp_answer_reason(const struct sp_answer *a, enum sp_lang lang)
{
	GString *s = g_string_new(NULL);
	size_t n = strcspn(a->said, "\n");
	if (a->timeout) {
		g_string_append_printf(s, sp_say(lang, "%s: took too long"), a->stage);
	} else if (a->signal) {
		g_string_append_printf(s, sp_say(lang, "%s: stopped by signal %d (%s)"), a->stage, a->signal,
				       g_strsignal(a->signal));
	} else if (n > 0) {
		char *line = g_strndup(a->said, n);
		append_retold(s, line, lang);
		g_free(line);
	} else {
		g_string_append_printf(s, sp_say(lang, "%s: exit status %d"), a->stage, a->exit);
	}
	return g_string_free(s, FALSE);
}
