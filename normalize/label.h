/*
 * label — telling a label from text: "Responsabile del Programma", "Target Atteso:", "OBIETTIVO DI
 * VALORE PUBBLICO 02".
 *
 * Labels are compared word by word, folded, the longest known one first, so that "Obiettivo
 * Operativo DUP" is not read as "Obiettivo". What follows is told apart: the tail that belongs to the
 * label (a code, "Infrannuale 2019"), a colon, the value.
 *
 *     struct sp_label_hit hit;
 *     if (sp_labels_at(ctx, labels, text, n, 0, NULL, m, &hit) == SP_OK)
 *             value = text + hit.value, n - hit.value bytes; hit.mark->…
 *
 * Labels belong to the profile that they were made from and must not outlive it.
 */
#ifndef SPUNTA_NORMALIZE_LABEL_H
#define SPUNTA_NORMALIZE_LABEL_H

#include "normalize/profile.h"

struct sp_labels;

struct sp_label_hit {
	const struct sp_mark *mark;
	struct sp_str label; /* as printed, with its tail; a view into the text */
	size_t start;        /* offset of its first letter */
	size_t value;        /* offset of what follows, blanks and colon passed; n when nothing does */
	bool colon;
};

struct sp_labels *sp_labels_new(const struct sp_profile *profile);
void sp_labels_free(struct sp_labels *l);

/* Says whether a label may be taken where it stands; several marks may share a label. */
struct sp_label_judge {
	bool (*accept)(void *who, const struct sp_label_hit *hit, const char *text, size_t n);
	void *who;
};

/*
 * Is there a label at byte `from` (list signs before it are passed over)? SP_OK with `hit`, and the
 * groups of its tail in `m` (a view into the text; untouched when the mark has no tail); SP_END.
 * Only labels in capitals or with a capital are seen. `judge` may be NULL: all are accepted.
 */
enum sp_status sp_labels_at(struct sp_ctx *ctx, const struct sp_labels *l, const char *text, size_t n, size_t from,
			    const struct sp_label_judge *judge, struct sp_match *m, struct sp_label_hit *hit);

/*
 * The first label after byte `from` that may stand within a line: a word's start, a colon behind, or, when a
 * heading is being read (`headed`), a dash before it: "Missione 10 Trasporti – Programma 05 Viabilità".
 */
enum sp_status sp_labels_within(struct sp_ctx *ctx, const struct sp_labels *l, const char *text, size_t n, size_t from,
				bool headed, const struct sp_label_judge *judge, struct sp_match *m,
				struct sp_label_hit *hit);

#endif
