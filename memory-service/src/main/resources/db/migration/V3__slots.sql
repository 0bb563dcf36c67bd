-- A slot is what a fact is about (subject and attribute). Memories of one slot are its values over time: each holds from
-- when it happened until the next one happened.
alter table memory add column slot_subject text;
alter table memory add column slot_attribute text;
alter table memory add column superseded_by uuid;
alter table memory add column valid_to timestamptz;
alter table memory add constraint memory_slot_whole check ((slot_subject is null) = (slot_attribute is null));

create index memory_slot on memory (tenant, slot_subject, slot_attribute, happened_at, id) where slot_subject is not null;
create index memory_superseded on memory (tenant, superseded_by) where superseded_by is not null;

alter table memory_history add column slot_subject text;
alter table memory_history add column slot_attribute text;
