package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.List;

/**
 * What a tenant's callers asked for at one gateway in about a minute: counts only, no user, path, body or whole address. Internal to the
 * mesh.
 *
 * @param from     when counting began
 * @param to       when it ended
 * @param services what was asked of each service
 * @param callers  how each token was used
 */
public record AccessRecorded(Instant from, Instant to, List<Use> services, List<Caller> callers) {

    @SuppressWarnings("NullAway") // absent members of a JSON object arrive as null
    public AccessRecorded {
        services = services == null ? List.of() : List.copyOf(services);
        callers = callers == null ? List.of() : List.copyOf(callers);
    }

    /**
     * @param service  name of the service
     * @param requests requests that were let through
     * @param units    cost units of these, as plans count them
     * @param refused  requests that were over the plan
     */
    public record Use(String service, long requests, long units, long refused) {}

    /**
     * @param caller   id of the session or key its token was made from; empty for tokens that name none and for those beyond what is
     *                 told one by one
     * @param requests requests that were answered
     * @param denied   those of them answered with 401, 403 or 404
     * @param bytes    bytes of the answers
     * @param networks networks they came from, as {@code 203.0.113.0/24} or {@code 2001:db8:1::/48}
     */
    public record Caller(String caller, long requests, long denied, long bytes, List<String> networks) {

        @SuppressWarnings("NullAway") // absent members of a JSON object arrive as null
        public Caller {
            networks = networks == null ? List.of() : List.copyOf(networks);
        }
    }
}
