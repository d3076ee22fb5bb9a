#include "cmd/cmd.h"

#include <stdio.h>

#include "base/err.h"
#include "base/str.h"

static const struct {
	const char *name, *usage;
} commands[] = {
#define CMD(name, function, usage, help) {#name, usage},
#include "cmd/cmd.def"
#undef CMD
};

int
cmd_usage(const char *command)
{
	size_t i = 0, all = sizeof(commands) / sizeof(commands[0]);

	while (i < all && strcmp(commands[i].name, command) != 0)
		i++;
	must(i < all);
	struct str ways = str_of(commands[i].usage);
	fputs("Usage :\n", stderr);
	do {
		struct str way = str_cut(&ways, '\n');
		fprintf(stderr, "  fichep %s%s%.*s\n", command,
		    way.len > 0 ? " " : "", (int)way.len, way.at);
	} while (ways.len > 0);
	return CMD_USAGE;
}
