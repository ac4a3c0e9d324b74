-- Posting in fewer statements; slotted accounts; an account without lines may become guarded.

-- Plain entries are posted by a role of their own. It owns nothing but the two functions that post them, nobody is a
-- member of it and it cannot log in, so a row it writes was written by those functions, which prove before they write
-- all that the triggers of 0005 ask. The triggers look at what every other role writes, the owner's hand included:
-- proving each single posting twice cost as much as storing it (docs/decisions/0120).
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'ledger_kernel') THEN
        BEGIN
            CREATE ROLE ledger_kernel NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database's installation was faster
        END;
    END IF;
    IF NOT pg_catalog.pg_has_role(current_user, 'ledger_kernel', 'SET') THEN
        EXECUTE format('GRANT ledger_kernel TO %I', current_user);
    END IF;
END $$;
SET LOCAL ROLE ledger_owner;

GRANT USAGE ON SCHEMA ledger TO ledger_kernel;
GRANT SELECT ON ledger.cooperative, ledger.account, ledger.period, ledger.entry TO ledger_kernel;
GRANT INSERT ON ledger.entry, ledger.line, ledger.narration TO ledger_kernel;

DO $$
DECLARE
    table_name text;
BEGIN
    -- The functions compare the cooperative with the one named once, instead of once for each table they touch.
    FOREACH table_name IN ARRAY ARRAY['cooperative', 'account', 'period', 'entry', 'line', 'narration'] LOOP
        EXECUTE format('CREATE POLICY by_the_kernel ON ledger.%I TO ledger_kernel USING (true)', table_name);
    END LOOP;
END $$;

DROP TRIGGER new_entries ON ledger.entry;
DROP TRIGGER new_lines ON ledger.line;
DROP TRIGGER new_narrations ON ledger.narration;
CREATE TRIGGER new_entries AFTER INSERT ON ledger.entry
    REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT
    WHEN (current_user <> 'ledger_kernel') EXECUTE FUNCTION ledger.check_new_entries();
CREATE TRIGGER new_lines AFTER INSERT ON ledger.line
    REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT
    WHEN (current_user <> 'ledger_kernel') EXECUTE FUNCTION ledger.check_new_lines();
CREATE TRIGGER new_narrations AFTER INSERT ON ledger.narration
    REFERENCING NEW TABLE AS new_narrations FOR EACH STATEMENT
    WHEN (current_user <> 'ledger_kernel') EXECUTE FUNCTION ledger.check_new_narration();
ALTER TABLE ledger.entry ENABLE ALWAYS TRIGGER new_entries;
ALTER TABLE ledger.line ENABLE ALWAYS TRIGGER new_lines;
ALTER TABLE ledger.narration ENABLE ALWAYS TRIGGER new_narrations;

-- What 0006 made posts whatever is not plain: reversals, guarded accounts, periods asked for by name, moved dates, and
-- whatever is refused, repeated or wrong, of which it finds the reason.
ALTER FUNCTION ledger.post(uuid, text, jsonb) RENAME TO post_each;
REVOKE ALL ON FUNCTION ledger.post_each FROM PUBLIC, ledger_poster;
GRANT EXECUTE ON FUNCTION ledger.post_each TO ledger_kernel;

CREATE FUNCTION ledger.asked_lines(lines jsonb)
RETURNS TABLE (
    line_no bigint, account text, debit bigint, credit bigint, counterparty_class text, counterparty_id uuid,
    outlet_id uuid, business_unit text, document_type text, document_id text
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT l.line_no, l.account, l.debit, l.credit, l.counterparty_class, l.counterparty_id, l.outlet_id,
           l.business_unit, l.document_type, l.document_id
    FROM ROWS FROM (jsonb_to_recordset(lines) AS (
        account text, debit bigint, credit bigint, counterparty_class text, counterparty_id uuid, outlet_id uuid,
        business_unit text, document_type text, document_id text
    )) WITH ORDINALITY AS l (account, debit, credit, counterparty_class, counterparty_id, outlet_id, business_unit,
                             document_type, document_id, line_no)
$$;
COMMENT ON FUNCTION ledger.asked_lines IS 'In the order asked; one statement with what calls it.';

-- One side above zero and within the limit; dimensions as 0005 asks of each line.
CREATE FUNCTION ledger.line_is_sound(
    debit bigint, credit bigint, counterparty_class text, counterparty_id uuid, business_unit text,
    document_type text, document_id text
) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    least(debit, credit) = 0 AND greatest(debit, credit) BETWEEN 1 AND 1000000000000000
    AND (counterparty_class IN ('member', 'non_member', 'cooperative', 'government')
         OR num_nulls(counterparty_class, counterparty_id) = 2)
    AND (business_unit IS NULL OR length(business_unit) BETWEEN 1 AND 50)
    AND (num_nulls(document_type, document_id) = 2
         OR length(document_type) BETWEEN 1 AND 50 AND length(document_id) BETWEEN 1 AND 100)
) IS TRUE;

CREATE FUNCTION ledger.head_is_sound(
    source text, key text, kind text, reference text, narration text, actor text
) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    length(source) BETWEEN 1 AND 50 AND length(key) BETWEEN 1 AND 200
    AND kind IN ('normal', 'opening', 'closing', 'adjustment')
    AND (reference IS NULL OR length(reference) BETWEEN 1 AND 200)
    AND (narration IS NULL OR length(narration) BETWEEN 1 AND 1000)
    AND length(actor) BETWEEN 1 AND 200
) IS TRUE;

GRANT CREATE ON SCHEMA ledger TO ledger_kernel;
SET LOCAL ROLE ledger_kernel;

-- Stores the plain entries of a batch that are in order and whose key is free; gives their places, ids and dates. The
-- caller holds the locks of the chart and of the periods.
CREATE FUNCTION ledger.store_plain(
    coop uuid, actor text, entries jsonb, recorded timestamptz, opens date, today date,
    OUT items integer[], OUT ids uuid[], OUT days date[]
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_memoize = off
AS $$
DECLARE
    shut integer[] := ARRAY(SELECT p.period FROM ledger.period AS p WHERE p.coop_id = coop AND p.state <> 'open');
BEGIN
    WITH sound AS MATERIALIZED (
        SELECT e.item::integer AS item, r.id, r.source, r.key, k.kind, r.reference, r.document_date, k.day, k.month,
               r.lines, r.narration, t.line_count, t.total, t.encoded,
               CASE WHEN r.narration IS NOT NULL THEN uuid_send(gen_random_uuid()) END AS salt,
               ledger.request_fingerprint(k.kind, r.reference, r.document_date, r.posting_date, NULL, NULL, t.encoded)
               AS fingerprint
        FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (body, item)
        CROSS JOIN LATERAL jsonb_to_record(e.body) AS r (
            id uuid, source text, key text, kind text, reference text, document_date date, posting_date date,
            narration text, lines jsonb
        )
        CROSS JOIN LATERAL (
            SELECT coalesce(r.kind, 'normal') AS kind, coalesce(r.posting_date, today) AS day,
                   ledger.period_of(coalesce(r.posting_date, today)) AS month
        ) AS k
        CROSS JOIN LATERAL (
            SELECT count(*) AS line_count, count(a.takes) AS taken, sum(l.debit) AS total,
                   sum(l.credit) AS credit,
                   bool_and(ledger.line_is_sound(l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                                                 l.business_unit, l.document_type, l.document_id)) AS sound,
                   string_agg(ledger.line_encoding(
                       l.line_no::smallint, l.account, l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                       l.outlet_id, l.business_unit, l.document_type, l.document_id
                   ), ''::bytea) AS encoded
            FROM ledger.asked_lines(r.lines) AS l
            LEFT JOIN LATERAL (
                SELECT true AS takes FROM ledger.account AS x
                WHERE x.coop_id = coop AND x.code = l.account AND x.postable AND x.balance_mode = 'rolled_up'
                  AND x.opened_on <= k.day AND x.closed_on IS NULL LIMIT 1
            ) AS a ON true
        ) AS t
        WHERE NOT e.body ?| '{reverses,period,if_closed}'
          AND t.line_count = t.taken AND t.line_count BETWEEN 2 AND 1000 AND t.sound AND t.total = t.credit
          AND k.day BETWEEN opens AND today AND k.month <> ALL (shut)
          AND ledger.head_is_sound(r.source, r.key, k.kind, r.reference, r.narration, actor)
    ), fresh AS (
        INSERT INTO ledger.entry (
            coop_id, entry_id, writer_xid, recorded_at, control_total, document_date, posting_date, period, line_count,
            leaf_hash, fingerprint, narration_hash, source, idempotency_key, kind, dating, reference, actor
        )
        SELECT coop, s.id, pg_current_xact_id(), recorded, s.total::bigint, coalesce(s.document_date, s.day), s.day, s.month,
               s.line_count::smallint,
               ledger.entry_leaf(
                   1::smallint, coop, s.id, s.source, s.key, s.fingerprint, s.kind, s.reference,
                   coalesce(s.document_date, s.day), s.day, s.month, 'as_asked', recorded, NULL,
                   s.line_count::smallint, s.total::bigint,
                   actor, pg_current_xact_id(), ledger.narration_hash(s.salt, s.narration), s.encoded
               ), s.fingerprint, ledger.narration_hash(s.salt, s.narration), s.source, s.key, s.kind, 'as_asked',
               s.reference, actor
        FROM sound AS s
        ORDER BY s.source, s.key, s.item
        ON CONFLICT (coop_id, source, idempotency_key) WHERE source > '' DO NOTHING
        RETURNING entry_id
    ), lined AS (
        INSERT INTO ledger.line (
            coop_id, entry_id, debit, credit, posting_date, line_no, account_code, counterparty_class,
            counterparty_id, outlet_id, business_unit, document_type, document_id
        )
        SELECT coop, s.id, l.debit, l.credit, s.day, l.line_no, l.account, l.counterparty_class, l.counterparty_id,
               l.outlet_id, l.business_unit, l.document_type, l.document_id
        FROM fresh AS f
        JOIN sound AS s ON s.id = f.entry_id
        CROSS JOIN LATERAL ledger.asked_lines(s.lines) AS l
    ), narrated AS (
        INSERT INTO ledger.narration (coop_id, entry_id, salt, narration)
        SELECT coop, s.id, s.salt, s.narration
        FROM fresh AS f
        JOIN sound AS s ON s.id = f.entry_id
        WHERE s.narration IS NOT NULL
    )
    SELECT array_agg(s.item), array_agg(s.id), array_agg(s.day) INTO items, ids, days
    FROM fresh AS f JOIN sound AS s ON s.id = f.entry_id;
END $$;
REVOKE ALL ON FUNCTION ledger.store_plain FROM PUBLIC;

-- The posting kernel: as in 0006 an array of entries in, one result per entry out, in order. What is plain is stored at
-- once, a single entry in the fewest statements; the rest goes to `post_each`.
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
    wanted integer := jsonb_array_length(entries);
    opens date;
    zone text;
    recorded timestamptz := clock_timestamp();
    today date;
    body jsonb := entries -> 0;
    day date;
    month integer;
    new_id uuid;
    asked_by text;
    key text;
    asked_kind text;
    said text;
    words text;
    papered date;
    total bigint;
    line_count smallint;
    encoded bytea;
    fingerprint bytea;
    salt bytea;
    words_hash bytea;
    kept integer[];
    ids uuid[];
    days date[];
    left_over integer[];
BEGIN
    -- The kernel sees every cooperative's rows; the caller has named one.
    IF coop IS DISTINCT FROM ledger.current_cooperative() THEN
        PERFORM ledger.refuse('books_are_open_and_named', coalesce(coop::text, 'none'));
    END IF;
    -- A snapshot older than the locks below could not see that a period was closed meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM ledger.refuse('posting_is_read_committed', current_setting('transaction_isolation'));
    END IF;
    SELECT c.books_open_on, c.time_zone INTO opens, zone FROM ledger.cooperative AS c WHERE c.coop_id = coop;
    IF NOT FOUND THEN
        PERFORM ledger.refuse('books_are_open_and_named', coalesce(coop::text, 'none'));
    END IF;
    today := (recorded AT TIME ZONE zone)::date;

    -- Locks come in statements of their own: what is read afterwards sees every close that came before. Asking whether a
    -- lock is null takes it without a plan.
    IF pg_advisory_xact_lock_shared(ledger.chart_lock(coop)) IS NULL THEN
        RETURN;
    END IF;
    IF wanted = 1 AND NOT body ?| '{reverses,period,if_closed}' THEN
        day := coalesce((body ->> 'posting_date')::date, today);
        month := ledger.period_of(day);
        IF pg_advisory_xact_lock_shared(ledger.period_lock(coop, month)) IS NULL THEN
            RETURN;
        END IF;
        SELECT sum(l.debit), count(*), string_agg(ledger.line_encoding(
                   l.line_no::smallint, l.account, l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                   l.outlet_id, l.business_unit, l.document_type, l.document_id
               ), ''::bytea)
        INTO total, line_count, encoded
        FROM ledger.asked_lines(body -> 'lines') AS l
        LEFT JOIN LATERAL (
            SELECT true AS takes FROM ledger.account AS x
            WHERE x.coop_id = coop AND x.code = l.account AND x.postable AND x.balance_mode = 'rolled_up'
              AND x.opened_on <= day AND x.closed_on IS NULL LIMIT 1
        ) AS a ON true
        HAVING count(*) = count(a.takes) AND count(*) BETWEEN 2 AND 1000 AND sum(l.debit) = sum(l.credit)
           AND bool_and(ledger.line_is_sound(l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                                             l.business_unit, l.document_type, l.document_id))
           AND NOT EXISTS (
               SELECT FROM ledger.period AS p WHERE p.coop_id = coop AND p.period = month AND p.state <> 'open'
           );
        asked_by := body ->> 'source';
        key := body ->> 'key';
        asked_kind := coalesce(body ->> 'kind', 'normal');
        said := body ->> 'reference';
        words := body ->> 'narration';
        IF total IS NOT NULL AND day BETWEEN opens AND today
           AND ledger.head_is_sound(asked_by, key, asked_kind, said, words, actor)
        THEN
            new_id := (body ->> 'id')::uuid;
            papered := (body ->> 'document_date')::date;
            fingerprint := ledger.request_fingerprint(
                asked_kind, said, papered, (body ->> 'posting_date')::date, NULL, NULL, encoded
            );
            papered := coalesce(papered, day);
            IF words IS NOT NULL THEN
                salt := uuid_send(gen_random_uuid());
                words_hash := ledger.narration_hash(salt, words);
            END IF;
            WITH fresh AS (
                INSERT INTO ledger.entry (
                    coop_id, entry_id, writer_xid, recorded_at, control_total, document_date, posting_date, period,
                    line_count, leaf_hash, fingerprint, narration_hash, source, idempotency_key, kind, dating,
                    reference, actor
                ) VALUES (
                    coop, new_id, pg_current_xact_id(), recorded, total, papered, day, month,
                    line_count, ledger.entry_leaf(
                        1::smallint, coop, new_id, asked_by, key, fingerprint, asked_kind, said, papered, day, month,
                        'as_asked', recorded, NULL, line_count, total, actor, pg_current_xact_id(), words_hash, encoded
                    ), fingerprint, words_hash, asked_by, key, asked_kind, 'as_asked',
                    said, actor
                )
                ON CONFLICT (coop_id, source, idempotency_key) WHERE source > '' DO NOTHING
                RETURNING 1
            )
            INSERT INTO ledger.line (
                coop_id, entry_id, debit, credit, posting_date, line_no, account_code, counterparty_class,
                counterparty_id, outlet_id, business_unit, document_type, document_id
            )
            SELECT coop, new_id, l.debit, l.credit, day, l.line_no, l.account, l.counterparty_class,
                   l.counterparty_id, l.outlet_id, l.business_unit, l.document_type, l.document_id
            FROM fresh, ledger.asked_lines(body -> 'lines') AS l;
            IF FOUND THEN
                IF words IS NOT NULL THEN
                    INSERT INTO ledger.narration (coop_id, entry_id, salt, narration)
                    VALUES (coop, new_id, salt, words);
                END IF;
                item := 1;
                outcome := 'posted';
                entry_id := new_id;
                posting_date := day;
                RETURN NEXT;
                RETURN;
            END IF;
        END IF;
    ELSIF wanted > 1 THEN
        PERFORM pg_advisory_xact_lock_shared(keys.key)
        FROM (SELECT ledger.period_lock(coop, asked.period) AS key
              FROM (SELECT DISTINCT ledger.asked_period((e.body ->> 'period')::integer,
                                                        (e.body ->> 'posting_date')::date, today) AS period
                    FROM jsonb_array_elements(entries) AS e (body)) AS asked
              ORDER BY key) AS keys;
        SELECT s.items, s.ids, s.days INTO kept, ids, days
        FROM ledger.store_plain(coop, actor, entries, recorded, opens, today) AS s;
        IF cardinality(kept) = wanted THEN
            RETURN QUERY
            SELECT k.item, 'posted', k.entry_id, k.posting_date, NULL::text, NULL::text
            FROM unnest(kept, ids, days) AS k (item, entry_id, posting_date) ORDER BY 1;
            RETURN;
        END IF;
        left_over := ARRAY(SELECT i FROM generate_series(1, wanted) AS i EXCEPT SELECT unnest(kept) ORDER BY 1);
        entries := (SELECT jsonb_agg(entries -> i - 1 ORDER BY i) FROM unnest(left_over) AS i);
    END IF;
    RETURN QUERY
    SELECT k.item, 'posted', k.entry_id, k.posting_date, NULL::text, NULL::text
    FROM unnest(kept, ids, days) AS k (item, entry_id, posting_date)
    UNION ALL
    SELECT coalesce(left_over[p.item], p.item), p.outcome, p.entry_id, p.posting_date, p.code, p.about
    FROM ledger.post_each(coop, actor, entries) AS p
    ORDER BY 1;
END $$;
REVOKE ALL ON FUNCTION ledger.post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.post TO ledger_poster, ledger_owner;

SET LOCAL ROLE ledger_owner;
REVOKE CREATE ON SCHEMA ledger FROM ledger_kernel;

-- A name may be mended; what gives an account's figures their meaning may not, once there are any.
CREATE OR REPLACE FUNCTION ledger.check_account_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.coop_id, NEW.code, NEW.account_type, NEW.normal_side, NEW.currency, NEW.opened_on)
       IS DISTINCT FROM
       (OLD.coop_id, OLD.code, OLD.account_type, OLD.normal_side, OLD.currency, OLD.opened_on)
    THEN
        PERFORM ledger.refuse('account_keeps_its_meaning', OLD.code);
    END IF;
    IF NEW.balance_mode <> OLD.balance_mode THEN
        -- Postings under way hold this lock together; what is read afterwards sees their lines.
        PERFORM pg_advisory_xact_lock(ledger.chart_lock(OLD.coop_id));
        IF EXISTS (SELECT FROM ledger.line WHERE coop_id = OLD.coop_id AND account_code = OLD.code)
           OR EXISTS (SELECT FROM ledger.balance WHERE coop_id = OLD.coop_id AND account_code = OLD.code AND held > 0)
        THEN
            PERFORM ledger.refuse('account_with_lines_keeps_its_guard', OLD.code);
        END IF;
    END IF;
    IF NOT NEW.postable AND OLD.postable AND EXISTS (
        SELECT FROM ledger.line WHERE coop_id = OLD.coop_id AND account_code = OLD.code
    ) THEN
        PERFORM ledger.refuse('account_with_lines_stays_postable', OLD.code);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger.guard_account(coop uuid, which text, new_mode text, new_floor bigint, new_ceiling bigint)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(ledger.chart_lock(coop));
    UPDATE ledger.account SET balance_mode = new_mode, floor = new_floor, ceiling = new_ceiling
    WHERE coop_id = coop AND code = which;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION ledger.guard_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.guard_account TO ledger_poster;
