/*
 * A worker sends frames through its pipe: a head of fixed size, the records of one page, and what it
 * had to say (diagnoses are printed by the parent, in page order). The first frame, of page 0, is the
 * document's own keys. What a page needs of its neighbour is read by the worker itself: at the start
 * of a chunk it reads the page before as well (one page in MOST_IN_CHUNK twice, the price of not waiting).
 *
 * Before its first page a worker reads a sample of the document (document.h). Pages of the sample that are its own are
 * kept and not read again, and put where the others find them (shared-sample.h). A page of the sample that kills a
 * worker is left out by all: workers write into memory that they share with the parent what they read for the sake of
 * others, so that one bad page costs one page.
 */
#include "extract/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prog.h"
#include "base/progress.h"
#include "extract/ocr/ocr.h"
#include "extract/page/ticks.h"
#include "extract/page/unread.h"
#include "extract/pdf/child.h"
#include "extract/pdf/pdf.h"
#include "extract/pdf/shared-sample.h"
#include "extract/svg.h"

/* Long enough that few pages are read twice, short enough that a chunk fits into a pipe (10 KB a page) and that a
 * document's heavy part is not all one worker's. */
enum { MOST_IN_CHUNK = 32, LEAST_IN_CHUNK = 4 };

enum { PIPE_BYTES = 1 << 20, MOST_JOBS = 256 };

struct frame {
	int page;    /* 0: the document */
	int n_pages; /* of the document */
	enum sp_exit exit;
	enum sp_status status;
	enum sp_damage damage; /* of the document */
	struct sp_counts counts;
	size_t said, records, drawing; /* bytes that follow: diagnoses, records, the page as SVG */
};

/* More than any page says; a worker that claims to send more is not ours any more. */
static const size_t MOST_IN_FRAME = (size_t)1 << 30;

/* What outlives a worker that dies. Written by one worker each, or by the parent when that is gone. */
struct trace {
	struct {
		int sample;   /* k + 1: it reads the sample's page k */
		int own;      /* that page's number, where the worker is to write it as well */
		int before;   /* place + 1: it reads the page before that place */
		int unlinked; /* place + 1: the page before that place is not to be read */
	} of[MOST_JOBS];
	bool leave_out[SP_DOCUMENT_SAMPLES];
	int lost[SP_DOCUMENT_SAMPLES]; /* numbers of sampled pages that killed the worker whose they were: not read again
				      */
	bool asks_tags, leave_tags;  /* the first worker looks for tags; it died of it, and the next one is not to */
	bool exhausted[MOST_JOBS];   /* it died because its memory ran out */
};

/* --- which pages are whose ----------------------------------------------------------------------------- */

static int nth_page(const struct sp_work *work, guint i)
{
	return work->pages ? g_array_index(work->pages, int, i) : (int)i + 1;
}

/* Of those that were asked for, what the document has. */
static guint number_of_pages(const struct sp_work *work, int in_document)
{
	guint n = work->pages ? work->pages->len : (guint)in_document;
	while (work->pages && n > 0 && nth_page(work, n - 1) > in_document)
		n--;
	return n;
}

/*
 * The pages to be read have places 0 … places - 1. Their chunks are equal to a page, and every worker gets as many of
 * them, in turn: none is done long before the others.
 */
struct deal {
	guint64 places, chunks;
	guint jobs;
};

static struct deal deal_out(guint places, int workers)
{
	guint jobs = (guint)workers;
	guint rounds = (places + jobs * MOST_IN_CHUNK - 1) / (jobs * MOST_IN_CHUNK);
	return (struct deal){ places, CLAMP(rounds * jobs, 1, MAX(places / LEAST_IN_CHUNK, 1)), jobs };
}

/* The last chunk k whose first place, k * places / chunks rounded down, is not behind this one. */
static guint chunk_of(const struct deal *d, guint place)
{
	return (guint)(((place + 1) * d->chunks - 1) / d->places);
}

static guint owner_of(const struct deal *d, guint place)
{
	return chunk_of(d, place) % d->jobs;
}

/* --- in a worker ------------------------------------------------------------------------------------ */

/* A page of the sample that is read already, and what was said about it. */
struct kept {
	struct sp_page *page;
	char *said;
	int64_t remarks; /* of Poppler about it */
};

struct worker {
	struct sp_ctx ctx;
	const struct sp_work *work;
	struct trace *trace;
	struct sp_shared_sample *shared;
	guint index, from; /* which worker, from which place on */
	FILE *nowhere;     /* what is said of pages that are read for the sake of others: their own worker says it */
	struct kept kept[SP_DOCUMENT_SAMPLES];
	struct sp_pdf *pdf;
	struct sp_document *document;
	struct sp_ocr *ocr;
	struct deal deal;
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

static bool send(struct worker *w, struct recording *r, struct frame *f)
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
		sp_report(&w->ctx, damage == SP_DAMAGE_CUT ? SP_D_CUT : SP_D_SUSPECT, "%s", sp_damage_text(damage));
}

static bool send_document(struct worker *w)
{
	struct recording r;
	struct frame f = { .page = 0, .status = SP_FAIL };
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
		if (!u->recognised)
			sp_report(&w->ctx, u->kind <= SP_UNREAD_OUTLINES ? SP_D_PAGE : SP_D_SUSPECT, "%s: %s", code,
				  message);
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

static void draw(const struct sp_layout *l, struct recording *r)
{
	FILE *to = open_memstream(&r->drawing, &r->n_drawing);
	sp_svg_draw(l, to);
	fclose(to);
}

/* Sends one page; replaces *link by what the next page may continue. */
static bool send_page(struct worker *w, int number, struct sp_link **link)
{
	struct recording r;
	struct frame f = { .page = number, .status = SP_OK };
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
			static const char lost[] = "a part of the page is missing, as the end of the file is";
			sp_report(&w->ctx, SP_D_PAGE, "%s", lost);
			sp_problem_write(r.to, number, "damaged-page", lost, &f.counts);
		}
		if (w->work->debug_svg)
			draw(l, &r);
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
	for (guint i = w->from; i < w->deal.places && nth_page(w->work, i) <= number; i++)
		if (nth_page(w->work, i) == number)
			return owner_of(&w->deal, i) == w->index;
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

static bool is_lost(const struct trace *t, int number)
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
	w->deal = deal_out(number_of_pages(w->work, sp_pdf_pages(w->pdf)), w->work->jobs);
	if (w->index >= w->deal.chunks)
		return;
	learn_document(w);
	struct sp_link *link = NULL;
	for (guint i = w->from; i < w->deal.places; i++) {
		if (owner_of(&w->deal, i) != w->index)
			continue;
		int number = nth_page(w->work, i);
		bool follows = i > 0 && nth_page(w->work, i - 1) == number - 1;
		bool elsewhere = i > 0 && owner_of(&w->deal, i - 1) != w->index;
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

/* --- in the parent ---------------------------------------------------------------------------------- */

struct child {
	pid_t pid;
	int in;
};

struct delivery {
	struct sp_ctx *ctx;
	const struct sp_work *work;
	FILE *to;
	struct child *children;
	struct trace *trace;
	struct sp_shared_sample *shared;                /* NULL where one worker reads all */
	const char *causes[SP_DOCUMENT_SAMPLES]; /* what the pages of trace->lost did */
	int lost[SP_DOCUMENT_SAMPLES];
	guint jobs;
	struct sp_counts counts;
	struct deal deal;
};

static void free_kept(struct worker *w)
{
	for (int k = 0; k < SP_DOCUMENT_SAMPLES; k++) {
		sp_page_free(w->kept[k].page);
		free(w->kept[k].said);
	}
}

G_NORETURN static void be_worker(const struct delivery *r, guint index, guint from, int out)
{
	struct worker w = { .ctx = *r->ctx,
			    .work = r->work,
			    .trace = r->trace,
			    .shared = r->shared,
			    .index = index,
			    .from = from,
			    .out = out };
	w.nowhere = fopen("/dev/null", "r+");
	w.ctx.err = w.nowhere;
	w.ctx.exit = SP_EXIT_OK;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (w.nowhere)
		sp_child_close_all_but(out, r->work->source->fd, fileno(w.nowhere));
	r->trace->exhausted[index] = false;
	sp_sandbox_tell_exhaustion(&r->trace->exhausted[index]);
	/* the document counts where it is mapped, though it is no burden */
	sp_sandbox_limit(r->work->memory > 0 ? r->work->memory + r->work->source->size : 0);
	if (w.nowhere)
		work_through(&w);
	free_kept(&w);
	sp_ocr_free(w.ocr);
	sp_document_free(w.document);
	sp_pdf_close(w.pdf);
	close(out);
	_exit(0);
}

static bool start_child(struct delivery *r, guint index, guint from)
{
	int ends[2];
	if (pipe(ends) != 0) {
		sp_report(r->ctx, SP_D_INTERNAL, "cannot start a worker: %s", g_strerror(errno));
		return false;
	}
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES); /* smaller where the system says so: slower, not wrong */
	fflush(r->to);
	pid_t pid = fork();
	if (pid < 0) {
		sp_report(r->ctx, SP_D_INTERNAL, "cannot start a worker: %s", g_strerror(errno));
		close(ends[0]);
		close(ends[1]);
		return false;
	}
	if (pid == 0) {
		close(ends[0]);
		be_worker(r, index, from, ends[1]);
	}
	close(ends[1]);
	r->children[index] = (struct child){ pid, ends[0] };
	return true;
}

/* Waits for a child that has finished, or ends one that has not. What it had died of. */
static const char *end_child(struct delivery *r, guint index, bool finished)
{
	struct child *c = &r->children[index];
	if (c->pid <= 0)
		return "its worker was gone";
	int status = sp_child_wait(c->pid, finished);
	close(c->in);
	c->pid = 0;
	bool exhausted = r->trace->exhausted[index] || (WIFEXITED(status) && WEXITSTATUS(status) == SP_EXIT_RESOURCE);
	return exhausted ? "it took more memory than it may" : sp_child_cause(status);
}

/* A worker's own clock ends what takes too long; this one is for a worker that has stopped it. */
static int patience_ms(const struct delivery *r)
{
	const guint64 pages = SP_DOCUMENT_SAMPLES + 3; /* the sample, the document, the page before, the page */
	return (int)MIN(pages * r->work->page_seconds * 1000, G_MAXINT);
}

static bool is_sound(const struct frame *f, int page)
{
	return f->page == page && f->exit >= SP_EXIT_OK && f->exit <= SP_EXIT_RESOURCE && f->said <= MOST_IN_FRAME &&
	       f->records <= MOST_IN_FRAME && f->drawing <= MOST_IN_FRAME && f->n_pages >= 0 &&
	       f->n_pages <= SP_WORK_MOST_PAGES && f->damage >= SP_DAMAGE_NONE && f->damage <= SP_DAMAGE_CUT;
}

/* The next `n` bytes and a NUL. (transfer full), NULL when the worker is gone */
static char *read_text(const struct delivery *r, int fd, size_t n)
{
	char *text = g_malloc(n + 1);
	if (!sp_child_read(fd, text, n, patience_ms(r))) {
		g_free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

/*
 * One frame, which must be of this page; what the worker said goes to our stderr, its drawing to a file. The records:
 * (transfer full), NULL when the worker is gone or is not to be believed.
 */
static char *receive(struct delivery *r, guint index, int page, struct frame *f)
{
	int in = r->children[index].in;
	if (r->children[index].pid <= 0 || !sp_child_read(in, f, sizeof *f, patience_ms(r)) || !is_sound(f, page))
		return NULL;
	char *said = read_text(r, in, f->said), *records = said ? read_text(r, in, f->records) : NULL;
	char *drawing = records ? read_text(r, in, f->drawing) : NULL;
	if (drawing) {
		fwrite(said, 1, f->said, r->ctx->err);
		sp_ctx_raise(r->ctx, f->exit);
		if (f->drawing > 0 && r->work->debug_svg)
			sp_svg_save(r->ctx, r->work->debug_svg, page, drawing, f->drawing);
	} else {
		g_clear_pointer(&records, g_free);
	}
	g_free(said);
	g_free(drawing);
	return records;
}

static void write_document(struct delivery *r, const char *keys)
{
	const struct sp_source *s = r->work->source;
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "type", "document");
	sp_jw_str(&w, "schema", "spunta-layout/1");
	sp_jw_str(&w, "name", s->name);
	sp_jw_str(&w, "sha256", s->sha256);
	sp_jw_int(&w, "bytes", (int64_t)s->size);
	sp_jw_str(&w, "media_type", s->is_signed ? "application/pkcs7-mime" : "application/pdf");
	struct sp_json *own = sp_json_parse(r->ctx, keys, strlen(keys));
	for (const struct sp_json *k = sp_json_first(own); k; k = sp_json_next(k))
		sp_jw_json(&w, sp_json_key(k), k);
	sp_json_free(own);
	if (s->is_signed)
		sp_jw_bool(&w, "signed", true);
	sp_jw_close(&w);
	sp_jw_line(&w, r->to);
	sp_jw_clear(&w);
}

static void write_damage(struct delivery *r, enum sp_damage damage)
{
	if (damage != SP_DAMAGE_NONE)
		sp_problem_write(r->to, 0, damage == SP_DAMAGE_CUT ? "cut-off" : "damaged-document",
				 sp_damage_text(damage), &r->counts);
}

static void write_end(struct delivery *r)
{
	struct sp_jw w;
	sp_jw_init(&w);
	sp_jw_object(&w, NULL);
	sp_jw_str(&w, "type", "end");
	sp_jw_int(&w, "pages", r->counts.pages);
	sp_jw_int(&w, "texts", r->counts.texts);
	sp_jw_int(&w, "tables", r->counts.tables);
	sp_jw_int(&w, "problems", r->counts.problems);
	sp_jw_close(&w);
	sp_jw_line(&w, r->to);
	sp_jw_clear(&w);
}

/* The worker died at this page: the page is lost, said in the stream and on stderr. */
static void lose_page(struct delivery *r, int number, const char *why)
{
	r->ctx->page = number;
	sp_report(r->ctx, SP_D_PAGE, "the page could not be read: %s", why);
	r->ctx->page = 0;
	char *message = g_strdup_printf("the page could not be read: %s", why);
	sp_problem_write(r->to, number, "page-lost", message, &r->counts);
	g_free(message);
}

/* The tree of tags is read whole, and is all that is read of it whether there is one: no reason to lose the document.
 */
static bool died_of_tags(struct delivery *r)
{
	bool died = r->trace->asks_tags && !r->trace->leave_tags;
	r->trace->asks_tags = false;
	r->trace->leave_tags = r->trace->leave_tags || died;
	return died;
}

/* A range that the document ends in is read as far as there are pages; one behind it is a mistake. */
static enum sp_status check_pages(const struct delivery *r, int in_document)
{
	const struct sp_work *work = r->work;
	guint asked = work->pages ? work->pages->len : 0, there = number_of_pages(work, in_document);
	if (asked == 0 || there == asked)
		return SP_OK;
	if (work->last_range > in_document || there == 0)
		return sp_report(r->ctx, SP_D_ARGUMENT, "--pages: the document has %d pages", in_document);
	return sp_report(r->ctx, SP_D_SUSPECT, "--pages: the document has %d pages; what was asked for behind them is not there",
			 in_document);
}

/* The document frame of a fresh worker; only the first one's is written. */
static enum sp_status greet(struct delivery *r, guint index, bool write)
{
	struct frame f;
	char *keys = receive(r, index, 0, &f);
	if (!keys) {
		const char *why = end_child(r, index, false);
		if (died_of_tags(r))
			return start_child(r, index, 0) ? greet(r, index, write) : SP_FAIL;
		return sp_report(r->ctx, SP_D_DOCUMENT, "the PDF cannot be read: %s", why);
	}
	if (f.status == SP_OK && write) {
		if (check_pages(r, f.n_pages) != SP_OK) {
			g_free(keys);
			return SP_FAIL;
		}
		r->deal = deal_out(number_of_pages(r->work, f.n_pages), r->work->jobs);
		write_document(r, keys);
		write_damage(r, f.damage);
	}
	g_free(keys);
	return f.status;
}

/* Did the worker die of a page that it read for the sake of others? The next one will not read it. */
static bool died_elsewhere(struct delivery *r, guint index, guint place, const char *why)
{
	int sample = r->trace->of[index].sample, before = r->trace->of[index].before;
	r->trace->of[index].sample = r->trace->of[index].before = 0;
	if (sample > 0 && sample <= SP_DOCUMENT_SAMPLES) {
		r->trace->leave_out[sample - 1] = true;
		r->trace->lost[sample - 1] = r->lost[sample - 1] = r->trace->of[index].own;
		r->causes[sample - 1] = why;
	} else if (before == (int)place + 1) {
		r->trace->of[index].unlinked = before;
	} else {
		return false;
	}
	return true;
}

/* What this page of the sample did to its worker; NULL when it is not lost. */
static const char *cause_of_loss(const struct delivery *r, int number)
{
	for (int k = 0; k < SP_DOCUMENT_SAMPLES; k++)
		if (r->lost[k] == number)
			return r->causes[k];
	return NULL;
}

static enum sp_status take_page(struct delivery *r, guint place)
{
	guint index = owner_of(&r->deal, place);
	int number = nth_page(r->work, place);
	const char *lost = cause_of_loss(r, number);
	if (lost) {
		lose_page(r, number, lost);
		return SP_OK;
	}
	struct frame f;
	char *records = receive(r, index, number, &f);
	if (records) {
		fwrite(records, 1, f.records, r->to);
		r->counts.pages += f.counts.pages;
		r->counts.texts += f.counts.texts;
		r->counts.tables += f.counts.tables;
		r->counts.problems += f.counts.problems;
		g_free(records);
		return SP_OK;
	}
	const char *why = end_child(r, index, false);
	if (died_elsewhere(r, index, place, why))
		return start_child(r, index, place) && greet(r, index, false) == SP_OK ? take_page(r, place) : SP_FAIL;
	lose_page(r, number, why);
	if (place + 1 == r->deal.places)
		return SP_OK;
	return start_child(r, index, place + 1) ? greet(r, index, false) : SP_FAIL;
}

enum sp_status sp_work_run(struct sp_ctx *ctx, const struct sp_work *work, FILE *to)
{
	struct delivery r = { .ctx = ctx, .work = work, .to = to, .jobs = (guint)work->jobs };
	r.trace = mmap(NULL, sizeof *r.trace, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (r.trace == MAP_FAILED)
		return sp_report(ctx, SP_D_INTERNAL, "cannot share memory with the workers: %s", g_strerror(errno));
	r.children = g_new0(struct child, r.jobs);
	r.shared = r.jobs > 1 ? sp_shared_sample_new(SP_DOCUMENT_SAMPLES) : NULL;
	struct sp_pdf_libraries *libraries = sp_pdf_libraries_load(ctx);
	enum sp_status s = libraries ? SP_OK : SP_FAIL;
	for (guint i = 0; i < r.jobs && s == SP_OK; i++)
		s = start_child(&r, i, 0) ? SP_OK : SP_FAIL;
	for (guint i = 0; i < r.jobs && s == SP_OK; i++)
		s = greet(&r, i, i == 0);

	struct sp_progress *bar = sp_progress_new((int64_t)r.deal.places, "pages");
	for (guint i = 0; i < r.deal.places && s == SP_OK; i++) {
		s = take_page(&r, i);
		if (ferror(to))
			s = SP_FAIL;
		sp_progress_step(bar, i + 1);
	}
	sp_progress_free(bar);
	for (guint i = 0; i < r.jobs; i++)
		end_child(&r, i, s == SP_OK);
	if (s == SP_OK)
		s = sp_source_is_unchanged(ctx, work->source);
	if (s == SP_OK)
		write_end(&r);
	sp_pdf_libraries_let_go(libraries);
	sp_shared_sample_free(r.shared);
	g_free(r.children);
	munmap(r.trace, sizeof *r.trace);
	return s == SP_OK ? SP_OK : SP_FAIL;
}
