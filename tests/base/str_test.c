#include "base/str.h"

#define SUITE base_str
#include "../test.h"

TEST(text_is_equal_whatever_the_case_only_when_asked)
{
	TRUE(str_eq(TXT("Fiche"), TXT("Fiche")));
	TRUE(!str_eq(TXT("Fiche"), TXT("fiche")));
	TRUE(!str_eq(TXT("Fiche"), TXT("Fich")));
	TRUE(str_eq((struct str){NULL, 0}, TXT("")));
	TRUE(str_eq_nocase(TXT("HoSt"), TXT("hOsT")));
	TRUE(!str_eq_nocase(TXT("host"), TXT("hos")));
	TRUE(!str_eq_nocase(TXT("@"), TXT("`"))); /* not letters */
	TRUE(!str_eq_nocase(TXT("["), TXT("{")));
}
