package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.tenancy.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verifies subscription tokens: signed as access tokens are, for one user and one channel, and with an audience of their own, so
 * that neither kind passes for the other. Fails closed.
 */
public interface SubscriptionTokenVerifier {

    /** Claim with the channel. */
    String CHANNEL = "channel";

    /** Claim with the account that granted it. */
    String GRANTER = "granter";

    /** Claim with the roles that account had then. */
    String GRANTER_ROLES = "granter_roles";

    /** Claim with what is taken away from the subscription: {@code {"presence":{"value":false}}}. */
    String OVERRIDE = "override";

    /** The audience of subscription tokens of a mesh. */
    static String audience(IdentityConfig config) {
        return config.audience() + ":subscriptions";
    }

    /**
     * Verifies signature, issuer, audience, times, and that what it was granted with was not revoked. Never blocks.
     *
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unauthenticated}, as {@link TokenVerifier#verify}
     */
    Granted verify(String token);

    /**
     * @param user      who may subscribe
     * @param channel   to what, in the granter's tenant
     * @param expiresAt when the subscription ends
     * @param granter   who granted it, with the roles of then
     * @param grant     id of the API key or session it was granted with; null if it does not say
     * @param channelFilters what the granter sees of channels, as {@link TokenVerifier.Verified#channelFilters()}
     * @param presence  whether the subscriber may be a member of the channel
     * @param joinLeave whether it may be told who comes and goes
     */
    record Granted(
            String user,
            String channel,
            Instant expiresAt,
            Identity granter,
            @Nullable String grant,
            String channelFilters,
            boolean presence,
            boolean joinLeave) {}
}
