-- What is hashed: the binary form of a row of stored, typed values (record_send), never text joined with a delimiter.
-- A row is its number of values as four bytes, and then for each value the type's number, its length, both as four
-- bytes, and its bytes; length -1 stands for null, so null and empty stay apart. Integers are big-endian; dates are
-- days and times microseconds since 2000-01-01 (UTC); texts are UTF-8, so whoever hashes sets client_encoding so.
-- One call per row: naming each value's function by itself cost a single posting a fifth. Docs: README, "Leaf hash".

CREATE FUNCTION ledger.line_encoding(
    line_no smallint, account_code text, debit bigint, credit bigint, counterparty_class text, counterparty_id uuid,
    outlet_id uuid, business_unit text, document_type text, document_id text
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN record_send(ROW(line_no, account_code, debit, credit, counterparty_class, counterparty_id, outlet_id,
                       business_unit, document_type, document_id));

CREATE FUNCTION ledger.entry_leaf(
    encoding smallint, coop_id uuid, entry_id uuid, source text, idempotency_key text, fingerprint bytea, kind text,
    reference text, document_date date, posting_date date, period integer, dating text, recorded_at timestamptz,
    reverses uuid, line_count smallint, control_total bigint, actor text, writer_xid xid8, narration_hash bytea,
    encoded_lines bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256('\x00'::bytea || record_send(ROW(
    encoding, coop_id, entry_id, source, idempotency_key, fingerprint, kind, reference, document_date, posting_date,
    period, dating, recorded_at, reverses, line_count, control_total, actor, writer_xid, narration_hash, encoded_lines
)));

CREATE FUNCTION ledger.request_fingerprint(
    kind text, reference text, document_date date, posting_date date, period integer, reverses uuid,
    encoded_lines bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(record_send(ROW(kind, reference, document_date, posting_date, period, reverses, encoded_lines)));
COMMENT ON FUNCTION ledger.request_fingerprint IS
    'Of what was asked for, not of what was stored: a retry on the next day is the same request.';

CREATE FUNCTION ledger.narration_hash(salt bytea, narration text) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(salt || convert_to(narration, 'UTF8'));

CREATE FUNCTION ledger.period_of(day date) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
RETURN date_part('year', day)::integer * 100 + date_part('month', day)::integer;

-- Advisory locks: posters share them, whoever closes takes them alone. A collision only makes somebody wait.
CREATE FUNCTION ledger.period_lock(coop_id uuid, period integer) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN hashtextextended('ledger.period ' || coop_id::text || ' ' || period::text, 0);

CREATE FUNCTION ledger.chart_lock(coop_id uuid) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN hashtextextended('ledger.chart ' || coop_id::text, 0);

CREATE FUNCTION ledger.reversal_lock(coop_id uuid, entry_id uuid) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN hashtextextended('ledger.reversal ' || coop_id::text || ' ' || entry_id::text, 0);
