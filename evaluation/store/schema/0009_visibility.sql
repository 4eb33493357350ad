-- Each round's policy (docs/visibility.md). Rounds from before keep what held for all of them.
ALTER TABLE round ADD COLUMN marks_seen TEXT NOT NULL DEFAULT 'submitted'
  CHECK (marks_seen IN ('never', 'submitted', 'closed'));
ALTER TABLE round ADD COLUMN assessors_seen TEXT NOT NULL DEFAULT 'names'
  CHECK (assessors_seen IN ('names', 'numbers'));
ALTER TABLE round ADD COLUMN candidates_seen TEXT NOT NULL DEFAULT 'shown'
  CHECK (candidates_seen IN ('shown', 'hidden'));

-- The numbers in use where names are hidden: drawn at random, once for each contest, so that they tell nothing
-- of region, roster or seat, and the number in one contest nothing of that in another.
CREATE TABLE entry_number (
  contest_id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 100),
  PRIMARY KEY (contest_id, entry_id),
  UNIQUE (contest_id, number),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (entry_id) REFERENCES entry(id)
) STRICT;

CREATE TABLE assessor_number (
  contest_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 10),
  PRIMARY KEY (contest_id, account_id),
  UNIQUE (contest_id, number),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (account_id) REFERENCES account(id)
) STRICT;

CREATE TRIGGER entry_number_is_kept_as_drawn BEFORE UPDATE ON entry_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;
CREATE TRIGGER entry_number_is_never_deleted BEFORE DELETE ON entry_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;
CREATE TRIGGER assessor_number_is_kept_as_drawn BEFORE UPDATE ON assessor_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;
CREATE TRIGGER assessor_number_is_never_deleted BEFORE DELETE ON assessor_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;

-- Three digits while a third of them stays free, then four, five, six.
CREATE TRIGGER contest_entry_draws_a_number AFTER INSERT ON contest_entry
  WHEN NOT EXISTS (SELECT 1 FROM entry_number WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN
    INSERT INTO entry_number (contest_id, entry_id, number)
      WITH RECURSIVE
        size(low) AS (
          SELECT CASE WHEN count(*) < 600 THEN 100 WHEN count(*) < 6000 THEN 1000 WHEN count(*) < 60000 THEN 10000
            ELSE 100000 END FROM entry_number WHERE contest_id = NEW.contest_id),
        drawn(number, turn) AS (
          SELECT low + abs(random() % (9 * low)), 1 FROM size
          UNION ALL
          SELECT low + abs(random() % (9 * low)), turn + 1 FROM drawn, size
            WHERE turn < 1000 AND EXISTS (SELECT 1 FROM entry_number n
              WHERE n.contest_id = NEW.contest_id AND n.number = drawn.number))
      SELECT NEW.contest_id, NEW.entry_id, number FROM drawn ORDER BY turn DESC LIMIT 1;
  END;

CREATE TRIGGER scoresheet_draws_a_number AFTER INSERT ON scoresheet
  WHEN NOT EXISTS
    (SELECT 1 FROM assessor_number WHERE contest_id = NEW.contest_id AND account_id = NEW.account_id)
  BEGIN
    INSERT INTO assessor_number (contest_id, account_id, number)
      WITH RECURSIVE
        size(low) AS (
          SELECT CASE WHEN count(*) < 60 THEN 10 WHEN count(*) < 600 THEN 100 ELSE 1000 END
            FROM assessor_number WHERE contest_id = NEW.contest_id),
        drawn(number, turn) AS (
          SELECT low + abs(random() % (9 * low)), 1 FROM size
          UNION ALL
          SELECT low + abs(random() % (9 * low)), turn + 1 FROM drawn, size
            WHERE turn < 1000 AND EXISTS (SELECT 1 FROM assessor_number n
              WHERE n.contest_id = NEW.contest_id AND n.number = drawn.number))
      SELECT NEW.contest_id, NEW.account_id, number FROM drawn ORDER BY turn DESC LIMIT 1;
  END;

-- Who is there already draws as well: the place in a shuffled row, spread over the numbers.
INSERT INTO entry_number (contest_id, entry_id, number)
  SELECT contest_id, entry_id, 99 + row_number() OVER (PARTITION BY contest_id ORDER BY random())
  FROM contest_entry;
INSERT INTO assessor_number (contest_id, account_id, number)
  SELECT contest_id, account_id, 9 + row_number() OVER (PARTITION BY contest_id ORDER BY random())
  FROM (SELECT DISTINCT contest_id, account_id FROM scoresheet);
