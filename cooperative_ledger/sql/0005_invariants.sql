-- What no writer can pass by, not even with SQL typed by hand. Checks are set-based: one per statement, so a batch of a
-- thousand entries costs hardly more than one. An entry and all its lines arrive in one statement (a WITH of INSERTs):
-- statement triggers fire when all of them have run, so nothing needs to wait for the commit. A plan lives as long as
-- the session, so a first batch on empty tables must not decide for reading all of a cooperative's rows ever after: the
-- checks go by index, one look-up per row (LATERAL ... LIMIT 1).

CREATE FUNCTION ledger.refuse(rule text, about text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule,
        MESSAGE = format('the ledger refuses this: %s (%s)', rule, about);
END $$;

CREATE FUNCTION ledger.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', CONSTRAINT = 'history_is_immutable',
        MESSAGE = format('the ledger refuses this: %s on ledger.%s; history is reversed, never changed',
                         TG_OP, TG_TABLE_NAME);
END $$;

CREATE FUNCTION ledger.check_new_entries() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    broken text;
BEGIN
    -- A snapshot older than the lock below could not see that a period was closed meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM ledger.refuse('posting_is_read_committed', current_setting('transaction_isolation'));
    END IF;
    PERFORM pg_advisory_xact_lock_shared(keys.key)
    FROM (
        SELECT ledger.period_lock(p.coop_id, p.period) AS key
        FROM (SELECT DISTINCT coop_id, period FROM new_entries) AS p ORDER BY key
    ) AS keys;
    WITH months AS MATERIALIZED (
        SELECT n.coop_id, n.period, p.state, c.coop_id AS books, c.books_open_on,
               (clock_timestamp() AT TIME ZONE c.time_zone)::date AS today
        FROM (SELECT DISTINCT coop_id, period FROM new_entries) AS n
        LEFT JOIN LATERAL (SELECT * FROM ledger.cooperative AS x WHERE x.coop_id = n.coop_id LIMIT 1) AS c ON true
        LEFT JOIN LATERAL (
            SELECT x.state FROM ledger.period AS x WHERE x.coop_id = n.coop_id AND x.period = n.period LIMIT 1
        ) AS p ON true
    )
    SELECT min(rule || ' ' || entry_id) INTO broken
    FROM (
        SELECT e.entry_id, CASE
            WHEN e.writer_xid <> pg_current_xact_id() THEN 'writer_is_this_transaction'
            WHEN e.recorded_at NOT BETWEEN transaction_timestamp() AND clock_timestamp() THEN 'recorded_at_is_now'
            WHEN m.books IS NULL THEN 'books_are_open_and_named'
            WHEN m.state <> 'open' THEN 'period_is_open'
            WHEN e.posting_date < m.books_open_on THEN 'posting_date_is_after_opening'
            WHEN e.posting_date > m.today THEN 'posting_date_has_come'
            WHEN e.period <> ledger.period_of(e.posting_date) AND NOT (
                e.period % 100 = 13 AND e.kind IN ('adjustment', 'closing', 'reversal')
                AND e.posting_date = make_date(e.period / 100, 12, 31)
            ) THEN 'period_is_that_of_the_date'
            WHEN e.kind NOT IN ('normal', 'reversal', 'opening', 'closing', 'adjustment')
                OR (e.kind = 'reversal') <> (e.reverses IS NOT NULL)
                OR e.dating NOT IN ('as_asked', 'moved')
                OR e.encoding <> 1
                OR length(e.leaf_hash) <> 32 OR length(e.fingerprint) <> 32 OR length(e.narration_hash) <> 32
                OR length(e.source) NOT BETWEEN 1 AND 50
                OR length(e.idempotency_key) NOT BETWEEN 1 AND 200
                OR length(e.reference) NOT BETWEEN 1 AND 200
                OR length(e.actor) NOT BETWEEN 1 AND 200 THEN 'entry_is_well_formed'
            WHEN l.line_no IS DISTINCT FROM e.line_count THEN 'entry_has_its_lines'
        END AS rule
        FROM new_entries AS e
        JOIN months AS m ON m.coop_id = e.coop_id AND m.period = e.period
        LEFT JOIN LATERAL (
            SELECT x.line_no FROM ledger.line AS x
            WHERE x.coop_id = e.coop_id AND x.entry_id = e.entry_id ORDER BY x.line_no DESC LIMIT 1
        ) AS l ON true
    ) AS checked
    WHERE rule IS NOT NULL;
    IF broken IS NOT NULL THEN
        PERFORM ledger.refuse(split_part(broken, ' ', 1), split_part(broken, ' ', 2));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger.check_new_lines() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' AS $$
DECLARE
    broken text;
    has_reversal boolean;
    has_guard boolean;
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
           ), bool_or(a.balance_mode <> 'rolled_up')
    INTO broken, has_guard
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
        WHERE a.balance_mode <> 'rolled_up'
        ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING;
        PERFORM FROM ledger.balance AS b
        WHERE (b.coop_id, b.account_code, b.counterparty_id) IN (
            SELECT l.coop_id, l.account_code, ledger.guard_key(a.balance_mode, l.counterparty_id)
            FROM new_lines AS l
            CROSS JOIN LATERAL (
                SELECT * FROM ledger.account AS x WHERE x.coop_id = l.coop_id AND x.code = l.account_code LIMIT 1
            ) AS a
            WHERE a.balance_mode <> 'rolled_up'
        )
        ORDER BY b.coop_id, b.account_code, b.counterparty_id FOR UPDATE;
        WITH change AS (
            SELECT l.coop_id, l.account_code, ledger.guard_key(a.balance_mode, l.counterparty_id) AS guard_key,
                   a.normal_side, a.floor, a.ceiling, sum(l.debit) AS debit, sum(l.credit) AS credit
            FROM new_lines AS l
            CROSS JOIN LATERAL (
                SELECT * FROM ledger.account AS x WHERE x.coop_id = l.coop_id AND x.code = l.account_code LIMIT 1
            ) AS a
            WHERE a.balance_mode <> 'rolled_up'
            GROUP BY 1, 2, 3, 4, 5, 6
        ), changed AS (
            UPDATE ledger.balance AS b
            SET debit = b.debit + c.debit, credit = b.credit + c.credit, version = b.version + 1
            FROM change AS c
            WHERE b.coop_id = c.coop_id AND b.account_code = c.account_code AND b.counterparty_id = c.guard_key
              AND b.slot = 0
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
    RETURN NULL;
END $$;

CREATE FUNCTION ledger.guard_key(balance_mode text, counterparty_id uuid) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN balance_mode = 'guarded_by_counterparty' THEN coalesce(counterparty_id, '00000000-0000-0000-0000-000000000000')
            ELSE '00000000-0000-0000-0000-000000000000'::uuid END;

CREATE FUNCTION ledger.on_side(normal_side text, debit numeric, credit numeric) RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE normal_side WHEN 'debit' THEN debit - credit ELSE credit - debit END;

CREATE FUNCTION ledger.check_new_narration() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    broken text;
BEGIN
    SELECT min(n.entry_id::text) INTO broken
    FROM new_narrations AS n
    LEFT JOIN LATERAL (
        SELECT x.writer_xid, x.narration_hash FROM ledger.entry AS x
        WHERE x.coop_id = n.coop_id AND x.entry_id = n.entry_id LIMIT 1
    ) AS e ON true
    WHERE e.writer_xid IS DISTINCT FROM pg_current_xact_id()
       OR e.narration_hash IS DISTINCT FROM ledger.narration_hash(n.salt, n.narration)
       OR length(n.salt) <> 16 OR length(n.narration) NOT BETWEEN 1 AND 1000;
    IF broken IS NOT NULL THEN
        PERFORM ledger.refuse('narration_is_the_one_hashed', broken);
    END IF;
    RETURN NULL;
END $$;

-- A name may be mended; what gives an account's figures their meaning may not.
CREATE FUNCTION ledger.check_account_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.coop_id, NEW.code, NEW.account_type, NEW.normal_side, NEW.currency, NEW.balance_mode, NEW.opened_on)
       IS DISTINCT FROM
       (OLD.coop_id, OLD.code, OLD.account_type, OLD.normal_side, OLD.currency, OLD.balance_mode, OLD.opened_on)
    THEN
        PERFORM ledger.refuse('account_keeps_its_meaning', OLD.code);
    END IF;
    IF NOT NEW.postable AND OLD.postable AND EXISTS (
        SELECT FROM ledger.line WHERE coop_id = OLD.coop_id AND account_code = OLD.code
    ) THEN
        PERFORM ledger.refuse('account_with_lines_stays_postable', OLD.code);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger.check_cooperative_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.coop_id, NEW.time_zone, NEW.books_open_on, NEW.recorded_at)
       IS DISTINCT FROM (OLD.coop_id, OLD.time_zone, OLD.books_open_on, OLD.recorded_at) THEN
        PERFORM ledger.refuse('books_keep_their_opening_and_time_zone', OLD.coop_id::text);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER new_entries AFTER INSERT ON ledger.entry
    REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_new_entries();
CREATE TRIGGER new_lines AFTER INSERT ON ledger.line
    REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_new_lines();
CREATE TRIGGER new_narrations AFTER INSERT ON ledger.narration
    REFERENCING NEW TABLE AS new_narrations FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_new_narration();
CREATE TRIGGER account_change BEFORE UPDATE ON ledger.account
    FOR EACH ROW EXECUTE FUNCTION ledger.check_account_change();
CREATE TRIGGER cooperative_change BEFORE UPDATE ON ledger.cooperative
    FOR EACH ROW EXECUTE FUNCTION ledger.check_cooperative_change();
CREATE TRIGGER totals_never_fall BEFORE UPDATE ON ledger.balance
    FOR EACH ROW WHEN (NEW.debit < OLD.debit OR NEW.credit < OLD.credit OR NEW.version <= OLD.version)
    EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER no_update BEFORE UPDATE ON ledger.narration FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

DO $$
DECLARE
    table_name text;
    trigger_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['entry', 'line', 'period_change', 'redaction'] LOOP
        EXECUTE format('CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON ledger.%I
                        FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change()', table_name);
    END LOOP;
    FOREACH table_name IN ARRAY ARRAY['cooperative', 'account', 'period', 'balance'] LOOP
        EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE ON ledger.%I
                        FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change()', table_name);
    END LOOP;
    FOREACH table_name IN ARRAY ARRAY['cooperative', 'account', 'period', 'period_change', 'entry',
                                      'narration', 'redaction', 'line', 'balance'] LOOP
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', table_name);
    END LOOP;
    -- Also where replication or a restore has turned ordinary triggers off.
    FOR table_name, trigger_name IN
        SELECT c.relname, t.tgname FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
        WHERE c.relnamespace = 'ledger'::regnamespace AND NOT t.tgisinternal
    LOOP
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', table_name, trigger_name);
    END LOOP;
END $$;
