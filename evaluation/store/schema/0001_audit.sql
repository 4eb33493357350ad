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
CREATE INDEX audit_event_edition ON audit_event(edition_id, id);
CREATE INDEX audit_event_entry ON audit_event(entry_id, id);
CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
