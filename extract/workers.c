#include "extract/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/progress.h"
#include "extract/deal.h"
#include "extract/pdf/child.h"
#include "extract/pdf/pdf.h"

enum { PIPE_BYTES = 1 << 20 };

/* More than any page says; a worker that claims to send more is not ours any more. */
static const size_t MOST_IN_FRAME = (size_t)1 << 30;

struct child {
	pid_t pid;
	int in;
};

struct delivery {
	struct sp_ctx *ctx;
	const struct sp_work *work;
	FILE *to;
	struct child *children;
	struct sp_worker_trace *trace;
	struct sp_shared_sample *shared;                /* NULL where one worker reads all */
	const char *causes[SP_DOCUMENT_SAMPLES]; /* what the pages of trace->lost did */
	int lost[SP_DOCUMENT_SAMPLES];
	guint jobs;
	struct sp_counts counts;
	struct sp_deal deal;
};

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
		sp_worker_be(r->ctx, &(struct sp_worker_place){ r->work, r->trace, r->shared, index, from, ends[1] });
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

static bool is_sound(const struct sp_worker_frame *f, int page)
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
 * One frame, which must be of this page; what the worker said goes to our stderr, its drawing to who asked for it. The records:
 * (transfer full), NULL when the worker is gone or is not to be believed.
 */
static char *receive(struct delivery *r, guint index, int page, struct sp_worker_frame *f)
{
	int in = r->children[index].in;
	if (r->children[index].pid <= 0 || !sp_child_read(in, f, sizeof *f, patience_ms(r)) || !is_sound(f, page))
		return NULL;
	char *said = read_text(r, in, f->said), *records = said ? read_text(r, in, f->records) : NULL;
	char *drawing = records ? read_text(r, in, f->drawing) : NULL;
	if (drawing) {
		fwrite(said, 1, f->said, r->ctx->err);
		sp_ctx_raise(r->ctx, f->exit);
		if (f->drawing > 0 && r->work->drawn)
			r->work->drawn(r->ctx, r->work->drawn_to, page, drawing, f->drawing);
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
	guint asked = work->pages ? work->pages->len : 0, there = sp_pages_count(work->pages, in_document);
	if (asked == 0 || there == asked)
		return SP_OK;
	if (work->last_range > in_document || there == 0)
		return sp_report(r->ctx, SP_D_ARGUMENT, "the document's last page is %d", in_document);
	return sp_report(r->ctx, SP_D_SUSPECT,
			 "the document's last page is %d; what was asked for behind it is not there", in_document);
}

/* The document frame of a fresh worker; only the first one's is written. */
static enum sp_status greet(struct delivery *r, guint index, bool write)
{
	struct sp_worker_frame f;
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
		r->deal = sp_deal_out(sp_pages_count(r->work->pages, f.n_pages), r->work->jobs);
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
	guint index = sp_deal_owner(&r->deal, place);
	int number = sp_pages_nth(r->work->pages, place);
	const char *lost = cause_of_loss(r, number);
	if (lost) {
		lose_page(r, number, lost);
		return SP_OK;
	}
	struct sp_worker_frame f;
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

	struct sp_progress *bar = sp_progress_new((int64_t)r.deal.places, SP_SAID("pages"));
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
