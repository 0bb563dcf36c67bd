package io.mnemesh.gateway.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * What a session gets when it begins and at each renewal.
 *
 * @param expiresIn    seconds the access token is valid
 * @param refreshToken good for one renewal, which brings the next
 * @param sessionId    id in the list of sessions
 * @param idleEndsAt   when the session ends unless it is renewed
 * @param endsAt       when it ends anyway
 */
@RegisterForReflection
public record SessionTokens(
        String accessToken,
        String tokenType,
        long expiresIn,
        String refreshToken,
        UUID sessionId,
        Instant idleEndsAt,
        Instant endsAt) {

    @Override
    public String toString() {
        return "SessionTokens[" + sessionId + "]";
    }
}
