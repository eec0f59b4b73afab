/*
 * How many documents make a job: enough that starting it does not count (that takes some 10 ms of CPU, a document of
 * three pages 30; on another machine it takes six connections, a second), few enough that machines are not idle at the
 * end, and that they share evenly.
 */
#include "bulk/archive.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/progress.h"
#include "base/text.h"
#include "bulk/catalogue.h"
#include "bulk/failures.h"
#include "bulk/job.h"

enum { TURNS = 8, DOCUMENTS_MOST = 32, DOCUMENTS_ELSEWHERE = 8, BYTES_MOST = 16 << 20, GRACE_SECONDS = 120 };

struct job {
	size_t first, n; /* of the documents to be done */
	bool tried;
};

struct archive_run {
	struct sp_ctx *ctx;
	const struct sp_archive *a;
	GArray *todo;         /* of struct sp_job_document */
	GArray *jobs;         /* of struct job */
	GHashTable *answered; /* SHA-256 of documents that have their answer in this run */
	struct sp_progress *bar;
	bool broken; /* results cannot be written */
};

/* --- taking answers ------------------------------------------------------------------------------------------ */

static char *id_of(size_t job)
{
	return g_strdup_printf("%06zu", job + 1);
}

static void say(struct archive_run *r, const struct sp_answer *a)
{
	if (*a->said && r->ctx->verbose) {
		char **paths = sp_ledger_paths(r->a->ledger, a->sha256);
		sp_report(r->ctx, SP_D_NOTE, "%s: %s", paths[0] ? paths[0] : a->sha256, a->said);
		g_strfreev(paths);
	}
}

/* Takes the answer. */
static void record(struct archive_run *r, struct sp_answer *a)
{
	g_hash_table_add(r->answered, g_strdup(a->sha256));
	say(r, a);
	sp_ledger_add(r->a->ledger, a);
}

static void take_failure(struct archive_run *r, struct sp_answer *a)
{
	char **paths = sp_ledger_paths(r->a->ledger, a->sha256);
	if (sp_store_fail(r->a->store, a, paths) == SP_OK) {
		record(r, a);
	} else {
		r->broken = true;
		sp_answer_free(a);
	}
	g_strfreev(paths);
}

static struct sp_answer *failure_for(const struct archive_run *r, const char *sha256, const char *why)
{
	struct sp_answer *a = sp_answer_new(sha256, r->a->key);
	a->stage = g_strdup("job");
	a->exit = SP_EXIT_RESOURCE;
	g_free(a->said);
	a->said = g_strdup(why);
	return a;
}

/* Takes the answer. Where failures do not count, records that are not what they should be are none. */
static void take(struct archive_run *r, struct sp_answer *a, const char *folder, bool failures)
{
	enum sp_status s = a->done ? sp_store_take(r->a->store, a, folder) : SP_OK;
	if (s == SP_FAIL) {
		r->broken = true;
		sp_answer_free(a);
	} else if (s == SP_SKIP) {
		if (failures)
			take_failure(r,
				     failure_for(r, a->sha256, "the records were damaged on their way; run it again"));
		sp_answer_free(a);
	} else if (a->done) {
		record(r, a);
	} else {
		take_failure(r, a);
	}
}

static void keep_latest(void *to, struct sp_answer *a)
{
	g_hash_table_replace(to, a->sha256, a);
}

static void free_answer(gpointer p)
{
	sp_answer_free(p);
}

/* What the job in this folder has finished; answers of another key are nothing to us. */
static void collect(struct archive_run *r, const char *folder, bool failures)
{
	GHashTable *latest = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_answer);
	GHashTableIter each;
	gpointer value;
	sp_job_answers(folder, keep_latest, latest);
	g_hash_table_iter_init(&each, latest);
	while (!r->broken && g_hash_table_iter_next(&each, NULL, &value)) {
		struct sp_answer *a = value;
		if (strcmp(a->key, r->a->key) != 0 || (!a->done && !failures) ||
		    g_hash_table_contains(r->answered, a->sha256))
			continue;
		g_hash_table_iter_steal(&each);
		take(r, a, folder, failures);
	}
	g_hash_table_destroy(latest);
}

static void collect_job(struct archive_run *r, const char *id)
{
	char *folder = g_build_filename(sp_store_bulk(r->a->store), "out", id, NULL);
	collect(r, folder, true);
	g_free(folder);
}

static bool on_job(void *to, const char *id)
{
	struct archive_run *r = to;
	collect_job(r, id);
	sp_progress_step(r->bar, g_hash_table_size(r->answered));
	return !r->broken;
}

/* Of a run that was killed: documents that were done count, those that failed are tried again. */
static void collect_leftovers(struct archive_run *r)
{
	char *out = g_build_filename(sp_store_bulk(r->a->store), "out", NULL);
	GDir *d = g_dir_open(out, 0, NULL);
	const char *id;
	while (d && (id = g_dir_read_name(d))) {
		char *folder = g_build_filename(out, id, NULL);
		collect(r, folder, false);
		g_free(folder);
	}
	if (d)
		g_dir_close(d);
	g_free(out);
	sp_store_sweep(r->a->store);
}

/* --- what is to be done ---------------------------------------------------------------------------------------- */

static bool is_settled(const struct archive_run *r, const char *sha256)
{
	const struct sp_answer *a = sp_ledger_answer(r->a->ledger, sha256);
	bool ours = a && strcmp(a->key, r->a->key) == 0;
	bool enough = a && a->done && a->unread == 0 && g_strcmp0(a->key, r->a->enough) == 0;
	if (!ours && !enough)
		return false;
	return a->done ? sp_store_has(r->a->store, a) : r->a->resume;
}

/* A path with new bytes: results of the old ones go, unless another path has those. */
static void note_input(const struct archive_run *r, const struct sp_input *i)
{
	char before[SP_SHA256];
	if (!sp_ledger_input(r->a->ledger, i, before))
		return;
	char **others = sp_ledger_paths(r->a->ledger, before);
	if (!*others)
		sp_store_forget(r->a->store, before);
	g_strfreev(others);
}

static void plan(struct archive_run *r, struct sp_tally *t)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	t->inputs = sp_inputs_count(r->a->inputs);
	for (size_t i = 0; i < t->inputs; i++)
		note_input(r, sp_inputs_at(r->a->inputs, i));
	for (size_t i = 0; i < t->inputs; i++) {
		const struct sp_input *input = sp_inputs_at(r->a->inputs, i);
		struct sp_job_document d = { input->sha256, input->path, input->name };
		if (!g_hash_table_add(seen, (gpointer)(uintptr_t)input->sha256))
			continue;
		if (is_settled(r, input->sha256))
			t->kept += sp_ledger_answer(r->a->ledger, input->sha256)->done;
		else
			g_array_append_val(r->todo, d);
	}
	t->documents = g_hash_table_size(seen);
	g_hash_table_destroy(seen);
}

static int64_t size_of(const struct sp_job_document *d)
{
	struct stat st;
	return stat(d->path, &st) == 0 ? st.st_size : 0;
}

static void cut_jobs(struct archive_run *r)
{
	size_t least = sp_gnu_parallel_elsewhere(r->a->engine) ? DOCUMENTS_ELSEWHERE : 1;
	size_t most = CLAMP(r->todo->len / (TURNS * sp_gnu_parallel_slots(r->a->engine)), least, DOCUMENTS_MOST);
	struct job job = { 0 };
	int64_t bytes = 0;
	for (size_t i = 0; i < r->todo->len; i++) {
		int64_t size = size_of(&g_array_index(r->todo, struct sp_job_document, i));
		if (job.n == most || (job.n > 0 && bytes + size > BYTES_MOST)) {
			g_array_append_val(r->jobs, job);
			job = (struct job){ .first = i };
			bytes = 0;
		}
		job.n++;
		bytes += size;
	}
	if (job.n > 0)
		g_array_append_val(r->jobs, job);
}

static enum sp_status write_queue(struct archive_run *r)
{
	struct sp_file *f = sp_store_create(r->a->store, ".bulk/queue");
	if (!f)
		return SP_FAIL;
	for (size_t i = 0; i < r->jobs->len; i++)
		fprintf(sp_file_stream(f), "%06zu\n", i + 1);
	return sp_store_publish(r->a->store, f, ".bulk/queue");
}

static enum sp_status make_jobs(struct archive_run *r)
{
	const char *bulk = sp_store_bulk(r->a->store);
	enum sp_status s = sp_job_prepare(r->ctx, bulk, r->a->chain, r->a->key, r->a->agreement);
	for (size_t i = 0; i < r->jobs->len && s == SP_OK; i++) {
		const struct job *job = &g_array_index(r->jobs, struct job, i);
		char *id = id_of(i);
		s = sp_job_make(r->ctx, bulk, id, &g_array_index(r->todo, struct sp_job_document, job->first), job->n);
		g_free(id);
	}
	return s == SP_OK ? write_queue(r) : s;
}

/* --- doing it --------------------------------------------------------------------------------------------------- */

static void on_tried(void *to, const char *id, const char *host, int exit, int signal)
{
	struct archive_run *r = to;
	guint64 number;
	if (!g_ascii_string_to_unsigned(id, 10, 1, r->jobs->len, &number, NULL))
		return;
	struct job *job = &g_array_index(r->jobs, struct job, number - 1);
	job->tried = true;
	for (size_t i = job->first; i < job->first + job->n; i++) {
		const char *sha256 = g_array_index(r->todo, struct sp_job_document, i).sha256;
		if (r->broken || g_hash_table_contains(r->answered, sha256))
			continue;
		char *why = g_strdup_printf("its job on %s ended (status %d, signal %d) before it was done",
					    strcmp(host, ":") == 0 ? "this machine" : host, exit, signal);
		take_failure(r, failure_for(r, sha256, why));
		g_free(why);
	}
}

static void do_jobs(struct archive_run *r, struct sp_tally *t)
{
	size_t most = 1;
	for (size_t i = 0; i < r->jobs->len; i++)
		most = MAX(most, g_array_index(r->jobs, struct job, i).n);
	r->a->engine->seconds = (int64_t)most * r->a->chain->seconds + GRACE_SECONDS;
	unlink(r->a->engine->joblog);
	r->bar = sp_progress_new(r->todo->len, SP_SAID("documents"));
	enum sp_status s = sp_gnu_parallel_run(r->ctx, r->a->engine, r->a->store, on_job, r, &t->interrupted);
	sp_progress_free(r->bar);
	for (size_t i = 0; i < r->jobs->len; i++) {
		char *id = id_of(i);
		collect_job(r, id);
		g_free(id);
	}
	if (s == SP_OK)
		sp_gnu_parallel_joblog(r->a->engine->joblog, on_tried, r);
}

static void count(const struct archive_run *r, struct sp_tally *t)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < t->inputs; i++) {
		const char *sha256 = sp_inputs_at(r->a->inputs, i)->sha256;
		const struct sp_answer *a = sp_ledger_answer(r->a->ledger, sha256);
		if (!g_hash_table_add(seen, (gpointer)(uintptr_t)sha256))
			continue;
		if (!is_settled(r, sha256) && !g_hash_table_contains(r->answered, sha256))
			t->untried++;
		else if (a->done)
			t->done++;
		else
			t->failed++;
		t->found += a && a->done && sp_answer_found(a);
		t->outcomes[a ? sp_answer_outcome(a) : SP_OUTCOME_FAILED]++;
	}
	g_hash_table_destroy(seen);
}

struct sp_tally sp_archive_convert(struct sp_ctx *ctx, const struct sp_archive *a)
{
	struct sp_tally t = { 0 };
	struct archive_run r = { .ctx = ctx,
			 .a = a,
			 .todo = g_array_new(FALSE, FALSE, sizeof(struct sp_job_document)),
			 .jobs = g_array_new(FALSE, FALSE, sizeof(struct job)),
			 .answered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	collect_leftovers(&r);
	plan(&r, &t);
	cut_jobs(&r);
	if (r.todo->len > 0 && !r.broken && make_jobs(&r) == SP_OK)
		do_jobs(&r, &t);
	sp_store_sweep(a->store);
	sp_store_sync(a->store);
	count(&r, &t);
	sp_catalogue_write(a->store, a->ledger);
	g_hash_table_destroy(r.answered);
	g_array_free(r.jobs, TRUE);
	g_array_free(r.todo, TRUE);
	return t;
}

/* --- telling it --------------------------------------------------------------------------------------------------- */

/* What was read need not have been understood, and what was understood need not have been checked. */
static void write_outcomes(const struct sp_tally *t, enum sp_lang lang, FILE *to)
{
	if (t->done == 0)
		return;
	fprintf(to, sp_say(lang, "of those read: %zu with figures that were checked"), t->outcomes[SP_OUTCOME_CHECKED]);
	if (t->outcomes[SP_OUTCOME_UNCHECKED] > 0)
		fprintf(to, sp_say(lang, ", %zu without any that could be"), t->outcomes[SP_OUTCOME_UNCHECKED]);
	if (t->outcomes[SP_OUTCOME_UNKNOWN] > 0)
		fprintf(to, sp_say(lang, ", %zu of no kind that is known"), t->outcomes[SP_OUTCOME_UNKNOWN]);
	if (t->outcomes[SP_OUTCOME_UNREAD] > 0)
		fprintf(to, sp_say(lang, ", %zu without a page that could be read (scans: --ocr)"),
			t->outcomes[SP_OUTCOME_UNREAD]);
	fputc('\n', to);
}

void sp_tally_write(const struct sp_archive *a, const struct sp_tally *t, enum sp_lang lang, FILE *to)
{
	fprintf(to, sp_say(lang, t->documents == 1 ? "%zu document: %zu read" : "%zu documents: %zu read"), t->documents,
		t->done);
	if (t->kept > 0)
		fprintf(to, sp_say(lang, " (%zu before)"), t->kept);
	fprintf(to, sp_say(lang, ", %zu failed"), t->failed);
	if (t->untried > 0)
		fprintf(to, sp_say(lang, ", %zu not tried"), t->untried);
	fprintf(to, sp_say(lang, "; %zu with figures to look at\n"), t->found);
	write_outcomes(t, lang, to);
	sp_failures_write(&(struct sp_failures){ a->inputs, a->store, a->ledger, a->chain, a->key }, lang, to);
	char *catalogue = sp_store_path(a->store, "catalogue.csv");
	GString *safe = g_string_new(NULL);
	sp_text_append_safe(safe, catalogue, strlen(catalogue));
	fprintf(to, sp_say(lang, "%s has all of them\n"), safe->str);
	g_string_free(safe, TRUE);
	g_free(catalogue);
}
