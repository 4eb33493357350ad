-- What an edition says of a round's meetings (core/interview_rules.py); NULL where its file says nothing.
ALTER TABLE round ADD COLUMN interview TEXT CHECK (interview IS NULL OR json_valid(interview));

-- When and where the panel meets an entry. `revision` is also the SEQUENCE of its calendar files.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 32),
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL CHECK (ends_at > starts_at),
  zone TEXT NOT NULL,
  talk INTEGER NOT NULL CHECK (talk BETWEEN 0 AND 600),
  questions INTEGER NOT NULL CHECK (questions BETWEEN 0 AND 600),
  room TEXT NOT NULL DEFAULT '',
  link TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL,
  published_at TEXT,
  cancelled_at TEXT,
  cancelled_reason TEXT NOT NULL DEFAULT '',
  UNIQUE (contest_id, entry_id),
  CHECK (room <> '' OR link <> ''),
  CHECK ((cancelled_at IS NULL) = (cancelled_reason = ''))
) STRICT;
CREATE INDEX session_time ON session(starts_at, id) WHERE cancelled_at IS NULL;
CREATE INDEX session_entry ON session(entry_id);
CREATE TRIGGER session_needs_its_entry BEFORE INSERT ON session
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

-- Who was sent which revision of a session as a calendar file; `side` is as whom: the panel or the candidate.
CREATE TABLE session_invitation (
  session_id INTEGER NOT NULL REFERENCES session(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  side TEXT NOT NULL CHECK (side IN ('panel', 'candidate')),
  sequence INTEGER NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('REQUEST', 'CANCEL')),
  posted_at TEXT NOT NULL,
  PRIMARY KEY (session_id, account_id)
) STRICT;

-- Lots: whoever knows seed and codes draws the same order again (core/sessions.py).
CREATE TABLE draw (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  seed TEXT NOT NULL CHECK (seed <> ''),
  codes TEXT NOT NULL CHECK (json_valid(codes)),
  drawn_by INTEGER REFERENCES account(id),
  drawn_at TEXT NOT NULL
) STRICT;
CREATE INDEX draw_contest ON draw(contest_id, id);
CREATE TRIGGER draw_is_kept_as_drawn BEFORE UPDATE ON draw
  BEGIN SELECT RAISE(ABORT, 'a draw is kept as it fell'); END;
CREATE TRIGGER draw_is_never_deleted BEFORE DELETE ON draw
  BEGIN SELECT RAISE(ABORT, 'a draw is kept as it fell'); END;

-- A calendar file that goes with a message: its facts, from which the worker writes it.
CREATE TABLE outbox_calendar (
  message_id INTEGER PRIMARY KEY REFERENCES outbox(id),
  contents TEXT NOT NULL CHECK (json_valid(contents))
) STRICT;

-- When the parts of a meeting began and ended, by the server's clock.
CREATE TABLE meeting_part (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  part TEXT NOT NULL CHECK (part IN ('talk', 'questions')),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  PRIMARY KEY (contest_id, entry_id, part)
) STRICT;

-- The shared minute: paragraphs that each have an order of versions; the newest one stands.
CREATE TABLE minute_paragraph (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id)
) STRICT;
CREATE INDEX minute_paragraph_entry ON minute_paragraph(contest_id, entry_id, id);
CREATE TABLE minute_version (
  paragraph_id INTEGER NOT NULL REFERENCES minute_paragraph(id),
  revision INTEGER NOT NULL CHECK (revision > 0),
  body TEXT NOT NULL,
  account_id INTEGER REFERENCES account(id),
  written_at TEXT NOT NULL,
  PRIMARY KEY (paragraph_id, revision)
) STRICT;
CREATE TRIGGER minute_version_is_kept_as_written BEFORE UPDATE ON minute_version
  BEGIN SELECT RAISE(ABORT, 'a minute is kept as written'); END;
CREATE TRIGGER minute_version_is_never_deleted BEFORE DELETE ON minute_version
  BEGIN SELECT RAISE(ABORT, 'a minute is kept as written'); END;

-- How many minutes late they came, and which adjustments come from the record of who came.
ALTER TABLE attendance ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late BETWEEN 0 AND 600);
ALTER TABLE adjustment ADD COLUMN penalty TEXT CHECK (penalty IN ('absence', 'late'));
ALTER TABLE adjustment ADD COLUMN attendance_revision INTEGER
  CHECK ((attendance_revision IS NULL) = (penalty IS NULL));
CREATE UNIQUE INDEX adjustment_one_of_each_penalty ON adjustment(contest_id, entry_id, penalty)
  WHERE penalty IS NOT NULL;
