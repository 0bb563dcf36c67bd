package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.tenancy.Identity;
import java.time.Instant;

/**
 * Verifies mesh tokens: ES256 JSON Web Tokens (RFC 7519) signed by the gateway, whose public keys every service reads
 * from the gateway's JWKS (RFC 7517). Fails closed: without keys nobody is let in.
 */
public interface TokenVerifier {

    /**
     * Verifies signature, issuer, audience, expiry and not-before. Never blocks.
     *
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unauthenticated} with the reason as its detail
     */
    Verified verify(String token);

    /**
     * @param identity  who the token speaks for
     * @param expiresAt when it ends; a connection opened with it ends then too
     */
    record Verified(Identity identity, Instant expiresAt) {}
}
