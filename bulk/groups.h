/*
 * groups — the records of an archive by body and year, for exports that are parted.
 *
 *     enum { … } by = SP_BY_BODY | SP_BY_YEAR;
 *     GPtrArray *groups = sp_groups_new(store, ledger, by);       // struct sp_group *, by name (transfer full)
 *     … group->name "comune-di-roccaspina/2024" … group->records …
 *     g_ptr_array_unref(groups);
 *
 * Body and year are those that a manifest says, else those that were read: the first year of the document's period. Names
 * are small letters, digits and "-", so that they can stand in a path; "unknown" where nothing is known. Bodies that
 * are called the same but for capitals, accents and signs are one.
 */
#ifndef SPUNTA_BULK_GROUPS_H
#define SPUNTA_BULK_GROUPS_H

#include "bulk/ledger.h"

enum { SP_BY_BODY = 1, SP_BY_YEAR = 2 };

struct sp_group {
	char *name;
	GPtrArray *records; /* char *: paths, in the order of their SHA-256 */
};

/* What "body", "year", "body,year" or "year,body" ask for; 0 when it is none of them. */
unsigned sp_groups_parse(const char *by);

GPtrArray *sp_groups_new(const struct sp_store *store, const struct sp_ledger *ledger, unsigned by);

#endif
