package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayWord;
import java.util.List;

/** What is ordered, and what the gateways say, at a moment. */
public record RelaySight(List<GatewayOrder> orders, List<GatewayWord> words) {

    public RelaySight {
        orders = List.copyOf(orders);
        words = List.copyOf(words);
    }
}
