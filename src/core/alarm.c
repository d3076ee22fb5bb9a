#include "core/alarm.h"

#include "base/clock.h"
#include "base/log.h"
#include "core/core.h"
#include "core/sql.h"
#include "core/turn.h"
#include "store/query.h"

static const struct alarm alarms[] = {
    {"silent", "Silencieux depuis plus de 24 h",
	"Appelez l’établissement : le boîtier est-il branché et relié au "
	"réseau ?",
	false},
    {"gap", "Un envoi manque depuis plus de 24 h",
	"Le boîtier l’a numéroté et ne l’a pas transmis. Appelez "
	"l’établissement.",
	true},
    {"fork", "Deux envois portent le même rang",
	"Ce boîtier a sans doute été copié ou restauré. Vérifiez sur place ; "
	"au moindre doute, révoquez-le.",
	true},
    {"clash", "Deux envois portent le même identifiant",
	"Ce n’est jamais normal. Vérifiez sur place ; au moindre doute, "
	"révoquez-le.",
	true},
    {"quarantine", "Des envois sont en quarantaine",
	"Ils sont gardés et n’ont été lus par personne. Appelez "
	"l’établissement pour savoir ce qui a été envoyé. Sur cette machine, "
	"« fichep quarantine » les montre, et les prend une fois vérifiés.",
	true},
    {"history", "Son journal ne prolonge pas celui que nous connaissons",
	"Il a été récrit, ou restauré. Vérifiez sur place ; traitée, l’alerte "
	"fait repartir du journal qu’il montrera alors.",
	true},
};

const struct alarm *
alarm_of(struct str kind)
{
	for (size_t i = 0; i < sizeof(alarms) / sizeof(*alarms); i++)
		if (str_eq(kind, str_of(alarms[i].kind)))
			return &alarms[i];
	return NULL;
}

void
alarm_watch(struct core *c)
{
	int64_t now = hour_now(&c->hour).ms, limit = now - ALARM_SILENT,
		changes = 0;

	if (clock_boot() < c->fleet_look)
		return;
	c->fleet_look = clock_boot() + ALARM_LOOK;
	enum err e =
	    query_number(&c->write, &changes, SQL_FLEET_SILENT, INT(limit));
	if (e == ERR_OK && changes > 0) {
		struct tx *tx = turn_tx(c);
		tx_save(tx);
		tx_run(tx, SQL_SILENT_RAISE, INT(limit), INT(now));
		tx_run(tx, SQL_SILENT_END, INT(limit), INT(now));
		tx_run(tx, SQL_GAP_RAISE, INT(limit), INT(now));
		tx_run(tx, SQL_GAP_END, INT(limit), INT(now));
		e = tx_release(tx);
	}
	if (e != ERR_OK)
		log_event(LOG_ERROR, EVENT("fleet_not_watched"),
		    LOG_WORD("why", err_name(e)));
}
