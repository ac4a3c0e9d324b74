-- Every key leads with coop_id, so that tables can be distributed by cooperative without a change.
-- What key, entry, line, narration and account owe each other is kept by the triggers of 0005, once per statement: a
-- foreign key checks row by row, and these rows are never updated or deleted (docs/decisions/0030).
-- Money is whole rupiah in bigint; an amount is at most 10^15, an entry has at most 1,000 lines, so no sum overflows.

CREATE TABLE ledger.cooperative (
    coop_id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    time_zone text NOT NULL
        CHECK (time_zone IN ('Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura')),
    books_open_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE ledger.cooperative IS 'A set of books. No entry is dated before books_open_on.';

CREATE TABLE ledger.account (
    coop_id uuid NOT NULL REFERENCES ledger.cooperative,
    code text COLLATE "C" NOT NULL CHECK (code ~ '^[0-9A-Z][0-9A-Za-z.-]{0,31}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    account_type text NOT NULL CHECK (account_type IN ('asset', 'liability', 'equity', 'income', 'expense')),
    normal_side text NOT NULL CHECK (normal_side IN ('debit', 'credit')),
    currency text NOT NULL DEFAULT 'IDR' CHECK (currency = 'IDR'),
    parent_code text COLLATE "C",
    postable boolean NOT NULL DEFAULT true,
    balance_mode text NOT NULL DEFAULT 'rolled_up'
        CHECK (balance_mode IN ('rolled_up', 'guarded', 'guarded_by_counterparty')),
    floor bigint,
    ceiling bigint,
    opened_on date NOT NULL,
    closed_on date CHECK (closed_on >= opened_on),
    PRIMARY KEY (coop_id, code),
    FOREIGN KEY (coop_id, parent_code) REFERENCES ledger.account,
    CHECK (floor <= ceiling),
    CHECK (balance_mode <> 'rolled_up' OR (floor IS NULL AND ceiling IS NULL))
);
COMMENT ON COLUMN ledger.account.floor IS
    'Guarded accounts only: least balance on the normal side, held amounts taken off; null is no limit.';

CREATE TABLE ledger.period (
    coop_id uuid NOT NULL REFERENCES ledger.cooperative,
    period integer NOT NULL CHECK (period / 100 BETWEEN 1900 AND 9999 AND period % 100 BETWEEN 1 AND 13),
    state text NOT NULL CHECK (state IN ('open', 'closing', 'closed', 'locked')),
    PRIMARY KEY (coop_id, period)
);
COMMENT ON TABLE ledger.period IS
    'A month as yyyymm, or the adjustment period of a year as yyyy13. A period without a row is open.';

CREATE TABLE ledger.period_change (
    coop_id uuid NOT NULL,
    period integer NOT NULL,
    change_number integer NOT NULL CHECK (change_number > 0),
    state_before text NOT NULL,
    state_after text NOT NULL,
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    approved_by text CHECK (approved_by <> actor),
    reason text CHECK (length(reason) BETWEEN 1 AND 1000),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (coop_id, period, change_number),
    FOREIGN KEY (coop_id, period) REFERENCES ledger.period,
    CONSTRAINT reopening_needs_reason_and_second_person CHECK (
        state_before NOT IN ('closed', 'locked') OR state_after <> 'open'
        OR (approved_by IS NOT NULL AND reason IS NOT NULL)
    )
);

-- Not partitioned, ever: a partitioned table cannot keep a key unique without its partition key.
CREATE TABLE ledger.idempotency (
    coop_id uuid NOT NULL,
    source text COLLATE "C" NOT NULL CHECK (length(source) BETWEEN 1 AND 50),
    idempotency_key text COLLATE "C" NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
    entry_id uuid NOT NULL,
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    PRIMARY KEY (coop_id, source, idempotency_key)
);

CREATE TABLE ledger.entry (
    coop_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    writer_xid xid8 NOT NULL,
    recorded_at timestamptz NOT NULL,
    control_total bigint NOT NULL CHECK (control_total > 0),
    document_date date NOT NULL,
    posting_date date NOT NULL,
    period integer NOT NULL,
    line_count smallint NOT NULL CHECK (line_count BETWEEN 2 AND 1000),
    encoding smallint NOT NULL DEFAULT 1 CHECK (encoding = 1),
    reverses uuid,
    leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    narration_hash bytea CHECK (length(narration_hash) = 32),
    source text COLLATE "C" NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('normal', 'reversal', 'opening', 'closing', 'adjustment')),
    dating text COLLATE "C" NOT NULL CHECK (dating IN ('as_asked', 'moved')),
    reference text CHECK (length(reference) BETWEEN 1 AND 200),
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    PRIMARY KEY (coop_id, entry_id),
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CHECK (
        period = date_part('year', posting_date)::integer * 100 + date_part('month', posting_date)::integer
        OR (period % 100 = 13 AND posting_date = make_date(period / 100, 12, 31) AND kind IN ('adjustment', 'closing', 'reversal'))
    )
);
COMMENT ON COLUMN ledger.entry.dating IS
    'as_asked: posted on the date asked for; moved: that date''s period was closed, so the first open one took it.';

CREATE UNIQUE INDEX entry_is_reversed_once ON ledger.entry (coop_id, reverses) WHERE reverses IS NOT NULL;
ALTER TABLE ledger.entry ADD CONSTRAINT reversal_has_its_original
    FOREIGN KEY (coop_id, reverses) REFERENCES ledger.entry;

-- Words may name people, so they stay outside the hash: the entry keeps only their salted hash.
CREATE TABLE ledger.narration (
    coop_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    salt bytea NOT NULL CHECK (length(salt) = 16),
    narration text NOT NULL CHECK (length(narration) BETWEEN 1 AND 1000),
    PRIMARY KEY (coop_id, entry_id)
);

CREATE TABLE ledger.redaction (
    coop_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (coop_id, entry_id),
    FOREIGN KEY (coop_id, entry_id) REFERENCES ledger.entry
);

CREATE TABLE ledger.line (
    coop_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    posting_date date NOT NULL,
    line_no smallint NOT NULL CHECK (line_no > 0),
    account_code text COLLATE "C" NOT NULL,
    counterparty_class text COLLATE "C"
        CHECK (counterparty_class IN ('member', 'non_member', 'cooperative', 'government')),
    counterparty_id uuid,
    outlet_id uuid,
    business_unit text COLLATE "C" CHECK (length(business_unit) BETWEEN 1 AND 50),
    document_type text COLLATE "C" CHECK (length(document_type) BETWEEN 1 AND 50),
    document_id text COLLATE "C" CHECK (length(document_id) BETWEEN 1 AND 100),
    PRIMARY KEY (coop_id, entry_id, line_no),
    CONSTRAINT line_has_one_side CHECK (
        debit BETWEEN 0 AND 1000000000000000 AND credit BETWEEN 0 AND 1000000000000000 AND (debit = 0) <> (credit = 0)
    ),
    CHECK ((document_type IS NULL) = (document_id IS NULL)),
    CHECK (counterparty_id IS NULL OR counterparty_class IS NOT NULL)
);
CREATE INDEX line_by_account ON ledger.line (coop_id, account_code, posting_date, entry_id, line_no);

-- Live totals of guarded accounts only; totals never fall, which is itself a check on tampering.
CREATE TABLE ledger.balance (
    coop_id uuid NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    counterparty_id uuid NOT NULL,
    slot smallint NOT NULL DEFAULT 0,
    debit numeric(30) NOT NULL DEFAULT 0,
    credit numeric(30) NOT NULL DEFAULT 0,
    held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
    version bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (coop_id, account_code, counterparty_id, slot),
    FOREIGN KEY (coop_id, account_code) REFERENCES ledger.account
) WITH (fillfactor = 70);
COMMENT ON COLUMN ledger.balance.counterparty_id IS 'All zeros where the account is guarded as a whole.';
