package io.mnemesh.mesh.erasure;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites tables with their indexes, so that pages hold live rows and nothing else. A plain VACUUM would only make the
 * space of deleted rows reusable; their bytes would stay in it.
 *
 * <p>A rewrite locks its table against readers and writers; one that does not get the lock in time gives up, so that
 * nobody queues behind it. It needs the privilege MAINTAIN and runs on connections and threads of its own, since it may
 * take longer than a request or a handler may: who asks again for the same joins what is under way. Thread-safe.
 */
@Singleton
public final class TableRewrites {

    private static final String LOCK_TIMEOUT = "3s";
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Pattern TABLE = Pattern.compile("[a-z_]+");
    private static final Pattern LEFT = Pattern.compile("(\\d+) dead row versions cannot be removed yet");

    private final Instance<DataSource> source;
    private final Map<UUID, Uni<Void>> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Inject
    TableRewrites(Instance<DataSource> source) {
        this.source = source;
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    /**
     * Rewrites these tables of the service, one after another.
     *
     * @param cause what it is done for
     * @return fails with {@code unavailable} if a table is in use, or if an open transaction still sees rows that were
     *     deleted, so that they had to be kept
     */
    public Uni<Void> rewrite(UUID cause, List<String> tables) {
        return Uni.createFrom().deferred(() -> {
            Uni<Void> run = running.computeIfAbsent(
                    cause,
                    key -> Uni.createFrom()
                            .<Void>item(() -> {
                                rewriteAll(tables);
                                return null;
                            })
                            .runSubscriptionOn(threads)
                            .memoize()
                            .indefinitely());
            return run.onItemOrFailure().invoke((done, failure) -> running.remove(cause, run));
        });
    }

    private void rewriteAll(List<String> tables) {
        try (Connection connection = source.get().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET lock_timeout = '" + LOCK_TIMEOUT + "'");
            try {
                for (String table : tables) {
                    rewrite(statement, table);
                }
            } finally {
                statement.execute("RESET statement_timeout");
                statement.execute("RESET lock_timeout");
            }
        } catch (SQLException e) {
            throw LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                    ? unavailable("The tables are in use.", e)
                    : new IllegalStateException("The tables cannot be rewritten.", e);
        }
    }

    private static void rewrite(Statement statement, String table) throws SQLException {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException("This is no name of a table.");
        }
        statement.clearWarnings();
        statement.execute("VACUUM (FULL, VERBOSE) " + table);
        if (isSkipped(statement.getWarnings())) {
            throw new IllegalStateException("The table " + table + " may not be rewritten by this service.");
        }
        if (keepsDeadRows(statement.getWarnings())) {
            throw unavailable("An open transaction still sees rows that were deleted.", null);
        }
    }

    private static ProblemException unavailable(String detail, @Nullable SQLException cause) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, Map.of(), RETRY, cause);
    }

    /** The server passes over a table without the privilege, and only warns of it. */
    private static boolean isSkipped(@Nullable SQLWarning first) {
        for (SQLWarning told = first; told != null; told = told.getNextWarning()) {
            if (String.valueOf(told.getMessage()).contains("permission denied to vacuum")) {
                return true;
            }
        }
        return false;
    }

    /** The server tells how many deleted rows it had to carry over. */
    private static boolean keepsDeadRows(@Nullable SQLWarning first) {
        for (SQLWarning told = first; told != null; told = told.getNextWarning()) {
            Matcher left = LEFT.matcher(String.valueOf(told.getMessage()));
            if (left.find() && Long.parseLong(left.group(1)) > 0) {
                return true;
            }
        }
        return false;
    }
}
