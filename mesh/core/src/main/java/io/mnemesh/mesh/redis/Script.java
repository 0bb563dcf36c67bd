package io.mnemesh.mesh.redis;

import io.mnemesh.mesh.problem.Failures;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Lua script that Redis runs atomically, sent by its digest and in full only to a server that does not know it: a new one,
 * or one that was restarted or has taken over. Such a server refuses the digest without having run anything, so that asking
 * again does nothing twice; but commands that were sent meanwhile come first. All keys have the same hash tag, so that the
 * script runs on Redis Cluster.
 */
public final class Script {

    private final String source;
    private final String digest;

    private Script(String source) {
        this.source = source;
        this.digest = sha1(source);
    }

    public static Script of(String source) {
        return new Script(source);
    }

    /**
     * The script in these resources, one after the other.
     *
     * @param owner the class beside which they are
     */
    public static Script load(Class<?> owner, String... resources) {
        return new Script(
                Stream.of(resources).map(resource -> read(owner, resource)).collect(Collectors.joining()));
    }

    private static String read(Class<?> owner, String resource) {
        try (var in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The script " + resource + " is not on the class path.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs it. Fails with what the script raised, or as the sender does.
     *
     * @param keys      of one slot
     * @param arguments {@code byte[]}, or anything whose text is meant
     */
    public Uni<Response> run(RedisSender redis, List<String> keys, List<?> arguments) {
        return Uni.createFrom()
                .deferred(() -> redis.send(request(Command.EVALSHA, digest, keys, arguments)))
                .onFailure(failure -> Failures.isRedisError(failure, "NOSCRIPT"))
                .recoverWithUni(() -> redis.send(request(Command.EVAL, source, keys, arguments)))
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("The script answered nothing."))
                .map(Objects::requireNonNull);
    }

    private static Request request(Command command, String script, List<String> keys, List<?> arguments) {
        var request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        for (Object argument : arguments) {
            if (argument instanceof byte[] bytes) {
                request.arg(Buffer.buffer(bytes));
            } else {
                request.arg(argument.toString());
            }
        }
        return request;
    }

    /** Redis names scripts by their SHA-1; nothing is secured by it. */
    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-1.", e);
        }
    }
}
