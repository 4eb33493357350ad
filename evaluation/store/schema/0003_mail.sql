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
CREATE INDEX job_due ON job(due_at, id) WHERE taken_at IS NULL AND failed_at IS NULL;

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
CREATE INDEX outbox_state ON outbox(state, id);
CREATE INDEX outbox_account ON outbox(account_id);
CREATE INDEX outbox_entry ON outbox(entry_id);

CREATE TABLE reminder (
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  deadline TEXT NOT NULL,
  days INTEGER NOT NULL CHECK (days > 0),
  posted_at TEXT NOT NULL,
  PRIMARY KEY (entry_id, deadline, days)
) STRICT;
