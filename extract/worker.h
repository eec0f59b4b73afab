/*
 * worker — a process that reads pages of a PDF inside the sandbox, and tells its parent (workers.h) what stands on them.
 *
 * A worker sends frames through its pipe: a head of fixed size, the records of one page, and what it
 * had to say (diagnoses are printed by the parent, in page order). The first frame, of page 0, is the
 * document's own keys. What a page needs of its neighbour is read by the worker itself: at the start
 * of a chunk it reads the page before as well (one page in 32 twice, the price of not waiting).
 *
 * Before its first page a worker reads a sample of the document (document.h). Pages of the sample that are its own are
 * kept and not read again, and put where the others find them (shared-sample.h). A page of the sample that kills a
 * worker is left out by all: workers write into memory that they share with the parent what they read for the sake of
 * others, so that one bad page costs one page.
 */
#ifndef SPUNTA_EXTRACT_WORKER_H
#define SPUNTA_EXTRACT_WORKER_H

#include "extract/layout.h"
#include "extract/pdf/damage.h"
#include "extract/pdf/sandbox.h"
#include "extract/pdf/shared-sample.h"
#include "extract/source.h"

#define SP_WORK_PAGE_SECONDS 60 /* unless somebody asks for other limits */
#define SP_WORK_MEMORY       (1 << 30)
#define SP_WORK_MOST_PAGES 100000 /* a document that claims more is refused */

struct sp_work {
	const struct sp_source *source;
	const char *password;  /* or NULL */
	const char *ocr;       /* languages for Tesseract ("ita"), or NULL: pages without text stay problems */
	const GArray *pages;   /* int, ascending, or NULL: all */
	int last_range;        /* where the last of their ranges begins: the document must have that page */
	/* A drawing of each page, made by the worker; or NULL */
	void (*draw)(const struct sp_layout *l, FILE *to);
	/* Takes it in the parent, where it is whole (a NUL stands behind it). `bytes` is borrowed. */
	void (*drawn)(struct sp_ctx *ctx, void *to, int page, const char *bytes, size_t n);
	void *drawn_to;
	int jobs;              /* >= 1 */
	unsigned page_seconds; /* the longest a page may take */
	size_t memory;         /* bytes that a worker may take, 0: any */
	enum sp_sandbox sandbox;
};

struct sp_worker_frame {
	int page;    /* 0: the document */
	int n_pages; /* of the document */
	enum sp_exit exit;
	enum sp_status status;
	enum sp_damage damage; /* of the document */
	struct sp_counts counts;
	size_t said, records, drawing; /* bytes that follow: diagnoses, records, what was drawn */
};

enum { SP_WORKERS_MOST = 256 };

/* What outlives a worker that dies. Written by one worker each, or by the parent when that is gone. */
struct sp_worker_trace {
	struct {
		int sample;   /* k + 1: it reads the sample's page k */
		int own;      /* that page's number, where the worker is to write it as well */
		int before;   /* place + 1: it reads the page before that place */
		int unlinked; /* place + 1: the page before that place is not to be read */
	} of[SP_WORKERS_MOST];
	bool leave_out[SP_DOCUMENT_SAMPLES];
	int lost[SP_DOCUMENT_SAMPLES]; /* numbers of sampled pages that killed the worker whose they were: not read again */
	bool asks_tags, leave_tags;    /* the first worker looks for tags; it died of it, and the next one is not to */
	bool exhausted[SP_WORKERS_MOST]; /* it died because its memory ran out */
};

struct sp_worker_place {
	const struct sp_work *work;
	struct sp_worker_trace *trace;
	struct sp_shared_sample *shared; /* NULL where one worker reads all */
	guint index, from;               /* which worker, from which place on */
	int out;                         /* the pipe; whatever else is open is closed */
};

/* The life of a worker, after the fork: reads chunk after chunk, and ends the process. `ctx` is copied. */
G_NORETURN void sp_worker_be(const struct sp_ctx *ctx, const struct sp_worker_place *place);

#endif
