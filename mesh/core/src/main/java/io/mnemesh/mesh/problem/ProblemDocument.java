package io.mnemesh.mesh.problem;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem details document (RFC 9457).
 *
 * @param type       URI of the problem type
 * @param title      the type in a few words
 * @param status     HTTP status code
 * @param detail     what was wrong this time
 * @param instance   URI of this occurrence, by which it is found in the log
 * @param extensions further members
 */
public record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        Map<String, Object> extensions) {

    /** Media type of the document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public ProblemDocument {
        extensions = Map.copyOf(extensions);
    }

    /** The document of a refusal. */
    public static ProblemDocument of(ProblemException problem) {
        return of(problem, null);
    }

    static ProblemDocument of(ProblemException problem, @Nullable String instance) {
        ProblemType type = problem.type();
        return new ProblemDocument(
                type.uri(), type.title(), type.status(), problem.detail(), instance, problem.extensions());
    }

    /** The JSON object; extensions never replace the standard members. */
    public JsonObject toJson() {
        var json = new JsonObject()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (instance != null) {
            json.put("instance", instance);
        }
        extensions.forEach((name, value) -> {
            if (!json.containsKey(name)) {
                json.put(name, value);
            }
        });
        return json;
    }

    /** The document as it is sent. */
    public String encode() {
        return toJson().encode();
    }
}
