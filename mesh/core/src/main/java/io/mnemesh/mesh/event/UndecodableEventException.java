package io.mnemesh.mesh.event;

/** Says why a stream entry is not an event this service can read. Such entries become dead letters. */
public final class UndecodableEventException extends RuntimeException {

    public UndecodableEventException(String message) {
        super(message);
    }
}
