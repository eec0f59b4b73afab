/*
 * prog — how every program starts, reads its options, and ends.
 *
 *     int main(int argc, char **argv)
 *     {
 *             struct sp_ctx ctx;
 *             const struct sp_prog prog = { "spunta-normalize", "[OPTION…] [FILE]", "one line …", "more help\n" };
 *             GOptionEntry own[] = { … {NULL} };
 *             sp_prog_begin(&ctx, prog.name);
 *             if (sp_prog_options(&ctx, &prog, own, &argc, &argv) == SP_OK)
 *                     …work; operands are argv[1] … argv[argc - 1]…
 *             sp_prog_options_clear(own);
 *             return sp_prog_end(&ctx);
 *     }
 *
 * begin: descriptors 0–2 are open (else /dev/null is put there), SIGPIPE is left at its default so
 * that `| head` ends us quietly. options: the own entries and the shared group (--quiet --verbose
 * --diagnostics --help --version); --help and --version print to stdout and give SP_END. A short option's value may
 * stand by itself or stick to it (-j 2, -j2). Operands live until end. An unknown
 * option is answered with the nearest name; exit status 2. end: stdout is flushed and closed, a full
 * disk or closed descriptor is a diagnosis and status 3; the result is main's return value.
 */
#ifndef SPUNTA_BASE_PROG_H
#define SPUNTA_BASE_PROG_H

#include <glib.h>

#include "base/ctx.h"

struct sp_prog {
	const char *name;     /* "spunta-extract" */
	const char *operands; /* "[FILE]" */
	const char *summary;  /* one sentence */
	const char *details;  /* after the options in --help: exit statuses and so on; or NULL */
};

#define SP_VERSION "0.1.0"

void sp_prog_begin(struct sp_ctx *ctx, const char *name);

/* SP_OK to go on, SP_END when help or version was printed, SP_FAIL after a diagnosis. */
enum sp_status sp_prog_options(struct sp_ctx *ctx, const struct sp_prog *prog, const GOptionEntry *own, int *argc,
                               char ***argv);

/* Frees the texts and the lists of texts that options were given. */
void sp_prog_options_clear(const GOptionEntry *own);

/* The name of a list (closed by NULL) that a mistyped one was meant to be; NULL when none is near. */
const char *sp_prog_nearest(const char *wrong, const char *const *names);

/* The operand of a filter with at most one: NULL when none is given, SP_FAIL when there are more. */
enum sp_status sp_prog_operand(struct sp_ctx *ctx, int argc, char **argv, const char **operand);

/* A program that is installed beside this one: "/usr/bin/spunta-extract". (transfer full) */
char *sp_prog_beside(const char *name);

/* True when standard output took all that was written so far; reports the failure once. Call it in
 * long loops, to stop early on a full disk. */
bool sp_prog_written(struct sp_ctx *ctx);

/* The exit status. Nothing may be written to stdout afterwards. */
int sp_prog_end(struct sp_ctx *ctx);

/* May colour and progress be shown on this descriptor? A terminal, no NO_COLOR, TERM not dumb. */
bool sp_prog_fancy(int fd);

#endif
