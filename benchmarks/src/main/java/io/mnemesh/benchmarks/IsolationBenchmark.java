package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.benchmarks.ForeignCalls.Call;
import io.mnemesh.benchmarks.ForeignCalls.Property;
import io.mnemesh.launcher.client.EventFeed;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.client.MnemeshClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One tenant's caller against another tenant's memories: {@link ForeignCalls} by the thousand over the public door. A leak
 * is an answer or an event with a byte string that only the other tenant's contents have.
 */
final class IsolationBenchmark implements Benchmark {

    private static final int CALLS = 100_000;
    private static final int CALLERS = 16;
    private static final int MEMORIES = 200;
    private static final String MARK = "alphaonly";
    private static final List<String> WORDS = List.of(
            "harbour", "invoice", "lantern", "orchard", "pigeon", "quarry", "saddle", "timber", "violet", "walnut");
    private static final String ERROR = "Connection to the lantern pool refused after timber ";

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public String measures() {
        return "leaks in 100,000 fuzzed calls of one tenant for what another tenant has (bar 0)";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        int calls = options.size(CALLS);
        try (var mesh = new BenchmarkMesh()) {
            var random = new SplittableRandom(11);
            MnemeshClient alpha = tenant(mesh, "alpha");
            MnemeshClient beta = tenant(mesh, "beta");
            Property owned = fill(alpha, "alpha", MARK, random);
            Property own = fill(beta, "beta", "betaonly", random);
            Vectors.await(alpha, owned.ids());
            String before = everything(alpha, owned);
            var tally = new Tally();
            long begin = System.nanoTime();
            try (EventFeed feed = beta.subscribe(List.of("memory_created", "memory_updated", "memory_deleted"))) {
                call(beta, owned, own, calls, random, tally);
                tally.leaks.addAndGet(leakedEvents(feed));
            }
            figures.put("calls", tally.calls.get());
            figures.put("calls_per_s", tally.calls.get() / ((System.nanoTime() - begin) / 1e9));
            figures.put("leaks", tally.leaks.get());
            figures.put("unexpected_statuses", tally.unexpected.get());
            figures.put("server_errors", tally.errors.get());
            figures.put("changed", before.equals(everything(alpha, owned)) ? 0 : 1);
        }
    }

    private static MnemeshClient tenant(BenchmarkMesh mesh, String name) {
        mesh.client().post("/api/admin/tenants", Map.of("name", name)).ok();
        JsonNode key = mesh.client()
                .post("/api/admin/keys", Map.of("tenant", name, "subject", name + "-caller", "roles", List.of("admin")))
                .ok();
        return new MnemeshClient(mesh.stack().gateway(), key.path("apiKey").asText());
    }

    private static Property fill(MnemeshClient client, String tenant, String mark, SplittableRandom random) {
        List<String> conversations = named(tenant + "-talk-", 10);
        List<String> users = named("user-", 10);
        var ids = new ArrayList<String>();
        var keys = new ArrayList<String>();
        for (int i = 0; i < MEMORIES; i++) {
            String key = tenant + "-key-" + i;
            ids.add(client.store(memory(i, mark, conversations, users, random), key)
                    .path("id")
                    .asText());
            keys.add(key);
        }
        for (int i = 0; i < MEMORIES; i += 10) {
            client.put(
                            "/api/memories/" + ids.get(i),
                            Map.of("type", "fact", "content", secret(mark, random) + " rewritten harbour"))
                    .ok();
            client.put("/api/memories/" + ids.get(i + 1) + "/feedback", Map.of("rating", "useful"))
                    .ok();
            client.put("/api/cache/" + tenant + "-space/key-" + i, Map.of("text", secret(mark, random)));
        }
        return new Property(tenant, ids, conversations, users, cursors(client), keys, cacheKeys(tenant), WORDS);
    }

    private static Map<String, Object> memory(
            int i, String mark, List<String> conversations, List<String> users, SplittableRandom random) {
        String text = secret(mark, random) + " " + word(random) + " " + word(random) + " " + word(random);
        String user = users.get(i % users.size());
        return switch (i % 4) {
            case 0 -> Map.of("type", "fact", "content", text, "context", Map.of("user", user));
            case 1 ->
                Map.of(
                        "type",
                        "conversation_turn",
                        "content",
                        text,
                        "context",
                        Map.of("conversation", conversations.get(i % conversations.size()), "user", user));
            case 2 ->
                Map.of("type", "error", "content", ERROR + i, "details", Map.of("resolution", secret(mark, random)));
            default ->
                Map.of("type", "fact", "content", text, "slot", Map.of("subject", user, "attribute", "employer"));
        };
    }

    private static List<String> cursors(MnemeshClient client) {
        return List.of(
                client.get("/api/memories?limit=5").ok().path("nextCursor").asText(),
                client.search(Map.of("query", "harbour lantern", "limit", 5))
                        .path("nextCursor")
                        .asText());
    }

    private static List<String> cacheKeys(String tenant) {
        return IntStream.iterate(0, i -> i < MEMORIES, i -> i + 10)
                .mapToObj(i -> tenant + "-space/key-" + i)
                .toList();
    }

    private static void call(
            MnemeshClient beta, Property foreign, Property own, int calls, SplittableRandom random, Tally tally)
            throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                SplittableRandom dice = random.split();
                int share = calls / CALLERS + (caller < calls % CALLERS ? 1 : 0);
                running.add(callers.submit(() -> {
                    var generator = new ForeignCalls(foreign, own, beta.bearer(), dice);
                    for (int i = 0; i < share; i++) {
                        Call call = generator.next();
                        tally.count(call, beta.call(call.method(), call.path(), call.body(), call.headers()));
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private static int leakedEvents(EventFeed feed) {
        int leaks = 0;
        for (var frame = feed.next(Duration.ofMillis(500));
                frame.isPresent();
                frame = feed.next(Duration.ofMillis(500))) {
            leaks += frame.get().body().toString().contains(MARK) ? 1 : 0;
        }
        return leaks;
    }

    /** All that the owner has: memories, their versions, what others think of them, and what is cached. */
    private static String everything(MnemeshClient client, Property owned) {
        var all = new StringBuilder();
        for (String id : owned.ids()) {
            String path = "/api/memories/" + id;
            all.append(client.get(path).ok())
                    .append(client.get(path + "/history").ok())
                    .append(client.get(path + "/feedback").ok().path("votes"));
        }
        for (String key : owned.cacheKeys()) {
            all.append(client.get("/api/cache/" + key).ok());
        }
        return all.toString();
    }

    private static List<String> named(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static String secret(String mark, SplittableRandom random) {
        return mark + HexFormat.of().toHexDigits(random.nextLong());
    }

    private static String word(SplittableRandom random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** What came back. Threads share it. */
    private static final class Tally {

        private static final int SHOWN = 20;

        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger leaks = new AtomicInteger();
        private final AtomicInteger unexpected = new AtomicInteger();
        private final AtomicInteger errors = new AtomicInteger();

        void count(Call call, Answer answer) {
            calls.incrementAndGet();
            if (answer.body().toString().contains(MARK)) {
                show("LEAK", leaks, call, answer);
            }
            if (call.expected() != 0 && answer.status() != call.expected()) {
                show("unexpected status", unexpected, call, answer);
            }
            if (answer.status() >= 500) {
                show("server error", errors, call, answer);
            }
        }

        private static void show(String what, AtomicInteger counter, Call call, Answer answer) {
            if (counter.incrementAndGet() <= SHOWN) {
                System.out.printf(
                        "%s: %s %s -> %d %s%n", what, call.method(), call.path(), answer.status(), answer.body());
            }
        }
    }
}
