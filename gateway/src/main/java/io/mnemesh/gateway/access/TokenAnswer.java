package io.mnemesh.gateway.access;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An access token.
 *
 * @param expiresIn seconds it is valid
 */
@RegisterForReflection
public record TokenAnswer(String accessToken, String tokenType, long expiresIn) {

    @Override
    public String toString() {
        return "TokenAnswer[" + tokenType + ", " + expiresIn + " s]";
    }
}
