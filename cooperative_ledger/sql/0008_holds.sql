-- Money of a guarded account set aside for a purpose: reserved, then captured by an entry or released, once.
-- What is held is not available to anybody else; each step is a row of its own and none is ever changed.

CREATE TABLE ledger.hold (
    coop_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    counterparty_id uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000000),
    source text COLLATE "C" NOT NULL CHECK (length(source) BETWEEN 1 AND 50),
    idempotency_key text COLLATE "C" NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
    reason text CHECK (length(reason) BETWEEN 1 AND 1000),
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (coop_id, hold_id),
    UNIQUE (coop_id, source, idempotency_key),
    FOREIGN KEY (coop_id, account_code, counterparty_id, slot) REFERENCES ledger.balance,
    slot smallint NOT NULL DEFAULT 0 CHECK (slot = 0)
);
COMMENT ON COLUMN ledger.hold.counterparty_id IS 'As in ledger.balance: all zeros where the account is guarded as a whole.';

CREATE TABLE ledger.hold_resolution (
    coop_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    entry_id uuid,
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (coop_id, hold_id),
    FOREIGN KEY (coop_id, hold_id) REFERENCES ledger.hold,
    FOREIGN KEY (coop_id, entry_id) REFERENCES ledger.entry
);
COMMENT ON COLUMN ledger.hold_resolution.entry_id IS 'The entry that captured it; null where it was released.';

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['hold', 'hold_resolution'] LOOP
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

-- Gives the hold and whether it was there before, or the code of a refusal.
CREATE FUNCTION ledger.reserve(
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

-- Takes the hold off the balance, under the balance's lock; the caller then writes how it was resolved.
CREATE FUNCTION ledger.lift_hold(coop uuid, lifted uuid, OUT held ledger.hold, OUT resolution ledger.hold_resolution)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT * INTO held FROM ledger.hold AS h WHERE h.coop_id = coop AND h.hold_id = lifted;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM FROM ledger.balance AS b
    WHERE b.coop_id = coop AND b.account_code = held.account_code AND b.counterparty_id = held.counterparty_id
      AND b.slot = 0 FOR UPDATE;
    SELECT * INTO resolution FROM ledger.hold_resolution AS r WHERE r.coop_id = coop AND r.hold_id = lifted;
    IF NOT FOUND THEN
        UPDATE ledger.balance AS b SET held = b.held - lift_hold.held.amount, version = b.version + 1
        WHERE b.coop_id = coop AND b.account_code = lift_hold.held.account_code
          AND b.counterparty_id = lift_hold.held.counterparty_id AND b.slot = 0;
    END IF;
END $$;

CREATE FUNCTION ledger.release(coop uuid, released uuid, acting text, OUT replayed boolean, OUT code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lifted record;
BEGIN
    SELECT * INTO lifted FROM ledger.lift_hold(coop, released);
    code := CASE WHEN (lifted.held).hold_id IS NULL THEN 'hold_not_found'
                 WHEN (lifted.resolution).entry_id IS NOT NULL THEN 'hold_captured' END;
    replayed := (lifted.resolution).hold_id IS NOT NULL;
    IF code IS NULL AND NOT replayed THEN
        INSERT INTO ledger.hold_resolution (coop_id, hold_id, actor) VALUES (coop, released, acting);
    END IF;
END $$;

-- Posts the entry out of the held money; a smaller entry leaves the rest free. A refused entry leaves the hold.
CREATE FUNCTION ledger.capture(
    coop uuid, captured uuid, acting text, body jsonb,
    OUT outcome text, OUT entry_id uuid, OUT posting_date date, OUT code text, OUT about text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lifted record;
    taken numeric;
BEGIN
    SELECT * INTO lifted FROM ledger.lift_hold(coop, captured);
    IF (lifted.held).hold_id IS NULL THEN
        outcome := 'refused';
        code := 'hold_not_found';
        RETURN;
    END IF;
    SELECT p.outcome, p.entry_id, p.posting_date, p.code, p.about INTO outcome, entry_id, posting_date, code, about
    FROM ledger.post(coop, acting, jsonb_build_array(body)) AS p;
    IF (lifted.resolution).hold_id IS NOT NULL THEN
        IF outcome = 'posted' OR (outcome = 'replayed' AND entry_id IS DISTINCT FROM (lifted.resolution).entry_id) THEN
            PERFORM ledger.refuse('hold_is_resolved_once', captured::text);
        END IF;
        RETURN;
    END IF;
    IF outcome = 'refused' THEN
        UPDATE ledger.balance AS b SET held = b.held + (lifted.held).amount, version = b.version + 1
        WHERE b.coop_id = coop AND b.account_code = (lifted.held).account_code
          AND b.counterparty_id = (lifted.held).counterparty_id AND b.slot = 0;
        RETURN;
    END IF;
    SELECT -ledger.on_side(a.normal_side, sum(l.debit), sum(l.credit)) INTO taken
    FROM ledger.line AS l
    JOIN ledger.account AS a ON a.coop_id = l.coop_id AND a.code = l.account_code
    WHERE l.coop_id = coop AND l.entry_id = capture.entry_id AND l.account_code = (lifted.held).account_code
      AND ledger.guard_key(a.balance_mode, l.counterparty_id) = (lifted.held).counterparty_id
    GROUP BY a.normal_side;
    IF outcome = 'replayed' OR taken IS NULL OR taken NOT BETWEEN 1 AND (lifted.held).amount THEN
        PERFORM ledger.refuse('capture_stays_within_its_hold', captured::text);
    END IF;
    INSERT INTO ledger.hold_resolution (coop_id, hold_id, entry_id, actor) VALUES (coop, captured, entry_id, acting);
END $$;

DO $$
DECLARE
    verb regprocedure;
BEGIN
    FOR verb IN SELECT oid FROM pg_catalog.pg_proc
                WHERE pronamespace = 'ledger'::regnamespace AND proname IN ('reserve', 'release', 'capture')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', verb);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO ledger_poster', verb);
    END LOOP;
END $$;
