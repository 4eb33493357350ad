-- What may tie somebody to a candidate: where they work, and the province, regency or city they call home.
ALTER TABLE account ADD COLUMN institution TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN home_region TEXT REFERENCES region(code);

-- What an assessor declared about an entry before its dossier opened to them.
CREATE TABLE declaration (
  account_id INTEGER NOT NULL REFERENCES account(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  connected INTEGER NOT NULL CHECK (connected IN (0, 1)),
  reason TEXT NOT NULL DEFAULT '',
  declared_at TEXT NOT NULL,
  PRIMARY KEY (account_id, entry_id),
  CHECK ((connected = 1) = (reason <> ''))
) STRICT;
CREATE INDEX declaration_entry ON declaration(entry_id);
CREATE TRIGGER declaration_is_kept_as_made BEFORE UPDATE ON declaration
  BEGIN SELECT RAISE(ABORT, 'a declaration is kept as it was made'); END;
CREATE TRIGGER declaration_is_never_deleted BEFORE DELETE ON declaration
  BEGIN SELECT RAISE(ABORT, 'a declaration is kept as it was made'); END;

-- What keeps an account away from an entry, and what did. `reason` is what was stated; for what the system
-- found by itself (represents, institution, region) it is the fact that both share, and for a substitute who
-- was not called for this entry the decree's number.
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
CREATE UNIQUE INDEX conflict_once ON conflict(account_id, entry_id, source) WHERE ended_at IS NULL;
CREATE INDEX conflict_entry ON conflict(entry_id, account_id);
CREATE TRIGGER conflict_is_kept_as_stated
  BEFORE UPDATE OF account_id, entry_id, source, reason, since, stated_by ON conflict
  BEGIN SELECT RAISE(ABORT, 'a conflict of interest is kept as it was stated'); END;
CREATE TRIGGER conflict_ends_once BEFORE UPDATE ON conflict WHEN OLD.ended_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a conflict of interest ends once'); END;
CREATE TRIGGER conflict_is_never_deleted BEFORE DELETE ON conflict
  BEGIN SELECT RAISE(ABORT, 'a conflict of interest is kept as it was stated'); END;

INSERT INTO conflict (account_id, entry_id, source, reason, since, stated_by)
  SELECT account_id, entry_id, 'declared', reason, recused_at, account_id FROM recusal
  ORDER BY recused_at, account_id, entry_id;

-- Who is kept away from which entry now, whatever the ground: one row a pair, with the oldest ground that
-- still holds. Every question about recusal asks this view, so that no ground is forgotten anywhere.
DROP TABLE recusal;
CREATE VIEW recusal AS
  SELECT c.account_id, c.entry_id, c.reason, c.since AS recused_at, c.source FROM conflict c
  WHERE c.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM conflict older
    WHERE older.account_id = c.account_id AND older.entry_id = c.entry_id AND older.ended_at IS NULL
      AND older.id < c.id);
-- Writing a recusal down without a ground is an assessor stepping away.
CREATE TRIGGER recusal_is_declared INSTEAD OF INSERT ON recusal
  BEGIN
    INSERT INTO conflict (account_id, entry_id, source, reason, since, stated_by)
    VALUES (NEW.account_id, NEW.entry_id, coalesce(NEW.source, 'declared'), NEW.reason, NEW.recused_at,
      NEW.account_id);
  END;

-- A substitute called in by a decree of its own: for every entry (whole), or for the named ones only. It
-- belongs to the seating of that moment; somebody who leaves and is seated again sits as anybody does.
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
CREATE INDEX substitution_member ON substitution(member_id, seated_at);
CREATE TABLE substitution_entry (
  substitution_id INTEGER NOT NULL REFERENCES substitution(id),
  entry_id INTEGER NOT NULL REFERENCES entry(id),
  PRIMARY KEY (substitution_id, entry_id)
) STRICT;
CREATE INDEX substitution_entry_entry ON substitution_entry(entry_id);
