-- The line, box side: its central, its chain of envelopes, what is on the way.

-- The grant of the central this box is enrolled at: one row, or none.
CREATE TABLE central (
	one         INTEGER PRIMARY KEY CHECK (one = 1),
	deployment  TEXT NOT NULL,
	url         TEXT NOT NULL,
	pin         BLOB NOT NULL CHECK (length(pin) = 32), -- of its TLS key
	intake      BLOB NOT NULL CHECK (length(intake) = 32), -- X25519
	recovery    BLOB NOT NULL CHECK (length(recovery) = 32), -- X25519
	sign        BLOB NOT NULL CHECK (length(sign) = 32), -- receipts and answers, Ed25519
	checkpoint  BLOB NOT NULL CHECK (length(checkpoint) = 32), -- of its audit log, Ed25519
	granted     TEXT NOT NULL, -- the grant, whole, as it came
	granted_ms  INTEGER NOT NULL,
	incarnation INTEGER NOT NULL DEFAULT 0, -- of the central, last heard
	nonce       TEXT NOT NULL DEFAULT '', -- for the next request
	anchor_ms   INTEGER NOT NULL DEFAULT 0, -- its clock, last signed
	anchor_boot INTEGER NOT NULL DEFAULT 0, -- ours then, since boot
	boot        TEXT NOT NULL DEFAULT '', -- the boot that was
	revoked_ms  INTEGER,
	seen        TEXT NOT NULL DEFAULT '', -- its last checkpoint that was verified
	ours        TEXT NOT NULL DEFAULT '', -- ours that it last countersigned
	offered     TEXT NOT NULL DEFAULT '', -- ours that it was shown since, until it has
	states      INTEGER NOT NULL DEFAULT 0, -- of what it sends down, all up to here is kept
	history_ms  INTEGER -- its log contradicted what it had shown us
) STRICT;

-- Where the chain of envelopes stands.
CREATE TABLE chain (
	one         INTEGER PRIMARY KEY CHECK (one = 1),
	incarnation INTEGER NOT NULL,
	seq         INTEGER NOT NULL, -- of the last one; 0: none
	before      BLOB NOT NULL CHECK (length(before) = 32), -- its SHA-256
	boots       INTEGER NOT NULL, -- how often the machine was started, as far as we saw
	boot        TEXT NOT NULL -- the last of these; '' unknown
) STRICT;

-- Envelopes made here; the bytes are in the spool until the central has them.
CREATE TABLE parcel (
	id          BLOB PRIMARY KEY CHECK (length(id) = 16),
	incarnation INTEGER NOT NULL,
	seq         INTEGER NOT NULL,
	sha256      BLOB NOT NULL CHECK (length(sha256) = 32),
	bytes       INTEGER NOT NULL,
	made_ms     INTEGER NOT NULL,
	state       INTEGER NOT NULL DEFAULT 0, -- 0 held, 1 received, 2 quarantined there, 3 lost here
	receipt     TEXT, -- signed by the central
	received_ms INTEGER,
	deleted_ms  INTEGER, -- from the spool
	UNIQUE (incarnation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_state ON parcel(state, seq);
