package io.mnemesh.realtime.mark;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Whose mark it is, and what it is for: those of a user under different names do not know of each other.
 *
 * @param user the user's stable id
 * @param name up to 32 lower-case letters, digits, '-' and '_'
 */
public record Mark(String user, String name) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,32}");

    /** @throws ProblemException {@code invalid-value} if the name has not its form */
    public Mark {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.invalid(
                    "name", "A mark is named by up to 32 lower-case letters, digits, '-' and '_'.");
        }
    }

    String field() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(user.getBytes(StandardCharsets.UTF_8))
                + "."
                + name;
    }
}
