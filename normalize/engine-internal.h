/*
 * engine-internal — the state that the engine's three files share.
 *
 *   engine.c     records: opening, filling, closing; what marks do; what is left over
 *   paragraph.c  text: which marks a paragraph holds, where the value of a label ends
 *   kept.c       tables that no rule knows, as they are
 *   tables.c     tables: header, rows, continuations, totals, sheets of labels and values
 */
#ifndef SPUNTA_NORMALIZE_ENGINE_INTERNAL_H
#define SPUNTA_NORMALIZE_ENGINE_INTERNAL_H

#include "normalize/classification.h"
#include "normalize/engine.h"
#include "normalize/header.h"
#include "normalize/label.h"
#include "normalize/record.h"

/* A field given by name before its record is there. */
struct sp_given {
	const struct sp_record_type *type;
	char *field;
	char *label; /* as printed, for `sections` */
	char *text;
	struct sp_place place;
	bool taken; /* by a record; others of the same table may take it too */
};

/* How a paragraph is set, to tell whether two belong to one title. */
struct sp_style {
	double size;
	bool bold, heading, known; /* known: the layout says size and weight */
};

/* The label or heading whose value is being collected. mark NULL: none. */
struct sp_value {
	const struct sp_mark *mark;
	char *label;
	GPtrArray *groups; /* struct sp_given without type: what the tail or pattern named */
	GString *text;
	struct sp_place place;
	struct sp_style style;
	unsigned paragraphs; /* that gave text */
};

/* What is in force for one record type. */
struct sp_force {
	const struct sp_record_type *type;
	struct sp_record *open; /* still being filled; owned by the queue */
	unsigned tables;        /* seen when it was opened */
	const char *rest;       /* field of `open` that takes text under no label, or NULL */
	char *id;               /* NULL when none is in force */
};

/* A value that a heading set. */
struct sp_context {
	char *text;
	char *printed; /* the heading */
	struct sp_place place;
	bool used; /* a record has copied it */
};

/* A column whose total may stand under the table. */
struct sp_below {
	const char *field;
	mpq_t sum;
	bool boxed;
	double x0, x1;
	bool done;
};

struct sp_lone { /* a figure on a line of its own, under a table */
	char *text;
	struct sp_place place;
};

struct sp_open_row {
	bool open;
	size_t n;
	GString **text;          /* by column */
	struct sp_place *places; /* by column */
	GPtrArray **items;       /* char *, list items gathered by column; NULL unless it lists */
	struct sp_place place;
	unsigned table; /* 1-based number of the table */
	struct sp_mapping *mapping;
	unsigned unmade; /* bits: records of its rule that had no name of their own */
};

/* A table that no rule knows, while it may go on. */
struct sp_kept {
	struct sp_record *record; /* open; owned by the queue; NULL: none */
	size_t cols, rows;
	int page;    /* of its last part */
	bool *codes; /* by column, while a part is read: its figures only name things */
};

struct sp_engine {
	struct sp_ctx *ctx;
	const struct sp_profile *profile;
	struct sp_classifier *classifier;
	const struct sp_facts *facts;
	bool explain;
	bool failed;
	struct sp_queue *queue;
	struct sp_labels *labels;
	struct sp_classification *classification;
	struct sp_match *match;

	GArray *force;        /* struct sp_force, the profile's levels first, others as met */
	GHashTable *once;     /* "type:code" → folded title and id, "\n" between */
	GHashTable *context;  /* name → struct sp_context */
	GHashTable *sequence; /* mark's name → last number */
	GPtrArray *held;      /* struct sp_given */
	struct sp_value value;

	unsigned tables;            /* seen */
	GHashTable *mappings;       /* header texts → struct sp_mapping, or NULL when no rule fits */
	struct sp_mapping *mapping; /* of the last table, NULL when no rule took it */
	bool sheet;                 /* the last table was one of labels and values */
	struct sp_place last_table; /* where it stands */
	bool text_since;            /* something else was printed behind it */
	struct sp_open_row row;
	GArray *below;    /* struct sp_below of the last table */
	GPtrArray *lone;  /* struct sp_lone, not yet given to a column */
	GPtrArray *above; /* char *, last row's texts by column, for fill */

	char *caption;          /* the last short paragraph, which may be the next table's title; or NULL */
	struct sp_heads *heads; /* of the last table that was kept as it is */
	struct sp_kept kept;
	struct sp_named *named;   /* what the document calls its amounts */
	struct sp_beside *beside; /* … what stands beside amounts */
	struct sp_woven *woven;   /* … and the lines of its items */

	unsigned unparsed;
	char *ordinal_of; /* id under which leaves are being numbered */
	char *ordinal_type;
	unsigned ordinal;
};

/* --- engine.c -------------------------------------------------------------------------------------- */

void sp_engine_say(const struct sp_engine *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How deep a type stands in the profile's levels, 0 outermost; G_MAXUINT when it has no level. */
guint sp_engine_level(const struct sp_engine *e, const struct sp_record_type *type);
struct sp_force *sp_engine_force(struct sp_engine *e, const struct sp_record_type *type);
/* Ends the value being collected and does what its mark says. */
void sp_engine_finish_value(struct sp_engine *e);
/* Sets what a heading says without ending the value being collected. */
void sp_engine_note_context(struct sp_engine *e, const struct sp_mark *mark, const GPtrArray *groups,
			    const struct sp_place *place);
/* Fills references, contexts and held fields, gives the id and the place; closes it when nothing more can come. */
void sp_engine_add(struct sp_engine *e, struct sp_record *r, const GPtrArray *copies, const char *tail,
		   const struct sp_place *place);
/* The same for a row's record: makes room for it first; a mission or programme known before is not made again. */
void sp_engine_add_record(struct sp_engine *e, struct sp_record *r, const GPtrArray *copies,
			  const struct sp_place *place);
/* What is in force of that type, and of the levels below, holds no more. */
void sp_engine_end_level(struct sp_engine *e, const struct sp_record_type *type);
/* Takes an open record out of what is in force, so that what lies outside of it can be opened after it … */
struct sp_force sp_engine_set_aside(struct sp_force *f);
/* … and back, now belonging to what is in force. */
void sp_engine_set_back(struct sp_engine *e, struct sp_force *aside);
/* Held fields of that type, for as long as their table goes on. */
void sp_engine_drop_taken(struct sp_engine *e);
void sp_engine_apply_held(struct sp_engine *e, struct sp_record *r, const struct sp_record_type *type);
/* Sets a field from printed text as its form wants it. */
void sp_engine_set(struct sp_engine *e, struct sp_record *r, const char *field, const char *label, const char *text,
		   const struct sp_place *place);
void sp_engine_unparsed(struct sp_engine *e, const char *text, const char *reason, const struct sp_place *place);
/* Number of the next leaf of that type under what is in force; "C06:1". (transfer full) */
char *sp_engine_ordinal(struct sp_engine *e, const struct sp_record_type *type, const char *under);
struct sp_given *sp_given_new(const struct sp_record_type *type, const char *field, const char *label,
			      struct sp_str text, const struct sp_place *place);
void sp_given_free(gpointer p);
/* The groups of `m` that are fields of `type`, appended to `out`. */
void sp_engine_groups(struct sp_engine *e, const struct sp_record_type *type, const struct sp_match *m, GPtrArray *out,
		      const struct sp_place *place);

/* --- paragraph.c ------------------------------------------------------------------------------------ */

enum sp_status sp_engine_text(struct sp_engine *e, const struct sp_line *line);
/* A label as a whole cell, with its value in the next cell or behind it. */
bool sp_engine_label_cell(struct sp_engine *e, const char *text, const char *value, const struct sp_place *place);
/* May this label be accepted here? `first`: it starts a paragraph. */
bool sp_engine_accepts(struct sp_engine *e, const struct sp_label_hit *hit, const char *text, size_t n, bool first);
void sp_engine_begin_value(struct sp_engine *e, const struct sp_mark *mark, struct sp_str label,
			   const GPtrArray *groups, const struct sp_place *place, const struct sp_style *style);
void sp_engine_append_value(struct sp_engine *e, struct sp_str text, const struct sp_place *place, bool same_paragraph);

/* --- tables.c ------------------------------------------------------------------------------------------ */

enum sp_status sp_engine_table(struct sp_engine *e, const struct sp_line *line);
/* Makes the records of the row that waits for a continuation. */
void sp_engine_finish_row(struct sp_engine *e);
/* Frees what the tables keep. */
void sp_engine_drop_tables(struct sp_engine *e);
/* Is that row the header of a table that a rule knows? */
struct sp_grid;
bool sp_engine_maps_row(struct sp_engine *e, const struct sp_grid *g, size_t row);

/* --- kept.c -------------------------------------------------------------------------------------------- */

/* Is it one of figures or texts by row and column, and no sheet of labels and values? */
bool sp_engine_keeps(struct sp_engine *e, const struct sp_grid *g);
/* A `table` record: nothing of a table that no rule knows is lost. `follows`: nothing is printed above it since the
 * table before. SP_FAIL after a diagnosis. */
enum sp_status sp_engine_keep(struct sp_engine *e, const struct sp_grid *g, bool follows);
/* What comes next goes on with no kept table. */
void sp_engine_close_kept(struct sp_engine *e);

/* Gives the figures under the last table to its columns. */
void sp_engine_finish_lone(struct sp_engine *e);

#endif
