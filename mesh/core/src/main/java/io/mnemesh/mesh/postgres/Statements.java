package io.mnemesh.mesh.postgres;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements inside the caller's running transaction, whatever runs it (the Vert.x client or a Hibernate Reactive
 * session). Lets the outbox and the effect helper join any transaction.
 */
public interface Statements {

    /**
     * @param sql        with {@code $1, $2, …}
     * @param parameters in order; null for SQL NULL
     * @return rows changed
     */
    Uni<Integer> update(String sql, List<@Nullable Object> parameters);
}
