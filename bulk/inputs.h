/*
 * inputs — the files that an archive is made of.
 *
 *     struct sp_inputs *in = sp_inputs_new(ctx, false);         // true: .txt of folders as well
 *     sp_inputs_leave_out(in, "OUT");               // our own folder, should it stand within the archive
 *     sp_inputs_add(in, "archive");                 // a folder is walked; a file is taken whatever it is called
 *     sp_inputs_add_list(in, "list.txt", '\n');     // one name a line; "-" is standard input
 *     sp_inputs_add_manifest(in, manifest);         // borrowed until free: files, names, what they must be (manifest.h)
 *     sp_inputs_identify(in, known, ledger);        // sorts, drops what was named twice, computes SHA-256
 *
 * In folders those files are taken that end in .pdf or .pdf.p7m (or .txt), in capitals or not. Links to files are
 * followed, links to folders only where they are named; a link that leads nowhere is a warning. Names are bytes: blanks,
 * line ends, leading dashes and what is no UTF-8 are as good as any others.
 *
 * What cannot be read, or is not what a manifest says it is, is reported and left out; the rest is not held up by it.
 */
#ifndef SPUNTA_BULK_INPUTS_H
#define SPUNTA_BULK_INPUTS_H

#include <glib.h>

#include "base/ctx.h"
#include "bulk/manifest.h"

#define SP_SHA256 65 /* hexadecimal, with its NUL */

/* When two of these are the same, so is the file (as make, git and rsync have it). */
struct sp_stamp {
	int64_t bytes, modified_ns, changed_ns;
};

struct sp_input {
	char *path; /* as named, or the folder's name and its own */
	struct sp_stamp stamp;
	char sha256[SP_SHA256];
	/* What a manifest says of it */
	bool stated;
	char *name, *body; /* or NULL */
	int year;          /* 0: not said */
};

void sp_input_free(struct sp_input *i);

struct sp_inputs;

/* The SHA-256 that a file of this stamp had, or NULL. (borrowed) */
typedef const char *(*sp_known_fn)(void *to, const char *path, const struct sp_stamp *stamp);

struct sp_inputs *sp_inputs_new(struct sp_ctx *ctx, bool texts);
void sp_inputs_free(struct sp_inputs *in); /* NULL is allowed */
void sp_inputs_leave_out(struct sp_inputs *in, const char *folder);
void sp_inputs_add(struct sp_inputs *in, const char *path);
void sp_inputs_add_list(struct sp_inputs *in, const char *list, char separator);
void sp_inputs_add_manifest(struct sp_inputs *in, const struct sp_manifest *m);
void sp_inputs_identify(struct sp_inputs *in, sp_known_fn known, void *to);

/* After identify: by path, each path once. Borrowed. */
size_t sp_inputs_count(const struct sp_inputs *in);
const struct sp_input *sp_inputs_at(const struct sp_inputs *in, size_t i);

#endif
