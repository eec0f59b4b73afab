/*
 * sandbox — what a process gives up before it reads a document that nobody vouches for.
 *
 *     sp_sandbox_limit(memory);                       // from here on the kernel says no to more
 *     char *refused = sp_sandbox_enter();             // NULL: in; else what the kernel refuses
 *     sp_sandbox_allow(120);                          // seconds for what comes next
 *     …parse…
 *     sp_sandbox_allow(0);
 *
 * Inside there is no network, no new program or process, no signal to others, no new executable code, no file made or
 * written to. Files can be opened for reading below the folders of fonts, fontconfig and Poppler's data only (Landlock;
 * Linux 5.13); where the kernel has no Landlock, none can be opened, and text in fonts that neither the document nor
 * Poppler brings may be lost. What was open before stays open: the document, the pipe to the parent.
 *
 * A call that is never needed for parsing (another program, a socket) ends the process with SIGSYS, so that the attempt
 * is seen; any other fails with EPERM, as libraries try things that they can do without.
 *
 * There is no way out again. Libraries that load more of themselves late (iconv, time zones) must have done so before;
 * sp_pdf_libraries_load and sp_ocr_new see to it.
 */
#ifndef SPUNTA_EXTRACT_PDF_SANDBOX_H
#define SPUNTA_EXTRACT_PDF_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

enum sp_sandbox {
	SP_SANDBOX_ON,   /* or not at all: without the kernel's help nothing is parsed */
	SP_SANDBOX_AUTO, /* where the kernel refuses it, go on without, and say so */
	SP_SANDBOX_OFF,
};

/*
 * The mode of that name ("on", "auto", "off"); where there is no option, of the environment's SPUNTA_SANDBOX, so that who
 * runs a program for others can pass it on; else on. SP_FAIL after a diagnosis.
 */
enum sp_status sp_sandbox_asked(struct sp_ctx *ctx, const char *option, enum sp_sandbox *mode);

/* NULL when the calling process, of one thread, is inside; else what was refused, to be shown. (transfer full) */
char *sp_sandbox_enter(void);

/* Bytes of memory (address space) at most, 0: any; and no core dumps. */
void sp_sandbox_limit(size_t memory);

/* What comes next may take so many seconds, by the clock or of CPU; SIGALRM or SIGXCPU ends it. 0: it is done. */
void sp_sandbox_allow(unsigned seconds);

/*
 * When the process crashes because memory ran out, *flag (in memory shared with who wants to know) is set first.
 * The signal that it dies of stays the same.
 */
void sp_sandbox_tell_exhaustion(bool *flag);

/* Built with a sanitizer, which wants its say on stderr and all addresses. */
bool sp_sandbox_is_sanitized(void);

#endif
