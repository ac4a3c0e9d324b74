-- Every key leads with coop_id, so that tables can be distributed by cooperative without a change.
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

-- What an entry and its lines must be is said in 0005, by triggers that look at a whole statement at once: a check or a
-- foreign key on these tables costs every single posting more than all of them together (docs/decisions/0035).
CREATE TABLE ledger.entry (
    coop_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    writer_xid xid8 NOT NULL,
    recorded_at timestamptz NOT NULL,
    control_total bigint NOT NULL,
    document_date date NOT NULL,
    posting_date date NOT NULL,
    period integer NOT NULL,
    line_count smallint NOT NULL,
    encoding smallint NOT NULL DEFAULT 1,
    reverses uuid,
    leaf_hash bytea NOT NULL,
    fingerprint bytea NOT NULL,
    narration_hash bytea,
    source text COLLATE "C" NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    dating text COLLATE "C" NOT NULL,
    reference text,
    actor text NOT NULL,
    PRIMARY KEY (coop_id, entry_id)
);
COMMENT ON COLUMN ledger.entry.dating IS
    'as_asked: posted on the date asked for; moved: that date''s period was closed, so the first open one took it.';

-- The conditions of these two hold for every entry. They are there so that only a query that repeats the condition may
-- use the index: on tables still empty one index looks as good as another, and a session that had planned to look up an
-- entry by the wrong one read all of a cooperative's entries for each new one.
CREATE UNIQUE INDEX key_names_one_entry ON ledger.entry (coop_id, source, idempotency_key) WHERE source > '';
CREATE INDEX entry_by_writer ON ledger.entry (coop_id, writer_xid) WHERE writer_xid > '0';
COMMENT ON INDEX ledger.key_names_one_entry IS
    'For ever, and so never partitioned by time: a partitioned table keeps a key unique only within a partition.';
COMMENT ON INDEX ledger.entry_by_writer IS 'For what is folded and sealed in the order of transactions.';

CREATE UNIQUE INDEX entry_is_reversed_once ON ledger.entry (coop_id, reverses) WHERE reverses IS NOT NULL;
-- Words may name people, so they stay outside the hash: the entry keeps only their salted hash.
CREATE TABLE ledger.narration (
    coop_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    salt bytea NOT NULL,
    narration text NOT NULL,
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
    line_no smallint NOT NULL,
    account_code text COLLATE "C" NOT NULL,
    counterparty_class text COLLATE "C",
    counterparty_id uuid,
    outlet_id uuid,
    business_unit text COLLATE "C",
    document_type text COLLATE "C",
    document_id text COLLATE "C",
    PRIMARY KEY (coop_id, entry_id, line_no)
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
