package io.mnemesh.gateway.relay.balance;

import java.time.Instant;

/**
 * What an order holds to, until it ends by itself.
 *
 * @param order      its id
 * @param reason     one sentence
 * @param until      when it ends, for people
 * @param untilNanos the same on the clock of the upstream
 */
public record Ordered(String order, String reason, Instant until, long untilNanos) {

    boolean isOver(long now) {
        return now - untilNanos >= 0;
    }
}
