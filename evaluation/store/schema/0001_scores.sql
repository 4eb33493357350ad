CREATE TABLE contest (
  id INTEGER PRIMARY KEY,
  round_id INTEGER NOT NULL REFERENCES round(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  region_code TEXT REFERENCES region(code)
) STRICT;
CREATE UNIQUE INDEX contest_once ON contest(round_id, category_id, coalesce(region_code, ''));

CREATE TABLE contest_entry (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
  entered_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, entry_id)
) STRICT;
CREATE INDEX contest_entry_entry ON contest_entry(entry_id);

-- Sheets, measured values and adjustments of a provisional entry stay stored when it leaves the contest,
-- so they refer to contest and entry, and a trigger (not a key) asks that the entry stands there when they come.
CREATE TABLE scoresheet (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  status TEXT NOT NULL CHECK (status IN ('draft', 'submitted')),
  total TEXT,
  revision INTEGER NOT NULL DEFAULT 1,
  saved_at TEXT NOT NULL,
  submitted_at TEXT,
  excluded_at TEXT,
  excluded_by INTEGER REFERENCES account(id),
  excluded_reason TEXT NOT NULL DEFAULT '',
  UNIQUE (contest_id, entry_id, account_id),
  CHECK ((status = 'submitted') = (submitted_at IS NOT NULL)),
  CHECK ((status = 'submitted') = (total IS NOT NULL))
) STRICT;
CREATE INDEX scoresheet_account ON scoresheet(account_id, contest_id);
CREATE TRIGGER scoresheet_needs_its_entry BEFORE INSERT ON scoresheet
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TABLE mark (
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  comment TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (scoresheet_id, criterion_id)
) STRICT;

CREATE TABLE recusal (
  account_id INTEGER NOT NULL REFERENCES account(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  recused_at TEXT NOT NULL,
  PRIMARY KEY (account_id, entry_id)
) STRICT;
CREATE INDEX recusal_entry ON recusal(entry_id);

CREATE TABLE interview_note (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  body TEXT NOT NULL CHECK (body <> ''),
  written_at TEXT NOT NULL
) STRICT;
CREATE INDEX interview_note_entry ON interview_note(contest_id, entry_id, account_id);
CREATE TRIGGER interview_note_is_kept_as_written BEFORE UPDATE ON interview_note
  BEGIN SELECT RAISE(ABORT, 'a note is kept as written'); END;
CREATE TRIGGER interview_note_is_never_deleted BEFORE DELETE ON interview_note
  BEGIN SELECT RAISE(ABORT, 'a note is kept as written'); END;

CREATE TABLE attendance (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  present TEXT NOT NULL CHECK (present IN ('leader', 'deputy', 'other', 'nobody')),
  person TEXT NOT NULL DEFAULT '',
  companions INTEGER NOT NULL CHECK (companions >= 0),
  companion_names TEXT NOT NULL DEFAULT '',
  mode TEXT NOT NULL CHECK (mode IN ('onsite', 'online')),
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 600),
  revision INTEGER NOT NULL DEFAULT 1,
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, entry_id)
) STRICT;

CREATE TABLE measure (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source <> ''),
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, entry_id, criterion_id)
) STRICT;
CREATE TRIGGER measure_needs_its_entry BEFORE INSERT ON measure
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TABLE adjustment (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  points TEXT,
  percent TEXT,
  reason TEXT NOT NULL CHECK (reason <> ''),
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL,
  CHECK ((points IS NULL) <> (percent IS NULL))
) STRICT;
CREATE TRIGGER adjustment_needs_its_entry BEFORE INSERT ON adjustment
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;
CREATE UNIQUE INDEX adjustment_once
  ON adjustment(contest_id, entry_id, coalesce(points, ''), coalesce(percent, ''), reason);

CREATE TABLE finalisation (
  contest_id INTEGER PRIMARY KEY REFERENCES contest(id),
  finalised_at TEXT NOT NULL,
  finalised_by INTEGER REFERENCES account(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64)
) STRICT;
CREATE TRIGGER finalisation_is_frozen BEFORE UPDATE ON finalisation
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never changed'); END;
CREATE TRIGGER finalisation_is_never_deleted BEFORE DELETE ON finalisation
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never deleted'); END;

CREATE TABLE final_standing (
  contest_id INTEGER NOT NULL REFERENCES finalisation(contest_id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  rank INTEGER,
  score TEXT,
  round_score TEXT,
  advances INTEGER NOT NULL CHECK (advances IN (0, 1)),
  wins INTEGER NOT NULL CHECK (wins IN (0, 1)),
  PRIMARY KEY (contest_id, entry_id)
) STRICT;
CREATE INDEX final_standing_entry ON final_standing(entry_id);

CREATE TABLE publication (
  contest_id INTEGER PRIMARY KEY REFERENCES finalisation(contest_id),
  published_at TEXT NOT NULL,
  published_by INTEGER REFERENCES account(id)
) STRICT;
