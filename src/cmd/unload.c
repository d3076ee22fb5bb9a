#include "cmd/unload.h"

#include <stdio.h>

#include "cmd/byhand.h"
#include "cmd/cmd.h"
#include "core/bring.h"
#include "crypto/secret.h"

static struct bundle bundle;

/* In a process of its own; the file was opened before it. */
static enum err
work(struct aside *a)
{
	struct brought done;
	struct intake in;

	enum err e = byhand_intake(a, &in);
	if (e == ERR_OK)
		e = bring_all(&a->store, &in, &bundle, &done);
	if (e == ERR_OK)
		buf_bytes(&a->said, BYTES_OF((struct brought[]){done}));
	return e;
}

static int
conclude(const struct brought *b)
{
	unsigned taken = b->state[RECEIPT_STORED];

	printf("%u envoi%s pris, %u déjà là, %u en quarantaine.\n", taken,
	    taken > 1 ? "s" : "", b->state[RECEIPT_DUPLICATE],
	    b->state[RECEIPT_QUARANTINED]);
	if (b->asked > 0) {
		deploy_say("%u ne sont pas pris : leur boîtier attend d’être "
			   "confirmé. Confirmez-le d’abord, à la page "
			   "« Boîtiers », puis recommencez.",
		    b->asked);
		return CMD_FAILED;
	}
	if (!b->whole) {
		deploy_say("le fichier est coupé ou abîmé : ce qui précède est "
			   "gardé. Refaites-le au boîtier, puis recommencez ; "
			   "rien ne sera pris deux fois.");
		return CMD_FAILED;
	}
	printf("Gardez le fichier jusqu’à ce que le boîtier ait retrouvé le "
	       "réseau : il les enverra de nouveau, et effacera alors ce "
	       "qu’il garde.\n");
	return 0;
}

int
unload_main(int argc, char **argv)
{
	static struct deploy d;
	struct brought done;
	struct buf said = buf_over(&done, sizeof(done));

	if (argc != 3 || !str_eq(str_of(argv[1]), TXT("--dir")))
		return cmd_usage("unsent");
	secret_start();
	if (deploy_open(argv[2], &d) != ERR_OK)
		return CMD_FAILED;
	FILE *from = fopen(argv[0], "rbe");
	if (!from || bundle_open(from, &bundle) != ERR_OK) {
		deploy_say("%s n’est pas un fichier d’envois, ou il est coupé.",
		    argv[0]);
		if (from)
			(void)fclose(from);
		return CMD_FAILED;
	}
	enum err e = aside_run(&d, true, work, NULL, &said);
	(void)fclose(from);
	if (e != ERR_OK || said.len != sizeof(done)) {
		deploy_say("les envois n’ont pas pu être pris : rien n’est "
			   "perdu, recommencez.");
		return CMD_FAILED;
	}
	return conclude(&done);
}
