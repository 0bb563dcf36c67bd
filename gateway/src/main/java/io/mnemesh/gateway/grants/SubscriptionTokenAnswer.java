package io.mnemesh.gateway.grants;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A subscription token.
 *
 * @param expiresIn seconds it is valid
 */
@RegisterForReflection
public record SubscriptionTokenAnswer(
        @Schema(examples = "eyJhbGciOi…") String token,
        @Schema(examples = "300") long expiresIn) {

    @Override
    public String toString() {
        return "SubscriptionTokenAnswer[" + expiresIn + " s]";
    }
}
