-- The fleet, central side: boxes, what they sent, what is wrong with it.

CREATE TABLE enrolment (
	hash     BLOB PRIMARY KEY CHECK (length(hash) = 32), -- enrol_code_key
	site     TEXT NOT NULL UNIQUE, -- site code the box will bear
	name     TEXT NOT NULL, -- of the establishment or unit, as shown
	kind     TEXT NOT NULL, -- role of its people: foyer, fsi, pjj ...
	commune  TEXT NOT NULL DEFAULT '', -- INSEE code
	phone    TEXT NOT NULL DEFAULT '',
	made_by  BLOB NOT NULL REFERENCES account(id),
	made_ms  INTEGER NOT NULL,
	ends_ms  INTEGER NOT NULL,
	device   BLOB -- the box that used it, not yet confirmed
) STRICT, WITHOUT ROWID;

CREATE TABLE box (
	device       BLOB PRIMARY KEY CHECK (length(device) = 16),
	site         TEXT NOT NULL,
	name         TEXT NOT NULL,
	kind         TEXT NOT NULL,
	commune      TEXT NOT NULL DEFAULT '',
	phone        TEXT NOT NULL DEFAULT '',
	sign         BLOB NOT NULL CHECK (length(sign) = 32), -- Ed25519
	spool_sign   BLOB NOT NULL CHECK (length(spool_sign) = 32), -- Ed25519
	checkpoint   BLOB NOT NULL CHECK (length(checkpoint) = 32), -- Ed25519
	state        INTEGER NOT NULL, -- 0 asked, 1 active, 2 revoked
	asked_ms     INTEGER NOT NULL,
	made_by      BLOB REFERENCES account(id),
	confirmed_by BLOB REFERENCES account(id), -- another admin
	confirmed_ms INTEGER,
	revoked_by   BLOB REFERENCES account(id),
	revoked_ms   INTEGER,
	nonce        TEXT NOT NULL, -- the next request must bear it
	incarnation  INTEGER NOT NULL DEFAULT 0, -- of its chain, last accepted
	seq          INTEGER NOT NULL DEFAULT 0, -- highest received in it
	last_ms      INTEGER NOT NULL DEFAULT 0, -- last contact
	held         INTEGER NOT NULL DEFAULT 0, -- what it says it still holds
	oldest_ms    INTEGER NOT NULL DEFAULT 0,
	version      TEXT NOT NULL DEFAULT '',
	clock        INTEGER NOT NULL DEFAULT 0, -- enum trail_clock
	drift_ms     INTEGER NOT NULL DEFAULT 0,
	told         INTEGER NOT NULL DEFAULT 0, -- of table downward, last taken
	shown        INTEGER NOT NULL DEFAULT 0, -- size of our checkpoint it was given
	shown_before INTEGER NOT NULL DEFAULT 0, -- and of the one before
	milestone    TEXT NOT NULL DEFAULT '', -- its last checkpoint that was verified
	granted      TEXT NOT NULL DEFAULT '', -- the grant, whole
	fingerprint  TEXT NOT NULL DEFAULT '' -- to be compared before confirming
) STRICT, WITHOUT ROWID;

CREATE INDEX box_site ON box(site);

-- Every envelope that came, once. Bytes are kept of what could not be opened.
-- Its receipt is not: a signature of the same text by the same key is the same.
CREATE TABLE intake (
	id          BLOB NOT NULL CHECK (length(id) = 16),
	device      BLOB NOT NULL CHECK (length(device) = 16),
	incarnation INTEGER NOT NULL,
	seq         INTEGER NOT NULL,
	sha256      BLOB NOT NULL CHECK (length(sha256) = 32),
	received_ms INTEGER NOT NULL,
	state       INTEGER NOT NULL, -- enum receipt_state
	why         TEXT NOT NULL DEFAULT '', -- of a quarantine: core/intake.c
	leaf        INTEGER NOT NULL, -- of our audit log
	signed      INTEGER NOT NULL CHECK (signed IN (0, 1)), -- by the box it names
	bytes       BLOB, -- in quarantine only
	PRIMARY KEY (id, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX intake_seq ON intake(device, incarnation, seq);
CREATE INDEX intake_state ON intake(state, received_ms);
CREATE INDEX intake_kept ON intake(device) WHERE state = 2;

-- A place of a box's chain that is known, and the one before it has not come.
CREATE TABLE missing (
	device      BLOB NOT NULL REFERENCES box(device),
	incarnation INTEGER NOT NULL,
	seq         INTEGER NOT NULL, -- the one that is known
	since_ms    INTEGER NOT NULL,
	PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm (
	id       INTEGER PRIMARY KEY,
	device   BLOB NOT NULL REFERENCES box(device),
	kind     TEXT NOT NULL, -- silent, fork, gap, clash, quarantine, history
	at_ms    INTEGER NOT NULL,
	detail   TEXT NOT NULL DEFAULT '', -- numbers only, nothing personal
	ended_ms INTEGER
) STRICT;
CREATE INDEX alarm_open ON alarm(device, kind) WHERE ended_ms IS NULL;

-- One row: which central this is, and which life of it (src/core/life.h).
CREATE TABLE life (
	one         INTEGER PRIMARY KEY CHECK (one = 1),
	name        TEXT NOT NULL,
	incarnation INTEGER NOT NULL
) STRICT;
