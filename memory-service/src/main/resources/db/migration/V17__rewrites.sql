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
