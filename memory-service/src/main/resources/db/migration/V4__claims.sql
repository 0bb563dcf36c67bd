-- What a statement says of whom, as the rules read it when it is stored: subject and attribute in one text, and the value.
alter table memory add column claim text;
alter table memory add column claim_value text;

create index memory_claim on memory (tenant, claim) where claim is not null;
