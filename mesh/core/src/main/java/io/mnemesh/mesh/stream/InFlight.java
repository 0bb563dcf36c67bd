package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.MeshEvent;

/**
 * One entry between its delivery and its acknowledgement. Mutable; confined to the loop of its partition.
 */
final class InFlight {

    private final String stream;
    private final String id;
    private final MeshEvent<?> event;
    private int tries;
    private int failures;

    /** @param stream key of the stream it came from: the partition's events or the group's redeliveries */
    InFlight(String stream, String id, MeshEvent<?> event) {
        this.stream = stream;
        this.id = id;
        this.event = event;
    }

    /** Identity among the entries of a partition and its redeliveries. */
    static String handle(String stream, String id) {
        return stream + ' ' + id;
    }

    String handle() {
        return handle(stream, id);
    }

    String stream() {
        return stream;
    }

    String id() {
        return id;
    }

    MeshEvent<?> event() {
        return event;
    }

    /** What order is kept by. */
    String subject() {
        return event.tenant().value() + '\0' + event.subject();
    }

    /** Counts a try. @return its number, from 1 */
    int nextTry() {
        return ++tries;
    }

    int tries() {
        return tries;
    }

    /** Counts a failure that is not transient. @return how many there were */
    int nextFailure() {
        return ++failures;
    }
}
