/*
 * unit — what the unit tests share: cmocka's headers in its order, and a ctx whose voice can be read.
 *
 *     struct voice v;
 *     voice_init(&v);
 *     assert_null(sp_json_parse(&v.ctx, "[1", 2));
 *     assert_said(&v, "column 3: an array wants");     // and nothing is left to be heard
 *     voice_clear(&v);
 */
#ifndef SPUNTA_TESTS_UNIT_H
#define SPUNTA_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <glib.h>

#include "base/ctx.h"

struct voice {
	struct sp_ctx ctx;
	char *text; /* what was said since the last look */
	size_t size;
};

static inline void voice_init(struct voice *v)
{
	*v = (struct voice){ .text = NULL };
	sp_ctx_init(&v->ctx, "unit");
	v->ctx.err = open_memstream(&v->text, &v->size);
}

static inline void voice_clear(struct voice *v)
{
	fclose(v->ctx.err);
	free(v->text);
}

/* All that was said since the last look; valid until something more is said. */
static inline const char *voice_heard(struct voice *v)
{
	fputc('\0', v->ctx.err);
	fflush(v->ctx.err);
	rewind(v->ctx.err);
	return v->text;
}

#define assert_said(v, part)                                                                                           \
	do {                                                                                                           \
		const char *heard_ = voice_heard(v);                                                                   \
		if (!strstr(heard_, part))                                                                             \
			fail_msg("\"%s\" was not said, but \"%s\"", part, heard_);                                     \
	} while (0)
#define assert_silent(v) assert_string_equal(voice_heard(v), "")

/* Compares with a text that is to be freed. */
#define assert_text(expected, transferred)                                                                             \
	do {                                                                                                           \
		char *text_ = (transferred);                                                                           \
		assert_string_equal(expected, text_);                                                                  \
		g_free(text_);                                                                                         \
	} while (0)

#define RUN(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif
