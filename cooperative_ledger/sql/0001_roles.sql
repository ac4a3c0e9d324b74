-- Roles belong to the whole server, so several databases (and several installations at once) may make them.
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['ledger_owner', 'ledger_poster', 'ledger_reader', 'ledger_sealer', 'ledger_auditor']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another database's installation was faster
            END;
        END IF;
    END LOOP;
    -- Whoever installs may become the owner; PostgreSQL lets a role's creator grant that to itself.
    IF NOT pg_catalog.pg_has_role(current_user, 'ledger_owner', 'SET') THEN
        EXECUTE format('GRANT ledger_owner TO %I', current_user);
    END IF;
END $$;

CREATE SCHEMA ledger AUTHORIZATION ledger_owner;
REVOKE ALL ON SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor;
SET LOCAL ROLE ledger_owner;

CREATE TABLE ledger.installation (
    version integer PRIMARY KEY,
    installed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT ON ledger.installation TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor;
