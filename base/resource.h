/*
 * resource — data files built into the programs: profiles, rules, schemas, tables.
 *
 * The Makefile says which files a room's programs carry (data_<room>); tools/bundle makes an array of
 * them, so that a program works from anywhere and cannot meet data of another version. A file's name is
 * its path in the source tree; names of one folder stand in alphabetical order.
 *
 *     extern const struct sp_resource verify_data[];            // ends with a name of NULL
 *     const char *text = sp_resource(verify_data, "verify/rules/shares.rules");
 */
#ifndef SPUNTA_BASE_RESOURCE_H
#define SPUNTA_BASE_RESOURCE_H

struct sp_resource {
	const char *name, *text;
};

/* Text of the file of that name; aborts when the room does not carry it: our own mistake. */
const char *sp_resource(const struct sp_resource *room, const char *name);

#endif
