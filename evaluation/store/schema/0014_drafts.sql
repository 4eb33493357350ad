-- A form of an item, as one account has it open; `token` is what the page carries. `item_id` is the item that it
-- shows or has added (no reference: a colleague may remove that meanwhile), `saved_revision` what it last made of
-- it. `typed` is what was typed and is not in the dossier, upon revision `based_on` (0: a new item). `step` counts
-- what the page has sent; `recorded_revision` is the newest one that the audit trail names,
-- `drafted` tells that it names the draft.
CREATE TABLE item_form (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL CHECK (length(token) BETWEEN 16 AND 64),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  section_code TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id),
  item_id INTEGER,
  saved_revision INTEGER CHECK (saved_revision >= 1),
  based_on INTEGER NOT NULL DEFAULT 0 CHECK (based_on >= 0),
  step INTEGER NOT NULL CHECK (step >= 0),
  typed TEXT CHECK (typed IS NULL OR json_valid(typed)),
  drafted INTEGER NOT NULL DEFAULT 0 CHECK (drafted IN (0, 1)),
  noted_at TEXT NOT NULL,
  recorded_at TEXT,
  recorded_revision INTEGER,
  UNIQUE (account_id, entry_id, section_code, token),
  CHECK (saved_revision IS NULL OR item_id IS NOT NULL),
  CHECK ((recorded_at IS NULL) = (recorded_revision IS NULL))
) STRICT;
CREATE INDEX item_form_typed ON item_form(entry_id) WHERE typed IS NOT NULL;

-- Pages stay open for days: the number of an item that went never means another one.
CREATE TABLE removed_item (id INTEGER PRIMARY KEY) STRICT;
INSERT INTO removed_item (id)
  SELECT DISTINCT CAST(json_extract(fields, '$.item') AS INTEGER) FROM audit_event
  WHERE name = 'DossierItemRemoved' AND json_extract(fields, '$.item') IS NOT NULL;
CREATE TRIGGER dossier_item_number_is_given_once AFTER DELETE ON dossier_item
  BEGIN INSERT OR IGNORE INTO removed_item (id) VALUES (OLD.id); END;
