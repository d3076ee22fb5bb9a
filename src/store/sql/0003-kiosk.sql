-- The kiosk: what someone is writing, and what became of what they sent. The
-- content of what was sent is nowhere here.

-- A form being filled in. `id` is the ident its envelope will bear: sending
-- twice is sending once. The answers are sealed under a key of the draft's own
-- (core/veil.h), which is overwritten when the draft goes.
CREATE TABLE draft (
	id        BLOB PRIMARY KEY CHECK (length(id) = 16),
	author    BLOB UNIQUE REFERENCES account(id), -- one each; NULL: without account
	holder    BLOB UNIQUE CHECK (length(holder) = 32), -- then: hash of the browser's cookie
	form      TEXT NOT NULL,
	version   INTEGER NOT NULL,
	about     TEXT NOT NULL DEFAULT '', -- the reference it completes
	step      TEXT NOT NULL, -- where to resume
	slot      INTEGER NOT NULL UNIQUE, -- of its key
	answers   BLOB NOT NULL,
	reference TEXT UNIQUE, -- given at the first try to send, and kept
	begun_ms  INTEGER NOT NULL,
	saved_ms  INTEGER NOT NULL,
	CHECK ((author IS NULL) <> (holder IS NULL))
) STRICT, WITHOUT ROWID;

-- The last number given, by form and year: given inside the transaction. Form
-- '' is where numbers begin in a database that replaces one that was lost.
CREATE TABLE numbering (
	form TEXT NOT NULL,
	year INTEGER NOT NULL,
	last INTEGER NOT NULL,
	PRIMARY KEY (form, year)
) STRICT, WITHOUT ROWID;

-- What was filed here: its reference and its states.
CREATE TABLE sending (
	id           BLOB PRIMARY KEY CHECK (length(id) = 16), -- of its envelope
	author       BLOB REFERENCES account(id), -- NULL: without account
	form         TEXT NOT NULL,
	content      INTEGER NOT NULL, -- envelope/content.def
	reference    TEXT NOT NULL UNIQUE,
	about        TEXT NOT NULL DEFAULT '',
	urgency      INTEGER NOT NULL,
	recorded_ms  INTEGER NOT NULL, -- « enregistrée sur le boîtier »
	received_ms  INTEGER, -- « reçue par le serveur central », by its receipt
	delivered_ms INTEGER  -- « remise au parquet », as the central says
) STRICT, WITHOUT ROWID;
CREATE INDEX sending_author ON sending(author, recorded_ms);

-- What the central says to the author of a sending.
CREATE TABLE word (
	id      BLOB PRIMARY KEY CHECK (length(id) = 16),
	sending BLOB NOT NULL, -- of table sending, by its id
	sent_ms INTEGER NOT NULL,
	sender  TEXT NOT NULL, -- a service, as shown
	text    TEXT NOT NULL,
	read_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX word_sending ON word(sending);

-- Which minors fiches were filed about here, for 30 days, as an HMAC of name and
-- date of birth (core/known.h): to ask « une fiche existe : la compléter ? ».
CREATE TABLE known (
	tag       BLOB NOT NULL CHECK (length(tag) = 32),
	reference TEXT NOT NULL,
	at_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX known_tag ON known(tag, at_ms);

-- Filings from the lock screen, without an account: throttled, never to zero.
CREATE TABLE urgent_try (
	at_ms INTEGER NOT NULL
) STRICT;
