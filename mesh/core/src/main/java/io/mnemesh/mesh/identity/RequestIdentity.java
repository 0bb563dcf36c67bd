package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The identity of the running request, as its verified token says. */
@RequestScoped
class RequestIdentity implements CurrentIdentity, CurrentToken {

    private final SecurityIdentity security;

    RequestIdentity(SecurityIdentity security) {
        this.security = security;
    }

    @Override
    public Identity get() {
        return verified().identity();
    }

    @Override
    public Optional<String> grant() {
        return Optional.ofNullable(verified().grant());
    }

    @Override
    public TokenVerifier.Verified verified() {
        TokenVerifier.Verified verified = security.getAttribute(BearerAuthentication.VERIFIED);
        if (verified == null) {
            throw Problems.tokenMissing();
        }
        return verified;
    }
}
