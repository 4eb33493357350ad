-- A receipt's code is the first hundred bits of the fingerprint (core/receipt_code.py): one submission each.
CREATE UNIQUE INDEX submission_code ON submission(substr(fingerprint, 1, 25));

-- The one who came first owns the candidate's side of an entry.
ALTER TABLE representative ADD COLUMN role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'member'));
UPDATE representative SET role = 'owner'
  WHERE rowid IN (SELECT min(rowid) FROM representative GROUP BY entry_id);
CREATE UNIQUE INDEX representative_one_owner ON representative(entry_id) WHERE role = 'owner';

-- A dossier that the committee gave back: why, which sections may change, and until when (NULL: no deadline).
CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  sections TEXT NOT NULL CHECK (json_valid(sections)),
  due_at TEXT,
  returned_by INTEGER REFERENCES account(id),
  returned_at TEXT NOT NULL
) STRICT;
CREATE INDEX correction_entry ON correction(entry_id, id);
CREATE TRIGGER correction_is_kept_as_decided BEFORE UPDATE ON correction
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER correction_is_never_deleted BEFORE DELETE ON correction
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

-- A later deadline for one candidate: for the first submission, or for one correction.
CREATE TABLE extension (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  correction_id INTEGER REFERENCES correction(id),
  before_at TEXT NOT NULL,
  until_at TEXT NOT NULL CHECK (until_at > before_at),
  reason TEXT NOT NULL CHECK (reason <> ''),
  granted_by INTEGER REFERENCES account(id),
  granted_at TEXT NOT NULL
) STRICT;
CREATE INDEX extension_entry ON extension(entry_id, id);
CREATE TRIGGER extension_is_kept_as_decided BEFORE UPDATE ON extension
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER extension_is_never_deleted BEFORE DELETE ON extension
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

-- Questions and answers about a dossier, one thread an entry.
CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  side TEXT NOT NULL CHECK (side IN ('candidate', 'committee')),
  body TEXT NOT NULL CHECK (body <> ''),
  account_id INTEGER REFERENCES account(id),
  written_at TEXT NOT NULL
) STRICT;
CREATE INDEX question_entry ON question(entry_id, id);
CREATE TRIGGER question_is_kept_as_written BEFORE UPDATE ON question
  BEGIN SELECT RAISE(ABORT, 'a question is kept as written'); END;
CREATE TRIGGER question_is_never_deleted BEFORE DELETE ON question
  BEGIN SELECT RAISE(ABORT, 'a question is kept as written'); END;
