package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.mesh.order.GatewayOrder;
import java.util.UUID;

/** The gateways that requests come through. Its methods block. */
public interface Relays {

    /** False where no order can be given, only advised. */
    boolean canOrder();

    /**
     * What is ordered, and what the gateways say.
     *
     * @throws FleetException if it cannot be read
     */
    RelaySight look();

    /**
     * Asks the gateways what they would do, and changes nothing.
     *
     * @return what they answered, in a sentence
     * @throws FleetException if none of them would do as ordered, or none answers
     */
    String rehearse(GatewayOrder order);

    /**
     * Gives an order, which ends by itself.
     *
     * @return what the gateways answered, in a sentence
     * @throws FleetException if none of them does as ordered, or none answers; it is taken back then
     */
    String give(GatewayOrder order);

    /**
     * Prolongs an order. One that is not there any more, as somebody took it back, stays so.
     *
     * @throws FleetException if it cannot be said
     */
    void renew(GatewayOrder order);

    /**
     * Takes an order back.
     *
     * @throws FleetException if it cannot be said; it ends by itself then
     */
    void takeBack(UUID order);
}
