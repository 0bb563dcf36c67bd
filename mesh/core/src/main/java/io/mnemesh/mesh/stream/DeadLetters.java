package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of consumer groups. A replayed letter is handled once more by its own group and by no other; without
 * success it becomes a dead letter again.
 */
public interface DeadLetters {

    /**
     * One page, oldest first within a partition.
     *
     * @param tenant only letters of this tenant; null for all
     * @param limit  1 to 1000 letters
     * @param cursor {@link Page#nextCursor()} of the page before; null for the first page
     */
    Uni<Page> list(String group, @Nullable TenantId tenant, int limit, @Nullable String cursor);

    /** One letter. */
    Uni<Optional<DeadLetter>> find(String group, String id);

    /** @return false if there is no such letter */
    Uni<Boolean> replay(String group, String id);

    /** @return how many letters are replayed: those that were there at the call */
    Uni<Long> replayAll(String group, @Nullable TenantId tenant);

    /** @return false if there is no such letter */
    Uni<Boolean> drop(String group, String id);

    /** @param nextCursor null if there is no more */
    record Page(List<DeadLetter> items, @Nullable String nextCursor) {}
}
