-- People: what is printed of them, who made them, how long they stay.

ALTER TABLE account ADD COLUMN duty TEXT NOT NULL DEFAULT ''; -- fonction, as printed on what they file
ALTER TABLE account ADD COLUMN scope TEXT NOT NULL DEFAULT ''; -- at the central: a service of the pack's directory
ALTER TABLE account ADD COLUMN chief INTEGER NOT NULL DEFAULT 0
	CHECK (chief IN (0, 1)); -- head of the establishment: may make accounts of it
ALTER TABLE account ADD COLUMN leaves_ms INTEGER; -- of a replacement: may not sign in beyond
ALTER TABLE account ADD COLUMN made_by BLOB; -- account, or NULL: the installer
ALTER TABLE account ADD COLUMN totp BLOB; -- secret of RFC 6238; NULL: none yet (central)
ALTER TABLE account ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0; -- the last one used
