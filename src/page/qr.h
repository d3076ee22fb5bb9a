/*
 * qr - a QR code as the path of an SVG (ISO/IEC 18004).
 *
 * A secret is shown once, on paper or to a camera: the code goes into the page
 * itself, as data of a template, and never becomes a file, an address or an
 * image that a browser keeps. The part web/part/qr.html draws it from two
 * members, `path` and `side`:
 *
 *	{{#code}}{{>qr}}{{/code}}
 */
#ifndef QR_H
#define QR_H

#include "base/buf.h"

#define QR_TEXT_MOST 512         /* bytes of text */
#define QR_PATH_MOST (64u << 10) /* bytes of a path, more than any needs */
#define QR_QUIET     4           /* modules of white around, as readers want */

/*
 * Append to `path` what an SVG path's `d` says, dark modules as one-unit rows;
 * `*side` is the width of the drawing, its white border included. Middle error
 * correction, in bytes mode. ERR_INPUT: empty, or holds a zero byte; ERR_LIMIT:
 * over QR_TEXT_MOST, or no room in `path`.
 */
enum err qr_path(struct str text, struct buf *path, unsigned *side) CHECKED;

#endif
