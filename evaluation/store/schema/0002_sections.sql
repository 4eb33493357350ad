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
CREATE INDEX section_category_category ON section_category(category_id);

-- `fields` holds what the section's kind asks for, checked before it is written; `once` is the value that no
-- two items of one section may share (a segment, a year), where the kind has such a field.
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
CREATE INDEX dossier_item_section ON dossier_item(section_id);

-- Items keep the kind that they were written for, and stay in the dossier that they were written into.
CREATE TRIGGER section_with_items_keeps_its_kind BEFORE UPDATE OF kind ON section
  WHEN NEW.kind <> OLD.kind AND EXISTS (SELECT 1 FROM dossier_item WHERE section_id = OLD.id)
  BEGIN SELECT RAISE(ABORT, 'a section with items keeps its kind'); END;
CREATE TRIGGER section_with_items_keeps_its_category BEFORE DELETE ON section_category
  WHEN EXISTS (SELECT 1 FROM dossier_item i JOIN entry e ON e.id = i.entry_id
    WHERE i.section_id = OLD.section_id AND e.category_id = OLD.category_id)
  BEGIN SELECT RAISE(ABORT, 'a section stays with the category in whose dossiers it has items'); END;

-- Editions from before had these five sections in every dossier.
INSERT INTO section (edition_id, code, kind, position, title_id, title_en, required, minimum, file_types)
  SELECT e.id, d.code, d.code, d.position, d.title_id, d.title_en, d.required, 1,
    '["pdf", "image", "text", "spreadsheet", "presentation"]'
  FROM edition e CROSS JOIN (
    SELECT 0 AS position, 'regulations' AS code, 'Regulasi' AS title_id, 'Regulations' AS title_en, 1 AS required
    UNION ALL SELECT 1, 'innovations', 'Inovasi', 'Innovations', 1
    UNION ALL SELECT 2, 'coverage', 'Cakupan kepesertaan', 'Coverage', 1
    UNION ALL SELECT 3, 'budget', 'Dukungan anggaran', 'Budget support', 1
    UNION ALL SELECT 4, 'documents', 'Dokumen lain', 'Other documents', 0
  ) d ORDER BY e.id, d.position;
INSERT INTO section_category (section_id, category_id)
  SELECT s.id, k.id FROM section s JOIN category k ON k.edition_id = s.edition_id ORDER BY s.id, k.id;
