ALTER TABLE attempt ADD COLUMN reserved TEXT;

ALTER TABLE attempt ADD COLUMN token TEXT;

UPDATE attempt SET reserved = estimate;

CREATE INDEX attempt_by_token ON attempt (token);

CREATE TABLE entry (
    request_key TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    n INTEGER NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    person TEXT,
    words TEXT,
    PRIMARY KEY (request_key, attempt, n)
);

CREATE TABLE hint (
    request_key TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    n INTEGER NOT NULL,
    job_id TEXT NOT NULL,
    PRIMARY KEY (request_key, attempt, n)
);

CREATE TABLE observed (
    model TEXT NOT NULL,
    ratio TEXT NOT NULL,
    PRIMARY KEY (model)
);
