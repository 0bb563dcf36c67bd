package io.mnemesh.mesh.work;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.redis.RedisClock;
import io.mnemesh.mesh.redis.RedisFixture;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Traces;
import io.mnemesh.mesh.tenancy.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One process that asks for work or does it, put together by hand. */
final class WorkNode implements AutoCloseable {

    static final TenantId ACME = new TenantId("acme");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RedisLines lines;
    final WorkRuntime runtime;
    final RedisWorkClient client;
    private final List<WorkServer> servers = new ArrayList<>();

    WorkNode() {
        this(RedisFixture.lines(), Map.of());
    }

    WorkNode(Map<String, String> config) {
        this(RedisFixture.lines(), config);
    }

    WorkNode(RedisLines lines, Map<String, String> config) {
        this.lines = lines;
        this.runtime = new WorkRuntime(
                RedisFixture.VERTX,
                lines,
                new RedisClock(lines),
                RedisFixture.config(WorkConfig.class, config),
                new WorkMetrics(meters),
                new Traces(OpenTelemetry.noop()),
                MeshInstance.of("test"));
        this.client = new RedisWorkClient(runtime);
    }

    WorkServer serve(String kind, int concurrency, Function<WorkHandler.Item, Uni<byte[]>> work) {
        var server = new WorkServer(runtime, "smith", List.of(new WorkHandler() {
            @Override
            public String service() {
                return "smith";
            }

            @Override
            public String kind() {
                return kind;
            }

            @Override
            public int concurrency() {
                return concurrency;
            }

            @Override
            public Uni<byte[]> handle(Item item) {
                return work.apply(item);
            }
        }));
        servers.add(server);
        server.start();
        return server;
    }

    Uni<String> ask(String kind, Lane lane, Duration deadline, String body) {
        return client.request(
                        new WorkRequest("smith", kind, lane, ACME, deadline, body.getBytes(StandardCharsets.UTF_8)))
                .map(WorkNode::text);
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends as a SIGKILL does. */
    void kill() {
        lines.close();
    }

    @Override
    public void close() {
        client.close();
        servers.forEach(WorkServer::stop);
        kill();
    }
}
