/*
 * Functions that this project does not use, each with what to use instead (after git's banned.h).
 * Included by the compiler's command line in every file of ours; system headers come first so that
 * their declarations stay legal.
 */
#ifndef SPUNTA_BASE_BANNED_H
#define SPUNTA_BASE_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <glib.h>

/* A library whose own header uses such a function in a macro; a room's .mk names it for the file that includes it. */
#ifdef SP_BANNED_AFTER
#include SP_BANNED_AFTER
#endif

#undef g_print
#undef g_printerr
#pragma GCC poison strcpy strcat strncpy strncat /* g_strlcpy, GString */
#pragma GCC poison sprintf vsprintf              /* g_snprintf, g_strdup_printf */
#pragma GCC poison strtok                        /* g_strsplit */
#pragma GCC poison atoi atol atof strtod         /* g_ascii_string_to_signed, sp_dec */
#pragma GCC poison localtime gmtime asctime      /* no clock in output */
#pragma GCC poison setlocale                     /* output does not depend on the locale */
#pragma GCC poison g_print g_printerr            /* stdio: these re-encode for the locale */

#endif
