/*
 * profile — what a family of documents looks like, read from JSON.
 *
 * The engine knows lines, labels, tables and records; which words mean what stands in a profile:
 * normalize/profiles/NAME.json (built in) or a file of the user's. docs/profiles.md teaches the
 * format on an example; schemas/profile.schema.json is for editors. In short:
 *
 *   name, kind, about    kind is the contract's; without it the file is a part that others include
 *   include              profiles whose entries come after the own ones
 *   detect               evidence that a document is of this family, with points
 *   define               pieces of patterns, used as (?&piece)
 *   words                synonyms: {"target": ["Target", "Valore atteso"]}, used as "@target"
 *   patterns             named patterns; their named groups are fields of records
 *   lines                what a line may be: a label with its value, or a heading
 *   tables               what a table may be: headers → fields, rows → records
 *   notes                how marks of footnotes and the footnotes themselves are printed
 *   codes                where codes of objectives stand in running text, and what only looks so
 *   formulas, units      kinds of formulas and units by their words, first match wins
 *   facts                bodies, authors, acts, period, reference date
 *   levels               which record stands under which, outermost first
 *
 * Synonyms of labels and headers are compared folded (case, accents, apostrophes, points and blanks
 * do not count). Patterns are PCRE2 with blanks free, caseless unless said, and carry examples that
 * are tried when the profile is read. Anything wrong is reported with its place in the file, and the profile
 * is refused: half a profile is worse than none.
 *
 * A profile lives as long as its set; all structs below are read-only for everyone else.
 */
#ifndef SPUNTA_NORMALIZE_PROFILE_H
#define SPUNTA_NORMALIZE_PROFILE_H

#include <stdbool.h>

#include <glib.h>

#include "base/ctx.h"
#include "base/datafile.h"
#include "base/pattern.h"
#include "normalize/record.h"

/* How far the value of a label reaches. */
enum sp_take {
	SP_TAKE_ALL,       /* to the next label, heading or table */
	SP_TAKE_LINE,      /* the rest of the line */
	SP_TAKE_PARAGRAPH, /* to the end of the paragraph, or of the next when the label stands alone */
	SP_TAKE_NONE,      /* there is none: the mark says all */
	SP_TAKE_HEADING,   /* what follows in the manner of a title: a paragraph, or lines of its style */
	SP_TAKE_ITEM,      /* an item of a list: to its full stop or semicolon, on lines that go on in small letters */
};

enum sp_act {
	SP_ACT_OPENS,   /* a record */
	SP_ACT_SETS,    /* a field of the open record of a type */
	SP_ACT_HOLDS,   /* a field of the next record of a type */
	SP_ACT_CONTEXT, /* a value in force that records may copy */
	SP_ACT_ENDS,    /* nothing: only ends the value before it */
};

/* A value in force → a field of the record that is opened. */
struct sp_copy {
	char *field;
	char *context;
};

/* Something that a line can be. */
struct sp_mark {
	char *name;                 /* for --explain: the first label, or as given */
	GPtrArray *labels;          /* char *, folded words joined by one blank; empty with a pattern */
	struct sp_pattern *tail;    /* what may follow the label and belongs to it */
	struct sp_pattern *pattern; /* of the whole line, instead of labels */
	bool heading;               /* only lines that look like one */
	bool within;                /* also inside a line, when a colon follows */
	bool quiet;                 /* a context: in a text under a label it is noted and stays part of the text */
	bool bare;                  /* also without a colon before its value, at the start of a paragraph */
	char *after;                /* only once this context is in force, or NULL */
	enum sp_act act;
	const struct sp_record_type *type;
	const struct sp_field *field;
	GPtrArray *contexts;      /* char *: the value's; with a pattern, its groups' */
	struct sp_pattern *value; /* its groups → fields of the type */
	char *value_field;        /* where the value goes when there is no pattern, or it does not match */
	bool value_needed;        /* a value that does not match the pattern is no value */
	enum sp_take take;
	char *rest;                          /* field of the opened record that takes text under no label */
	bool once;                           /* the same code and title again mean the record already there */
	char *sequence;                      /* group whose number must be the last one plus 1 */
	GPtrArray *resets;                   /* char *, contexts that end here */
	const struct sp_record_type *closes; /* what is in force of this type and below ends here; or NULL */
	GPtrArray *copies;                   /* struct sp_copy */
};

enum sp_parse {
	SP_PARSE_BY_FORM, /* as the field's form says */
	SP_PARSE_CODE,    /* one canonical code */
	SP_PARSE_ORDINAL, /* "1.", "n. 1" → "1" */
	SP_PARSE_NUMBERS, /* every whole number: "3 - 4" → "3", "4" */
	SP_PARSE_ITEMS,   /* paragraphs and list items */
};

struct sp_column {
	const struct sp_field *field;
	unsigned makes;     /* which of the table's records it belongs to */
	GPtrArray *headers; /* char *, folded without blanks; "…*" is a beginning */
	GPtrArray *left;    /* the same, but only left of the columns of the record within */
	bool blank;         /* its header may be empty */
	bool many;          /* several columns of this kind (one a year) */
	bool fill;          /* an empty cell repeats the one above (merged cells) */
	bool marks;         /* footnote marks stand at the end of its text */
	enum sp_parse parse;
	struct sp_pattern *pattern; /* its groups → fields */
	struct sp_pattern *gross;   /* second figure in brackets, group "gross" */
	struct sp_pattern *split;   /* between the items of a list */
	char *codes;                /* LIST field that takes the codes found in the text */
	char *unit;                 /* of figures that print none */
	GPtrArray *lower;           /* char *, groups written in lower case */
};

struct sp_makes {
	const struct sp_record_type *type;
	GPtrArray *key;    /* char *, fields of which one must be filled; else the row continues the one above */
	GPtrArray *copies; /* struct sp_copy */
};

struct sp_total_rule {
	struct sp_pattern *when;            /* text of the row's first filled cell */
	GPtrArray *of;                      /* char *, fields */
	const struct sp_record_type *scope; /* NULL: the whole table */
};

struct sp_table_rule {
	char *name;
	GPtrArray *columns; /* struct sp_column */
	GPtrArray *needs;   /* GPtrArray of char *: of each, one field must have a column */
	GPtrArray *makes;   /* struct sp_makes, the outer first */
	GPtrArray *totals;  /* struct sp_total_rule */
	GPtrArray *below;   /* char *, fields whose totals may stand under the table without a label */
};

/*
 * `near` are words (folded, char *) of which one must stand in the folded text before a pattern is
 * tried on it: most texts have none. An empty list: always tried.
 */
bool sp_near(const GPtrArray *near, const char *fold);

struct sp_evidence {
	char *why;
	GPtrArray *near;         /* of `text` */
	struct sp_pattern *text; /* on lines and short cells; a line in small letters is running text */
	bool title;              /* `text` is tried on the document's own titles only (front.h) */
	char *header;            /* or a column's header, folded without blanks */
	int points;
	int most; /* counted so often at most */
};

struct sp_fact_rule {
	bool spare; /* a name by letterhead, that counts only where no other rule of the list found anything */
	GPtrArray *near;
	struct sp_pattern *pattern;
};

struct sp_period_rule {
	GPtrArray *near;
	struct sp_pattern *pattern; /* groups from, to */
	int points;                 /* the years with most points are the document's */
};

/* Words that mean a year without naming it: so many years from the document's first. */
struct sp_year_rule {
	struct sp_pattern *pattern;
	int offset;
};

struct sp_act_rule {
	GPtrArray *near;
	char *organ;
	struct sp_pattern *pattern; /* groups number, date */
};

struct sp_worded { /* a kind of formula, a unit */
	char *word;
	struct sp_pattern *pattern;
};

/* What a figure measures ("cash"), by the head of its column or by the line's own name. */
struct sp_measure_rule {
	char *measure;
	struct sp_pattern *head, *line; /* or NULL */
	bool spare;                     /* counts where the line says nothing */
};

/* What is asked of every document before its family is known; of all profiles together. */
struct sp_facts {
	GPtrArray *bodies;                /* struct sp_fact_rule, group "name" */
	GPtrArray *authors;               /* the same, in words that only the author uses of itself */
	GPtrArray *periods;               /* struct sp_period_rule */
	GPtrArray *reference_dates;       /* struct sp_fact_rule, group "date" */
	GPtrArray *acts;                  /* struct sp_act_rule */
	GPtrArray *reports;               /* struct sp_fact_rule: titles of documents that say what was done */
	GPtrArray *totals;                /* struct sp_pattern: what a row of totals begins with, in any table */
	GPtrArray *furniture;             /* struct sp_pattern: lines of the page, not of the text ("Pag. 3 di 60") */
	GPtrArray *front_ends;            /* struct sp_pattern: lines that begin what is no title any more */
	GPtrArray *front_cites;           /* struct sp_pattern: lines that name another document */
	GPtrArray *front_periods;         /* struct sp_period_rule, on titles: they count before all others */
	GPtrArray *front_acts;            /* struct sp_act_rule: an act's own number and day */
	struct sp_pattern *front_subject; /* group "subject" */
	GPtrArray *numerals;              /* char *, folded: "uno", "due" … as days and years of acts are written */
	char *century;                    /* what stands before a numeral in a year: "duemila" */
	GPtrArray *head_years;            /* struct sp_year_rule, on heads of columns */
	struct sp_pattern *note_line;     /* groups "mark", "text" */
	struct sp_pattern *note_mark;     /* at the end of a cell's text, group "mark" */
};

struct sp_profile {
	char *name;
	char *kind; /* NULL: a part */
	char *about;
	bool act;            /* an act: it has a number, a day and a subject of its own, and no period */
	int least;           /* points that it takes */
	int general;         /* of families with as many points the least general one is taken */
	GPtrArray *evidence; /* struct sp_evidence */

	/* the rest is there after sp_profiles_use */
	bool ready;
	GPtrArray *lines;                           /* struct sp_mark */
	GPtrArray *tables;                          /* struct sp_table_rule */
	struct sp_pattern *code_label, *code_shape; /* groups; see code.h */
	GPtrArray *code_not;                        /* struct sp_pattern */
	GPtrArray *formulas, *units;                /* struct sp_worded */
	GPtrArray *measures;                        /* struct sp_measure_rule, the first that fits counts */
	GPtrArray *levels;                          /* const struct sp_record_type */
};

/* Does the column feed that field: "title", or "objective.title" where several of the records have one? */
bool sp_column_feeds(const struct sp_table_rule *t, const struct sp_column *c, const char *field);

struct sp_profiles;

/* The built-in profiles. NULL after a diagnosis. */
struct sp_profiles *sp_profiles_new(struct sp_ctx *ctx);
void sp_profiles_free(struct sp_profiles *set); /* NULL is allowed */

/* Adds one, read and tried in full; one of the same name is replaced, new ones come first. */
enum sp_status sp_profiles_add_file(struct sp_ctx *ctx, struct sp_profiles *set, const char *path);
enum sp_status sp_profiles_add_text(struct sp_ctx *ctx, struct sp_profiles *set, const char *origin, const char *text);

/* All, parts too, in the order in which they are asked (struct sp_profile, name to levels unset). */
const GPtrArray *sp_profiles_list(const struct sp_profiles *set);
/* Compiles what a document of that family needs: NULL after a diagnosis. */
const struct sp_profile *sp_profiles_use(struct sp_ctx *ctx, struct sp_profiles *set, const char *name);
const struct sp_facts *sp_profiles_facts(const struct sp_profiles *set);
/* The JSON text that a profile was read from, NULL when there is none of that name; borrowed. */
const char *sp_profiles_text(const struct sp_profiles *set, const char *name);
/* The same file as data, NULL when there is none of that name; borrowed. */
const struct sp_datafile *sp_profiles_data(const struct sp_profiles *set, const char *name);

#endif
