/*
 * `fichep restored`: the database of a central was put back from a backup.
 *
 * Whatever had come since is gone here and may still be held by the boxes: a
 * new life (core/life.h) has each of them send it again at its next call.
 */
#include <stdio.h>

#include "audit/trail.h"
#include "base/clock.h"
#include "cmd/aside.h"
#include "cmd/cmd.h"
#include "crypto/secret.h"

static enum err
work(struct aside *a)
{
	int64_t now = clock_now();
	struct tx tx = tx_begin(&a->store);

	life_renew(&tx, now);
	trail_append(&tx, &a->mem, a->ring.key[KEYRING_AUDITOR],
	    &(struct trail_entry){.action = AUDIT_life_renewed,
		.clock = TRAIL_CLOCK_MACHINE,
		.at = now});
	return tx_end(&tx);
}

int
restored_main(int argc, char **argv)
{
	static struct deploy d;
	uint8_t none[1];
	struct buf said = buf_over(none, sizeof(none));

	if (argc != 3 || !str_eq(str_of(argv[1]), TXT("--dir")))
		return cmd_usage("restored");
	secret_start();
	if (deploy_open(argv[2], &d) != ERR_OK ||
	    aside_run(&d, true, work, NULL, &said) != ERR_OK) {
		deploy_say("la reprise n’a pas été notée : corrigez, puis "
			   "recommencez avant de démarrer.");
		return CMD_FAILED;
	}
	printf("C’est noté. Démarrez ce serveur : à son prochain appel, chaque "
	       "boîtier renverra ce qu’il garde encore.\n");
	return 0;
}
