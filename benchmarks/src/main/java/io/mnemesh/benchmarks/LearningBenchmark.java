package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether searches get better by what users say of their hits: simulated users ask for half of the needs and rate what they
 * are shown; then the same needs are asked for in words that were held out, and the other half as before.
 */
final class LearningBenchmark implements Benchmark {

    private static final int NEEDS = 100;
    private static final int TOUCHED = NEEDS / 2;
    private static final int USERS = 3;
    private static final int BATCH = 200;
    private static final int HITS = 10;

    /** Hits a user looks at. */
    private static final int SEEN = 5;

    private static final long SEED = 11;
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** Looks without a change after which none is expected. */
    private static final int QUIET = 3;

    @Override
    public String name() {
        return "learning";
    }

    @Override
    public String measures() {
        return "simulated users rate hits: NDCG@10 of held-out paraphrases and of untouched questions";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException, InterruptedException {
        List<SimulatedUsers.Need> needs = new SimulatedUsers(SEED).needs(NEEDS);
        List<SimulatedUsers.Need> touched = needs.subList(0, TOUCHED);
        List<SimulatedUsers.Need> untouched = needs.subList(TOUCHED, NEEDS);
        try (var mesh = new BenchmarkMesh()) {
            MnemeshClient client = mesh.client();
            figures.put("memories", store(client, needs));
            figures.put("needs", NEEDS);
            Vectors.await(client, PERIOD, LIMIT);
            settle(client, needs);
            double heldOut = ndcg(client, touched, SimulatedUsers.Need::heldOut);
            double others = ndcg(client, untouched, SimulatedUsers.Need::asked);
            int ratings = 0;
            for (int user = 0; user < USERS; user++) {
                ratings += rate(user(mesh, user), touched);
            }
            settle(client, needs);
            figures.put("users", USERS);
            figures.put("ratings", ratings);
            report(figures, "heldout", heldOut, ndcg(client, touched, SimulatedUsers.Need::heldOut));
            report(figures, "untouched", others, ndcg(client, untouched, SimulatedUsers.Need::asked));
        }
    }

    /** Until searches find the same again and again: indexes have the vectors, and what says the same is merged. */
    private static void settle(MnemeshClient client, List<SimulatedUsers.Need> needs) throws InterruptedException {
        var last = new double[] {-1};
        var quiet = new int[1];
        Polling.until(SETTLING, () -> {
            double now = ndcg(client, needs, SimulatedUsers.Need::asked);
            quiet[0] = now == last[0] ? quiet[0] + 1 : 0;
            last[0] = now;
            return quiet[0] >= QUIET;
        });
    }

    private static void report(Figures figures, String key, double before, double after) {
        figures.put(key + "_ndcg10_before", before);
        figures.put(key + "_ndcg10_after", after);
        figures.put(key + "_change", after / before - 1);
    }

    private static int store(MnemeshClient client, List<SimulatedUsers.Need> needs) {
        var contents = new ArrayList<String>();
        for (SimulatedUsers.Need need : needs) {
            contents.addAll(need.answers());
            contents.addAll(need.others());
        }
        for (int from = 0; from < contents.size(); from += BATCH) {
            List<Map<String, Object>> items = contents.subList(from, Math.min(contents.size(), from + BATCH)).stream()
                    .map(content ->
                            Map.<String, Object>of("op", "add", "memory", Map.of("type", "fact", "content", content)))
                    .toList();
            client.post("/api/memories/batch", Map.of("items", items)).ok();
        }
        return contents.size();
    }

    /** A client with a subject of its own, so that its voice is one of its own. */
    private static MnemeshClient user(BenchmarkMesh mesh, int number) {
        JsonNode key = mesh.client()
                .post("/api/admin/keys", Map.of("subject", "user-" + number))
                .ok();
        return new MnemeshClient(mesh.stack().gateway(), key.path("apiKey").asText());
    }

    /** The user asks for each need and says of the hits it sees whether they meet it. */
    private static int rate(MnemeshClient user, List<SimulatedUsers.Need> needs) {
        int ratings = 0;
        for (SimulatedUsers.Need need : needs) {
            Set<String> answers = Set.copyOf(need.answers());
            Set<String> rated = new HashSet<>();
            for (String question : need.asked()) {
                List<JsonNode> hits = hits(user, question);
                for (JsonNode memory : hits.subList(0, Math.min(SEEN, hits.size()))) {
                    String id = memory.path("id").asText();
                    if (rated.add(id)) {
                        String rating = answers.contains(memory.path("content").asText()) ? "useful" : "not_useful";
                        user.put("/api/memories/" + id + "/feedback", Map.of("rating", rating))
                                .ok();
                        ratings++;
                    }
                }
            }
        }
        return ratings;
    }

    private static List<JsonNode> hits(MnemeshClient client, String question) {
        var memories = new ArrayList<JsonNode>();
        client.search(Map.of("query", question, "limit", HITS))
                .path("hits")
                .forEach(hit -> memories.add(hit.path("memory")));
        return memories;
    }

    private static double ndcg(
            MnemeshClient client,
            List<SimulatedUsers.Need> needs,
            Function<SimulatedUsers.Need, List<String>> questions) {
        double sum = 0;
        int count = 0;
        for (SimulatedUsers.Need need : needs) {
            Set<String> answers = Set.copyOf(need.answers());
            for (String question : questions.apply(need)) {
                List<Boolean> met = hits(client, question).stream()
                        .map(memory -> answers.contains(memory.path("content").asText()))
                        .toList();
                sum += gain(met) / ideal(answers.size());
                count++;
            }
        }
        return sum / count;
    }

    private static double gain(List<Boolean> met) {
        double gain = 0;
        for (int rank = 0; rank < met.size(); rank++) {
            gain += met.get(rank) ? discount(rank) : 0;
        }
        return gain;
    }

    private static double ideal(int answers) {
        double gain = 0;
        for (int rank = 0; rank < answers; rank++) {
            gain += discount(rank);
        }
        return gain;
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 2.0);
    }
}
