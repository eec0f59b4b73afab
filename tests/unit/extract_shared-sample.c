/* extract/pdf/board: what one process puts up, another one takes down whole. */
#include "small_pdf.h"

#include <sys/wait.h>
#include <unistd.h>

#include "extract/pdf/shared-sample.h"

static void assert_same_words(const struct sp_page *a, const struct sp_page *b)
{
	assert_int_equal(a->words->len, b->words->len);
	for (guint i = 0; i < a->words->len; i++) {
		const struct sp_word *x = &g_array_index(a->words, struct sp_word, i);
		const struct sp_word *y = &g_array_index(b->words, struct sp_word, i);
		assert_string_equal(x->text, y->text);
		assert_memory_equal(&x->box, &y->box, sizeof x->box);
		assert_int_equal(x->bold, y->bold);
		assert_int_equal(x->turn, y->turn);
	}
}

static void another_process_sees_it(void **state)
{
	(void)state;
	struct sp_page *page = small_page(A4, AT(50, 700, 10, "Missione 01 Servizi") BOLD(50, 680, 12, "Totale"));
	struct sp_shared_sample *board = sp_shared_sample_new(2);
	assert_null(sp_shared_sample_take(board, 1));
	pid_t pid = fork();
	if (pid == 0) {
		sp_shared_sample_put(board, 1, page);
		sp_page_free(page);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	struct sp_page *taken = sp_shared_sample_take(board, 1);
	assert_non_null(taken);
	assert_int_equal(taken->number, page->number);
	assert_int_equal(taken->chars, page->chars);
	assert_same_words(taken, page);
	assert_null(sp_shared_sample_take(board, 0));
	sp_page_free(taken);
	sp_page_free(page);
	sp_shared_sample_free(board);
}

static void what_does_not_fit_is_not_put_up(void **state)
{
	(void)state;
	struct sp_shared_sample *board = sp_shared_sample_new(2);
	struct sp_page *page = sp_page_new(1, 595, 842);
	struct sp_word word = { .box = { 1, 1, 2, 2 }, .text = "a", .size = 10 };
	for (int i = 0; i < 10000; i++)
		g_array_append_val(page->words, word);
	sp_shared_sample_put(board, 0, page);
	assert_null(sp_shared_sample_take(board, 0));

	char *long_text = g_strnfill(200000, 'a');
	word.text = long_text;
	g_array_set_size(page->words, 0);
	g_array_append_val(page->words, word);
	sp_shared_sample_put(board, 1, page);
	assert_null(sp_shared_sample_take(board, 1));
	g_free(long_text);
	sp_page_free(page);
	sp_shared_sample_free(board);
}

static void without_a_board_nothing_is_there(void **state)
{
	(void)state;
	struct sp_page *page = sp_page_new(1, 595, 842);
	sp_shared_sample_put(NULL, 0, page);
	assert_null(sp_shared_sample_take(NULL, 0));
	sp_page_free(page);
	sp_shared_sample_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_process_sees_it),
		cmocka_unit_test(what_does_not_fit_is_not_put_up),
		cmocka_unit_test(without_a_board_nothing_is_there),
	};
	return RUN(tests);
}
