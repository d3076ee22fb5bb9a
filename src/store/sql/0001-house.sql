-- The house: what was migrated, who may come in, who is in, what was done.
--
-- Instants are milliseconds of UTC since 1970 (_ms); idents are 16 random
-- bytes. A binary column says its exact size, so that a mistake of ours is a
-- refused row and not a wrong answer.

-- One row per migration that was run; see src/store/migrate.h.
CREATE TABLE migration (
	number INTEGER PRIMARY KEY CHECK (number > 0), -- from 1, no gap
	name   TEXT NOT NULL, -- its file, for people
	sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;

-- A person who may sign in. Never deleted while the audit log names it by its
-- ident: it is disabled.
CREATE TABLE account (
	id          BLOB PRIMARY KEY CHECK (length(id) = 16),
	login       TEXT NOT NULL UNIQUE COLLATE NOCASE
		    CHECK (length(login) BETWEEN 1 AND 64),
	name        TEXT NOT NULL, -- as shown to its owner
	role        TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 16),
	service     TEXT NOT NULL, -- where this person works, as shown
	salt        BLOB NOT NULL CHECK (length(salt) = 16),
	verifier    BLOB NOT NULL CHECK (length(verifier) = 32), -- password.h
	created_ms  INTEGER NOT NULL,
	disabled_ms INTEGER -- NULL: may sign in
) STRICT, WITHOUT ROWID;

-- Tries to sign in, per login as typed, whether or not anyone has it: the delay
-- must not tell. An HMAC stands for the login, which may be a passphrase typed
-- into the wrong field.
CREATE TABLE attempt (
	login    BLOB PRIMARY KEY CHECK (length(login) = 32),
	failures INTEGER NOT NULL CHECK (failures >= 0), -- in a row
	next_ms  INTEGER NOT NULL, -- earlier tries are not looked at
	last_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_last ON attempt(last_ms);

-- A browser that is signed in. The cookie itself is not here, only its SHA-256:
-- who reads the database cannot take over a session.
CREATE TABLE session (
	hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
	account    BLOB NOT NULL REFERENCES account(id) ON DELETE CASCADE,
	created_ms INTEGER NOT NULL,
	seen_ms    INTEGER NOT NULL, -- last request: the idle limit counts on it
	ends_ms    INTEGER NOT NULL  -- whatever happens, not beyond
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session(account);
CREATE INDEX session_ends ON session(ends_ms);

-- The audit log; see src/audit/trail.h for what the bytes say.
CREATE TABLE trail (
	seq    INTEGER PRIMARY KEY CHECK (seq >= 0), -- leaf of the tree, from 0
	public BLOB NOT NULL CHECK (length(public) = 72),
	sealed BLOB NOT NULL -- to the auditor's key; empty when nothing personal
) STRICT;

-- The roots of full subtrees of 2^level leaves, level 1 and up: a proof then
-- costs a few reads whatever the length of the log. Level 0 is in trail.
CREATE TABLE trail_node (
	level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 63),
	place INTEGER NOT NULL CHECK (place >= 0), -- from the left
	hash  BLOB NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;

-- The state that appending needs: one row, as written by merkle_put.
CREATE TABLE trail_state (
	one   INTEGER PRIMARY KEY CHECK (one = 1),
	state BLOB NOT NULL
) STRICT;
INSERT INTO trail_state(one, state) VALUES (1, X'0000000000000000');

-- What the log has signed of itself (src/audit/stamp.h).
CREATE TABLE trail_stamp (
	size    INTEGER PRIMARY KEY CHECK (size > 0), -- entries it covers
	made_ms INTEGER NOT NULL,
	note    TEXT NOT NULL -- the signed note, whole
) STRICT;

-- Append only, for our own code as well: a mistake is a refused statement.
CREATE TRIGGER trail_stays BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER trail_remains BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER trail_stamp_stays BEFORE UPDATE ON trail_stamp
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER trail_node_stays BEFORE UPDATE ON trail_node
BEGIN SELECT RAISE(ABORT, 'a full subtree is never changed'); END;
