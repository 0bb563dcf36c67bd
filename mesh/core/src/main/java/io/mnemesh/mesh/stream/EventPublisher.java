package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.MeshEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Appends events to their partitions. It is the outbox relay's tool: services write events through the
 * {@link io.mnemesh.mesh.outbox.Outbox} instead, so that an event exists exactly when its change is committed.
 */
public interface EventPublisher {

    /**
     * Appends the events, pipelined. Events of one tenant and subject keep the order of the list.
     *
     * @return the stream entry ids ({@code ms-seq}) in the order of the events, once Redis has all of them; on failure
     *     any part of the list may have been appended, so publishing it again can double events: consumers deduplicate
     *     by event id
     */
    Uni<List<String>> publish(List<? extends MeshEvent<?>> events);
}
