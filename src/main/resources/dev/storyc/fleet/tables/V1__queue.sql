-- A build that the fleet carries out: who wants it, what it may spend, and whether it still may.
CREATE TABLE build (
    id text PRIMARY KEY,
    name text NOT NULL,
    who text NOT NULL,
    priority integer NOT NULL,
    created bigint NOT NULL,
    terms text NOT NULL,
    clips integer NOT NULL,
    ended bigint,
    cancelled bigint,
    halted text,
    halt_words text
);
CREATE INDEX build_open ON build (priority DESC, created) WHERE ended IS NULL;
CREATE INDEX build_created ON build (created);

-- One key of a build. Waiting, it costs nothing; active, a task drives it; over, it has an outcome.
CREATE TABLE queued (
    build text NOT NULL REFERENCES build (id),
    request_key text NOT NULL,
    place integer NOT NULL,
    state text NOT NULL,
    action text NOT NULL,
    decided integer NOT NULL,
    clip text NOT NULL,
    storyboards text NOT NULL,
    pool text,
    slot boolean NOT NULL DEFAULT false,
    bought boolean NOT NULL DEFAULT false,
    made boolean NOT NULL DEFAULT false,
    fetching boolean NOT NULL DEFAULT false,
    tries integer NOT NULL DEFAULT 0,
    denials integer NOT NULL DEFAULT 0,
    pause bigint NOT NULL DEFAULT 0,
    since bigint NOT NULL DEFAULT 0,
    event text,
    words text,
    outcome text,
    changed bigint NOT NULL,
    PRIMARY KEY (build, request_key)
);
-- Only what waits or runs is in these three: however much is over, a pick reads a few rows.
CREATE INDEX queued_waiting ON queued (build, place) WHERE state = 'waiting';
CREATE INDEX queued_followed ON queued (build, place) WHERE state = 'waiting' AND action <> 'BUY';
CREATE INDEX queued_active ON queued (build) WHERE state = 'active';
CREATE INDEX queued_changed ON queued (build, changed);

-- How many jobs the far end takes at once now, by API key.
CREATE TABLE pace (
    pool text PRIMARY KEY,
    most integer NOT NULL,
    taken integer NOT NULL DEFAULT 0,
    busy_at bigint NOT NULL DEFAULT 0
);

-- Who works, and when it was last seen.
CREATE TABLE worker (
    owner text PRIMARY KEY,
    host text NOT NULL,
    pid bigint NOT NULL,
    pool text NOT NULL,
    in_flight integer NOT NULL,
    since bigint NOT NULL,
    seen bigint NOT NULL,
    draining boolean NOT NULL DEFAULT false
);

-- db-scheduler's table.
CREATE TABLE scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamp with time zone NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp with time zone,
    version bigint NOT NULL,
    priority smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_priority ON scheduled_tasks (priority DESC, execution_time ASC);
