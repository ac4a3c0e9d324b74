-- What statements read: movements by account and dimension, folded as balances are (0009), and where cash went.

CREATE FUNCTION ledger.is_cash(code text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN code COLLATE "C" >= '1-1' AND code COLLATE "C" < '1-2';
COMMENT ON FUNCTION ledger.is_cash IS 'Cash and its equivalents are the accounts 1-1xxx, in every chart.';

-- A member asks for all his lines, whatever the account; lines with nobody on the other side are not in it.
CREATE INDEX line_by_counterparty ON ledger.line (coop_id, counterparty_id, account_code, posting_date, entry_id, line_no)
WHERE counterparty_id IS NOT NULL;

CREATE TABLE ledger.dimension_fold (
    coop_id uuid NOT NULL,
    span text COLLATE "C" NOT NULL CHECK (span IN ('day', 'month')),
    posting_date date NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    nature text COLLATE "C" NOT NULL CHECK (nature IN ('ordinary', 'opening', 'year_end')),
    with_cash boolean NOT NULL,
    counterparty_class text COLLATE "C" NOT NULL,
    outlet_id uuid NOT NULL,
    business_unit text COLLATE "C" NOT NULL,
    debit numeric(30) NOT NULL,
    credit numeric(30) NOT NULL,
    PRIMARY KEY (coop_id, span, posting_date, account_code, nature, with_cash, counterparty_class, outlet_id,
                 business_unit)
);
COMMENT ON COLUMN ledger.dimension_fold.posting_date IS 'The day, or the first day of the month.';
COMMENT ON COLUMN ledger.dimension_fold.nature IS
    'Of the entry, or of the entry it reverses. year_end: a closing entry that only moves the result into equity.';
COMMENT ON COLUMN ledger.dimension_fold.with_cash IS 'The entry also has a line on a cash account.';
COMMENT ON COLUMN ledger.dimension_fold.outlet_id IS 'All zeros, or an empty text in the other dimensions, where there is none.';

CREATE TABLE ledger.dimension_fold_state (
    coop_id uuid PRIMARY KEY REFERENCES ledger.cooperative,
    through_xid xid8 NOT NULL,
    server bigint NOT NULL,
    folded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE ledger.dimension_fold_state IS 'As ledger.fold_state.';

CREATE TABLE ledger.cash_flow_range (
    coop_id uuid NOT NULL REFERENCES ledger.cooperative,
    first_code text COLLATE "C" NOT NULL CHECK (first_code ~ '^[0-9A-Z][0-9A-Za-z.-]{0,31}$'),
    activity text COLLATE "C" NOT NULL CHECK (activity IN ('operating', 'investing', 'financing')),
    PRIMARY KEY (coop_id, first_code)
);
COMMENT ON TABLE ledger.cash_flow_range IS
    'A cooperative''s own table of what cash comes from and goes to: each range reaches to the next first code. '
    'Without rows the library''s own table holds.';

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['dimension_fold', 'dimension_fold_state', 'cash_flow_range'] LOOP
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE ledger.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY own_rows ON ledger.%I USING (coop_id = (SELECT ledger.current_cooperative()))',
                       table_name);
        EXECUTE format('CREATE POLICY every_row ON ledger.%I FOR SELECT TO ledger_auditor USING (true)', table_name);
        EXECUTE format('GRANT SELECT ON ledger.%I TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor',
                       table_name);
    END LOOP;
END $$;

-- The nature of an entry that is neither normal nor an adjustment: opening balances; a closing that only moves the result
-- into equity; a reversal is of the nature of what it reverses. A closing that touches what is owned or owed (stock that
-- was counted, depreciation) belongs to the year's result like any other entry.
CREATE FUNCTION ledger.special_nature(coop uuid, entry uuid, kind text, reverses uuid) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    asked uuid := coalesce(reverses, entry);
    asked_kind text := kind;
BEGIN
    IF reverses IS NOT NULL THEN
        SELECT e.kind INTO asked_kind FROM ledger.entry AS e WHERE e.coop_id = coop AND e.entry_id = special_nature.reverses;
    END IF;
    IF asked_kind = 'opening' THEN
        RETURN 'opening';
    END IF;
    IF asked_kind = 'closing' AND NOT EXISTS (
        SELECT FROM ledger.line AS l
        JOIN ledger.account AS a ON a.coop_id = l.coop_id AND a.code = l.account_code
        WHERE l.coop_id = coop AND l.entry_id = asked AND a.account_type IN ('asset', 'liability')
    ) THEN
        RETURN 'year_end';
    END IF;
    RETURN 'ordinary';
END $$;

-- Adds every entry of transactions that have ended to the folds by dimension, each once; gives how many.
CREATE FUNCTION ledger.fold_dimensions(coop uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    this_server bigint := (SELECT system_identifier FROM pg_control_system());
    none uuid := '00000000-0000-0000-0000-000000000000';
    start xid8;
    horizon xid8;
    folded bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.fold_dimensions ' || coop::text, 0));
    SELECT through_xid INTO start FROM ledger.dimension_fold_state WHERE coop_id = coop AND server = this_server;
    IF NOT FOUND THEN
        DELETE FROM ledger.dimension_fold WHERE coop_id = coop;
        start := '0';
    END IF;
    horizon := pg_snapshot_xmin(pg_current_snapshot());
    WITH ended AS MATERIALIZED (
        SELECT e.entry_id,
               CASE WHEN e.kind IN ('normal', 'adjustment') THEN 'ordinary'
                    ELSE ledger.special_nature(coop, e.entry_id, e.kind, e.reverses) END AS nature
        FROM ledger.entry AS e
        WHERE e.coop_id = coop AND e.writer_xid > '0' AND e.writer_xid >= start AND e.writer_xid < horizon
    ), moved AS (
        SELECT l.posting_date, l.account_code, e.nature,
               bool_or(ledger.is_cash(l.account_code)) OVER (PARTITION BY l.entry_id) AS with_cash,
               coalesce(l.counterparty_class, '') AS counterparty_class, coalesce(l.outlet_id, none) AS outlet_id,
               coalesce(l.business_unit, '') AS business_unit, l.debit, l.credit
        FROM ended AS e
        JOIN ledger.line AS l ON l.coop_id = coop AND l.entry_id = e.entry_id
    ), by_day AS (
        SELECT posting_date, account_code, nature, with_cash, counterparty_class, outlet_id, business_unit,
               sum(debit) AS debit, sum(credit) AS credit
        FROM moved GROUP BY 1, 2, 3, 4, 5, 6, 7
    ), added AS (
        INSERT INTO ledger.dimension_fold (coop_id, span, posting_date, account_code, nature, with_cash,
                                           counterparty_class, outlet_id, business_unit, debit, credit)
        SELECT coop, s.span, s.first_day, d.account_code, d.nature, d.with_cash, d.counterparty_class, d.outlet_id,
               d.business_unit, sum(d.debit), sum(d.credit)
        FROM by_day AS d
        CROSS JOIN LATERAL (
            VALUES ('day', d.posting_date), ('month', date_trunc('month', d.posting_date::timestamp)::date)
        ) AS s (span, first_day)
        GROUP BY 2, 3, 4, 5, 6, 7, 8, 9
        ON CONFLICT (coop_id, span, posting_date, account_code, nature, with_cash, counterparty_class, outlet_id,
                     business_unit) DO UPDATE
        SET debit = dimension_fold.debit + EXCLUDED.debit, credit = dimension_fold.credit + EXCLUDED.credit
    )
    SELECT count(*) INTO folded FROM ended;
    INSERT INTO ledger.dimension_fold_state (coop_id, through_xid, server) VALUES (coop, horizon, this_server)
    ON CONFLICT (coop_id) DO UPDATE
    SET through_xid = EXCLUDED.through_xid, server = EXCLUDED.server, folded_at = EXCLUDED.folded_at;
    RETURN folded;
END $$;

-- The lines that the folds cannot tell: those of transactions from `since` on (to be added), and, when the books are
-- asked for as they were known, those of entries recorded after `known` (to be taken off again).
CREATE FUNCTION ledger.unfolded_lines(coop uuid, last date, since xid8, known timestamptz)
RETURNS TABLE (sign smallint, posting_date date, account_code text, nature text, with_cash boolean,
               counterparty_class text, outlet_id uuid, business_unit text, debit bigint, credit bigint)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT e.entry_id, s.sign,
               CASE WHEN e.kind IN ('normal', 'adjustment') THEN 'ordinary'
                    ELSE ledger.special_nature(coop, e.entry_id, e.kind, e.reverses) END AS nature
        FROM ledger.entry AS e
        CROSS JOIN LATERAL (
            SELECT (CASE WHEN e.writer_xid >= since THEN 1 ELSE 0 END
                    - CASE WHEN e.recorded_at > known THEN 1 ELSE 0 END)::smallint AS sign
        ) AS s
        WHERE e.coop_id = coop AND e.posting_date <= last AND s.sign <> 0
          AND (known IS NOT NULL OR (e.writer_xid > '0' AND e.writer_xid >= since))
    )
    SELECT a.sign, l.posting_date, l.account_code, a.nature,
           bool_or(ledger.is_cash(l.account_code)) OVER (PARTITION BY l.entry_id), l.counterparty_class, l.outlet_id,
           l.business_unit, l.debit, l.credit
    FROM asked AS a
    JOIN ledger.line AS l ON l.coop_id = coop AND l.entry_id = a.entry_id;
END $$;

-- By account, nature, cash and counterparty class: what stood before `first`, and what moved from `first` to `last`, of
-- one outlet and business unit or of all; as it is known now, or as it was known at a moment. Stable: read at one moment.
CREATE FUNCTION ledger.figures(
    coop uuid, first date, last date, known timestamptz, outlet uuid, unit text
)
RETURNS TABLE (account_code text, nature text, with_cash boolean, counterparty_class text,
               opening numeric, debit numeric, credit numeric)
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
    SELECT s.through_xid INTO through FROM ledger.dimension_fold_state AS s
    WHERE s.coop_id = coop AND s.server = (SELECT system_identifier FROM pg_control_system());
    through := coalesce(through, '0');
    RETURN QUERY
    SELECT m.account_code, m.nature, m.with_cash, m.counterparty_class,
           coalesce(sum(m.debit - m.credit) FILTER (WHERE m.posting_date < first), 0),
           coalesce(sum(m.debit) FILTER (WHERE m.posting_date >= first), 0),
           coalesce(sum(m.credit) FILTER (WHERE m.posting_date >= first), 0)
    FROM (
        SELECT f.account_code, f.nature, f.with_cash, f.counterparty_class, f.posting_date, f.debit, f.credit
        FROM ledger.dimension_fold AS f
        WHERE through > '0' AND f.coop_id = coop AND f.span = 'month' AND f.posting_date < last_month
          AND f.posting_date <> first_month
          AND (outlet IS NULL OR f.outlet_id = outlet) AND (unit IS NULL OR f.business_unit = unit)
        UNION ALL
        SELECT f.account_code, f.nature, f.with_cash, f.counterparty_class, f.posting_date, f.debit, f.credit
        FROM ledger.dimension_fold AS f
        WHERE through > '0' AND f.coop_id = coop AND f.span = 'day' AND f.posting_date BETWEEN last_month AND last
          AND (outlet IS NULL OR f.outlet_id = outlet) AND (unit IS NULL OR f.business_unit = unit)
        UNION ALL
        SELECT f.account_code, f.nature, f.with_cash, f.counterparty_class, f.posting_date, f.debit, f.credit
        FROM ledger.dimension_fold AS f
        WHERE through > '0' AND f.coop_id = coop AND f.span = 'day' AND first_month < last_month
          AND f.posting_date >= first_month AND f.posting_date < first_month + interval '1 month'
          AND (outlet IS NULL OR f.outlet_id = outlet) AND (unit IS NULL OR f.business_unit = unit)
        UNION ALL
        SELECT u.account_code, u.nature, u.with_cash, coalesce(u.counterparty_class, ''), u.posting_date,
               u.sign * u.debit, u.sign * u.credit
        FROM ledger.unfolded_lines(coop, last, through, known) AS u
        WHERE (outlet IS NULL OR u.outlet_id = outlet) AND (unit IS NULL OR u.business_unit = unit)
    ) AS m
    GROUP BY m.account_code, m.nature, m.with_cash, m.counterparty_class
    HAVING sum(m.debit) <> 0 OR sum(m.credit) <> 0;
END $$;

-- The outlets and business units that any line names.
CREATE FUNCTION ledger.parts(coop uuid, OUT outlets uuid[], OUT units text[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    through xid8;
BEGIN
    SELECT s.through_xid INTO through FROM ledger.dimension_fold_state AS s
    WHERE s.coop_id = coop AND s.server = (SELECT system_identifier FROM pg_control_system());
    WITH named AS (
        SELECT f.outlet_id, f.business_unit FROM ledger.dimension_fold AS f
        WHERE through IS NOT NULL AND f.coop_id = coop AND f.span = 'month'
        UNION
        SELECT l.outlet_id, l.business_unit FROM ledger.entry AS e
        JOIN ledger.line AS l ON l.coop_id = coop AND l.entry_id = e.entry_id
        WHERE e.coop_id = coop AND e.writer_xid > '0' AND e.writer_xid >= coalesce(through, '0')
    )
    SELECT coalesce(array_agg(DISTINCT n.outlet_id) FILTER (WHERE n.outlet_id <> '00000000-0000-0000-0000-000000000000'),
                    '{}'),
           coalesce(array_agg(DISTINCT n.business_unit) FILTER (WHERE n.business_unit <> ''), '{}')
    INTO outlets, units
    FROM named AS n;
END $$;

-- The cooperative's own table of cash flows, as a whole; an empty one goes back to the library's.
CREATE FUNCTION ledger.set_cash_flow_ranges(coop uuid, ranges jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM ledger.cash_flow_range WHERE coop_id = coop;
    INSERT INTO ledger.cash_flow_range (coop_id, first_code, activity)
    SELECT coop, r.first_code, r.activity FROM jsonb_to_recordset(ranges) AS r (first_code text, activity text);
$$;

REVOKE ALL ON FUNCTION ledger.fold_dimensions, ledger.set_cash_flow_ranges FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.fold_dimensions TO ledger_poster, ledger_sealer;
GRANT EXECUTE ON FUNCTION ledger.set_cash_flow_ranges TO ledger_poster;
