package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Whether near-duplicates are merged and nothing else: 10,000 adds of which 40 % say what others say, in random order,
 * merged in the background; then some are taken apart, and recalled texts are added again.
 */
final class ConsolidationBenchmark implements Benchmark {

    private static final int STATEMENTS = 6_000;
    private static final int OTHERS = 4_000;
    private static final int BATCH = 100;
    private static final int TAKEN_APART = 300;
    private static final int RECALLED = 200;
    private static final long SEED = 5;
    private static final Duration PERIOD = Duration.ofSeconds(4);

    /** Periods without a change after which nothing more is expected. */
    private static final int QUIET = 4;

    @Override
    public String name() {
        return "consolidation";
    }

    @Override
    public String measures() {
        return "10,000 adds with 40 % near-duplicates: merged, falsely merged, taken apart";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException, InterruptedException {
        List<NearDuplicates.Text> texts = new NearDuplicates(SEED).texts(STATEMENTS, OTHERS);
        try (var mesh = new BenchmarkMesh()) {
            MnemeshClient client = mesh.client();
            long begin = System.nanoTime();
            Map<String, NearDuplicates.Text> stored = new LinkedHashMap<>();
            Map<String, JsonNode> asStored = new HashMap<>();
            store(client, texts.stream().map(NearDuplicates.Text::content).toList())
                    .forEach(memory -> {
                        stored.put(memory.path("id").asText(), texts.get(stored.size()));
                        asStored.put(memory.path("id").asText(), memory);
                    });
            figures.put("adds", stored.size());
            Map<String, String> mergedInto = settled(client);
            figures.put("seconds", (System.nanoTime() - begin) / 1e9);
            measure(stored, mergedInto, figures);
            takeApart(client, mergedInto, asStored, figures);
            addAgain(client, figures);
        }
    }

    private static List<JsonNode> store(MnemeshClient client, List<String> contents) {
        var memories = new ArrayList<JsonNode>();
        for (int from = 0; from < contents.size(); from += BATCH) {
            List<Map<String, Object>> items = contents.subList(from, Math.min(contents.size(), from + BATCH)).stream()
                    .map(content ->
                            Map.<String, Object>of("op", "add", "memory", Map.of("type", "fact", "content", content)))
                    .toList();
            JsonNode answer =
                    client.post("/api/memories/batch", Map.of("items", items)).ok();
            answer.path("items").forEach(outcome -> memories.add(outcome.path("memory")));
        }
        return memories;
    }

    /** Waits until all have vectors and no more are merged; answers into what each is merged, or an empty text. */
    private static Map<String, String> settled(MnemeshClient client) throws InterruptedException {
        var last = new ArrayList<Map<String, String>>();
        var quiet = new int[1];
        Polling.until(PERIOD, () -> {
            var mergedInto = new LinkedHashMap<String, String>();
            boolean embedded = true;
            for (JsonNode memory : all(client)) {
                mergedInto.put(
                        memory.path("id").asText(), memory.path("mergedInto").asText(""));
                embedded &= memory.path("embedded").asBoolean();
            }
            quiet[0] = embedded && !last.isEmpty() && last.getLast().equals(mergedInto) ? quiet[0] + 1 : 0;
            last.clear();
            last.add(mergedInto);
            return quiet[0] >= QUIET;
        });
        return last.getLast();
    }

    private static List<JsonNode> all(MnemeshClient client) {
        var memories = new ArrayList<JsonNode>();
        String cursor = "";
        do {
            JsonNode page = client.get("/api/memories?latestOnly=false&limit=200" + cursor)
                    .ok();
            page.path("items").forEach(memories::add);
            cursor = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return memories;
    }

    private static void measure(
            Map<String, NearDuplicates.Text> stored, Map<String, String> mergedInto, Figures figures) {
        Map<Integer, Map<String, Integer>> groups = new HashMap<>();
        int wrong = 0;
        for (Map.Entry<String, NearDuplicates.Text> entry : stored.entrySet()) {
            String survivor = survivor(entry.getKey(), mergedInto);
            NearDuplicates.Text text = entry.getValue();
            NearDuplicates.Text standing = stored.get(survivor);
            if (standing != null && standing.meaning() != text.meaning()) {
                wrong++;
                System.out.printf("  merged wrongly: '%s' into '%s'%n", text.content(), standing.content());
            }
            groups.computeIfAbsent(text.meaning(), none -> new HashMap<>()).merge(survivor, 1, Integer::sum);
        }
        int left = groups.values().stream().mapToInt(group -> group.size() - 1).sum();
        figures.put("merged_share", 1 - left / (double) OTHERS);
        figures.put("false_merge_share", wrong / (double) stored.size());
        leftByChange(stored, mergedInto, groups);
    }

    private static void leftByChange(
            Map<String, NearDuplicates.Text> stored,
            Map<String, String> mergedInto,
            Map<Integer, Map<String, Integer>> groups) {
        Map<String, Integer> left = new TreeMap<>();
        int shown = 0;
        for (Map.Entry<String, NearDuplicates.Text> entry : stored.entrySet()) {
            NearDuplicates.Text text = entry.getValue();
            Map<String, Integer> group = groups.getOrDefault(text.meaning(), Map.of());
            boolean alone = group.size() > 1 && group.getOrDefault(survivor(entry.getKey(), mergedInto), 0) == 1;
            if (alone && !text.change().equals("original")) {
                left.merge(text.change(), 1, Integer::sum);
                if (shown++ < 40) {
                    System.out.printf("  left (%s): '%s'%n", text.change(), text.content());
                }
            }
        }
        System.out.println("  left alone by change: " + left);
    }

    private static String survivor(String id, Map<String, String> mergedInto) {
        String into = mergedInto.getOrDefault(id, "");
        return into.isEmpty() ? id : into;
    }

    private static void takeApart(
            MnemeshClient client, Map<String, String> mergedInto, Map<String, JsonNode> asStored, Figures figures) {
        List<String> merged = new ArrayList<>(mergedInto.keySet().stream()
                .filter(id -> !mergedInto.getOrDefault(id, "").isEmpty())
                .toList());
        Collections.shuffle(merged, new Random(SEED));
        List<String> some = merged.subList(0, Math.min(TAKEN_APART, merged.size()));
        int restored = 0;
        for (String id : some) {
            client.post("/api/memories/" + id + "/unmerge", Map.of()).ok();
            restored += plain(client.get("/api/memories/" + id).ok())
                            .equals(plain(asStored.getOrDefault(
                                    id, client.get("/api/memories/" + id).body())))
                    ? 1
                    : 0;
        }
        figures.put("taken_apart", some.size());
        figures.put("restored_share", restored / (double) some.size());
    }

    /** Everything but whether its vector is there, as it was written. */
    private static String plain(JsonNode memory) {
        var copy = (ObjectNode) memory.deepCopy();
        copy.remove("embedded");
        return copy.toString();
    }

    private static void addAgain(MnemeshClient client, Figures figures) throws InterruptedException {
        Map<String, String> before = settled(client);
        var recalled = new ArrayList<String>();
        for (NearDuplicates.Text text : new NearDuplicates(SEED + 1).texts(RECALLED, 0)) {
            recalled.add(client.search(Map.of("query", text.content(), "limit", 1))
                    .at("/hits/0/memory/content")
                    .asText());
        }
        store(client, recalled);
        Map<String, String> after = settled(client);
        figures.put("recalled_added", recalled.size());
        figures.put("grown_by", (double) (current(after) - current(before)));
    }

    private static long current(Map<String, String> mergedInto) {
        return mergedInto.values().stream().filter(String::isEmpty).count();
    }
}
