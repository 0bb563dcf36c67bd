package io.mnemesh.mesh.event;

import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One domain event, a CloudEvents 1.0 event with the mesh's extensions.
 *
 * @param id          UUIDv7, unique; what consumers deduplicate by
 * @param type        what happened
 * @param source      the service, for example {@code /memory-service}
 * @param subject     the aggregate; order holds per tenant and subject
 * @param time        when it happened
 * @param tenant      whose it is
 * @param traceparent W3C trace context of the cause
 * @param data        the payload
 */
public record MeshEvent<T extends Record>(
        UUID id,
        EventType<T> type,
        String source,
        String subject,
        Instant time,
        TenantId tenant,
        @Nullable String traceparent,
        T data) {

    /** The same, as a part of this trace. */
    public MeshEvent<T> inTrace(@Nullable String trace) {
        return new MeshEvent<>(id, type, source, subject, time, tenant, trace, data);
    }
}
