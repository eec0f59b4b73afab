/* p7m — a signed envelope: its content, or a reason. */
#include "extract/p7m.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_ctx ctx;
	fuzz_begin(&ctx);
	GBytes *envelope = g_bytes_new(data, size);
	sp_p7m_is(envelope);
	GBytes *content = sp_p7m_content(&ctx, envelope);
	g_assert_true(content || ctx.exit != SP_EXIT_OK);
	if (content)
		g_bytes_unref(content);
	g_bytes_unref(envelope);
	fuzz_end(&ctx);
	return 0;
}
