#include "convention/role.h"

enum role_reach
role_reach_of(struct str role)
{
	static const struct {
		const char *name;
		enum role_reach reach;
	} roles[] = {
#define ROLE(name, reach) {#name, ROLE_##reach},
#include "convention/role.def"
#undef ROLE
	};

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (str_eq(str_of(roles[i].name), role))
			return roles[i].reach;
	return ROLE_UNKNOWN;
}
