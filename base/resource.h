/*
 * resource — data files built into the programs: profiles, rules, schemas, tables.
 *
 * A room's data is bundled by glib-compile-resources from <room>/<room>.gresource.xml under
 * /spunta/<room>/…, so that a program works from anywhere and cannot meet data of another version.
 *
 *     GBytes *text = sp_resource(verify_get_resource(), "/spunta/verify/rules/shares.rules");
 */
#ifndef SPUNTA_BASE_RESOURCE_H
#define SPUNTA_BASE_RESOURCE_H

#include <gio/gio.h>

/* Borrowed bytes wrapped (transfer full, g_bytes_unref); aborts when the name is not bundled: our own mistake. */
GBytes *sp_resource(GResource *bundle, const char *path);

/* Names below `path` (ending in "/"), sorted, NULL-terminated (transfer full, g_strfreev). */
char **sp_resource_list(GResource *bundle, const char *path);

#endif
