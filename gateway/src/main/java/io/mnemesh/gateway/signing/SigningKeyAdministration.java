package io.mnemesh.gateway.signing;

import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Administration of signing keys. */
@ApplicationScoped
public class SigningKeyAdministration {

    private final SigningKeys keys;
    private final AuditLog audit;

    SigningKeyAdministration(SigningKeys keys, AuditLog audit) {
        this.keys = keys;
        this.audit = audit;
    }

    /** The published keys. */
    public Uni<SigningKeyList> list() {
        return keys.list();
    }

    /** Makes the next key. Nobody is signed out by it. */
    public Uni<SigningKeyList> rotate(Identity caller) {
        return keys.makeNext((transaction, id) ->
                audit.record(transaction, caller.tenant(), caller, AuditAction.SIGNING_KEY_MADE, id));
    }
}
