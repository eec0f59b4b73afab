#include "export/xlsx-readback.h"

#include <glib/gstdio.h>
#include <zlib.h>

#include "tests/unit/unit.h"

static void append_little(GByteArray *to, unsigned long v, guint n)
{
	for (; n-- > 0; v >>= 8) {
		guint8 byte = v & 0xff;
		g_byte_array_append(to, &byte, 1);
	}
}

/* A part as a ZIP archive has it, of the first `n` bytes of its text. */
static void append_part(GByteArray *to, const char *name, const char *text, size_t n)
{
	Bytef packed[1024];
	z_stream z = {
		.next_in = (Bytef *)(guintptr)text, .avail_in = (uInt)n, .next_out = packed, .avail_out = sizeof(packed)
	};
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	append_little(to, 0x04034b50, 4);
	append_little(to, 20, 4);
	append_little(to, Z_DEFLATED, 2);
	append_little(to, 0, 8);
	append_little(to, z.total_out, 4);
	append_little(to, n, 4);
	append_little(to, strlen(name), 2);
	append_little(to, 0, 2);
	g_byte_array_append(to, (const guint8 *)name, (guint)strlen(name));
	g_byte_array_append(to, packed, (guint)z.total_out);
	deflateEnd(&z);
}

static const char styles[] = "<styleSheet/>";
static const char sheet[] = "<worksheet><sheetData><row><c/><c/></row><row><c/></row></sheetData></worksheet>";

struct book {
	size_t of_sheet; /* bytes of it that are there */
	guint cut;       /* bytes that the file lacks */
	bool without;    /* the sheet */
};

static void check(struct book book, struct sp_xlsx_sheet put, const char *said)
{
	char *path = NULL;
	int fd = g_file_open_tmp("spunta-XXXXXX", &path, NULL);
	assert_true(fd >= 0);
	GByteArray *bytes = g_byte_array_new();
	append_part(bytes, "xl/styles.xml", styles, strlen(styles));
	if (!book.without)
		append_part(bytes, "xl/worksheets/sheet1.xml", sheet, book.of_sheet);
	append_little(bytes, 0x02014b50, 4);
	assert_true(g_file_set_contents(path, (const char *)bytes->data, (gssize)(bytes->len - book.cut), NULL));

	struct voice v;
	voice_init(&v);
	assert_int_equal(sp_xlsx_read_back(&v.ctx, path, &put, 1), said ? SP_FAIL : SP_OK);
	if (said)
		assert_said(&v, said);
	else
		assert_silent(&v);
	voice_clear(&v);
	g_byte_array_unref(bytes);
	g_unlink(path);
	g_free(path);
	close(fd);
}

static void what_is_not_there_is_told(void **state)
{
	(void)state;
	const struct book whole = { .of_sheet = strlen(sheet) };
	const struct sp_xlsx_sheet put = { "Totali", 2, 3 };
	check(whole, put, NULL);
	check(whole, (struct sp_xlsx_sheet){ "Totali", 3, 4 },
	      "the workbook is not whole: 2 of 3 rows of the sheet \"Totali\"");
	check(whole, (struct sp_xlsx_sheet){ "Totali", 2, 4 }, "the workbook is not whole");
	check((struct book){ .of_sheet = strlen(sheet) - 20 }, put, "not whole at its part xl/worksheets/sheet1.xml");
	check((struct book){ .of_sheet = strlen(sheet), .cut = 10 }, put,
	      "not whole at its part xl/worksheets/sheet1.xml");
	check((struct book){ .of_sheet = strlen(sheet), .cut = 4 }, put, "not whole at its part without a name");
	check((struct book){ .without = true }, put, "0 of 1 sheets");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_there_is_told),
	};
	return RUN(tests);
}
