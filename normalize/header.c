#include "normalize/header.h"

#include "base/text.h"

enum { NO_FIT = 0, DAMAGED = 2, BEGINNING = 3, BLANK = 1, EXACT = 4 };

/* A four-digit year of these centuries, not part of a longer number. */
static bool year_at(const char *s, size_t i)
{
	if (!((s[i] == '1' && s[i + 1] == '9') || (s[i] == '2' && s[i + 1] == '0')))
		return false;
	return g_ascii_isdigit(s[i + 2]) && g_ascii_isdigit(s[i + 3]) && !g_ascii_isdigit(s[i + 4]) &&
	       !(i > 0 && g_ascii_isdigit(s[i - 1]));
}

/* "30 06 " before a year: bytes of day and month, 0 when there is no date. `whole`: it is the year's last day. */
static size_t date_before_year(const char *s, size_t i, bool *whole)
{
	int day, month, length = 0;
	if ((i > 0 && s[i - 1] != ' ') || sscanf(s + i, "%2d %2d %n", &day, &month, &length) < 2 || length < 4 ||
	    !year_at(s, i + (size_t)length))
		return 0;
	*whole = day == 31 && month == 12;
	return (size_t)length;
}

char *sp_header_tight(const char *header, int *year)
{
	char *fold = sp_text_fold(header, strlen(header));
	char *to = fold;
	bool whole = true;
	*year = 0;
	for (size_t i = 0; fold[i];) {
		size_t date = g_ascii_isdigit(fold[i]) ? date_before_year(fold, i, &whole) : 0;
		i += date;
		if (year_at(fold, i)) {
			*year = (int)g_ascii_strtoll((char[]){ fold[i], fold[i + 1], fold[i + 2], fold[i + 3], '\0' },
						     NULL, 10);
			i += 4;
		} else if (fold[i] == ' ') {
			i++;
		} else {
			*to++ = fold[i++];
		}
	}
	*to = '\0';
	/* what stood in the middle of a year is no figure of that year */
	if (!whole)
		*year = 0;
	return fold;
}

/* Levenshtein's distance between short words, in bytes; `limit` + 1 when it is more than that. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb, size_t limit)
{
	enum { LONGEST = 80 };
	if (na > LONGEST || nb > LONGEST || (na > nb ? na - nb : nb - na) > limit)
		return limit + 1;
	size_t row[LONGEST + 1];
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t before = row[0];
		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t change = before + (a[i - 1] != b[j - 1]);
			before = row[j];
			row[j] = MIN(change, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[nb];
}

static int fit_word(const char *header, const char *known)
{
	size_t n = strlen(known), nh = strlen(header);
	if (n > 0 && known[n - 1] == '*')
		return nh >= n - 1 && strncmp(header, known, n - 1) == 0 ? BEGINNING : NO_FIT;
	if (strcmp(header, known) == 0)
		return EXACT;
	/* a narrow cell damages the end of a word, not its first letter */
	return n >= 6 && *header == *known && distance(header, nh, known, n, n / 6) <= n / 6 ? DAMAGED : NO_FIT;
}

/* One column of the table, ready for comparing. */
struct heading {
	char *tight; /* whole */
	char *inner; /* of the last header row alone, NULL when that is all there is */
	int year;
};

static int fit_any(const GPtrArray *known, const char *tight)
{
	int best = NO_FIT;
	for (guint i = 0; i < known->len; i++)
		best = MAX(best, fit_word(tight, known->pdata[i]));
	return best;
}

static int fit_words(const GPtrArray *known, const struct heading *h)
{
	int whole = *h->tight ? fit_any(known, h->tight) : NO_FIT;
	/* the last row alone says less than the whole header */
	return whole == NO_FIT && h->inner && *h->inner ? MIN(fit_any(known, h->inner), DAMAGED) : whole;
}

/* `outside`: the column stands left of those of the record within. */
static int fit(const struct sp_column *c, const struct heading *h, bool outside)
{
	if (!*h->tight)
		return c->blank ? BLANK : NO_FIT;
	int best = fit_words(c->headers, h);
	return outside && c->left->len > 0 ? MAX(best, fit_words(c->left, h)) : best;
}

/* How many columns stand left of the first one that the record within is known by. */
static size_t outside_of(const struct sp_table_rule *rule, const struct heading h[], size_t n)
{
	guint within = rule->makes->len - 1;
	const struct sp_makes *makes = rule->makes->pdata[within];
	for (size_t i = 0; within > 0 && i < n; i++)
		for (guint k = 0; k < rule->columns->len; k++) {
			const struct sp_column *c = rule->columns->pdata[k];
			if (c->makes == within && strcmp(c->field->name, makes->key->pdata[0]) == 0 &&
			    fit(c, &h[i], false) > BLANK)
				return i;
		}
	return 0;
}

const char *sp_header_unit(const char *header)
{
	if (strchr(header, '%'))
		return "%";
	return strstr(header, "€") ? "EUR" : NULL;
}

static bool has_field(const struct sp_mapping *m, const GPtrArray *any)
{
	for (size_t i = 0; i < m->n; i++)
		for (guint k = 0; m->columns[i].column && k < any->len; k++)
			if (sp_column_feeds(m->rule, m->columns[i].column, any->pdata[k]))
				return true;
	return false;
}

static bool complete(const struct sp_mapping *m)
{
	for (guint i = 0; i < m->rule->needs->len; i++)
		if (!has_field(m, m->rule->needs->pdata[i]))
			return false;
	return true;
}

/* Does another column already feed this field of this record? */
static bool fed(const struct sp_mapping *m, const struct sp_column *c)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct sp_column *other = m->columns[i].column;
		if (other && other->field == c->field && other->makes == c->makes && !(c->many && other == c))
			return true;
	}
	return false;
}

/* The best free pair of a header and a column first, until none fits: "Obiettivo" in full beats its beginning. */
static int assign(struct sp_mapping *m, const struct heading h[])
{
	const GPtrArray *columns = m->rule->columns;
	int *fits = g_new(int, columns->len * m->n);
	size_t outside = outside_of(m->rule, h, m->n);
	for (guint k = 0; k < columns->len; k++)
		for (size_t i = 0; i < m->n; i++)
			fits[k * m->n + i] = fit(columns->pdata[k], &h[i], i < outside);
	int total = 0;
	for (int best = EXACT; best > NO_FIT; best--)
		for (guint k = 0; k < columns->len; k++)
			for (size_t i = 0; i < m->n; i++)
				if (fits[k * m->n + i] == best && !m->columns[i].column && !fed(m, columns->pdata[k])) {
					m->columns[i].column = columns->pdata[k];
					total += best;
				}
	g_free(fits);
	return total;
}

static struct sp_mapping *try_rule(const struct sp_table_rule *rule, char *const headers[], const struct heading h[],
				   size_t n, int *score)
{
	struct sp_mapping *m = g_new0(struct sp_mapping, 1);
	m->rule = rule;
	m->n = n;
	m->columns = g_new0(struct sp_mapped, n);
	for (size_t i = 0; i < n; i++) {
		m->columns[i].header = g_strdup(headers[i]);
		m->columns[i].year = h[i].year;
		m->columns[i].unit = sp_header_unit(headers[i]);
	}
	*score = assign(m, h);
	if (complete(m))
		return m;
	sp_mapping_free(m);
	return NULL;
}

struct sp_mapping *sp_header_map(const struct sp_profile *profile, char *const headers[], char *const inner[], size_t n)
{
	struct heading *h = g_new0(struct heading, n + 1);
	for (size_t i = 0; i < n; i++) {
		int year;
		h[i].tight = sp_header_tight(headers[i], &h[i].year);
		h[i].inner = inner && strcmp(inner[i], headers[i]) != 0 ? sp_header_tight(inner[i], &year) : NULL;
	}
	struct sp_mapping *best = NULL;
	int highest = 0;
	for (guint i = 0; i < profile->tables->len; i++) {
		int score;
		struct sp_mapping *m = try_rule(profile->tables->pdata[i], headers, h, n, &score);
		if (m && score > highest) {
			sp_mapping_free(best);
			best = m;
			highest = score;
		} else {
			sp_mapping_free(m);
		}
	}
	for (size_t i = 0; i < n; i++) {
		g_free(h[i].tight);
		g_free(h[i].inner);
	}
	g_free(h);
	return best;
}

struct sp_mapping *sp_mapping_copy(const struct sp_mapping *m)
{
	struct sp_mapping *copy = g_new(struct sp_mapping, 1);
	*copy = (struct sp_mapping){ m->rule, m->n, g_new(struct sp_mapped, m->n) };
	for (size_t i = 0; i < m->n; i++) {
		copy->columns[i] = m->columns[i];
		copy->columns[i].header = g_strdup(m->columns[i].header);
	}
	return copy;
}

void sp_mapping_free(struct sp_mapping *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n; i++)
		g_free(m->columns[i].header);
	g_free(m->columns);
	g_free(m);
}

char *sp_mapping_text(const struct sp_mapping *m)
{
	GString *out = g_string_new(m->rule->name);
	for (size_t i = 0; i < m->n; i++) {
		const struct sp_mapped *c = &m->columns[i];
		g_string_append(out, i > 0 ? ", " : ": ");
		if (c->column && m->rule->makes->len > 1) {
			const struct sp_makes *makes = m->rule->makes->pdata[c->column->makes];
			g_string_append_printf(out, "%s.", makes->type->name);
		}
		g_string_append(out, c->column ? c->column->field->name : "other");
		g_string_append(out, " <- \"");
		sp_text_append_safe(out, c->header, strlen(c->header));
		g_string_append_c(out, '"');
	}
	return g_string_free(out, FALSE);
}
