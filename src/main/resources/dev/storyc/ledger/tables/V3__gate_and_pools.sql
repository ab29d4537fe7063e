-- Which jobs count together in flight: those of one API key.
ALTER TABLE attempt ADD COLUMN pool TEXT NOT NULL DEFAULT '';

-- Each claim's and each transition's own name, by which it finds out whether it was committed where the answer was lost.
ALTER TABLE attempt ADD COLUMN mark TEXT;

ALTER TABLE entry ADD COLUMN mark TEXT;

-- Whoever changed this row has the ledger's claims for itself until its transaction ends.
CREATE TABLE gate (
    id INTEGER NOT NULL,
    passed BIGINT NOT NULL,
    PRIMARY KEY (id)
);

INSERT INTO gate (id, passed) VALUES (1, 0);

-- How many jobs of one API key may be in flight, whoever sends them.
CREATE TABLE pool (
    name TEXT NOT NULL,
    most INTEGER NOT NULL,
    PRIMARY KEY (name)
);

-- Which processes live, and until when unless they say so again; where lock files tell that, this is empty.
CREATE TABLE lease (
    owner TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (owner)
);
