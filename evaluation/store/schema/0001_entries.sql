CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  region_code TEXT NOT NULL REFERENCES region(code),
  province_code TEXT NOT NULL REFERENCES region(code),
  status TEXT NOT NULL CHECK (status IN
    ('invited', 'draft', 'submitted', 'returned', 'accepted', 'rejected', 'withdrawn', 'excluded')),
  status_reason TEXT NOT NULL DEFAULT '',
  status_at TEXT NOT NULL,
  submitted_at TEXT,
  UNIQUE (edition_id, code)
) STRICT;
CREATE INDEX entry_screening ON entry(edition_id, province_code, status);

CREATE TABLE representative (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  PRIMARY KEY (entry_id, account_id)
) STRICT;
CREATE INDEX representative_account ON representative(account_id);

CREATE TABLE panel (
  id INTEGER PRIMARY KEY,
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  stage TEXT NOT NULL CHECK (stage IN ('province', 'national')),
  region_code TEXT REFERENCES region(code),
  decree_number TEXT NOT NULL DEFAULT '',
  decree_date TEXT,
  decree_file_id INTEGER REFERENCES file(id),
  CHECK ((stage = 'national') = (region_code IS NULL))
) STRICT;
CREATE UNIQUE INDEX panel_once ON panel(edition_id, stage, coalesce(region_code, ''));

CREATE TABLE panel_member (
  id INTEGER PRIMARY KEY,
  panel_id INTEGER NOT NULL REFERENCES panel(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  position TEXT NOT NULL CHECK (position IN ('chair', 'secretary', 'member')),
  capacity TEXT NOT NULL DEFAULT '',
  seated_at TEXT NOT NULL,
  left_at TEXT,
  left_reason TEXT NOT NULL DEFAULT '',
  UNIQUE (panel_id, account_id)
) STRICT;
CREATE INDEX panel_member_account ON panel_member(account_id);

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER REFERENCES entry(id),
  panel_id INTEGER REFERENCES panel(id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL UNIQUE,
  uploaded_by INTEGER REFERENCES account(id),
  uploaded_at TEXT NOT NULL,
  CHECK ((entry_id IS NULL) <> (panel_id IS NULL))
) STRICT;
CREATE INDEX file_entry ON file(entry_id);
CREATE INDEX file_panel ON file(panel_id);
