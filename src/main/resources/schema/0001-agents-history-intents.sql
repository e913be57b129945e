-- Times are milliseconds since 1970 in UTC. Words are those of the specification.
CREATE TABLE agent (
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  cause TEXT NOT NULL,
  since_ms BIGINT NOT NULL,
  last_activity_ms BIGINT,
  instance TEXT NOT NULL,
  started_at TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_ms BIGINT,
  first_crash_ms BIGINT,
  exit_code INTEGER,
  exit_oom_killed SMALLINT,
  exit_announced SMALLINT,
  exit_at_ms BIGINT
);

-- AUTOINCREMENT: a number is never given twice, not even after the newest row was purged.
CREATE TABLE transition (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  agent TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  cause TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  lasted_ms BIGINT NOT NULL
);

CREATE INDEX transition_by_agent ON transition (agent, id);

CREATE INDEX transition_by_time ON transition (at_ms);

-- The past wakes of an agent are found without a walk through its history.
CREATE INDEX transition_wake ON transition (agent, id)
  WHERE from_state = 'starting' AND to_state = 'running';

CREATE TABLE intent (
  agent TEXT NOT NULL PRIMARY KEY,
  operation TEXT NOT NULL,
  instance TEXT NOT NULL,
  started_at TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
