package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.mesh.tenancy.Identity;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be queued.
 *
 * @param sender         whom it is from, with the rights of the token it came with
 * @param grant          what that token was made of
 * @param idempotencyKey null if the sender named none
 * @param digest         SHA-256 of all that makes two messages the same
 * @param payload        body in UTF-8; null if there is none
 */
record NewMessage(
        UUID id,
        Identity sender,
        UUID grant,
        @Nullable String idempotencyKey,
        byte[] digest,
        Target target,
        Priority priority,
        Duration timeToLive,
        byte @Nullable [] payload) {}
