/*
 * policy - may this person use this route? Asked for every request; what is not
 * granted by the table is refused.
 */
#ifndef POLICY_H
#define POLICY_H

#include "core/route.h"
#include "core/session.h"

/*
 * ERR_OK; ERR_SIGNED_OUT when signing in may help; ERR_DENIED when it will not.
 */
enum err policy_judge(const struct route *r, const struct session *s) CHECKED;

#endif
