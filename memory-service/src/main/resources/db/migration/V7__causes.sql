-- What a memory names as its cause, to find it from there.
create index memory_cause on memory (tenant, (details ->> 'causedBy')) where details ->> 'causedBy' is not null;
