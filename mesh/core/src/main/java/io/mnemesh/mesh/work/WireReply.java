package io.mnemesh.mesh.work;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reply as it lies in an asker's stream: a body or a problem. Problems cross the wire as type, detail, extensions and
 * Retry-After; causes do not.
 *
 * @param problem null for success
 */
record WireReply(String correlation, byte[] body, @Nullable ProblemException problem) {

    private static final String CORRELATION = "id";
    private static final String BODY = "body";
    private static final String PROBLEM = "problem";
    private static final byte[] NOTHING = {};

    /** The command that appends the reply, if the asker is still there. */
    Request append(String replyTo) {
        var add = Request.cmd(Command.XADD)
                .arg(replyTo)
                .arg("NOMKSTREAM")
                .arg("*")
                .arg(CORRELATION)
                .arg(correlation);
        return problem == null ? add.arg(BODY).arg(body) : add.arg(PROBLEM).arg(encode(problem));
    }

    /** Reads an entry {@code [id, [field, value, …]]}; null if it is not a reply. */
    static @Nullable WireReply read(Response entry) {
        Map<String, Response> fields = WireItem.fields(entry.get(1));
        Response correlation = fields.get(CORRELATION);
        Response body = fields.get(BODY);
        Response problem = fields.get(PROBLEM);
        if (correlation == null || (body == null && problem == null)) {
            return null;
        }
        return body != null
                ? new WireReply(correlation.toString(), body.toBytes(), null)
                : new WireReply(correlation.toString(), NOTHING, decode(String.valueOf(problem)));
    }

    static WireReply success(String correlation, byte[] body) {
        return new WireReply(correlation, body, null);
    }

    /** A reply that tells of the failure; what is not a problem says no more than that the worker failed. */
    static WireReply failure(String correlation, Throwable failure) {
        ProblemException problem = failure instanceof ProblemException known
                ? known
                : new ProblemException(ProblemType.UPSTREAM_FAILED, "The work could not be done.");
        return new WireReply(correlation, NOTHING, problem);
    }

    static String encode(ProblemException problem) {
        var json = new JsonObject()
                .put("type", problem.type().slug())
                .put("detail", problem.detail())
                .put("extensions", new JsonObject(new LinkedHashMap<>(problem.extensions())));
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            json.put("retryAfter", retryAfter.toMillis());
        }
        return json.encode();
    }

    static ProblemException decode(String text) {
        try {
            var json = new JsonObject(text);
            Long retryAfter = json.getLong("retryAfter");
            return new ProblemException(
                    type(json.getString("type")),
                    json.getString("detail", ""),
                    json.getJsonObject("extensions", new JsonObject()).getMap(),
                    retryAfter == null ? null : Duration.ofMillis(retryAfter),
                    null);
        } catch (DecodeException | ClassCastException e) {
            return new ProblemException(ProblemType.UPSTREAM_FAILED, "The reply cannot be read.", Map.of(), null, e);
        }
    }

    private static ProblemType type(@Nullable String slug) {
        for (ProblemType type : ProblemType.values()) {
            if (type.slug().equals(slug)) {
                return type;
            }
        }
        return ProblemType.UPSTREAM_FAILED;
    }
}
