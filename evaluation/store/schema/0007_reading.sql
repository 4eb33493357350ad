-- What is known of files by their bytes (SHA-256), made once for all that have the same: a PDF's pages, its
-- text page by page, how many pictures of pages rest on disk. `state`: a job shall read it (waiting), it was
-- read, nobody can read it (locked, broken), or it failed for good (unread).
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

-- Files from before are read as well.
INSERT INTO reading (sha256, state, noted_at)
  SELECT sha256, 'waiting', min(uploaded_at) FROM file
  WHERE media_type = 'application/pdf' OR media_type LIKE 'application/vnd.openxmlformats-%'
    OR media_type LIKE 'application/vnd.oasis.opendocument.%'
  GROUP BY sha256 ORDER BY sha256;
INSERT INTO job (name, arguments, asked_at, due_at)
  SELECT 'read file', json_object('sha256', sha256), noted_at, noted_at FROM reading ORDER BY sha256;
