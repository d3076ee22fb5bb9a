/*
 * dossier - acts in a central's database, put there as the intake does.
 */
#ifndef DOSSIER_H
#define DOSSIER_H

#include "rig.h"

#define DOSSIER_PARQUET "parquet-valmont"

struct dossier_act {
	const char *reference, *about, *parquet, *form;
	int64_t dossier; /* 0: a new one */
	int64_t content, urgency, filed;
	bool unverified, no_clock; /* without account; hour unknown */
	const char *payload;
};

/* Its rowid. The CRIP and its parquet are party to it, and who was before. */
static inline int64_t
dossier_put(struct dossier_act a)
{
	struct tx tx = tx_begin(&rig.core.write);
	struct ident ident = ident_new();
	struct str parquet = str_of(a.parquet ? a.parquet : DOSSIER_PARQUET);
	struct str payload = str_of(a.payload ? a.payload : "{}");
	uint8_t device[IDENT_LEN] = {9};
	int64_t dossier = a.dossier
	    ? a.dossier
	    : tx_run(&tx,
		  "INSERT INTO dossier(opened_ms, reference, education, "
		  "penal, urgency, moved_ms) VALUES (?1, ?2, 'signale', "
		  "'sans_information', ?3, ?1)",
		  INT(rig.now), TEXT(str_of(a.reference)), INT(a.urgency));

	int64_t act = tx_run(&tx,
	    "INSERT INTO act(ident, dossier, form, version, content, "
	    "reference, about, urgency, device, site, site_name, parquet, "
	    "verified, clock, filed_ms, received_ms, payload) VALUES "
	    "(?, ?, ?, 1, ?, ?, ?, ?, ?, 'TIL', 'Foyer Les Tilleuls', ?, ?, "
	    "?, ?, ?, ?)",
	    BLOB(BYTES_OF(ident.at)), INT(dossier),
	    TEXT(str_of(a.form ? a.form : "fiche_p")),
	    INT(a.content ? a.content : 1), TEXT(str_of(a.reference)),
	    TEXT(str_of(a.about ? a.about : "")), INT(a.urgency),
	    BLOB(BYTES_OF(device)), TEXT(parquet), INT(!a.unverified),
	    INT(a.no_clock ? TRAIL_CLOCK_UNKNOWN : TRAIL_CLOCK_ANCHORED),
	    INT(a.filed ? a.filed : rig.now), INT(rig.now),
	    BLOB(str_bytes(payload)));
	tx_run(&tx,
	    "INSERT INTO party(dossier, role, scope, act) VALUES "
	    "(?1, 'crip', '', ?2) ON CONFLICT DO NOTHING",
	    INT(dossier), INT(act));
	tx_run(&tx,
	    "INSERT INTO party(dossier, role, scope, act) "
	    "SELECT ?1, 'parquet', ?3, ?2 WHERE ?3 <> '' ON CONFLICT DO "
	    "NOTHING",
	    INT(dossier), INT(act), TEXT(parquet));
	tx_run(&tx,
	    "INSERT INTO reception(act, role, scope) "
	    "SELECT ?1, role, scope FROM party WHERE dossier = ?2",
	    INT(act), INT(dossier));
	OK(tx_end(&tx));
	return act;
}

/* Another service becomes party to the dossier of `act`, and is concerned by
 * all that is in it. */
static inline void
dossier_party(int64_t act, const char *role, const char *scope)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO party(dossier, role, scope, act) "
	    "SELECT dossier, ?2, ?3, id FROM act WHERE id = ?1",
	    INT(act), TEXT(str_of(role)), TEXT(str_of(scope)));
	tx_run(&tx,
	    "INSERT INTO reception(act, role, scope) SELECT o.id, ?2, ?3 "
	    "FROM act AS o JOIN act AS a ON a.dossier = o.dossier "
	    "WHERE a.id = ?1",
	    INT(act), TEXT(str_of(role)), TEXT(str_of(scope)));
	OK(tx_end(&tx));
}

/* A limit, or a task, that a service owes because of an act. */
static inline int64_t
dossier_owes(int64_t act, const char *role, const char *scope, const char *rule,
    bool task, int64_t due, int64_t warn)
{
	struct tx tx = tx_begin(&rig.core.write);
	int64_t id = tx_run(&tx,
	    task
		? "INSERT INTO task(dossier, act, rule, made_ms, due_ms) "
		  "SELECT dossier, id, ?2, ?3, ?4 FROM act WHERE id = ?1 "
		  "AND ?5 > 0"
		: "INSERT INTO deadline(dossier, rule, version, act, start_ms, "
		  "due_ms, warn_ms, state) SELECT dossier, ?2, 1, id, ?3, ?4, "
		  "?5, 1 FROM act WHERE id = ?1 AND ?5 > 0",
	    INT(act), TEXT(str_of(rule)), INT(rig.now), INT(due), INT(warn));

	tx_run(&tx,
	    "INSERT INTO duty(role, scope, due_ms, kind, id, dossier, warn_ms) "
	    "SELECT ?2, ?3, ?4, ?5, ?6, dossier, ?7 FROM act WHERE id = ?1",
	    INT(act), TEXT(str_of(role)), TEXT(str_of(scope)), INT(due),
	    INT(task), INT(id), INT(warn));
	OK(tx_end(&tx));
	return id;
}

/* Someone of a service, signed in; whoever was before is not any more. */
static inline struct ident
dossier_enter(const char *login, const char *role, const char *scope)
{
	static const struct password none = {{1}, {2}};
	struct tx tx = tx_begin(&rig.core.write);
	struct ident id = account_add(&tx,
	    &(struct account_new){.login = str_of(login),
		.name = TXT("Hélène Sorel"),
		.role = str_of(role),
		.service = TXT("Parquet de Valmont"),
		.scope = str_of(scope),
		.totp = rig_secret,
		.secret = &none},
	    rig.now);

	OK(tx_end(&tx));
	rig.session[0] = 0;
	EQ(rig_sign_in(login, "abc", "abc"), 303);
	return id;
}

/* With a query string. */
static inline uint32_t
dossier_get(const char *path, const char *query)
{
	struct http_request m = rig_request("GET", path, NULL);

	m.query = str_of(query);
	rig_send(0, m);
	rig_turn();
	return rig_receive(0);
}

/* A form of the last page, with its token. */
static inline uint32_t
dossier_post(const char *path, const char *fields)
{
	char body[8192];

	snprintf(body, sizeof(body), "token=%s&%s", rig.token, fields);
	return rig_post(path, body);
}

#endif
