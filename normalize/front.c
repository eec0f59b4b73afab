#include "normalize/front.h"

#include "base/date.h"
#include "base/text.h"
#include "normalize/bounds.h"

enum {
	FRONT_LINES = 24,
	OPENING_LINES = 80,
	RUNNING_PAGES = 3,
	TITLE_BYTES = 240, /* a longer paragraph is running text */
	TOGETHER = 3       /* lines that may make one title */
};

struct front_line {
	char *text;
	bool begins;
};

struct sp_front {
	struct sp_ctx *ctx;
	const struct sp_facts *facts;
	struct sp_match *match;
	GPtrArray *opening; /* struct front_line */
	GPtrArray *lines;   /* struct front_line, of the front */
	GPtrArray *running; /* char *, each once */
	GPtrArray *titles;  /* struct sp_front_title, made at the end */
	int first_page;
	bool ended;
};

static void line_free(gpointer p)
{
	struct front_line *l = p;
	g_free(l->text);
	g_free(l);
}

static void title_free(gpointer p)
{
	struct sp_front_title *t = p;
	g_free(t->text);
	g_free(t);
}

struct sp_front *sp_front_new(struct sp_ctx *ctx, const struct sp_facts *facts)
{
	struct sp_front *f = g_new0(struct sp_front, 1);
	f->ctx = ctx;
	f->facts = facts;
	f->match = sp_match_new();
	f->opening = g_ptr_array_new_with_free_func(line_free);
	f->lines = g_ptr_array_new_with_free_func(line_free);
	f->running = g_ptr_array_new_with_free_func(g_free);
	f->titles = g_ptr_array_new_with_free_func(title_free);
	return f;
}

void sp_front_free(struct sp_front *f)
{
	if (!f)
		return;
	sp_match_free(f->match);
	g_ptr_array_unref(f->opening);
	g_ptr_array_unref(f->lines);
	g_ptr_array_unref(f->running);
	g_ptr_array_unref(f->titles);
	g_free(f);
}

static enum sp_status any_fits(struct sp_front *f, const GPtrArray *patterns, const char *text)
{
	enum sp_status hit = SP_END;
	for (guint i = 0; i < patterns->len && hit == SP_END; i++)
		hit = sp_pattern_search(f->ctx, patterns->pdata[i], text, strlen(text), 0, NULL);
	return hit;
}

static struct front_line *line_new(const char *text, bool begins)
{
	struct front_line *l = g_new(struct front_line, 1);
	*l = (struct front_line){ g_strdup(text), begins };
	return l;
}

static bool has(const GPtrArray *list, const char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (strcmp(list->pdata[i], text) == 0)
			return true;
	return false;
}

static enum sp_status running_line(struct sp_front *f, const char *text, int page)
{
	if (page >= f->first_page + RUNNING_PAGES || strlen(text) > 2 * TITLE_BYTES || has(f->running, text))
		return SP_OK;
	enum sp_status cites = any_fits(f, f->facts->front_cites, text);
	if (cites == SP_END)
		g_ptr_array_add(f->running, g_strdup(text));
	return cites == SP_FAIL ? SP_FAIL : SP_OK;
}

static enum sp_status front_line(struct sp_front *f, const char *text, int page, bool begins)
{
	f->ended = strlen(text) > TITLE_BYTES || f->lines->len >= FRONT_LINES || page > f->first_page + 1;
	if (f->ended)
		return SP_OK;
	enum sp_status ends = any_fits(f, f->facts->front_ends, text);
	f->ended = ends != SP_END;
	if (f->ended)
		return ends == SP_FAIL ? SP_FAIL : SP_OK;
	enum sp_status cites = any_fits(f, f->facts->front_cites, text);
	if (cites == SP_END)
		g_ptr_array_add(f->lines, line_new(text, begins));
	return cites == SP_FAIL ? SP_FAIL : SP_OK;
}

enum sp_status sp_front_line(struct sp_front *f, const char *text, int page, enum sp_front_how how)
{
	if (!*text)
		return SP_OK;
	if (f->first_page == 0)
		f->first_page = page;
	if (how == SP_FRONT_RUNNING)
		return running_line(f, text, page);
	bool begins = how != SP_FRONT_GOES_ON;
	if (page == f->first_page && f->opening->len < OPENING_LINES)
		g_ptr_array_add(f->opening, line_new(text, begins));
	f->ended = f->ended || how == SP_FRONT_PROSE;
	return f->ended ? SP_OK : front_line(f, text, page, begins);
}

bool sp_front_open(const struct sp_front *f)
{
	return !f->ended || f->opening->len < OPENING_LINES;
}

static void add_title(struct sp_front *f, const char *text, guint place, bool whole)
{
	if (g_unichar_islower(g_utf8_get_char(text)))
		return;
	struct sp_front_title *t = g_new(struct sp_front_title, 1);
	*t = (struct sp_front_title){ g_strdup(text), place, whole };
	g_ptr_array_add(f->titles, t);
}

/* What pages repeat is as good as their first lines; a footer is no continuation of anything, so it stays single. */
void sp_front_end(struct sp_front *f)
{
	for (guint i = 0; i < f->running->len; i++)
		add_title(f, f->running->pdata[i], i, true);
	for (guint i = 0; i < f->lines->len; i++) {
		GString *together = g_string_new(NULL);
		bool one = true;
		for (guint k = i; k < f->lines->len && k < i + TOGETHER; k++) {
			const struct front_line *l = f->lines->pdata[k],
					  *next = k + 1 < f->lines->len ? f->lines->pdata[k + 1] : NULL;
			one = one && l->begins == (k == i);
			g_string_append_printf(together, "%s%s", k > i ? " " : "", l->text);
			add_title(f, together->str, i, one && (!next || next->begins));
		}
		g_string_free(together, TRUE);
	}
}

const GPtrArray *sp_front_titles(const struct sp_front *f)
{
	return f->titles;
}

/* --- an act's own number, day and subject ---------------------------------------------------------------- */

static void take(char **to, struct sp_str v)
{
	v = sp_str_trim(v);
	if (!*to && v.n > 0)
		*to = sp_str_dup(v);
}

/* "18", or a numeral of the profile: "diciotto". 0 when it is neither. */
static int numeral(const struct sp_front *f, const char *word)
{
	guint64 n = 0;
	if (g_ascii_string_to_unsigned(word, 10, 1, 9999, &n, NULL))
		return (int)n;
	char *fold = sp_text_fold(word, strlen(word));
	for (guint i = 0; i < f->facts->numerals->len && n == 0; i++)
		if (strcmp(f->facts->numerals->pdata[i], fold) == 0)
			n = i + 1;
	g_free(fold);
	return (int)n;
}

/* "2025", or "duemilaventicinque". */
static int year_of(const struct sp_front *f, const char *word)
{
	char *fold = sp_text_fold(word, strlen(word));
	bool worded = f->facts->century && g_str_has_prefix(fold, f->facts->century);
	int n = numeral(f, worded ? fold + strlen(f->facts->century) : fold);
	g_free(fold);
	return worded && n > 0 ? 2000 + n : n;
}

/* The day as one text, or the groups day, month and year: "il giorno 18 del mese di marzo dell'anno 2025". */
static void take_date(struct sp_front *f, char **to)
{
	struct sp_str whole = sp_match_group(f->match, "date"), month = sp_match_group(f->match, "month_name");
	char *day = sp_str_dup(sp_match_group(f->match, "day")),
	     *year = sp_str_dup(sp_match_group(f->match, "of_year"));
	char *text = day && year && month.n > 0
			 ? g_strdup_printf("%d " SP_STR_FMT " %d", numeral(f, day), SP_STR_ARG(month), year_of(f, year))
			 : sp_str_dup(whole.s ? whole : (struct sp_str){ "", 0 });
	g_free(day);
	g_free(year);
	struct sp_date d;
	struct sp_str where;
	char iso[SP_DATE_TEXT];
	if (!*to && sp_date_find(&d, text, strlen(text), 0, &where) == SP_OK) {
		sp_date_iso(&d, iso);
		*to = strlen(iso) > strlen("2025-12") ? g_strdup(iso) : NULL;
	}
	g_free(text);
}

static enum sp_status act_from(struct sp_front *f, const char *text, struct sp_front_act *act)
{
	for (guint i = 0; i < f->facts->front_acts->len; i++) {
		const struct sp_act_rule *rule = f->facts->front_acts->pdata[i];
		enum sp_status hit = sp_pattern_search(f->ctx, rule->pattern, text, strlen(text), 0, f->match);
		if (hit == SP_FAIL)
			return hit;
		if (hit != SP_OK)
			continue;
		if (!act->organ)
			act->organ = g_strdup(rule->organ);
		take(&act->number, sp_match_group(f->match, "number"));
		take_date(f, &act->date);
	}
	return SP_OK;
}

/* The opening's line with the one behind it: a number and its day may be set on two. (transfer full) */
static char *with_next(const struct sp_front *f, guint i)
{
	const struct front_line *l = f->opening->pdata[i],
				*next = i + 1 < f->opening->len ? f->opening->pdata[i + 1] : NULL;
	return next ? g_strdup_printf("%s %s", l->text, next->text) : g_strdup(l->text);
}

/* From behind its label to the end of its paragraph; a paragraph in small letters goes on with it. */
static enum sp_status find_subject(struct sp_front *f, char **subject)
{
	enum sp_status hit = SP_END;
	guint at = 0;
	for (; at < f->opening->len && hit == SP_END; at++) {
		struct sp_str text = sp_bound_head(sp_str(((const struct front_line *)f->opening->pdata[at])->text),
						   SP_BOUND_CELL);
		hit = f->facts->front_subject
			  ? sp_pattern_search(f->ctx, f->facts->front_subject, text.s, text.n, 0, f->match)
			  : SP_END;
	}
	if (hit != SP_OK)
		return hit == SP_FAIL ? SP_FAIL : SP_OK;
	struct sp_str rest = sp_str_trim(sp_match_group(f->match, "subject"));
	GString *out = g_string_new(NULL);
	if (rest.n > 0)
		g_string_append_len(out, rest.s, (gssize)rest.n);
	for (; at < f->opening->len; at++) {
		const struct front_line *l = f->opening->pdata[at];
		if (l->begins && out->len > 0 && !g_unichar_islower(g_utf8_get_char(l->text)))
			break;
		sp_text_join(out, l->text, false);
	}
	*subject = g_string_free(out, FALSE);
	return SP_OK;
}

enum sp_status sp_front_act(struct sp_front *f, struct sp_front_act *act)
{
	*act = (struct sp_front_act){ 0 };
	enum sp_status st = SP_OK;
	for (guint i = 0; i < f->running->len && st == SP_OK; i++)
		st = act_from(f, f->running->pdata[i], act);
	for (guint i = 0; i < f->opening->len && st == SP_OK; i++) {
		char *text = with_next(f, i);
		struct sp_str head = sp_bound_head(sp_str(text), SP_BOUND_LINE);
		char *bounded = sp_str_dup(head);
		st = act_from(f, bounded, act);
		g_free(bounded);
		g_free(text);
	}
	return st == SP_OK ? find_subject(f, &act->subject) : st;
}

void sp_front_act_clear(struct sp_front_act *act)
{
	g_free(act->organ);
	g_free(act->number);
	g_free(act->date);
	g_free(act->subject);
	*act = (struct sp_front_act){ 0 };
}
