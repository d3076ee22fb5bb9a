/*
 * fichep - one binary: `fichep WORD`, and the roles a supervisor starts.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "proc/role.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
#define CMD(name, function, usage, help) {#name, function, help},
#include "cmd/cmd.def"
#undef CMD
};

static int (*const roles[PEER_COUNT])(struct role *r) = {
#define PEER(upper, lower, duty) lower##_main,
#include "ipc/peer.def"
#undef PEER
};

static int
help(FILE *to)
{
	fputs("fichep : signaler en trois minutes qu’un mineur est victime "
	      "d’exploitation sexuelle\n"
	      "(Fiche P), depuis un boîtier ; le serveur central du "
	      "département porte la fiche au parquet.\n\n",
	    to);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(to, "  fichep %-10s %s\n", commands[i].name,
		    commands[i].help);
	fputs("\n« fichep help COMMANDE » dit ce qui peut suivre une commande. "
	      "Pour essayer : fichep demo\n",
	    to);
	return to == stdout ? 0 : CMD_USAGE;
}

/* `fichep role NAME ...`: no word for people, so it is not in the table. */
static int
role(int argc, char **argv)
{
	static struct role r;

	if (role_start(argc - 1, argv + 1, &r) != ERR_OK) {
		fputs("fichep : « role » n’est lancé que par « fichep box » "
		      "ou « fichep central ».\n",
		    stderr);
		return CMD_USAGE;
	}
	return roles[r.us](&r);
}

static bool
asks_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
	    strcmp(word, "help") == 0;
}

int
main(int argc, char **argv)
{
	if (argc < 2 || (argc == 2 && asks_help(argv[1])))
		return help(stdout);
	/* `help user` is `user --help`: what may follow a command, it says. */
	if (argc == 3 && asks_help(argv[1])) {
		char *word = argv[1];
		argv[1] = argv[2];
		argv[2] = word;
	}
	if (strcmp(argv[1], "role") == 0)
		return role(argc - 1, argv + 1);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		int status = commands[i].run(argc - 1, argv + 1);
		return argc == 3 && asks_help(argv[2]) ? 0 : status;
	}
	fprintf(stderr,
	    "fichep : « %s » n’est pas une commande. Voici celles qui "
	    "existent :\n\n",
	    argv[1]);
	return help(stderr);
}
