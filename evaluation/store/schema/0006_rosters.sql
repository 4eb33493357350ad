CREATE TABLE roster_preview (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  kind TEXT NOT NULL CHECK (kind IN ('candidates', 'assessors')),
  name TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX roster_preview_account ON roster_preview(account_id, made_at);
CREATE INDEX roster_preview_expiry ON roster_preview(expires_at);
