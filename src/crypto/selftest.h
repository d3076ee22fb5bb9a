/*
 * selftest - does this build, on this processor, give the known answers?
 *
 * One published answer for each kind of thing in this folder, typed in, run in
 * a few milliseconds: for `fichep selftest` after a cross compilation, and at
 * the head of a report from the field. The long lists are in tests/.
 */
#ifndef SELFTEST_H
#define SELFTEST_H

#include "base/err.h"

/* ERR_FORGED, and `*what` the name of the first part that fails. */
enum err selftest_crypto(const char **what) CHECKED;

#endif
