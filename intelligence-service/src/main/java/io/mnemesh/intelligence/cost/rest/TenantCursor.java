package io.mnemesh.intelligence.cost.rest;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The opaque form of the last tenant of a page. */
final class TenantCursor {

    private TenantCursor() {}

    static String of(String tenant) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(tenant.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException {@code invalid-value} if it is not one of ours */
    static String tenant(String cursor) {
        try {
            return new TenantId(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)).value();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("cursor", "The cursor is not one that nextCursor gave.");
        }
    }
}
