#include "export/database.h"

#include "export/sink.h"

enum sp_status sp_database_print(struct sp_ctx *ctx, sqlite3 *db)
{
	sqlite3_int64 n = 0;
	struct sp_sink *sink = sp_sink_open(ctx, NULL);
	unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
	enum sp_status s = bytes ? sp_sink_put(sink, (const char *)bytes, (size_t)n) :
	                           sp_report(ctx, SP_D_LIMIT, "the database does not fit into memory; give -o FILE");
	sqlite3_free(bytes);
	sp_sink_close(sink, true);
	return s;
}
