-- Samples that a whole panel scores before a round opens, to talk about how it uses the scale. They count
-- nowhere, so their sheets and marks have tables of their own, without contest and entry.
CREATE TABLE sample (
  id INTEGER PRIMARY KEY,
  panel_id INTEGER NOT NULL REFERENCES panel(id),
  round_id INTEGER NOT NULL REFERENCES round(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  title TEXT NOT NULL CHECK (title <> ''),
  submission_id INTEGER REFERENCES submission(id),
  file_id INTEGER REFERENCES file(id),
  named INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1)),
  set_by INTEGER REFERENCES account(id),
  set_at TEXT NOT NULL,
  discussed_at TEXT,
  CHECK ((submission_id IS NULL) <> (file_id IS NULL))
) STRICT;
CREATE INDEX sample_panel ON sample(panel_id);

CREATE TABLE sample_sheet (
  id INTEGER PRIMARY KEY,
  sample_id INTEGER NOT NULL REFERENCES sample(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_at TEXT NOT NULL,
  submitted_at TEXT,
  UNIQUE (sample_id, account_id)
) STRICT;

CREATE TABLE sample_mark (
  sheet_id INTEGER NOT NULL REFERENCES sample_sheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  comment TEXT NOT NULL,
  PRIMARY KEY (sheet_id, criterion_id)
) STRICT;
CREATE TRIGGER sample_mark_stays_once_handed_in BEFORE UPDATE ON sample_mark
  WHEN (SELECT submitted_at FROM sample_sheet WHERE id = OLD.sheet_id) IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a mark on a sample stays once it is handed in'); END;

-- What the committee itself would give, and why; the panel sees it with the spread.
CREATE TABLE sample_reference (
  sample_id INTEGER NOT NULL REFERENCES sample(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  reasoning TEXT NOT NULL,
  PRIMARY KEY (sample_id, criterion_id)
) STRICT;
