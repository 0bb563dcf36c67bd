package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.relay.balance.Ordered;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order this gateway follows.
 *
 * @param order  its id
 * @param reason one sentence
 * @param until  when it ends if it is not renewed
 * @param share  part of the limit that requests of low priority may still have; null for a breaker
 */
@RegisterForReflection
public record OrderStatus(
        String order,
        String reason,
        Instant until,
        @Nullable Double share) {

    static OrderStatus of(Ordered by, @Nullable Double share) {
        return new OrderStatus(by.order(), by.reason(), by.until(), share);
    }
}
