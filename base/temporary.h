/*
 * temporary — files and folders that go when a signal ends the program.
 *
 * What is written beside its target must not stay when somebody presses Ctrl-C. From the moment it is made until it is
 * kept, SIGINT, SIGTERM, SIGHUP, SIGPIPE and SIGXCPU remove it before they end the program, as they would have done
 * without us (nothing helps against SIGKILL). A signal that is ignored (nohup) or that the program handles itself stays
 * so. A child that was forked removes nothing of its parent's.
 *
 *     char name[] = "out/records.csv.XXXXXX";
 *     int fd = sp_temporary_file(name);          // as mkstemp: −1 and errno
 *     …rename(name, "out/records.csv")…
 *     sp_temporary_keep(name);                   // renamed or removed: no longer ours
 *
 * A signal needs to find the names, so this is the one module of base with state of its own.
 */
#ifndef SPUNTA_BASE_TEMPORARY_H
#define SPUNTA_BASE_TEMPORARY_H

/* The file's name is put into the template, which ends in XXXXXX. */
int sp_temporary_file(char *template);
/* As mkdir: −1 and errno. By a signal it is removed if it is empty by then. */
int sp_temporary_folder(const char *path);

void sp_temporary_keep(const char *path);

/* Removes them all now, for a program that ends at once: safe in a signal handler, allocates nothing. */
void sp_temporary_remove(void);

/* In between, signals wait: for renames that belong together, for libraries that make temporary files. */
void sp_temporary_hold(void);
void sp_temporary_release(void);

#endif
