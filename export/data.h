/*
 * data — the files that the programs of this room carry (base/resource.h).
 */
#ifndef SPUNTA_EXPORT_DATA_H
#define SPUNTA_EXPORT_DATA_H

#include "base/resource.h"

extern const struct sp_resource export_data[];

#endif
