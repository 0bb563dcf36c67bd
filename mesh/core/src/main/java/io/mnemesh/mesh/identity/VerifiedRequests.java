package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Reads what authentication found, for handlers outside of JAX-RS. */
public final class VerifiedRequests {

    private VerifiedRequests() {}

    /** The verified token of a request; empty if it needed none and was not looked at. */
    public static Optional<Verified> of(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                ? Optional.ofNullable(user.getSecurityIdentity().getAttribute(BearerAuthentication.VERIFIED))
                : Optional.empty();
    }
}
