/*
 * command — the options by which people ask for tables, as spunta-tables and spunta-export have them in common.
 *
 *     struct sp_tables_command c = { .format = "csv", .output = "out", .pages = "1-3" };     // strings as given, or NULL
 *     sp_tables_command_run(ctx, &c, in);                       // checked, exported; the stream is closed
 */
#ifndef SPUNTA_EXPORT_TABLES_COMMAND_H
#define SPUNTA_EXPORT_TABLES_COMMAND_H

#include "export/tables/tables.h"

struct sp_tables_command {
	const char *format, *output, *lang, *dialect; /* format NULL: text */
	bool safe_cells;
	char *pages, *tables, *figures, **areas; /* owned */
	int spans;                               /* as GOption sets it */
};

/* SP_FAIL after a diagnosis of what does not fit. */
enum sp_status sp_tables_command_check(struct sp_ctx *ctx, const struct sp_tables_command *c);

enum sp_status sp_tables_command_run(struct sp_ctx *ctx, const struct sp_tables_command *c, struct sp_stream *in);

#endif
