/*
 * folder — several files that appear together, or not at all.
 *
 *     struct sp_folder *d = sp_folder_open(ctx, "out", SP_FOLDER_PLAIN);  // made if it is not there
 *     sp_folder_put(d, "projects.csv", text, n);              // appends to the same file at each call
 *     sp_folder_replace(d, "objectives.csv");                 // goes, if this run does not write it
 *     sp_folder_close(d, complete);
 *
 * Files are written beside their targets. At a complete end all are first brought to the disk, and then
 * renamed one after the other; if one cannot be brought there, none is renamed. Otherwise they are
 * removed, and so is the folder if it was made here: what was there before stays as it was.
 */
#ifndef SPUNTA_EXPORT_FOLDER_H
#define SPUNTA_EXPORT_FOLDER_H

#include "base/file.h"

struct sp_folder;

/* Are the files' hashes kept? That takes as long as writing them. */
enum sp_folder_kind { SP_FOLDER_PLAIN, SP_FOLDER_HASHED };

/* NULL after a diagnosis */
struct sp_folder *sp_folder_open(struct sp_ctx *ctx, const char *path, enum sp_folder_kind kind);
/* What was put into a file so far: its bytes, and their SHA-256 in hexadecimal (of a hashed folder; borrowed until
 * close; nothing may be put into the file after asking). */
int64_t sp_folder_size(const struct sp_folder *d, const char *name);
const char *sp_folder_sha256(const struct sp_folder *d, const char *name);
bool sp_folder_has(const struct sp_folder *d, const char *name);
void sp_folder_replace(struct sp_folder *d, const char *name);
enum sp_status sp_folder_put(struct sp_folder *d, const char *name, const char *text, size_t n);
enum sp_status sp_folder_close(struct sp_folder *d, bool complete);

#endif
