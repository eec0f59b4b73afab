#include "base/resource.h"

#include <glib.h>

const char *sp_resource(const struct sp_resource *room, const char *name)
{
	for (const struct sp_resource *r = room; r->name; r++)
		if (strcmp(r->name, name) == 0)
			return r->text;
	g_error("built without %s", name);
}
