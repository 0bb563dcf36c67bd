package io.mnemesh.systemtests;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Places where byte strings are left: the keys of Redis as they would be written to disk, and files. */
final class Remains {

    /** What ages by the operator's own rules: PostgreSQL's write-ahead log and Redis's append-only file. */
    private static final Set<String> LOGS_OF_CHANGES = Set.of("pg_wal", "appendonlydir");

    private final List<String> secrets;
    private final Set<String> found = new TreeSet<>();

    private Remains(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    static Set<String> inRedis(int port, List<String> secrets) throws Exception {
        var remains = new Remains(secrets);
        Vertx vertx = Vertx.vertx();
        try {
            Redis client = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
            remains.redis(
                    client.connect().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        return remains.found;
    }

    /** Of processes that have ended, so that all they had to write is written. */
    static Set<String> inFiles(Path folder, List<String> secrets) throws IOException {
        var remains = new Remains(secrets);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Stream.of(folder.relativize(file).toString().split("/")).noneMatch(LOGS_OF_CHANGES::contains)) {
                    remains.look("file " + folder.relativize(file), Files.readAllBytes(file));
                }
            }
        }
        return remains.found;
    }

    private void redis(RedisConnection connection) throws Exception {
        send(
                connection,
                Request.cmd(Command.CONFIG).arg("SET").arg("rdbcompression").arg("no"));
        String cursor = "0";
        do {
            Response page = send(
                    connection,
                    Request.cmd(Command.SCAN).arg(cursor).arg("COUNT").arg(500));
            for (Response key : page.get(1)) {
                look("name of a key", key.toBytes());
                Response dump = send(connection, Request.cmd(Command.DUMP).arg(key.toString()));
                if (dump != null) {
                    look("key " + key, dump.toBytes());
                }
            }
            cursor = page.get(0).toString();
        } while (!cursor.equals("0"));
    }

    private static Response send(RedisConnection connection, Request request) throws Exception {
        return connection
                .send(request)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void look(String place, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        secrets.stream().filter(text::contains).forEach(secret -> found.add(place + " holds " + secret));
    }
}
