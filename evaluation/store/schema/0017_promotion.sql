-- How a round sends entries on beyond its places (core/promotion_rules.py); NULL where its file says nothing.
ALTER TABLE round ADD COLUMN promotion TEXT CHECK (promotion IS NULL OR json_valid(promotion));

-- What limits and clusters may count; '' is unknown.
ALTER TABLE entry ADD COLUMN institution TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN sector TEXT NOT NULL DEFAULT '';

-- Wins of award years that this system did not judge, as its committee recorded them.
CREATE TABLE past_win (
  id INTEGER PRIMARY KEY,
  category_code TEXT NOT NULL,
  candidate_code TEXT NOT NULL,
  award_year INTEGER NOT NULL CHECK (award_year BETWEEN 1900 AND 9999),
  source TEXT NOT NULL CHECK (source <> ''),
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL,
  UNIQUE (category_code, candidate_code, award_year)
) STRICT;

-- Who came in from the reserve list, and for whom. The frozen result stays as it was.
CREATE TABLE reserve_move (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES finalisation(contest_id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  instead_of INTEGER NOT NULL REFERENCES entry(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  moved_by INTEGER REFERENCES account(id),
  moved_at TEXT NOT NULL,
  UNIQUE (contest_id, entry_id),
  UNIQUE (contest_id, instead_of, entry_id)
) STRICT;
CREATE TRIGGER reserve_move_is_kept_as_decided BEFORE UPDATE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
CREATE TRIGGER reserve_move_is_never_deleted BEFORE DELETE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;
