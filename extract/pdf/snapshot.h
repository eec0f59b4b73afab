/*
 * snapshot — pictures of places on a page: the strip around a figure, with the figure framed.
 *
 *     struct sp_picture picture;
 *     if (sp_snapshot(pdf, 3, frames, &picture) == SP_OK) {
 *             …picture.png, picture.width, picture.height…
 *             sp_picture_clear(&picture);
 *     }
 *
 * The first frame is the figure that it is about, drawn in red; the others, what it was computed from,
 * in blue as far as they fall into the strip. The strip is as high as the frames that stand near the
 * figure, and as wide as what is printed there. Same page and frames, same bytes.
 */
#ifndef SPUNTA_EXTRACT_PDF_SNAPSHOT_H
#define SPUNTA_EXTRACT_PDF_SNAPSHOT_H

#include "extract/pdf/pdf.h"

struct sp_picture {
	GBytes *png;
	int width, height; /* pixels */
	int at;            /* the middle of the figure's frame, in hundredths of the width from the left */
};

/* `frames`: struct sp_box, in points of the page as displayed, one or more. SP_FAIL when the document has no such
 * page or the first frame is not on it; nothing is reported. */
enum sp_status sp_snapshot(struct sp_pdf *pdf, int page, const GArray *frames, struct sp_picture *out);
void sp_picture_clear(struct sp_picture *p);

#endif
