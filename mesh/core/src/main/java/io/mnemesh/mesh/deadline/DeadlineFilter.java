package io.mnemesh.mesh.deadline;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a request whose sender does not wait any more when its turn comes: after its body was awaited, its sender verified,
 * and a thread became free for it, but before its work is begun. Whoever sent it has given up; the work would be for nothing, and
 * for a write it leaves no doubt that nothing happened.
 */
@ApplicationScoped
public class DeadlineFilter {

    private static final String ENDS_AT = DeadlineFilter.class.getName();

    /** After the gateway has named and judged the form of a request, before authentication. */
    private static final int ARRIVAL = -900;

    void register(@Observes Router router) {
        router.route().order(ARRIVAL).handler(DeadlineFilter::arrived);
    }

    private static void arrived(RoutingContext context) {
        OptionalLong endsAt =
                RequestDeadline.endsAt(context.request().getHeader(RequestDeadline.HEADER), System.nanoTime());
        if (endsAt.isPresent()) {
            context.put(ENDS_AT, endsAt.getAsLong());
        }
        context.next();
    }

    /** @throws ProblemException {@code deadline-exceeded} if the time is over */
    @ServerRequestFilter
    public void check(RoutingContext context) {
        Long endsAt = context.get(ENDS_AT);
        if (endsAt != null && System.nanoTime() - endsAt >= 0) {
            throw new ProblemException(
                    ProblemType.DEADLINE_EXCEEDED, "The time the request came with was over before its work began.");
        }
    }
}
