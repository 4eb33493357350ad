-- Comments beside every mark of a criterion, whatever the mark.
ALTER TABLE criterion ADD COLUMN comment_always INTEGER NOT NULL DEFAULT 0 CHECK (comment_always IN (0, 1));
-- What the assessor wants the candidate to read; `comment` is the reason that panel, committee and auditor read.
ALTER TABLE mark ADD COLUMN feedback TEXT NOT NULL DEFAULT '';

-- How often each field of a sheet was saved, and what its last sender called that change: a change that is sent
-- again is known by its key, one that was typed over an older revision is a conflict.
CREATE TABLE sheet_field (
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  part TEXT NOT NULL CHECK (part IN ('mark', 'comment', 'feedback')),
  revision INTEGER NOT NULL CHECK (revision > 0),
  change_key TEXT NOT NULL DEFAULT '',
  saved_at TEXT NOT NULL,
  PRIMARY KEY (scoresheet_id, criterion_id, part)
) STRICT;

-- Marks from before stand at their first revision.
INSERT INTO sheet_field (scoresheet_id, criterion_id, part, revision, saved_at)
  SELECT m.scoresheet_id, m.criterion_id, 'mark', 1, s.saved_at
  FROM mark m JOIN scoresheet s ON s.id = m.scoresheet_id WHERE m.value IS NOT NULL
  ORDER BY m.scoresheet_id, m.criterion_id;
INSERT INTO sheet_field (scoresheet_id, criterion_id, part, revision, saved_at)
  SELECT m.scoresheet_id, m.criterion_id, 'comment', 1, s.saved_at
  FROM mark m JOIN scoresheet s ON s.id = m.scoresheet_id WHERE m.comment <> ''
  ORDER BY m.scoresheet_id, m.criterion_id;

-- The pages that an assessor gives as the reason for a mark.
CREATE TABLE pin (
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  file_id INTEGER NOT NULL REFERENCES file(id),
  page INTEGER NOT NULL CHECK (page > 0),
  pinned_at TEXT NOT NULL,
  PRIMARY KEY (scoresheet_id, criterion_id, file_id, page)
) STRICT;
CREATE INDEX pin_file ON pin(file_id);

-- A note that is sent again, because its answer was lost, is kept once.
CREATE TABLE note_key (
  account_id INTEGER NOT NULL REFERENCES account(id),
  change_key TEXT NOT NULL CHECK (change_key <> ''),
  note_id INTEGER NOT NULL REFERENCES interview_note(id),
  PRIMARY KEY (account_id, change_key)
) STRICT;
