-- More than one signing key: the next one is published before it signs, the last one until its tokens have ended.
alter table signing_key drop column only_one;

create index signing_key_age on signing_key (created_at);
