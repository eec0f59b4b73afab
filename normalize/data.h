/*
 * data — the files that the programs of this room carry (base/resource.h).
 */
#ifndef SPUNTA_NORMALIZE_DATA_H
#define SPUNTA_NORMALIZE_DATA_H

#include "base/resource.h"

extern const struct sp_resource normalize_data[];

#endif
