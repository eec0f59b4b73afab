#include "extract/pdf/shared-sample.h"

#include <sys/mman.h>

/* A dense page has 1,500 words of 8 bytes. What is not written takes no memory. */
enum { MOST_WORDS = 8000, MOST_BYTES = 128 << 10 };

enum { EMPTY, IN_WORK, THERE };

struct shared_page {
	gint state;
	struct sp_page page; /* its arrays mean nothing here */
	guint n_words;
	struct sp_word words[MOST_WORDS]; /* their texts, each with its NUL, follow each other in `texts` */
	char texts[MOST_BYTES];
};

struct sp_shared_sample {
	struct shared_page *places;
	unsigned n;
};

struct sp_shared_sample *sp_shared_sample_new(unsigned places)
{
	void *shared = mmap(NULL, places * sizeof(struct shared_page), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return NULL;
	struct sp_shared_sample *b = g_new(struct sp_shared_sample, 1);
	*b = (struct sp_shared_sample){ shared, places };
	return b;
}

void sp_shared_sample_free(struct sp_shared_sample *b)
{
	if (!b)
		return;
	munmap(b->places, b->n * sizeof(struct shared_page));
	g_free(b);
}

static bool copy_words(struct shared_page *to, const struct sp_page *page)
{
	size_t used = 0;
	if (page->words->len > MOST_WORDS)
		return false;
	for (guint i = 0; i < page->words->len; i++) {
		to->words[i] = g_array_index(page->words, struct sp_word, i);
		size_t n = strlen(to->words[i].text) + 1;
		if (n > MOST_BYTES - used)
			return false;
		memcpy(to->texts + used, to->words[i].text, n);
		used += n;
	}
	to->n_words = page->words->len;
	return true;
}

void sp_shared_sample_put(struct sp_shared_sample *b, unsigned place, const struct sp_page *page)
{
	struct shared_page *to = b ? &b->places[place] : NULL;
	if (!to || !g_atomic_int_compare_and_exchange(&to->state, EMPTY, IN_WORK))
		return;
	to->page = *page;
	if (copy_words(to, page))
		g_atomic_int_set(&to->state, THERE);
}

struct sp_page *sp_shared_sample_take(const struct sp_shared_sample *b, unsigned place)
{
	const struct shared_page *from = b ? &b->places[place] : NULL;
	if (!from || g_atomic_int_get(&from->state) != THERE)
		return NULL;
	struct sp_page *page = sp_page_new(from->page.number, from->page.width, from->page.height);
	if (!page)
		return NULL;
	page->rotation = from->page.rotation;
	page->turned = from->page.turned % 4;
	page->chars = from->page.chars;
	page->unmapped = from->page.unmapped;
	page->ocr = from->page.ocr;
	const char *text = from->texts, *end = from->texts + MOST_BYTES;
	for (guint i = 0; i < from->n_words && i < MOST_WORDS && text < end; i++) {
		struct sp_word word = from->words[i];
		size_t n = strnlen(text, (size_t)(end - text));
		word.text = g_string_chunk_insert_len(page->strings, text, (gssize)n);
		word.turn %= 4;
		g_array_append_val(page->words, word);
		text += n + 1;
	}
	return page;
}
