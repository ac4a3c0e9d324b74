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
    -- Whoever installs may become the kernel until this file ends.
    PERFORM set_config('ledger.installer', '', true);
    IF NOT pg_catalog.pg_has_role(current_user, 'ledger_kernel', 'SET') THEN
        EXECUTE format('GRANT ledger_kernel TO %I', current_user);
        PERFORM set_config('ledger.installer', current_user, true);
    END IF;
END $$;
SET LOCAL ROLE ledger_owner;

GRANT USAGE ON SCHEMA ledger TO ledger_kernel;
GRANT SELECT ON ledger.cooperative, ledger.account, ledger.period, ledger.entry TO ledger_kernel;
GRANT INSERT ON ledger.entry, ledger.line, ledger.narration TO ledger_kernel;
GRANT SELECT, INSERT, UPDATE ON ledger.balance TO ledger_kernel;

DO $$
DECLARE
    table_name text;
BEGIN
    -- The functions compare the cooperative with the one named once, instead of once for each table they touch.
    FOREACH table_name IN ARRAY ARRAY['cooperative', 'account', 'period', 'entry', 'line', 'narration', 'balance']
    LOOP
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

-- What 0006 made posts whatever is not plain: reversals, periods asked for by name, moved dates, guarded accounts in a
-- batch, and whatever is refused, repeated or wrong, of which it finds the reason.
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
        WHERE NOT e.body ?| '{reverses,period}'
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
    guarded boolean;
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
    IF wanted = 1 AND NOT body ?| '{reverses,period}' THEN
        day := coalesce((body ->> 'posting_date')::date, today);
        month := ledger.period_of(day);
        IF pg_advisory_xact_lock_shared(ledger.period_lock(coop, month)) IS NULL THEN
            RETURN;
        END IF;
        SELECT sum(l.debit), count(*), string_agg(ledger.line_encoding(
                   l.line_no::smallint, l.account, l.debit, l.credit, l.counterparty_class, l.counterparty_id,
                   l.outlet_id, l.business_unit, l.document_type, l.document_id
               ), ''::bytea), bool_or(a.balance_mode <> 'rolled_up')
        INTO total, line_count, encoded, guarded
        FROM ledger.asked_lines(body -> 'lines') AS l
        LEFT JOIN LATERAL (
            SELECT x.balance_mode FROM ledger.account AS x
            WHERE x.coop_id = coop AND x.code = l.account AND x.postable AND x.opened_on <= day
              AND x.closed_on IS NULL LIMIT 1
        ) AS a ON true
        HAVING count(*) = count(a.balance_mode) AND count(*) BETWEEN 2 AND 1000 AND sum(l.debit) = sum(l.credit)
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
           AND (NOT guarded OR ledger.lock_guards(coop, body -> 'lines'))
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
                IF guarded THEN
                    PERFORM ledger.move_guarded(coop, body -> 'lines');
                END IF;
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
DO $$
DECLARE
    installer text := current_setting('ledger.installer');
BEGIN
    IF installer <> '' THEN
        PERFORM set_config('role', installer, true);
        EXECUTE format('REVOKE ledger_kernel FROM %I GRANTED BY %I', installer, installer);
        PERFORM set_config('role', 'ledger_owner', true);
    END IF;
END $$;

-- A guarded account on which many hands write at once keeps its balance in eight slots, each with a floor of its own:
-- the account's in slot 0, zero in the others. A session puts money into its own slot, and takes it from a slot that
-- holds enough, so that locking that one row proves the account's limit; only when no slot holds enough are all of them
-- locked, in order, and the amount is taken from several. No ceiling, no holds: those need one balance.
ALTER TABLE ledger.account DROP CONSTRAINT account_balance_mode_check;
ALTER TABLE ledger.account ADD CONSTRAINT account_balance_mode_check
    CHECK (balance_mode IN ('rolled_up', 'guarded', 'guarded_by_counterparty', 'slotted'));
ALTER TABLE ledger.account ADD CONSTRAINT slotted_account_has_no_ceiling
    CHECK (balance_mode <> 'slotted' OR ceiling IS NULL);

CREATE FUNCTION ledger.own_slot() RETURNS integer LANGUAGE sql VOLATILE
RETURN pg_backend_pid() % 8;

-- What a slot holds above its own floor.
CREATE FUNCTION ledger.slot_spare(normal_side text, debit numeric, credit numeric, slot smallint, floor bigint)
RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE
RETURN ledger.on_side(normal_side, debit, credit) - CASE slot WHEN 0 THEN floor ELSE 0 END;

-- A slot that holds `needed` above its floor and that nobody else is writing on, now locked: this session's own if it
-- does, else the fullest. What this transaction has locked already is among them, so asking again never waits.
CREATE FUNCTION ledger.lock_slot(coop uuid, account text, side text, account_floor bigint, needed numeric)
RETURNS smallint LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.slot FROM ledger.balance AS b
    WHERE b.coop_id = coop AND b.account_code = account
      AND ledger.slot_spare(side, b.debit, b.credit, b.slot, account_floor) >= needed
    ORDER BY b.slot <> ledger.own_slot(), ledger.slot_spare(side, b.debit, b.credit, b.slot, account_floor) DESC
    LIMIT 1 FOR UPDATE SKIP LOCKED
$$;

CREATE FUNCTION ledger.open_slots(coop uuid, account text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger.balance AS b WHERE b.coop_id = coop AND b.account_code = account
                   AND b.slot = 7) THEN
        INSERT INTO ledger.balance (coop_id, account_code, counterparty_id, slot)
        SELECT coop, account, '00000000-0000-0000-0000-000000000000', s FROM generate_series(0, 7) AS s
        ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- For the answer before anything is written: a balance from which `needed` can be taken if any can. One entry alone
-- locks no more than it needs; a batch locks the account, since each entry counts on those before it.
CREATE FUNCTION ledger.slotted_funds(
    coop uuid, account text, side text, account_floor bigint, needed numeric, alone boolean
) RETURNS numeric
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fullest smallint;
BEGIN
    PERFORM ledger.open_slots(coop, account);
    IF account_floor IS NULL OR (alone AND needed <= 0) THEN
        PERFORM FROM ledger.balance AS b
        WHERE b.coop_id = coop AND b.account_code = account AND b.slot = ledger.own_slot() FOR UPDATE;
        RETURN coalesce(account_floor, 0);
    END IF;
    IF alone AND ledger.lock_slot(coop, account, side, account_floor, needed) IS NOT NULL THEN
        RETURN account_floor + needed;
    END IF;
    -- A slot that somebody is writing on may hold enough; one waits for that alone, and only then for all.
    IF alone THEN
        SELECT b.slot INTO fullest FROM ledger.balance AS b
        WHERE b.coop_id = coop AND b.account_code = account
          AND ledger.slot_spare(side, b.debit, b.credit, b.slot, account_floor) >= needed
        ORDER BY b.slot <> ledger.own_slot(), ledger.slot_spare(side, b.debit, b.credit, b.slot, account_floor) DESC
        LIMIT 1;
        PERFORM FROM ledger.balance AS b
        WHERE b.coop_id = coop AND b.account_code = account AND b.slot = fullest FOR UPDATE;
        IF ledger.lock_slot(coop, account, side, account_floor, needed) IS NOT NULL THEN
            RETURN account_floor + needed;
        END IF;
    END IF;
    PERFORM FROM ledger.balance AS b WHERE b.coop_id = coop AND b.account_code = account ORDER BY b.slot FOR UPDATE;
    RETURN (SELECT sum(ledger.on_side(side, b.debit, b.credit)) FROM ledger.balance AS b
            WHERE b.coop_id = coop AND b.account_code = account);
END $$;

-- Adds what an account moves to its slots; false where that would bring the account below its floor.
CREATE FUNCTION ledger.move_slotted(
    coop uuid, account text, side text, account_floor bigint, moved_debit numeric, moved_credit numeric
) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    needed numeric := -ledger.on_side(side, moved_debit, moved_credit);
    chosen smallint := ledger.own_slot();
    coming numeric := CASE side WHEN 'debit' THEN moved_debit ELSE moved_credit END;
    going numeric := CASE side WHEN 'debit' THEN moved_credit ELSE moved_debit END;
    each record;
    part numeric;
BEGIN
    PERFORM ledger.open_slots(coop, account);
    IF needed > 0 AND account_floor IS NOT NULL THEN
        chosen := ledger.lock_slot(coop, account, side, account_floor, needed);
    END IF;
    IF chosen IS NOT NULL THEN
        UPDATE ledger.balance AS b
        SET debit = b.debit + moved_debit, credit = b.credit + moved_credit, version = b.version + 1
        WHERE b.coop_id = coop AND b.account_code = account AND b.slot = chosen;
        RETURN true;
    END IF;
    PERFORM FROM ledger.balance AS b WHERE b.coop_id = coop AND b.account_code = account ORDER BY b.slot FOR UPDATE;
    FOR each IN
        SELECT b.slot, ledger.slot_spare(side, b.debit, b.credit, b.slot, account_floor) AS spare
        FROM ledger.balance AS b WHERE b.coop_id = coop AND b.account_code = account ORDER BY 2 DESC, 1
    LOOP
        part := greatest(0, least(going, each.spare + coming));
        UPDATE ledger.balance AS b
        SET debit = b.debit + CASE side WHEN 'debit' THEN coming ELSE part END,
            credit = b.credit + CASE side WHEN 'debit' THEN part ELSE coming END, version = b.version + 1
        WHERE b.coop_id = coop AND b.account_code = account AND b.slot = each.slot;
        going := going - part;
        coming := 0;
        EXIT WHEN going = 0;
    END LOOP;
    RETURN going = 0;
END $$;

-- What the lines asked for move on each guarded account, in the order in which balances are locked.
CREATE FUNCTION ledger.guards_of(coop uuid, lines jsonb)
RETURNS TABLE (
    account text, guard_key uuid, balance_mode text, side text, floor bigint, ceiling bigint, debit numeric,
    credit numeric
)
LANGUAGE sql STABLE AS $$
    SELECT a.code, a.guard_key, a.balance_mode, a.normal_side, a.floor, a.ceiling, sum(l.debit), sum(l.credit)
    FROM ledger.asked_lines(lines) AS l
    CROSS JOIN LATERAL (
        SELECT x.code, ledger.guard_key(x.balance_mode, l.counterparty_id) AS guard_key, x.balance_mode, x.normal_side,
               x.floor, x.ceiling
        FROM ledger.account AS x WHERE x.coop_id = coop AND x.code = l.account LIMIT 1
    ) AS a
    WHERE a.balance_mode <> 'rolled_up'
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2
$$;

-- For one entry alone: locks the balances of its guarded accounts, as far as each must be, and says whether all of them
-- stay within their limits.
CREATE FUNCTION ledger.lock_guards(coop uuid, lines jsonb) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked record;
    movement numeric;
    funds numeric;
BEGIN
    FOR asked IN SELECT * FROM ledger.guards_of(coop, lines) LOOP
        movement := ledger.on_side(asked.side, asked.debit, asked.credit);
        IF asked.balance_mode = 'slotted' THEN
            funds := ledger.slotted_funds(coop, asked.account, asked.side, asked.floor, -movement, true);
        ELSE
            SELECT ledger.on_side(asked.side, b.debit, b.credit) - b.held INTO funds FROM ledger.balance AS b
            WHERE b.coop_id = coop AND b.account_code = asked.account AND b.counterparty_id = asked.guard_key
              AND b.slot = 0 FOR UPDATE;
            IF NOT FOUND THEN
                INSERT INTO ledger.balance (coop_id, account_code, counterparty_id)
                VALUES (coop, asked.account, asked.guard_key) ON CONFLICT DO NOTHING;
                SELECT ledger.on_side(asked.side, b.debit, b.credit) - b.held INTO funds FROM ledger.balance AS b
                WHERE b.coop_id = coop AND b.account_code = asked.account AND b.counterparty_id = asked.guard_key
                  AND b.slot = 0 FOR UPDATE;
            END IF;
        END IF;
        IF movement < 0 AND funds + movement < asked.floor OR movement > 0 AND funds + movement > asked.ceiling THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$;

-- Adds what they move to the balances that `lock_guards` has locked.
CREATE FUNCTION ledger.move_guarded(coop uuid, lines jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked record;
BEGIN
    FOR asked IN SELECT * FROM ledger.guards_of(coop, lines) LOOP
        IF asked.balance_mode <> 'slotted' THEN
            UPDATE ledger.balance AS b
            SET debit = b.debit + asked.debit, credit = b.credit + asked.credit, version = b.version + 1
            WHERE b.coop_id = coop AND b.account_code = asked.account AND b.counterparty_id = asked.guard_key
              AND b.slot = 0;
        ELSIF NOT ledger.move_slotted(coop, asked.account, asked.side, asked.floor, asked.debit, asked.credit) THEN
            PERFORM ledger.refuse('guarded_balance_is_within_its_limits', asked.account);
        END IF;
    END LOOP;
END $$;

-- As in 0005, and the slots.
CREATE OR REPLACE FUNCTION ledger.check_new_lines() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' AS $$
DECLARE
    broken text;
    has_reversal boolean;
    has_guard boolean;
    has_slots boolean;
    change record;
BEGIN
    SELECT min(rule || ' ' || entry_id) FILTER (WHERE rule IS NOT NULL), bool_or(reverses IS NOT NULL)
    INTO broken, has_reversal
    FROM (
        SELECT l.entry_id, e.reverses, CASE
            WHEN NOT l.one_sided THEN 'line_has_one_side'
            WHEN NOT l.well_formed THEN 'line_is_well_formed'
            WHEN e.entry_id IS NULL OR e.writer_xid <> pg_current_xact_id() THEN 'no_line_joins_an_old_entry'
            WHEN l.line_count <> e.line_count OR l.last_line <> e.line_count OR l.line_count NOT BETWEEN 2 AND 1000
                THEN 'lines_arrive_together'
            WHEN l.debit <> l.credit THEN 'entry_is_balanced'
            WHEN l.debit <> e.control_total THEN 'entry_has_its_control_total'
            WHEN l.first_date <> e.posting_date OR l.last_date <> e.posting_date THEN 'line_has_the_date_of_its_entry'
            WHEN e.leaf_hash <> ledger.entry_leaf(
                e.encoding, e.coop_id, e.entry_id, e.source, e.idempotency_key, e.fingerprint, e.kind, e.reference,
                e.document_date, e.posting_date, e.period, e.dating, e.recorded_at, e.reverses, e.line_count,
                e.control_total, e.actor, e.writer_xid, e.narration_hash, l.encoded_lines
            ) THEN 'leaf_hash_is_true'
        END AS rule
        FROM (
            SELECT coop_id, entry_id, count(*) AS line_count, max(line_no) AS last_line, sum(debit) AS debit,
                   sum(credit) AS credit, min(posting_date) AS first_date, max(posting_date) AS last_date,
                   bool_and(
                       debit BETWEEN 0 AND 1000000000000000 AND credit BETWEEN 0 AND 1000000000000000
                       AND (debit = 0) <> (credit = 0)
                   ) AS one_sided,
                   bool_and(
                       line_no > 0
                       AND (counterparty_class IS NULL OR counterparty_class IN ('member', 'non_member', 'cooperative', 'government'))
                       AND (counterparty_id IS NULL OR counterparty_class IS NOT NULL)
                       AND (business_unit IS NULL OR length(business_unit) BETWEEN 1 AND 50)
                       AND (document_type IS NULL) = (document_id IS NULL)
                       AND (document_type IS NULL
                            OR length(document_type) BETWEEN 1 AND 50 AND length(document_id) BETWEEN 1 AND 100)
                   ) AS well_formed,
                   string_agg(ledger.line_encoding(
                       line_no, account_code, debit, credit, counterparty_class, counterparty_id, outlet_id,
                       business_unit, document_type, document_id
                   ), ''::bytea ORDER BY line_no) AS encoded_lines
            FROM new_lines GROUP BY coop_id, entry_id
        ) AS l
        LEFT JOIN LATERAL (
            SELECT * FROM ledger.entry AS x WHERE x.coop_id = l.coop_id AND x.entry_id = l.entry_id LIMIT 1
        ) AS e ON true
    ) AS checked;
    IF broken IS NOT NULL THEN
        PERFORM ledger.refuse(split_part(broken, ' ', 1), split_part(broken, ' ', 2));
    END IF;

    SELECT min(l.account_code) FILTER (
               WHERE a.code IS NULL OR NOT a.postable OR l.first_date < a.opened_on OR l.last_date > a.closed_on
           ), bool_or(a.balance_mode IN ('guarded', 'guarded_by_counterparty')), bool_or(a.balance_mode = 'slotted')
    INTO broken, has_guard, has_slots
    FROM (
        SELECT coop_id, account_code, min(posting_date) AS first_date, max(posting_date) AS last_date
        FROM new_lines GROUP BY coop_id, account_code
    ) AS l
    LEFT JOIN LATERAL (
        SELECT x.code, x.postable, x.opened_on, x.closed_on, x.balance_mode FROM ledger.account AS x
        WHERE x.coop_id = l.coop_id AND x.code = l.account_code LIMIT 1
    ) AS a ON true;
    IF broken IS NOT NULL THEN
        PERFORM ledger.refuse('account_takes_postings', broken);
    END IF;

    IF has_reversal THEN
        SELECT min(n.entry_id::text) FILTER (WHERE o.kind = 'reversal') INTO broken
        FROM new_lines AS n
        CROSS JOIN LATERAL (
            SELECT x.reverses FROM ledger.entry AS x
            WHERE x.coop_id = n.coop_id AND x.entry_id = n.entry_id LIMIT 1
        ) AS e
        CROSS JOIN LATERAL (
            SELECT x.kind FROM ledger.entry AS x WHERE x.coop_id = n.coop_id AND x.entry_id = e.reverses LIMIT 1
        ) AS o;
        IF broken IS NOT NULL THEN
            PERFORM ledger.refuse('reversal_is_not_reversed', broken);
        END IF;
        SELECT min(n.entry_id::text) INTO broken
        FROM new_lines AS n
        CROSS JOIN LATERAL (
            SELECT x.reverses, x.line_count FROM ledger.entry AS x
            WHERE x.coop_id = n.coop_id AND x.entry_id = n.entry_id LIMIT 1
        ) AS e
        LEFT JOIN LATERAL (
            SELECT x.line_count FROM ledger.entry AS x
            WHERE x.coop_id = n.coop_id AND x.entry_id = e.reverses LIMIT 1
        ) AS o ON true
        LEFT JOIN LATERAL (
            SELECT x.* FROM ledger.line AS x
            WHERE x.coop_id = n.coop_id AND x.entry_id = e.reverses AND x.line_no = n.line_no LIMIT 1
        ) AS m ON true
        WHERE e.reverses IS NOT NULL AND (
           e.line_count IS DISTINCT FROM o.line_count
           OR (m.account_code, m.credit, m.debit, m.counterparty_class, m.counterparty_id, m.outlet_id,
               m.business_unit, m.document_type, m.document_id)
              IS DISTINCT FROM
              (n.account_code, n.debit, n.credit, n.counterparty_class, n.counterparty_id, n.outlet_id,
               n.business_unit, n.document_type, n.document_id)
        );
        IF broken IS NOT NULL THEN
            PERFORM ledger.refuse('reversal_mirrors_its_original', broken);
        END IF;
    END IF;

    IF has_guard THEN
        INSERT INTO ledger.balance (coop_id, account_code, counterparty_id)
        SELECT DISTINCT l.coop_id, l.account_code, ledger.guard_key(a.balance_mode, l.counterparty_id) AS guard_key
        FROM new_lines AS l
        CROSS JOIN LATERAL (
            SELECT * FROM ledger.account AS x WHERE x.coop_id = l.coop_id AND x.code = l.account_code LIMIT 1
        ) AS a
        WHERE a.balance_mode IN ('guarded', 'guarded_by_counterparty')
        ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING;
        PERFORM FROM (
            SELECT DISTINCT l.coop_id, l.account_code, ledger.guard_key(a.balance_mode, l.counterparty_id) AS key
            FROM new_lines AS l
            CROSS JOIN LATERAL (
                SELECT * FROM ledger.account AS x WHERE x.coop_id = l.coop_id AND x.code = l.account_code LIMIT 1
            ) AS a
            WHERE a.balance_mode IN ('guarded', 'guarded_by_counterparty')
            ORDER BY 1, 2, 3
        ) AS k
        CROSS JOIN LATERAL (
            SELECT FROM ledger.balance AS b
            WHERE b.coop_id = k.coop_id AND b.account_code = k.account_code AND b.counterparty_id = k.key
            ORDER BY b.slot LIMIT 100 FOR UPDATE
        ) AS locked;
        WITH change AS (
            SELECT l.coop_id, l.account_code, ledger.guard_key(a.balance_mode, l.counterparty_id) AS guard_key,
                   a.normal_side, a.floor, a.ceiling, sum(l.debit) AS debit, sum(l.credit) AS credit
            FROM new_lines AS l
            CROSS JOIN LATERAL (
                SELECT * FROM ledger.account AS x WHERE x.coop_id = l.coop_id AND x.code = l.account_code LIMIT 1
            ) AS a
            WHERE a.balance_mode IN ('guarded', 'guarded_by_counterparty')
            GROUP BY 1, 2, 3, 4, 5, 6
        ), changed AS (
            UPDATE ledger.balance AS b
            SET debit = b.debit + c.debit, credit = b.credit + c.credit, version = b.version + 1
            FROM change AS c
            CROSS JOIN LATERAL (
                SELECT x.ctid AS place FROM ledger.balance AS x
                WHERE x.coop_id = c.coop_id AND x.account_code = c.account_code AND x.counterparty_id = c.guard_key
                  AND x.slot = 0 LIMIT 1
            ) AS found
            WHERE b.ctid = found.place
            RETURNING b.account_code, c.floor, c.ceiling,
                      ledger.on_side(c.normal_side, b.debit, b.credit) - b.held AS available,
                      ledger.on_side(c.normal_side, c.debit, c.credit) AS movement
        )
        SELECT min(account_code) INTO broken FROM changed
        WHERE (movement < 0 AND available < floor) OR (movement > 0 AND available > ceiling);
        IF broken IS NOT NULL THEN
            PERFORM ledger.refuse('guarded_balance_is_within_its_limits', broken);
        END IF;
    END IF;

    IF has_slots THEN
        FOR change IN
            SELECT l.coop_id, l.account_code, a.normal_side, a.floor, sum(l.debit) AS debit, sum(l.credit) AS credit
            FROM new_lines AS l
            CROSS JOIN LATERAL (
                SELECT * FROM ledger.account AS x WHERE x.coop_id = l.coop_id AND x.code = l.account_code LIMIT 1
            ) AS a
            WHERE a.balance_mode = 'slotted'
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2
        LOOP
            IF NOT ledger.move_slotted(change.coop_id, change.account_code, change.normal_side, change.floor,
                                       change.debit, change.credit) THEN
                PERFORM ledger.refuse('guarded_balance_is_within_its_limits', change.account_code);
            END IF;
        END LOOP;
    END IF;
    RETURN NULL;
END $$;

-- As in 0006, and the slots.
CREATE OR REPLACE FUNCTION ledger.refuse_beyond_limits(
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
    WHERE c.balance_mode IN ('guarded', 'guarded_by_counterparty') AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
    ORDER BY 2, 3
    ON CONFLICT DO NOTHING;
    PERFORM FROM (
        SELECT DISTINCT c.code, ledger.guard_key(c.balance_mode, l.counterparty_id) AS key
        FROM unnest(lines) AS l
        CROSS JOIN LATERAL (
            SELECT * FROM ledger.account AS x WHERE x.coop_id = coop AND x.code = l.account_code LIMIT 1
        ) AS c
        WHERE c.balance_mode IN ('guarded', 'guarded_by_counterparty') AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
        ORDER BY 1, 2
    ) AS k
    CROSS JOIN LATERAL (
        SELECT FROM ledger.balance AS b
        WHERE b.coop_id = coop AND b.account_code = k.code AND b.counterparty_id = k.key
        ORDER BY b.slot LIMIT 100 FOR UPDATE
    ) AS locked;
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
        SELECT l.item, c.code, c.code || ' ' || coalesce(b.counterparty_id::text, '') AS key, c.floor, c.ceiling,
               c.balance_mode, c.normal_side,
               ledger.on_side(c.normal_side, b.debit, b.credit) - b.held AS before,
               ledger.on_side(c.normal_side, sum(l.debit), sum(l.credit)) AS movement
        FROM unnest(lines) AS l
        CROSS JOIN LATERAL (
            SELECT * FROM ledger.account AS x WHERE x.coop_id = coop AND x.code = l.account_code LIMIT 1
        ) AS c
        LEFT JOIN ledger.balance AS b
          ON c.balance_mode <> 'slotted' AND b.coop_id = coop AND b.account_code = c.code AND b.slot = 0
         AND b.counterparty_id = ledger.guard_key(c.balance_mode, l.counterparty_id)
        WHERE c.balance_mode <> 'rolled_up' AND refusals[l.item] IS NULL AND drafts[l.item].original IS NULL
        GROUP BY l.item, c.code, c.balance_mode, b.counterparty_id, c.floor, c.ceiling, c.normal_side, b.debit,
                 b.credit, b.held
        ORDER BY l.item, c.code, b.counterparty_id
    LOOP
        IF change.item <> current_item THEN
            current_item := change.item;
            settled := available;
        END IF;
        CONTINUE WHEN refusals[change.item] IS NOT NULL;
        IF change.balance_mode = 'slotted' AND NOT available ? change.key THEN
            available := available || jsonb_build_object(change.key, ledger.slotted_funds(
                coop, change.code, change.normal_side, change.floor, -change.movement, cardinality(drafts) = 1
            ));
        END IF;
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

-- As in 0008; money in slots is not held.
CREATE OR REPLACE FUNCTION ledger.reserve(
    coop uuid, new_id uuid, account text, counterparty uuid, held_amount bigint, asked_by text, key text,
    purpose text, acting text, OUT hold_id uuid, OUT replayed boolean, OUT code text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    guarded ledger.account;
    guard uuid;
    earlier ledger.hold;
    funds numeric;
BEGIN
    SELECT * INTO guarded FROM ledger.account AS a WHERE a.coop_id = coop AND a.code = account;
    code := CASE WHEN NOT FOUND THEN 'unknown_account'
                 WHEN guarded.balance_mode = 'rolled_up' THEN 'account_not_guarded'
                 WHEN guarded.balance_mode = 'slotted' THEN 'account_slotted'
                 WHEN held_amount NOT BETWEEN 1 AND 1000000000000000 THEN 'amount_invalid' END;
    IF code IS NOT NULL THEN
        RETURN;
    END IF;
    guard := ledger.guard_key(guarded.balance_mode, counterparty);
    INSERT INTO ledger.balance (coop_id, account_code, counterparty_id) VALUES (coop, account, guard)
    ON CONFLICT DO NOTHING;
    SELECT ledger.on_side(guarded.normal_side, b.debit, b.credit) - b.held INTO funds
    FROM ledger.balance AS b
    WHERE b.coop_id = coop AND b.account_code = account AND b.counterparty_id = guard AND b.slot = 0 FOR UPDATE;
    SELECT * INTO earlier FROM ledger.hold AS h
    WHERE h.coop_id = coop AND h.source = asked_by AND h.idempotency_key = key;
    IF FOUND THEN
        IF (earlier.account_code, earlier.counterparty_id, earlier.amount) <> (account, guard, held_amount) THEN
            code := 'key_reused';
        ELSE
            hold_id := earlier.hold_id;
            replayed := true;
        END IF;
        RETURN;
    END IF;
    IF funds - held_amount < guarded.floor THEN
        code := 'insufficient_balance';
        RETURN;
    END IF;
    UPDATE ledger.balance AS b SET held = b.held + held_amount, version = b.version + 1
    WHERE b.coop_id = coop AND b.account_code = account AND b.counterparty_id = guard AND b.slot = 0;
    INSERT INTO ledger.hold (coop_id, hold_id, account_code, counterparty_id, amount, source, idempotency_key, reason, actor)
    VALUES (coop, new_id, account, guard, held_amount, asked_by, key, purpose, acting);
    hold_id := new_id;
    replayed := false;
END $$;

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
    IF NEW.balance_mode = 'slotted' AND (NEW.floor > OLD.floor OR OLD.floor IS NULL AND NEW.floor IS NOT NULL) AND EXISTS (
        SELECT FROM ledger.line WHERE coop_id = OLD.coop_id AND account_code = OLD.code
    ) THEN
        PERFORM ledger.refuse('floor_of_slots_only_falls', OLD.code);
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
