package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.tenancy.Identity;
import java.time.Instant;

/**
 * Verifies mesh tokens: ES256 JSON Web Tokens (RFC 7519) signed by the gateway, whose public keys every service reads
 * from the gateway's JWKS (RFC 7517). Fails closed: without keys nobody is let in.
 */
public interface TokenVerifier {

    /** Extension of a refusal that another try may get around: {@link #EXPIRED} or {@link #KEY_UNKNOWN}. */
    String REASON = "reason";

    /** The token was good once; a newer one will do. */
    String EXPIRED = "token_expired";

    /** The token's key is not known here, perhaps not yet. */
    String KEY_UNKNOWN = "key_unknown";

    /**
     * Verifies signature, issuer, audience, expiry and not-before. Never blocks.
     *
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unauthenticated} with the reason as its detail, and as its
     *     extension {@link #REASON} where there is one
     */
    Verified verify(String token);

    /**
     * @param identity  who the token speaks for
     * @param expiresAt when it ends; a connection opened with it ends then too
     * @param channelFilters the claim {@code channel_filters} as JSON, which restricts what is seen of channels; empty if
     *     there is none
     */
    record Verified(Identity identity, Instant expiresAt, String channelFilters) {}
}
