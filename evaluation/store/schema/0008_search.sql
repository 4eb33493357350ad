-- What can be found in dossiers: an entry's name, what an item says, a file's name, a page of a file.
-- `live`: it is in the dossier as it stands now; `sent`: it is in the last submission. A page's words rest with
-- the file's reading (reading_page) and are not kept twice.
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
CREATE INDEX search_piece_entry ON search_piece(entry_id, item_id);
CREATE INDEX search_piece_bytes ON search_piece(sha256, page) WHERE sha256 IS NOT NULL;
CREATE INDEX search_piece_file ON search_piece(file_id) WHERE file_id IS NOT NULL;

-- Each text carries its entry as a word of its own column, so that few entries among many are found fast.
CREATE VIEW search_text AS
  SELECT p.id, coalesce(p.text, r.text, '') AS text, 'e' || p.entry_id AS entry
  FROM search_piece p LEFT JOIN reading_page r ON r.sha256 = p.sha256 AND r.number = p.page;

CREATE VIRTUAL TABLE search_index USING fts5(
  text, entry, content = 'search_text', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);

-- The index follows the pieces, in the same transaction, whoever writes them.
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
CREATE TRIGGER reading_page_leaves_the_search BEFORE DELETE ON reading_page BEGIN
  DELETE FROM search_piece WHERE sha256 = OLD.sha256 AND page = OLD.number;
END;
CREATE TRIGGER reading_page_is_read_anew_instead BEFORE UPDATE OF sha256, number, text ON reading_page
  BEGIN SELECT RAISE(ABORT, 'a page is read anew, never rewritten'); END;

-- Workbooks are read anew, with their numbers; those in the old format for the first time.
UPDATE reading SET state = 'waiting' WHERE state = 'read' AND sha256 IN (SELECT sha256 FROM file
  WHERE media_type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
INSERT INTO reading (sha256, state, noted_at)
  SELECT sha256, 'waiting', min(uploaded_at) FROM file WHERE media_type = 'application/vnd.ms-excel'
  GROUP BY sha256 ORDER BY sha256;
INSERT INTO job (name, arguments, asked_at, due_at)
  SELECT 'read file', json_object('sha256', r.sha256), r.noted_at, r.noted_at FROM reading r
  WHERE r.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM job j WHERE j.name = 'read file'
    AND j.failed_at IS NULL AND j.arguments ->> 'sha256' = r.sha256)
  ORDER BY r.sha256;
