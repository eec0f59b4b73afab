/*
 * catalogue — po/it.po as a program has it: made while spunta is built (tools/catalogue), sorted by the bytes of the
 * English. language.h is how it is asked.
 */
#ifndef SPUNTA_BASE_CATALOGUE_H
#define SPUNTA_BASE_CATALOGUE_H

#include <stddef.h>

struct sp_saying {
	const char *english, *said, *italian; /* `said`: the English without the word that tells it from its like */
};

extern const struct sp_saying sp_catalogue[];
extern const size_t sp_catalogue_size;

#endif
