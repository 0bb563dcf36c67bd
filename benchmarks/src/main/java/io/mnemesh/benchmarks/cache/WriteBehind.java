package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import io.mnemesh.benchmarks.Polling;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheWrite;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Updates of few keys by many callers in write-back, beside one SQL write for each: what of them reaches the table, and what the
 * journal costs, as PostgreSQL counts rows and transactions.
 */
record WriteBehind(CacheServers servers) {

    private static final int KEYS = 1_000;
    private static final double SKEW = 1.0;
    private static final int CALLERS = 64;
    private static final int UPDATES = 40_000;
    private static final Duration DRAINED = Duration.ofSeconds(60);

    /** Rows changed in the table of records and in the journal, and transactions. */
    private record Counts(long records, long journal, long commits) {}

    /** How long the updates took, and how many writes the store was asked for. */
    private record Run(int updates, double seconds, long storeWrites) {}

    void measure(boolean quick, Figures figures) throws SQLException, InterruptedException, ExecutionException {
        var aSecond = WriteBack.DEFAULTS.withDelay(Duration.ofSeconds(1));
        if (quick) {
            measure("writeback", aSecond, 500, figures);
        } else {
            measure("writeback", WriteBack.DEFAULTS, UPDATES, figures);
            measure("writeback_1s", aSecond, UPDATES, figures);
        }
    }

    private void measure(String key, WriteBack settings, int updates, Figures figures)
            throws SQLException, InterruptedException, ExecutionException {
        try (Connection counting = servers.superuser()) {
            Counts before = count(counting);
            Run run = run(settings, updates);
            report(key, settings, run, before, count(counting), figures);
        }
    }

    private Run run(WriteBack settings, int updates) throws InterruptedException, ExecutionException {
        String service = "w" + UUID.randomUUID().toString().substring(0, 8);
        try (var node = new CacheNode(servers.addresses(), service)) {
            HierarchicalCache<String> cache = node.cache(CacheSpec.of("written", Serializers.TEXT)
                    .withWriteBack((tenant, writes) -> write(node.pool(), tenant, writes), settings));
            long begin = System.nanoTime();
            update(cache, updates);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Polling.until(
                    Duration.ofMillis(50),
                    DRAINED,
                    () -> cache.writeStats().pending() == 0
                            && cache.writeStats().storeWrites()
                                            + cache.writeStats().coalesced()
                                    == updates);
            return new Run(updates, seconds, cache.writeStats().storeWrites());
        }
    }

    private static Uni<Void> write(Pool pool, TenantId tenant, List<CacheWrite<String>> writes) {
        return pool.preparedQuery("insert into record (key, version) values ($1, $2)"
                        + " on conflict (key) do update set version = excluded.version"
                        + " where record.version < excluded.version")
                .executeBatch(writes.stream()
                        .sorted(Comparator.comparing(CacheWrite::key))
                        .map(write -> Tuple.of(tenant.value() + "/" + write.key(), write.version()))
                        .toList())
                .replaceWithVoid();
    }

    private static void update(HierarchicalCache<String> cache, int updates)
            throws InterruptedException, ExecutionException {
        var zipf = new Zipf(KEYS, SKEW);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                var random = new SplittableRandom(caller);
                int share = updates / CALLERS + (caller < updates % CALLERS ? 1 : 0);
                running.add(callers.submit(() -> {
                    for (int i = 0; i < share; i++) {
                        CacheNode.await(
                                cache.put(CacheNode.TENANT, "position-" + zipf.draw(random), String.valueOf(i)));
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    /** A session tells what it has done at its end, and sooner only now and then: so all others have to have ended. */
    private static Counts count(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            Polling.until(Duration.ofMillis(20), DRAINED, () -> isAlone(statement));
            statement.execute("select pg_stat_clear_snapshot()");
            try (ResultSet rows = statement.executeQuery("select"
                    + " coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del) filter (where relname = 'record'), 0),"
                    + " coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del) filter (where relname like 'cache\\_write%'), 0),"
                    + " (select xact_commit from pg_stat_database where datname = current_database())"
                    + " from pg_stat_user_tables where schemaname = 'cache'")) {
                rows.next();
                return new Counts(rows.getLong(1), rows.getLong(2), rows.getLong(3));
            }
        }
    }

    private static boolean isAlone(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "select count(*) from pg_stat_activity where usename = '" + CacheServers.USER + "'")) {
            return rows.next() && rows.getLong(1) == 0;
        }
    }

    private static void report(String key, WriteBack settings, Run run, Counts before, Counts after, Figures figures) {
        int updates = run.updates();
        long storeWrites = run.storeWrites();
        long records = after.records() - before.records();
        long journal = after.journal() - before.journal();
        long commits = after.commits() - before.commits();
        var table = new Table(
                updates + " updates of " + KEYS + " keys, " + settings.delay().toMillis() + " ms of delay",
                "In all",
                "Updates for one");
        table.row("writes the store was asked for", storeWrites, (double) updates / storeWrites);
        table.row("rows changed in the store's table", records, (double) updates / records);
        table.row("rows changed in the journal", journal, (double) updates / journal);
        table.row("transactions of all kinds", commits, (double) updates / commits);
        table.print(figures.out());
        figures.out().println();
        figures.keep(key + "_updates", updates);
        figures.keep(key + "_store_writes", storeWrites);
        figures.keep(key + "_store_rows", records);
        figures.keep(key + "_journal_rows", journal);
        figures.keep(key + "_transactions", commits);
        figures.put(key + "_updates_per_store_write", (double) updates / storeWrites);
        figures.put(key + "_updates_per_transaction", (double) updates / commits);
        figures.put(key + "_updates_per_s", updates / run.seconds());
    }
}
