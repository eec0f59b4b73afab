/*
 * replay — a target's main where there is no libFuzzer: calls it once with each file named.
 * The name is printed before the file is tried, so that the last one is the one that failed.
 */
#include "fuzz/fuzz.h"

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char *data;
		gsize size;
		GError *error = NULL;
		printf("# %s\n", argv[i]);
		fflush(stdout);
		if (!g_file_get_contents(argv[i], &data, &size, &error)) {
			fprintf(stderr, "replay: %s\n", error->message);
			return 2;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)data, size);
		g_free(data);
	}
	return 0;
}
