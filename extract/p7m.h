/*
 * p7m — the document inside a signed envelope (CAdES: CMS or PKCS#7, as notice boards publish it).
 *
 *     if (sp_p7m_is(bytes))
 *             inner = sp_p7m_content(ctx, bytes);     // NULL after a diagnosis
 *
 * Envelopes come in DER or BER (indefinite lengths, octet strings in pieces), in PEM, in bare base64,
 * and in one another: a document signed twice is unwrapped twice, SP_P7M_DEPTH times at most. Nothing
 * is verified: who signed, and whether the signature holds, is not judged here.
 */
#ifndef SPUNTA_EXTRACT_P7M_H
#define SPUNTA_EXTRACT_P7M_H

#include <stdbool.h>

#include <glib.h>

#include "base/ctx.h"

#define SP_P7M_DEPTH 5

/* Does it begin like an envelope? Looks at the first bytes only. */
bool sp_p7m_is(GBytes *bytes);

/* What was signed, out of all its envelopes. NULL after a diagnosis: damaged, without its content (a
 * detached signature), encrypted, wrapped too often. (transfer full) */
GBytes *sp_p7m_content(struct sp_ctx *ctx, GBytes *envelope);

#endif
