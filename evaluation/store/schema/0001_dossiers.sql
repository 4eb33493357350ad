CREATE TABLE regulation (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  type TEXT NOT NULL,
  number TEXT NOT NULL,
  year INTEGER CHECK (year BETWEEN 1945 AND 2100),
  subject TEXT NOT NULL,
  in_force_from TEXT,
  amends TEXT NOT NULL DEFAULT '',
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX regulation_entry ON regulation(entry_id);

CREATE TABLE innovation (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  kind TEXT NOT NULL CHECK (kind IN ('membership', 'institutional', 'planned')),
  title TEXT NOT NULL,
  problem TEXT NOT NULL,
  action TEXT NOT NULL,
  since TEXT NOT NULL DEFAULT '',
  people_reached INTEGER CHECK (people_reached >= 0),
  budget INTEGER CHECK (budget >= 0),
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX innovation_entry ON innovation(entry_id);

CREATE TABLE coverage (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  segment TEXT NOT NULL,
  workers INTEGER CHECK (workers >= 0),
  protected INTEGER CHECK (protected >= 0),
  accident INTEGER CHECK (accident >= 0),
  death INTEGER CHECK (death >= 0),
  old_age INTEGER CHECK (old_age >= 0),
  pension INTEGER CHECK (pension >= 0),
  job_loss INTEGER CHECK (job_loss >= 0),
  source TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL,
  UNIQUE (entry_id, segment),
  CHECK (workers IS NULL OR protected IS NULL OR protected <= workers)
) STRICT;

CREATE TABLE budget_support (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  year INTEGER CHECK (year BETWEEN 1945 AND 2100),
  purpose TEXT NOT NULL,
  amount INTEGER CHECK (amount >= 0),
  people INTEGER CHECK (people >= 0),
  source TEXT NOT NULL DEFAULT '',
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX budget_support_entry ON budget_support(entry_id);

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  title TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX document_entry ON document(entry_id);

CREATE TABLE submission (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  number INTEGER NOT NULL,
  submitted_at TEXT NOT NULL,
  submitted_by INTEGER REFERENCES account(id),
  manifest TEXT NOT NULL CHECK (json_valid(manifest)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  UNIQUE (entry_id, number)
) STRICT;
CREATE TRIGGER submission_is_kept_as_sent BEFORE UPDATE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never changed'); END;
CREATE TRIGGER submission_is_never_deleted BEFORE DELETE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never deleted'); END;

CREATE TABLE screening_check (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  round_id INTEGER NOT NULL REFERENCES round(id),
  item TEXT NOT NULL,
  passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
  checked_by INTEGER REFERENCES account(id),
  checked_at TEXT NOT NULL,
  PRIMARY KEY (entry_id, round_id, item)
) STRICT;
