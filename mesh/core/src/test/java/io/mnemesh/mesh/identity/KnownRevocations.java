package io.mnemesh.mesh.identity;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Grants that a test has revoked. */
final class KnownRevocations implements RevokedGrants {

    final Set<String> grants = new HashSet<>();

    @Override
    public boolean contains(String grant) {
        return grants.contains(grant);
    }

    @Override
    public void onRevoked(Consumer<String> listener) {}
}
