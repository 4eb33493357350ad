-- A workbook of score sheets that came back and is being looked at; its marks are stored when that is confirmed.
CREATE TABLE workbook_preview (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL CHECK (expires_at > made_at)
) STRICT;
CREATE INDEX workbook_preview_account ON workbook_preview(account_id, made_at);
CREATE INDEX workbook_preview_expiry ON workbook_preview(expires_at);
