CREATE TABLE IF NOT EXISTS ledger (
    version INTEGER NOT NULL,
    id TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE attempt (
    request_key TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    state TEXT NOT NULL,
    storyboard TEXT NOT NULL,
    variant TEXT NOT NULL,
    clip TEXT NOT NULL,
    take INTEGER NOT NULL,
    request TEXT NOT NULL,
    estimate TEXT,
    job_id TEXT,
    amount TEXT,
    charged TEXT,
    address TEXT,
    reason TEXT,
    raw TEXT,
    owner TEXT NOT NULL,
    build TEXT NOT NULL,
    started BIGINT NOT NULL,
    since BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    PRIMARY KEY (request_key, attempt)
);

CREATE INDEX attempt_by_state ON attempt (state, since);

CREATE INDEX attempt_by_job ON attempt (job_id);

CREATE TABLE reservation (
    scope TEXT NOT NULL,
    request_key TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    PRIMARY KEY (scope, request_key, attempt)
);
