#include "bulk/key.h"

#include <string.h>

#include <glib.h>

#include "base/file.h"
#include "base/prog.h"

const char *const sp_stages[SP_STAGES] = { "spunta-extract", "spunta-normalize", "spunta-recompute" };

/* A part with its length, so that no two lists of parts run into the same bytes. */
static void add(GChecksum *sum, const void *bytes, gsize n)
{
	char *head = g_strdup_printf("%" G_GSIZE_FORMAT ":", n);
	g_checksum_update(sum, (const guchar *)head, -1);
	g_checksum_update(sum, bytes, (gssize)n);
	g_free(head);
}

static void add_text(GChecksum *sum, const char *s)
{
	add(sum, s, strlen(s));
}

static char *finish(GChecksum *sum)
{
	char *text = g_strdup(g_checksum_get_string(sum));
	g_checksum_free(sum);
	return text;
}

char *sp_key_agreement(const struct sp_resource *const *rooms)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	add_text(sum, SP_VERSION);
	for (; *rooms; rooms++)
		for (const struct sp_resource *r = *rooms; r->name; r++) {
			add_text(sum, r->name);
			add_text(sum, r->text);
		}
	return finish(sum);
}

static bool add_file(struct sp_ctx *ctx, GChecksum *sum, const char *path)
{
	enum { MOST = 1 << 28 };
	GBytes *bytes = sp_file_read(ctx, path, MOST);
	if (!bytes)
		return false;
	gsize n;
	const void *data = g_bytes_get_data(bytes, &n);
	add(sum, data, n);
	g_bytes_unref(bytes);
	return true;
}

static bool add_files(struct sp_ctx *ctx, GChecksum *sum, char *const *paths)
{
	for (; paths && *paths; paths++)
		if (!add_file(ctx, sum, *paths))
			return false;
	add_text(sum, "");
	return true;
}

static bool add_programs(struct sp_ctx *ctx, GChecksum *sum, const char *folder)
{
	bool all = true;
	for (int i = 0; i < SP_STAGES && all; i++) {
		char *path = g_build_filename(folder, sp_stages[i], NULL);
		all = add_file(ctx, sum, path);
		g_free(path);
	}
	return all;
}

char *sp_key(struct sp_ctx *ctx, const struct sp_chain *chain, const char *agreement)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	add_text(sum, agreement);
	add_text(sum, chain->ocr ? "ocr" : "");
	if (add_programs(ctx, sum, chain->programs) && add_files(ctx, sum, chain->profiles) &&
	    add_files(ctx, sum, chain->rules))
		return finish(sum);
	g_checksum_free(sum);
	return NULL;
}
