/*
 * place — where something stands in the document: the `source` of records and figures.
 *
 * Boxes are PDF points as the layout gives them, copied by their printed digits' value; a text
 * conversion has none.
 */
#ifndef SPUNTA_NORMALIZE_PLACE_H
#define SPUNTA_NORMALIZE_PLACE_H

#include <stdbool.h>

#include "base/json.h"

struct sp_place {
	int page; /* 1-based; 0: none */
	bool boxed;
	double box[4];  /* x0, y0, x1, y1 */
	char table[32]; /* "p3t1", or "" */
	int row, col;   /* 0-based; -1: none */
};

void sp_place_init(struct sp_place *p);
/* page and bbox of a layout record or of one of its lines or cells; `page` 0 keeps the page. */
void sp_place_read(struct sp_place *p, const struct sp_json *v, int page);
/* Widens the box; another page changes nothing, the first page stands. */
void sp_place_join(struct sp_place *p, const struct sp_place *other);
/* {"page":3,"bbox":[…],"table":"p3t1","row":4} with the keys that apply. (transfer full) */
char *sp_place_json(const struct sp_place *p);

#endif
