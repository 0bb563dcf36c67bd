package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which priority a request or message gets. Everybody may ask for less than is due to a request; more than that, for {@code
 * high}, takes one of the roles {@code priority}, {@code admin} and {@code operator}, so that nobody else overtakes by a header.
 */
public final class Priorities {

    /** Header with which a client asks for a priority. */
    public static final String HEADER = "X-Mnemesh-Priority";

    private static final Set<String> URGENT = Set.of("priority", Identity.ADMIN, Identity.OPERATOR);

    private Priorities() {}

    /**
     * The priority of a message: among those of its tenant, and at the service it goes to.
     *
     * @param asked null for normal
     * @throws ProblemException {@code invalid-value} if there is no such priority, {@code forbidden} if the caller may not
     *     send it
     */
    public static Priority ofMessage(@Nullable String asked, Identity caller) {
        Priority priority = asked == null ? Priority.NORMAL : of(asked);
        if (priority == null) {
            throw ProblemException.invalid("priority", "Send high, normal or low.");
        }
        if (allowed(priority, Priority.NORMAL, caller) != priority) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "A message of high priority takes one of the roles priority, admin and operator.");
        }
        return priority;
    }

    /** The priority with which a message is sent to its service: high only as long as its sender may ask for it. */
    public static Priority ofDelivery(Priority taken, Identity sender) {
        return allowed(taken, Priority.NORMAL, sender);
    }

    /**
     * The priority of a request: reads and searches are normal, work in bulk is low, unless its header asks for another. What
     * the header says that is no priority counts for nothing.
     */
    public static Priority ofRequest(@Nullable String asked, CostClass costClass, @Nullable Identity caller) {
        Priority due = costClass == CostClass.BULK ? Priority.LOW : Priority.NORMAL;
        Priority priority = asked == null ? null : of(asked);
        return priority == null ? due : allowed(priority, due, caller);
    }

    private static Priority allowed(Priority asked, Priority due, @Nullable Identity caller) {
        if (asked.compareTo(due) >= 0) {
            return asked;
        }
        boolean urgent = caller != null && caller.roles().stream().anyMatch(URGENT::contains);
        return urgent ? asked : due;
    }

    private static @Nullable Priority of(String key) {
        for (Priority priority : Priority.values()) {
            if (priority.key().equals(key)) {
                return priority;
            }
        }
        return null;
    }
}
