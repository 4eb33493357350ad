-- What candidates are shown of their own result (core/feedback_rules.py), and whether and how long they may
-- object to it (core/objection_rules.py); NULL where the round says nothing of it.
ALTER TABLE round ADD COLUMN feedback TEXT CHECK (feedback IS NULL OR json_valid(feedback));
ALTER TABLE round ADD COLUMN objections TEXT CHECK (objections IS NULL OR json_valid(objections));

-- When a result is to be public: each decision a row, the newest of a contest holds. No moment: called off.
CREATE TABLE announcement (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  publishes_at TEXT,
  reason TEXT NOT NULL DEFAULT '',
  decided_by INTEGER REFERENCES account(id),
  decided_at TEXT NOT NULL,
  CHECK (publishes_at >= decided_at),
  CHECK (publishes_at IS NOT NULL OR reason <> '')
) STRICT;
CREATE INDEX announcement_contest ON announcement(contest_id, id);
INSERT INTO announcement (contest_id, fingerprint, publishes_at, decided_by, decided_at)
  SELECT p.contest_id, f.fingerprint, p.published_at, p.published_by, p.published_at
  FROM publication p JOIN finalisation f ON f.contest_id = p.contest_id ORDER BY p.published_at, p.contest_id;
DROP TABLE publication;

-- The decision that holds for the result as it is fixed now.
CREATE VIEW standing_announcement AS
SELECT a.id, a.contest_id, a.publishes_at, a.decided_by, a.decided_at FROM announcement a
WHERE a.publishes_at IS NOT NULL
  AND a.id = (SELECT max(l.id) FROM announcement l WHERE l.contest_id = a.contest_id)
  AND EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = a.contest_id AND f.fingerprint = a.fingerprint);

-- What is public at this moment: the one place that knows. `server_now` is the connection's clock (store/db.py).
CREATE VIEW publication AS
SELECT n.contest_id, n.publishes_at AS published_at, n.decided_by AS published_by
FROM standing_announcement n WHERE n.publishes_at <= server_now();

CREATE TRIGGER announcement_is_kept BEFORE UPDATE ON announcement
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER announcement_is_never_deleted BEFORE DELETE ON announcement
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER announcement_needs_its_result BEFORE INSERT ON announcement
  WHEN NOT EXISTS (SELECT 1 FROM finalisation f
    WHERE f.contest_id = NEW.contest_id AND f.fingerprint = NEW.fingerprint)
  BEGIN SELECT RAISE(ABORT, 'only a finalised result is announced'); END;
CREATE TRIGGER announcement_of_the_public_stays BEFORE INSERT ON announcement
  WHEN EXISTS (SELECT 1 FROM publication p WHERE p.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'what is public stays public'); END;

-- Candidates were written to, once for each announcement that became public.
CREATE TABLE announcement_told (
  announcement_id INTEGER PRIMARY KEY REFERENCES announcement(id),
  told_at TEXT NOT NULL,
  people INTEGER NOT NULL CHECK (people >= 0)
) STRICT;
CREATE TRIGGER announcement_told_is_kept BEFORE UPDATE ON announcement_told
  BEGIN SELECT RAISE(ABORT, 'what was told is told'); END;
CREATE TRIGGER announcement_told_is_never_deleted BEFORE DELETE ON announcement_told
  BEGIN SELECT RAISE(ABORT, 'what was told is told'); END;

-- An objection to a published result: about a criterion, or (no criterion) about how it came about.
CREATE TABLE objection (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  number INTEGER NOT NULL CHECK (number > 0),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  criterion_id INTEGER REFERENCES criterion(id),
  body TEXT NOT NULL CHECK (body <> ''),
  answer_due TEXT,
  filed_by INTEGER NOT NULL REFERENCES account(id),
  filed_at TEXT NOT NULL,
  UNIQUE (contest_id, number)
) STRICT;
CREATE INDEX objection_entry ON objection(entry_id, contest_id);
CREATE TRIGGER objection_is_kept BEFORE UPDATE ON objection
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;
CREATE TRIGGER objection_is_never_deleted BEFORE DELETE ON objection
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;
CREATE TRIGGER objection_needs_its_entry BEFORE INSERT ON objection
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TABLE objection_file (
  objection_id INTEGER NOT NULL REFERENCES objection(id),
  file_id INTEGER NOT NULL UNIQUE REFERENCES file(id),
  PRIMARY KEY (objection_id, file_id)
) STRICT;
CREATE TRIGGER objection_file_is_kept BEFORE UPDATE ON objection_file
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;
CREATE TRIGGER objection_file_is_never_deleted BEFORE DELETE ON objection_file
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;

-- One end each: an answer of the committee, or taken back by those who filed it.
CREATE TABLE objection_answer (
  objection_id INTEGER PRIMARY KEY REFERENCES objection(id),
  outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'part', 'refused')),
  reasons TEXT NOT NULL CHECK (reasons <> ''),
  answered_by INTEGER REFERENCES account(id),
  answered_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER objection_answer_is_kept BEFORE UPDATE ON objection_answer
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER objection_answer_is_never_deleted BEFORE DELETE ON objection_answer
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TABLE objection_withdrawal (
  objection_id INTEGER PRIMARY KEY REFERENCES objection(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  withdrawn_by INTEGER NOT NULL REFERENCES account(id),
  withdrawn_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER objection_withdrawal_is_kept BEFORE UPDATE ON objection_withdrawal
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER objection_withdrawal_is_never_deleted BEFORE DELETE ON objection_withdrawal
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER objection_answer_ends_it BEFORE INSERT ON objection_answer
  WHEN EXISTS (SELECT 1 FROM objection_withdrawal w WHERE w.objection_id = NEW.objection_id)
  BEGIN SELECT RAISE(ABORT, 'this objection was taken back'); END;
CREATE TRIGGER objection_withdrawal_ends_it BEFORE INSERT ON objection_withdrawal
  WHEN EXISTS (SELECT 1 FROM objection_answer a WHERE a.objection_id = NEW.objection_id)
  BEGIN SELECT RAISE(ABORT, 'this objection was answered'); END;
