-- Who signs a round's result before it is fixed (core/signature_rules.py); NULL where nobody does.
ALTER TABLE round ADD COLUMN signatures TEXT CHECK (signatures IS NULL OR json_valid(signatures));

-- A contest whose result its panel may sign.
CREATE TABLE signing (
  contest_id INTEGER PRIMARY KEY REFERENCES contest(id),
  opened_at TEXT NOT NULL,
  opened_by INTEGER REFERENCES account(id)
) STRICT;
CREATE TRIGGER signing_is_kept BEFORE UPDATE ON signing
  BEGIN SELECT RAISE(ABORT, 'what was opened stays opened'); END;
CREATE TRIGGER signing_is_never_deleted BEFORE DELETE ON signing
  BEGIN SELECT RAISE(ABORT, 'what was opened stays opened'); END;

-- Every result that anybody signed, to the byte.
CREATE TABLE signed_result (
  contest_id INTEGER NOT NULL REFERENCES signing(contest_id),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  kept_at TEXT NOT NULL,
  PRIMARY KEY (contest_id, fingerprint)
) STRICT;
CREATE TRIGGER signed_result_is_kept BEFORE UPDATE ON signed_result
  BEGIN SELECT RAISE(ABORT, 'what was signed is kept as it was'); END;
CREATE TRIGGER signed_result_is_never_deleted BEFORE DELETE ON signed_result
  BEGIN SELECT RAISE(ABORT, 'what was signed is kept as it was'); END;

-- Name, position and capacity are those of the hour of signing.
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
CREATE INDEX signature_account ON signature(account_id, contest_id);
CREATE INDEX signature_result ON signature(contest_id, fingerprint);
CREATE TRIGGER signature_is_kept BEFORE UPDATE ON signature
  BEGIN SELECT RAISE(ABORT, 'a signature is kept as it was given'); END;
CREATE TRIGGER signature_is_never_deleted BEFORE DELETE ON signature
  BEGIN SELECT RAISE(ABORT, 'a signature is kept as it was given'); END;

-- What changed after a signature, and so made it void.
CREATE TABLE signature_void (
  signature_id INTEGER PRIMARY KEY REFERENCES signature(id),
  voided_at TEXT NOT NULL,
  voided_by INTEGER REFERENCES account(id),
  event TEXT NOT NULL CHECK (event <> ''),
  changes TEXT NOT NULL CHECK (json_valid(changes))
) STRICT;
CREATE TRIGGER signature_void_is_kept BEFORE UPDATE ON signature_void
  BEGIN SELECT RAISE(ABORT, 'a void signature stays void'); END;
CREATE TRIGGER signature_void_is_never_deleted BEFORE DELETE ON signature_void
  BEGIN SELECT RAISE(ABORT, 'a void signature stays void'); END;

CREATE TRIGGER signature_is_given_once BEFORE INSERT ON signature
  WHEN EXISTS (SELECT 1 FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id
    WHERE s.contest_id = NEW.contest_id AND s.account_id = NEW.account_id AND v.signature_id IS NULL)
  BEGIN SELECT RAISE(ABORT, 'this account has signed already'); END;
CREATE TRIGGER signature_comes_before_the_end BEFORE INSERT ON signature
  WHEN EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = NEW.contest_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not signed any more'); END;
CREATE TRIGGER signature_void_comes_before_the_end BEFORE INSERT ON signature_void
  WHEN EXISTS (SELECT 1 FROM signature s JOIN finalisation f ON f.contest_id = s.contest_id
    WHERE s.id = NEW.signature_id)
  BEGIN SELECT RAISE(ABORT, 'what a finalised result was signed with stands'); END;

-- What an edition's certificates say, with placeholders (core/certificates.py); an edition without has the usual.
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
