CREATE TABLE edition (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  title_id TEXT NOT NULL,
  title_en TEXT NOT NULL,
  assessed_year INTEGER NOT NULL,
  award_year INTEGER NOT NULL,
  timezone TEXT NOT NULL,
  official INTEGER NOT NULL CHECK (official IN (0, 1)),
  source TEXT NOT NULL,
  loaded_at TEXT NOT NULL,
  frozen_at TEXT
) STRICT;

CREATE TABLE role_grant (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  role TEXT NOT NULL CHECK (role IN ('committee', 'administrator', 'auditor')),
  edition_id INTEGER REFERENCES edition(id),
  region_code TEXT REFERENCES region(code),
  granted_at TEXT NOT NULL,
  CHECK (region_code IS NULL OR role = 'committee')
) STRICT;
CREATE UNIQUE INDEX role_grant_once
  ON role_grant(account_id, role, coalesce(edition_id, 0), coalesce(region_code, ''));

CREATE TABLE category (
  id INTEGER PRIMARY KEY,
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  code TEXT NOT NULL,
  title_id TEXT NOT NULL,
  title_en TEXT NOT NULL,
  entrant TEXT NOT NULL CHECK (entrant IN ('province', 'regency', 'village', 'business')),
  position INTEGER NOT NULL,
  UNIQUE (edition_id, code)
) STRICT;

CREATE TABLE round (
  id INTEGER PRIMARY KEY,
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  title_id TEXT NOT NULL,
  title_en TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('province', 'national')),
  kind TEXT NOT NULL CHECK (kind IN ('screening', 'desk', 'interview', 'visit')),
  opens_at TEXT,
  closes_at TEXT,
  sheet_order TEXT NOT NULL CHECK (sheet_order IN ('sheet', 'criterion')),
  combine TEXT NOT NULL CHECK (combine IN ('mean', 'median', 'trimmed-mean')),
  trim_from INTEGER NOT NULL CHECK (trim_from >= 0),
  scale TEXT NOT NULL CHECK (scale IN ('percent', 'points')),
  rounding_mode TEXT NOT NULL CHECK (rounding_mode IN ('half-up', 'half-even', 'truncate')),
  rounding_places INTEGER NOT NULL CHECK (rounding_places >= 0),
  rounding_steps TEXT NOT NULL CHECK (json_valid(rounding_steps)),
  minimum_sheets INTEGER NOT NULL CHECK (minimum_sheets >= 0),
  carry TEXT NOT NULL CHECK (json_valid(carry)),
  advance INTEGER NOT NULL CHECK (advance >= 0),
  winners INTEGER NOT NULL CHECK (winners >= 0),
  pass_mark TEXT,
  tie_break TEXT NOT NULL CHECK (json_valid(tie_break)),
  checklist TEXT NOT NULL CHECK (json_valid(checklist)),
  UNIQUE (edition_id, code)
) STRICT;

CREATE TABLE round_category (
  round_id INTEGER NOT NULL REFERENCES round(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  PRIMARY KEY (round_id, category_id)
) STRICT;
CREATE INDEX round_category_category ON round_category(category_id);

CREATE TABLE criterion (
  id INTEGER PRIMARY KEY,
  round_id INTEGER NOT NULL REFERENCES round(id),
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  title_id TEXT NOT NULL,
  title_en TEXT NOT NULL,
  weight TEXT NOT NULL,
  minimum TEXT NOT NULL,
  maximum TEXT NOT NULL,
  step TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('judged', 'measured')),
  comment_below TEXT,
  comment_above TEXT,
  evidence TEXT NOT NULL CHECK (json_valid(evidence)),
  rubric TEXT NOT NULL CHECK (json_valid(rubric)),
  UNIQUE (round_id, code)
) STRICT;
