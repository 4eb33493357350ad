-- What the minutes of a result say beside its snapshot, as it stood when the result was fixed: decree, panel,
-- attendance, who fixed it, whether the award is an official one. Results fixed before this have none.
CREATE TABLE minutes_facts (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  finalised_at TEXT NOT NULL,
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  facts TEXT NOT NULL CHECK (json_valid(facts))
) STRICT;
CREATE INDEX minutes_facts_contest ON minutes_facts(contest_id);
CREATE TRIGGER minutes_facts_is_kept BEFORE UPDATE ON minutes_facts
  BEGIN SELECT RAISE(ABORT, 'what minutes say is kept as it stood'); END;
CREATE TRIGGER minutes_facts_is_never_deleted BEFORE DELETE ON minutes_facts
  BEGIN SELECT RAISE(ABORT, 'what minutes say is kept as it stood'); END;

-- Lists of past wins are sent, looked at and confirmed like rosters.
CREATE TABLE roster_preview_new (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  kind TEXT NOT NULL CHECK (kind IN ('candidates', 'assessors', 'past-wins')),
  name TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
INSERT INTO roster_preview_new SELECT * FROM roster_preview;
DROP TABLE roster_preview;
ALTER TABLE roster_preview_new RENAME TO roster_preview;
CREATE INDEX roster_preview_account ON roster_preview(account_id, made_at);
CREATE INDEX roster_preview_expiry ON roster_preview(expires_at);
