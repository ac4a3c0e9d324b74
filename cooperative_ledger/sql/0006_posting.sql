-- The posting kernel: an array of entries in, one result per entry out, in one round trip. A refused entry leaves no
-- trace and does not disturb the others. Checks here give good answers; the triggers of 0005 give certainty.

CREATE TYPE ledger.draft_line AS (
    item integer, line_no smallint, account_code text, debit bigint, credit bigint, counterparty_class text,
    counterparty_id uuid, outlet_id uuid, business_unit text, document_type text, document_id text
);

CREATE TYPE ledger.draft AS (
    item integer, entry_id uuid, source text, idempotency_key text, kind text, reference text, document_date date,
    posting_date date, period integer, dating text, reverses uuid, narration text, salt bytea, line_count smallint,
    control_total bigint, encoded_lines bytea, fingerprint bytea, original uuid, guarded boolean, refusal text, about text
);

CREATE TYPE ledger.draft_total AS (
    line_count bigint, debit numeric, credit numeric, amounts_valid boolean, unknown_account text,
    heading_account text, closed_account text, guarded boolean, opens_on date, closes_on date, encoded_lines bytea
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
LANGUAGE plpgsql AS $$
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

-- One total per item, also for an item without lines.
CREATE FUNCTION ledger.totals_of(coop uuid, item_count integer, lines ledger.draft_line[]) RETURNS ledger.draft_total[]
LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY(
        SELECT ROW(
            count(l.line_no), sum(l.debit), sum(l.credit),
            bool_and(l.debit BETWEEN 0 AND 1000000000000000 AND l.credit BETWEEN 0 AND 1000000000000000
                     AND (l.debit = 0) <> (l.credit = 0)),
            min(l.account_code) FILTER (WHERE c.code IS NULL), min(c.code) FILTER (WHERE NOT c.postable),
            min(c.code) FILTER (WHERE c.closed_on IS NOT NULL), bool_or(c.balance_mode <> 'rolled_up'),
            max(c.opened_on), min(c.closed_on),
            string_agg(ledger.line_encoding(
                l.line_no, l.account_code, l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                l.outlet_id, l.business_unit, l.document_type, l.document_id
            ), ''::bytea ORDER BY l.line_no) FILTER (WHERE l.line_no IS NOT NULL)
        )::ledger.draft_total
        FROM (
            SELECT * FROM unnest(lines)
            UNION ALL
            SELECT i, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM generate_series(1, item_count) AS i
        ) AS l
        LEFT JOIN LATERAL (
            SELECT x.code, x.postable, x.closed_on, x.opened_on, x.balance_mode FROM ledger.account AS x
            WHERE x.coop_id = coop AND x.code = l.account_code LIMIT 1
        ) AS c ON true
        GROUP BY l.item ORDER BY l.item
    );
END $$;

CREATE FUNCTION ledger.drafts_of(
    coop uuid, entries jsonb, totals ledger.draft_total[], today date, books_open_on date
) RETURNS ledger.draft[]
LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY(
        SELECT ROW(
            b.item, b.id, b.source, b.key, b.kind, b.reference, coalesce(b.document_date, b.asked),
            CASE WHEN b.is_open THEN b.asked ELSE b.moved_to END,
            CASE WHEN b.is_open THEN b.asked_period ELSE ledger.period_of(b.moved_to) END,
            CASE WHEN b.is_open THEN 'as_asked' ELSE 'moved' END, b.reverses, b.narration,
            CASE WHEN b.narration IS NOT NULL THEN uuid_send(gen_random_uuid()) END,
            b.line_count, b.debit, b.encoded_lines, b.fingerprint, k.entry_id, b.guarded,
            CASE
                WHEN k.entry_id IS NOT NULL THEN
                    CASE WHEN k.fingerprint <> b.fingerprint THEN 'key_reused'
                         WHEN NOT ledger.says_the_same(coop, k.entry_id, b.narration) THEN 'key_reused' END
                WHEN b.line_count < 2 THEN 'too_few_lines'
                WHEN b.line_count > 1000 THEN 'too_many_lines'
                WHEN NOT b.amounts_valid THEN 'amount_invalid'
                WHEN b.debit <> b.credit THEN 'unbalanced'
                WHEN b.unknown_account IS NOT NULL THEN 'unknown_account'
                WHEN b.heading_account IS NOT NULL THEN 'account_not_postable'
                WHEN b.asked > today THEN 'posting_date_in_future'
                WHEN b.asked < books_open_on THEN 'before_books_open'
                WHEN b.asked_period <> ledger.period_of(b.asked) AND NOT (
                    b.asked_period % 100 = 13 AND b.kind IN ('adjustment', 'closing', 'reversal')
                    AND b.asked = make_date(b.asked_period / 100, 12, 31)
                ) THEN 'period_mismatch'
                WHEN NOT b.is_open AND b.moved_to IS NULL THEN 'period_closed'
                WHEN CASE WHEN b.is_open THEN b.asked ELSE b.moved_to END NOT BETWEEN b.opens_on AND coalesce(b.closes_on, 'infinity')
                    THEN 'account_closed'
            END,
            coalesce(b.unknown_account, b.heading_account, b.closed_account)
        )::ledger.draft
        FROM (
            SELECT d.*, CASE WHEN NOT d.is_open AND d.if_closed = 'move'
                             THEN ledger.first_open_day(coop, d.asked, today) END AS moved_to
            FROM (
                SELECT r.*, t.*, coalesce(r.posting_date, today) AS asked,
                       ledger.asked_period(r.period, r.posting_date, today) AS asked_period,
                       ledger.asked_period(r.period, r.posting_date, today) <> ALL (ARRAY(
                           SELECT p.period FROM ledger.period AS p WHERE p.coop_id = coop AND p.state <> 'open'
                       )) AS is_open,
                       CASE WHEN r.reverses IS NULL THEN coalesce(r.asked_kind, 'normal') ELSE 'reversal' END AS kind,
                       ledger.request_fingerprint(
                           CASE WHEN r.reverses IS NULL THEN coalesce(r.asked_kind, 'normal') ELSE 'reversal' END,
                           r.reference, r.document_date, r.posting_date, r.period, r.reverses, t.encoded_lines
                       ) AS fingerprint
                FROM ROWS FROM (jsonb_array_elements(entries), unnest(totals)) WITH ORDINALITY AS t (
                    body, line_count, debit, credit, amounts_valid, unknown_account, heading_account, closed_account,
                    guarded, opens_on, closes_on, encoded_lines, item
                )
                CROSS JOIN LATERAL jsonb_to_record(t.body) AS r0 (
                    id uuid, source text, key text, kind text, reference text, document_date date, posting_date date,
                    period integer, narration text, reverses uuid, if_closed text
                )
                CROSS JOIN LATERAL (
                    SELECT r0.id, r0.source, r0.key, r0.kind AS asked_kind, r0.reference, r0.document_date,
                           r0.posting_date, r0.period, r0.narration, r0.reverses, r0.if_closed
                ) AS r
                OFFSET 0  -- each of these once per entry, not once per use
            ) AS d
        ) AS b
        LEFT JOIN LATERAL (
            SELECT i.entry_id, i.fingerprint FROM ledger.entry AS i
            WHERE i.coop_id = coop AND i.source = b.source AND i.source > '' AND i.idempotency_key = b.key LIMIT 1
        ) AS k ON true
        ORDER BY b.item
    );
END $$;

-- What speaks against a reversal, before anything that its lines might; null where nothing does.
CREATE FUNCTION ledger.refusals_of_targets(coop uuid, drafts ledger.draft[]) RETURNS text[]
LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY(
        SELECT CASE
            WHEN d.original IS NOT NULL OR d.reverses IS NULL THEN d.refusal
            WHEN o.entry_id IS NULL THEN 'entry_not_found'
            WHEN o.kind = 'reversal' THEN 'reversal_of_reversal'
            WHEN r.entry_id IS NOT NULL THEN 'already_reversed'
            ELSE d.refusal
        END
        FROM unnest(drafts) AS d
        LEFT JOIN LATERAL (
            SELECT x.entry_id, x.kind FROM ledger.entry AS x
            WHERE x.coop_id = coop AND x.entry_id = d.reverses LIMIT 1
        ) AS o ON d.reverses IS NOT NULL
        LEFT JOIN LATERAL (
            SELECT x.entry_id FROM ledger.entry AS x WHERE x.coop_id = coop AND x.reverses = d.reverses LIMIT 1
        ) AS r ON d.reverses IS NOT NULL
        ORDER BY d.item
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
    CROSS JOIN LATERAL (
        SELECT * FROM ledger.account AS x WHERE x.coop_id = coop AND x.code = l.account_code LIMIT 1
    ) AS c
    WHERE c.balance_mode <> 'rolled_up' AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
    ORDER BY 2, 3
    ON CONFLICT DO NOTHING;
    PERFORM FROM ledger.balance AS b
    WHERE b.coop_id = coop AND (b.account_code, b.counterparty_id) IN (
        SELECT c.code, ledger.guard_key(c.balance_mode, l.counterparty_id)
        FROM unnest(lines) AS l
        CROSS JOIN LATERAL (
            SELECT * FROM ledger.account AS x WHERE x.coop_id = coop AND x.code = l.account_code LIMIT 1
        ) AS c
        WHERE c.balance_mode <> 'rolled_up' AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
    )
    ORDER BY b.account_code, b.counterparty_id FOR UPDATE;
    -- Whoever held a lock may have posted the same key: that is a repeat, for which funds do not matter.
    refusals := ARRAY(
        SELECT CASE WHEN refusals[d.item] IS NULL AND d.original IS NULL AND k.entry_id IS NOT NULL THEN 'repeated'
                    ELSE refusals[d.item] END
        FROM unnest(drafts) AS d
        LEFT JOIN LATERAL (
            SELECT i.entry_id FROM ledger.entry AS i
            WHERE i.coop_id = coop AND i.source = d.source AND i.source > '' AND i.idempotency_key = d.idempotency_key
        LIMIT 1
        ) AS k ON true
        ORDER BY d.item
    );
    FOR change IN
        SELECT l.item, c.code, c.code || ' ' || b.counterparty_id AS key, c.floor, c.ceiling,
               ledger.on_side(c.normal_side, b.debit, b.credit) - b.held AS before,
               ledger.on_side(c.normal_side, sum(l.debit), sum(l.credit)) AS movement
        FROM unnest(lines) AS l
        CROSS JOIN LATERAL (
            SELECT * FROM ledger.account AS x WHERE x.coop_id = coop AND x.code = l.account_code LIMIT 1
        ) AS c
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

-- Entry and lines in one statement, as 0005 asks; gives the entries whose key was free. The same key at the
-- same time: the second waits here until the first has committed, and then stores nothing.
CREATE FUNCTION ledger.store(
    coop uuid, actor text, drafts ledger.draft[], lines ledger.draft_line[], refusals text[], narrated boolean
) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE
    recorded timestamptz := clock_timestamp();
    keyed uuid[];
BEGIN
    WITH fresh AS (
        INSERT INTO ledger.entry (
            coop_id, entry_id, writer_xid, recorded_at, control_total, document_date, posting_date, period, line_count,
            reverses, leaf_hash, fingerprint, narration_hash, source, idempotency_key, kind, dating, reference, actor
        )
        SELECT coop, d.entry_id, pg_current_xact_id(), recorded, d.control_total, d.document_date, d.posting_date,
               d.period, d.line_count, d.reverses,
               ledger.entry_leaf(
                   1::smallint, coop, d.entry_id, d.source, d.idempotency_key, d.fingerprint, d.kind, d.reference,
                   d.document_date, d.posting_date, d.period, d.dating, recorded, d.reverses, d.line_count,
                   d.control_total, actor, pg_current_xact_id(), ledger.narration_hash(d.salt, d.narration), d.encoded_lines
               ),
               d.fingerprint, ledger.narration_hash(d.salt, d.narration), d.source, d.idempotency_key, d.kind,
               d.dating, d.reference, actor
        FROM unnest(drafts) AS d
        WHERE d.original IS NULL AND refusals[d.item] IS NULL
        ORDER BY d.source, d.idempotency_key, d.item
        ON CONFLICT (coop_id, source, idempotency_key) WHERE source > '' DO NOTHING
        RETURNING entry_id
    ), new_line AS (
        INSERT INTO ledger.line (
            coop_id, entry_id, debit, credit, posting_date, line_no, account_code, counterparty_class,
            counterparty_id, outlet_id, business_unit, document_type, document_id
        )
        SELECT coop, drafts[l.item].entry_id, l.debit, l.credit, drafts[l.item].posting_date, l.line_no,
               l.account_code, l.counterparty_class, l.counterparty_id, l.outlet_id, l.business_unit,
               l.document_type, l.document_id
        FROM unnest(lines) AS l
        WHERE (drafts[l.item].entry_id IN (SELECT f.entry_id FROM fresh AS f)) IS TRUE
          AND drafts[l.item].original IS NULL AND refusals[l.item] IS NULL
    )
    SELECT coalesce(array_agg(f.entry_id), '{}') INTO keyed FROM fresh AS f;
    IF narrated THEN
        INSERT INTO ledger.narration (coop_id, entry_id, salt, narration)
        SELECT coop, d.entry_id, d.salt, d.narration
        FROM unnest(drafts) AS d
        WHERE d.narration IS NOT NULL AND (d.entry_id IN (SELECT f FROM unnest(keyed) AS f)) IS TRUE;
    END IF;
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
SET client_encoding = 'UTF8'
AS $$
#variable_conflict use_column
DECLARE
    books ledger.cooperative;
    today date;
    lines ledger.draft_line[];
    totals ledger.draft_total[];
    drafts ledger.draft[];
    refusals text[];
    abouts text[];
    wanted integer;
    keyed uuid[];
    guarded boolean;
    repeats boolean;
    narrated boolean;
    reversing boolean;
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
    IF jsonb_path_exists(entries, '$[*].reverses') THEN
        PERFORM pg_advisory_xact_lock(keys.key)
        FROM (SELECT DISTINCT ledger.reversal_lock(coop, (e.body ->> 'reverses')::uuid) AS key
              FROM jsonb_array_elements(entries) AS e (body) WHERE e.body ? 'reverses' ORDER BY key) AS keys;
    END IF;

    lines := ledger.lines_of(coop, entries);
    totals := ledger.totals_of(coop, jsonb_array_length(entries), lines);
    drafts := ledger.drafts_of(coop, entries, totals, today, books.books_open_on);
    SELECT array_agg(d.refusal), array_agg(d.about), bool_or(d.guarded), bool_or(d.original IS NOT NULL),
           bool_or(d.narration IS NOT NULL), bool_or(d.reverses IS NOT NULL),
           count(*) FILTER (WHERE d.original IS NULL AND d.refusal IS NULL)
    INTO refusals, abouts, guarded, repeats, narrated, reversing, wanted
    FROM unnest(drafts) AS d;

    IF reversing THEN
        refusals := ledger.refusals_of_targets(coop, drafts);
    END IF;
    IF guarded THEN
        SELECT * INTO refusals, abouts FROM ledger.refuse_beyond_limits(coop, drafts, lines, refusals, abouts);
    END IF;
    IF reversing OR guarded THEN
        SELECT count(*) INTO wanted FROM unnest(drafts) AS d WHERE d.original IS NULL AND refusals[d.item] IS NULL;
    END IF;

    IF wanted > 0 THEN
        keyed := ledger.store(coop, actor, drafts, lines, refusals, narrated);
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

    IF NOT repeats AND array_position(refusals, 'repeated') IS NULL THEN
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
           CASE WHEN result.code IS NULL THEN k.posting_date END,
           result.code, CASE WHEN ledger.is_about_an_account(result.code) THEN abouts[d.item] END
    FROM unnest(drafts) AS d
    LEFT JOIN LATERAL (
        SELECT i.entry_id, i.fingerprint, i.posting_date FROM ledger.entry AS i
        WHERE i.coop_id = coop AND i.source = d.source AND i.source > '' AND i.idempotency_key = d.idempotency_key
        LIMIT 1
    ) AS k ON true
    CROSS JOIN LATERAL (
        SELECT CASE WHEN refusals[d.item] IS DISTINCT FROM 'repeated' THEN refusals[d.item]
                    WHEN k.fingerprint <> d.fingerprint THEN 'key_reused'
                    WHEN NOT ledger.says_the_same(coop, k.entry_id, d.narration) THEN 'key_reused' END AS code
    ) AS result
    ORDER BY d.item;
END $$;

REVOKE ALL ON FUNCTION ledger.post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.post TO ledger_poster;
