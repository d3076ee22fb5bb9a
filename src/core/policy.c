#include "core/policy.h"

enum err
policy_judge(const struct route *r, const struct session *s)
{
	if (r->who == ROUTE_ANYONE)
		return ERR_OK;
	if (!s->open)
		return r->who == 0 ? ERR_DENIED : ERR_SIGNED_OUT;
	if (r->who == ROUTE_SIGNED_IN)
		return ERR_OK;
	if (s->who < WHO_COUNT && (r->who & (1u << s->who)))
		return ERR_OK;
	return ERR_DENIED;
}
