package io.mnemesh.mesh.work;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Does work of one kind. Make it an application-scoped bean and the mesh reads this service's lanes for it. */
public interface WorkHandler {

    /** Service whose lanes are read, for example {@code embeddings}. */
    String service();

    /** Kind it answers. */
    String kind();

    /** How many items may run at once over all lanes. */
    default int concurrency() {
        return 64;
    }

    /** @return the reply's body; a {@link io.mnemesh.mesh.problem.ProblemException} is passed on to the asker */
    Uni<byte[]> handle(Item item);

    /**
     * One item of work.
     *
     * @param deadline when the asker stops waiting
     */
    record Item(Lane lane, TenantId tenant, Instant deadline, byte[] body) {}
}
