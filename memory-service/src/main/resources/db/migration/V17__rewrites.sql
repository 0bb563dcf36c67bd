-- The service may rewrite what holds words of memories, so that an erasure leaves no byte in deleted rows.
do $$
declare
    name text;
begin
    foreach name in array array['memory_import', 'memory_import_line', 'memory_import_error', 'memory_current_context',
        'memory_cluster', 'memory_cluster_term']
    loop
        execute format('grant maintain on %I to %I', name, 'mnemesh_' || current_schema());
    end loop;
end $$;

-- No samples of these in the planner's statistics.
alter table memory_import_line alter column content set statistics 0;
alter table memory_import_error alter column problem set statistics 0;
alter table memory_cluster alter column terms set statistics 0;
alter table memory_cluster_term alter column term set statistics 0;
alter table memory_current_context
    alter column subject set statistics 0, alter column session_id set statistics 0,
    alter column conversation_id set statistics 0, alter column workspace_id set statistics 0,
    alter column dashboard_id set statistics 0, alter column task_id set statistics 0;
