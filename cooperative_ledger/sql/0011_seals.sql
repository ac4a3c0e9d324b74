-- Seals: what was posted, in one order, under one root, so that nobody can alter it unseen. Two logs per cooperative,
-- each an RFC 6962 Merkle tree: the entries, in the order of their gapless journal numbers, and every version that a row
-- of the smaller tables ever had. A seal holds both roots and the seal before it. Nothing here is on the way of a posting:
-- the journal is read, never updated. Bytes and hashes: README, "Seals".

-- Rows that may change (a name, a limit) or that are few (a change of period, a hold) leave each version behind, whole.
CREATE TABLE ledger.row_version (
    coop_id uuid NOT NULL,
    version_id uuid NOT NULL,
    writer_xid xid8 NOT NULL,
    recorded_at timestamptz NOT NULL,
    encoding smallint NOT NULL DEFAULT 1,
    version integer NOT NULL CHECK (version > 0),
    table_name text COLLATE "C" NOT NULL,
    row_key text COLLATE "C" NOT NULL,
    content bytea NOT NULL,
    leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
    PRIMARY KEY (coop_id, version_id),
    UNIQUE (coop_id, table_name, row_key, version)
);
CREATE INDEX row_version_by_writer ON ledger.row_version (coop_id, writer_xid) WHERE writer_xid > '0';
COMMENT ON COLUMN ledger.row_version.content IS 'The row as PostgreSQL sends it (record_send), encoded as entries are.';

CREATE TABLE ledger.seal_leaf (
    coop_id uuid NOT NULL,
    log text COLLATE "C" NOT NULL CHECK (log IN ('entry', 'row')),
    position bigint NOT NULL CHECK (position > 0),
    item uuid NOT NULL,
    leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32)
);
-- Conditions that always hold, so that each question has one index it can use (see 0002).
CREATE UNIQUE INDEX position_has_one_leaf ON ledger.seal_leaf (coop_id, log, position) WHERE position > 0;
CREATE UNIQUE INDEX item_has_one_leaf ON ledger.seal_leaf (coop_id, log, item)
    WHERE item > '00000000-0000-0000-0000-000000000000';
COMMENT ON COLUMN ledger.seal_leaf.position IS 'In the log of entries this is the journal number: 1, 2, 3, ... with no gap.';

CREATE TABLE ledger.seal_node (
    coop_id uuid NOT NULL,
    log text COLLATE "C" NOT NULL,
    level smallint NOT NULL CHECK (level % 4 = 0 AND level > 0),
    place bigint NOT NULL CHECK (place >= 0),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (coop_id, log, level, place)
);
COMMENT ON TABLE ledger.seal_node IS
    'Roots of complete subtrees of 16, 256, 4096 ... leaves, from which the next seal and every proof are made.';

CREATE TABLE ledger.seal (
    coop_id uuid NOT NULL REFERENCES ledger.cooperative,
    seal_number bigint NOT NULL CHECK (seal_number > 0),
    encoding smallint NOT NULL DEFAULT 1,
    sealed_at timestamptz NOT NULL,
    entry_count bigint NOT NULL,
    entry_root bytea NOT NULL,
    row_count bigint NOT NULL,
    row_root bytea NOT NULL,
    trial_balance_hash bytea NOT NULL,
    previous_hash bytea,
    seal_hash bytea NOT NULL,
    PRIMARY KEY (coop_id, seal_number),
    CHECK ((seal_number = 1) = (previous_hash IS NULL))
);

-- What each account stands at under the newest seal. Derived: made anew from the lines when the newest seal does not know it.
CREATE TABLE ledger.seal_total (
    coop_id uuid NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    debit numeric(30) NOT NULL,
    credit numeric(30) NOT NULL,
    PRIMARY KEY (coop_id, account_code)
);

CREATE TABLE ledger.seal_state (
    coop_id uuid NOT NULL REFERENCES ledger.cooperative,
    log text COLLATE "C" NOT NULL,
    server bigint NOT NULL,
    through_xid xid8 NOT NULL,
    sweep_xid xid8,
    PRIMARY KEY (coop_id, log)
);
COMMENT ON COLUMN ledger.seal_state.through_xid IS
    'Whatever this server wrote in an older transaction has its leaf; what is newer is looked for from here on.';
COMMENT ON COLUMN ledger.seal_state.sweep_xid IS
    'While not null: what came from another server, whose numbers mean nothing here, is gone through from this number on.';

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['row_version', 'seal_leaf', 'seal_node', 'seal', 'seal_total', 'seal_state'] LOOP
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE ledger.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY own_rows ON ledger.%I USING (coop_id = (SELECT ledger.current_cooperative()))',
                       table_name);
        EXECUTE format('CREATE POLICY every_row ON ledger.%I FOR SELECT TO ledger_auditor USING (true)', table_name);
        EXECUTE format('GRANT SELECT ON ledger.%I TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor',
                       table_name);
    END LOOP;
    FOREACH table_name IN ARRAY ARRAY['row_version', 'seal_leaf', 'seal_node', 'seal'] LOOP
        EXECUTE format('CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON ledger.%I
                        FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change()', table_name);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', table_name);
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER no_change', table_name);
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER no_truncate', table_name);
    END LOOP;
END $$;

CREATE FUNCTION ledger.row_version_leaf(
    encoding smallint, coop_id uuid, version_id uuid, table_name text, row_key text, version integer,
    recorded_at timestamptz, writer_xid xid8, content bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256('\x00'::bytea || record_send(ROW(
    encoding, coop_id, version_id, table_name, row_key, version, recorded_at, writer_xid, content
)));

CREATE FUNCTION ledger.seal_hash(
    encoding smallint, coop_id uuid, seal_number bigint, sealed_at timestamptz, entry_count bigint, entry_root bytea,
    row_count bigint, row_root bytea, trial_balance_hash bytea, previous_hash bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256('\x02'::bytea || record_send(ROW(
    encoding, coop_id, seal_number, sealed_at, entry_count, entry_root, row_count, row_root, trial_balance_hash,
    previous_hash
)));

CREATE FUNCTION ledger.keep_version(named text, key text, content bytea, coop uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    id uuid := gen_random_uuid();
    moment timestamptz := clock_timestamp();
    next_version integer;
BEGIN
    SELECT coalesce(max(v.version), 0) + 1 INTO next_version FROM ledger.row_version AS v
    WHERE v.coop_id = coop AND v.table_name = named AND v.row_key = key;
    INSERT INTO ledger.row_version (coop_id, version_id, writer_xid, recorded_at, version, table_name, row_key, content, leaf_hash)
    VALUES (coop, id, pg_current_xact_id(), moment, next_version, named, key, content,
            ledger.row_version_leaf(1::smallint, coop, id, named, key, next_version, moment, pg_current_xact_id(), content));
END $$;

-- For a table of the books whose rows are few: AFTER INSERT OR UPDATE, its arguments the columns that name a row.
CREATE FUNCTION ledger.keep_row_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' AS $$
DECLARE
    row_values jsonb := to_jsonb(NEW);
BEGIN
    PERFORM ledger.keep_version(
        TG_TABLE_NAME, (SELECT string_agg(row_values ->> c.name, ' ' ORDER BY c.place)
                        FROM unnest(TG_ARGV) WITH ORDINALITY AS c (name, place)), record_send(NEW), NEW.coop_id
    );
    RETURN NULL;
END $$;

-- Rows of before seals get their first version now. Nobody is named as cooperative yet, so the owner's own isolation is
-- lifted for these statements; the tables are locked meanwhile.
DO $$
DECLARE
    kept record;
BEGIN
    PERFORM set_config('client_encoding', 'UTF8', true);
    ALTER TABLE ledger.row_version NO FORCE ROW LEVEL SECURITY;
    FOR kept IN
        SELECT * FROM (VALUES ('cooperative', ARRAY['coop_id']), ('account', ARRAY['code']),
                              ('period_change', ARRAY['period', 'change_number']), ('redaction', ARRAY['entry_id']),
                              ('hold', ARRAY['hold_id']), ('hold_resolution', ARRAY['hold_id'])) AS t (name, key)
    LOOP
        EXECUTE format('CREATE TRIGGER keep_version AFTER INSERT OR UPDATE ON ledger.%I
                        FOR EACH ROW EXECUTE FUNCTION ledger.keep_row_version(%s)', kept.name,
                       (SELECT string_agg(quote_literal(k), ', ') FROM unnest(kept.key) AS k));
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER keep_version', kept.name);
        EXECUTE format('ALTER TABLE ledger.%I NO FORCE ROW LEVEL SECURITY', kept.name);
        EXECUTE format('SELECT ledger.keep_version(%L, concat_ws('' '', %s), record_send(t), t.coop_id) FROM ledger.%I AS t',
                       kept.name, (SELECT string_agg('t.' || quote_ident(k), ', ') FROM unnest(kept.key) AS k), kept.name);
        EXECUTE format('ALTER TABLE ledger.%I FORCE ROW LEVEL SECURITY', kept.name);
    END LOOP;
    ALTER TABLE ledger.row_version FORCE ROW LEVEL SECURITY;
END $$;

-- The root of RFC 6962 over hashes that stand for complete subtrees of one size, the last perhaps for a smaller one:
-- pairs are joined, one left over goes up as it is.
CREATE FUNCTION ledger.merkle_root(hashes bytea[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    width integer := cardinality(hashes);
BEGIN
    IF width = 0 THEN
        RETURN sha256(''::bytea);
    END IF;
    WHILE width > 1 LOOP
        FOR pair IN 1 .. width / 2 LOOP
            hashes[pair] := sha256('\x01'::bytea || hashes[2 * pair - 1] || hashes[2 * pair]);
        END LOOP;
        IF width % 2 = 1 THEN
            hashes[width / 2 + 1] := hashes[width];
        END IF;
        width := (width + 1) / 2;
    END LOOP;
    RETURN hashes[1];
END $$;

CREATE FUNCTION ledger.hashes_of_level(coop uuid, which text, wanted_level integer, first bigint, past bigint)
RETURNS TABLE (place bigint, hash bytea)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT l.position - 1, l.leaf_hash FROM ledger.seal_leaf AS l
    WHERE wanted_level = 0 AND l.coop_id = coop AND l.log = which AND l.position > 0
      AND l.position > first AND l.position <= past
    UNION ALL
    SELECT n.place, n.hash FROM ledger.seal_node AS n
    WHERE wanted_level > 0 AND n.coop_id = coop AND n.log = which AND n.level = wanted_level
      AND n.place >= first AND n.place < past;
END;

-- Keeps the roots of the subtrees that became complete when the log grew, and gives the root of the whole.
CREATE FUNCTION ledger.grow_tree(coop uuid, which text, old_size bigint, new_size bigint) RETURNS bytea
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    level integer := 0;
    old_count bigint := old_size;
    new_count bigint := new_size;
    left_over bytea[];
    partial bytea;
BEGIN
    LOOP
        INSERT INTO ledger.seal_node (coop_id, log, level, place, hash)
        SELECT coop, which, level + 4, c.place >> 4, ledger.merkle_root(array_agg(c.hash ORDER BY c.place))
        FROM ledger.hashes_of_level(coop, which, level, (old_count >> 4) << 4, (new_count >> 4) << 4) AS c
        GROUP BY c.place >> 4;
        left_over := ARRAY(
            SELECT c.hash FROM ledger.hashes_of_level(coop, which, level, (new_count >> 4) << 4, new_count) AS c
            ORDER BY c.place
        ) || CASE WHEN partial IS NULL THEN '{}' ELSE ARRAY[partial] END;
        IF cardinality(left_over) > 0 THEN
            partial := ledger.merkle_root(left_over);
        END IF;
        old_count := old_count >> 4;
        new_count := new_count >> 4;
        level := level + 4;
        EXIT WHEN new_count = 0;
    END LOOP;
    RETURN coalesce(partial, ledger.merkle_root('{}'));
END $$;

CREATE VIEW ledger.sealable WITH (security_invoker = true) AS
SELECT 'entry'::text AS log, coop_id, entry_id AS item, writer_xid, recorded_at, leaf_hash
FROM ledger.entry WHERE writer_xid > '0'
UNION ALL
SELECT 'row'::text, coop_id, version_id, writer_xid, recorded_at, leaf_hash
FROM ledger.row_version WHERE writer_xid > '0';

-- Gives leaves to what has none, at most so many, and gives how many. Of this server's transactions only those older than
-- the oldest one running are looked through: they have ended, so that the next look may begin where this one stopped and
-- yet nothing that committed late is missed; and what has a leaf gets no second one. On a server that never sealed these
-- books (or was put back to before it did) everything is gone through once: what lies there from elsewhere has ended,
-- whatever its transaction's number.
CREATE FUNCTION ledger.add_leaves(coop uuid, which text, most integer) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
SET enable_sort = off  -- in the order of the index, stopping when there are enough: never all that waits
SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
DECLARE
    this_server bigint := (SELECT system_identifier FROM pg_control_system());
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    state ledger.seal_state;
    size bigint;
    added integer;
    newest xid8;
BEGIN
    SELECT * INTO state FROM ledger.seal_state AS s WHERE s.coop_id = coop AND s.log = which;
    IF state.server IS DISTINCT FROM this_server OR state.through_xid > horizon THEN
        state := ROW(coop, which, this_server, horizon, '0'::xid8);
    END IF;
    SELECT coalesce(max(l.position), 0) INTO size FROM ledger.seal_leaf AS l
    WHERE l.coop_id = coop AND l.log = which AND l.position > 0;
    WITH taken AS MATERIALIZED (
        SELECT s.item, s.leaf_hash, s.writer_xid, s.recorded_at
        FROM ledger.sealable AS s
        WHERE s.log = which AND s.coop_id = coop AND s.writer_xid >= coalesce(state.sweep_xid, state.through_xid)
          AND (state.sweep_xid IS NOT NULL OR s.writer_xid < horizon)
          AND NOT EXISTS (
              SELECT FROM ledger.seal_leaf AS l
              WHERE l.coop_id = coop AND l.log = which AND l.item = s.item
                AND l.item > '00000000-0000-0000-0000-000000000000' OFFSET 0)
        ORDER BY s.writer_xid, s.recorded_at, s.item LIMIT most
    ), numbered AS (
        INSERT INTO ledger.seal_leaf (coop_id, log, position, item, leaf_hash)
        SELECT coop, which, size + row_number() OVER (ORDER BY t.writer_xid, t.recorded_at, t.item), t.item, t.leaf_hash
        FROM taken AS t
    )
    SELECT count(*), max(t.writer_xid) INTO added, newest FROM taken AS t;
    IF state.sweep_xid IS NOT NULL THEN
        state.sweep_xid := CASE WHEN added = most THEN newest END;
    ELSE
        state.through_xid := CASE WHEN added = most THEN newest ELSE horizon END;
    END IF;
    INSERT INTO ledger.seal_state (coop_id, log, server, through_xid, sweep_xid)
    VALUES (coop, which, state.server, state.through_xid, state.sweep_xid)
    ON CONFLICT (coop_id, log) DO UPDATE
    SET server = EXCLUDED.server, through_xid = EXCLUDED.through_xid, sweep_xid = EXCLUDED.sweep_xid;
    RETURN added;
END $$;

CREATE FUNCTION ledger.trial_balance_hash(coop uuid) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (
    SELECT sha256('\x03'::bytea || coalesce(string_agg(
        record_send(ROW(t.account_code, t.debit::text, t.credit::text)), ''::bytea ORDER BY t.account_code
    ), ''))
    FROM ledger.seal_total AS t WHERE t.coop_id = coop
);

CREATE FUNCTION ledger.add_totals(coop uuid, first bigint, last bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO ledger.seal_total (coop_id, account_code, debit, credit)
    SELECT coop, l.account_code, sum(l.debit), sum(l.credit)
    FROM ledger.seal_leaf AS s
    CROSS JOIN LATERAL (
        SELECT x.account_code, x.debit, x.credit FROM ledger.line AS x
        WHERE x.coop_id = coop AND x.entry_id = s.item OFFSET 0
    ) AS l
    WHERE s.coop_id = coop AND s.log = 'entry' AND s.position > 0 AND s.position BETWEEN first AND last
    GROUP BY l.account_code
    ON CONFLICT (coop_id, account_code) DO UPDATE
    SET debit = seal_total.debit + EXCLUDED.debit, credit = seal_total.credit + EXCLUDED.credit
$$;

-- Seals what has ended and has no leaf, at most so many entries and so many row versions; no row when there is nothing.
CREATE FUNCTION ledger.seal(coop uuid, most integer) RETURNS SETOF ledger.seal
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' AS $$
DECLARE
    before ledger.seal;
    made ledger.seal;
    entries integer;
    versions integer;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM ledger.refuse('sealing_is_read_committed', current_setting('transaction_isolation'));
    END IF;
    IF most < 1 THEN
        PERFORM ledger.refuse('sealing_takes_at_least_one', most::text);
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.cooperative AS c WHERE c.coop_id = coop) THEN
        PERFORM ledger.refuse('books_are_open_and_named', coalesce(coop::text, 'none'));
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.seal ' || coop::text, 0));
    SELECT * INTO before FROM ledger.seal AS s WHERE s.coop_id = coop ORDER BY s.seal_number DESC LIMIT 1;
    before.entry_count := coalesce(before.entry_count, 0);
    before.row_count := coalesce(before.row_count, 0);
    entries := ledger.add_leaves(coop, 'entry', most);
    versions := ledger.add_leaves(coop, 'row', most);
    IF entries + versions = 0 THEN
        RETURN;
    END IF;
    IF coalesce(before.trial_balance_hash, sha256('\x03'::bytea)) <> ledger.trial_balance_hash(coop) THEN
        DELETE FROM ledger.seal_total AS t WHERE t.coop_id = coop;
        PERFORM ledger.add_totals(coop, 1, before.entry_count);
    END IF;
    PERFORM ledger.add_totals(coop, before.entry_count + 1, before.entry_count + entries);
    made.coop_id := coop;
    made.seal_number := coalesce(before.seal_number, 0) + 1;
    made.encoding := 1;
    made.sealed_at := clock_timestamp();
    made.entry_count := before.entry_count + entries;
    made.entry_root := ledger.grow_tree(coop, 'entry', before.entry_count, made.entry_count);
    made.row_count := before.row_count + versions;
    made.row_root := ledger.grow_tree(coop, 'row', before.row_count, made.row_count);
    made.trial_balance_hash := ledger.trial_balance_hash(coop);
    made.previous_hash := before.seal_hash;
    made.seal_hash := ledger.seal_hash(
        made.encoding, coop, made.seal_number, made.sealed_at, made.entry_count, made.entry_root, made.row_count,
        made.row_root, made.trial_balance_hash, made.previous_hash
    );
    INSERT INTO ledger.seal SELECT made.*;
    RETURN NEXT made;
END $$;

-- What an entry's leaf is the hash of, without the byte before it: for a proof that somebody checks elsewhere.
CREATE FUNCTION ledger.entry_content(coop uuid, entry uuid) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' AS $$
    SELECT record_send(ROW(
        e.encoding, e.coop_id, e.entry_id, e.source::text, e.idempotency_key::text, e.fingerprint, e.kind::text,
        e.reference, e.document_date, e.posting_date, e.period, e.dating::text, e.recorded_at, e.reverses,
        e.line_count, e.control_total, e.actor, e.writer_xid, e.narration_hash, (
            SELECT string_agg(ledger.line_encoding(
                l.line_no, l.account_code, l.debit, l.credit, l.counterparty_class, l.counterparty_id, l.outlet_id,
                l.business_unit, l.document_type, l.document_id), ''::bytea ORDER BY l.line_no)
            FROM ledger.line AS l WHERE l.coop_id = e.coop_id AND l.entry_id = e.entry_id)
    ))
    FROM ledger.entry AS e WHERE e.coop_id = coop AND e.entry_id = entry
$$;

-- How much of a log has no leaf yet; what is under way in other transactions is not seen by anybody.
CREATE FUNCTION ledger.unsealed(coop uuid, which text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    SELECT count(*) FROM ledger.sealable AS s
    WHERE s.log = which AND s.coop_id = coop
      AND s.writer_xid >= coalesce((
          SELECT t.through_xid FROM ledger.seal_state AS t
          WHERE t.coop_id = coop AND t.log = which AND t.sweep_xid IS NULL
            AND t.server = (SELECT system_identifier FROM pg_control_system())
            AND t.through_xid <= pg_snapshot_xmin(pg_current_snapshot())
      ), '0')
      AND NOT EXISTS (
              SELECT FROM ledger.seal_leaf AS l
              WHERE l.coop_id = coop AND l.log = which AND l.item = s.item
                AND l.item > '00000000-0000-0000-0000-000000000000' OFFSET 0)
$$;

-- Which of these cooperatives have something to seal: one round trip for many.
CREATE FUNCTION ledger.waiting_for_seal(coops uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    this_server bigint := (SELECT system_identifier FROM pg_control_system());
    named text := current_setting('ledger.coop_id', true);
    coop uuid;
    which text;
BEGIN
    FOREACH coop IN ARRAY coops LOOP
        PERFORM set_config('ledger.coop_id', coop::text, true);
        FOREACH which IN ARRAY ARRAY['entry', 'row'] LOOP
            IF EXISTS (
                SELECT FROM ledger.sealable AS s
                WHERE s.log = which AND s.coop_id = coop AND s.writer_xid >= coalesce((
                    SELECT t.through_xid FROM ledger.seal_state AS t
                    WHERE t.coop_id = coop AND t.log = which AND t.sweep_xid IS NULL AND t.server = this_server
                      AND t.through_xid <= pg_snapshot_xmin(pg_current_snapshot())
                ), '0')
                AND NOT EXISTS (
              SELECT FROM ledger.seal_leaf AS l
              WHERE l.coop_id = coop AND l.log = which AND l.item = s.item
                AND l.item > '00000000-0000-0000-0000-000000000000' OFFSET 0)
            ) THEN
                RETURN NEXT coop;
                EXIT;
            END IF;
        END LOOP;
    END LOOP;
    PERFORM set_config('ledger.coop_id', coalesce(named, ''), true);
END $$;

GRANT SELECT ON ledger.sealable TO ledger_poster, ledger_reader, ledger_sealer, ledger_auditor;
DO $$
DECLARE
    verb regprocedure;
BEGIN
    FOR verb IN SELECT oid FROM pg_catalog.pg_proc
                WHERE pronamespace = 'ledger'::regnamespace AND proname IN ('seal', 'waiting_for_seal')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', verb);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO ledger_poster, ledger_sealer', verb);
    END LOOP;
END $$;
