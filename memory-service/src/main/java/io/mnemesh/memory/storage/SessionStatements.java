package io.mnemesh.memory.storage;

import io.mnemesh.mesh.postgres.Statements;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Statements of the mesh inside the transaction of a Hibernate Reactive session. */
final class SessionStatements implements Statements {

    private static final Pattern POSITION = Pattern.compile("\\$(\\d+)");

    private final Mutiny.Session session;

    SessionStatements(Mutiny.Session session) {
        this.session = session;
    }

    @Override
    public Uni<Integer> update(String sql, List<@Nullable Object> parameters) {
        var query = session.createNativeQuery(POSITION.matcher(sql).replaceAll("?$1"));
        for (int i = 0; i < parameters.size(); i++) {
            query.setParameter(i + 1, parameters.get(i));
        }
        return query.executeUpdate();
    }
}
