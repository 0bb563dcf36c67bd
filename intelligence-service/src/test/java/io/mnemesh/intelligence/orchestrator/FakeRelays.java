package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gateways that do as they are told, and remember it. */
final class FakeRelays implements Relays {

    final Map<UUID, GatewayOrder> inForce = new LinkedHashMap<>();
    final List<String> done = new ArrayList<>();
    List<GatewayWord> words = List.of();
    boolean canOrder = true;
    boolean deaf;

    @Nullable
    String refusal;

    @Override
    public boolean canOrder() {
        return canOrder;
    }

    @Override
    public RelaySight look() {
        if (deaf) {
            throw new FleetException("Redis does not answer.", null);
        }
        return new RelaySight(List.copyOf(inForce.values()), words);
    }

    @Override
    public String rehearse(GatewayOrder order) {
        if (refusal != null) {
            throw new FleetException(refusal, null);
        }
        done.add("rehearsed " + text(order));
        return "1 of 1 gateways would.";
    }

    @Override
    public String give(GatewayOrder order) {
        inForce.put(order.id(), order);
        done.add(text(order));
        return "1 of 1 gateways do.";
    }

    @Override
    public void renew(GatewayOrder order) {
        inForce.computeIfPresent(order.id(), (id, before) -> order);
    }

    @Override
    public void takeBack(UUID order) {
        GatewayOrder gone = inForce.remove(order);
        done.add("took back " + (gone == null ? "nothing" : text(gone)));
    }

    private static String text(GatewayOrder order) {
        return order.instance() == null ? "shed " + order.service() : "open " + order.instance();
    }
}
