package io.mnemesh.realtime.session;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;

/** Events as other services publish them. */
final class TestEvents {

    private TestEvents() {}

    /** A session of Ana's begins; another event each time. */
    static MeshEvent<SessionStarted> sessionStarted(String tenant) {
        Instant now = Instant.parse("2026-03-01T10:00:00.123456Z");
        return new MeshEvent<>(
                UUID.randomUUID(),
                EventTypes.SESSION_STARTED,
                "/test",
                "session-1",
                now,
                new TenantId(tenant),
                null,
                new SessionStarted("session-1", "ana", null, now));
    }
}
