-- Passwords of users as Argon2id hashes, in the string format of the Password Hashing Competition.
create table password (
    tenant     text        not null,
    account    text        not null,
    hash       text        not null check (hash like '$argon2id$%'),
    changed_at timestamptz not null,
    primary key (tenant, account),
    foreign key (tenant, account) references account (tenant, name) on delete cascade
);
