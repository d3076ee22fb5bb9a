/*
 * invite - a code for a new box: the form that asks where it will stand, and
 * the code, shown once, as text and for a camera.
 */
#ifndef INVITE_H
#define INVITE_H

#include "core/request.h"

enum err invite_form(struct request *q) CHECKED;
enum err invite_make(struct request *q) CHECKED;

/* What a stored kind of establishment is called; "": there is none such. */
const char *invite_kind(struct str stored);

#endif
