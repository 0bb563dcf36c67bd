package io.mnemesh.intelligence.orchestrator.rest;

import io.mnemesh.intelligence.orchestrator.Orders.InForce;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An order to the gateways as it is told. */
@Schema(name = "GatewayOrder")
public record OrderView(
        UUID id,

        @Schema(examples = {"open_breaker", "shed_bulk"}) String kind,

        @Schema(description = "Name of the service, or * for each", examples = "memory")
        String service,

        @Schema(description = "Instance that is not asked; null if bulk load is shed", examples = "10.0.0.7:7401")
        @Nullable
        String instance,

        @Schema(
                description = "Part of the service's limit that low priority may still have; null for a breaker",
                examples = "0")
        @Nullable
        Double share,

        @Schema(examples = "31.0 % of its 412 requests of the last minutes failed, and 0.10 % of those of the others.")
        String reason,

        Instant since,

        @Schema(description = "When it ends if it is not renewed")
        Instant until,

        @Schema(description = "What the gateways that run say of it")
        List<Answer> gateways) {

    /** What a gateway says of an order. */
    @Schema(name = "GatewayOrderAnswer")
    public record Answer(
            @Schema(examples = "gateway-6fd1a0c29d3be871") String gateway,

            Instant at,

            @Schema(description = "Whether it does as ordered")
            boolean follows,

            @Schema(examples = "As many instances of memory are left out as may be at once.")
            String text) {}

    /** All orders in force, the earliest first. */
    @Schema(name = "GatewayOrders")
    public record All(
            @Schema(description = "False where there is no key to sign orders with, so that none can be given")
            boolean canOrder,

            List<OrderView> items) {}

    static OrderView of(InForce inForce) {
        var order = inForce.order();
        return new OrderView(
                order.id(),
                order.kind(),
                order.service(),
                order.instance(),
                order.instance() == null ? order.share() : null,
                order.reason(),
                order.since(),
                order.until(),
                inForce.gateways().stream()
                        .map(said -> new Answer(said.gateway(), said.at(), said.follows(), said.text()))
                        .toList());
    }
}
