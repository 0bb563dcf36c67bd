package io.mnemesh.mesh.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** The policy over all paths: a verified token, or an open path. An endpoint nobody thought of is closed. */
@ApplicationScoped
class DenyByDefault implements HttpSecurityPolicy {

    private final OpenPaths openPaths;

    DenyByDefault(OpenPaths openPaths) {
        this.openPaths = openPaths;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        if (openPaths.isOpen(request.request().method().name(), request.normalizedPath())) {
            return CheckResult.permit();
        }
        return identity.map(caller -> caller.isAnonymous() ? CheckResult.DENY : CheckResult.PERMIT);
    }
}
