/*
 * database — a finished SQLite database as bytes on standard output, for those who pipe it.
 */
#ifndef SPUNTA_EXPORT_DATABASE_H
#define SPUNTA_EXPORT_DATABASE_H

#include <sqlite3.h>

#include "base/ctx.h"

/* SP_D_LIMIT when it does not fit into memory; a failed write is the sink's to say. */
enum sp_status sp_database_print(struct sp_ctx *ctx, sqlite3 *db);

#endif
