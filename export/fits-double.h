/*
 * fits-double — which numbers a binary double gives back digit for digit.
 *
 * Databases and sheets hold numbers as doubles: up to 15 significant digits come back as they were. What has
 * more stands in full in the row's `extra`, so that nothing is lost.
 */
#ifndef SPUNTA_EXPORT_FITS_DOUBLE_H
#define SPUNTA_EXPORT_FITS_DOUBLE_H

#include "export/rows.h"

#define SP_DOUBLE_DIGITS 15

bool sp_fits_double(const char *digits);

/* `extra` with the row's longer numbers added under their columns' names; NULL when there are none. (transfer full) */
char *sp_fits_double_extra(const struct sp_row *row);

#endif
