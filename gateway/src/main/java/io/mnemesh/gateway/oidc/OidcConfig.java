package io.mnemesh.gateway.oidc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** External identity providers (OpenID Connect), by a name of one's own; none from the start. */
@ConfigMapping(prefix = "mnemesh.gateway.oidc")
public interface OidcConfig {

    /** The providers. */
    @WithParentName
    Map<String, Provider> providers();

    /** One provider. */
    interface Provider {

        /** Exactly the {@code iss} of its tokens; its discovery document is read below it. */
        URI issuer();

        /** The {@code aud} of its tokens: the client id of the mesh. */
        String audience();

        /** Tenant of all its users, unless {@link #tenantClaim()} names the claim that tells. */
        Optional<String> tenant();

        /** Claim that names the tenant, which has to be one of {@link #tenants()}. */
        Optional<String> tenantClaim();

        /** Tenants that this provider may let users into by {@link #tenantClaim()}. */
        Optional<List<String>> tenants();

        /** Claim that names the user for good. */
        @WithDefault("sub")
        String subjectClaim();

        /** Claim that lists groups or roles; dots lead into objects, as in {@code realm_access.roles}. */
        @WithDefault("groups")
        String rolesClaim();

        /** Roles by name of a group or role of the provider; what is not named gives no role. */
        Map<String, List<String>> roles();

        /** Roles that all its users have. */
        @WithDefault("member")
        List<String> defaultRoles();

        /** How long its keys are kept. */
        @WithDefault("10m")
        Duration keep();

        /** Longest wait for it. */
        @WithDefault("3s")
        Duration timeout();
    }
}
