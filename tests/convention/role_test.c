#include "convention/role.h"

#define SUITE convention_role
#include "../test.h"

#include "core/who.h"

/* Two tables, since services and people are not quite the same: this is how
 * they keep together. */
TEST(whoever_signs_in_for_a_service_has_a_role_of_the_convention)
{
	for (int i = 0; i < WHO_COUNT; i++) {
		enum role_reach reach =
		    role_reach_of(str_of(who_stored((enum who)i)));
		bool apart = i == WHO_ADMIN || i == WHO_AUDITEUR;
		if (apart != (reach == ROLE_UNKNOWN))
			FAIL("%s", who_stored((enum who)i));
	}
}

TEST(every_role_of_the_convention_is_somebodys_but_of_another_departement)
{
	static const char *const roles[] = {
#define ROLE(name, reach) #name,
#include "convention/role.def"
#undef ROLE
	};
	enum who who;

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		bool other = str_eq(str_of(roles[i]), TXT("crip_accueil"));
		if (other != (who_read(str_of(roles[i]), &who) != ERR_OK))
			FAIL("%s", roles[i]);
	}
}
