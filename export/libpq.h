/*
 * libpq — PostgreSQL's client library, loaded when it is needed.
 *
 * It brings some twenty other libraries (TLS, Kerberos, LDAP): loaded with the program they would make every export
 * to anything slower to start. So only its header is compiled against, and the calls are looked up:
 *
 *     const struct sp_libpq *pq = sp_libpq_load(ctx);       // NULL after a diagnosis
 *     PGconn *conn = pq->PQconnectdbParams(…);
 *
 * To be included only where SPUNTA_POSTGRES is defined: the build found libpq-fe.h.
 */
#ifndef SPUNTA_EXPORT_LIBPQ_H
#define SPUNTA_EXPORT_LIBPQ_H

#ifdef SPUNTA_POSTGRES

#include <libpq-fe.h>

#include "base/ctx.h"

#define SP_LIBPQ_CALLS(X)                                                                                              \
	X(PQconninfoParse)                                                                                             \
	X(PQconninfoFree)                                                                                              \
	X(PQconnectdbParams)                                                                                           \
	X(PQstatus)                                                                                                    \
	X(PQdb)                                                                                                        \
	X(PQerrorMessage)                                                                                              \
	X(PQsetNoticeProcessor)                                                                                        \
	X(PQfinish)                                                                                                    \
	X(PQexec)                                                                                                      \
	X(PQexecParams)                                                                                                \
	X(PQresultStatus)                                                                                              \
	X(PQresultErrorField)                                                                                          \
	X(PQgetisnull)                                                                                                 \
	X(PQgetvalue)                                                                                                  \
	X(PQclear)                                                                                                     \
	X(PQputCopyData)                                                                                               \
	X(PQputCopyEnd)                                                                                                \
	X(PQgetResult)                                                                                                 \
	X(PQfreemem)

struct sp_libpq {
#define X(call) __typeof__(call) *call;
	SP_LIBPQ_CALLS(X)
#undef X
};

/* (transfer full, g_free); the library itself stays loaded. NULL after a diagnosis. */
struct sp_libpq *sp_libpq_load(struct sp_ctx *ctx);

#endif
#endif
