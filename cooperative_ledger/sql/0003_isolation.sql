-- A cooperative's rows are seen only by a transaction that named it: with the setting unset nothing is visible.
CREATE FUNCTION ledger.current_cooperative() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('ledger.coop_id', true), '')::uuid;

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['cooperative', 'account', 'period', 'period_change', 'entry',
                                      'narration', 'redaction', 'line', 'balance']
    LOOP
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE ledger.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY own_rows ON ledger.%I USING (coop_id = (SELECT ledger.current_cooperative()))',
                       table_name);
        EXECUTE format('CREATE POLICY every_row ON ledger.%I FOR SELECT TO ledger_auditor USING (true)', table_name);
        EXECUTE format('GRANT SELECT ON ledger.%I TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor',
                       table_name);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION ledger.current_cooperative() TO PUBLIC;
