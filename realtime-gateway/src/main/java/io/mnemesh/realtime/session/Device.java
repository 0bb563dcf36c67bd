package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's devices a connection is from, if the client says so with the query parameter {@code device}: a name of its
 * own choice that it keeps over reconnects, so that others do not see them.
 */
final class Device {

    private static final String PARAMETER = "device";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Device() {}

    /** @throws ProblemException {@code invalid-value} if it is no name of a device */
    static @Nullable String of(HttpServerRequest request) {
        String name = request.getParam(PARAMETER);
        if (name != null && !NAME.matcher(name).matches()) {
            throw ProblemException.invalid(
                    PARAMETER, "'device' is a name of up to 64 letters, digits, hyphens and underscores.");
        }
        return name;
    }

    /**
     * Id of a connection, as clients and members see it.
     *
     * @param connection its own, which is unique
     */
    static String client(@Nullable String device, String connection) {
        return device == null ? connection : device + '~' + connection;
    }
}
