/*
 * Two hand-written readers, one for digits with separators and one for a month's name, tried at
 * each digit or letter that starts a word. "Printed as a date but not in the calendar" is decided
 * by shape alone: d/m/yyyy with one kind of separator, or a day, a month's name and digits.
 */
#include "base/date.h"

#include <glib.h>

#include "base/italian/words.h"

bool sp_date_valid(const struct sp_date *d)
{
	if (d->year < 1800 || d->year > 2199 || d->month < 1 || d->month > 12)
		return false;
	return d->day == 0 || g_date_valid_dmy((GDateDay)MIN(d->day, 99), (GDateMonth)d->month, (GDateYear)d->year);
}

int sp_date_cmp(const struct sp_date *a, const struct sp_date *b)
{
	int da = (a->year * 16 + a->month) * 32 + a->day;
	int db = (b->year * 16 + b->month) * 32 + b->day;
	return (da > db) - (da < db);
}

const char *sp_date_iso(const struct sp_date *d, char out[SP_DATE_TEXT])
{
	if (d->day)
		g_snprintf(out, SP_DATE_TEXT, "%04d-%02d-%02d", d->year, d->month, d->day);
	else
		g_snprintf(out, SP_DATE_TEXT, "%04d-%02d", d->year, d->month);
	return out;
}

struct date_reader {
	const char *s;
	size_t n, at;
};

/* Digits from here as a number; how many there were, at most 9 read. */
static size_t read_int(struct date_reader *r, int *out)
{
	size_t from = r->at;
	*out = 0;
	while (r->at < r->n && g_ascii_isdigit(r->s[r->at]) && r->at - from < 9)
		*out = *out * 10 + (r->s[r->at++] - '0');
	return r->at - from;
}

static void skip_blanks(struct date_reader *r)
{
	while (r->at < r->n && r->s[r->at] == ' ')
		r->at++;
}

static bool digit_at(const struct date_reader *r, size_t i)
{
	return i < r->n && g_ascii_isdigit(r->s[i]);
}

/* A number may not go on: "27/02/2024/4" and "1.2.2024.7" are codes, not dates. */
static bool goes_on(const struct date_reader *r, char separator)
{
	return digit_at(r, r->at) || (r->at < r->n && r->s[r->at] == separator && digit_at(r, r->at + 1));
}

static enum sp_status judge(const struct sp_date *d)
{
	return sp_date_valid(d) ? SP_OK : SP_SKIP;
}

/* 27/02/2024, 20.12.2026, 31/12/ 2018, 2024-07-04 */
static enum sp_status read_numeric(struct date_reader *r, struct sp_date *d)
{
	int a, b, c;
	size_t na = read_int(r, &a);
	char separator = r->at < r->n ? r->s[r->at] : '\0';
	if ((na != 4 && na > 2) || !separator || !strchr("/.-", separator))
		return SP_END;
	r->at++;
	size_t nb = read_int(r, &b);
	if (nb < 1 || nb > 2 || r->at >= r->n || r->s[r->at] != separator)
		return SP_END;
	r->at++;
	if (separator == '/')
		skip_blanks(r);
	size_t nc = read_int(r, &c);
	if (goes_on(r, separator))
		return SP_END;
	if (na == 4) {
		*d = (struct sp_date){ a, b, c };
		return separator != '-' || nb != 2 || nc != 2 ? SP_END : c > 0 ? judge(d) : SP_SKIP;
	}
	/* two-digit years only with slashes: "3.1.12" is a code's end */
	if (nc != 4 && !(nc == 2 && separator == '/'))
		return SP_END;
	*d = (struct sp_date){ nc == 2 ? 2000 + c : c, b, a };
	enum sp_status s = d->day > 0 ? judge(d) : SP_SKIP;
	/* points also part codes: what is not in the calendar is then no date at all */
	return s == SP_SKIP && separator == '.' ? SP_END : s;
}

static int read_month(struct date_reader *r)
{
	for (int m = 0; sp_month_words[m]; m++) {
		const char *const month[] = { sp_month_words[m], NULL };
		size_t width = sp_words_start(month, r->s + r->at, r->n - r->at);
		r->at += width;
		if (width > 0)
			return m + 1;
	}
	return 0;
}

/* "30 giugno 2019", "1° gennaio 2026", "luglio 2024" */
static enum sp_status read_worded(struct date_reader *r, struct sp_date *d)
{
	int day = 0, year;
	size_t n_day = read_int(r, &day);
	if (n_day > 2)
		return SP_END;
	if (n_day > 0) {
		if (r->n - r->at >= 2 && memcmp(r->s + r->at, "°", 2) == 0)
			r->at += 2;
		else if (r->n - r->at >= 2 && memcmp(r->s + r->at, "º", 2) == 0)
			r->at += 2;
		size_t before = r->at;
		skip_blanks(r);
		if (r->at == before)
			return SP_END;
	}
	int month = read_month(r);
	if (!month)
		return SP_END;
	skip_blanks(r);
	size_t n_year = read_int(r, &year);
	if (n_year < 4)
		return SP_END;
	*d = (struct sp_date){ year, month, day };
	if (n_day > 0 && day == 0)
		return SP_SKIP;
	return judge(d);
}

static bool starts_word(const char *s, size_t i)
{
	if (i == 0)
		return true;
	char before = s[i - 1];
	if (g_ascii_isalnum(before) || before == '_')
		return false;
	/* the tail of a longer number or code: 1.769.639, 25.29.3.1.12 */
	return !(strchr("./-,", before) && i >= 2 && g_ascii_isdigit(s[i - 2]) && g_ascii_isdigit(s[i]));
}

enum sp_status sp_date_find(struct sp_date *d, const char *text, size_t n, size_t from, struct sp_str *where)
{
	for (size_t i = from; i < n; i++) {
		if (!g_ascii_isalnum(text[i]) || !starts_word(text, i))
			continue;
		for (int form = 0; form < 2; form++) {
			struct date_reader r = { text, n, i };
			struct sp_date found;
			enum sp_status s = form == 0 ? read_numeric(&r, &found) : read_worded(&r, &found);
			if (s == SP_END)
				continue;
			*d = found;
			*where = (struct sp_str){ text + i, r.at - i };
			return s;
		}
	}
	return SP_END;
}
