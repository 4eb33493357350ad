-- How a round's panel deliberates on its result (core/deliberation_rules.py); NULL where it does not.
ALTER TABLE round ADD COLUMN deliberation TEXT CHECK (deliberation IS NULL OR json_valid(deliberation));

-- One meeting of a contest's panel about its result.
CREATE TABLE sitting (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  opened_at TEXT NOT NULL,
  opened_by INTEGER REFERENCES account(id)
) STRICT;
CREATE INDEX sitting_contest ON sitting(contest_id);
CREATE TRIGGER sitting_is_kept BEFORE UPDATE ON sitting
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER sitting_is_never_deleted BEFORE DELETE ON sitting
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TABLE sitting_end (
  sitting_id INTEGER PRIMARY KEY REFERENCES sitting(id),
  ended_at TEXT NOT NULL,
  ended_by INTEGER REFERENCES account(id)
) STRICT;
CREATE TRIGGER sitting_end_is_kept BEFORE UPDATE ON sitting_end
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER sitting_end_is_never_deleted BEFORE DELETE ON sitting_end
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- Who came, left and came back; the newest row of a member holds. Name and position are those of then.
CREATE TABLE presence (
  id INTEGER PRIMARY KEY,
  sitting_id INTEGER NOT NULL REFERENCES sitting(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL CHECK (name <> ''),
  position TEXT NOT NULL CHECK (position IN ('chair', 'secretary', 'member')),
  here INTEGER NOT NULL CHECK (here IN (0, 1)),
  at TEXT NOT NULL,
  recorded_by INTEGER REFERENCES account(id)
) STRICT;
CREATE INDEX presence_sitting ON presence(sitting_id, account_id);
CREATE TRIGGER presence_is_kept BEFORE UPDATE ON presence
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER presence_is_never_deleted BEFORE DELETE ON presence
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- What was proposed (core/deliberation.py), numbered through a contest.
CREATE TABLE motion (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  sitting_id INTEGER NOT NULL REFERENCES sitting(id),
  number INTEGER NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('tie', 'move', 'joint', 'withhold', 'wild-card')),
  place INTEGER CHECK (place > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  proposer TEXT NOT NULL,
  put_by INTEGER REFERENCES account(id),
  put_at TEXT NOT NULL,
  UNIQUE (contest_id, number),
  CHECK ((kind = 'move') = (place IS NOT NULL))
) STRICT;
CREATE TRIGGER motion_is_kept BEFORE UPDATE ON motion
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER motion_is_never_deleted BEFORE DELETE ON motion
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- The entries that a motion concerns: those it names, in its order, and (without position) those whose place
-- or outcome it would change.
CREATE TABLE motion_entry (
  motion_id INTEGER NOT NULL REFERENCES motion(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  position INTEGER CHECK (position > 0),
  PRIMARY KEY (motion_id, entry_id)
) STRICT;
CREATE INDEX motion_entry_entry ON motion_entry(entry_id);
CREATE TRIGGER motion_entry_is_kept BEFORE UPDATE ON motion_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER motion_entry_is_never_deleted BEFORE DELETE ON motion_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- What lies on the table: a sitting's newest row holds; one without motion and entries clears it.
CREATE TABLE table_item (
  id INTEGER PRIMARY KEY,
  sitting_id INTEGER NOT NULL REFERENCES sitting(id),
  motion_id INTEGER REFERENCES motion(id),
  placed_at TEXT NOT NULL,
  placed_by INTEGER REFERENCES account(id)
) STRICT;
CREATE INDEX table_item_sitting ON table_item(sitting_id);
CREATE INDEX table_item_motion ON table_item(motion_id);
CREATE TRIGGER table_item_is_kept BEFORE UPDATE ON table_item
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER table_item_is_never_deleted BEFORE DELETE ON table_item
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TABLE table_entry (
  item_id INTEGER NOT NULL REFERENCES table_item(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (item_id, entry_id)
) STRICT;
CREATE INDEX table_entry_entry ON table_entry(entry_id);
CREATE TRIGGER table_entry_is_kept BEFORE UPDATE ON table_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER table_entry_is_never_deleted BEFORE DELETE ON table_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- What somebody wrote down while something lay on the table.
CREATE TABLE discussion_note (
  id INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL REFERENCES table_item(id),
  account_id INTEGER REFERENCES account(id),
  name TEXT NOT NULL,
  body TEXT NOT NULL CHECK (body <> ''),
  written_at TEXT NOT NULL
) STRICT;
CREATE INDEX discussion_note_item ON discussion_note(item_id);
CREATE TRIGGER discussion_note_is_kept BEFORE UPDATE ON discussion_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER discussion_note_is_never_deleted BEFORE DELETE ON discussion_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TABLE vote_call (
  motion_id INTEGER PRIMARY KEY REFERENCES motion(id),
  sitting_id INTEGER NOT NULL REFERENCES sitting(id),
  called_at TEXT NOT NULL,
  called_by INTEGER REFERENCES account(id)
) STRICT;
CREATE TRIGGER vote_call_is_kept BEFORE UPDATE ON vote_call
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER vote_call_is_never_deleted BEFORE DELETE ON vote_call
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- Who may vote on a motion: present when the vote was called, and kept away from nothing that it concerns.
CREATE TABLE voter (
  motion_id INTEGER NOT NULL REFERENCES vote_call(motion_id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL CHECK (name <> ''),
  position TEXT NOT NULL CHECK (position IN ('chair', 'secretary', 'member')),
  PRIMARY KEY (motion_id, account_id)
) STRICT;
CREATE TRIGGER voter_is_kept BEFORE UPDATE ON voter
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER voter_is_never_deleted BEFORE DELETE ON voter
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- Votes by name; a member's newest one counts.
CREATE TABLE ballot (
  id INTEGER PRIMARY KEY,
  motion_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstained')),
  cast_at TEXT NOT NULL,
  FOREIGN KEY (motion_id, account_id) REFERENCES voter(motion_id, account_id)
) STRICT;
CREATE INDEX ballot_voter ON ballot(motion_id, account_id);
CREATE TRIGGER ballot_is_kept BEFORE UPDATE ON ballot
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER ballot_is_never_deleted BEFORE DELETE ON ballot
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

-- What became of a motion. Adopted ones count in the order of their ids.
CREATE TABLE motion_outcome (
  id INTEGER PRIMARY KEY,
  motion_id INTEGER NOT NULL UNIQUE REFERENCES motion(id),
  outcome TEXT NOT NULL CHECK (outcome IN ('adopted', 'rejected', 'withdrawn')),
  votes_for INTEGER NOT NULL CHECK (votes_for >= 0),
  votes_against INTEGER NOT NULL CHECK (votes_against >= 0),
  votes_abstained INTEGER NOT NULL CHECK (votes_abstained >= 0),
  entitled INTEGER NOT NULL CHECK (entitled >= votes_for + votes_against + votes_abstained),
  decided_at TEXT NOT NULL,
  decided_by INTEGER REFERENCES account(id)
) STRICT;
CREATE TRIGGER motion_outcome_is_kept BEFORE UPDATE ON motion_outcome
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER motion_outcome_is_never_deleted BEFORE DELETE ON motion_outcome
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER sitting_is_the_only_one BEFORE INSERT ON sitting
  WHEN EXISTS (SELECT 1 FROM sitting s LEFT JOIN sitting_end e ON e.sitting_id = s.id
    WHERE s.contest_id = NEW.contest_id AND e.sitting_id IS NULL)
  BEGIN SELECT RAISE(ABORT, 'this contest has an open sitting'); END;
CREATE TRIGGER sitting_comes_before_the_end BEFORE INSERT ON sitting
  WHEN EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;
CREATE TRIGGER motion_comes_before_the_end BEFORE INSERT ON motion
  WHEN EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;
CREATE TRIGGER motion_outcome_comes_before_the_end BEFORE INSERT ON motion_outcome
  WHEN EXISTS (SELECT 1 FROM motion m JOIN finalisation f ON f.contest_id = m.contest_id
    WHERE m.id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;
CREATE TRIGGER ballot_comes_before_the_outcome BEFORE INSERT ON ballot
  WHEN EXISTS (SELECT 1 FROM motion_outcome o WHERE o.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went: this vote is closed'); END;
CREATE TRIGGER voter_comes_before_the_first_ballot BEFORE INSERT ON voter
  WHEN EXISTS (SELECT 1 FROM ballot b WHERE b.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went: who may vote is fixed when the vote is called'); END;
CREATE TRIGGER vote_is_called_before_it_is_decided BEFORE INSERT ON motion_outcome
  WHEN NEW.outcome <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM vote_call v WHERE v.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a vote is called before it is decided'); END;
CREATE TRIGGER vote_call_comes_before_the_outcome BEFORE INSERT ON vote_call
  WHEN EXISTS (SELECT 1 FROM motion_outcome o WHERE o.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went: this motion is decided'); END;
