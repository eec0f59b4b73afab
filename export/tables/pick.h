/*
 * pick — which tables, rows and columns are asked for, as people write it on a command line.
 *
 *     struct sp_pick pick;
 *     if (sp_pick_parse(ctx, "1-3,7", areas, "2", &pick) == SP_OK) …      // any of them NULL: all
 *     sp_pick_clear(&pick);
 */
#ifndef SPUNTA_EXPORT_TABLES_PICK_H
#define SPUNTA_EXPORT_TABLES_PICK_H

#include <glib.h>

#include "base/ctx.h"

struct sp_page_area {
	int page;
	double box[4]; /* pt, left, top, right, bottom */
};

struct sp_pick {
	GArray *pages;   /* int (base/ranges.h): rows of other pages are left out; NULL: none are */
	GArray *numbers; /* int: of tables; NULL: all */
	GArray *areas;   /* struct sp_page_area: only rows and columns whose cells' middles lie in one; NULL: all */
};

/* `areas` ends with NULL, each as "3:56.7,120,540,300". SP_FAIL after a diagnosis, and nothing is to be cleared. */
enum sp_status sp_pick_parse(struct sp_ctx *ctx, const char *pages, char *const *areas, const char *tables,
			     struct sp_pick *pick);
void sp_pick_clear(struct sp_pick *pick);

#endif
