package io.mnemesh.gateway.grants;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a subscription token.
 *
 * @param user      who is to subscribe, of the caller's tenant
 * @param channel   to what
 * @param expiresIn seconds it is to be valid; as long as access tokens are if left out
 * @param presence  whether the user becomes a member of the channel, where the channel has members; true if left out
 * @param joinLeave whether the user may be told who comes and goes; true if left out
 */
@RegisterForReflection
public record SubscriptionTokenRequest(
        @Schema(examples = "ana") @Nullable String user,
        @Schema(examples = "orders:eu-7") @Nullable String channel,
        @Schema(examples = "300") @Nullable Integer expiresIn,
        @Schema(examples = "false") @Nullable Boolean presence,
        @Schema(examples = "false") @Nullable Boolean joinLeave) {}
