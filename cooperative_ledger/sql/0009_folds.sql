-- What has moved on each account and day, and in each whole month, added up once: a trial balance reads these sums and the
-- entries that came after them, never a million lines: months, and days of the months in which it begins and ends. Folds are derived and disposable; the lines alone are the truth.

CREATE TABLE ledger.fold (
    coop_id uuid NOT NULL,
    span text COLLATE "C" NOT NULL CHECK (span IN ('day', 'month')),
    posting_date date NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    debit numeric(30) NOT NULL,
    credit numeric(30) NOT NULL,
    PRIMARY KEY (coop_id, span, posting_date, account_code)
);
COMMENT ON COLUMN ledger.fold.posting_date IS 'The day, or the first day of the month.';

CREATE TABLE ledger.fold_state (
    coop_id uuid PRIMARY KEY REFERENCES ledger.cooperative,
    through_xid xid8 NOT NULL,
    server bigint NOT NULL,
    folded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN ledger.fold_state.through_xid IS
    'Every entry of an older transaction is in the folds, and no other: transactions older than the oldest one running '
    'have ended, so no entry is counted twice or missed, however late it committed.';
COMMENT ON COLUMN ledger.fold_state.server IS
    'Transaction numbers mean nothing on another server: after a restore there these folds are not used, and made anew.';

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['fold', 'fold_state'] LOOP
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE ledger.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY own_rows ON ledger.%I USING (coop_id = (SELECT ledger.current_cooperative()))',
                       table_name);
        EXECUTE format('CREATE POLICY every_row ON ledger.%I FOR SELECT TO ledger_auditor USING (true)', table_name);
        EXECUTE format('GRANT SELECT ON ledger.%I TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor',
                       table_name);
    END LOOP;
END $$;

-- Adds every entry of transactions that have ended to the folds, each once; gives how many.
CREATE FUNCTION ledger.fold(coop uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    this_server bigint := (SELECT system_identifier FROM pg_control_system());
    start xid8;
    horizon xid8;
    folded bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.fold ' || coop::text, 0));
    SELECT through_xid INTO start FROM ledger.fold_state WHERE coop_id = coop AND server = this_server;
    IF NOT FOUND THEN
        DELETE FROM ledger.fold WHERE coop_id = coop;
        start := '0';
    END IF;
    horizon := pg_snapshot_xmin(pg_current_snapshot());
    WITH ended AS MATERIALIZED (
        SELECT e.entry_id FROM ledger.entry AS e
        WHERE e.coop_id = coop AND e.writer_xid > '0' AND e.writer_xid >= start AND e.writer_xid < horizon
    ), added AS (
        INSERT INTO ledger.fold (coop_id, span, posting_date, account_code, debit, credit)
        SELECT coop, s.span, s.first_day, d.account_code, sum(d.debit), sum(d.credit)
        FROM (
            SELECT l.account_code, l.posting_date, sum(l.debit) AS debit, sum(l.credit) AS credit
            FROM ended AS e
            JOIN ledger.line AS l ON l.coop_id = coop AND l.entry_id = e.entry_id
            GROUP BY l.account_code, l.posting_date
        ) AS d
        CROSS JOIN LATERAL (
            VALUES ('day', d.posting_date), ('month', date_trunc('month', d.posting_date::timestamp)::date)
        ) AS s (span, first_day)
        GROUP BY s.span, s.first_day, d.account_code
        ON CONFLICT (coop_id, span, posting_date, account_code) DO UPDATE
        SET debit = fold.debit + EXCLUDED.debit, credit = fold.credit + EXCLUDED.credit
    )
    SELECT count(*) INTO folded FROM ended;
    INSERT INTO ledger.fold_state (coop_id, through_xid, server) VALUES (coop, horizon, this_server)
    ON CONFLICT (coop_id) DO UPDATE
    SET through_xid = EXCLUDED.through_xid, server = EXCLUDED.server, folded_at = EXCLUDED.folded_at;
    RETURN folded;
END $$;

-- What each account (or the one named) stood at before `first`, and what moved from `first` to `last`: from the folds
-- and the entries since, or from the lines where nothing is folded. Stable, so all of it is read at one moment.
CREATE FUNCTION ledger.movements(coop uuid, account text, first date, last date)
RETURNS TABLE (account_code text, opening numeric, debit numeric, credit numeric)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    through xid8;
    first_month date := date_trunc('month', first::timestamp)::date;
    last_month date := date_trunc('month', last::timestamp)::date;
BEGIN
    SELECT s.through_xid INTO through FROM ledger.fold_state AS s
    WHERE s.coop_id = coop AND s.server = (SELECT system_identifier FROM pg_control_system());
    IF through IS NULL THEN
        RETURN QUERY
        SELECT l.account_code, coalesce(sum(l.debit - l.credit) FILTER (WHERE l.posting_date < first), 0),
               coalesce(sum(l.debit) FILTER (WHERE l.posting_date >= first), 0),
               coalesce(sum(l.credit) FILTER (WHERE l.posting_date >= first), 0)
        FROM ledger.line AS l
        WHERE l.coop_id = coop AND l.posting_date <= last AND (account IS NULL OR l.account_code = account)
        GROUP BY l.account_code;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT m.account_code, coalesce(sum(m.debit - m.credit) FILTER (WHERE m.posting_date < first), 0),
           coalesce(sum(m.debit) FILTER (WHERE m.posting_date >= first), 0),
           coalesce(sum(m.credit) FILTER (WHERE m.posting_date >= first), 0)
    FROM (
        SELECT f.account_code, f.posting_date, f.debit, f.credit
        FROM ledger.fold AS f
        WHERE f.coop_id = coop AND f.span = 'month' AND f.posting_date < last_month AND f.posting_date <> first_month
          AND (account IS NULL OR f.account_code = account)
        UNION ALL
        SELECT f.account_code, f.posting_date, f.debit, f.credit
        FROM ledger.fold AS f
        WHERE f.coop_id = coop AND f.span = 'day' AND f.posting_date BETWEEN last_month AND last
          AND (account IS NULL OR f.account_code = account)
        UNION ALL
        SELECT f.account_code, f.posting_date, f.debit, f.credit
        FROM ledger.fold AS f
        WHERE f.coop_id = coop AND f.span = 'day' AND first_month < last_month
          AND f.posting_date >= first_month AND f.posting_date < first_month + interval '1 month'
          AND (account IS NULL OR f.account_code = account)
        UNION ALL
        SELECT l.account_code, l.posting_date, l.debit, l.credit
        FROM ledger.entry AS e
        CROSS JOIN LATERAL (
            SELECT x.account_code, x.posting_date, x.debit, x.credit FROM ledger.line AS x
            WHERE x.coop_id = coop AND x.entry_id = e.entry_id OFFSET 0
        ) AS l
        WHERE e.coop_id = coop AND e.writer_xid > '0' AND e.writer_xid >= through AND l.posting_date <= last
          AND (account IS NULL OR l.account_code = account)
    ) AS m
    GROUP BY m.account_code;
END $$;

REVOKE ALL ON FUNCTION ledger.fold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.fold TO ledger_poster, ledger_sealer;
