-- Whether a note of a deliberation goes into the minutes: the newest row of a note holds, without one it stays
-- out. Once the result is fixed nothing is put in or taken out any more.
CREATE TABLE minuted_note (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES discussion_note(id),
  minuted INTEGER NOT NULL CHECK (minuted IN (0, 1)),
  at TEXT NOT NULL,
  recorded_by INTEGER REFERENCES account(id)
) STRICT;
CREATE INDEX minuted_note_note ON minuted_note(note_id);
CREATE TRIGGER minuted_note_is_kept BEFORE UPDATE ON minuted_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER minuted_note_is_never_deleted BEFORE DELETE ON minuted_note
  BEGIN SELECT RAISE(ABORT, 'a deliberation is kept as it went'); END;
CREATE TRIGGER minuted_note_comes_before_the_end BEFORE INSERT ON minuted_note
  WHEN EXISTS (SELECT 1 FROM discussion_note n JOIN table_item i ON i.id = n.item_id
    JOIN sitting s ON s.id = i.sitting_id JOIN finalisation f ON f.contest_id = s.contest_id
    WHERE n.id = NEW.note_id)
  BEGIN SELECT RAISE(ABORT, 'a finalised result is not deliberated on any more'); END;
