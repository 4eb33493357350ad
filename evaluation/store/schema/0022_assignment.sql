-- How many assessors judge an entry (core/assignment_rules.py); NULL where all judge all.
ALTER TABLE round ADD COLUMN assignment TEXT CHECK (assignment IS NULL OR json_valid(assignment));

-- How many entries of one round a member takes at most, below the round's own limit (NULL: only that).
ALTER TABLE panel_member ADD COLUMN most_entries INTEGER CHECK (most_entries IS NULL OR most_entries >= 0);

-- What a member knows, in the words of core/expertise.py: "category:...", "sector:..." or "kind:...".
CREATE TABLE expertise (
  member_id INTEGER NOT NULL REFERENCES panel_member(id),
  field TEXT NOT NULL CHECK (field <> ''),
  PRIMARY KEY (member_id, field)
) STRICT;

-- Plans: a draft until it is confirmed or dropped, then kept as it was. `problem` is everything that the
-- plan was made from, `proposed` what came of that, `pairs` what people made of it by hand: canonical JSON.
CREATE TABLE assignment_plan (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  seed INTEGER NOT NULL CHECK (seed >= 0),
  anew INTEGER NOT NULL CHECK (anew IN (0, 1)),
  problem TEXT NOT NULL CHECK (json_valid(problem)),
  proposed TEXT NOT NULL CHECK (json_valid(proposed)),
  pairs TEXT NOT NULL CHECK (json_valid(pairs)),
  made_at TEXT NOT NULL,
  made_by INTEGER REFERENCES account(id),
  revision INTEGER NOT NULL DEFAULT 1,
  confirmed_at TEXT,
  confirmed_by INTEGER REFERENCES account(id),
  dropped_at TEXT,
  dropped_by INTEGER REFERENCES account(id),
  CHECK (confirmed_at IS NULL OR dropped_at IS NULL)
) STRICT;
CREATE UNIQUE INDEX assignment_plan_one_draft ON assignment_plan(contest_id)
  WHERE confirmed_at IS NULL AND dropped_at IS NULL;
CREATE INDEX assignment_plan_contest ON assignment_plan(contest_id, id);
CREATE TRIGGER assignment_plan_is_kept BEFORE UPDATE ON assignment_plan
  WHEN OLD.confirmed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a plan that was decided on is kept as it was'); END;
CREATE TRIGGER assignment_plan_keeps_its_ground
  BEFORE UPDATE OF contest_id, seed, anew, problem, proposed, made_at, made_by ON assignment_plan
  BEGIN SELECT RAISE(ABORT, 'a plan keeps what it was made from'); END;
CREATE TRIGGER assignment_plan_is_never_deleted BEFORE DELETE ON assignment_plan
  BEGIN SELECT RAISE(ABORT, 'a plan that was decided on is kept as it was'); END;

-- What a person changed in a plan's draft, entry by entry, with the reason.
CREATE TABLE assignment_edit (
  id INTEGER PRIMARY KEY,
  plan_id INTEGER NOT NULL REFERENCES assignment_plan(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  accounts TEXT NOT NULL CHECK (json_valid(accounts)),
  reason TEXT NOT NULL CHECK (reason <> ''),
  edited_at TEXT NOT NULL,
  edited_by INTEGER REFERENCES account(id)
) STRICT;
CREATE INDEX assignment_edit_plan ON assignment_edit(plan_id, entry_id);
CREATE TRIGGER assignment_edit_is_kept BEFORE UPDATE ON assignment_edit
  BEGIN SELECT RAISE(ABORT, 'a change by hand is kept as it was made'); END;
CREATE TRIGGER assignment_edit_is_never_deleted BEFORE DELETE ON assignment_edit
  BEGIN SELECT RAISE(ABORT, 'a change by hand is kept as it was made'); END;

-- Who judges what. Nothing is deleted: what ends says when, by which plan and why.
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  source TEXT NOT NULL CHECK (source IN ('solver', 'hand')),
  reason TEXT NOT NULL DEFAULT '',
  plan_id INTEGER NOT NULL REFERENCES assignment_plan(id),
  made_at TEXT NOT NULL,
  made_by INTEGER REFERENCES account(id),
  ended_at TEXT,
  ended_by INTEGER REFERENCES account(id),
  ended_plan INTEGER REFERENCES assignment_plan(id),
  ended_cause TEXT CHECK (ended_cause IN ('left', 'conflict', 'balance', 'hand')),
  ended_reason TEXT NOT NULL DEFAULT '',
  CHECK ((source = 'hand') = (reason <> '')),
  CHECK ((ended_at IS NULL) = (ended_plan IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_cause IS NULL)),
  CHECK ((ended_cause IS NOT NULL AND ended_cause = 'hand') = (ended_reason <> ''))
) STRICT;
CREATE UNIQUE INDEX assignment_once ON assignment(contest_id, entry_id, account_id) WHERE ended_at IS NULL;
CREATE INDEX assignment_entry ON assignment(entry_id, account_id);
CREATE INDEX assignment_plan_made ON assignment(plan_id);
CREATE TRIGGER assignment_is_kept
  BEFORE UPDATE OF contest_id, entry_id, account_id, source, reason, plan_id, made_at, made_by ON assignment
  BEGIN SELECT RAISE(ABORT, 'an assignment is kept as it was made'); END;
CREATE TRIGGER assignment_ends_once BEFORE UPDATE ON assignment WHEN OLD.ended_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'an assignment ends once'); END;
CREATE TRIGGER assignment_is_never_deleted BEFORE DELETE ON assignment
  BEGIN SELECT RAISE(ABORT, 'an assignment is kept as it was made'); END;

-- Who sits before an entry of a contest that assigns, and is not assigned to it. Every question about who
-- judges asks this view beside `recusal`; where a round assigns nothing it is empty.
CREATE VIEW unassigned AS
  SELECT ce.contest_id, ce.entry_id, m.account_id FROM contest_entry ce
  JOIN contest c ON c.id = ce.contest_id JOIN round r ON r.id = c.round_id AND r.assignment IS NOT NULL
  JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
    AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
  JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
  WHERE NOT EXISTS (SELECT 1 FROM assignment a WHERE a.contest_id = ce.contest_id
    AND a.entry_id = ce.entry_id AND a.account_id = m.account_id AND a.ended_at IS NULL);

-- Who sits before an entry and is assigned to it in no contest of theirs: they may not even know of it.
CREATE VIEW outsider AS
  SELECT DISTINCT u.entry_id, u.account_id FROM unassigned u
  WHERE NOT EXISTS (SELECT 1 FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id
    JOIN round r ON r.id = c.round_id JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
      AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
    JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
    WHERE ce.entry_id = u.entry_id AND m.account_id = u.account_id
      AND NOT EXISTS (SELECT 1 FROM unassigned v WHERE v.contest_id = ce.contest_id
        AND v.entry_id = ce.entry_id AND v.account_id = m.account_id));
