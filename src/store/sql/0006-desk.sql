-- The desk: dossiers, the acts in them, who is party, what was told to whom.

CREATE TABLE dossier (
	id        INTEGER PRIMARY KEY,
	opened_ms INTEGER NOT NULL
) STRICT;

-- Append-only: a correction is another act.
CREATE TABLE act (
	id          INTEGER PRIMARY KEY,
	ident       BLOB NOT NULL UNIQUE CHECK (length(ident) = 16), -- its envelope's id, or random
	dossier     INTEGER NOT NULL REFERENCES dossier(id),
	form        TEXT NOT NULL,
	version     INTEGER NOT NULL,
	content     INTEGER NOT NULL, -- envelope/content.def
	reference   TEXT NOT NULL UNIQUE,
	about       TEXT NOT NULL DEFAULT '', -- the reference it completes
	urgency     INTEGER NOT NULL,
	device      BLOB, -- box it came from; NULL: written here
	site        TEXT NOT NULL, -- code of the establishment or unit
	site_name   TEXT NOT NULL,
	parquet     TEXT NOT NULL, -- service of the pack's directory
	verified    INTEGER NOT NULL CHECK (verified IN (0, 1)), -- 0: without account
	clock       INTEGER NOT NULL, -- enum trail_clock, of filed_ms
	filed_ms    INTEGER NOT NULL,
	received_ms INTEGER NOT NULL,
	payload     BLOB NOT NULL -- JSON, byte for byte as it was sealed
) STRICT;
CREATE INDEX act_dossier ON act(dossier, id);
CREATE INDEX act_parquet ON act(parquet, received_ms);
CREATE INDEX act_received ON act(received_ms);
CREATE TRIGGER act_stays BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;

-- Which services a dossier concerns, because an act made them party to it.
CREATE TABLE party (
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	role    TEXT NOT NULL, -- who.def
	scope   TEXT NOT NULL, -- service of the directory; '' for the only one of its role
	act     INTEGER NOT NULL REFERENCES act(id), -- the one that did it
	PRIMARY KEY (dossier, role, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_scope ON party(role, scope, dossier);

-- What each party has done about an act.
CREATE TABLE reception (
	act        INTEGER NOT NULL REFERENCES act(id),
	role       TEXT NOT NULL,
	scope      TEXT NOT NULL,
	opened_ms  INTEGER, -- first reading
	opened_by  BLOB REFERENCES account(id),
	acked_ms   INTEGER, -- accusé de réception
	acked_by   BLOB REFERENCES account(id),
	PRIMARY KEY (act, role, scope)
) STRICT, WITHOUT ROWID;

-- What is said back to the author of an act; it travels down at the next sync.
CREATE TABLE reply (
	id      BLOB PRIMARY KEY CHECK (length(id) = 16),
	act     INTEGER NOT NULL REFERENCES act(id),
	account BLOB NOT NULL REFERENCES account(id),
	sender  TEXT NOT NULL, -- the service, as shown
	sent_ms INTEGER NOT NULL,
	text    TEXT NOT NULL,
	told_ms INTEGER -- the box has it
) STRICT, WITHOUT ROWID;
CREATE INDEX reply_act ON reply(act);

-- The lists of a desk: all that concerns a service, and what it owes an answer.
CREATE INDEX reception_all ON reception(role, scope, act);
CREATE INDEX reception_due ON reception(role, scope, act) WHERE acked_ms IS NULL;
