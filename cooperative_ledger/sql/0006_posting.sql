-- The posting kernel: an array of entries in, one result per entry out, in one round trip. A refused entry leaves no
-- trace and does not disturb the others. Checks here give good answers; the triggers of 0005 give certainty.

CREATE TYPE ledger.draft_line AS (
    item integer, line_no smallint, account_code text, debit bigint, credit bigint, counterparty_class text,
    counterparty_id uuid, outlet_id uuid, business_unit text, document_type text, document_id text
);

CREATE TYPE ledger.draft AS (
    item integer, entry_id uuid, source text, idempotency_key text, kind text, reference text, document_date date,
    posting_date date, period integer, dating text, reverses uuid, narration text, salt bytea, line_count smallint,
    control_total bigint, encoded_lines bytea, fingerprint bytea, original uuid, refusal text, about text
);

CREATE FUNCTION ledger.asked_period(period integer, posting_date date, today date) RETURNS integer
LANGUAGE sql STABLE
RETURN coalesce(period, ledger.period_of(coalesce(posting_date, today)));

-- The first day, from `day` on, that lies in an open period; that period's lock is then held.
CREATE FUNCTION ledger.first_open_day(coop uuid, day date, today date) RETURNS date
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    candidate date := day;
BEGIN
    LOOP
        candidate := (date_trunc('month', candidate) + interval '1 month')::date;
        IF candidate > today THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock_shared(ledger.period_lock(coop, ledger.period_of(candidate)));
        IF NOT EXISTS (SELECT FROM ledger.period WHERE coop_id = coop AND period = ledger.period_of(candidate)
                       AND state <> 'open') THEN
            RETURN candidate;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION ledger.lines_of(coop uuid, entries jsonb) RETURNS ledger.draft_line[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lines ledger.draft_line[];
BEGIN
    lines := ARRAY(
        SELECT ROW(e.item, l.line_no, l.account, l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                   l.outlet_id, l.business_unit, l.document_type, l.document_id)::ledger.draft_line
        FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (body, item),
             ROWS FROM (jsonb_to_recordset(e.body -> 'lines') AS (
                 account text, debit bigint, credit bigint, counterparty_class text, counterparty_id uuid,
                 outlet_id uuid, business_unit text, document_type text, document_id text
             )) WITH ORDINALITY AS l (account, debit, credit, counterparty_class, counterparty_id, outlet_id,
                                      business_unit, document_type, document_id, line_no)
    );
    IF jsonb_path_exists(entries, '$[*].reverses') THEN
        lines := lines || ARRAY(
            SELECT ROW(e.item, m.line_no, m.account_code, m.credit, m.debit, m.counterparty_class, m.counterparty_id,
                       m.outlet_id, m.business_unit, m.document_type, m.document_id)::ledger.draft_line
            FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (body, item)
            JOIN ledger.line AS m ON m.coop_id = coop AND m.entry_id = (e.body ->> 'reverses')::uuid
            ORDER BY e.item, m.line_no
        );
    END IF;
    RETURN lines;
END $$;

CREATE FUNCTION ledger.drafts_of(
    coop uuid, entries jsonb, lines ledger.draft_line[], today date, books_open_on date
) RETURNS ledger.draft[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT ROW(
            e.item, b.id, b.source, b.key, dated.kind, b.reference, coalesce(b.document_date, dated.asked),
            dated.posting_date, dated.period, dated.dating, b.reverses, b.narration,
            CASE WHEN b.narration IS NOT NULL THEN uuid_send(gen_random_uuid()) END,
            t.line_count, t.debit, t.encoded_lines, f.fingerprint, k.entry_id,
            CASE
                WHEN k.entry_id IS NOT NULL THEN
                    CASE WHEN k.fingerprint <> f.fingerprint THEN 'key_reused'
                         WHEN NOT ledger.says_the_same(coop, k.entry_id, b.narration) THEN 'key_reused' END
                WHEN b.reverses IS NOT NULL AND o.entry_id IS NULL THEN 'entry_not_found'
                WHEN o.kind = 'reversal' THEN 'reversal_of_reversal'
                WHEN r.entry_id IS NOT NULL THEN 'already_reversed'
                WHEN t.line_count IS NULL OR t.line_count < 2 THEN 'too_few_lines'
                WHEN t.line_count > 1000 THEN 'too_many_lines'
                WHEN NOT t.amounts_valid THEN 'amount_invalid'
                WHEN t.debit <> t.credit THEN 'unbalanced'
                WHEN t.unknown_account IS NOT NULL THEN 'unknown_account'
                WHEN t.heading_account IS NOT NULL THEN 'account_not_postable'
                WHEN dated.asked > today THEN 'posting_date_in_future'
                WHEN dated.asked < books_open_on THEN 'before_books_open'
                WHEN NOT dated.fits THEN 'period_mismatch'
                WHEN dated.posting_date IS NULL THEN 'period_closed'
                WHEN t.opens_on > dated.posting_date OR t.closes_on < dated.posting_date THEN 'account_closed'
            END,
            coalesce(t.unknown_account, t.heading_account, t.closed_account)
        )::ledger.draft
        FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (body, item)
        CROSS JOIN LATERAL jsonb_to_record(e.body) AS b (
            id uuid, source text, key text, kind text, reference text, document_date date, posting_date date,
            period integer, narration text, reverses uuid, if_closed text
        )
        CROSS JOIN LATERAL (
            SELECT coalesce(b.posting_date, today) AS asked, ledger.asked_period(b.period, b.posting_date, today) AS asked_period,
                   CASE WHEN b.reverses IS NULL THEN coalesce(b.kind, 'normal') ELSE 'reversal' END AS kind
            OFFSET 0  -- once per entry, not once per use
        ) AS a
        LEFT JOIN ledger.period AS p ON p.coop_id = coop AND p.period = a.asked_period AND p.state <> 'open'
        CROSS JOIN LATERAL (
            SELECT CASE WHEN p.state IS NULL THEN a.asked
                        WHEN b.if_closed = 'move' THEN ledger.first_open_day(coop, a.asked, today) END AS moved_to
        ) AS m
        CROSS JOIN LATERAL (
            SELECT a.asked, a.kind, m.moved_to AS posting_date,
                   CASE WHEN p.state IS NULL THEN a.asked_period ELSE ledger.period_of(m.moved_to) END AS period,
                   CASE WHEN p.state IS NULL THEN 'as_asked' ELSE 'moved' END AS dating,
                   a.asked_period = ledger.period_of(a.asked) OR (
                       a.asked_period % 100 = 13 AND a.kind IN ('adjustment', 'closing', 'reversal')
                       AND a.asked = make_date(a.asked_period / 100, 12, 31)
                   ) AS fits
        ) AS dated
        LEFT JOIN (
            SELECT l.item, count(*) AS line_count, sum(l.debit) AS debit, sum(l.credit) AS credit,
                   bool_and(l.debit BETWEEN 0 AND 1000000000000000 AND l.credit BETWEEN 0 AND 1000000000000000
                            AND (l.debit = 0) <> (l.credit = 0)) AS amounts_valid,
                   min(l.account_code) FILTER (WHERE c.code IS NULL) AS unknown_account,
                   min(c.code) FILTER (WHERE NOT c.postable) AS heading_account,
                   min(c.code) FILTER (WHERE c.closed_on IS NOT NULL) AS closed_account,
                   max(c.opened_on) AS opens_on, min(c.closed_on) AS closes_on,
                   string_agg(ledger.line_encoding(
                       l.line_no, l.account_code, l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                       l.outlet_id, l.business_unit, l.document_type, l.document_id
                   ), ''::bytea ORDER BY l.line_no) AS encoded_lines
            FROM unnest(lines) AS l
            LEFT JOIN ledger.account AS c ON c.coop_id = coop AND c.code = l.account_code
            GROUP BY l.item
        ) AS t ON t.item = e.item
        CROSS JOIN LATERAL (
            SELECT ledger.request_fingerprint(a.kind, b.reference, b.document_date, b.posting_date, b.period,
                                              b.reverses, t.encoded_lines) AS fingerprint
        ) AS f
        LEFT JOIN LATERAL (
            SELECT i.entry_id, i.fingerprint FROM ledger.idempotency AS i
            WHERE i.coop_id = coop AND i.source = b.source AND i.idempotency_key = b.key LIMIT 1
        ) AS k ON true
        LEFT JOIN LATERAL (
            SELECT x.entry_id, x.kind FROM ledger.entry AS x
            WHERE x.coop_id = coop AND x.entry_id = b.reverses LIMIT 1
        ) AS o ON b.reverses IS NOT NULL
        LEFT JOIN LATERAL (
            SELECT x.entry_id FROM ledger.entry AS x WHERE x.coop_id = coop AND x.reverses = b.reverses LIMIT 1
        ) AS r ON b.reverses IS NOT NULL
        ORDER BY e.item
    );
END $$;

-- Words stand outside the fingerprint (it would betray redacted ones), so they are compared while they are there.
CREATE FUNCTION ledger.says_the_same(coop uuid, entry uuid, words text) RETURNS boolean
LANGUAGE sql STABLE
RETURN (
    SELECT CASE WHEN e.narration_hash IS NULL THEN words IS NULL
                ELSE n.narration IS NULL OR n.narration IS NOT DISTINCT FROM words END
    FROM ledger.entry AS e
    LEFT JOIN ledger.narration AS n ON n.coop_id = e.coop_id AND n.entry_id = e.entry_id
    WHERE e.coop_id = coop AND e.entry_id = entry
);

-- Lock the guarded balances in one order, then refuse, in the order asked, what would cross a limit.
CREATE FUNCTION ledger.refuse_beyond_limits(
    coop uuid, drafts ledger.draft[], lines ledger.draft_line[], INOUT refusals text[], INOUT abouts text[]
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    available jsonb := '{}';
    settled jsonb := '{}';  -- as it stood before the current item, to which a refusal returns
    current_item integer := 0;
    change record;
    funds numeric;
BEGIN
    INSERT INTO ledger.balance (coop_id, account_code, counterparty_id)
    SELECT DISTINCT coop, c.code, ledger.guard_key(c.balance_mode, l.counterparty_id)
    FROM unnest(lines) AS l
    JOIN ledger.account AS c ON c.coop_id = coop AND c.code = l.account_code
    WHERE c.balance_mode <> 'rolled_up' AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
    ORDER BY 2, 3
    ON CONFLICT DO NOTHING;
    PERFORM FROM ledger.balance AS b
    WHERE b.coop_id = coop AND (b.account_code, b.counterparty_id) IN (
        SELECT c.code, ledger.guard_key(c.balance_mode, l.counterparty_id)
        FROM unnest(lines) AS l
        JOIN ledger.account AS c ON c.coop_id = coop AND c.code = l.account_code
        WHERE c.balance_mode <> 'rolled_up' AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
    )
    ORDER BY b.account_code, b.counterparty_id FOR UPDATE;
    -- Whoever held a lock may have posted the same key: that is a repeat, for which funds do not matter.
    refusals := ARRAY(
        SELECT CASE WHEN refusals[d.item] IS NULL AND d.original IS NULL AND k.entry_id IS NOT NULL THEN 'repeated'
                    ELSE refusals[d.item] END
        FROM unnest(drafts) AS d
        LEFT JOIN LATERAL (
            SELECT i.entry_id FROM ledger.idempotency AS i
            WHERE i.coop_id = coop AND i.source = d.source AND i.idempotency_key = d.idempotency_key LIMIT 1
        ) AS k ON true
        ORDER BY d.item
    );
    FOR change IN
        SELECT l.item, c.code, c.code || ' ' || b.counterparty_id AS key, c.floor, c.ceiling,
               ledger.on_side(c.normal_side, b.debit, b.credit) - b.held AS before,
               ledger.on_side(c.normal_side, sum(l.debit), sum(l.credit)) AS movement
        FROM unnest(lines) AS l
        JOIN ledger.account AS c ON c.coop_id = coop AND c.code = l.account_code
        JOIN ledger.balance AS b
          ON b.coop_id = coop AND b.account_code = c.code AND b.slot = 0
         AND b.counterparty_id = ledger.guard_key(c.balance_mode, l.counterparty_id)
        WHERE c.balance_mode <> 'rolled_up' AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
        GROUP BY l.item, c.code, b.counterparty_id, c.floor, c.ceiling, c.normal_side, b.debit, b.credit, b.held
        ORDER BY l.item, c.code, b.counterparty_id
    LOOP
        IF change.item <> current_item THEN
            current_item := change.item;
            settled := available;
        END IF;
        CONTINUE WHEN refusals[change.item] IS NOT NULL;
        funds := coalesce((available ->> change.key)::numeric, change.before) + change.movement;
        available := available || jsonb_build_object(change.key, funds);
        IF (change.movement < 0 AND funds < change.floor) OR (change.movement > 0 AND funds > change.ceiling) THEN
            refusals[change.item] :=
                CASE WHEN change.movement < 0 THEN 'insufficient_balance' ELSE 'limit_exceeded' END;
            abouts[change.item] := change.code;
            available := settled;
        END IF;
    END LOOP;
END $$;

-- Key, entry, narration and lines in one statement, as 0005 asks; gives the entries whose key was free. The same key at
-- the same time: the second waits here until the first has committed, and then stores nothing.
CREATE FUNCTION ledger.store(
    coop uuid, actor text, drafts ledger.draft[], lines ledger.draft_line[], refusals text[]
) RETURNS uuid[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_nestloop = off AS $$
DECLARE
    recorded timestamptz := clock_timestamp();
    keyed uuid[];
BEGIN
    WITH accepted AS MATERIALIZED (
        SELECT d.* FROM unnest(drafts) AS d
        WHERE d.original IS NULL AND refusals[d.item] IS NULL
        ORDER BY d.source, d.idempotency_key, d.item
    ), fresh AS (
        INSERT INTO ledger.idempotency (coop_id, source, idempotency_key, entry_id, fingerprint)
        SELECT coop, d.source, d.idempotency_key, d.entry_id, d.fingerprint FROM accepted AS d
        ON CONFLICT DO NOTHING
        RETURNING entry_id
    ), new_entry AS (
        INSERT INTO ledger.entry (
            coop_id, entry_id, writer_xid, recorded_at, control_total, document_date, posting_date, period, line_count,
            reverses, leaf_hash, fingerprint, narration_hash, source, idempotency_key, kind, dating, reference, actor
        )
        SELECT coop, d.entry_id, pg_current_xact_id(), recorded, d.control_total, d.document_date, d.posting_date,
               d.period, d.line_count, d.reverses,
               ledger.entry_leaf(
                   1::smallint, coop, d.entry_id, d.source, d.idempotency_key, d.fingerprint, d.kind, d.reference,
                   d.document_date, d.posting_date, d.period, d.dating, recorded, d.reverses, d.line_count,
                   d.control_total, actor, pg_current_xact_id(), ledger.narration_hash(d.salt, d.narration),
                   d.encoded_lines
               ),
               d.fingerprint, ledger.narration_hash(d.salt, d.narration), d.source, d.idempotency_key, d.kind,
               d.dating, d.reference, actor
        FROM fresh JOIN accepted AS d ON d.entry_id = fresh.entry_id
    ), new_narration AS (
        INSERT INTO ledger.narration (coop_id, entry_id, salt, narration)
        SELECT coop, d.entry_id, d.salt, d.narration
        FROM fresh JOIN accepted AS d ON d.entry_id = fresh.entry_id
        WHERE d.narration IS NOT NULL
    ), new_line AS (
        INSERT INTO ledger.line (
            coop_id, entry_id, debit, credit, posting_date, line_no, account_code, counterparty_class,
            counterparty_id, outlet_id, business_unit, document_type, document_id
        )
        SELECT coop, d.entry_id, l.debit, l.credit, d.posting_date, l.line_no, l.account_code, l.counterparty_class,
               l.counterparty_id, l.outlet_id, l.business_unit, l.document_type, l.document_id
        FROM fresh
        JOIN accepted AS d ON d.entry_id = fresh.entry_id
        JOIN unnest(lines) AS l ON l.item = d.item
    )
    SELECT coalesce(array_agg(fresh.entry_id), '{}') INTO keyed FROM fresh;
    RETURN keyed;
END $$;

CREATE FUNCTION ledger.is_about_an_account(code text) RETURNS boolean
LANGUAGE sql STABLE
RETURN code IN ('unknown_account', 'account_not_postable', 'account_closed', 'insufficient_balance', 'limit_exceeded');

CREATE FUNCTION ledger.post(coop uuid, actor text, entries jsonb)
RETURNS TABLE (item integer, outcome text, entry_id uuid, posting_date date, code text, about text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    books ledger.cooperative;
    today date;
    lines ledger.draft_line[];
    drafts ledger.draft[];
    refusals text[];
    abouts text[];
    wanted integer;
    keyed uuid[];
    guarded boolean;
BEGIN
    SELECT * INTO books FROM ledger.cooperative AS c WHERE c.coop_id = coop;
    IF NOT FOUND THEN
        PERFORM ledger.refuse('books_are_open_and_named', coalesce(coop::text, 'none'));
    END IF;
    today := (clock_timestamp() AT TIME ZONE books.time_zone)::date;

    -- Locks come in statements of their own: what is read afterwards sees every close that came before.
    PERFORM pg_advisory_xact_lock_shared(ledger.chart_lock(coop));
    PERFORM pg_advisory_xact_lock_shared(keys.key)
    FROM (SELECT ledger.period_lock(coop, asked.period) AS key
          FROM (SELECT DISTINCT ledger.asked_period((e.body ->> 'period')::integer, (e.body ->> 'posting_date')::date,
                                                    today) AS period
                FROM jsonb_array_elements(entries) AS e (body)) AS asked
          ORDER BY key) AS keys;
    PERFORM pg_advisory_xact_lock(keys.key)
    FROM (SELECT DISTINCT ledger.reversal_lock(coop, (e.body ->> 'reverses')::uuid) AS key
          FROM jsonb_array_elements(entries) AS e (body) WHERE e.body ? 'reverses' ORDER BY key) AS keys;

    lines := ledger.lines_of(coop, entries);
    drafts := ledger.drafts_of(coop, entries, lines, today, books.books_open_on);
    SELECT array_agg(d.refusal ORDER BY d.item), array_agg(d.about ORDER BY d.item) INTO refusals, abouts
    FROM unnest(drafts) AS d;

    SELECT bool_or(c.balance_mode <> 'rolled_up') INTO guarded
    FROM (SELECT DISTINCT l.account_code FROM unnest(lines) AS l) AS l
    JOIN ledger.account AS c ON c.coop_id = coop AND c.code = l.account_code;
    IF guarded THEN
        SELECT * INTO refusals, abouts FROM ledger.refuse_beyond_limits(coop, drafts, lines, refusals, abouts);
    END IF;

    SELECT count(*) INTO wanted FROM unnest(drafts) AS d WHERE d.original IS NULL AND refusals[d.item] IS NULL;
    IF wanted > 0 THEN
        keyed := ledger.store(coop, actor, drafts, lines, refusals);
        IF cardinality(keyed) < wanted THEN
            IF guarded AND cardinality(drafts) > 1 THEN
                RAISE EXCEPTION USING ERRCODE = 'serialization_failure',
                    MESSAGE = 'a key of this batch was posted meanwhile, on guarded accounts: try the batch again';
            END IF;
            refusals := ARRAY(
                SELECT CASE WHEN d.original IS NULL AND refusals[d.item] IS NULL AND d.entry_id <> ALL (keyed)
                            THEN 'repeated' ELSE refusals[d.item] END
                FROM unnest(drafts) AS d ORDER BY d.item
            );
        END IF;
    END IF;

    IF NOT EXISTS (SELECT FROM unnest(drafts) AS d WHERE d.original IS NOT NULL)
       AND array_position(refusals, 'repeated') IS NULL THEN
        RETURN QUERY
        SELECT d.item, CASE WHEN refusals[d.item] IS NULL THEN 'posted' ELSE 'refused' END,
               CASE WHEN refusals[d.item] IS NULL THEN d.entry_id END,
               CASE WHEN refusals[d.item] IS NULL THEN d.posting_date END,
               refusals[d.item], CASE WHEN ledger.is_about_an_account(refusals[d.item]) THEN abouts[d.item] END
        FROM unnest(drafts) AS d ORDER BY d.item;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT d.item,
           CASE WHEN result.code IS NOT NULL THEN 'refused' WHEN k.entry_id = d.entry_id AND d.original IS NULL
                THEN 'posted' ELSE 'replayed' END,
           CASE WHEN result.code IS NULL THEN k.entry_id END,
           CASE WHEN result.code IS NULL THEN stored.posting_date END,
           result.code, CASE WHEN ledger.is_about_an_account(result.code) THEN abouts[d.item] END
    FROM unnest(drafts) AS d
    LEFT JOIN LATERAL (
        SELECT i.entry_id, i.fingerprint FROM ledger.idempotency AS i
        WHERE i.coop_id = coop AND i.source = d.source AND i.idempotency_key = d.idempotency_key LIMIT 1
    ) AS k ON true
    LEFT JOIN LATERAL (
        SELECT e.posting_date FROM ledger.entry AS e WHERE e.coop_id = coop AND e.entry_id = k.entry_id LIMIT 1
    ) AS stored ON true
    CROSS JOIN LATERAL (
        SELECT CASE WHEN refusals[d.item] IS DISTINCT FROM 'repeated' THEN refusals[d.item]
                    WHEN k.fingerprint <> d.fingerprint THEN 'key_reused'
                    WHEN NOT ledger.says_the_same(coop, k.entry_id, d.narration) THEN 'key_reused' END AS code
    ) AS result
    ORDER BY d.item;
END $$;

REVOKE ALL ON FUNCTION ledger.post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.post TO ledger_poster;
