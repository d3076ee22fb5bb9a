/*
 * `fichep settings`: what can be written in fichep.conf.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/setting.h"
#include "cmd/cmd.h"

int
settings_main(int argc, char **argv)
{
	(void)argv;
	if (argc != 1)
		return cmd_usage("settings");
	printf("# fichep.conf : une ligne « nom = valeur » par réglage ; # "
	       "commence un commentaire.\n");
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting_row *row = &setting_table[i];
		printf("\n# %s.", row->help);
		if (row->kind == SETTING_NUMBER)
			printf(" De %" PRIu64 " à %" PRIu64 ".", row->least,
			    row->most);
		if (row->kind == SETTING_FLAG)
			printf(" yes ou no.");
		printf("\n%s = %s\n", row->name, row->fallback);
	}
	return 0;
}
