package io.mnemesh.memory.background.persistence;

import io.mnemesh.mesh.postgres.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Who does which work, in PostgreSQL; times are the database's. Every method joins the running system transaction.
 */
@ApplicationScoped
public class LeaseRepository {

    private static final String TAKE = """
            insert into work_lease (work, holder, lease_until)
            values ($1, $2, now() + $3 * interval '1 millisecond')
            on conflict (work) do update set holder = excluded.holder, lease_until = excluded.lease_until
            where work_lease.holder = excluded.holder or work_lease.lease_until <= now()""";

    /** Takes the work, or keeps it, for so long; false while it is somebody else's. */
    public Uni<Boolean> take(Statements transaction, String work, UUID holder, Duration time) {
        return transaction
                .update(TAKE, List.of(work, holder, (double) time.toMillis()))
                .map(taken -> taken > 0);
    }

    /** Gives it back, if it is still the holder's. */
    public Uni<Void> release(Statements transaction, String work, UUID holder) {
        return transaction
                .update("delete from work_lease where work = $1 and holder = $2", List.of(work, holder))
                .replaceWithVoid();
    }
}
