package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.persistence.ActionStore;
import io.mnemesh.intelligence.orchestrator.policy.RelayAction;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayOrders;
import io.mnemesh.mesh.order.GatewayWord;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The orders to the gateways that are in force, what the gateways say of them, and their end by an operator. On any instance. */
@ApplicationScoped
public class Orders {

    private final GatewayOrders orders;
    private final TenantTransactions transactions;
    private final ActionStore actions;
    private final OrchestratorMetrics metrics;
    private final Ids ids;
    private final Clock clock;

    Orders(
            GatewayOrders orders,
            TenantTransactions transactions,
            ActionStore actions,
            OrchestratorMetrics metrics,
            Ids ids,
            Clock clock) {
        this.orders = orders;
        this.transactions = transactions;
        this.actions = actions;
        this.metrics = metrics;
        this.ids = ids;
        this.clock = clock;
    }

    /** An order, and who said what about it. */
    public record InForce(GatewayOrder order, List<Said> gateways) {}

    /**
     * What a gateway says of an order.
     *
     * @param follows whether it does as ordered
     */
    public record Said(String gateway, Instant at, boolean follows, String text) {}

    /** Whether orders can be given at all. */
    public boolean isEnabled() {
        return orders.isEnabled();
    }

    /** The earliest first. */
    public Uni<List<InForce>> inForce() {
        return orders.inForce()
                .flatMap(given -> orders.words()
                        .map(words -> given.items().stream()
                                .filter(order -> !order.rehearsal())
                                .sorted(Comparator.comparing(GatewayOrder::since)
                                        .thenComparing(GatewayOrder::id))
                                .map(order -> new InForce(order, said(order, words.items())))
                                .toList()));
    }

    private static List<Said> said(GatewayOrder order, List<GatewayWord> words) {
        return words.stream()
                .sorted(Comparator.comparing(GatewayWord::gateway))
                .flatMap(word -> word.answers().stream()
                        .filter(answer -> answer.order().equals(order.id()))
                        .map(answer -> new Said(word.gateway(), word.at(), answer.follows(), answer.text())))
                .toList();
    }

    /**
     * Takes an order back. The same is not ordered again for a while.
     *
     * @throws ProblemException {@code not-found} if no such order is in force
     */
    public Uni<Void> cancel(UUID id, String by) {
        return orders.inForce()
                .map(given -> given.items().stream()
                        .filter(order -> order.id().equals(id) && !order.rehearsal())
                        .findFirst()
                        .orElseThrow(() -> ProblemException.notFound("No such order is in force.")))
                .flatMap(order -> write(order, by).chain(() -> orders.takeBack(id)))
                .replaceWithVoid();
    }

    /** Before it takes effect: who decides must not order it again meanwhile. */
    private Uni<Void> write(GatewayOrder order, String by) {
        var action = new RelayAction.TakeBack(order.id(), order.service(), order.instance());
        var record = new ActionRecord(
                ids.next(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                order.service(),
                action.kind(),
                action.target(),
                "the order of " + order.since() + " ends",
                by + " cancelled it.",
                1,
                Outcome.CANCELLED,
                null);
        return transactions
                .inSystem(connection -> actions.add(connection, record))
                .invoke(() -> metrics.acted(record));
    }
}
