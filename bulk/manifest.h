/*
 * manifest — a table of documents: which files, how they are called, what their bytes must be, whose they are.
 *
 *     path,name,sha256,body,year
 *     2024/dup.pdf,Documento unico 2024-2026,0b1c…,Comune di Roccaspina,2024
 *
 * CSV with a header (RFC 4180, UTF-8, with or without byte order mark), parted by commas, semicolons or tabs, whichever
 * the header has. Columns stand in any order; others are not read. A path is seen from the manifest's folder. A
 * row without one is about the files, of those named otherwise, whose own name is its `name`.
 *
 *     struct sp_manifest *m = sp_manifest_read(ctx, "elenco.csv");      // NULL after a diagnosis
 *     for (guint i = 0; i < m->rows->len; i++) … g_ptr_array_index(m->rows, i) …
 *     sp_manifest_free(m);
 *
 * A row that makes no sense is reported and left out; the rest is not held up by it.
 */
#ifndef SPUNTA_BULK_MANIFEST_H
#define SPUNTA_BULK_MANIFEST_H

#include <glib.h>

#include "base/ctx.h"

struct sp_manifest_row {
	int64_t line;             /* of the file, from 1 */
	char *path, *name, *body; /* or NULL */
	char *sha256;             /* lower case, or NULL */
	int year;                 /* 0: not said */
};

struct sp_manifest {
	GPtrArray *rows; /* struct sp_manifest_row * */
};

struct sp_manifest *sp_manifest_read(struct sp_ctx *ctx, const char *file);
/* The same of `n` bytes with a NUL behind them; paths are seen from `folder`. */
struct sp_manifest *sp_manifest_parse(struct sp_ctx *ctx, const char *folder, const char *text, size_t n);
void sp_manifest_free(struct sp_manifest *m); /* NULL is allowed */

#endif
