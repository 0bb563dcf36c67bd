package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.mesh.tenancy.Identity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that this gateway has the lease of.
 *
 * @param fence    of the lease: what a gateway with an older one tells of the message is ignored
 * @param sender   whom it is from, with the rights the token had that it came with
 * @param grant    what that token was made of
 * @param priority as it was taken
 * @param attempts sendings, this one included
 * @param place    its place among those that were claimed together
 */
record ClaimedMessage(
        UUID id,
        long fence,
        Identity sender,
        UUID grant,
        Target target,
        byte @Nullable [] payload,
        Priority priority,
        int attempts,
        long place) {}
