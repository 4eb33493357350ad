-- How many words were read in a file: what an assessor's reading time is reckoned from.
ALTER TABLE reading ADD COLUMN words INTEGER NOT NULL DEFAULT 0 CHECK (words >= 0);

-- A score sheet as it was submitted, each time that it was. `content` is its canonical text, `fingerprint` the
-- SHA-256 of that text; the marks stand beside it for questions.
CREATE TABLE scoresheet_version (
  id INTEGER PRIMARY KEY,
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  number INTEGER NOT NULL CHECK (number > 0),
  total TEXT NOT NULL,
  submitted_at TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  UNIQUE (scoresheet_id, number)
) STRICT;
CREATE TRIGGER scoresheet_version_is_kept_as_submitted BEFORE UPDATE ON scoresheet_version
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;
CREATE TRIGGER scoresheet_version_is_never_deleted BEFORE DELETE ON scoresheet_version
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;

CREATE TABLE scoresheet_version_mark (
  version_id INTEGER NOT NULL REFERENCES scoresheet_version(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  comment TEXT NOT NULL,
  feedback TEXT NOT NULL,
  PRIMARY KEY (version_id, criterion_id)
) STRICT;
CREATE TRIGGER scoresheet_version_mark_is_kept_as_submitted BEFORE UPDATE ON scoresheet_version_mark
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;
CREATE TRIGGER scoresheet_version_mark_is_never_deleted BEFORE DELETE ON scoresheet_version_mark
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;

-- The committee gave a submitted sheet back: which version, why, who.
CREATE TABLE reopening (
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL UNIQUE REFERENCES scoresheet_version(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  reopened_by INTEGER REFERENCES account(id),
  reopened_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER reopening_is_kept_as_decided BEFORE UPDATE ON reopening
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER reopening_is_never_deleted BEFORE DELETE ON reopening
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

-- A submitted sheet goes back to a draft only by a reopening of the version that it is; its marks stay
-- until then.
CREATE TRIGGER scoresheet_is_given_back_by_a_reopening
  BEFORE UPDATE OF status, total, submitted_at ON scoresheet
  WHEN OLD.status = 'submitted' AND NOT EXISTS (
    SELECT 1 FROM reopening r JOIN scoresheet_version v ON v.id = r.version_id
    WHERE v.scoresheet_id = OLD.id
      AND v.number = (SELECT max(w.number) FROM scoresheet_version w WHERE w.scoresheet_id = OLD.id))
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet changes only when it is reopened'); END;
CREATE TRIGGER scoresheet_is_never_deleted_once_submitted BEFORE DELETE ON scoresheet
  WHEN OLD.status = 'submitted'
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is never deleted'); END;
CREATE TRIGGER mark_of_a_submitted_sheet_stays BEFORE UPDATE ON mark
  WHEN (SELECT status FROM scoresheet WHERE id = OLD.scoresheet_id) = 'submitted'
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet changes only when it is reopened'); END;
CREATE TRIGGER mark_of_a_submitted_sheet_is_never_deleted BEFORE DELETE ON mark
  WHEN (SELECT status FROM scoresheet WHERE id = OLD.scoresheet_id) = 'submitted'
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet changes only when it is reopened'); END;
