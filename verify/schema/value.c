#include "verify/schema/value.h"

#include <stdlib.h>

/* --- numbers ---------------------------------------------------------------------------------- */

/* Most numbers are short whole ones, whose digits alone decide; GMP is for the rest. */
static bool is_plain(const char *digits)
{
	return strpbrk(digits, ".eE") == NULL && strcmp(digits, "-0") != 0;
}

static void read_stripped(const struct sp_json *v, struct sp_dec *d)
{
	sp_dec_init(d);
	sp_json_dec(v, d);
	sp_dec_strip(d);
}

bool sp_value_is_whole(const struct sp_json *v)
{
	if (is_plain(sp_json_digits(v)))
		return true;
	struct sp_dec d;
	read_stripped(v, &d);
	bool whole = d.scale == 0;
	sp_dec_clear(&d);
	return whole;
}

int sp_value_compare(const struct sp_json *v, const struct sp_dec *bound)
{
	int64_t whole;
	if (bound->scale == 0 && mpz_fits_slong_p(bound->units) && sp_json_int(v, &whole)) {
		long limit = mpz_get_si(bound->units);
		return whole < limit ? -1 : whole > limit;
	}
	struct sp_dec d;
	sp_dec_init(&d);
	sp_json_dec(v, &d);
	int order = sp_dec_cmp(&d, bound);
	sp_dec_clear(&d);
	return order;
}

bool sp_value_is_multiple(const struct sp_json *v, const struct sp_dec *of)
{
	struct sp_dec d;
	sp_dec_init(&d);
	sp_json_dec(v, &d);
	mpq_t n, step;
	mpq_inits(n, step, NULL);
	sp_dec_to_rat(n, &d);
	sp_dec_to_rat(step, of);
	mpq_div(n, n, step);
	bool whole = mpz_cmp_ui(mpq_denref(n), 1) == 0;
	mpq_clears(n, step, NULL);
	sp_dec_clear(&d);
	return whole;
}

static bool same_number(const struct sp_json *a, const struct sp_json *b)
{
	const char *as = sp_json_digits(a), *bs = sp_json_digits(b);
	if (strcmp(as, bs) == 0)
		return true;
	if (is_plain(as) && is_plain(bs))
		return false;
	struct sp_dec d;
	sp_dec_init(&d);
	sp_json_dec(b, &d);
	bool same = sp_value_compare(a, &d) == 0;
	sp_dec_clear(&d);
	return same;
}

/* --- sameness --------------------------------------------------------------------------------- */

static bool same_items(const struct sp_json *a, const struct sp_json *b)
{
	a = sp_json_first(a);
	b = sp_json_first(b);
	for (; a && b; a = sp_json_next(a), b = sp_json_next(b))
		if (!sp_value_same(a, b))
			return false;
	return !a && !b;
}

/* Looking up each key of a large object in turn would cost a square: its members are indexed once. */
static bool same_members(const struct sp_json *a, const struct sp_json *b)
{
	size_t n = sp_json_count(a);
	if (n != sp_json_count(b))
		return false;
	GHashTable *index = n > 16 ? g_hash_table_new(g_str_hash, g_str_equal) : NULL;
	for (const struct sp_json *m = sp_json_first(b); index && m; m = sp_json_next(m))
		g_hash_table_insert(index, (gpointer)sp_json_key(m), (gpointer)m);
	bool same = true;
	for (const struct sp_json *m = sp_json_first(a); same && m; m = sp_json_next(m)) {
		const char *key = sp_json_key(m);
		const struct sp_json *other = index ? g_hash_table_lookup(index, key) : sp_json_get(b, key);
		same = other && sp_value_same(m, other);
	}
	if (index)
		g_hash_table_destroy(index);
	return same;
}

bool sp_value_same(const struct sp_json *a, const struct sp_json *b)
{
	if (sp_json_type(a) != sp_json_type(b))
		return false;
	switch (sp_json_type(a)) {
	case SP_JSON_NULL:
		return true;
	case SP_JSON_BOOL:
		return sp_json_bool(a, false) == sp_json_bool(b, false);
	case SP_JSON_NUMBER:
		return same_number(a, b);
	case SP_JSON_STRING:
		return strcmp(sp_json_str(a), sp_json_str(b)) == 0;
	case SP_JSON_ARRAY:
		return same_items(a, b);
	case SP_JSON_OBJECT:
		return same_members(a, b);
	}
	g_assert_not_reached();
}

/* --- hashes ----------------------------------------------------------------------------------- */

/* FNV-1a, and splitmix's last step so that sums of hashes stay spread. */
static uint64_t hash_text(uint64_t seed, const char *s)
{
	uint64_t h = 0xcbf29ce484222325u ^ seed;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
	h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
	return h ^ (h >> 31);
}

static uint64_t hash_number(const struct sp_json *v)
{
	if (is_plain(sp_json_digits(v)))
		return hash_text(SP_JSON_NUMBER, sp_json_digits(v));
	struct sp_dec d;
	read_stripped(v, &d);
	char *text = sp_dec_text(&d);
	uint64_t h = hash_text(SP_JSON_NUMBER, text);
	g_free(text);
	sp_dec_clear(&d);
	return h;
}

uint64_t sp_value_hash(const struct sp_json *v)
{
	uint64_t h = hash_text(sp_json_type(v), "");
	switch (sp_json_type(v)) {
	case SP_JSON_NULL:
		return h;
	case SP_JSON_BOOL:
		return h + sp_json_bool(v, false);
	case SP_JSON_NUMBER:
		return hash_number(v);
	case SP_JSON_STRING:
		return hash_text(SP_JSON_STRING, sp_json_str(v));
	case SP_JSON_ARRAY:
		for (const struct sp_json *c = sp_json_first(v); c; c = sp_json_next(c))
			h = h * 0x100000001b3u + sp_value_hash(c);
		return h;
	case SP_JSON_OBJECT:
		/* a sum: members in any order */
		for (const struct sp_json *c = sp_json_first(v); c; c = sp_json_next(c))
			h += hash_text(sp_value_hash(c), sp_json_key(c));
		return h;
	}
	g_assert_not_reached();
}

struct item {
	uint64_t hash;
	size_t index;
	const struct sp_json *value;
};

static int by_hash_then_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

bool sp_value_repeats(const struct sp_json *array, size_t *first, size_t *again)
{
	size_t n = sp_json_count(array), i = 0;
	struct item *items = g_new(struct item, n + 1); /* qsort wants an array even of none */
	for (const struct sp_json *c = sp_json_first(array); c; c = sp_json_next(c), i++)
		items[i] = (struct item){ sp_value_hash(c), i, c };
	qsort(items, n, sizeof *items, by_hash_then_place);

	bool found = false;
	for (i = 0; i + 1 < n; i++)
		for (size_t j = i + 1; j < n && items[j].hash == items[i].hash; j++) {
			if (!sp_value_same(items[i].value, items[j].value))
				continue;
			if (!found || items[j].index < *again) {
				*first = items[i].index;
				*again = items[j].index;
			}
			found = true;
			break;
		}
	g_free(items);
	return found;
}
