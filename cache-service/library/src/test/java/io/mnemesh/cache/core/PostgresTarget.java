package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheWrite;
import io.mnemesh.cache.CacheWriter;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store in a table that processes share, and that takes nothing older than it has. */
record PostgresTarget(Pool pool) implements CacheWriter<String> {

    @Override
    public Uni<Void> write(TenantId tenant, List<CacheWrite<String>> writes) {
        return pool.preparedQuery("insert into target (tenant, key, value, version) values ($1, $2, $3, $4)"
                        + " on conflict (tenant, key) do update set value = excluded.value, version = excluded.version"
                        + " where target.version < excluded.version")
                .executeBatch(writes.stream()
                        .map(write -> Tuple.of(tenant.value(), write.key(), write.value(), write.version()))
                        .toList())
                .replaceWithVoid();
    }

    /** What it holds of keys with this beginning. */
    Map<String, Integer> numbers(String prefix) {
        Map<String, Integer> values = new HashMap<>();
        Nodes.get(pool.preparedQuery("select key, value from target where key like $1")
                        .execute(Tuple.of(prefix + "%")))
                .forEach(row -> values.put(row.getString(0), Integer.valueOf(row.getString(1))));
        return values;
    }
}
