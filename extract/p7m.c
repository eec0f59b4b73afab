/*
 * OpenSSL's CMS parser does the work, BER included. It is strict about the signers, whom we do not
 * need: an envelope that it refuses is tried as PKCS#7, whose parser keeps what it does not know. Text
 * forms (PEM and bare base64) are brought to binary first, so that there is one way from there.
 */
#include "extract/p7m.h"

#include <limits.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pkcs7.h>

#include "base/text.h"

/* 1.2.840.113549.1.7 in DER, the arc of the CMS content types; one more byte says which of them. */
static const guint8 content_type[] = { 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07 };

enum {
	SNIFF = 4096,       /* letters of base64 that are enough to see what they hold */
	LARGEST_HEADER = 6, /* of a SEQUENCE: tag, length of the length, four bytes of length */
};

/* --- forms ---------------------------------------------------------------------------------------- */

/* SEQUENCE { OBJECT IDENTIFIER of a content type, …}: RFC 5652 §3 */
static bool is_binary(const guint8 *data, size_t n)
{
	if (n < LARGEST_HEADER + sizeof content_type || data[0] != 0x30)
		return false;
	size_t header = data[1] <= 0x80 ? 2 : 2 + (size_t)(data[1] & 0x7F);
	return header <= LARGEST_HEADER && memcmp(data + header, content_type, sizeof content_type) == 0;
}

static bool is_base64(char c)
{
	return g_ascii_isalnum(c) || c == '+' || c == '/' || c == '=' || g_ascii_isspace(c);
}

/* A text form without its -----BEGIN …----- and what follows the letters; empty when it is none. */
static struct sp_str base64_of(const char *text, size_t n)
{
	static const char begin[] = "-----BEGIN ";
	struct sp_str letters = { text, n };
	while (letters.n > 0 && g_ascii_isspace(*letters.s))
		letters.s++, letters.n--;
	if (letters.n > sizeof begin && memcmp(letters.s, begin, sizeof begin - 1) == 0) {
		const char *end_of_line = memchr(letters.s, '\n', letters.n);
		letters.n -= end_of_line ? (size_t)(end_of_line - letters.s) : letters.n;
		letters.s = end_of_line;
	}
	size_t used = 0;
	while (used < letters.n && is_base64(letters.s[used]))
		used++;
	letters.n = used;
	return letters;
}

/* The envelope in binary, of a text form only what its first `most` letters give; NULL when it is no
 * envelope. (transfer full) */
static GBytes *binary_of(GBytes *bytes, size_t most)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(bytes, &n);
	if (is_binary(data, n))
		return g_bytes_ref(bytes);
	struct sp_str letters = base64_of((const char *)data, MIN(n, most));
	if (letters.n == 0)
		return NULL;
	guint8 *decoded = g_malloc(letters.n / 4 * 3 + 3);
	gint state = 0;
	guint save = 0;
	gsize length = g_base64_decode_step(letters.s, letters.n, decoded, &state, &save);
	GBytes *binary = g_bytes_new_take(decoded, length);
	if (is_binary(decoded, length))
		return binary;
	g_bytes_unref(binary);
	return NULL;
}

bool sp_p7m_is(GBytes *bytes)
{
	GBytes *binary = binary_of(bytes, SNIFF);
	if (binary)
		g_bytes_unref(binary);
	return binary != NULL;
}

/* --- what is inside --------------------------------------------------------------------------------- */

enum opened { CONTENT, DETACHED, ENCRYPTED, OTHER, DAMAGED };

static enum opened take(const ASN1_OCTET_STRING *octets, GBytes **content)
{
	if (!octets)
		return DETACHED;
	*content = g_bytes_new(ASN1_STRING_get0_data(octets), (gsize)ASN1_STRING_length(octets));
	return CONTENT;
}

static enum opened open_cms(const guint8 *data, size_t n, GBytes **content)
{
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &data, (long)n);
	if (!cms)
		return DAMAGED;
	enum opened result = OTHER;
	int type = OBJ_obj2nid(CMS_get0_type(cms));
	if (type == NID_pkcs7_signed) {
		ASN1_OCTET_STRING **octets = CMS_get0_content(cms);
		result = take(octets ? *octets : NULL, content);
	} else if (type == NID_pkcs7_enveloped || type == NID_pkcs7_encrypted) {
		result = ENCRYPTED;
	}
	CMS_ContentInfo_free(cms);
	return result;
}

static enum opened open_pkcs7(const guint8 *data, size_t n, GBytes **content)
{
	PKCS7 *envelope = d2i_PKCS7(NULL, &data, (long)n);
	if (!envelope)
		return DAMAGED;
	enum opened result = OTHER;
	if (PKCS7_type_is_signed(envelope) && envelope->d.sign) {
		PKCS7 *inner = envelope->d.sign->contents;
		result = take(inner && PKCS7_type_is_data(inner) ? inner->d.data : NULL, content);
	} else if (PKCS7_type_is_enveloped(envelope) || PKCS7_type_is_signedAndEnveloped(envelope)) {
		result = ENCRYPTED;
	}
	PKCS7_free(envelope);
	return result;
}

/* NULL after a diagnosis. (transfer full) */
static GBytes *open_one(struct sp_ctx *ctx, GBytes *binary)
{
	gsize n;
	const guint8 *data = g_bytes_get_data(binary, &n);
	GBytes *content = NULL;
	enum opened result = open_cms(data, n, &content);
	if (result == DAMAGED)
		result = open_pkcs7(data, n, &content);
	ERR_clear_error();
	switch (result) {
	case CONTENT:
		break;
	case DETACHED:
		sp_report(ctx, SP_D_DOCUMENT, "a signature without its document (detached); give the document itself");
		break;
	case ENCRYPTED:
		sp_report(ctx, SP_D_DOCUMENT, "an encrypted envelope; its addressee must decrypt it first");
		break;
	case OTHER:
		sp_report(ctx, SP_D_DOCUMENT, "a CMS envelope that holds no signed document");
		break;
	case DAMAGED:
		sp_report(ctx, SP_D_DOCUMENT, "a damaged signed envelope (.p7m); get the file again");
		break;
	}
	return content;
}

GBytes *sp_p7m_content(struct sp_ctx *ctx, GBytes *envelope)
{
	GBytes *document = g_bytes_ref(envelope);
	for (int depth = 0; document; depth++) {
		GBytes *binary = binary_of(document, SIZE_MAX);
		if (!binary && depth > 0)
			return document;
		g_bytes_unref(document);
		document = NULL;
		if (!binary)
			sp_report(ctx, SP_D_DOCUMENT, "not a signed envelope (.p7m)");
		else if (depth == SP_P7M_DEPTH)
			sp_report(ctx, SP_D_LIMIT,
				  "signed more than %d times over; unwrap it first: openssl cms -verify -noverify",
				  SP_P7M_DEPTH);
		else
			document = open_one(ctx, binary);
		g_clear_pointer(&binary, g_bytes_unref);
	}
	return NULL;
}
