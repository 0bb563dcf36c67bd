package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.Uni;

/** Something that clients may ask for. Every bean of this type is a method. Thread-safe, and never blocks. */
public interface RequestMethod {

    /** As clients say it, for example {@code channel.last}. */
    String name();

    /**
     * Answers one question.
     *
     * @param params what the client gave, an object
     * @return the answer, which Jackson writes
     * @throws ProblemException if it is refused; the answer may fail with one, too
     */
    Uni<?> answer(Caller caller, JsonNode params);
}
