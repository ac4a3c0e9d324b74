-- What is hashed: fixed, length-prefixed bytes of the stored, typed values, never text joined with a delimiter.
-- array_send() of bytea[] writes a constant head (dimensions, null flag, element type 17, length, lower bound) and
-- then each element as a four-byte length and its bytes, or length -1 for null: null and empty stay apart.
-- Integers are big-endian; dates are days and times microseconds since 2000-01-01 (UTC). Docs: README, "Leaf hash".

CREATE FUNCTION ledger.line_encoding(
    line_no smallint, account_code text, debit bigint, credit bigint, counterparty_class text, counterparty_id uuid,
    outlet_id uuid, business_unit text, document_type text, document_id text
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN array_send(ARRAY[
    int2send(line_no), convert_to(account_code, 'UTF8'), int8send(debit), int8send(credit),
    convert_to(counterparty_class, 'UTF8'), uuid_send(counterparty_id), uuid_send(outlet_id),
    convert_to(business_unit, 'UTF8'), convert_to(document_type, 'UTF8'), convert_to(document_id, 'UTF8')
]);

CREATE FUNCTION ledger.entry_leaf(
    encoding smallint, coop_id uuid, entry_id uuid, source text, idempotency_key text, fingerprint bytea, kind text,
    reference text, document_date date, posting_date date, period integer, dating text, recorded_at timestamptz,
    reverses uuid, line_count smallint, control_total bigint, actor text, writer_xid xid8, narration_hash bytea,
    encoded_lines bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256('\x00'::bytea || array_send(ARRAY[
    int2send(encoding), uuid_send(coop_id), uuid_send(entry_id), convert_to(source, 'UTF8'),
    convert_to(idempotency_key, 'UTF8'), fingerprint, convert_to(kind, 'UTF8'), convert_to(reference, 'UTF8'),
    date_send(document_date), date_send(posting_date), int4send(period), convert_to(dating, 'UTF8'),
    timestamptz_send(recorded_at), uuid_send(reverses), int2send(line_count), int8send(control_total),
    convert_to(actor, 'UTF8'), xid8send(writer_xid), narration_hash, encoded_lines
]));

CREATE FUNCTION ledger.request_fingerprint(
    kind text, reference text, document_date date, posting_date date, period integer, reverses uuid,
    encoded_lines bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(array_send(ARRAY[
    '\x01'::bytea, convert_to(kind, 'UTF8'), convert_to(reference, 'UTF8'), date_send(document_date),
    date_send(posting_date), int4send(period), uuid_send(reverses), encoded_lines
]));
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
