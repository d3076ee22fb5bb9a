-- The course of a dossier: what its acts caused by the rules of the pack
-- (convention/rules.h, dossier/course.h). All but acts can be counted again from
-- them; nothing here is typed by hand.

-- A dossier is named by the reference of its first act.
ALTER TABLE dossier ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE dossier ADD COLUMN education TEXT NOT NULL DEFAULT ''; -- state, educational axis
ALTER TABLE dossier ADD COLUMN penal TEXT NOT NULL DEFAULT ''; -- state, penal axis
ALTER TABLE dossier ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0; -- the highest of its acts
ALTER TABLE dossier ADD COLUMN moved_ms INTEGER NOT NULL DEFAULT 0; -- its last act
ALTER TABLE dossier ADD COLUMN acts INTEGER NOT NULL DEFAULT 0; -- written here so far: numbers of references
ALTER TABLE dossier ADD COLUMN merged INTEGER REFERENCES dossier(id); -- all of it stands in that one
UPDATE dossier SET
	reference = coalesce((SELECT reference FROM act WHERE act.dossier = dossier.id
		ORDER BY act.id LIMIT 1), ''),
	moved_ms = coalesce((SELECT max(received_ms) FROM act
		WHERE act.dossier = dossier.id), opened_ms),
	urgency = coalesce((SELECT max(urgency) FROM act
		WHERE act.dossier = dossier.id), 0);
CREATE INDEX dossier_reference ON dossier(reference);
CREATE INDEX dossier_education ON dossier(education, merged);
CREATE INDEX dossier_penal ON dossier(penal, merged);
CREATE INDEX dossier_moved ON dossier(moved_ms);
CREATE INDEX dossier_merged ON dossier(merged) WHERE merged IS NOT NULL;

-- At a box: what the spool gave back to a database that did not know it. 1: its
-- reference is sealed with the rest, and its ident stands there; 2: the central
-- named it, or its draft. Without form and author: nobody here knows them.
ALTER TABLE sending ADD COLUMN found INTEGER NOT NULL DEFAULT 0
	CHECK (found IN (0, 1, 2));

-- At a box: what was filed by someone who can no longer sign in, or without
-- account, is the establishment's. From `since_ms` on; role and service are null
-- without account.
CREATE VIEW orphan AS SELECT sending.id, sending.author, role, service,
	CASE WHEN sending.author IS NULL THEN 0 ELSE
		coalesce(min(disabled_ms, leaves_ms), disabled_ms, leaves_ms)
	END AS since_ms
FROM sending LEFT JOIN account ON account.id = sending.author;

-- An act written at the central says who wrote it, and for which service.
ALTER TABLE act ADD COLUMN account BLOB REFERENCES account(id); -- NULL: it came from a box
ALTER TABLE act ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE act ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE act ADD COLUMN titled TEXT NOT NULL DEFAULT ''; -- by its answers, in a list; '' as its rule does
ALTER TABLE act ADD COLUMN home INTEGER REFERENCES dossier(id); -- where it stood before a merge; NULL: it has not moved
CREATE INDEX act_form ON act(dossier, form);
-- The dossier it is filed under is all that may change: merging and splitting
-- are acts of their own, and what was written stays.
DROP TRIGGER act_stays;
CREATE TRIGGER act_stays BEFORE UPDATE OF id, ident, form, version, content,
	reference, about, urgency, device, site, site_name, parquet, verified,
	clock, filed_ms, received_ms, payload, account, role, scope ON act
BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;
CREATE TRIGGER act_remains BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;

-- Block I is not for this party unless the parquet released it (DOMAINE 2.5).
ALTER TABLE party ADD COLUMN network INTEGER NOT NULL DEFAULT 0
	CHECK (network IN (0, 1));

-- Named for one thing: what its role owes, another party of it owes (duty.h).
ALTER TABLE party ADD COLUMN aside INTEGER NOT NULL DEFAULT 0
	CHECK (aside IN (0, 1));

-- By which acts a party was named, until it left.
CREATE TABLE named (
	act   INTEGER NOT NULL REFERENCES act(id),
	role  TEXT NOT NULL,
	scope TEXT NOT NULL,
	PRIMARY KEY (act, role, scope)
) STRICT, WITHOUT ROWID;
INSERT INTO named SELECT act, role, scope FROM party;

-- Who was party by mistake, by the act that says so; and which acts it had
-- opened by then.
CREATE TABLE departed (
	act   INTEGER PRIMARY KEY REFERENCES act(id),
	role  TEXT NOT NULL,
	scope TEXT NOT NULL
) STRICT;
CREATE INDEX departed_who ON departed(role, scope, act);
-- Of these, who is no party again.
CREATE VIEW estranged AS
SELECT act.dossier, act.about, act.filed_ms, act.received_ms, departed.act,
	departed.role, departed.scope
FROM departed JOIN act ON act.id = departed.act
WHERE NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = act.dossier
	AND party.role = departed.role AND party.scope = departed.scope);
CREATE TABLE had (
	departed  INTEGER NOT NULL REFERENCES departed(act),
	act       INTEGER NOT NULL REFERENCES act(id),
	opened_ms INTEGER NOT NULL,
	opened_by BLOB REFERENCES account(id),
	acked_ms  INTEGER,
	acked_by  BLOB REFERENCES account(id),
	PRIMARY KEY (departed, act)
) STRICT, WITHOUT ROWID;

-- The parties of a dossier that was merged, as they were: a split brings them
-- back.
CREATE TABLE folded (
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	role    TEXT NOT NULL,
	scope   TEXT NOT NULL,
	act     INTEGER NOT NULL REFERENCES act(id),
	network INTEGER NOT NULL,
	aside   INTEGER NOT NULL,
	theirs  INTEGER, -- network of the dossier it was merged into; NULL: it was no party there
	PRIMARY KEY (dossier, role, scope)
) STRICT, WITHOUT ROWID;

-- How the dossier it was merged into would stand without it: moved on by each
-- act recorded there, so that a split finds it as if they had never been one.
CREATE TABLE apart (
	dossier   INTEGER PRIMARY KEY REFERENCES dossier(id),
	other     INTEGER NOT NULL REFERENCES dossier(id),
	act       INTEGER NOT NULL REFERENCES act(id), -- that merged them
	education TEXT NOT NULL, -- of the other
	penal     TEXT NOT NULL
) STRICT;
CREATE INDEX apart_other ON apart(other, dossier);

-- A limit of rules.json that runs in a dossier.
CREATE TABLE deadline (
	id       INTEGER PRIMARY KEY,
	dossier  INTEGER NOT NULL REFERENCES dossier(id),
	rule     TEXT NOT NULL, -- "D2"
	version  INTEGER NOT NULL, -- of that rule
	act      INTEGER NOT NULL REFERENCES act(id), -- that opened it
	start_ms INTEGER, -- NULL: its event is awaited
	due_ms   INTEGER, -- exclusive: 24:00 of a day is the midnight after
	warn_ms  INTEGER, -- from then on it is « bientôt »
	state    INTEGER NOT NULL DEFAULT 0, -- enum course_state
	paused   INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)), -- marked; it runs on
	ended_ms INTEGER, -- met or dropped
	ended_by INTEGER REFERENCES act(id)
) STRICT;
CREATE INDEX deadline_dossier ON deadline(dossier, id);
CREATE INDEX deadline_act ON deadline(act);

-- What happened to it, in order: opened, started, alert, paused, resumed,
-- moved (by whom, why), met, dropped; reopened (what had ended it is taken back),
-- again (what had ended it is in another dossier), back (what reopened it is).
CREATE TABLE deadline_event (
	id       INTEGER PRIMARY KEY,
	deadline INTEGER NOT NULL REFERENCES deadline(id),
	at_ms    INTEGER NOT NULL,
	what     TEXT NOT NULL,
	act      INTEGER REFERENCES act(id),
	account  BLOB REFERENCES account(id), -- who set it aside or moved it
	detail   TEXT NOT NULL DEFAULT '', -- the alert; the reason that was given
	was_ms   INTEGER, -- of one that was moved: its end before,
	due_ms   INTEGER  -- and from then on
) STRICT;
CREATE INDEX deadline_event_of ON deadline_event(deadline, id);

-- The alerts still to come of limits that run.
CREATE TABLE alert (
	at_ms    INTEGER NOT NULL,
	deadline INTEGER NOT NULL REFERENCES deadline(id),
	word     TEXT NOT NULL, -- as people read it: « J-7 » (rules_alert_words)
	PRIMARY KEY (at_ms, deadline, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_deadline ON alert(deadline);

-- Something a service is to do: most often an act to record.
CREATE TABLE task (
	id       INTEGER PRIMARY KEY,
	dossier  INTEGER NOT NULL REFERENCES dossier(id),
	act      INTEGER NOT NULL REFERENCES act(id), -- that made it
	rule     TEXT NOT NULL, -- id of the task in rules.json, or a word of task.def
	form     TEXT NOT NULL DEFAULT '', -- the act that ends it; '' none
	role     TEXT NOT NULL DEFAULT '', -- who owes it, as in table party;
	scope    TEXT NOT NULL DEFAULT '', -- '' nobody is named yet
	delivery INTEGER, -- of table delivery, when it is about one
	made_ms  INTEGER NOT NULL,
	due_ms   INTEGER, -- NULL: no limit
	state    INTEGER NOT NULL DEFAULT 1, -- enum course_state; AWAITS: nobody is named yet to do it
	paused   INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
	ended_ms INTEGER,
	ended_by INTEGER REFERENCES act(id),
	account  BLOB REFERENCES account(id) -- who said that it is done
) STRICT;
CREATE INDEX task_dossier ON task(dossier, id);
CREATE INDEX task_delivery ON task(delivery) WHERE delivery IS NOT NULL;
CREATE INDEX task_late ON task(state) WHERE rule = 'retard' AND state IN (0, 1);

-- Who owes what is open, and until when: the lists of every desk. Rows go when
-- it ends. `due_ms` of what has no limit is 9223372036854775807.
CREATE TABLE duty (
	role    TEXT NOT NULL,
	scope   TEXT NOT NULL, -- as in table party
	due_ms  INTEGER NOT NULL,
	kind    INTEGER NOT NULL CHECK (kind IN (0, 1)), -- 0 deadline, 1 task
	id      INTEGER NOT NULL, -- of that table
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	warn_ms INTEGER NOT NULL,
	PRIMARY KEY (role, scope, due_ms, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_of ON duty(kind, id);
CREATE INDEX duty_dossier ON duty(dossier);
CREATE INDEX duty_due ON duty(due_ms);
CREATE INDEX duty_warn ON duty(role, scope, warn_ms, due_ms);

-- What a service has not opened, and what it has not acknowledged: the most
-- urgent first, without looking at the acts.
ALTER TABLE reception ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0; -- of its act
UPDATE reception SET urgent = (SELECT urgency FROM act WHERE act.id = reception.act);
CREATE TRIGGER reception_urgent AFTER INSERT ON reception
WHEN (SELECT urgency FROM act WHERE act.id = NEW.act) > 0
BEGIN
	UPDATE reception
	SET urgent = (SELECT urgency FROM act WHERE act.id = NEW.act)
	WHERE act = NEW.act AND role = NEW.role AND scope = NEW.scope;
END;
DROP INDEX reception_due;
CREATE INDEX reception_new ON reception(role, scope, urgent DESC, act DESC)
	WHERE opened_ms IS NULL;
CREATE INDEX reception_ack ON reception(role, scope, urgent DESC, act DESC)
	WHERE acked_ms IS NULL AND opened_ms IS NOT NULL;

-- Who a dossier is about, as it compares (form/spelling.h), of each fiche.
CREATE TABLE minor (
	act     INTEGER PRIMARY KEY REFERENCES act(id),
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	name    TEXT NOT NULL, -- folded; '' unknown
	first   TEXT NOT NULL,
	born    INTEGER, -- day (calendar/day.h); NULL unknown
	mna     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX minor_name ON minor(name, first);
CREATE INDEX minor_born ON minor(born);
CREATE INDEX minor_dossier ON minor(dossier);

-- And what they are looked for by (dossier/called.h).
CREATE TABLE called (
	act  INTEGER NOT NULL REFERENCES minor(act),
	word TEXT NOT NULL,
	PRIMARY KEY (act, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX called_word ON called(word);

-- Two dossiers that look like the same minor's: CRIP or parquet decide.
CREATE TABLE likeness (
	dossier  INTEGER NOT NULL REFERENCES dossier(id), -- the newer one
	other    INTEGER NOT NULL REFERENCES dossier(id),
	why      TEXT NOT NULL, -- "identity", "name", "born"
	made_ms  INTEGER NOT NULL,
	ended_ms INTEGER,
	same     INTEGER, -- 1 merged, 0 not the same
	act      INTEGER REFERENCES act(id), -- that decided
	PRIMARY KEY (dossier, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_open ON likeness(dossier) WHERE ended_ms IS NULL;
CREATE INDEX likeness_other ON likeness(other) WHERE ended_ms IS NULL;

-- A letter that an act caused, and the way to each of its recipients.
CREATE TABLE letter (
	id      INTEGER PRIMARY KEY,
	ident   BLOB NOT NULL UNIQUE CHECK (length(ident) = 16), -- its Message-ID
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	act     INTEGER NOT NULL REFERENCES act(id),
	rule    TEXT NOT NULL, -- "R1"
	version INTEGER NOT NULL,
	made_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_dossier ON letter(dossier, id);
CREATE INDEX letter_act ON letter(act);
CREATE INDEX letter_made ON letter(made_ms);

CREATE TABLE delivery (
	id           INTEGER PRIMARY KEY,
	letter       INTEGER NOT NULL REFERENCES letter(id),
	copy         INTEGER NOT NULL CHECK (copy IN (0, 1)), -- 0 To, 1 Cc
	role         TEXT NOT NULL,
	scope        TEXT NOT NULL,
	service      TEXT NOT NULL, -- of the directory; '' the author's establishment
	name         TEXT NOT NULL, -- as it was then
	mailbox      TEXT NOT NULL DEFAULT '',
	typed        INTEGER NOT NULL DEFAULT 0, -- 1: a person said where and how
	mode         TEXT NOT NULL, -- courriel_complet, courriel_avis, plex_manuel, portail, boitier
	state        INTEGER NOT NULL DEFAULT 0, -- enum delivery_state (dossier/delivery.h)
	tries        INTEGER NOT NULL DEFAULT 0,
	next_ms      INTEGER NOT NULL DEFAULT 0, -- not before
	sent_ms      INTEGER, -- « émis »: first handed to the relay
	accepted_ms  INTEGER, -- by the relay
	refused_ms   INTEGER,
	read_ms      INTEGER, -- on the desk
	confirmed_ms INTEGER,
	confirmed_by BLOB REFERENCES account(id),
	answer       TEXT NOT NULL DEFAULT '', -- the relay's code, or the receipt of a deposit
	sha256       BLOB, -- of what was sent, or of the package's manifest
	bytes        BLOB, -- the message as it leaves; NULL again once settled
	urgent       INTEGER NOT NULL DEFAULT 0, -- 1: its act is
	late         INTEGER NOT NULL DEFAULT 0, -- 1: a person was told that it waits
	handed       TEXT NOT NULL DEFAULT '', -- otherwise, by a person: papier, autre, telephone
	handed_to    TEXT NOT NULL DEFAULT '', -- the function of who was given it
	handed_ms    INTEGER,
	handed_by    BLOB REFERENCES account(id),
	handed_whole INTEGER NOT NULL DEFAULT 0 -- 1: all that the letter says
) STRICT;
CREATE INDEX delivery_letter ON delivery(letter);
-- What waits before nobody's eyes; letters are in the order of their age.
CREATE INDEX delivery_held ON delivery(letter) WHERE state = 0 AND read_ms IS NULL;
CREATE INDEX delivery_waits ON delivery(late, urgent, letter)
	WHERE state IN (0, 1, 2) AND (state > 0 OR read_ms IS NULL);
CREATE TRIGGER delivery_urgent AFTER INSERT ON delivery
WHEN (SELECT urgency FROM act JOIN letter ON letter.act = act.id
	WHERE letter.id = NEW.letter) > 0
BEGIN
	UPDATE delivery SET urgent = 1 WHERE id = NEW.id;
END;
CREATE INDEX delivery_next ON delivery(state, next_ms);
-- How many are in each state: a pack that is closed may hold millions.
CREATE TABLE delivery_tally (
	state INTEGER PRIMARY KEY,
	count INTEGER NOT NULL
) STRICT;
CREATE TRIGGER delivery_counted AFTER INSERT ON delivery
BEGIN
	INSERT INTO delivery_tally VALUES (NEW.state, 1)
	ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER delivery_recounted AFTER UPDATE OF state ON delivery
WHEN NEW.state <> OLD.state
BEGIN
	UPDATE delivery_tally SET count = count - 1 WHERE state = OLD.state;
	INSERT INTO delivery_tally VALUES (NEW.state, 1)
	ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER delivery_discounted AFTER DELETE ON delivery
BEGIN
	UPDATE delivery_tally SET count = count - 1 WHERE state = OLD.state;
END;
CREATE INDEX delivery_service ON delivery(role, scope, state);

-- A pack sends nothing before this says so (issue of each mailbox: post.h).
CREATE TABLE activation (
	pack     TEXT PRIMARY KEY,
	asked_by BLOB NOT NULL REFERENCES account(id),
	asked_ms INTEGER NOT NULL,
	done_ms  INTEGER, -- every mailbox was confirmed
	ended_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE mailbox (
	id           INTEGER PRIMARY KEY,
	pack         TEXT NOT NULL,
	service      TEXT NOT NULL,
	address      TEXT NOT NULL,
	asked_by     BLOB NOT NULL REFERENCES account(id), -- and confirms nothing
	code         TEXT NOT NULL, -- in the test letter; its reader says it
	state        INTEGER NOT NULL, -- enum delivery_state, of the test letter
	wrong        INTEGER NOT NULL DEFAULT 0, -- codes typed that were not this one
	tries        INTEGER NOT NULL DEFAULT 0,
	next_ms      INTEGER NOT NULL DEFAULT 0,
	answer       TEXT NOT NULL DEFAULT '',
	sent_ms      INTEGER,
	confirmed_ms INTEGER,
	confirmed_by BLOB REFERENCES account(id), -- the admin who was told the code
	who          TEXT NOT NULL DEFAULT '', -- function of the person who read it
	UNIQUE (pack, service, address)
) STRICT;
CREATE INDEX mailbox_next ON mailbox(state, next_ms);

-- « Remise au parquet » as well: the relay took the whole letter to the
-- competent one or a person was told that it has it, its deposit was confirmed,
-- what a notice announced was read, or a person handed the whole of it over, if
-- it was not read before: not a call, which says that it exists.
CREATE VIEW delivered AS
SELECT act, coalesce(min(acked_ms, told_ms), acked_ms, told_ms) AS at_ms
FROM (
	SELECT act.id AS act, (
		SELECT reception.acked_ms FROM reception
		WHERE reception.act = act.id AND reception.role = 'parquet'
			AND reception.scope = act.parquet) AS acked_ms, (
		SELECT min(CASE WHEN delivery.handed_whole
				THEN min(delivery.handed_ms,
					iif(delivery.mode = 'courriel_avis',
						coalesce(delivery.read_ms, delivery.handed_ms),
						delivery.handed_ms))
			WHEN delivery.mode = 'courriel_complet'
				THEN coalesce(delivery.accepted_ms,
					delivery.confirmed_ms)
			WHEN delivery.mode = 'courriel_avis' THEN delivery.read_ms
			WHEN delivery.mode = 'plex_manuel'
				THEN delivery.confirmed_ms END)
		FROM letter JOIN delivery ON delivery.letter = letter.id
		WHERE letter.act = act.id AND delivery.role = 'parquet'
			AND delivery.scope = act.parquet) AS told_ms
	FROM act)
WHERE acked_ms IS NOT NULL OR told_ms IS NOT NULL;

CREATE TRIGGER delivery_taken
AFTER UPDATE OF accepted_ms, read_ms, confirmed_ms, handed_whole ON delivery
WHEN NEW.role = 'parquet' AND (NEW.handed_whole > OLD.handed_whole
	OR NEW.mode = 'courriel_complet'
		AND coalesce(OLD.accepted_ms, OLD.confirmed_ms) IS NULL
		AND coalesce(NEW.accepted_ms, NEW.confirmed_ms) IS NOT NULL
	OR NEW.mode = 'courriel_avis'
		AND OLD.read_ms IS NULL AND NEW.read_ms IS NOT NULL
	OR NEW.mode = 'plex_manuel'
		AND OLD.confirmed_ms IS NULL AND NEW.confirmed_ms IS NOT NULL)
BEGIN
	INSERT INTO downward(device, act)
	SELECT act.device, act.id FROM letter
	JOIN act ON act.id = letter.act
	JOIN box ON box.device = act.device
	WHERE letter.id = NEW.letter AND act.parquet = NEW.scope
		AND NOT EXISTS (SELECT 1 FROM downward
			WHERE downward.act = act.id AND downward.reply IS NULL
				AND NOT downward.receipt);
END;
DROP TRIGGER reception_acked;
CREATE TRIGGER reception_acked AFTER UPDATE OF acked_ms ON reception
WHEN NEW.role = 'parquet' AND OLD.acked_ms IS NULL AND NEW.acked_ms IS NOT NULL
BEGIN
	INSERT INTO downward(device, act)
	SELECT act.device, act.id FROM act
	JOIN box ON box.device = act.device
	WHERE act.id = NEW.act AND act.parquet = NEW.scope
		AND NOT EXISTS (SELECT 1 FROM downward
			WHERE downward.act = act.id AND downward.reply IS NULL
				AND NOT downward.receipt);
END;

-- What someone is writing at the central, until it is an act: one per dossier
-- and form, for its author only.
CREATE TABLE jotting (
	account  BLOB NOT NULL REFERENCES account(id),
	dossier  INTEGER NOT NULL, -- 0: it will open one
	form     TEXT NOT NULL,
	id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- ident of the act
	version  INTEGER NOT NULL,
	answers  BLOB NOT NULL,
	step     TEXT NOT NULL DEFAULT '', -- where to resume
	saved_ms INTEGER NOT NULL,
	PRIMARY KEY (account, dossier, form)
) STRICT, WITHOUT ROWID;

-- Which dossiers someone opened when: the budget of reading. One more allowance
-- needs a second person.
CREATE TABLE reading (
	account BLOB NOT NULL REFERENCES account(id),
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	at_ms   INTEGER NOT NULL,
	PRIMARY KEY (account, dossier)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_at ON reading(account, at_ms);
CREATE TABLE allowance (
	account  BLOB NOT NULL REFERENCES account(id),
	asked_ms INTEGER NOT NULL,
	given_by BLOB REFERENCES account(id), -- another person of the service
	given_ms INTEGER, -- answered; NULL: not yet
	given    INTEGER NOT NULL DEFAULT 0, -- dossiers more; 0: refused
	why      TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (account, asked_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX allowance_open ON allowance(asked_ms) WHERE given_ms IS NULL;

-- What was taken out of quarantine has a receipt that its box has not seen: it
-- goes down like what is said of an act.
ALTER TABLE downward ADD COLUMN receipt INTEGER NOT NULL DEFAULT 0
	CHECK (receipt IN (0, 1));

-- At a box: for how many ms the central's clock and ours had agreed by anchor_ms,
-- those left out during which the machine was stopped (core/hour.h).
ALTER TABLE central ADD COLUMN agreed_ms INTEGER NOT NULL DEFAULT 0;
-- What it says and we do not believe yet, since when on our clock; 0: nothing.
ALTER TABLE central ADD COLUMN doubt_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE central ADD COLUMN doubt_boot INTEGER NOT NULL DEFAULT 0;

-- What an envelope says of the one before it, for that one may come later.
ALTER TABLE intake ADD COLUMN before BLOB CHECK (length(before) = 32);
