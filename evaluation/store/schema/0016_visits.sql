-- Who goes to a candidate's place: members of the panel, and evaluators with an account or only a name.
CREATE TABLE visit_member (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  side TEXT NOT NULL CHECK (side IN ('panel', 'evaluator')),
  account_id INTEGER REFERENCES account(id),
  name TEXT NOT NULL CHECK (name <> ''),
  capacity TEXT NOT NULL DEFAULT '',
  added_at TEXT NOT NULL,
  UNIQUE (contest_id, entry_id, account_id),
  CHECK (side = 'evaluator' OR account_id IS NOT NULL)
) STRICT;
CREATE INDEX visit_member_account ON visit_member(account_id);

-- What the team saw of one claim: an item of the dossier as it was submitted (`submission`; NULL for a
-- dossier that was brought over from paper).
CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  item_id INTEGER NOT NULL REFERENCES dossier_item(id),
  submission INTEGER,
  verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'differs', 'not_seen')),
  note TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL,
  UNIQUE (contest_id, entry_id, item_id)
) STRICT;

-- Photographs of a finding; `taken_at` is what the camera believed, without a zone.
CREATE TABLE finding_photo (
  file_id INTEGER PRIMARY KEY REFERENCES file(id),
  finding_id INTEGER NOT NULL REFERENCES finding(id),
  taken_at TEXT
) STRICT;
CREATE INDEX finding_photo_finding ON finding_photo(finding_id);

-- Marks that an assessor changed because of a finding; exact text, `before` NULL for no mark.
CREATE TABLE mark_change (
  id INTEGER PRIMARY KEY,
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  finding_id INTEGER NOT NULL REFERENCES finding(id),
  before TEXT,
  after TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX mark_change_sheet ON mark_change(scoresheet_id, id);
CREATE INDEX mark_change_finding ON mark_change(finding_id);
CREATE TRIGGER mark_change_is_kept BEFORE UPDATE ON mark_change
  BEGIN SELECT RAISE(ABORT, 'a history is never changed'); END;
CREATE TRIGGER mark_change_is_never_deleted BEFORE DELETE ON mark_change
  BEGIN SELECT RAISE(ABORT, 'a history is never changed'); END;
