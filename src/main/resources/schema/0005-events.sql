-- Everything that happened, as it was told. Numbers grow with time and are never given twice: they are a clock's.
CREATE TABLE event (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  agent TEXT,
  at_ms BIGINT NOT NULL,
  data TEXT NOT NULL
);

CREATE INDEX event_by_time ON event (at_ms);
