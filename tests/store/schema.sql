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
, institution TEXT NOT NULL DEFAULT '', home_region TEXT REFERENCES region(code)) STRICT;

CREATE TABLE adjustment (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  points TEXT,
  percent TEXT,
  reason TEXT NOT NULL CHECK (reason <> ''),
  recorded_by INTEGER REFERENCES account(id),
  recorded_at TEXT NOT NULL, penalty TEXT CHECK (penalty IN ('absence', 'late')), attendance_revision INTEGER
  CHECK ((attendance_revision IS NULL) = (penalty IS NULL)),
  CHECK ((points IS NULL) <> (percent IS NULL))
) STRICT;

CREATE TABLE announcement (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  publishes_at TEXT,
  reason TEXT NOT NULL DEFAULT '',
  decided_by INTEGER REFERENCES account(id),
  decided_at TEXT NOT NULL,
  CHECK (publishes_at >= decided_at),
  CHECK (publishes_at IS NOT NULL OR reason <> '')
) STRICT;

CREATE TABLE announcement_told (
  announcement_id INTEGER PRIMARY KEY REFERENCES announcement(id),
  told_at TEXT NOT NULL,
  people INTEGER NOT NULL CHECK (people >= 0)
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

CREATE TABLE assignment_edit (
  id INTEGER PRIMARY KEY,
  plan_id INTEGER NOT NULL REFERENCES assignment_plan(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  accounts TEXT NOT NULL CHECK (json_valid(accounts)),
  reason TEXT NOT NULL CHECK (reason <> ''),
  edited_at TEXT NOT NULL,
  edited_by INTEGER REFERENCES account(id)
) STRICT;

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
  recorded_at TEXT NOT NULL, late INTEGER NOT NULL DEFAULT 0 CHECK (late BETWEEN 0 AND 600),
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

CREATE TABLE ballot (
  id INTEGER PRIMARY KEY,
  motion_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstained')),
  cast_at TEXT NOT NULL,
  FOREIGN KEY (motion_id, account_id) REFERENCES voter(motion_id, account_id)
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

CREATE TABLE certificate_template (
  edition_id INTEGER PRIMARY KEY REFERENCES edition(id),
  title_id TEXT NOT NULL,
  title_en TEXT NOT NULL,
  body_id TEXT NOT NULL,
  body_en TEXT NOT NULL,
  closing_id TEXT NOT NULL,
  closing_en TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE conflict (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  source TEXT NOT NULL
    CHECK (source IN ('declared', 'represents', 'institution', 'region', 'excluded', 'substitute')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  since TEXT NOT NULL,
  stated_by INTEGER REFERENCES account(id),
  ended_at TEXT,
  ended_by INTEGER REFERENCES account(id),
  ended_reason TEXT NOT NULL DEFAULT '',
  CHECK (ended_at IS NOT NULL OR (ended_by IS NULL AND ended_reason = ''))
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

CREATE TABLE contest_rule (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  recount_id INTEGER NOT NULL REFERENCES recount(id),
  advance INTEGER NOT NULL CHECK (advance >= 0),
  winners INTEGER NOT NULL CHECK (winners >= 0),
  pass_mark TEXT,
  promotion TEXT CHECK (promotion IS NULL OR json_valid(promotion)),
  source TEXT NOT NULL CHECK (source <> ''),
  decided_by INTEGER REFERENCES account(id),
  decided_at TEXT NOT NULL
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
  rubric TEXT NOT NULL CHECK (json_valid(rubric)), comment_always INTEGER NOT NULL DEFAULT 0 CHECK (comment_always IN (0, 1)),
  UNIQUE (round_id, code)
) STRICT;

CREATE TABLE declaration (
  account_id INTEGER NOT NULL REFERENCES account(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  connected INTEGER NOT NULL CHECK (connected IN (0, 1)),
  reason TEXT NOT NULL DEFAULT '',
  declared_at TEXT NOT NULL,
  PRIMARY KEY (account_id, entry_id),
  CHECK ((connected = 1) = (reason <> ''))
) STRICT;

CREATE TABLE discussion_note (
  id INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL REFERENCES table_item(id),
  account_id INTEGER REFERENCES account(id),
  name TEXT NOT NULL,
  body TEXT NOT NULL CHECK (body <> ''),
  written_at TEXT NOT NULL
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

CREATE TABLE draw (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  seed TEXT NOT NULL CHECK (seed <> ''),
  codes TEXT NOT NULL CHECK (json_valid(codes)),
  drawn_by INTEGER REFERENCES account(id),
  drawn_at TEXT NOT NULL
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

CREATE TABLE edition_draft (
  code TEXT PRIMARY KEY CHECK (code <> ''),
  content TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  copied_from TEXT,
  begun_at TEXT NOT NULL,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
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

CREATE TABLE entry_number (
  contest_id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 100),
  PRIMARY KEY (contest_id, entry_id),
  UNIQUE (contest_id, number),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (entry_id) REFERENCES entry(id)
) STRICT;

CREATE TABLE expertise (
  member_id INTEGER NOT NULL REFERENCES panel_member(id),
  field TEXT NOT NULL CHECK (field <> ''),
  PRIMARY KEY (member_id, field)
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

CREATE TABLE finding_photo (
  file_id INTEGER PRIMARY KEY REFERENCES file(id),
  finding_id INTEGER NOT NULL REFERENCES finding(id),
  taken_at TEXT
) STRICT;

CREATE TABLE interview_note (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  body TEXT NOT NULL CHECK (body <> ''),
  written_at TEXT NOT NULL
) STRICT;

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
  comment TEXT NOT NULL DEFAULT '', feedback TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (scoresheet_id, criterion_id)
) STRICT;

CREATE TABLE mark_change (
  id INTEGER PRIMARY KEY,
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  finding_id INTEGER NOT NULL REFERENCES finding(id),
  before TEXT,
  after TEXT NOT NULL,
  changed_at TEXT NOT NULL
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

CREATE TABLE meeting_part (
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  part TEXT NOT NULL CHECK (part IN ('talk', 'questions')),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  PRIMARY KEY (contest_id, entry_id, part)
) STRICT;

CREATE TABLE minute_paragraph (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id)
) STRICT;

CREATE TABLE minute_version (
  paragraph_id INTEGER NOT NULL REFERENCES minute_paragraph(id),
  revision INTEGER NOT NULL CHECK (revision > 0),
  body TEXT NOT NULL,
  account_id INTEGER REFERENCES account(id),
  written_at TEXT NOT NULL,
  PRIMARY KEY (paragraph_id, revision)
) STRICT;

CREATE TABLE minuted_note (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES discussion_note(id),
  minuted INTEGER NOT NULL CHECK (minuted IN (0, 1)),
  at TEXT NOT NULL,
  recorded_by INTEGER REFERENCES account(id)
) STRICT;

CREATE TABLE minutes_facts (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  finalised_at TEXT NOT NULL,
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  facts TEXT NOT NULL CHECK (json_valid(facts))
) STRICT;

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

CREATE TABLE motion_entry (
  motion_id INTEGER NOT NULL REFERENCES motion(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  position INTEGER CHECK (position > 0),
  PRIMARY KEY (motion_id, entry_id)
) STRICT;

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

CREATE TABLE note_key (
  account_id INTEGER NOT NULL REFERENCES account(id),
  change_key TEXT NOT NULL CHECK (change_key <> ''),
  note_id INTEGER NOT NULL REFERENCES interview_note(id),
  PRIMARY KEY (account_id, change_key)
) STRICT;

CREATE TABLE nudge (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  contest_id INTEGER REFERENCES contest(id),
  entry_id INTEGER REFERENCES entry(id),
  posted_by INTEGER REFERENCES account(id),
  posted_at TEXT NOT NULL,
  CHECK ((contest_id IS NULL) <> (entry_id IS NULL))
) STRICT;

CREATE TABLE objection (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  number INTEGER NOT NULL CHECK (number > 0),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  criterion_id INTEGER REFERENCES criterion(id),
  body TEXT NOT NULL CHECK (body <> ''),
  answer_due TEXT,
  filed_by INTEGER NOT NULL REFERENCES account(id),
  filed_at TEXT NOT NULL,
  UNIQUE (contest_id, number)
) STRICT;

CREATE TABLE objection_answer (
  objection_id INTEGER PRIMARY KEY REFERENCES objection(id),
  outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'part', 'refused')),
  reasons TEXT NOT NULL CHECK (reasons <> ''),
  answered_by INTEGER REFERENCES account(id),
  answered_at TEXT NOT NULL
) STRICT;

CREATE TABLE objection_file (
  objection_id INTEGER NOT NULL REFERENCES objection(id),
  file_id INTEGER NOT NULL UNIQUE REFERENCES file(id),
  PRIMARY KEY (objection_id, file_id)
) STRICT;

CREATE TABLE objection_withdrawal (
  objection_id INTEGER PRIMARY KEY REFERENCES objection(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  withdrawn_by INTEGER NOT NULL REFERENCES account(id),
  withdrawn_at TEXT NOT NULL
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

CREATE TABLE outbox_calendar (
  message_id INTEGER PRIMARY KEY REFERENCES outbox(id),
  contents TEXT NOT NULL CHECK (json_valid(contents))
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
  left_reason TEXT NOT NULL DEFAULT '', most_entries INTEGER CHECK (most_entries IS NULL OR most_entries >= 0),
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

CREATE TABLE pin (
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  file_id INTEGER NOT NULL REFERENCES file(id),
  page INTEGER NOT NULL CHECK (page > 0),
  pinned_at TEXT NOT NULL,
  PRIMARY KEY (scoresheet_id, criterion_id, file_id, page)
) STRICT;

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
, words INTEGER NOT NULL DEFAULT 0 CHECK (words >= 0)) STRICT;

CREATE TABLE reading_page (
  sha256 TEXT NOT NULL REFERENCES reading(sha256),
  number INTEGER NOT NULL CHECK (number > 0),
  text TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  PRIMARY KEY (sha256, number),
  CHECK ((width IS NULL) = (height IS NULL))
) STRICT;

CREATE TABLE recount (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  title TEXT NOT NULL CHECK (title <> ''),
  reason TEXT NOT NULL CHECK (reason <> ''),
  decree TEXT NOT NULL,
  objection_id INTEGER REFERENCES objection(id),
  begun_by INTEGER REFERENCES account(id),
  begun_at TEXT NOT NULL
) STRICT;

CREATE TABLE recount_end (
  recount_id INTEGER PRIMARY KEY REFERENCES recount(id),
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'dropped')),
  reason TEXT NOT NULL CHECK (reason <> '' OR outcome = 'applied'),
  changes TEXT NOT NULL CHECK (json_valid(changes)),
  ended_by INTEGER REFERENCES account(id),
  ended_at TEXT NOT NULL
) STRICT;

CREATE TABLE recount_step (
  id INTEGER PRIMARY KEY,
  recount_id INTEGER NOT NULL REFERENCES recount(id),
  kind TEXT NOT NULL CHECK (kind IN ('marks', 'paper', 'late', 'sheet-out', 'sheet-in', 'entry-out',
    'entry-withdrawn', 'measure', 'adjustment', 'adjustment-back', 'rule')),
  entry_id INTEGER REFERENCES entry(id),
  contents TEXT NOT NULL CHECK (json_valid(contents)),
  reason TEXT NOT NULL CHECK (reason <> ''),
  added_by INTEGER REFERENCES account(id),
  added_at TEXT NOT NULL,
  CHECK ((kind = 'rule') = (entry_id IS NULL))
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

CREATE TABLE removed_item (id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE reopening (
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL UNIQUE REFERENCES scoresheet_version(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  reopened_by INTEGER REFERENCES account(id),
  reopened_at TEXT NOT NULL
) STRICT;

CREATE TABLE replaced_result (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  number INTEGER NOT NULL CHECK (number > 0),
  finalised_at TEXT NOT NULL,
  finalised_by INTEGER REFERENCES account(id),
  reason TEXT NOT NULL,
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  published_at TEXT,
  published_by INTEGER REFERENCES account(id),
  recount_id INTEGER NOT NULL REFERENCES recount(id),
  reopened_because TEXT NOT NULL CHECK (reopened_because <> ''),
  reopened_by INTEGER REFERENCES account(id),
  reopened_at TEXT NOT NULL,
  UNIQUE (contest_id, number)
) STRICT;

CREATE TABLE replaced_standing (
  replaced_id INTEGER NOT NULL REFERENCES replaced_result(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  rank INTEGER,
  score TEXT,
  round_score TEXT,
  advances INTEGER NOT NULL,
  wins INTEGER NOT NULL,
  PRIMARY KEY (replaced_id, entry_id)
) STRICT;

CREATE TABLE representative (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  account_id INTEGER NOT NULL REFERENCES account(id), role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'member')),
  PRIMARY KEY (entry_id, account_id)
) STRICT;

CREATE TABLE "reserve_move" (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  instead_of INTEGER NOT NULL REFERENCES entry(id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  moved_by INTEGER REFERENCES account(id),
  moved_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (contest_id, version, entry_id)
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

CREATE TABLE "roster_preview" (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  edition_id INTEGER NOT NULL REFERENCES edition(id),
  kind TEXT NOT NULL CHECK (kind IN ('candidates', 'assessors', 'past-wins')),
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
  checklist TEXT NOT NULL CHECK (json_valid(checklist)), marks_seen TEXT NOT NULL DEFAULT 'submitted'
  CHECK (marks_seen IN ('never', 'submitted', 'closed')), assessors_seen TEXT NOT NULL DEFAULT 'names'
  CHECK (assessors_seen IN ('names', 'numbers')), candidates_seen TEXT NOT NULL DEFAULT 'shown'
  CHECK (candidates_seen IN ('shown', 'hidden')), interview TEXT CHECK (interview IS NULL OR json_valid(interview)), promotion TEXT CHECK (promotion IS NULL OR json_valid(promotion)), signatures TEXT CHECK (signatures IS NULL OR json_valid(signatures)), assignment TEXT CHECK (assignment IS NULL OR json_valid(assignment)), deliberation TEXT CHECK (deliberation IS NULL OR json_valid(deliberation)), feedback TEXT CHECK (feedback IS NULL OR json_valid(feedback)), objections TEXT CHECK (objections IS NULL OR json_valid(objections)),
  UNIQUE (edition_id, code)
) STRICT;

CREATE TABLE round_category (
  round_id INTEGER NOT NULL REFERENCES round(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  PRIMARY KEY (round_id, category_id)
) STRICT;

CREATE TABLE sample (
  id INTEGER PRIMARY KEY,
  panel_id INTEGER NOT NULL REFERENCES panel(id),
  round_id INTEGER NOT NULL REFERENCES round(id),
  category_id INTEGER NOT NULL REFERENCES category(id),
  title TEXT NOT NULL CHECK (title <> ''),
  submission_id INTEGER REFERENCES submission(id),
  file_id INTEGER REFERENCES file(id),
  named INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1)),
  set_by INTEGER REFERENCES account(id),
  set_at TEXT NOT NULL,
  discussed_at TEXT,
  CHECK ((submission_id IS NULL) <> (file_id IS NULL))
) STRICT;

CREATE TABLE sample_mark (
  sheet_id INTEGER NOT NULL REFERENCES sample_sheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  comment TEXT NOT NULL,
  PRIMARY KEY (sheet_id, criterion_id)
) STRICT;

CREATE TABLE sample_reference (
  sample_id INTEGER NOT NULL REFERENCES sample(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  reasoning TEXT NOT NULL,
  PRIMARY KEY (sample_id, criterion_id)
) STRICT;

CREATE TABLE sample_sheet (
  id INTEGER PRIMARY KEY,
  sample_id INTEGER NOT NULL REFERENCES sample(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  revision INTEGER NOT NULL DEFAULT 1,
  saved_at TEXT NOT NULL,
  submitted_at TEXT,
  UNIQUE (sample_id, account_id)
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

CREATE TABLE scoresheet_version (
  id INTEGER PRIMARY KEY,
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  number INTEGER NOT NULL CHECK (number > 0),
  total TEXT NOT NULL,
  submitted_at TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  UNIQUE (scoresheet_id, number)
) STRICT;

CREATE TABLE scoresheet_version_mark (
  version_id INTEGER NOT NULL REFERENCES scoresheet_version(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  value TEXT,
  comment TEXT NOT NULL,
  feedback TEXT NOT NULL,
  PRIMARY KEY (version_id, criterion_id)
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

CREATE VIRTUAL TABLE search_index USING fts5(
  text, entry, content = 'search_text', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE 'search_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'search_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'search_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE search_piece (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  kind TEXT NOT NULL CHECK (kind IN ('entry', 'item', 'file', 'page')),
  section_code TEXT,
  item_id INTEGER,
  file_id INTEGER REFERENCES file(id),
  sha256 TEXT,
  page INTEGER,
  text TEXT,
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  sent INTEGER NOT NULL CHECK (sent IN (0, 1)),
  CHECK (live OR sent),
  CHECK ((kind IN ('file', 'page')) = (file_id IS NOT NULL AND sha256 IS NOT NULL)),
  CHECK ((kind = 'page') = (page IS NOT NULL)),
  CHECK ((kind = 'page') = (text IS NULL)),
  CHECK ((kind = 'entry') = (section_code IS NULL))
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

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 32),
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL CHECK (ends_at > starts_at),
  zone TEXT NOT NULL,
  talk INTEGER NOT NULL CHECK (talk BETWEEN 0 AND 600),
  questions INTEGER NOT NULL CHECK (questions BETWEEN 0 AND 600),
  room TEXT NOT NULL DEFAULT '',
  link TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL,
  published_at TEXT,
  cancelled_at TEXT,
  cancelled_reason TEXT NOT NULL DEFAULT '',
  UNIQUE (contest_id, entry_id),
  CHECK (room <> '' OR link <> ''),
  CHECK ((cancelled_at IS NULL) = (cancelled_reason = ''))
) STRICT;

CREATE TABLE session_invitation (
  session_id INTEGER NOT NULL REFERENCES session(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  side TEXT NOT NULL CHECK (side IN ('panel', 'candidate')),
  sequence INTEGER NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('REQUEST', 'CANCEL')),
  posted_at TEXT NOT NULL,
  PRIMARY KEY (session_id, account_id)
) STRICT;

CREATE TABLE sheet_field (
  scoresheet_id INTEGER NOT NULL REFERENCES scoresheet(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  part TEXT NOT NULL CHECK (part IN ('mark', 'comment', 'feedback')),
  revision INTEGER NOT NULL CHECK (revision > 0),
  change_key TEXT NOT NULL DEFAULT '',
  saved_at TEXT NOT NULL,
  PRIMARY KEY (scoresheet_id, criterion_id, part)
) STRICT;

CREATE TABLE sign_in (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  token_hash TEXT NOT NULL UNIQUE,
  started_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;

CREATE TABLE signature (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id),
  fingerprint TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  position TEXT NOT NULL CHECK (position IN ('chair', 'secretary', 'member')),
  capacity TEXT NOT NULL,
  signed_at TEXT NOT NULL,
  FOREIGN KEY (contest_id, fingerprint) REFERENCES signed_result(contest_id, fingerprint)
) STRICT;

CREATE TABLE signature_void (
  signature_id INTEGER PRIMARY KEY REFERENCES signature(id),
  voided_at TEXT NOT NULL,
  voided_by INTEGER REFERENCES account(id),
  event TEXT NOT NULL CHECK (event <> ''),
  changes TEXT NOT NULL CHECK (json_valid(changes))
) STRICT;

CREATE TABLE signed_result (
  contest_id INTEGER NOT NULL REFERENCES signing(contest_id),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  kept_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, fingerprint)
) STRICT;

CREATE TABLE signing (
  contest_id INTEGER PRIMARY KEY REFERENCES contest(id),
  opened_at TEXT NOT NULL,
  opened_by INTEGER REFERENCES account(id)
) STRICT;

CREATE TABLE sitting (
  id INTEGER PRIMARY KEY,
  contest_id INTEGER NOT NULL REFERENCES contest(id),
  opened_at TEXT NOT NULL,
  opened_by INTEGER REFERENCES account(id)
) STRICT;

CREATE TABLE sitting_end (
  sitting_id INTEGER PRIMARY KEY REFERENCES sitting(id),
  ended_at TEXT NOT NULL,
  ended_by INTEGER REFERENCES account(id)
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

CREATE TABLE substitution (
  id INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES panel_member(id),
  seated_at TEXT NOT NULL,
  decree_number TEXT NOT NULL CHECK (decree_number <> ''),
  decree_date TEXT,
  decree_file_id INTEGER REFERENCES file(id),
  whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
  called_by INTEGER REFERENCES account(id),
  called_at TEXT NOT NULL
) STRICT;

CREATE TABLE substitution_entry (
  substitution_id INTEGER NOT NULL REFERENCES substitution(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  PRIMARY KEY (substitution_id, entry_id)
) STRICT;

CREATE TABLE table_entry (
  item_id INTEGER NOT NULL REFERENCES table_item(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  position INTEGER NOT NULL CHECK (position > 0),
  PRIMARY KEY (item_id, entry_id)
) STRICT;

CREATE TABLE table_item (
  id INTEGER PRIMARY KEY,
  sitting_id INTEGER NOT NULL REFERENCES sitting(id),
  motion_id INTEGER REFERENCES motion(id),
  placed_at TEXT NOT NULL,
  placed_by INTEGER REFERENCES account(id)
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

CREATE TABLE vote_call (
  motion_id INTEGER PRIMARY KEY REFERENCES motion(id),
  sitting_id INTEGER NOT NULL REFERENCES sitting(id),
  called_at TEXT NOT NULL,
  called_by INTEGER REFERENCES account(id)
) STRICT;

CREATE TABLE voter (
  motion_id INTEGER NOT NULL REFERENCES vote_call(motion_id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL CHECK (name <> ''),
  position TEXT NOT NULL CHECK (position IN ('chair', 'secretary', 'member')),
  PRIMARY KEY (motion_id, account_id)
) STRICT;

CREATE TABLE workbook_preview (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stored_as TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL CHECK (expires_at > made_at)
) STRICT;

CREATE UNIQUE INDEX adjustment_once
  ON adjustment(contest_id, entry_id, coalesce(points, ''), coalesce(percent, ''), reason);

CREATE UNIQUE INDEX adjustment_one_of_each_penalty ON adjustment(contest_id, entry_id, penalty)
  WHERE penalty IS NOT NULL;

CREATE INDEX announcement_contest ON announcement(contest_id, id);

CREATE INDEX assignment_edit_plan ON assignment_edit(plan_id, entry_id);

CREATE INDEX assignment_entry ON assignment(entry_id, account_id);

CREATE UNIQUE INDEX assignment_once ON assignment(contest_id, entry_id, account_id) WHERE ended_at IS NULL;

CREATE INDEX assignment_plan_contest ON assignment_plan(contest_id, id);

CREATE INDEX assignment_plan_made ON assignment(plan_id);

CREATE UNIQUE INDEX assignment_plan_one_draft ON assignment_plan(contest_id)
  WHERE confirmed_at IS NULL AND dropped_at IS NULL;

CREATE INDEX audit_event_edition ON audit_event(edition_id, id);

CREATE INDEX audit_event_entry ON audit_event(entry_id, id);

CREATE INDEX ballot_voter ON ballot(motion_id, account_id);

CREATE INDEX conflict_entry ON conflict(entry_id, account_id);

CREATE UNIQUE INDEX conflict_once ON conflict(account_id, entry_id, source) WHERE ended_at IS NULL;

CREATE INDEX contest_entry_entry ON contest_entry(entry_id);

CREATE UNIQUE INDEX contest_once ON contest(round_id, category_id, coalesce(region_code, ''));

CREATE INDEX contest_rule_contest ON contest_rule(contest_id, id);

CREATE INDEX correction_entry ON correction(entry_id, id);

CREATE INDEX declaration_entry ON declaration(entry_id);

CREATE INDEX discussion_note_item ON discussion_note(item_id);

CREATE INDEX dossier_item_section ON dossier_item(section_id);

CREATE INDEX draw_contest ON draw(contest_id, id);

CREATE INDEX entry_screening ON entry(edition_id, province_code, status);

CREATE INDEX extension_entry ON extension(entry_id, id);

CREATE INDEX file_bytes ON file(sha256);

CREATE INDEX file_entry ON file(entry_id);

CREATE INDEX file_panel ON file(panel_id);

CREATE INDEX file_stored ON file(stored_as);

CREATE INDEX file_waiting ON file(scan) WHERE scan = 'waiting';

CREATE INDEX final_standing_entry ON final_standing(entry_id);

CREATE INDEX finding_photo_finding ON finding_photo(finding_id);

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

CREATE INDEX interview_note_entry ON interview_note(contest_id, entry_id, account_id);

CREATE INDEX item_form_typed ON item_form(entry_id) WHERE typed IS NOT NULL;

CREATE INDEX job_due ON job(due_at, id) WHERE taken_at IS NULL AND failed_at IS NULL;

CREATE INDEX mark_change_finding ON mark_change(finding_id);

CREATE INDEX mark_change_sheet ON mark_change(scoresheet_id, id);

CREATE INDEX minute_paragraph_entry ON minute_paragraph(contest_id, entry_id, id);

CREATE INDEX minuted_note_note ON minuted_note(note_id);

CREATE INDEX minutes_facts_contest ON minutes_facts(contest_id);

CREATE INDEX motion_entry_entry ON motion_entry(entry_id);

CREATE INDEX nudge_contest ON nudge(contest_id, account_id, posted_at) WHERE contest_id IS NOT NULL;

CREATE INDEX nudge_entry ON nudge(entry_id, account_id, posted_at) WHERE entry_id IS NOT NULL;

CREATE INDEX objection_entry ON objection(entry_id, contest_id);

CREATE INDEX one_time_link_account ON one_time_link(account_id);

CREATE INDEX outbox_account ON outbox(account_id);

CREATE INDEX outbox_entry ON outbox(entry_id);

CREATE INDEX outbox_state ON outbox(state, id);

CREATE INDEX panel_member_account ON panel_member(account_id);

CREATE UNIQUE INDEX panel_once ON panel(edition_id, stage, coalesce(region_code, ''));

CREATE INDEX pin_file ON pin(file_id);

CREATE INDEX presence_sitting ON presence(sitting_id, account_id);

CREATE INDEX question_entry ON question(entry_id, id);

CREATE INDEX recount_contest ON recount(contest_id, id);

CREATE INDEX recount_step_recount ON recount_step(recount_id, id);

CREATE INDEX region_parent ON region(parent);

CREATE INDEX replaced_result_fingerprint ON replaced_result(fingerprint);

CREATE INDEX representative_account ON representative(account_id);

CREATE UNIQUE INDEX representative_one_owner ON representative(entry_id) WHERE role = 'owner';

CREATE UNIQUE INDEX role_grant_once
  ON role_grant(account_id, role, coalesce(edition_id, 0), coalesce(region_code, ''));

CREATE INDEX roster_preview_account ON roster_preview(account_id, made_at);

CREATE INDEX roster_preview_expiry ON roster_preview(expires_at);

CREATE INDEX round_category_category ON round_category(category_id);

CREATE INDEX sample_panel ON sample(panel_id);

CREATE INDEX scoresheet_account ON scoresheet(account_id, contest_id);

CREATE INDEX search_piece_bytes ON search_piece(sha256, page) WHERE sha256 IS NOT NULL;

CREATE INDEX search_piece_entry ON search_piece(entry_id, item_id);

CREATE INDEX search_piece_file ON search_piece(file_id) WHERE file_id IS NOT NULL;

CREATE INDEX section_category_category ON section_category(category_id);

CREATE INDEX session_entry ON session(entry_id);

CREATE INDEX session_time ON session(starts_at, id) WHERE cancelled_at IS NULL;

CREATE INDEX sign_in_account ON sign_in(account_id);

CREATE INDEX signature_account ON signature(account_id, contest_id);

CREATE INDEX signature_result ON signature(contest_id, fingerprint);

CREATE INDEX sitting_contest ON sitting(contest_id);

CREATE UNIQUE INDEX submission_code ON submission(substr(fingerprint, 1, 25));

CREATE INDEX substitution_entry_entry ON substitution_entry(entry_id);

CREATE INDEX substitution_member ON substitution(member_id, seated_at);

CREATE INDEX table_entry_entry ON table_entry(entry_id);

CREATE INDEX table_item_motion ON table_item(motion_id);

CREATE INDEX table_item_sitting ON table_item(sitting_id);

CREATE INDEX upload_entry ON upload(entry_id, account_id);

CREATE INDEX upload_expires ON upload(expires_at);

CREATE INDEX visit_member_account ON visit_member(account_id);

CREATE INDEX workbook_preview_account ON workbook_preview(account_id, made_at);

CREATE INDEX workbook_preview_expiry ON workbook_preview(expires_at);

CREATE TRIGGER adjustment_needs_its_entry BEFORE INSERT ON adjustment
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER announcement_is_kept BEFORE UPDATE ON announcement
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER announcement_is_never_deleted BEFORE DELETE ON announcement
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER announcement_needs_its_result BEFORE INSERT ON announcement
  WHEN NOT EXISTS (SELECT 1 FROM finalisation f
    WHERE f.contest_id = NEW.contest_id AND f.fingerprint = NEW.fingerprint)
  BEGIN SELECT RAISE(ABORT, 'only a finalised result is announced'); END;

CREATE TRIGGER announcement_of_the_public_stays BEFORE INSERT ON announcement
  WHEN EXISTS (SELECT 1 FROM publication p WHERE p.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'what is public stays public'); END;

CREATE TRIGGER announcement_told_is_kept BEFORE UPDATE ON announcement_told
  BEGIN SELECT RAISE(ABORT, 'what was told is told'); END;

CREATE TRIGGER announcement_told_is_never_deleted BEFORE DELETE ON announcement_told
  BEGIN SELECT RAISE(ABORT, 'what was told is told'); END;

CREATE TRIGGER assessor_number_is_kept_as_drawn BEFORE UPDATE ON assessor_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;

CREATE TRIGGER assessor_number_is_never_deleted BEFORE DELETE ON assessor_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;

CREATE TRIGGER assignment_edit_is_kept BEFORE UPDATE ON assignment_edit
  BEGIN SELECT RAISE(ABORT, 'a change by hand is kept as it was made'); END;

CREATE TRIGGER assignment_edit_is_never_deleted BEFORE DELETE ON assignment_edit
  BEGIN SELECT RAISE(ABORT, 'a change by hand is kept as it was made'); END;

CREATE TRIGGER assignment_ends_once BEFORE UPDATE ON assignment WHEN OLD.ended_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'an assignment ends once'); END;

CREATE TRIGGER assignment_is_kept
  BEFORE UPDATE OF contest_id, entry_id, account_id, source, reason, plan_id, made_at, made_by ON assignment
  BEGIN SELECT RAISE(ABORT, 'an assignment is kept as it was made'); END;

CREATE TRIGGER assignment_is_never_deleted BEFORE DELETE ON assignment
  BEGIN SELECT RAISE(ABORT, 'an assignment is kept as it was made'); END;

CREATE TRIGGER assignment_plan_is_kept BEFORE UPDATE ON assignment_plan
  WHEN OLD.confirmed_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a plan that was decided on is kept as it was'); END;

CREATE TRIGGER assignment_plan_is_never_deleted BEFORE DELETE ON assignment_plan
  BEGIN SELECT RAISE(ABORT, 'a plan that was decided on is kept as it was'); END;

CREATE TRIGGER assignment_plan_keeps_its_ground
  BEFORE UPDATE OF contest_id, seed, anew, problem, proposed, made_at, made_by ON assignment_plan
  BEGIN SELECT RAISE(ABORT, 'a plan keeps what it was made from'); END;

CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER ballot_comes_before_the_outcome BEFORE INSERT ON ballot
  WHEN EXISTS (SELECT 1 FROM motion_outcome o WHERE o.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went: this vote is closed'); END;

CREATE TRIGGER ballot_is_kept BEFORE UPDATE ON ballot
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER ballot_is_never_deleted BEFORE DELETE ON ballot
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER conflict_ends_once BEFORE UPDATE ON conflict WHEN OLD.ended_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a conflict of interest ends once'); END;

CREATE TRIGGER conflict_is_kept_as_stated
  BEFORE UPDATE OF account_id, entry_id, source, reason, since, stated_by ON conflict
  BEGIN SELECT RAISE(ABORT, 'a conflict of interest is kept as it was stated'); END;

CREATE TRIGGER conflict_is_never_deleted BEFORE DELETE ON conflict
  BEGIN SELECT RAISE(ABORT, 'a conflict of interest is kept as it was stated'); END;

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

CREATE TRIGGER contest_rule_is_kept BEFORE UPDATE ON contest_rule
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER contest_rule_is_never_deleted BEFORE DELETE ON contest_rule
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER correction_is_kept_as_decided BEFORE UPDATE ON correction
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER correction_is_never_deleted BEFORE DELETE ON correction
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER declaration_is_kept_as_made BEFORE UPDATE ON declaration
  BEGIN SELECT RAISE(ABORT, 'a declaration is kept as it was made'); END;

CREATE TRIGGER declaration_is_never_deleted BEFORE DELETE ON declaration
  BEGIN SELECT RAISE(ABORT, 'a declaration is kept as it was made'); END;

CREATE TRIGGER discussion_note_is_kept BEFORE UPDATE ON discussion_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER discussion_note_is_never_deleted BEFORE DELETE ON discussion_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER dossier_item_number_is_given_once AFTER DELETE ON dossier_item
  BEGIN INSERT OR IGNORE INTO removed_item (id) VALUES (OLD.id); END;

CREATE TRIGGER draw_is_kept_as_drawn BEFORE UPDATE ON draw
  BEGIN SELECT RAISE(ABORT, 'a draw is kept as it fell'); END;

CREATE TRIGGER draw_is_never_deleted BEFORE DELETE ON draw
  BEGIN SELECT RAISE(ABORT, 'a draw is kept as it fell'); END;

CREATE TRIGGER entry_number_is_kept_as_drawn BEFORE UPDATE ON entry_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;

CREATE TRIGGER entry_number_is_never_deleted BEFORE DELETE ON entry_number
  BEGIN SELECT RAISE(ABORT, 'a number is kept as drawn'); END;

CREATE TRIGGER extension_is_kept_as_decided BEFORE UPDATE ON extension
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER extension_is_never_deleted BEFORE DELETE ON extension
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER final_standing_goes_only_when_it_is_kept BEFORE DELETE ON final_standing
  WHEN NOT EXISTS (SELECT 1 FROM replaced_result r JOIN replaced_standing s ON s.replaced_id = r.id
    JOIN finalisation f ON f.contest_id = r.contest_id AND f.finalised_at = r.finalised_at
      AND f.fingerprint = r.fingerprint
    WHERE r.contest_id = OLD.contest_id AND s.entry_id = OLD.entry_id AND s.rank IS OLD.rank
      AND s.score IS OLD.score AND s.round_score IS OLD.round_score
      AND s.advances = OLD.advances AND s.wins = OLD.wins)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never deleted'); END;

CREATE TRIGGER final_standing_is_frozen BEFORE UPDATE ON final_standing
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never changed'); END;

CREATE TRIGGER finalisation_goes_only_when_it_is_kept BEFORE DELETE ON finalisation
  WHEN NOT EXISTS (SELECT 1 FROM replaced_result r WHERE r.contest_id = OLD.contest_id
    AND r.finalised_at = OLD.finalised_at AND r.finalised_by IS OLD.finalised_by AND r.reason = OLD.reason
    AND r.snapshot = OLD.snapshot AND r.fingerprint = OLD.fingerprint)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never deleted'); END;

CREATE TRIGGER finalisation_is_frozen BEFORE UPDATE ON finalisation
  BEGIN SELECT RAISE(ABORT, 'a finalised result is never changed'); END;

CREATE TRIGGER interview_note_is_kept_as_written BEFORE UPDATE ON interview_note
  BEGIN SELECT RAISE(ABORT, 'a note is kept as written'); END;

CREATE TRIGGER interview_note_is_never_deleted BEFORE DELETE ON interview_note
  BEGIN SELECT RAISE(ABORT, 'a note is kept as written'); END;

CREATE TRIGGER mark_change_is_kept BEFORE UPDATE ON mark_change
  BEGIN SELECT RAISE(ABORT, 'a history is never changed'); END;

CREATE TRIGGER mark_change_is_never_deleted BEFORE DELETE ON mark_change
  BEGIN SELECT RAISE(ABORT, 'a history is never changed'); END;

CREATE TRIGGER mark_of_a_submitted_sheet_is_never_deleted BEFORE DELETE ON mark
  WHEN (SELECT status FROM scoresheet WHERE id = OLD.scoresheet_id) = 'submitted'
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet changes only when it is reopened'); END;

CREATE TRIGGER mark_of_a_submitted_sheet_stays BEFORE UPDATE ON mark
  WHEN (SELECT status FROM scoresheet WHERE id = OLD.scoresheet_id) = 'submitted'
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet changes only when it is reopened'); END;

CREATE TRIGGER measure_needs_its_entry BEFORE INSERT ON measure
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER minute_version_is_kept_as_written BEFORE UPDATE ON minute_version
  BEGIN SELECT RAISE(ABORT, 'a minute is kept as written'); END;

CREATE TRIGGER minute_version_is_never_deleted BEFORE DELETE ON minute_version
  BEGIN SELECT RAISE(ABORT, 'a minute is kept as written'); END;

CREATE TRIGGER minuted_note_comes_before_the_end BEFORE INSERT ON minuted_note
  WHEN EXISTS (SELECT 1 FROM discussion_note n JOIN table_item i ON i.id = n.item_id
    JOIN sitting s ON s.id = i.sitting_id JOIN finalisation f ON f.contest_id = s.contest_id
    WHERE n.id = NEW.note_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;

CREATE TRIGGER minuted_note_is_kept BEFORE UPDATE ON minuted_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER minuted_note_is_never_deleted BEFORE DELETE ON minuted_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER minutes_facts_is_kept BEFORE UPDATE ON minutes_facts
  BEGIN SELECT RAISE(ABORT, 'what minutes say is kept as it stood'); END;

CREATE TRIGGER minutes_facts_is_never_deleted BEFORE DELETE ON minutes_facts
  BEGIN SELECT RAISE(ABORT, 'what minutes say is kept as it stood'); END;

CREATE TRIGGER motion_comes_before_the_end BEFORE INSERT ON motion
  WHEN EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;

CREATE TRIGGER motion_entry_is_kept BEFORE UPDATE ON motion_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER motion_entry_is_never_deleted BEFORE DELETE ON motion_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER motion_is_kept BEFORE UPDATE ON motion
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER motion_is_never_deleted BEFORE DELETE ON motion
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER motion_outcome_comes_before_the_end BEFORE INSERT ON motion_outcome
  WHEN EXISTS (SELECT 1 FROM motion m JOIN finalisation f ON f.contest_id = m.contest_id
    WHERE m.id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;

CREATE TRIGGER motion_outcome_is_kept BEFORE UPDATE ON motion_outcome
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER motion_outcome_is_never_deleted BEFORE DELETE ON motion_outcome
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER objection_answer_ends_it BEFORE INSERT ON objection_answer
  WHEN EXISTS (SELECT 1 FROM objection_withdrawal w WHERE w.objection_id = NEW.objection_id)
  BEGIN SELECT RAISE(ABORT, 'this objection was taken back'); END;

CREATE TRIGGER objection_answer_is_kept BEFORE UPDATE ON objection_answer
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER objection_answer_is_never_deleted BEFORE DELETE ON objection_answer
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER objection_file_is_kept BEFORE UPDATE ON objection_file
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;

CREATE TRIGGER objection_file_is_never_deleted BEFORE DELETE ON objection_file
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;

CREATE TRIGGER objection_is_kept BEFORE UPDATE ON objection
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;

CREATE TRIGGER objection_is_never_deleted BEFORE DELETE ON objection
  BEGIN SELECT RAISE(ABORT, 'an objection is kept as filed'); END;

CREATE TRIGGER objection_needs_its_entry BEFORE INSERT ON objection
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER objection_withdrawal_ends_it BEFORE INSERT ON objection_withdrawal
  WHEN EXISTS (SELECT 1 FROM objection_answer a WHERE a.objection_id = NEW.objection_id)
  BEGIN SELECT RAISE(ABORT, 'this objection was answered'); END;

CREATE TRIGGER objection_withdrawal_is_kept BEFORE UPDATE ON objection_withdrawal
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER objection_withdrawal_is_never_deleted BEFORE DELETE ON objection_withdrawal
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE VIEW outsider AS
  SELECT DISTINCT u.entry_id, u.account_id FROM unassigned u
  WHERE NOT EXISTS (SELECT 1 FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id
    JOIN round r ON r.id = c.round_id JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
      AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
    JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
    WHERE ce.entry_id = u.entry_id AND m.account_id = u.account_id
      AND NOT EXISTS (SELECT 1 FROM unassigned v WHERE v.contest_id = ce.contest_id
        AND v.entry_id = ce.entry_id AND v.account_id = m.account_id));

CREATE TRIGGER presence_is_kept BEFORE UPDATE ON presence
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER presence_is_never_deleted BEFORE DELETE ON presence
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE VIEW publication AS
SELECT n.contest_id, n.publishes_at AS published_at, n.decided_by AS published_by
FROM standing_announcement n WHERE n.publishes_at <= server_now();

CREATE TRIGGER question_is_kept_as_written BEFORE UPDATE ON question
  BEGIN SELECT RAISE(ABORT, 'a question is kept as written'); END;

CREATE TRIGGER question_is_never_deleted BEFORE DELETE ON question
  BEGIN SELECT RAISE(ABORT, 'a question is kept as written'); END;

CREATE TRIGGER reading_page_is_read_anew_instead BEFORE UPDATE OF sha256, number, text ON reading_page
  BEGIN SELECT RAISE(ABORT, 'a page is read anew, never rewritten'); END;

CREATE TRIGGER reading_page_leaves_the_search BEFORE DELETE ON reading_page BEGIN
  DELETE FROM search_piece WHERE sha256 = OLD.sha256 AND page = OLD.number;
END;

CREATE TRIGGER recount_end_is_kept BEFORE UPDATE ON recount_end
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER recount_end_is_never_deleted BEFORE DELETE ON recount_end
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER recount_is_kept_as_begun BEFORE UPDATE ON recount
  BEGIN SELECT RAISE(ABORT, 'a recount is kept as it was begun'); END;

CREATE TRIGGER recount_is_never_deleted BEFORE DELETE ON recount
  BEGIN SELECT RAISE(ABORT, 'a recount is kept as it was begun'); END;

CREATE TRIGGER recount_step_comes_before_the_end BEFORE INSERT ON recount_step
  WHEN EXISTS (SELECT 1 FROM recount_end WHERE recount_id = NEW.recount_id)
  BEGIN SELECT RAISE(ABORT, 'this recount has ended'); END;

CREATE TRIGGER recount_step_is_kept_as_written BEFORE UPDATE ON recount_step
  BEGIN SELECT RAISE(ABORT, 'a step is kept as written'); END;

CREATE TRIGGER recount_step_stays_once_it_ended BEFORE DELETE ON recount_step
  WHEN EXISTS (SELECT 1 FROM recount_end WHERE recount_id = OLD.recount_id)
  BEGIN SELECT RAISE(ABORT, 'this recount has ended'); END;

CREATE VIEW recusal AS
  SELECT c.account_id, c.entry_id, c.reason, c.since AS recused_at, c.source FROM conflict c
  WHERE c.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM conflict older
    WHERE older.account_id = c.account_id AND older.entry_id = c.entry_id AND older.ended_at IS NULL
      AND older.id < c.id);

CREATE TRIGGER recusal_is_declared INSTEAD OF INSERT ON recusal
  BEGIN
    INSERT INTO conflict (account_id, entry_id, source, reason, since, stated_by)
    VALUES (NEW.account_id, NEW.entry_id, coalesce(NEW.source, 'declared'), NEW.reason, NEW.recused_at,
      NEW.account_id);
  END;

CREATE TRIGGER reopening_is_kept_as_decided BEFORE UPDATE ON reopening
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER reopening_is_never_deleted BEFORE DELETE ON reopening
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER replaced_result_is_kept BEFORE UPDATE ON replaced_result
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;

CREATE TRIGGER replaced_result_is_never_deleted BEFORE DELETE ON replaced_result
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;

CREATE TRIGGER replaced_standing_is_kept BEFORE UPDATE ON replaced_standing
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;

CREATE TRIGGER replaced_standing_is_never_deleted BEFORE DELETE ON replaced_standing
  BEGIN SELECT RAISE(ABORT, 'a result that was final is kept as it was'); END;

CREATE TRIGGER reserve_move_is_kept_as_decided BEFORE UPDATE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER reserve_move_is_never_deleted BEFORE DELETE ON reserve_move
  BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was taken'); END;

CREATE TRIGGER reserve_move_needs_a_final_result BEFORE INSERT ON reserve_move
  WHEN NOT EXISTS (SELECT 1 FROM finalisation WHERE contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'only a finalised result has a reserve list'); END;

CREATE TRIGGER sample_mark_stays_once_handed_in BEFORE UPDATE ON sample_mark
  WHEN (SELECT submitted_at FROM sample_sheet WHERE id = OLD.sheet_id) IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a mark on a sample stays once it is handed in'); END;

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

CREATE TRIGGER scoresheet_is_given_back_by_a_reopening
  BEFORE UPDATE OF status, total, submitted_at ON scoresheet
  WHEN OLD.status = 'submitted' AND NOT EXISTS (
    SELECT 1 FROM reopening r JOIN scoresheet_version v ON v.id = r.version_id
    WHERE v.scoresheet_id = OLD.id
      AND v.number = (SELECT max(w.number) FROM scoresheet_version w WHERE w.scoresheet_id = OLD.id))
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet changes only when it is reopened'); END;

CREATE TRIGGER scoresheet_is_never_deleted_once_submitted BEFORE DELETE ON scoresheet
  WHEN OLD.status = 'submitted'
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is never deleted'); END;

CREATE TRIGGER scoresheet_needs_its_entry BEFORE INSERT ON scoresheet
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER scoresheet_version_is_kept_as_submitted BEFORE UPDATE ON scoresheet_version
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;

CREATE TRIGGER scoresheet_version_is_never_deleted BEFORE DELETE ON scoresheet_version
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;

CREATE TRIGGER scoresheet_version_mark_is_kept_as_submitted BEFORE UPDATE ON scoresheet_version_mark
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;

CREATE TRIGGER scoresheet_version_mark_is_never_deleted BEFORE DELETE ON scoresheet_version_mark
  BEGIN SELECT RAISE(ABORT, 'a submitted sheet is kept as it was'); END;

CREATE TRIGGER search_piece_comes AFTER INSERT ON search_piece BEGIN
  INSERT INTO search_index (rowid, text, entry) SELECT id, text, entry FROM search_text WHERE id = NEW.id;
END;

CREATE TRIGGER search_piece_goes BEFORE DELETE ON search_piece BEGIN
  INSERT INTO search_index (search_index, rowid, text, entry)
    SELECT 'delete', id, text, entry FROM search_text WHERE id = OLD.id;
END;

CREATE TRIGGER search_piece_keeps_its_text
  BEFORE UPDATE OF id, entry_id, kind, file_id, sha256, page, text ON search_piece
  BEGIN SELECT RAISE(ABORT, 'a piece of the search is replaced, never rewritten'); END;

CREATE VIEW search_text AS
  SELECT p.id, coalesce(p.text, r.text, '') AS text, 'e' || p.entry_id AS entry
  FROM search_piece p LEFT JOIN reading_page r ON r.sha256 = p.sha256 AND r.number = p.page;

CREATE TRIGGER section_with_items_keeps_its_category BEFORE DELETE ON section_category
  WHEN EXISTS (SELECT 1 FROM dossier_item i JOIN entry e ON e.id = i.entry_id
    WHERE i.section_id = OLD.section_id AND e.category_id = OLD.category_id)
  BEGIN SELECT RAISE(ABORT, 'a section stays with the category in whose dossiers it has items'); END;

CREATE TRIGGER section_with_items_keeps_its_kind BEFORE UPDATE OF kind ON section
  WHEN NEW.kind <> OLD.kind AND EXISTS (SELECT 1 FROM dossier_item WHERE section_id = OLD.id)
  BEGIN SELECT RAISE(ABORT, 'a section with items keeps its kind'); END;

CREATE TRIGGER session_needs_its_entry BEFORE INSERT ON session
  WHEN NOT EXISTS (SELECT 1 FROM contest_entry WHERE contest_id = NEW.contest_id AND entry_id = NEW.entry_id)
  BEGIN SELECT RAISE(ABORT, 'the entry does not stand in this contest'); END;

CREATE TRIGGER signature_comes_before_the_end BEFORE INSERT ON signature
  WHEN EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not signed any more'); END;

CREATE TRIGGER signature_is_given_once BEFORE INSERT ON signature
  WHEN EXISTS (SELECT 1 FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id
    WHERE s.contest_id = NEW.contest_id AND s.account_id = NEW.account_id AND v.signature_id IS NULL)
  BEGIN SELECT RAISE(ABORT, 'this account has signed already'); END;

CREATE TRIGGER signature_is_kept BEFORE UPDATE ON signature
  BEGIN SELECT RAISE(ABORT, 'a signature is kept as it was given'); END;

CREATE TRIGGER signature_is_never_deleted BEFORE DELETE ON signature
  BEGIN SELECT RAISE(ABORT, 'a signature is kept as it was given'); END;

CREATE TRIGGER signature_void_comes_before_the_end BEFORE INSERT ON signature_void
  WHEN EXISTS (SELECT 1 FROM signature s JOIN finalisation f ON f.contest_id = s.contest_id
    WHERE s.id = NEW.signature_id)
  BEGIN SELECT RAISE(ABORT, 'what a finalised result was signed with stands'); END;

CREATE TRIGGER signature_void_is_kept BEFORE UPDATE ON signature_void
  BEGIN SELECT RAISE(ABORT, 'a void signature stays void'); END;

CREATE TRIGGER signature_void_is_never_deleted BEFORE DELETE ON signature_void
  BEGIN SELECT RAISE(ABORT, 'a void signature stays void'); END;

CREATE TRIGGER signed_result_is_kept BEFORE UPDATE ON signed_result
  BEGIN SELECT RAISE(ABORT, 'what was signed is kept as it was'); END;

CREATE TRIGGER signed_result_is_never_deleted BEFORE DELETE ON signed_result
  BEGIN SELECT RAISE(ABORT, 'what was signed is kept as it was'); END;

CREATE TRIGGER signing_is_kept BEFORE UPDATE ON signing
  BEGIN SELECT RAISE(ABORT, 'what was opened stays opened'); END;

CREATE TRIGGER signing_is_never_deleted BEFORE DELETE ON signing
  BEGIN SELECT RAISE(ABORT, 'what was opened stays opened'); END;

CREATE TRIGGER sitting_comes_before_the_end BEFORE INSERT ON sitting
  WHEN EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;

CREATE TRIGGER sitting_end_is_kept BEFORE UPDATE ON sitting_end
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER sitting_end_is_never_deleted BEFORE DELETE ON sitting_end
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER sitting_is_kept BEFORE UPDATE ON sitting
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER sitting_is_never_deleted BEFORE DELETE ON sitting
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER sitting_is_the_only_one BEFORE INSERT ON sitting
  WHEN EXISTS (SELECT 1 FROM sitting s LEFT JOIN sitting_end e ON e.sitting_id = s.id
    WHERE s.contest_id = NEW.contest_id AND e.sitting_id IS NULL)
  BEGIN SELECT RAISE(ABORT, 'this contest has an open sitting'); END;

CREATE VIEW standing_announcement AS
SELECT a.id, a.contest_id, a.publishes_at, a.decided_by, a.decided_at FROM announcement a
WHERE a.publishes_at IS NOT NULL
  AND a.id = (SELECT max(l.id) FROM announcement l WHERE l.contest_id = a.contest_id)
  AND EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = a.contest_id AND f.fingerprint = a.fingerprint)
  AND NOT EXISTS (SELECT 1 FROM replaced_result v
    WHERE v.contest_id = a.contest_id AND v.reopened_at > a.decided_at);

CREATE TRIGGER submission_is_kept_as_sent BEFORE UPDATE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never changed'); END;

CREATE TRIGGER submission_is_never_deleted BEFORE DELETE ON submission
  BEGIN SELECT RAISE(ABORT, 'a submission is never deleted'); END;

CREATE TRIGGER table_entry_is_kept BEFORE UPDATE ON table_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER table_entry_is_never_deleted BEFORE DELETE ON table_entry
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER table_item_is_kept BEFORE UPDATE ON table_item
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER table_item_is_never_deleted BEFORE DELETE ON table_item
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE VIEW unassigned AS
  SELECT ce.contest_id, ce.entry_id, m.account_id FROM contest_entry ce
  JOIN contest c ON c.id = ce.contest_id JOIN round r ON r.id = c.round_id AND r.assignment IS NOT NULL
  JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
    AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
  JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
  WHERE NOT EXISTS (SELECT 1 FROM assignment a WHERE a.contest_id = ce.contest_id
    AND a.entry_id = ce.entry_id AND a.account_id = m.account_id AND a.ended_at IS NULL);

CREATE TRIGGER vote_call_comes_before_the_outcome BEFORE INSERT ON vote_call
  WHEN EXISTS (SELECT 1 FROM motion_outcome o WHERE o.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went: this motion is decided'); END;

CREATE TRIGGER vote_call_is_kept BEFORE UPDATE ON vote_call
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER vote_call_is_never_deleted BEFORE DELETE ON vote_call
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER vote_is_called_before_it_is_decided BEFORE INSERT ON motion_outcome
  WHEN NEW.outcome <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM vote_call v WHERE v.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a vote is called before it is decided'); END;

CREATE TRIGGER voter_comes_before_the_first_ballot BEFORE INSERT ON voter
  WHEN EXISTS (SELECT 1 FROM ballot b WHERE b.motion_id = NEW.motion_id)
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went: who may vote is fixed when the vote is called'); END;

CREATE TRIGGER voter_is_kept BEFORE UPDATE ON voter
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

CREATE TRIGGER voter_is_never_deleted BEFORE DELETE ON voter
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;

