-- A draft of changes to a contest, looked at as a whole and applied or dropped as a whole.
CREATE TABLE recount (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  title TEXT NOT NULL CHECK (title <> ''),
  reason TEXT NOT NULL CHECK (reason <> ''),
  decree TEXT NOT NULL,
  objection_id INTEGER REFERENCES objection(id),
  begun_by INTEGER REFERENCES account(id),
  begun_at TEXT NOT NULL
) STRICT;
CREATE INDEX recount_contest ON recount(contest_id, id);
CREATE TRIGGER recount_is_kept_as_begun BEFORE UPDATE ON recount
  BEGIN SELECT RAISE(ABORT, 'a recount is kept as it was begun'); END;
CREATE TRIGGER recount_is_never_deleted BEFORE DELETE ON recount
  BEGIN SELECT RAISE(ABORT, 'a recount is kept as it was begun'); END;

-- What became of it. `changes` is what an applied one changed, contest by contest (core/recounts.py).
CREATE TABLE recount_end (
  recount_id INTEGER PRIMARY KEY REFERENCES recount(id),
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'dropped')),
  reason TEXT NOT NULL CHECK (reason <> '' OR outcome = 'applied'),
  changes TEXT NOT NULL CHECK (json_valid(changes)),
  ended_by INTEGER REFERENCES account(id),
  ended_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER recount_end_is_kept BEFORE UPDATE ON recount_end
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER recount_end_is_never_deleted BEFORE DELETE ON recount_end
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

-- Its changes, in order; `contents` is what the kind asks for (core/recounts.py).
CREATE TABLE recount_step (
  id INTEGER PRIMARY KEY,
  recount_id INTEGER NOT NULL REFERENCES recount(id),
  kind TEXT NOT NULL CHECK (kind IN ('marks', 'paper', 'late', 'sheet-out', 'sheet-in', 'entry-out',
    'entry-withdrawn', 'measure', 'adjustment', 'adjustment-back', 'rule')),
  entry_id INTEGER REFERENCES entry(id),
  contents TEXT NOT NULL CHECK (json_valid(contents)),
  reason TEXT NOT NULL CHECK (reason <> ''),
  added_by INTEGER REFERENCES account(id),
  added_at TEXT NOT NULL,
  CHECK ((kind = 'rule') = (entry_id IS NULL))
) STRICT;
CREATE INDEX recount_step_recount ON recount_step(recount_id, id);
CREATE TRIGGER recount_step_is_kept_as_written BEFORE UPDATE ON recount_step
  BEGIN SELECT RAISE(ABORT, 'a step is kept as written'); END;
CREATE TRIGGER recount_step_comes_before_the_end BEFORE INSERT ON recount_step
  WHEN EXISTS (SELECT 1 FROM recount_end WHERE recount_id = NEW.recount_id)
  BEGIN SELECT RAISE(ABORT, 'this recount has ended'); END;
CREATE TRIGGER recount_step_stays_once_it_ended BEFORE DELETE ON recount_step
  WHEN EXISTS (SELECT 1 FROM recount_end WHERE recount_id = OLD.recount_id)
  BEGIN SELECT RAISE(ABORT, 'this recount has ended'); END;

-- Places and promotion that a recount gave one contest instead of its round's; the newest holds.
CREATE TABLE contest_rule (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  recount_id INTEGER NOT NULL REFERENCES recount(id),
  advance INTEGER NOT NULL CHECK (advance >= 0),
  winners INTEGER NOT NULL CHECK (winners >= 0),
  pass_mark TEXT,
  promotion TEXT CHECK (promotion IS NULL OR json_valid(promotion)),
  source TEXT NOT NULL CHECK (source <> ''),
  decided_by INTEGER REFERENCES account(id),
  decided_at TEXT NOT NULL
) STRICT;
CREATE INDEX contest_rule_contest ON contest_rule(contest_id, id);
CREATE TRIGGER contest_rule_is_kept BEFORE UPDATE ON contest_rule
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER contest_rule_is_never_deleted BEFORE DELETE ON contest_rule
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

-- A result that was final once, to the byte, with its publication and why it was opened again. The tables
-- finalisation and final_standing hold the present version only: what leaves them rests here. `published_at` is
-- empty for a result that was still under embargo.
CREATE TABLE replaced_result (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  number INTEGER NOT NULL CHECK (number > 0),
  finalised_at TEXT NOT NULL,
  finalised_by INTEGER REFERENCES account(id),
  reason TEXT NOT NULL,
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  published_at TEXT,
  published_by INTEGER REFERENCES account(id),
  recount_id INTEGER NOT NULL REFERENCES recount(id),
  reopened_because TEXT NOT NULL CHECK (reopened_because <> ''),
  reopened_by INTEGER REFERENCES account(id),
  reopened_at TEXT NOT NULL,
  UNIQUE (contest_id, number)
) STRICT;
CREATE INDEX replaced_result_fingerprint ON replaced_result(fingerprint);
CREATE TRIGGER replaced_result_is_kept BEFORE UPDATE ON replaced_result
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;
CREATE TRIGGER replaced_result_is_never_deleted BEFORE DELETE ON replaced_result
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;

CREATE TABLE replaced_standing (
  replaced_id INTEGER NOT NULL REFERENCES replaced_result(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  rank INTEGER,
  score TEXT,
  round_score TEXT,
  advances INTEGER NOT NULL,
  wins INTEGER NOT NULL,
  PRIMARY KEY (replaced_id, entry_id)
) STRICT;
CREATE TRIGGER replaced_standing_is_kept BEFORE UPDATE ON replaced_standing
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;
CREATE TRIGGER replaced_standing_is_never_deleted BEFORE DELETE ON replaced_standing
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;

-- The present version leaves its tables only when it rests above, whole.
DROP TRIGGER finalisation_is_never_deleted;
CREATE TRIGGER finalisation_goes_only_when_it_is_kept BEFORE DELETE ON finalisation
  WHEN NOT EXISTS (SELECT 1 FROM replaced_result r WHERE r.contest_id = OLD.contest_id
    AND r.finalised_at = OLD.finalised_at AND r.finalised_by IS OLD.finalised_by AND r.reason = OLD.reason
    AND r.snapshot = OLD.snapshot AND r.fingerprint = OLD.fingerprint)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never deleted'); END;
CREATE TRIGGER final_standing_is_frozen BEFORE UPDATE ON final_standing
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never changed'); END;
CREATE TRIGGER final_standing_goes_only_when_it_is_kept BEFORE DELETE ON final_standing
  WHEN NOT EXISTS (SELECT 1 FROM replaced_result r JOIN replaced_standing s ON s.replaced_id = r.id
    JOIN finalisation f ON f.contest_id = r.contest_id AND f.finalised_at = r.finalised_at
      AND f.fingerprint = r.fingerprint
    WHERE r.contest_id = OLD.contest_id AND s.entry_id = OLD.entry_id AND s.rank IS OLD.rank
      AND s.score IS OLD.score AND s.round_score IS OLD.round_score
      AND s.advances = OLD.advances AND s.wins = OLD.wins)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never deleted'); END;

-- Who moved up belongs to a version of the result, and outlives it.
CREATE TABLE reserve_move_new (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  instead_of INTEGER NOT NULL REFERENCES entry(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  moved_by INTEGER REFERENCES account(id),
  moved_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (contest_id, version, entry_id)
) STRICT;
INSERT INTO reserve_move_new (id, contest_id, entry_id, instead_of, reason, moved_by, moved_at)
  SELECT id, contest_id, entry_id, instead_of, reason, moved_by, moved_at FROM reserve_move;
DROP TABLE reserve_move;
ALTER TABLE reserve_move_new RENAME TO reserve_move;
CREATE TRIGGER reserve_move_is_kept_as_decided BEFORE UPDATE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER reserve_move_is_never_deleted BEFORE DELETE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER reserve_move_needs_a_final_result BEFORE INSERT ON reserve_move
  WHEN NOT EXISTS (SELECT 1 FROM finalisation WHERE contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'only a finalised result has a reserve list'); END;
