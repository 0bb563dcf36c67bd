package io.mnemesh.realtime.history;

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
import org.jspecify.annotations.Nullable;

/** A script that Redis runs atomically, sent by its digest and in full only to a server that does not know it yet. */
public final class LuaScript {

    private final String source;
    private final String digest;

    private LuaScript(String source) {
        this.source = source;
        this.digest = sha1(source);
    }

    /**
     * The script in these resources, one after the other.
     *
     * @param owner the class beside which they are
     */
    public static LuaScript load(Class<?> owner, String... resources) {
        return new LuaScript(
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

    /** Runs it; all keys have to be of one slot. */
    public Uni<Response> run(Redis redis, List<String> keys, List<byte[]> arguments) {
        return redis.send(request(Command.EVALSHA, digest, keys, arguments))
                .onFailure(failure -> Failures.isRedisError(failure, "NOSCRIPT"))
                .recoverWithUni(() -> redis.send(request(Command.EVAL, source, keys, arguments)))
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("The script answered nothing."))
                .map(Objects::requireNonNull);
    }

    /** How commands get to Redis. */
    @FunctionalInterface
    public interface Redis {
        Uni<@Nullable Response> send(Request request);
    }

    private static Request request(Command command, String script, List<String> keys, List<byte[]> arguments) {
        var request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> request.arg(Buffer.buffer(argument)));
        return request;
    }

    /** Redis names scripts by their SHA-1; nothing is secured by it. */
    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
