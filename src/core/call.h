/*
 * call - whom to telephone: the magistrat de permanence of the parquet that is
 * competent where this box stands, as the pack's directory says.
 */
#ifndef CALL_H
#define CALL_H

#include "core/request.h"

/* The member permanence: {tel, shown, name}; nothing when it is not known. */
void call_put(struct request *q);

#endif
