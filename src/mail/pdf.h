/*
 * pdf - a letter on pages: where each line stands.
 *
 * A4, our typeface, « CONFIDENTIEL – Art. 8 », the reference and the page's
 * number on each. Short answers stand two on a line. Where a letter has a most
 * of pages, its letters become smaller down to PDF_SMALLEST; what then still
 * does not fit is left out from the end, and the last page says where it is.
 */
#ifndef PDF_H
#define PDF_H

#include "mail/letter.h"

#define PDF_MOST     (144u << 10) /* bytes */
#define PDF_SMALLEST 8.0          /* points */

/* What became of it; may be NULL. */
struct pdf_fate {
	size_t pages;
	double size; /* of its letters, in points */
	bool cut;    /* its end is left out */
};

/*
 * Append the document. ERR_LIMIT: it does not fit into `to` or the arena, which
 * is left as it was; ERR_STORE: libharu failed.
 */
enum err pdf_write(struct arena *mem, const struct letter *l, struct buf *to,
    struct pdf_fate *fate) CHECKED;

#endif
