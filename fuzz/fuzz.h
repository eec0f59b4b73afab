/*
 * fuzz — what the targets share.
 *
 * A target is one function that libFuzzer calls with bytes, and replay.c with files. It must come back: a crash, a
 * sanitizer's report, a failed g_assert and too much time or memory are finds. What a module says of itself in its
 * header is asserted here over any input.
 */
#ifndef SPUNTA_FUZZ_FUZZ_H
#define SPUNTA_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/json.h"

/* 0: the input was tried. libFuzzer's name for it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Diagnoses are made and thrown away. */
static inline void fuzz_begin(struct sp_ctx *ctx)
{
	sp_ctx_init(ctx, "fuzz");
	ctx->err = fopen("/dev/null", "w");
	g_assert_nonnull(ctx->err);
}

static inline void fuzz_end(struct sp_ctx *ctx)
{
	fclose(ctx->err);
}

/* The bytes as text for functions that take valid UTF-8 with a NUL behind it. (transfer full) */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	return g_utf8_make_valid((const char *)data, (gssize)size);
}

/* How many lines a stream has; each must be JSON. */
static inline int64_t fuzz_lines(struct sp_ctx *ctx, const char *stream)
{
	int64_t lines = 0;
	for (const char *line = stream, *end; (end = strchr(line, '\n')); line = end + 1, lines++) {
		struct sp_json *record = sp_json_parse(ctx, line, (size_t)(end - line));
		g_assert_nonnull(record);
		sp_json_free(record);
	}
	return lines;
}

#endif
