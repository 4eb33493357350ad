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

CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  sections TEXT NOT NULL CHECK (json_valid(sections)),
  due_at TEXT,
  returned_by INTEGER REFERENCES account(id),
  returned_at TEXT NOT NULL
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

CREATE TABLE dossier_item (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  section_id INTEGER NOT NULL REFERENCES section(id),
  fields TEXT NOT NULL CHECK (json_valid(fields)),
  once TEXT,
  file_id INTEGER REFERENCES file(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL,
  UNIQUE (entry_id, section_id, once)
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
  submitted_at TEXT, institution TEXT NOT NULL DEFAULT '', sector TEXT NOT NULL DEFAULT '',
  UNIQUE (edition_id, code)
) STRICT;

CREATE TABLE extension (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  correction_id INTEGER REFERENCES correction(id),
  before_at TEXT NOT NULL,
  until_at TEXT NOT NULL CHECK (until_at > before_at),
  reason TEXT NOT NULL CHECK (reason <> ''),
  granted_by INTEGER REFERENCES account(id),
  granted_at TEXT NOT NULL
) STRICT;

CREATE TABLE "file" (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER REFERENCES entry(id),
  panel_id INTEGER REFERENCES panel(id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL,
  scan TEXT NOT NULL DEFAULT 'unscanned' CHECK (scan IN ('unscanned', 'waiting', 'clean', 'infected')),
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

CREATE TABLE publication (
  contest_id INTEGER PRIMARY KEY REFERENCES finalisation(contest_id),
  published_at TEXT NOT NULL,
  published_by INTEGER REFERENCES account(id)
) STRICT;

CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  side TEXT NOT NULL CHECK (side IN ('candidate', 'committee')),
  body TEXT NOT NULL CHECK (body <> ''),
  account_id INTEGER REFERENCES account(id),
  written_at TEXT NOT NULL
) STRICT;

CREATE TABLE reading (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'locked', 'broken', 'unread')),
  pages INTEGER CHECK (pages > 0),
  pictures INTEGER NOT NULL DEFAULT 0 CHECK (pictures >= 0),
  with_text INTEGER NOT NULL DEFAULT 0 CHECK (with_text >= 0),
  noted_at TEXT NOT NULL,
  read_at TEXT
) STRICT;

CREATE TABLE reading_page (
  sha256 TEXT NOT NULL REFERENCES reading(sha256),
  number INTEGER NOT NULL CHECK (number > 0),
  text TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  PRIMARY KEY (sha256, number),
  CHECK ((width IS NULL) = (height IS NULL))
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

CREATE TABLE reminder (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  deadline TEXT NOT NULL,
  days INTEGER NOT NULL CHECK (days > 0),
  posted_at TEXT NOT NULL,
  PRIMARY KEY (entry_id, deadline, days)
) STRICT;

CREATE TABLE representative (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id), role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'member')),
  PRIMARY KEY (entry_id, account_id)
) STRICT;

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

CREATE TABLE role_grant (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  role TEXT NOT NULL CHECK (role IN ('committee', 'administrator', 'auditor')),
  edition_id INTEGER REFERENCES edition(id),
  region_code TEXT REFERENCES region(code),
  granted_at TEXT NOT NULL,
  CHECK (region_code IS NULL OR role = 'committee')
) STRICT;

CREATE TABLE roster_preview (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  kind TEXT NOT NULL CHECK (kind IN ('candidates', 'assessors')),
  name TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
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
  checklist TEXT NOT NULL CHECK (json_valid(checklist)), promotion TEXT CHECK (promotion IS NULL OR json_valid(promotion)),
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

CREATE TABLE section (
  id INTEGER PRIMARY KEY,
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  code TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN
    ('regulations', 'innovations', 'coverage', 'budget', 'compliance', 'narrative', 'documents')),
  position INTEGER NOT NULL,
  title_id TEXT NOT NULL,
  title_en TEXT NOT NULL,
  required INTEGER NOT NULL CHECK (required IN (0, 1)),
  minimum INTEGER NOT NULL CHECK (minimum >= 0),
  maximum INTEGER CHECK (maximum >= 1),
  word_limit INTEGER CHECK (word_limit >= 1),
  guidance_id TEXT,
  guidance_en TEXT,
  file_types TEXT NOT NULL CHECK (json_valid(file_types)),
  UNIQUE (edition_id, code),
  CHECK ((guidance_id IS NULL) = (guidance_en IS NULL))
) STRICT;

CREATE TABLE section_category (
  section_id INTEGER NOT NULL REFERENCES section(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  PRIMARY KEY (section_id, category_id)
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

CREATE TABLE upload (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  section_code TEXT,
  name TEXT NOT NULL,
  metadata TEXT NOT NULL,
  length INTEGER NOT NULL CHECK (length > 0),
  received INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length),
  stored_as TEXT NOT NULL UNIQUE,
  media_type TEXT,
  sha256 TEXT CHECK (length(sha256) = 64),
  scan TEXT NOT NULL DEFAULT 'unscanned' CHECK (scan IN ('unscanned', 'waiting', 'clean')),
  begun_at TEXT NOT NULL,
  deadline_at TEXT,
  grace_until TEXT,
  expires_at TEXT NOT NULL,
  ended_at TEXT,
  claimed_at TEXT,
  CHECK ((ended_at IS NULL) = (sha256 IS NULL)),
  CHECK (ended_at IS NULL OR received = length),
  CHECK (claimed_at IS NULL OR ended_at IS NOT NULL),
  CHECK ((deadline_at IS NULL) = (grace_until IS NULL))
) STRICT;

CREATE UNIQUE INDEX adjustment_once
  ON adjustment(contest_id, entry_id, coalesce(points, ''), coalesce(percent, ''), reason);

CREATE INDEX audit_event_edition ON audit_event(edition_id, id);

CREATE INDEX audit_event_entry ON audit_event(entry_id, id);

CREATE INDEX contest_entry_entry ON contest_entry(entry_id);

CREATE UNIQUE INDEX contest_once ON contest(round_id, category_id, coalesce(region_code, ''));

CREATE INDEX correction_entry ON correction(entry_id, id);

CREATE INDEX dossier_item_section ON dossier_item(section_id);

CREATE INDEX entry_screening ON entry(edition_id, province_code, status);

CREATE INDEX extension_entry ON extension(entry_id, id);

CREATE INDEX file_bytes ON file(sha256);

CREATE INDEX file_entry ON file(entry_id);

CREATE INDEX file_panel ON file(panel_id);

CREATE INDEX file_stored ON file(stored_as);

CREATE INDEX file_waiting ON file(scan) WHERE scan = 'waiting';

CREATE INDEX final_standing_entry ON final_standing(entry_id);

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

CREATE INDEX interview_note_entry ON interview_note(contest_id, entry_id, account_id);

CREATE INDEX job_due ON job(due_at, id) WHERE taken_at IS NULL AND failed_at IS NULL;

CREATE INDEX one_time_link_account ON one_time_link(account_id);

CREATE INDEX outbox_account ON outbox(account_id);

CREATE INDEX outbox_entry ON outbox(entry_id);

CREATE INDEX outbox_state ON outbox(state, id);

CREATE INDEX panel_member_account ON panel_member(account_id);

CREATE UNIQUE INDEX panel_once ON panel(edition_id, stage, coalesce(region_code, ''));

CREATE INDEX question_entry ON question(entry_id, id);

CREATE INDEX recusal_entry ON recusal(entry_id);

CREATE INDEX region_parent ON region(parent);

CREATE INDEX representative_account ON representative(account_id);

CREATE UNIQUE INDEX representative_one_owner ON representative(entry_id) WHERE role = 'owner';

CREATE UNIQUE INDEX role_grant_once
  ON role_grant(account_id, role, coalesce(edition_id, 0), coalesce(region_code, ''));

CREATE INDEX roster_preview_account ON roster_preview(account_id, made_at);

CREATE INDEX roster_preview_expiry ON roster_preview(expires_at);

CREATE INDEX round_category_category ON round_category(category_id);

CREATE INDEX scoresheet_account ON scoresheet(account_id, contest_id);

CREATE INDEX section_category_category ON section_category(category_id);

CREATE INDEX sign_in_account ON sign_in(account_id);

CREATE UNIQUE INDEX submission_code ON submission(substr(fingerprint, 1, 25));

CREATE INDEX upload_entry ON upload(entry_id, account_id);

CREATE INDEX upload_expires ON upload(expires_at);

CREATE TRIGGER adjustment_needs_its_entry BEFORE INSERT ON adjustment
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER correction_is_kept_as_decided BEFORE UPDATE ON correction
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER correction_is_never_deleted BEFORE DELETE ON correction
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER extension_is_kept_as_decided BEFORE UPDATE ON extension
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER extension_is_never_deleted BEFORE DELETE ON extension
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

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

CREATE TRIGGER question_is_kept_as_written BEFORE UPDATE ON question
  BEGIN SELECT RAISE(ABORT, 'a question is kept as written'); END;

CREATE TRIGGER question_is_never_deleted BEFORE DELETE ON question
  BEGIN SELECT RAISE(ABORT, 'a question is kept as written'); END;

CREATE TRIGGER reserve_move_is_kept_as_decided BEFORE UPDATE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER reserve_move_is_never_deleted BEFORE DELETE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER scoresheet_needs_its_entry BEFORE INSERT ON scoresheet
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER section_with_items_keeps_its_category BEFORE DELETE ON section_category
  WHEN EXISTS (SELECT 1 FROM dossier_item i JOIN entry e ON e.id = i.entry_id
    WHERE i.section_id = OLD.section_id AND e.category_id = OLD.category_id)
  BEGIN SELECT RAISE(ABORT, 'a section stays with the category in whose dossiers it has items'); END;

CREATE TRIGGER section_with_items_keeps_its_kind BEFORE UPDATE OF kind ON section
  WHEN NEW.kind <> OLD.kind AND EXISTS (SELECT 1 FROM dossier_item WHERE section_id = OLD.id)
  BEGIN SELECT RAISE(ABORT, 'a section with items keeps its kind'); END;

CREATE TRIGGER submission_is_kept_as_sent BEFORE UPDATE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never changed'); END;

CREATE TRIGGER submission_is_never_deleted BEFORE DELETE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never deleted'); END;

