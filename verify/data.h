/*
 * data — the files that the programs of this room carry (base/resource.h).
 */
#ifndef SPUNTA_VERIFY_DATA_H
#define SPUNTA_VERIFY_DATA_H

#include "base/resource.h"

extern const struct sp_resource verify_data[];

#endif
