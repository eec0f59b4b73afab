#include "normalize/classification.h"

#include <glib.h>

#include "normalize/data.h"

struct entry {
	char **cells; /* code, title, who, from, to */
	int from, to;
};

struct sp_classification {
	GArray *entries; /* struct entry, as in the file */
};

static int year_or(const char *text, int otherwise)
{
	gint64 year;
	return *text && g_ascii_string_to_signed(text, 10, 1, 9999, &year, NULL) ? (int)year : otherwise;
}

struct sp_classification *sp_classification_new(void)
{
	struct sp_classification *c = g_new(struct sp_classification, 1);
	c->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	char **lines = g_strsplit(sp_resource(normalize_data, "normalize/classification.tsv"), "\n", -1);
	for (char **line = lines; *line; line++) {
		if (**line == '#' || !**line)
			continue;
		struct entry e = { g_strsplit(*line, "\t", 5), 0, 0 };
		g_assert(g_strv_length(e.cells) == 5);
		e.from = year_or(e.cells[3], 0);
		e.to = year_or(e.cells[4], 9999);
		g_array_append_val(c->entries, e);
	}
	g_strfreev(lines);
	return c;
}

void sp_classification_free(struct sp_classification *c)
{
	if (!c)
		return;
	for (guint i = 0; i < c->entries->len; i++)
		g_strfreev(g_array_index(c->entries, struct entry, i).cells);
	g_array_unref(c->entries);
	g_free(c);
}

bool sp_classification_find(const struct sp_classification *c, const char *code, int year, struct sp_classified *out)
{
	bool found = false;
	for (guint i = 0; i < c->entries->len; i++) {
		const struct entry *e = &g_array_index(c->entries, struct entry, i);
		if (strcmp(e->cells[0], code) != 0)
			continue;
		bool in_force = year == 0 ? e->to == 9999 : e->from <= year && year <= e->to;
		if (found && !in_force)
			continue;
		*out = (struct sp_classified){ e->cells[1], strcmp(e->cells[2], "region") == 0, in_force };
		found = true;
	}
	return found;
}
