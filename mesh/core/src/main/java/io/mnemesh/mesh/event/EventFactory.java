package io.mnemesh.mesh.event;

import io.mnemesh.mesh.tenancy.TenantId;

/** Makes events of this service: id, time, source and trace context are filled in. */
public interface EventFactory {

    /** @param subject id of the aggregate the event is about */
    <T extends Record> MeshEvent<T> create(EventType<T> type, TenantId tenant, String subject, T data);
}
