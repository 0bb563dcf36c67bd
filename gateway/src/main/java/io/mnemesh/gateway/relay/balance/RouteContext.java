package io.mnemesh.gateway.relay.balance;

/**
 * What is known of a request before it is routed.
 *
 * @param bytes      length of its body, 0 if none or not known
 * @param hour       hour of the day, 0 to 24, with its fraction
 * @param repeatable whether it may be sent twice without a second effect
 * @param priority   how urgent it is
 */
public record RouteContext(CostClass costClass, long bytes, double hour, boolean repeatable, Priority priority) {

    /** A request of normal priority. */
    public RouteContext(CostClass costClass, long bytes, double hour, boolean repeatable) {
        this(costClass, bytes, hour, repeatable, Priority.NORMAL);
    }
}
