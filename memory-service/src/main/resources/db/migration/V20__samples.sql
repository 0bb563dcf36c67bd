-- No samples of whom and what memories belong to in the planner's statistics, as there are none of what they say.
do $$
declare
    name    text;
    part    text;
    sampled record;
begin
    foreach name in array array['memory', 'memory_history'] loop
        foreach part in array array['user_id', 'agent_id', 'session_id', 'conversation_id', 'workspace_id', 'dashboard_id',
                                    'task_id', 'created_by'] loop
            execute format('alter table %I alter column %I set statistics 0', name, part);
        end loop;
    end loop;
    alter table memory_history alter column replaced_by set statistics 0;
    alter table memory_feedback alter column given_by set statistics 0;
    alter table memory_idempotency alter column key set statistics 0;
    alter table memory_import alter column created_by set statistics 0;

    -- What the planner sampled of these columns before.
    if to_regprocedure('pg_clear_attribute_stats(text, text, text, boolean)') is not null then
        for sampled in
            select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = current_schema()::text::regnamespace and a.attstattarget = 0
        loop
            perform pg_clear_attribute_stats(current_schema()::text, sampled.relname::text, sampled.attname::text, false);
        end loop;
    end if;
end
$$;
