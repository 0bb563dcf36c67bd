package io.mnemesh.gateway.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayWord.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of orders: those that are followed and those that are not. */
@ApplicationScoped
class OrderMetrics {

    private static final String FOLLOWED = "mnemesh_gateway_relay_orders_followed";

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger shed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger foreign = new AtomicInteger();

    OrderMetrics(MeterRegistry registry) {
        gauge(registry, FOLLOWED, "kind", GatewayOrder.OPEN_BREAKER, opened);
        gauge(registry, FOLLOWED, "kind", GatewayOrder.SHED_BULK, shed);
        gauge(registry, "mnemesh_gateway_relay_orders_refused", "reason", "bounds", refused);
        gauge(registry, "mnemesh_gateway_relay_orders_refused", "reason", "signature", foreign);
    }

    private static void gauge(MeterRegistry registry, String name, String tag, String value, AtomicInteger number) {
        Gauge.builder(name, number, AtomicInteger::get).tag(tag, value).register(registry);
    }

    /** @param unsigned entries that are no orders of this mesh */
    void follows(List<GatewayOrder> orders, List<Answer> answers, int unsigned) {
        var follows = new HashSet<UUID>();
        answers.stream().filter(Answer::follows).forEach(answer -> follows.add(answer.order()));
        opened.set(count(orders, follows, GatewayOrder.OPEN_BREAKER));
        shed.set(count(orders, follows, GatewayOrder.SHED_BULK));
        refused.set(answers.size() - follows.size());
        foreign.set(unsigned);
    }

    private static int count(List<GatewayOrder> orders, Set<UUID> follows, String kind) {
        return (int) orders.stream()
                .filter(order -> !order.rehearsal() && order.kind().equals(kind) && follows.contains(order.id()))
                .count();
    }
}
