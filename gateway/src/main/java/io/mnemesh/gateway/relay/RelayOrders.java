package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.Forcing;
import io.mnemesh.gateway.relay.balance.Ordered;
import io.mnemesh.gateway.relay.balance.Shedding;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayWord.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does what orders say, each time anew from all that are in force, and answers them. What is ordered ends by itself, also if nobody
 * asks any more. An order can open breakers within the allowed share of ejected instances and shed requests of low priority, and
 * nothing else. Not thread-safe.
 */
final class RelayOrders {

    private static final long NANOS = 1_000_000_000L;

    private final RelayCore relay;
    private final Duration longest;

    RelayOrders(RelayCore relay, Duration longest) {
        this.relay = relay;
        this.longest = longest;
    }

    /** Follows these orders and no others. */
    List<Answer> follow(List<GatewayOrder> orders, Instant now) {
        var answers = new ArrayList<Answer>();
        var opened = new HashSet<String>();
        Map<Service, Shedding> shed = new EnumMap<>(Service.class);
        orders.stream()
                .filter(order -> order.instance() != null && !order.rehearsal())
                .forEach(order -> opened.add(order.id().toString()));
        release(opened);
        for (GatewayOrder order : orders) {
            String refusal = refusal(order, now);
            answers.add(
                    refusal != null
                            ? new Answer(order.id(), false, refusal)
                            : order.instance() == null ? shed(order, shed, now) : open(order, order.instance(), now));
        }
        for (Service service : Service.values()) {
            core(service).shed(shed.get(service));
        }
        return answers;
    }

    private void release(Set<String> opened) {
        for (Service service : Service.values()) {
            core(service).releaseAllBut(opened);
        }
    }

    private @Nullable String refusal(GatewayOrder order, Instant now) {
        if (order.isOver(now)) {
            return "It is over.";
        }
        if (Duration.between(now, order.until()).compareTo(longest) > 0) {
            return "It lasts longer than " + longest + ", which is the most.";
        }
        if (targets(order).isEmpty()) {
            return "There is no service of this name.";
        }
        if (order.instance() == null && !Shedding.isValid(order.share())) {
            return "The share of low priority can be lowered only.";
        }
        return order.instance() != null && order.service().equals(GatewayOrder.ALL)
                ? "A breaker is one of a service's instances."
                : null;
    }

    private Answer open(GatewayOrder order, String instance, Instant now) {
        Service service = targets(order).getFirst();
        Forcing forced = core(service).force(instance, ordered(order, now), order.rehearsal());
        String name = service.key() + " at " + instance;
        return switch (forced) {
            case OPEN ->
                new Answer(
                        order.id(),
                        true,
                        order.rehearsal()
                                ? "No request would be sent to " + name + "."
                                : "No request is sent to " + name + " until " + order.until() + ".");
            case UNKNOWN -> new Answer(order.id(), false, "The instance " + name + " is not known.");
            case TOO_MANY ->
                new Answer(
                        order.id(),
                        false,
                        "As many instances of " + service.key() + " are left out as may be at once.");
        };
    }

    private Answer shed(GatewayOrder order, Map<Service, Shedding> shed, Instant now) {
        List<Service> services = targets(order);
        if (!order.rehearsal()) {
            var shedding = new Shedding(ordered(order, now), order.share());
            services.forEach(service ->
                    shed.merge(service, shedding, (one, other) -> one.share() <= other.share() ? one : other));
        }
        String whose = services.size() == 1 ? services.getFirst().key() : "each service";
        return new Answer(
                order.id(),
                true,
                (order.rehearsal() ? "Low priority would have " : "Low priority has ")
                        + Math.round(order.share() * 100)
                        + " % of the limit of " + whose
                        + (order.rehearsal() ? "." : " until " + order.until() + "."));
    }

    private static Ordered ordered(GatewayOrder order, Instant now) {
        Duration left = Duration.between(now, order.until());
        long nanos = left.toSeconds() * NANOS + left.toNanosPart();
        return new Ordered(order.id().toString(), order.reason(), order.until(), System.nanoTime() + nanos);
    }

    private static List<Service> targets(GatewayOrder order) {
        return Arrays.stream(Service.values())
                .filter(service -> order.service().equals(GatewayOrder.ALL)
                        || order.service().equals(service.key()))
                .toList();
    }

    private Upstream core(Service service) {
        return relay.upstream(service).core();
    }
}
