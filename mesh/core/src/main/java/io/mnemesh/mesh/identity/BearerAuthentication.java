package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.mesh.tenancy.Identity;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Authenticates every HTTP request by its bearer token. On open paths tokens are not looked at: their handlers do that
 * if they want to, and an old token does not keep a client from getting a new one.
 */
@ApplicationScoped
class BearerAuthentication implements HttpAuthenticationMechanism {

    /** Attribute of the security identity that holds the {@link TokenVerifier.Verified}. */
    static final String VERIFIED = "mnemesh.verified";

    private final JwtTokenVerifier verifier;
    private final OpenPaths openPaths;

    BearerAuthentication(JwtTokenVerifier verifier, OpenPaths openPaths) {
        this.verifier = verifier;
        this.openPaths = openPaths;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (openPaths.isOpen(context.request().method().name(), context.normalizedPath())) {
            return Uni.createFrom().nullItem();
        }
        Optional<String> token = BearerTokens.find(context.request().headers());
        if (token.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return verifier.verifyEventually(token.get())
                .map(BearerAuthentication::securityIdentity)
                .onFailure()
                .transform(AuthenticationFailedException::new);
    }

    private static SecurityIdentity securityIdentity(TokenVerifier.Verified verified) {
        Identity identity = verified.identity();
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(identity.subject()))
                .addRoles(identity.roles())
                .addAttribute(VERIFIED, verified)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"mnemesh\""));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        Throwable failure = HttpSecurityUtils.getAuthenticationFailureFromEvent(context);
        Problems.send(context.response(), failure == null ? Problems.tokenMissing() : failure);
        return Uni.createFrom().item(true);
    }
}
