-- What a period showed when it was closed, and what a year's result is by the dimensions that a report keeps apart.

-- Closing entries and adjustments stand in the adjustment period; few entries do, so this index costs a posting nothing.
CREATE INDEX entry_of_adjustment ON ledger.entry (coop_id, period) WHERE period % 100 = 13;

CREATE TABLE ledger.period_close (
    coop_id uuid NOT NULL,
    period integer NOT NULL,
    change_number integer NOT NULL,
    trial_balance_hash bytea NOT NULL CHECK (length(trial_balance_hash) = 32),
    seal_number bigint CHECK (seal_number > 0),
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (coop_id, period, change_number),
    FOREIGN KEY (coop_id, period, change_number) REFERENCES ledger.period_change
);
COMMENT ON COLUMN ledger.period_close.change_number IS 'Of the change that closed it; a period reopened and closed again has several.';
COMMENT ON COLUMN ledger.period_close.seal_number IS 'The newest seal at that moment; null where nothing was sealed.';

CREATE TABLE ledger.period_balance (
    coop_id uuid NOT NULL,
    period integer NOT NULL,
    change_number integer NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    opening numeric(30) NOT NULL,
    debit numeric(30) NOT NULL,
    credit numeric(30) NOT NULL,
    PRIMARY KEY (coop_id, period, change_number, account_code),
    FOREIGN KEY (coop_id, period, change_number) REFERENCES ledger.period_close
);
COMMENT ON TABLE ledger.period_balance IS 'The trial balance of a period as it was closed: opening as debit less credit.';

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['period_close', 'period_balance'] LOOP
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE ledger.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY own_rows ON ledger.%I USING (coop_id = (SELECT ledger.current_cooperative()))',
                       table_name);
        EXECUTE format('CREATE POLICY every_row ON ledger.%I FOR SELECT TO ledger_auditor USING (true)', table_name);
        EXECUTE format('GRANT SELECT ON ledger.%I TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor',
                       table_name);
        EXECUTE format('CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON ledger.%I
                        FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change()', table_name);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', table_name);
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER no_change', table_name);
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER no_truncate', table_name);
    END LOOP;
END $$;

-- The trial balance of a period by its own entries: December without the adjustments of its year, which share its last
-- day, and the adjustment period with nothing but them.
CREATE FUNCTION ledger.period_movements(coop uuid, of_period integer)
RETURNS TABLE (account_code text, opening numeric, debit numeric, credit numeric)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
    WITH span AS (
        SELECT CASE WHEN of_period % 100 = 13 THEN make_date(of_period / 100, 12, 31)
                    ELSE make_date(of_period / 100, of_period % 100, 1) END AS first,
               (make_date(of_period / 100, least(of_period % 100, 12), 1) + interval '1 month - 1 day')::date AS last
    ), adjusted AS (
        SELECT l.account_code, sum(l.debit) AS debit, sum(l.credit) AS credit
        FROM ledger.entry AS e
        CROSS JOIN LATERAL (
            SELECT x.account_code, x.debit, x.credit FROM ledger.line AS x
            WHERE x.coop_id = coop AND x.entry_id = e.entry_id OFFSET 0
        ) AS l
        WHERE of_period % 100 >= 12 AND e.coop_id = coop AND e.period % 100 = 13 AND e.period = of_period / 100 * 100 + 13
        GROUP BY l.account_code
    )
    SELECT m.account_code,
           CASE WHEN of_period % 100 = 13
                THEN m.opening + m.debit - m.credit - coalesce(a.debit - a.credit, 0) ELSE m.opening END,
           CASE WHEN of_period % 100 = 13 THEN coalesce(a.debit, 0) ELSE m.debit - coalesce(a.debit, 0) END,
           CASE WHEN of_period % 100 = 13 THEN coalesce(a.credit, 0) ELSE m.credit - coalesce(a.credit, 0) END
    FROM span
    CROSS JOIN LATERAL ledger.movements(coop, NULL, span.first, span.last) AS m
    LEFT JOIN adjusted AS a ON a.account_code = m.account_code
$$;

-- SHA-256 over the rows in the order of their codes, each in PostgreSQL's binary form of a row of four texts (see 0004).
CREATE FUNCTION ledger.trial_balance_hash(coop uuid, of_period integer) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' AS $$
    SELECT sha256(coalesce(string_agg(
        record_send(ROW(m.account_code, trim_scale(m.opening)::text, trim_scale(m.debit)::text, trim_scale(m.credit)::text)),
        ''::bytea ORDER BY m.account_code COLLATE "C"), ''::bytea))
    FROM ledger.period_movements(coop, of_period) AS m
    WHERE (m.opening, m.debit, m.credit) IS DISTINCT FROM (0, 0, 0)
$$;

-- From closing to closed: keeps what the period shows. Nothing can be added meanwhile, since it is no longer open.
CREATE FUNCTION ledger.finish_close(coop uuid, closed_period integer, closed_by text, newest_seal bigint) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    change integer;
    hash bytea;
BEGIN
    PERFORM ledger.change_period(coop, closed_period, 'closed', closed_by, NULL, NULL);
    SELECT max(c.change_number) INTO change
    FROM ledger.period_change AS c WHERE c.coop_id = coop AND c.period = closed_period;
    hash := ledger.trial_balance_hash(coop, closed_period);
    INSERT INTO ledger.period_close (coop_id, period, change_number, trial_balance_hash, seal_number, actor)
    VALUES (coop, closed_period, change, hash, newest_seal, closed_by);
    INSERT INTO ledger.period_balance (coop_id, period, change_number, account_code, opening, debit, credit)
    SELECT coop, closed_period, change, m.account_code, m.opening, m.debit, m.credit
    FROM ledger.period_movements(coop, closed_period) AS m
    WHERE (m.opening, m.debit, m.credit) IS DISTINCT FROM (0, 0, 0);
    RETURN hash;
END $$;

-- What income and expense accounts still hold of a year, by every dimension that a closing entry keeps: nothing once
-- the year has been closed.
CREATE FUNCTION ledger.year_result(coop uuid, of_year integer)
RETURNS TABLE (account_code text, counterparty_class text, business_unit text, outlet_id uuid, balance numeric)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    SELECT l.account_code, l.counterparty_class, l.business_unit, l.outlet_id, sum(l.debit - l.credit)
    FROM ledger.account AS a
    CROSS JOIN LATERAL (
        SELECT * FROM ledger.line AS x
        WHERE x.coop_id = coop AND x.account_code = a.code
          AND x.posting_date BETWEEN make_date(of_year, 1, 1) AND make_date(of_year, 12, 31)
    ) AS l
    WHERE a.coop_id = coop AND a.account_type IN ('income', 'expense')
    GROUP BY l.account_code, l.counterparty_class, l.business_unit, l.outlet_id
    HAVING sum(l.debit - l.credit) <> 0
    ORDER BY l.account_code COLLATE "C", l.counterparty_class COLLATE "C" NULLS FIRST, l.business_unit NULLS FIRST, l.outlet_id NULLS FIRST
$$;

REVOKE ALL ON FUNCTION ledger.finish_close FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.finish_close TO ledger_poster;
