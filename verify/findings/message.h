/*
 * message — what findings say to people, in Italian and in English; the sentences stand in messages.txt.
 *
 *     char *text = sp_message("not-computable", SP_EN, "02.01", reason);      // "02.01: not computable: …"
 *
 * A key names a sentence; each of its places {} takes the next argument, a string. A key that is not there is our own
 * mistake and aborts.
 */
#ifndef SPUNTA_VERIFY_FINDINGS_MESSAGE_H
#define SPUNTA_VERIFY_FINDINGS_MESSAGE_H

enum sp_language { SP_IT, SP_EN, SP_LANGS };

/* (transfer full) */
char *sp_message(const char *key, enum sp_language lang, ...);

#endif
