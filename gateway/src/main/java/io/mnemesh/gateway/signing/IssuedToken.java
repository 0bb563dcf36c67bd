package io.mnemesh.gateway.signing;

import java.time.Duration;

/**
 * A signed token.
 *
 * @param lifetime how long it is valid from now
 */
public record IssuedToken(String token, Duration lifetime) {

    @Override
    public String toString() {
        return "IssuedToken[" + lifetime + "]";
    }
}
