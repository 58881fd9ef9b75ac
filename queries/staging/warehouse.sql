-- The private warehouse: one row per load, per delivery (a part of a load), per contact, per national figure, per quarantined record.
create table if not exists loads (
    load_id integer primary key,
    loaded_at timestamp not null,
    path varchar not null,
    sha256 varchar not null,
    kind varchar,
    source varchar,
    period varchar,
    status varchar not null,
    encoding varchar,
    records bigint,
    accepted bigint,
    quarantined bigint,
    duplicates bigint,
    reason varchar,
    message varchar,
    accept_reason varchar,
    rules_version varchar not null,
    warnings varchar
);

create table if not exists deliveries (
    delivery_id integer primary key,
    load_id integer not null,
    source varchar,
    kind varchar,
    population varchar,
    period date,
    records bigint not null,
    accepted bigint not null,
    quarantined bigint not null,
    duplicates bigint not null,
    replaces integer,
    replaced_by integer
);

create table if not exists delivery_units (
    delivery_id integer not null,
    care_unit varchar not null
);

create table if not exists contacts (
    delivery_id integer not null,
    principal varchar not null,
    cutoff_date date not null,
    population varchar not null,
    phase utinyint not null,
    specialty varchar not null,
    administration varchar not null,
    unit varchar not null,
    care_guarantee boolean not null,
    deviation utinyint not null,
    waited_days integer not null,
    decision_date date not null,
    start_date date,
    target_date date,
    activity varchar,
    sex utinyint,
    birth_year usmallint,
    municipality varchar,
    contact_hash blob not null,
    record uinteger not null
);

create table if not exists purged_contacts (
    delivery_id integer not null,
    principal varchar not null,
    cutoff_date date not null,
    population varchar not null,
    phase utinyint not null,
    specialty varchar not null,
    administration varchar not null,
    unit varchar not null,
    care_guarantee boolean not null,
    deviation utinyint not null,
    waited_days integer not null,
    target_met boolean,
    is_new boolean,
    activity varchar,
    contacts bigint not null
);

-- a warehouse from before new decisions were told apart
alter table purged_contacts add column if not exists is_new boolean;

create table if not exists purged_completions (
    delivery_id integer not null,
    principal varchar not null,
    cutoff_date date not null,
    phase utinyint not null,
    specialty varchar not null,
    administration varchar not null,
    decision_date date not null,
    contacts bigint not null
);

-- sex (0 unknown), lowest age of the age group and municipality ('' unknown) one at a time: exactly one is not null
create table if not exists purged_categories (
    delivery_id integer not null,
    principal varchar not null,
    cutoff_date date not null,
    population varchar not null,
    phase utinyint not null,
    specialty varchar not null,
    care_guarantee boolean not null,
    deviation utinyint not null,
    waited_days integer not null,
    target_met boolean,
    sex varchar,
    youngest varchar,
    municipality varchar,
    contacts bigint not null
);

create table if not exists national (
    delivery_id integer not null,
    principal varchar not null,
    cutoff_date date not null,
    population varchar not null,
    phase utinyint not null,
    specialty varchar not null,
    definition varchar not null,
    limit_days integer,
    denominator bigint,
    numerator bigint,
    share double not null,
    record uinteger not null
);

create table if not exists quarantine (
    load_id integer not null,
    delivery_id integer not null,
    record bigint not null,
    line bigint not null,
    reasons varchar[] not null,
    columns varchar[] not null,
    "row" varchar not null
);

create table if not exists publications (
    version varchar not null,
    published_at timestamp not null,
    load_id integer
);

create table if not exists key_fingerprint (
    fingerprint varchar not null
);
