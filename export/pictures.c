/*
 * The requests stand in a file without name that becomes spunta-snapshot's standard input, so that neither side
 * ever waits for the other to read. What it says goes to our standard error as it is.
 */
#include "export/pictures.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prog.h"

struct sp_pictures {
	struct sp_ctx *ctx;
	pid_t program;
	FILE *from;
	char *text; /* the line that is shown, and the room for it */
	size_t room;
	struct sp_json *line;
	bool cut; /* it ended before it had answered */
};

/* --- requests ------------------------------------------------------------------------------------------------ */

bool sp_pictures_wanted(const struct sp_json *finding)
{
	const struct sp_json *source = sp_json_get(finding, "source");
	return sp_json_digits(sp_json_get(source, "page")) && sp_json_count(sp_json_get(source, "bbox")) == 4;
}

static bool same_page(const struct sp_json *a, const struct sp_json *b)
{
	return g_strcmp0(sp_json_digits(sp_json_get(a, "page")), sp_json_digits(sp_json_get(b, "page"))) == 0;
}

/* The finding's own frame first, then those of its inputs on the same page, each once. */
void sp_pictures_ask(GString *places, const struct sp_json *finding)
{
	if (!sp_pictures_wanted(finding))
		return;
	const struct sp_json *source = sp_json_get(finding, "source");
	GPtrArray *frames = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(frames, sp_json_text(sp_json_get(source, "bbox")));
	for (const struct sp_json *i = sp_json_first(sp_json_get(finding, "inputs")); i; i = sp_json_next(i)) {
		const struct sp_json *from = sp_json_get(i, "source"), *box = sp_json_get(from, "bbox");
		char *frame = sp_json_count(box) == 4 && same_page(from, source) ? sp_json_text(box) : NULL;
		if (frame && !g_ptr_array_find_with_equal_func(frames, frame, g_str_equal, NULL))
			g_ptr_array_add(frames, frame);
		else
			g_free(frame);
	}
	g_ptr_array_add(frames, NULL);
	char *all = g_strjoinv(",", (char **)frames->pdata);
	g_string_append_printf(places, "{\"page\":%s,\"frames\":[%s]}\n", sp_json_digits(sp_json_get(source, "page")),
			       all);
	g_free(all);
	g_ptr_array_free(frames, TRUE);
}

/* --- the program --------------------------------------------------------------------------------------------- */

static enum sp_status check_document(struct sp_ctx *ctx, const char *pdf, const char *sha256)
{
	GError *error = NULL;
	GMappedFile *file = g_mapped_file_new(pdf, FALSE, &error);
	if (!file) {
		sp_report(ctx, SP_D_OPEN, "cannot open %s: %s", pdf, error->message);
		g_error_free(error);
		return SP_FAIL;
	}
	GBytes *bytes = g_mapped_file_get_bytes(file);
	char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	enum sp_status s = g_strcmp0(sum, sha256) == 0
			       ? SP_OK
			       : sp_report(ctx, SP_D_ARGUMENT,
					   "--pdf=%s is not the document that was read: its SHA-256 is %s", pdf, sum);
	g_free(sum);
	g_bytes_unref(bytes);
	g_mapped_file_unref(file);
	return s;
}

/* A descriptor from which the text is read; -1 after a diagnosis. */
static int as_input(struct sp_ctx *ctx, const char *text)
{
	int fd = memfd_create("places", MFD_CLOEXEC);
	FILE *to = fd < 0 ? NULL : fdopen(dup(fd), "w");
	if (to && fputs(text, to) >= 0 && fclose(to) == 0 && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	sp_report(ctx, SP_D_INTERNAL, "cannot hold the places of the pictures: %s", g_strerror(errno));
	return -1;
}

/* In the child: becomes the program. */
static G_NORETURN void become(struct sp_ctx *ctx, char *const *argv, int in, int out)
{
	if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0)
		execv(argv[0], argv);
	sp_report(ctx, SP_D_INTERNAL, "cannot run %s: %s", argv[0], g_strerror(errno));
	_exit(SP_EXIT_RESOURCE);
}

/* Its exit status as wait gives it. */
static int wait_for(const struct sp_pictures *p)
{
	int status = 0;
	while (waitpid(p->program, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

static bool start(struct sp_pictures *p, const char *pdf, const char *password, int in)
{
	char *program = sp_prog_beside("spunta-snapshot"), *argv[6] = { program };
	size_t n = 1;
	if (password) {
		argv[n++] = (char *)"--password";
		argv[n++] = (char *)password;
	}
	argv[n++] = (char *)"--";
	argv[n++] = (char *)pdf;
	int ends[2] = { -1, -1 };
	bool piped = pipe2(ends, O_CLOEXEC) == 0;
	p->program = piped ? fork() : -1;
	if (p->program == 0)
		become(p->ctx, argv, in, ends[1]);
	bool ours = piped && close(ends[1]) == 0; /* else we would wait for an end that we hold ourselves */
	p->from = p->program > 0 && ours ? fdopen(ends[0], "r") : NULL;
	if (!p->from)
		sp_report(p->ctx, SP_D_INTERNAL, "cannot start %s: %s", program, g_strerror(errno));
	if (piped && !p->from)
		close(ends[0]);
	if (p->program > 0 && !p->from)
		wait_for(p);
	g_free(program);
	return p->from;
}

struct sp_pictures *sp_pictures_open(struct sp_ctx *ctx, const char *pdf, const char *password, const char *sha256,
				     const char *places)
{
	int in = check_document(ctx, pdf, sha256) == SP_OK ? as_input(ctx, places) : -1;
	if (in < 0)
		return NULL;
	struct sp_pictures *p = g_new0(struct sp_pictures, 1);
	p->ctx = ctx;
	bool started = start(p, pdf, password, in);
	close(in);
	if (started)
		return p;
	g_free(p);
	return NULL;
}

enum sp_status sp_pictures_next(struct sp_pictures *p, struct sp_shot *out)
{
	ssize_t n = getline(&p->text, &p->room, p->from);
	sp_json_free(p->line);
	p->line = n > 0 ? sp_json_parse(p->ctx, p->text, (size_t)n) : NULL;
	p->cut = !p->line;
	if (p->cut)
		return SP_FAIL;
	const struct sp_json *l = p->line;
	*out = (struct sp_shot){ sp_json_str(sp_json_get(l, "png")), sp_json_digits(sp_json_get(l, "width")),
				 sp_json_digits(sp_json_get(l, "height")), sp_json_digits(sp_json_get(l, "at")) };
	return SP_OK;
}

enum sp_status sp_pictures_close(struct sp_pictures *p)
{
	if (!p)
		return SP_OK;
	fclose(p->from);
	int status = wait_for(p);
	bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0 && !p->cut;
	if (!well)
		sp_report(p->ctx,
			  WIFEXITED(status) && WEXITSTATUS(status) == SP_EXIT_INPUT ? SP_D_DOCUMENT : SP_D_INTERNAL,
			  "there are not all pictures: spunta-snapshot stopped");
	sp_json_free(p->line);
	free(p->text);
	g_free(p);
	return well ? SP_OK : SP_FAIL;
}
