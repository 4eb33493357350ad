CREATE TABLE region (
  code TEXT PRIMARY KEY,
  parent TEXT REFERENCES region(code),
  kind TEXT NOT NULL CHECK (kind IN ('province', 'regency', 'city')),
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  CHECK ((kind = 'province') = (parent IS NULL))
) STRICT;
CREATE INDEX region_parent ON region(parent);

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email LIKE '%_@_%'),
  name TEXT NOT NULL DEFAULT '',
  password_hash TEXT,
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT;

CREATE TABLE sign_in (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  token_hash TEXT NOT NULL UNIQUE,
  started_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE INDEX sign_in_account ON sign_in(account_id);

CREATE TABLE one_time_link (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
  token_hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT;
CREATE INDEX one_time_link_account ON one_time_link(account_id);
