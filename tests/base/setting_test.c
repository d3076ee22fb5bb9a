#include "base/setting.h"

#define SUITE base_setting
#include "../test.h"

static void
refused(const char *file, size_t line, const char *why)
{
	struct setting_set set = setting_defaults(), before = set;
	size_t at = 0;
	const char *said = "";

	EQ(setting_read(str_of(file), &set, &at, &said), ERR_INPUT);
	EQ(at, line);
	SAME_STR(str_of(said), str_of(why));
	EQ(memcmp(&set, &before, sizeof(set)), 0);
}

TEST(every_fallback_is_a_value_its_own_row_accepts)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting_row *row = &setting_table[i];
		struct setting_set set = setting_defaults();
		const char *why = NULL;

		snprintf(test_where, sizeof(test_where), " (%s)", row->name);
		TRUE(!set.given[i]);
		OK(setting_put(&set, str_of(row->name), str_of(row->fallback),
		    &why));
		TRUE(set.given[i] && !why);
		TRUE(row->help[0] != 0);
	}
	test_where[0] = 0;
}

TEST(a_file_is_read_over_the_fallbacks)
{
	struct setting_set set = setting_defaults();
	size_t line = 0;
	const char *why = NULL;

	OK(setting_read(TXT("# a comment = no\n\n"
			    "  port\t=  8443 \n"
			    "site = Foyer = A #1\n"
			    "allow_degraded_sandbox=yes"),
	    &set, &line, &why));
	EQ(setting_number(&set, SETTING_port), 8443);
	SAME_TEXT(set.text[SETTING_site], "Foyer = A #1");
	EQ(setting_number(&set, SETTING_allow_degraded_sandbox), 1);
	TRUE(set.given[SETTING_port] && !set.given[SETTING_listen]);
	SAME_TEXT(set.text[SETTING_listen], "127.0.0.1");
	EQ(setting_number(&set, SETTING_connections), 512);
	OK(setting_read(TXT(""), &set, &line, &why));
}

TEST(a_mistake_is_refused_with_its_line)
{
	static const char bounds[] =
	    "ce nombre n’est pas dans les bornes permises";
	static const char text[] =
	    "ce texte est trop court, trop long ou illisible";
	static const char unknown[] = "ce réglage n’existe pas";

	refused("\n#\nprot = 1\n", 3, unknown);
	refused("= 1", 1, unknown);
	refused("Port = 1", 1, unknown);
	refused("port", 1, "il manque le signe =");
	refused("port = 1\nport 2", 2, "il manque le signe =");
	refused("port = 1\n\nport = 2", 3, "ce réglage est donné deux fois");
	refused("port = 0", 1, bounds);
	refused("port = 65536", 1, bounds);
	refused("port = ", 1, bounds);
	refused("port = 080", 1, bounds);
	refused("port = 80 80", 1, bounds);
	refused("port = 443\r\n", 1, bounds);
	refused("port = -1", 1, bounds);
	refused("port = 99999999999999999999999999", 1, bounds);
	refused("host = ", 1, text);
	refused("host = \xe9", 1, text);
	refused("host = a.example\r\n", 1, text);
	refused("host = a\x7f", 1, text);
	refused("listen = "
		"0000000000000000000000000000000000000000000000",
	    1, text);
	refused("allow_degraded_sandbox = true", 1, "répondez yes ou no");
	refused("allow_degraded_sandbox =", 1, "répondez yes ou no");
}

TEST(one_row_is_set_by_name)
{
	struct setting_set set = setting_defaults();
	const char *why = NULL;

	OK(setting_put(&set, TXT("workers"), TXT("64"), &why));
	EQ(setting_number(&set, SETTING_workers), 64);
	EQ(setting_put(&set, TXT("workers"), TXT("8"), &why), ERR_INPUT);
	EQ(setting_put(&set, TXT("worker"), TXT("8"), &why), ERR_INPUT);
	EQ(setting_number(&set, SETTING_workers), 64);
}
