#include "normalize/place.h"

#include "tests/unit/unit.h"

static struct sp_place place(struct sp_ctx *ctx, const char *json)
{
	struct sp_json *v = sp_json_parse(ctx, json, strlen(json));
	struct sp_place p;
	sp_place_init(&p);
	sp_place_read(&p, v, 0);
	sp_json_free(v);
	return p;
}

static void what_applies_is_written(void **state)
{
	(void)state;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "unit");
	struct sp_place p = place(&ctx, "{}");
	assert_text("{}", sp_place_json(&p));
	p = place(&ctx, "{\"page\":3,\"bbox\":[1,2.5,3,4]}");
	p.row = 4;
	g_strlcpy(p.table, "p3t1", sizeof p.table);
	assert_text("{\"page\":3,\"bbox\":[1,2.5,3,4],\"table\":\"p3t1\",\"row\":4}", sp_place_json(&p));
	p = place(&ctx, "{\"page\":\"x\",\"bbox\":[1]}");
	assert_text("{}", sp_place_json(&p));
}

static void boxes_of_one_page_join(void **state)
{
	(void)state;
	struct sp_ctx ctx;
	sp_ctx_init(&ctx, "unit");
	struct sp_place a = place(&ctx, "{\"page\":1,\"bbox\":[10,10,20,20]}"),
			b = place(&ctx, "{\"page\":1,\"bbox\":[5,15,15,30]}");
	struct sp_place c = place(&ctx, "{\"page\":2,\"bbox\":[0,0,99,99]}"), d = place(&ctx, "{\"page\":1}");
	sp_place_join(&a, &b);
	sp_place_join(&a, &c);
	sp_place_join(&a, &d);
	assert_text("{\"page\":1,\"bbox\":[5,10,20,30]}", sp_place_json(&a));
	struct sp_place none;
	sp_place_init(&none);
	sp_place_join(&none, &a);
	assert_text("{\"page\":1,\"bbox\":[5,10,20,30]}", sp_place_json(&none));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_applies_is_written),
					    cmocka_unit_test(boxes_of_one_page_join) };
	return RUN(tests);
}
