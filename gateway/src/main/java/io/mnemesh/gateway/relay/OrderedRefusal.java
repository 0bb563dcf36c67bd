package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.Shedding;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to bulk work that is shed by order. It tells when to come again, not what the mesh carries. */
final class OrderedRefusal {

    private static final String ORDER = "order";
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    private OrderedRefusal() {}

    /** One line for people about such an answer; null for another. */
    static @Nullable String reason(ProblemException refused) {
        Object order = refused.extensions().get(ORDER);
        return order == null
                ? null
                : "shed; priority=low; order=" + order + "; until="
                        + refused.extensions().get("until");
    }

    /** @param now of {@link System#nanoTime()} */
    static ProblemException of(Service service, Shedding order, long now) {
        Duration left = Duration.ofNanos(order.by().untilNanos() - now);
        Duration again = left.compareTo(LEAST) < 0 ? LEAST : left.compareTo(MOST) > 0 ? MOST : left;
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "The " + service.key()
                        + " service takes no work of low priority for a while, as it is at its limit; try again"
                        + " later.",
                Map.of(
                        "service",
                        service.key(),
                        "priority",
                        "low",
                        ORDER,
                        order.by().order(),
                        "until",
                        order.by().until().toString()),
                again,
                null);
    }
}
