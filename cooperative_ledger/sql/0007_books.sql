-- Opening books, keeping the chart, changing a period's state: the poster's other verbs.

CREATE FUNCTION ledger.open_books(coop uuid, books_name text, books_time_zone text, open_on date) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH opened AS (
        INSERT INTO ledger.cooperative (coop_id, name, time_zone, books_open_on)
        VALUES (coop, books_name, books_time_zone, open_on)
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM opened)
$$;

-- Adds what is not there yet; an account that is there stays as it is. Gives the number added.
CREATE FUNCTION ledger.add_accounts(coop uuid, accounts jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    added integer;
BEGIN
    PERFORM pg_advisory_xact_lock(ledger.chart_lock(coop));
    INSERT INTO ledger.account (coop_id, code, name, account_type, normal_side, parent_code, postable, balance_mode,
                                floor, ceiling, opened_on)
    SELECT coop, a.code, a.name, a.account_type, a.normal_side, a.parent_code, a.postable, a.balance_mode, a.floor,
           a.ceiling, coalesce(a.opened_on, c.books_open_on)
    FROM ledger.cooperative AS c,
         jsonb_to_recordset(accounts) AS a (
             code text, name text, account_type text, normal_side text, parent_code text, postable boolean,
             balance_mode text, floor bigint, ceiling bigint, opened_on date
         )
    WHERE c.coop_id = coop
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
    RETURN added;
END $$;

CREATE FUNCTION ledger.rename_account(coop uuid, which text, new_name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE ledger.account SET name = new_name WHERE coop_id = coop AND code = which;
    RETURN FOUND;
END $$;

CREATE FUNCTION ledger.limit_account(coop uuid, which text, new_floor bigint, new_ceiling bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE ledger.account SET floor = new_floor, ceiling = new_ceiling WHERE coop_id = coop AND code = which;
    RETURN FOUND;
END $$;

-- The account takes nothing dated later than `day`. Refused while it has a balance, or lines of a later date.
CREATE FUNCTION ledger.close_account(coop uuid, which text, day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    remainder numeric;
    last_date date;
BEGIN
    PERFORM pg_advisory_xact_lock(ledger.chart_lock(coop));
    SELECT coalesce(sum(debit) - sum(credit), 0), max(posting_date) INTO remainder, last_date
    FROM ledger.line WHERE coop_id = coop AND account_code = which;
    IF remainder <> 0 OR last_date > day THEN
        PERFORM ledger.refuse('closed_account_is_empty', which);
    END IF;
    UPDATE ledger.account SET closed_on = day WHERE coop_id = coop AND code = which;
    RETURN FOUND;
END $$;

-- Takes the period's lock alone, so every posting under way has committed before the state changes, and every later
-- one sees the new state. A locked period stays locked; reopening needs a reason and a second person.
CREATE FUNCTION ledger.change_period(
    coop uuid, changed_period integer, new_state text, changed_by text, why text, second_person text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old_state text;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger.cooperative WHERE coop_id = coop) THEN
        PERFORM ledger.refuse('books_are_open_and_named', coalesce(coop::text, 'none'));
    END IF;
    PERFORM pg_advisory_xact_lock(ledger.period_lock(coop, changed_period));
    SELECT state INTO old_state FROM ledger.period WHERE coop_id = coop AND period = changed_period;
    old_state := coalesce(old_state, 'open');
    IF (old_state, new_state) NOT IN (('open', 'closing'), ('closing', 'open'), ('closing', 'closed'),
                                      ('closed', 'open'), ('closed', 'locked')) THEN
        PERFORM ledger.refuse('period_state_follows', format('%s: %s to %s', changed_period, old_state, new_state));
    END IF;
    INSERT INTO ledger.period (coop_id, period, state) VALUES (coop, changed_period, new_state)
    ON CONFLICT (coop_id, period) DO UPDATE SET state = EXCLUDED.state;
    INSERT INTO ledger.period_change (coop_id, period, change_number, state_before, state_after, actor, approved_by, reason)
    SELECT coop, changed_period, count(*) + 1, old_state, new_state, changed_by, second_person, why
    FROM ledger.period_change WHERE coop_id = coop AND period = changed_period;
    RETURN old_state;
END $$;

-- Takes the words away and leaves the hash: the entry still verifies, and the redaction says who wanted it and why.
CREATE FUNCTION ledger.redact_narration(coop uuid, entry uuid, redacted_by text, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM ledger.narration WHERE coop_id = coop AND entry_id = entry;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO ledger.redaction (coop_id, entry_id, actor, reason) VALUES (coop, entry, redacted_by, why);
    RETURN true;
END $$;

DO $$
DECLARE
    verb regprocedure;
BEGIN
    FOR verb IN SELECT oid FROM pg_catalog.pg_proc
                WHERE pronamespace = 'ledger'::regnamespace
                  AND proname IN ('open_books', 'add_accounts', 'rename_account', 'limit_account', 'close_account',
                                  'change_period', 'redact_narration')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', verb);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO ledger_poster', verb);
    END LOOP;
END $$;
