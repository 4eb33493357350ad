CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email LIKE '%_@_%'),
  name TEXT NOT NULL DEFAULT '',
  password_hash TEXT,
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT;

CREATE TABLE adjustment (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  points TEXT,
  percent TEXT,
  reason TEXT NOT NULL CHECK (reason <> ''),
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL,
  CHECK ((points IS NULL) <> (percent IS NULL))
) STRICT;

CREATE TABLE attendance (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  present TEXT NOT NULL CHECK (present IN ('leader', 'deputy', 'other', 'nobody')),
  person TEXT NOT NULL DEFAULT '',
  companions INTEGER NOT NULL CHECK (companions >= 0),
  companion_names TEXT NOT NULL DEFAULT '',
  mode TEXT NOT NULL CHECK (mode IN ('onsite', 'online')),
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 600),
  revision INTEGER NOT NULL DEFAULT 1,
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, entry_id)
) STRICT;

CREATE TABLE audit_event (
  id INTEGER PRIMARY KEY,
  happened_at TEXT NOT NULL,
  account_id INTEGER REFERENCES account(id),
  name TEXT NOT NULL,
  edition_id INTEGER REFERENCES edition(id),
  contest_id INTEGER REFERENCES contest(id),
  entry_id INTEGER REFERENCES entry(id),
  fields TEXT NOT NULL CHECK (json_valid(fields))
) STRICT;

CREATE TABLE budget_support (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  year INTEGER CHECK (year BETWEEN 1945 AND 2100),
  purpose TEXT NOT NULL,
  amount INTEGER CHECK (amount >= 0),
  people INTEGER CHECK (people >= 0),
  source TEXT NOT NULL DEFAULT '',
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;

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

CREATE TABLE contest (
  id INTEGER PRIMARY KEY,
  round_id INTEGER NOT NULL REFERENCES round(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  region_code TEXT REFERENCES region(code)
) STRICT;

CREATE TABLE contest_entry (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
  entered_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, entry_id)
) STRICT;

CREATE TABLE coverage (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  segment TEXT NOT NULL,
  workers INTEGER CHECK (workers >= 0),
  protected INTEGER CHECK (protected >= 0),
  accident INTEGER CHECK (accident >= 0),
  death INTEGER CHECK (death >= 0),
  old_age INTEGER CHECK (old_age >= 0),
  pension INTEGER CHECK (pension >= 0),
  job_loss INTEGER CHECK (job_loss >= 0),
  source TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL,
  UNIQUE (entry_id, segment),
  CHECK (workers IS NULL OR protected IS NULL OR protected <= workers)
) STRICT;

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

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  title TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;

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

CREATE TABLE final_standing (
  contest_id INTEGER NOT NULL REFERENCES finalisation(contest_id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  rank INTEGER,
  score TEXT,
  round_score TEXT,
  advances INTEGER NOT NULL CHECK (advances IN (0, 1)),
  wins INTEGER NOT NULL CHECK (wins IN (0, 1)),
  PRIMARY KEY (contest_id, entry_id)
) STRICT;

CREATE TABLE finalisation (
  contest_id INTEGER PRIMARY KEY REFERENCES contest(id),
  finalised_at TEXT NOT NULL,
  finalised_by INTEGER REFERENCES account(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64)
) STRICT;

CREATE TABLE innovation (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  kind TEXT NOT NULL CHECK (kind IN ('membership', 'institutional', 'planned')),
  title TEXT NOT NULL,
  problem TEXT NOT NULL,
  action TEXT NOT NULL,
  since TEXT NOT NULL DEFAULT '',
  people_reached INTEGER CHECK (people_reached >= 0),
  budget INTEGER CHECK (budget >= 0),
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE interview_note (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  body TEXT NOT NULL CHECK (body <> ''),
  written_at TEXT NOT NULL
) STRICT;

CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  arguments TEXT NOT NULL CHECK (json_valid(arguments)),
  asked_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  taken_at TEXT,
  failed_at TEXT,
  error TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE mark (
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  comment TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (scoresheet_id, criterion_id)
) STRICT;

CREATE TABLE measure (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source <> ''),
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, entry_id, criterion_id)
) STRICT;

CREATE TABLE one_time_link (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
  token_hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  stem TEXT NOT NULL UNIQUE CHECK (length(stem) = 32),
  account_id INTEGER REFERENCES account(id),
  email TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  template TEXT NOT NULL,
  contents TEXT NOT NULL CHECK (json_valid(contents)),
  edition_id INTEGER REFERENCES edition(id),
  entry_id INTEGER REFERENCES entry(id),
  posted_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'sent', 'failed', 'void')),
  settled_at TEXT,
  answer TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'waiting') = (settled_at IS NULL))
) STRICT;

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

CREATE TABLE publication (
  contest_id INTEGER PRIMARY KEY REFERENCES finalisation(contest_id),
  published_at TEXT NOT NULL,
  published_by INTEGER REFERENCES account(id)
) STRICT;

CREATE TABLE recusal (
  account_id INTEGER NOT NULL REFERENCES account(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  recused_at TEXT NOT NULL,
  PRIMARY KEY (account_id, entry_id)
) STRICT;

CREATE TABLE region (
  code TEXT PRIMARY KEY,
  parent TEXT REFERENCES region(code),
  kind TEXT NOT NULL CHECK (kind IN ('province', 'regency', 'city')),
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  CHECK ((kind = 'province') = (parent IS NULL))
) STRICT;

CREATE TABLE regulation (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  type TEXT NOT NULL,
  number TEXT NOT NULL,
  year INTEGER CHECK (year BETWEEN 1945 AND 2100),
  subject TEXT NOT NULL,
  in_force_from TEXT,
  amends TEXT NOT NULL DEFAULT '',
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE reminder (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  deadline TEXT NOT NULL,
  days INTEGER NOT NULL CHECK (days > 0),
  posted_at TEXT NOT NULL,
  PRIMARY KEY (entry_id, deadline, days)
) STRICT;

CREATE TABLE representative (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  PRIMARY KEY (entry_id, account_id)
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

CREATE TABLE scoresheet (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  status TEXT NOT NULL CHECK (status IN ('draft', 'submitted')),
  total TEXT,
  revision INTEGER NOT NULL DEFAULT 1,
  saved_at TEXT NOT NULL,
  submitted_at TEXT,
  excluded_at TEXT,
  excluded_by INTEGER REFERENCES account(id),
  excluded_reason TEXT NOT NULL DEFAULT '',
  UNIQUE (contest_id, entry_id, account_id),
  CHECK ((status = 'submitted') = (submitted_at IS NOT NULL)),
  CHECK ((status = 'submitted') = (total IS NOT NULL))
) STRICT;

CREATE TABLE screening_check (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  round_id INTEGER NOT NULL REFERENCES round(id),
  item TEXT NOT NULL,
  passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
  checked_by INTEGER REFERENCES account(id),
  checked_at TEXT NOT NULL,
  PRIMARY KEY (entry_id, round_id, item)
) STRICT;

CREATE TABLE sign_in (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  token_hash TEXT NOT NULL UNIQUE,
  started_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;

CREATE TABLE submission (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  number INTEGER NOT NULL,
  submitted_at TEXT NOT NULL,
  submitted_by INTEGER REFERENCES account(id),
  manifest TEXT NOT NULL CHECK (json_valid(manifest)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  UNIQUE (entry_id, number)
) STRICT;

CREATE UNIQUE INDEX adjustment_once
  ON adjustment(contest_id, entry_id, coalesce(points, ''), coalesce(percent, ''), reason);

CREATE INDEX audit_event_edition ON audit_event(edition_id, id);

CREATE INDEX audit_event_entry ON audit_event(entry_id, id);

CREATE INDEX budget_support_entry ON budget_support(entry_id);

CREATE INDEX contest_entry_entry ON contest_entry(entry_id);

CREATE UNIQUE INDEX contest_once ON contest(round_id, category_id, coalesce(region_code, ''));

CREATE INDEX document_entry ON document(entry_id);

CREATE INDEX entry_screening ON entry(edition_id, province_code, status);

CREATE INDEX file_entry ON file(entry_id);

CREATE INDEX file_panel ON file(panel_id);

CREATE INDEX final_standing_entry ON final_standing(entry_id);

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

CREATE INDEX innovation_entry ON innovation(entry_id);

CREATE INDEX interview_note_entry ON interview_note(contest_id, entry_id, account_id);

CREATE INDEX job_due ON job(due_at, id) WHERE taken_at IS NULL AND failed_at IS NULL;

CREATE INDEX one_time_link_account ON one_time_link(account_id);

CREATE INDEX outbox_account ON outbox(account_id);

CREATE INDEX outbox_entry ON outbox(entry_id);

CREATE INDEX outbox_state ON outbox(state, id);

CREATE INDEX panel_member_account ON panel_member(account_id);

CREATE UNIQUE INDEX panel_once ON panel(edition_id, stage, coalesce(region_code, ''));

CREATE INDEX recusal_entry ON recusal(entry_id);

CREATE INDEX region_parent ON region(parent);

CREATE INDEX regulation_entry ON regulation(entry_id);

CREATE INDEX representative_account ON representative(account_id);

CREATE UNIQUE INDEX role_grant_once
  ON role_grant(account_id, role, coalesce(edition_id, 0), coalesce(region_code, ''));

CREATE INDEX round_category_category ON round_category(category_id);

CREATE INDEX scoresheet_account ON scoresheet(account_id, contest_id);

CREATE INDEX sign_in_account ON sign_in(account_id);

CREATE TRIGGER adjustment_needs_its_entry BEFORE INSERT ON adjustment
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER finalisation_is_frozen BEFORE UPDATE ON finalisation
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never changed'); END;

CREATE TRIGGER finalisation_is_never_deleted BEFORE DELETE ON finalisation
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never deleted'); END;

CREATE TRIGGER interview_note_is_kept_as_written BEFORE UPDATE ON interview_note
  BEGIN SELECT RAISE(ABORT, 'a note is kept as written'); END;

CREATE TRIGGER interview_note_is_never_deleted BEFORE DELETE ON interview_note
  BEGIN SELECT RAISE(ABORT, 'a note is kept as written'); END;

CREATE TRIGGER measure_needs_its_entry BEFORE INSERT ON measure
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER scoresheet_needs_its_entry BEFORE INSERT ON scoresheet
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER submission_is_kept_as_sent BEFORE UPDATE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never changed'); END;

CREATE TRIGGER submission_is_never_deleted BEFORE DELETE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never deleted'); END;

