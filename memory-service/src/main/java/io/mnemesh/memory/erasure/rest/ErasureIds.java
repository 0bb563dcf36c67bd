package io.mnemesh.memory.erasure.rest;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of erasures in paths. */
final class ErasureIds {

    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private ErasureIds() {}

    /** What is no id cannot be one of an erasure, so it is {@code not-found} like any other unknown id. */
    static UUID parse(String id) {
        if (!FORM.matcher(id).matches()) {
            throw ProblemException.notFound("There is no erasure with this id.");
        }
        return UUID.fromString(id);
    }
}
