/*
 * child — a process that reads a document nobody vouches for, and the pipe by which it answers.
 *
 *     pipe(ends); pid = fork();
 *     in the child:    sp_child_close_all_but(ends[1], document, nowhere); … sp_child_write(ends[1], &head, sizeof
 * head); in the parent:   sp_child_read(ends[0], &head, sizeof head, 60000); … status = sp_child_wait(pid, true);
 *
 * The child has a clock of its own (sandbox.h); the parent's patience is for one that has stopped it.
 */
#ifndef SPUNTA_EXTRACT_PDF_CHILD_H
#define SPUNTA_EXTRACT_PDF_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* All n bytes; false when the other side is gone, or silent for longer than that. */
bool sp_child_write(int fd, const void *data, size_t n);
bool sp_child_read(int fd, void *data, size_t n, int patience_ms);

/*
 * Nothing that the parent or whoever started it has open is left to a child but its pipe and the document. Its own
 * words go nowhere: only a compiler's sanitizer may speak.
 */
void sp_child_close_all_but(int pipe, int document, int nowhere);

/* Ends a child; its status. One that has finished may take its time to clean up; any other is not asked. */
int sp_child_wait(pid_t pid, bool finished);

/* What a child of that status died of, for people. */
const char *sp_child_cause(int status);

#endif
