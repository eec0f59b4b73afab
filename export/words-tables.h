/*
 * words-tables — what schemas/records.json says people call types, kinds of documents and fields.
 *
 * Made while spunta is built (schemas/derive.c); words.h is how they are asked for. Each ends with a key of NULL.
 */
#ifndef SPUNTA_EXPORT_WORDS_TABLES_H
#define SPUNTA_EXPORT_WORDS_TABLES_H

#include "export/model.h"

struct sp_type_words {
	const char *type, *one[SP_LANG_COUNT], *many[SP_LANG_COUNT];
};

struct sp_key_words {
	const char *key, *name[SP_LANG_COUNT];
};

extern const struct sp_type_words sp_type_words[];
extern const struct sp_key_words sp_kind_words[], sp_field_words[];

#endif
