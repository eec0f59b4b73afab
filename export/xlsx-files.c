/* The checked variants of <stdio.h> would stand in the way of functions with these names. */
#undef _FORTIFY_SOURCE

#include "export/xlsx-files.h"

#include <errno.h>

static int failed;

void sp_xlsx_files_watch(void)
{
	failed = 0;
}

int sp_xlsx_files_error(void)
{
	return failed;
}

static void remember(int why)
{
	if (failed == 0)
		failed = why != 0 ? why : EIO;
}

/* POSIX.1-2017, rewind(): fseek() to the start, and the error indicator is cleared. */
void rewind(FILE *file)
{
	errno = 0;
	if (fflush(file) != 0 || ferror(file))
		remember(errno);
	fseek(file, 0, SEEK_SET);
	clearerr(file);
}

size_t fread(void *to, size_t size, size_t n, FILE *file)
{
	errno = 0;
	flockfile(file);
	size_t got = (fread_unlocked)(to, size, n, file);
	if (got < n && ferror_unlocked(file))
		remember(errno);
	funlockfile(file);
	return got;
}
