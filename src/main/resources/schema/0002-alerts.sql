-- What a target has been told of and has not ended yet.
CREATE TABLE incident (
  subject TEXT NOT NULL,
  trouble TEXT NOT NULL,
  target TEXT NOT NULL,
  alert TEXT NOT NULL,
  tell_end SMALLINT NOT NULL,
  PRIMARY KEY (subject, trouble, target)
);

-- Alerts that their target does not have yet, in the order in which they are sent.
CREATE TABLE alert (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL,
  event TEXT NOT NULL,
  agent TEXT,
  resolved SMALLINT NOT NULL,
  at_ms BIGINT NOT NULL,
  title TEXT NOT NULL,
  detail TEXT NOT NULL,
  data TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due_ms BIGINT NOT NULL,
  waiting TEXT NOT NULL
);

CREATE INDEX alert_by_target ON alert (target, number);

-- Targets that do not exist any more, with a fingerprint of the setting that said so.
CREATE TABLE target_off (
  target TEXT NOT NULL PRIMARY KEY,
  setting TEXT NOT NULL
);
