-- Posting in fewer statements; slotted accounts; an account without lines may become guarded.

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
