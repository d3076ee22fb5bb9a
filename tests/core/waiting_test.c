#define SUITE core_waiting
#include "dossier.h"

#include "core/activation.h"

/* A letter made so long ago that waits, and is not to leave before `next`. */
static void
a_letter(int64_t act, int64_t made, int64_t next)
{
	struct ident ident = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	int64_t letter = tx_run(&tx,
	    "INSERT INTO letter(ident, dossier, act, rule, version, made_ms) "
	    "SELECT ?, dossier, id, 'R1', 1, ? FROM act WHERE id = ?",
	    BLOB(BYTES_OF(ident.at)), INT(made), INT(act));

	tx_run(&tx,
	    "INSERT INTO delivery(letter, copy, role, scope, service, name, "
	    "mailbox, mode, state, next_ms) VALUES (?1, 0, 'parquet', ?2, ?2, "
	    "'Parquet', '', 'courriel_complet', 0, ?3)",
	    INT(letter), TEXT(TXT(DOSSIER_PARQUET)), INT(next));
	OK(tx_end(&tx));
}

/* What was put off by a relay before the letters were stopped is as old as its
 * letter, and not as its last try. */
TEST(who_opens_the_mail_is_told_how_many_letters_are_too_old)
{
	rig_open(1, true);
	int64_t old = rig.now - ACTIVATION_OLD - CLOCK_HOUR;
	int64_t act =
	    dossier_put((struct dossier_act){.reference = "P-99-TIL-2026-1-F"});
	a_letter(act, old, old);
	a_letter(act, old, rig.now - CLOCK_HOUR);
	a_letter(act, rig.now - ACTIVATION_OLD + CLOCK_HOUR, rig.now);
	a_letter(act, rig.now, rig.now);
	dossier_enter("gestion", "admin", "");
	EQ(rig_get("/courrier"), 200);
	TRUE(strstr(rig.page, "attendent cette ouverture : 4.") != NULL);
	TRUE(strstr(rig.page, "De plus de trente jours : 2 ;") != NULL);
	rig_close();
}

/* A pack that was never opened may hold millions: those too old are counted as
 * far as a person has use of it. */
TEST(letters_beyond_a_thousand_that_are_too_old_are_more_than_that)
{
	rig_open(1, true);
	int64_t old = rig.now - ACTIVATION_OLD - CLOCK_HOUR;
	int64_t act =
	    dossier_put((struct dossier_act){.reference = "P-99-TIL-2026-1-F"});
	for (int i = 0; i < 1000; i++)
		a_letter(act, old, old);
	dossier_enter("gestion", "admin", "");
	EQ(rig_get("/courrier"), 200);
	TRUE(strstr(rig.page, "de trente jours : 1000 ;") != NULL);
	a_letter(act, old, old);
	EQ(rig_get("/courrier"), 200);
	TRUE(strstr(rig.page, "attendent cette ouverture : 1001.") != NULL);
	TRUE(strstr(rig.page, "de trente jours : plus de 1000 ;") != NULL);
	rig_close();
}
