package io.mnemesh.gateway.relay.message.rest;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.UUID;

/** The path parameter {@code id} of a message. */
final class MessageIds {

    private MessageIds() {}

    /** @throws ProblemException {@code not-found} if it has not the form of an id */
    static UUID read(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no such message.");
        }
    }
}
