-- What all attempts of a scope count together, so that a claim need not add them up. The database keeps it by itself,
-- whoever changes the rows: workers of an earlier storyc may be at work on this ledger now.
CREATE TABLE scope_total (
    scope TEXT NOT NULL,
    counted BIGINT NOT NULL,
    PRIMARY KEY (scope)
);

CREATE INDEX reservation_by_attempt ON reservation (request_key, attempt);

-- Whoever changes totals has the attempt's row, and takes scopes by their names: so nobody waits in a circle.
CREATE FUNCTION keep_scope_totals() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    changed attempt;
    difference bigint;
    its_scope text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        changed := OLD;
        difference := -OLD.counted;
    ELSE
        changed := NEW;
        difference := NEW.counted - OLD.counted;
    END IF;
    FOR its_scope IN SELECT scope FROM reservation
        WHERE request_key = changed.request_key AND attempt = changed.attempt ORDER BY scope
    LOOP
        UPDATE scope_total SET counted = counted + difference WHERE scope = its_scope;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION keep_scope_total() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE scope_total SET counted = counted - COALESCE((SELECT a.counted FROM attempt a
            WHERE a.request_key = OLD.request_key AND a.attempt = OLD.attempt), 0) WHERE scope = OLD.scope;
    ELSE
        INSERT INTO scope_total AS total (scope, counted) VALUES (NEW.scope, COALESCE((SELECT a.counted FROM attempt a
            WHERE a.request_key = NEW.request_key AND a.attempt = NEW.attempt), 0))
            ON CONFLICT (scope) DO UPDATE SET counted = total.counted + excluded.counted;
    END IF;
    RETURN NULL;
END
$$;

-- From here on nobody else writes into these two until all of this is committed, and what was written before is seen below.
CREATE TRIGGER scope_charged AFTER UPDATE OF counted ON attempt FOR EACH ROW
    WHEN (OLD.counted <> NEW.counted) EXECUTE FUNCTION keep_scope_totals();

CREATE TRIGGER scope_retracted AFTER DELETE ON attempt FOR EACH ROW EXECUTE FUNCTION keep_scope_totals();

CREATE TRIGGER scope_reserved AFTER INSERT OR DELETE ON reservation FOR EACH ROW EXECUTE FUNCTION keep_scope_total();

INSERT INTO scope_total (scope, counted) SELECT r.scope, COALESCE(SUM(a.counted), 0) FROM reservation r
    LEFT JOIN attempt a ON a.request_key = r.request_key AND a.attempt = r.attempt GROUP BY r.scope;
