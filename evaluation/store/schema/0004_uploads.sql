CREATE TABLE file_anew (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER REFERENCES entry(id),
  panel_id INTEGER REFERENCES panel(id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL,
  scan TEXT NOT NULL DEFAULT 'unscanned' CHECK (scan IN ('unscanned', 'waiting', 'clean', 'infected')),
  uploaded_by INTEGER REFERENCES account(id),
  uploaded_at TEXT NOT NULL,
  CHECK ((entry_id IS NULL) <> (panel_id IS NULL))
) STRICT;
INSERT INTO file_anew (id, entry_id, panel_id, name, media_type, size, sha256, stored_as, uploaded_by, uploaded_at)
  SELECT id, entry_id, panel_id, name, media_type, size, sha256, stored_as, uploaded_by, uploaded_at FROM file;
DROP TABLE file;
ALTER TABLE file_anew RENAME TO file;
CREATE INDEX file_entry ON file(entry_id);
CREATE INDEX file_panel ON file(panel_id);
CREATE INDEX file_bytes ON file(sha256);
CREATE INDEX file_stored ON file(stored_as);
CREATE INDEX file_waiting ON file(scan) WHERE scan = 'waiting';

CREATE TABLE upload (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  section_code TEXT,
  name TEXT NOT NULL,
  metadata TEXT NOT NULL,
  length INTEGER NOT NULL CHECK (length > 0),
  received INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length),
  stored_as TEXT NOT NULL UNIQUE,
  media_type TEXT,
  sha256 TEXT CHECK (length(sha256) = 64),
  scan TEXT NOT NULL DEFAULT 'unscanned' CHECK (scan IN ('unscanned', 'waiting', 'clean')),
  begun_at TEXT NOT NULL,
  deadline_at TEXT,
  grace_until TEXT,
  expires_at TEXT NOT NULL,
  ended_at TEXT,
  claimed_at TEXT,
  CHECK ((ended_at IS NULL) = (sha256 IS NULL)),
  CHECK (ended_at IS NULL OR received = length),
  CHECK (claimed_at IS NULL OR ended_at IS NOT NULL),
  CHECK ((deadline_at IS NULL) = (grace_until IS NULL))
) STRICT;
CREATE INDEX upload_entry ON upload(entry_id, account_id);
CREATE INDEX upload_expires ON upload(expires_at);
