package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.RevokedGrants;
import io.mnemesh.realtime.hub.Hub;
import io.mnemesh.realtime.hub.LoopShard;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Ends connections at the moment their tokens are revoked, and not only at their next beat. */
@ApplicationScoped
class RevokedSessions {

    private final RevokedGrants revoked;
    private final Hub hub;

    RevokedSessions(RevokedGrants revoked, Hub hub) {
        this.revoked = revoked;
        this.hub = hub;
    }

    void onStart(@Observes StartupEvent event) {
        revoked.onRevoked(grant -> hub.shards().forEach(LoopShard::lookAfterAll));
    }
}
