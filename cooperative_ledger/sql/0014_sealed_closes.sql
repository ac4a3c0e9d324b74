-- What a period showed when it was closed is history too: each close leaves its version under the seals. The figures
-- behind it (period_balance) are bound by the hash that the close holds.
DO $$
BEGIN
    PERFORM set_config('client_encoding', 'UTF8', true);
    CREATE TRIGGER keep_version AFTER INSERT OR UPDATE ON ledger.period_close
        FOR EACH ROW EXECUTE FUNCTION ledger.keep_row_version('period', 'change_number');
    ALTER TABLE ledger.period_close ENABLE ALWAYS TRIGGER keep_version;
    ALTER TABLE ledger.row_version NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger.period_close NO FORCE ROW LEVEL SECURITY;
    PERFORM ledger.keep_version('period_close', concat_ws(' ', t.period, t.change_number), record_send(t), t.coop_id)
    FROM ledger.period_close AS t;
    ALTER TABLE ledger.period_close FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger.row_version FORCE ROW LEVEL SECURITY;
END $$;
