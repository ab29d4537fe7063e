-- What all attempts of a scope count together, so that a claim need not add them up. The database keeps it by itself,
-- whoever changes the rows: a build of an earlier storyc may be under way on this ledger now.
CREATE TABLE scope_total (
    scope TEXT NOT NULL,
    counted BIGINT NOT NULL,
    PRIMARY KEY (scope)
);

CREATE INDEX reservation_by_attempt ON reservation (request_key, attempt);

CREATE TRIGGER scope_reserved AFTER INSERT ON reservation BEGIN
    INSERT INTO scope_total (scope, counted) SELECT NEW.scope, 0
        WHERE NOT EXISTS (SELECT 1 FROM scope_total WHERE scope = NEW.scope);
    UPDATE scope_total SET counted = counted + COALESCE((SELECT a.counted FROM attempt a
        WHERE a.request_key = NEW.request_key AND a.attempt = NEW.attempt), 0) WHERE scope = NEW.scope;
END;

CREATE TRIGGER scope_freed AFTER DELETE ON reservation BEGIN
    UPDATE scope_total SET counted = counted - COALESCE((SELECT a.counted FROM attempt a
        WHERE a.request_key = OLD.request_key AND a.attempt = OLD.attempt), 0) WHERE scope = OLD.scope;
END;

CREATE TRIGGER scope_charged AFTER UPDATE OF counted ON attempt WHEN OLD.counted <> NEW.counted BEGIN
    UPDATE scope_total SET counted = counted + NEW.counted - OLD.counted WHERE scope IN (SELECT r.scope
        FROM reservation r WHERE r.request_key = NEW.request_key AND r.attempt = NEW.attempt);
END;

CREATE TRIGGER scope_retracted AFTER DELETE ON attempt BEGIN
    UPDATE scope_total SET counted = counted - OLD.counted WHERE scope IN (SELECT r.scope
        FROM reservation r WHERE r.request_key = OLD.request_key AND r.attempt = OLD.attempt);
END;

INSERT INTO scope_total (scope, counted) SELECT r.scope, COALESCE(SUM(a.counted), 0) FROM reservation r
    LEFT JOIN attempt a ON a.request_key = r.request_key AND a.attempt = r.attempt GROUP BY r.scope;
