/*
 * What libharu is built with here: no PNG, no deflate; see INC_hpdf in the
 * Makefile.
 */
#define LIBHPDF_HAVE_NOPNGLIB 1
#define LIBHPDF_HAVE_NOZLIB   1
