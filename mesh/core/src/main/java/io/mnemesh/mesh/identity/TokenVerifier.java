package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.tenancy.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verifies mesh tokens: ES256 JSON Web Tokens (RFC 7519) signed by the gateway, whose public keys every service reads
 * from the gateway's JWKS (RFC 7517). Fails closed: without keys nobody is let in.
 */
public interface TokenVerifier {

    /** Extension of a refusal that says why: one of the reasons below. */
    String REASON = "reason";

    /** The token was good once; a newer one will do. */
    String EXPIRED = "token_expired";

    /** The token begins in the future, by more than clocks may differ. */
    String CLOCK_SKEW = "clock_skew";

    /** The token's key is not known here, perhaps not yet. */
    String KEY_UNKNOWN = "key_unknown";

    /** The session or API key of the token was taken back. */
    String REVOKED = "token_revoked";

    /** The token is not for this mesh. */
    String WRONG_AUDIENCE = "wrong_audience";

    /** The token is not from this mesh. */
    String WRONG_ISSUER = "wrong_issuer";

    /** The token is signed in another way than the mesh signs. */
    String WRONG_ALGORITHM = "wrong_algorithm";

    /** The token was not signed with the key it names, or was changed since. */
    String WRONG_SIGNATURE = "wrong_signature";

    /** What came is no token, or lacks a claim or has one of another form. */
    String MALFORMED = "token_malformed";

    /**
     * Verifies signature, issuer, audience, times, and that its grant was not revoked. Never blocks.
     *
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unauthenticated} with the reason as its detail, and in
     *     short as its extension {@link #REASON}
     */
    Verified verify(String token);

    /**
     * @param identity  who the token speaks for
     * @param expiresAt when it ends; a connection opened with it ends then too
     * @param grant     id of the API key or session it was made from; null if it does not say
     * @param channelFilters the claim {@code channel_filters} as JSON, which restricts what is seen of channels; empty if
     *     there is none
     */
    record Verified(
            Identity identity, Instant expiresAt, @Nullable String grant, String channelFilters) {}
}
