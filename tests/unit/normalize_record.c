#include "normalize/record.h"

#include "tests/unit/unit.h"

struct written {
	char *text;
	size_t n;
	FILE *to;
	struct sp_queue *queue;
};

static void begin(struct written *w)
{
	w->to = open_memstream(&w->text, &w->n);
	w->queue = sp_queue_new(w->to);
}

static const char *so_far(struct written *w)
{
	fflush(w->to);
	return w->text;
}

static void end(struct written *w)
{
	sp_queue_free(w->queue);
	fclose(w->to);
	free(w->text);
}

static struct sp_record *priority(const char *number)
{
	struct sp_record *r = sp_record_new(sp_record_type("priority"));
	sp_record_text(r, "number", number, -1);
	return r;
}

static void keys_come_in_order_and_always(void **state)
{
	(void)state;
	struct written w;
	begin(&w);
	struct sp_record *r = sp_record_new(sp_record_type("contribution"));
	sp_record_take(r, "source", g_strdup("{\"page\":2}"));
	sp_record_text(r, "title", "  Città \"verde\" ", -1);
	sp_record_take(r, "weight", g_strdup("{\"raw\":\"60\",\"value\":60,\"unit\":null}"));
	sp_queue_add(w.queue, r, "01.02");
	sp_queue_close(w.queue, r);
	assert_string_equal(so_far(&w),
			    "{\"type\":\"contribution\",\"id\":\"contribution:01.02\",\"public_value\":null,"
			    "\"code\":null,\"objective_code\":null,\"title\":\"Città \\\"verde\\\"\","
			    "\"weight\":{\"raw\":\"60\",\"value\":60,\"unit\":null},\"achievement\":null,"
			    "\"weighted\":null,\"footnotes\":[],\"source\":{\"page\":2}}\n");
	end(&w);
}

static void an_open_record_holds_back_what_follows(void **state)
{
	(void)state;
	struct written w;
	begin(&w);
	struct sp_record *first = priority("1"), *second = priority("2");
	sp_queue_add(w.queue, first, "1");
	sp_queue_add(w.queue, second, "2");
	sp_queue_pass(w.queue, "problem", "{\"type\":\"problem\"}", 18);
	sp_queue_close(w.queue, second);
	assert_string_equal(so_far(&w), "");
	sp_record_text(first, "text", "testo", -1);
	sp_queue_close(w.queue, first);
	const char *text = so_far(&w);
	const char *one = strstr(text, "priority:1"), *two = strstr(text, "priority:2"),
		   *problem = strstr(text, "\"problem\"");
	assert_true(one && two && problem && one < two && two < problem);
	assert_non_null(strstr(text, "\"text\":\"testo\""));
	end(&w);
}

static void ids_stay_unique_and_counts_are_sorted(void **state)
{
	(void)state;
	struct written w;
	begin(&w);
	for (int i = 0; i < 3; i++) {
		struct sp_record *r = priority("7");
		sp_queue_add(w.queue, r, "7");
		assert_string_equal(sp_record_id(r), i == 0 ? "priority:7" : i == 1 ? "priority:7#2" : "priority:7#3");
	}
	sp_queue_pass(w.queue, "problem", "{}", 2);
	sp_queue_end(w.queue);
	assert_non_null(strstr(so_far(&w), "{\"type\":\"end\",\"records\":{\"priority\":3,\"problem\":1}}\n"));
	end(&w);
}

static void sections_go_on(void **state)
{
	(void)state;
	struct written w;
	begin(&w);
	struct sp_record *r = sp_record_new(sp_record_type("programme"));
	sp_record_section(r, "sections", "Finalità", "prima riga");
	sp_record_section(r, "sections", "Finalità", "seconda");
	sp_record_text(r, "title", "Bilancio", -1);
	assert_text("Bilancio", sp_record_get_text(r, "title"));
	assert_null(sp_record_get_text(r, "code"));
	sp_queue_add(w.queue, r, "01.03");
	sp_queue_close(w.queue, r);
	assert_non_null(strstr(so_far(&w), "\"sections\":{\"Finalità\":\"prima riga\\nseconda\"}"));
	end(&w);
}

static void totals_are_figures_themselves(void **state)
{
	(void)state;
	struct written w;
	begin(&w);
	struct sp_record *r = sp_record_new(sp_record_type("total"));
	sp_record_text(r, "of", "project.own_funds", -1);
	sp_queue_add(w.queue, r, "own_funds");
	sp_queue_close(w.queue, r);
	assert_string_equal(so_far(&w), "{\"type\":\"total\",\"id\":\"total:own_funds\",\"of\":\"project.own_funds\","
					"\"scope\":null,\"raw\":\"\",\"value\":null,\"unit\":null,\"source\":{}}\n");
	end(&w);
}

static void slugs(void **state)
{
	(void)state;
	assert_text("azienda-speciale-citta", sp_slug("Azienda Speciale “Città”"));
	assert_text("un-nome-molto-lungo-che-continua-oltre",
		    sp_slug("Un nome molto lungo che continua oltre il limite"));
	assert_text("", sp_slug("—"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_come_in_order_and_always),
		cmocka_unit_test(an_open_record_holds_back_what_follows),
		cmocka_unit_test(ids_stay_unique_and_counts_are_sorted),
		cmocka_unit_test(sections_go_on),
		cmocka_unit_test(totals_are_figures_themselves),
		cmocka_unit_test(slugs),
	};
	return RUN(tests);
}
