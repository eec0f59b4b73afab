#include "extract/worker.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/prog.h"
#include "extract/deal.h"
#include "extract/document.h"
#include "extract/ocr/ocr.h"
#include "extract/page/ticks.h"
#include "extract/page/unread.h"
#include "extract/pdf/child.h"
#include "extract/pdf/pdf.h"

enum { KEPT_FREE = 16 << 20 }; /* bytes of a page that stay the process's for the next one */

/* A page of the sample that is read already, and what was said about it. */
struct kept {
	struct sp_page *page;
	char *said;
	int64_t remarks; /* of Poppler about it */
};

struct worker {
	struct sp_ctx ctx;
	const struct sp_work *work;
	struct sp_worker_trace *trace;
	struct sp_shared_sample *shared;
	guint index, from; /* which worker, from which place on */
	FILE *nowhere;     /* what is said of pages that are read for the sake of others: their own worker says it */
	struct kept kept[SP_DOCUMENT_SAMPLES];
	struct sp_pdf *pdf;
	struct sp_document *document;
	struct sp_ocr *ocr;
	struct sp_deal deal;
	int out;
};

/* What the worker says while one frame is made goes with the frame. */
struct recording {
	char *said, *records, *drawing;
	size_t n_said, n_records, n_drawing;
	FILE *err, *to;
};

static void start_recording(struct worker *w, struct recording *r)
{
	*r = (struct recording){ 0 };
	r->err = open_memstream(&r->said, &r->n_said);
	r->to = open_memstream(&r->records, &r->n_records);
	w->ctx.err = r->err;
}

static bool send(struct worker *w, struct recording *r, struct sp_worker_frame *f)
{
	fclose(r->err);
	fclose(r->to);
	w->ctx.err = w->nowhere;
	f->exit = w->ctx.exit;
	f->said = r->n_said;
	f->records = r->n_records;
	f->drawing = r->n_drawing;
	bool ok = sp_child_write(w->out, f, sizeof *f) && sp_child_write(w->out, r->said, r->n_said) &&
		  sp_child_write(w->out, r->records, r->n_records) && sp_child_write(w->out, r->drawing, r->n_drawing);
	free(r->said);
	free(r->records);
	free(r->drawing);
	return ok;
}

/* The first worker speaks for all where each would say the same. */
static bool is_first(const struct worker *w)
{
	return w->index == 0 && w->from == 0;
}

/* What needs files is done before. SP_FAIL after a diagnosis. */
static enum sp_status give_up_rights(struct worker *w)
{
	char *refused = w->work->sandbox == SP_SANDBOX_OFF ? NULL : sp_sandbox_enter();
	enum sp_status status = SP_OK;
	if (refused && w->work->sandbox == SP_SANDBOX_ON)
		status = sp_report(
		    &w->ctx, SP_D_SANDBOX,
		    "the kernel refuses the sandbox (%s); read documents that you trust with --sandbox=auto", refused);
	else if (refused && is_first(w))
		sp_report(&w->ctx, SP_D_SUSPECT, "read without a sandbox, which the kernel refuses (%s)", refused);
	g_free(refused);
	return status;
}

static bool open_document(struct worker *w)
{
	if (w->work->ocr && !(w->ocr = sp_ocr_new(&w->ctx, w->work->ocr)))
		return false;
	if (give_up_rights(w) != SP_OK)
		return false;
	sp_sandbox_allow(w->work->page_seconds);
	w->pdf = sp_pdf_open(&w->ctx, w->work->source->bytes, w->work->source->fd, w->work->password);
	if (w->pdf && sp_pdf_pages(w->pdf) > SP_WORK_MOST_PAGES) {
		sp_report(&w->ctx, SP_D_LIMIT, "the document says that it has %d pages; %d are the most that is read",
			  sp_pdf_pages(w->pdf), SP_WORK_MOST_PAGES);
		return false;
	}
	return w->pdf;
}

static void report_damage(struct worker *w)
{
	enum sp_damage damage = sp_pdf_damage(w->pdf);
	if (damage != SP_DAMAGE_NONE)
		sp_report(&w->ctx, damage == SP_DAMAGE_CUT ? SP_D_CUT : SP_D_SUSPECT, "%s",
			  sp_say(w->ctx.lang, sp_damage_text(damage)));
}

static bool send_document(struct worker *w)
{
	struct recording r;
	struct sp_worker_frame f = { .page = 0, .status = SP_FAIL };
	start_recording(w, &r);
	if (open_document(w)) {
		f.status = SP_OK;
		f.n_pages = sp_pdf_pages(w->pdf);
		f.damage = sp_pdf_damage(w->pdf);
		if (is_first(w)) {
			struct sp_jw json;
			report_damage(w);
			sp_jw_init(&json);
			sp_jw_object(&json, NULL);
			w->trace->asks_tags = !w->trace->leave_tags;
			sp_pdf_describe(w->pdf, !w->trace->leave_tags, &json);
			w->trace->asks_tags = false;
			sp_jw_close(&json);
			fwrite(json.out->str, 1, json.out->len, r.to);
			sp_jw_clear(&json);
		}
	}
	return send(w, &r, &f) && f.status == SP_OK;
}

/* The page as the sample left it, with what was said of it; NULL when it is not of the sample. */
static struct sp_page *take_kept(struct worker *w, int number, int64_t *remarks)
{
	for (int k = 0; k < SP_DOCUMENT_SAMPLES; k++)
		if (w->kept[k].page && w->kept[k].page->number == number) {
			fputs(w->kept[k].said, w->ctx.err);
			free(g_steal_pointer(&w->kept[k].said));
			*remarks = w->kept[k].remarks;
			return g_steal_pointer(&w->kept[k].page);
		}
	return NULL;
}

/* What the words do not tell is recognised where it stands. What is drawn as curves has its lines on the page. */
static void recognise_parts(struct worker *w, struct sp_page *page)
{
	for (guint i = 0; i < page->unread->len; i++) {
		struct sp_unread *u = &g_array_index(page->unread, struct sp_unread, i);
		sp_unread_drop_words(page, u);
		u->recognised = sp_ocr_region(w->ocr, w->pdf, page, &u->box, u->kind <= SP_UNREAD_PICTURE);
	}
}

static struct sp_page *read_new(struct worker *w, int number, int64_t *remarks)
{
	int64_t before = w->ctx.counts[SP_NOTE];
	struct sp_page *page = sp_pdf_page(&w->ctx, w->pdf, number);
	*remarks = w->ctx.counts[SP_NOTE] - before;
	return page;
}

/* In a file whose end is missing, what a page refers to is missing: Poppler remarks it, or shows nothing at all. */
static bool is_torn(const struct worker *w, const struct sp_page *page, int64_t remarks)
{
	bool bare = page->words->len + page->rules->len + page->fills->len + page->images->len == 0;
	return sp_pdf_damage(w->pdf) == SP_DAMAGE_CUT && (remarks > 0 || bare);
}

/* NULL after a diagnosis; torn: so is a page of which a part is missing. */
static struct sp_page *read_page(struct worker *w, int number, bool *torn)
{
	int64_t remarks;
	struct sp_page *page = take_kept(w, number, &remarks);
	if (!page)
		page = read_new(w, number, &remarks);
	*torn = page && is_torn(w, page, remarks);
	if (page && w->ocr && page->chars == 0 && page->images->len > 0) {
		struct sp_page *recognised = sp_ocr_page(&w->ctx, w->ocr, w->pdf, number);
		if (recognised) {
			sp_page_free(page);
			page = recognised;
		}
	}
	if (page) {
		sp_unread_find(page, sp_seams_letters(w->document->seams));
		if (w->ocr)
			recognise_parts(w, page);
		sp_ticks_find(page);
	}
	return page;
}

static void report_unread(struct worker *w, const struct sp_page *page)
{
	for (guint i = 0; i < page->unread->len; i++) {
		const struct sp_unread *u = &g_array_index(page->unread, struct sp_unread, i);
		const char *code;
		char *message = sp_unread_message(u, &code);
		char *said = sp_retell(w->ctx.form == SP_DIAG_JSON ? SP_LANG_EN : w->ctx.lang, message);
		if (!u->recognised)
			sp_report(&w->ctx, u->kind <= SP_UNREAD_OUTLINES ? SP_D_PAGE : SP_D_SUSPECT, "%s: %s", code, said);
		g_free(said);
		g_free(message);
	}
}

/* The link that the page before gives, without writing that page. */
static struct sp_link *link_from(struct worker *w, int number)
{
	bool torn;
	struct sp_page *page = read_page(w, number, &torn);
	if (!page)
		return NULL;
	struct sp_layout *l = sp_layout_new(page, w->document);
	struct sp_link *link = g_steal_pointer(&l->next);
	sp_layout_free(l);
	sp_page_free(page);
	return link;
}

static void draw(const struct worker *w, const struct sp_layout *l, struct recording *r)
{
	FILE *to = open_memstream(&r->drawing, &r->n_drawing);
	w->work->draw(l, to);
	fclose(to);
}

/* Sends one page; replaces *link by what the next page may continue. */
static bool send_page(struct worker *w, int number, struct sp_link **link)
{
	struct recording r;
	struct sp_worker_frame f = { .page = number, .status = SP_OK };
	sp_sandbox_allow(w->work->page_seconds);
	start_recording(w, &r);
	w->ctx.page = number;
	bool torn;
	struct sp_page *page = read_page(w, number, &torn);
	struct sp_link *next = NULL;
	if (page) {
		struct sp_layout *l = sp_layout_new(page, w->document);
		sp_layout_link(l, *link);
		sp_layout_write(l, r.to, &f.counts);
		report_unread(w, page);
		if (torn) {
			static const char lost[] = SP_SAID("a part of the page is missing, as the end of the file is");
			sp_report(&w->ctx, SP_D_PAGE, "%s", sp_say(w->ctx.lang, lost));
			sp_problem_write(r.to, number, "damaged-page", lost, &f.counts);
		}
		if (w->work->draw)
			draw(w, l, &r);
		next = g_steal_pointer(&l->next);
		sp_layout_free(l);
	} else {
		sp_problem_write(r.to, number, "damaged-page", "the page is damaged or too large, and cannot be read",
				 &f.counts);
	}
	sp_page_free(page);
	sp_link_free(*link);
	*link = next;
	sp_sandbox_allow(0);
	return send(w, &r, &f);
}

/* Is this page one that this worker will write? */
static bool is_own(const struct worker *w, int number)
{
	for (guint i = w->from; i < w->deal.places && sp_pages_nth(w->work->pages, i) <= number; i++)
		if (sp_pages_nth(w->work->pages, i) == number)
			return sp_deal_owner(&w->deal, i) == w->index;
	return false;
}

static struct sp_page *read_own_sample(struct worker *w, struct kept *kept, int number)
{
	size_t size;
	w->ctx.err = open_memstream(&kept->said, &size);
	w->ctx.page = number;
	kept->page = read_new(w, number, &kept->remarks);
	fclose(w->ctx.err);
	w->ctx.err = w->nowhere;
	if (!kept->page)
		free(g_steal_pointer(&kept->said)); /* it is read again when it is due, and said then */
	return kept->page;
}

/* One page of the sample: an own one is kept and put up for others, another's is taken from it. NULL if it cannot be
 * read. */
static struct sp_page *read_sample(struct worker *w, int k, int number)
{
	if (!is_own(w, number)) {
		struct sp_page *page = sp_shared_sample_take(w->shared, (unsigned)k);
		return page ? page : sp_pdf_page(&w->ctx, w->pdf, number);
	}
	struct sp_page *page = read_own_sample(w, &w->kept[k], number);
	if (page)
		sp_shared_sample_put(w->shared, (unsigned)k, page);
	return page;
}

/* Own pages first: by then others have put up theirs. */
static void learn_document(struct worker *w)
{
	int numbers[SP_DOCUMENT_SAMPLES], samples = sp_document_sample(sp_pdf_pages(w->pdf), numbers);
	struct sp_page *pages[SP_DOCUMENT_SAMPLES] = { NULL };
	for (int turn = 0; turn < 2 * samples; turn++) {
		int k = turn % samples;
		if (w->trace->leave_out[k] || is_own(w, numbers[k]) != (turn < samples))
			continue;
		w->trace->of[w->index].sample = k + 1;
		w->trace->of[w->index].own = turn < samples ? numbers[k] : 0;
		sp_sandbox_allow(w->work->page_seconds);
		pages[k] = read_sample(w, k, numbers[k]);
		sp_sandbox_allow(0);
		w->trace->of[w->index].sample = 0;
	}
	w->document = sp_document_learn(pages, samples);
	for (int k = 0; k < samples; k++)
		if (!w->kept[k].page)
			sp_page_free(pages[k]);
}

static bool is_lost(const struct sp_worker_trace *t, int number)
{
	for (int k = 0; k < SP_DOCUMENT_SAMPLES; k++)
		if (t->lost[k] == number)
			return true;
	return false;
}

/* What the page before this place hands over; NULL when that page killed a worker. */
static struct sp_link *link_before(struct worker *w, guint place, int number)
{
	if (w->trace->of[w->index].unlinked == (int)place + 1 || is_lost(w->trace, number))
		return NULL;
	w->trace->of[w->index].before = (int)place + 1;
	sp_sandbox_allow(w->work->page_seconds);
	struct sp_link *link = link_from(w, number);
	sp_sandbox_allow(0);
	w->trace->of[w->index].before = 0;
	return link;
}

/* A worker's life: chunks index, index + jobs, …, from the page with the place w->from on. */
static void work_through(struct worker *w)
{
	sp_pdf_hear(&w->ctx);
	if (!send_document(w))
		return;
	w->deal = sp_deal_out(sp_pages_count(w->work->pages, sp_pdf_pages(w->pdf)), w->work->jobs);
	if (w->index >= w->deal.chunks)
		return;
	learn_document(w);
	struct sp_link *link = NULL;
	for (guint i = w->from; i < w->deal.places; i++) {
		if (sp_deal_owner(&w->deal, i) != w->index)
			continue;
		int number = sp_pages_nth(w->work->pages, i);
		bool follows = i > 0 && sp_pages_nth(w->work->pages, i - 1) == number - 1;
		bool elsewhere = i > 0 && sp_deal_owner(&w->deal, i - 1) != w->index;
		bool lost = is_lost(w->trace, number);
		if (!follows || elsewhere || lost)
			sp_link_free(g_steal_pointer(&link));
		if (lost)
			continue;
		if (follows && elsewhere)
			link = link_before(w, i, number - 1);
		if (!send_page(w, number, &link))
			break;
	}
	sp_link_free(link);
}

static void free_kept(struct worker *w)
{
	for (int k = 0; k < SP_DOCUMENT_SAMPLES; k++) {
		sp_page_free(w->kept[k].page);
		free(w->kept[k].said);
	}
}

void sp_worker_be(const struct sp_ctx *ctx, const struct sp_worker_place *p)
{
	struct worker w = { .ctx = *ctx,
			    .work = p->work,
			    .trace = p->trace,
			    .shared = p->shared,
			    .index = p->index,
			    .from = p->from,
			    .out = p->out };
	w.nowhere = fopen("/dev/null", "r+");
	w.ctx.err = w.nowhere;
	w.ctx.exit = SP_EXIT_OK;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifdef __GLIBC__
	/* else each page gives its memory back and the next one asks for it again: 5,190 page faults in 67 pages, now 2,700 */
	mallopt(M_TRIM_THRESHOLD, KEPT_FREE);
	mallopt(M_MMAP_THRESHOLD, KEPT_FREE);
#endif
	if (w.nowhere)
		sp_child_close_all_but(p->out, p->work->source->fd, fileno(w.nowhere));
	p->trace->exhausted[p->index] = false;
	sp_sandbox_tell_exhaustion(&p->trace->exhausted[p->index]);
	/* the document counts where it is mapped, though it is no burden */
	sp_sandbox_limit(p->work->memory > 0 ? p->work->memory + p->work->source->size : 0);
	if (w.nowhere)
		work_through(&w);
	free_kept(&w);
	sp_ocr_free(w.ocr);
	sp_document_free(w.document);
	sp_pdf_close(w.pdf);
	close(p->out);
	_exit(0);
}
