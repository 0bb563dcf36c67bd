package io.mnemesh.cacheservice.objects;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where an object is, within its tenant.
 *
 * @param namespace 1 to 64 characters of {@code a-z 0-9 . _ -}, starting with a letter or digit
 * @param key       1 to 1024 bytes of UTF-8
 */
public record ObjectAddress(String namespace, String key) {

    /** Greatest namespace, one separator, greatest key. */
    static final int MAX_BYTES = 64 + 1 + 1024;

    private static final int MAX_KEY_BYTES = 1024;
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** @throws ProblemException naming the member that is not acceptable */
    public ObjectAddress {
        checkNamespace(namespace);
        if (key.isEmpty()) {
            throw ProblemException.invalid("key", "A key is not empty.");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A key is at most 1024 bytes of UTF-8.",
                    Map.of("field", "key", "limit", MAX_KEY_BYTES),
                    null,
                    null);
        }
    }

    /**
     * The name of a namespace.
     *
     * @throws ProblemException {@code invalid-value} if it is not acceptable
     */
    public static String checkNamespace(String namespace) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw ProblemException.invalid(
                    "namespace",
                    "A namespace is 1 to 64 characters of a-z, 0-9, '.', '_' and '-', starting with a letter or digit.");
        }
        return namespace;
    }

    /** One key in the cache: namespaces have no slash. */
    public String path() {
        return namespace + "/" + key;
    }

    /** The namespace of a key in the cache. */
    static String namespace(String path) {
        return path.substring(0, path.indexOf('/'));
    }
}
