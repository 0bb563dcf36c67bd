package io.mnemesh.gateway.relay.balance;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves instances out, because they fail or because it was ordered, and never more of them at once than the allowed share of the
 * group. Thread-safe; only who leaves out takes the lock.
 */
final class Ejections {

    private final double share;

    /** @param share part of the instances that may be left out at once, 0 to 1 */
    Ejections(double share) {
        this.share = share;
    }

    /** Ejects an instance, if no more are out than may be. */
    synchronized void eject(Instance[] all, Instance instance, String reason, long now) {
        if (isAllowed(all, instance, now)) {
            instance.breaker().trip(now, reason);
        }
    }

    /** Holds an instance's breaker open as ordered; one that is over the share by now is let go. */
    synchronized Forcing force(Instance[] all, String id, Ordered order, boolean rehearsal, long now) {
        Instance named = find(all, id);
        if (named == null) {
            return Forcing.UNKNOWN;
        }
        if (!isAllowed(all, named, now)) {
            Ordered held = named.ordered(now);
            if (held != null && held.order().equals(order.order())) {
                named.release(held, now);
            }
            return Forcing.TOO_MANY;
        }
        if (!rehearsal) {
            named.hold(order);
        }
        return Forcing.OPEN;
    }

    /** Lets go of every instance that is held by an order which is not among these. */
    synchronized void releaseAllBut(Instance[] all, Set<String> orders, long now) {
        for (Instance instance : all) {
            Ordered held = instance.ordered(now);
            if (held != null && !orders.contains(held.order())) {
                instance.release(held, now);
            }
        }
    }

    /** How many are held open by orders. */
    int held(Instance[] all, long now) {
        int held = 0;
        for (Instance instance : all) {
            held += instance.ordered(now) == null ? 0 : 1;
        }
        return held;
    }

    private static @Nullable Instance find(Instance[] all, String id) {
        for (Instance instance : all) {
            if (instance.id().equals(id)) {
                return instance;
            }
        }
        return null;
    }

    /** Whether one may be out beside the others that are. */
    private boolean isAllowed(Instance[] all, Instance one, long now) {
        int out = 1;
        for (Instance other : all) {
            out += other == one || other.isWell(now) ? 0 : 1;
        }
        return out <= share * all.length;
    }
}
