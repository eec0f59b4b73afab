/* extract/p7m: every form of envelope that notice boards publish, made here with OpenSSL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/pem.h> /* first: cms.h looks for it */
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include "extract/p7m.h"

static const char document[] = "%PDF-1.7\nRelazione del Comune di Roccaspina\n";

struct signer {
	EVP_PKEY *key;
	X509 *certificate;
	struct sp_ctx ctx;
	char *said;
	size_t n_said;
};

static int setup(void **state)
{
	struct signer *s = g_new0(struct signer, 1);
	s->key = EVP_EC_gen("P-256");
	s->certificate = X509_new();
	ASN1_INTEGER_set(X509_get_serialNumber(s->certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(s->certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(s->certificate), 3600);
	X509_set_pubkey(s->certificate, s->key);
	X509_NAME *name = X509_get_subject_name(s->certificate);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"Segretario", -1, -1, 0);
	X509_set_issuer_name(s->certificate, name);
	X509_sign(s->certificate, s->key, EVP_sha256());
	sp_ctx_init(&s->ctx, "test");
	s->ctx.err = open_memstream(&s->said, &s->n_said);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct signer *s = *state;
	fclose(s->ctx.err);
	free(s->said);
	EVP_PKEY_free(s->key);
	X509_free(s->certificate);
	g_free(s);
	return 0;
}

enum form { DER, BER, PEM, BASE64, PKCS7_PEM };

static GBytes *of_bio(BIO *bio)
{
	char *data;
	long n = BIO_get_mem_data(bio, &data);
	GBytes *bytes = g_bytes_new(data, (gsize)n);
	BIO_free(bio);
	return bytes;
}

static GBytes *sign(struct signer *s, const void *data, size_t n, enum form form, unsigned flags)
{
	BIO *in = BIO_new_mem_buf(data, (int)n), *out = BIO_new(BIO_s_mem());
	flags |= CMS_BINARY;
	if (form == PKCS7_PEM) {
		PKCS7 *old = PKCS7_sign(s->certificate, s->key, NULL, in, PKCS7_BINARY);
		PEM_write_bio_PKCS7(out, old);
		PKCS7_free(old);
	} else {
		CMS_ContentInfo *cms = CMS_sign(s->certificate, s->key, NULL, in,
						flags | (form == BER ? CMS_STREAM : 0));
		if (form == BER)
			i2d_CMS_bio_stream(out, cms, in, (int)flags | CMS_STREAM);
		else if (form == PEM)
			PEM_write_bio_CMS(out, cms);
		else
			i2d_CMS_bio(out, cms);
		CMS_ContentInfo_free(cms);
	}
	BIO_free(in);
	GBytes *bytes = of_bio(out);
	if (form == BASE64) {
		gsize length;
		const guint8 *binary = g_bytes_get_data(bytes, &length);
		char *text = g_base64_encode(binary, length);
		g_bytes_unref(bytes);
		bytes = g_bytes_new_take(text, strlen(text));
	}
	return bytes;
}

static void assert_holds(struct signer *s, GBytes *envelope, const char *expected)
{
	assert_true(sp_p7m_is(envelope));
	GBytes *content = sp_p7m_content(&s->ctx, envelope);
	assert_non_null(content);
	assert_int_equal(g_bytes_get_size(content), strlen(expected));
	assert_memory_equal(g_bytes_get_data(content, NULL), expected, strlen(expected));
	assert_int_equal(s->ctx.counts[SP_ERROR], 0);
	g_bytes_unref(content);
	g_bytes_unref(envelope);
}

static void assert_refused(struct signer *s, GBytes *envelope, const char *why)
{
	assert_null(sp_p7m_content(&s->ctx, envelope));
	fflush(s->ctx.err);
	assert_int_equal(s->ctx.counts[SP_ERROR], 1);
	assert_non_null(strstr(s->said, why));
	g_bytes_unref(envelope);
}

static void every_form_gives_the_document(void **state)
{
	struct signer *s = *state;
	for (enum form f = DER; f <= PKCS7_PEM; f++)
		assert_holds(s, sign(s, document, strlen(document), f, 0), document);
}

/* OpenSSL's stream writer cuts the content into octet strings of its buffer's size. */
static void pieces_are_joined(void **state)
{
	struct signer *s = *state;
	char *large = g_strnfill(300000, 'x');
	assert_holds(s, sign(s, large, 300000, BER, 0), large);
	g_free(large);
}

static GBytes *sign_again(struct signer *s, GBytes *inner, enum form form)
{
	gsize n;
	const void *data = g_bytes_get_data(inner, &n);
	GBytes *outer = sign(s, data, n, form, 0);
	g_bytes_unref(inner);
	return outer;
}

static void signed_twice_is_unwrapped_twice(void **state)
{
	struct signer *s = *state;
	for (enum form f = DER; f <= PKCS7_PEM; f++)
		assert_holds(s, sign_again(s, sign(s, document, strlen(document), f, 0), BER), document);
}

static void wrapping_has_an_end(void **state)
{
	struct signer *s = *state;
	GBytes *wrapped = sign(s, document, strlen(document), DER, 0);
	for (int i = 1; i < SP_P7M_DEPTH; i++)
		wrapped = sign_again(s, wrapped, DER);
	assert_holds(s, g_bytes_ref(wrapped), document);
	assert_refused(s, sign_again(s, wrapped, DER), "more than 5 times");
	assert_int_equal(s->ctx.exit, SP_EXIT_RESOURCE);
}

static void a_detached_signature_has_no_document(void **state)
{
	struct signer *s = *state;
	assert_refused(s, sign(s, document, strlen(document), DER, CMS_DETACHED), "detached");
}

static void encrypted_is_said(void **state)
{
	struct signer *s = *state;
	STACK_OF(X509) *to = sk_X509_new_null();
	sk_X509_push(to, s->certificate);
	BIO *in = BIO_new_mem_buf(document, -1), *out = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms = CMS_encrypt(to, in, EVP_aes_128_cbc(), CMS_BINARY);
	i2d_CMS_bio(out, cms);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	sk_X509_free(to);
	assert_refused(s, of_bio(out), "encrypted");
}

static void damaged_is_said(void **state)
{
	struct signer *s = *state;
	GBytes *whole = sign(s, document, strlen(document), DER, 0);
	GBytes *cut = g_bytes_new_from_bytes(whole, 0, g_bytes_get_size(whole) / 2);
	g_bytes_unref(whole);
	assert_true(sp_p7m_is(cut));
	assert_refused(s, cut, "damaged");
}

static void bytes_that_are_no_envelope(void **state)
{
	(void)state;
	static const char *const others[] = { "",
					      "0",
					      "%PDF-1.7",
					      "Missione 01",
					      "-----BEGIN CMS-----",
					      "-----BEGIN CMS-----\n",
					      "MIIC",
					      "\x30\x82\x01\x00\x02\x01\x01" };
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		GBytes *bytes = g_bytes_new_static(others[i], strlen(others[i]));
		assert_false(sp_p7m_is(bytes));
		g_bytes_unref(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_form_gives_the_document, setup, teardown),
		cmocka_unit_test_setup_teardown(pieces_are_joined, setup, teardown),
		cmocka_unit_test_setup_teardown(signed_twice_is_unwrapped_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(wrapping_has_an_end, setup, teardown),
		cmocka_unit_test_setup_teardown(a_detached_signature_has_no_document, setup, teardown),
		cmocka_unit_test_setup_teardown(encrypted_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(damaged_is_said, setup, teardown),
		cmocka_unit_test(bytes_that_are_no_envelope),
	};
	return cmocka_run_group_tests_name("extract/p7m", tests, NULL, NULL);
}
