#include "base/resource.h"

GBytes *sp_resource(GResource *bundle, const char *path)
{
	GError *error = NULL;
	GBytes *bytes = g_resource_lookup_data(bundle, path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
	if (!bytes)
		g_error("built without %s: %s", path, error->message);
	return bytes;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **sp_resource_list(GResource *bundle, const char *path)
{
	char **names = g_resource_enumerate_children(bundle, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	if (!names)
		names = g_new0(char *, 1);
	qsort(names, g_strv_length(names), sizeof *names, by_name);
	return names;
}
