-- The private warehouse: one row per load, per delivery (a part of a load), per contact, per band of an aggregated
-- extract, per national figure, per plan version, outcome, need and offer, per thing said of a unit's day, per quarantined record.
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

-- a warehouse from before plans: a delivery of plans stays in force when its file comes again, its quarantine does not
alter table deliveries add column if not exists requarantined_by integer;

-- a warehouse from before it was kept whose a delivery is, though nothing of it is stored any longer
alter table deliveries add column if not exists principal varchar;

-- a delivery of crosses stands for those days of units that no later one has taken over: how many of its accepted rows
-- and of its quarantined ones have left
alter table deliveries add column if not exists taken_over bigint;
alter table deliveries add column if not exists released bigint;

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

-- derived from contacts and purged_contacts by publish (etl/care.py): what each delivery in force has care in
create table if not exists care_counts (
    delivery_id integer not null,
    principal varchar not null,
    cutoff_date date not null,
    population varchar not null,
    phase utinyint not null,
    specialty varchar not null,
    administration varchar not null,
    unit varchar not null,
    is_purged boolean not null,
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

-- one band of waiting time of one line of an aggregated extract, or (role control) the line's own sum; contacts null:
-- told to be missing. role comparison: another cut of the same truth, never a figure
create table if not exists aggregates (
    delivery_id integer not null,
    principal varchar not null,
    cutoff_date date not null,
    population varchar not null,
    administration varchar not null,
    unit varchar,
    specialty varchar not null,
    phase utinyint not null,
    from_days integer not null,
    to_days integer,
    contacts bigint,
    role varchar not null,
    cut varchar,
    record uinteger not null
);

-- one version of a delivery plan; append-only over (principal, plan_id, version), whatever deliveries it came with
create table if not exists delivery_plans (
    delivery_id integer not null,
    principal varchar not null,
    plan_id varchar not null,
    version integer not null,
    year integer not null,
    specialty varchar not null,
    phase utinyint not null,
    sender varchar not null,
    receiver varchar not null,
    regime varchar not null,
    transfer varchar not null,
    decided_volume integer,
    q1 integer not null,
    q2 integer not null,
    q3 integer not null,
    q4 integer not null,
    decided_on date,
    status varchar not null,
    reason varchar,
    anchored_by varchar,
    motivation varchar,
    principle_share double,
    principle_numerator integer,
    principle_denominator integer,
    principle_level double,
    principle_date date,
    role varchar,
    registered_at timestamp,
    record uinteger not null
);

create table if not exists delivery_outcomes (
    delivery_id integer not null,
    principal varchar not null,
    month date not null,
    specialty varchar not null,
    phase utinyint not null,
    sender varchar not null,
    receiver varchar not null,
    reported_by varchar not null,
    sent integer not null,
    completed integer not null,
    returned integer not null,
    record uinteger not null
);

-- quarter is null where the need is for the whole year
create table if not exists needs (
    delivery_id integer not null,
    principal varchar not null,
    year integer not null,
    quarter utinyint,
    specialty varchar not null,
    phase utinyint not null,
    administration varchar not null,
    need integer not null,
    capacity integer not null,
    record uinteger not null
);

create table if not exists capacity_offers (
    delivery_id integer not null,
    principal varchar not null,
    year integer not null,
    quarter utinyint not null,
    specialty varchar not null,
    phase utinyint not null,
    receiver varchar not null,
    regime varchar not null,
    free_volume integer not null,
    area varchar,
    valid_to date,
    record uinteger not null
);

-- one thing that a source says of a unit's day: an event, or a state (count 0); a fact, or a colour and its definition
create table if not exists cross_entries (
    delivery_id integer not null,
    principal varchar not null,
    administration varchar not null,
    unit varchar not null,
    date date not null,
    source varchar not null,
    number integer not null,
    fact varchar,
    is_disturbance boolean not null,
    event_type varchar,
    count integer not null,
    colour varchar,
    colour_definition varchar,
    description varchar,
    went_well varchar,
    role varchar,
    registered_at timestamp,
    version integer,
    settles varchar,
    record uinteger not null
);

-- whose day a quarantined row of a cross is about: it leaves when that day comes whole (administration null: unknown)
create table if not exists cross_quarantined_days (
    delivery_id integer not null,
    record uinteger not null,
    principal varchar not null,
    administration varchar,
    unit varchar not null,
    date date not null
);
-- a warehouse from before it was kept what the source itself called the unit, in lower case
alter table cross_entries add column if not exists delivered_unit varchar;
alter table cross_quarantined_days add column if not exists delivered_unit varchar;

-- a warehouse from before mapping files: by which of them a file was read
alter table loads add column if not exists mapping varchar;

-- a warehouse from before bands were counted: how many rows a delivery's lines of counts were stored as
alter table deliveries add column if not exists band_rows bigint;

create table if not exists quarantine (
    load_id integer not null,
    delivery_id integer not null,
    record bigint not null,
    line bigint not null,
    reasons varchar[] not null,
    columns varchar[] not null,
    "row" varchar not null
);

-- a warehouse from before cells of workbooks were named
alter table quarantine add column if not exists cells varchar[];

-- a warehouse from before stewards decided: the decision that discarded the row, whose cells are then gone
alter table quarantine add column if not exists decided_by bigint;

-- how many of a delivery's records have something in each column of its contract, whatever became of them
create table if not exists delivery_completeness (
    delivery_id integer not null,
    column_name varchar not null,
    records bigint not null,
    filled bigint not null
);

-- codes of quarantined rows that no reference knows or that have another form; null: all that are not told one by one
create table if not exists delivery_unknown_codes (
    delivery_id integer not null,
    column_name varchar not null,
    code varchar,
    rows bigint not null
);

-- accepted contacts that are possible and yet odd, by measure; the threshold that held when they were counted
create table if not exists delivery_oddities (
    delivery_id integer not null,
    measure varchar not null,
    threshold_days integer,
    rows bigint not null
);

-- what a re-delivery changed, in accepted rows; null where rows could not be compared, and why in note
create table if not exists delivery_revisions (
    delivery_id integer not null,
    replaced_id integer not null,
    rows_before bigint,
    rows_after bigint,
    added bigint,
    removed bigint,
    changed bigint,
    unchanged bigint,
    note varchar
);

create table if not exists delivery_revision_columns (
    delivery_id integer not null,
    replaced_id integer not null,
    column_name varchar not null,
    rows_changed bigint not null
);

create table if not exists publications (
    version varchar not null,
    published_at timestamp not null,
    load_id integer
);

-- a warehouse from before stewards decided: how many decisions the publication shows
alter table publications add column if not exists decisions bigint;

-- one row per decision of the register that has been tried, by the form's own token: ids of another register may be equal
create table if not exists applied_decisions (
    token varchar primary key,
    decision_id bigint not null,
    applied_at timestamp not null,
    made_at timestamp not null,
    role varchar not null,
    principal varchar,
    "action" varchar not null,
    source varchar,
    kind varchar,
    period date,
    reason varchar,
    column_name varchar,
    code varchar,
    withdraws bigint,
    newest_load integer,
    outcome varchar not null,
    rows bigint not null,
    duplicates bigint not null,
    message varchar not null
);

-- reference rows by decision; a file's row about the same code holds instead
create table if not exists decided_units (
    decision_id bigint not null,
    code varchar not null,
    code_kind varchar not null,
    unit varchar not null,
    administration varchar not null,
    valid_from date not null
);

create table if not exists decided_specialties (
    decision_id bigint not null,
    specialty varchar not null,
    name varchar not null,
    short_name varchar not null,
    specialty_group varchar
);

create table if not exists key_fingerprint (
    fingerprint varchar not null
);
