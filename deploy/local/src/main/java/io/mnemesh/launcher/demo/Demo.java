package io.mnemesh.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.EventFeed;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The guided tour of a running mesh: stores the sample through the public API, searches it by meaning, analyses an error
 * and watches an event arrive, with the time each took. Storing is idempotent, so the tour can be taken again; what was erased
 * since is not stored again, and stops that need it are left out.
 */
public final class Demo {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int SHOWN = 3;

    private final MnemeshClient client;
    private final Feeding feeding;
    private final Sample sample;
    private final PrintStream out;
    private final boolean terminal;
    private boolean asExpected = true;
    private int leftOut;

    /**
     * @param folder the folder of the sample
     * @param terminal whether {@code out} is a terminal, whose last line can be drawn again
     */
    public Demo(MnemeshClient client, Path folder, PrintStream out, boolean terminal) {
        this.client = client;
        this.feeding = new Feeding(client);
        this.sample = Sample.read(folder);
        this.out = out;
        this.terminal = terminal;
    }

    /** @return true if everything that must come back did */
    public boolean run() {
        store();
        awaitEmbedded(feeding.ids());
        sample.searches().forEach(this::search);
        analyse();
        watch();
        out.println();
        out.println(
                asExpected
                        ? "Everything came back as expected"
                                + (leftOut == 0 ? "." : ", but for " + leftOut + " that need what is gone.")
                        : "Something did not come back as expected; see MISSED above.");
        return asExpected;
    }

    private void store() {
        var bar = new ProgressBar(out, terminal, "Storing  ", sample.memories().size());
        long begin = System.nanoTime();
        for (JsonNode memory : sample.memories()) {
            feeding.store(memory);
            bar.step();
        }
        out.printf("%d memories stored in %s%n", feeding.ids().size(), millis(begin));
        if (!feeding.gone().isEmpty()) {
            out.printf(
                    "%d entries of the sample were deleted or erased since an earlier tour and stay gone;%n"
                            + "./mnemesh up --fresh deletes everything and begins anew%n",
                    feeding.gone().size());
        }
    }

    private void awaitEmbedded(List<String> ids) {
        var bar = new ProgressBar(out, terminal, "Embedding", ids.size());
        long begin = System.nanoTime();
        for (String id : ids) {
            while (!client.get("/api/memories/" + id).ok().path("embedded").asBoolean()) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new IllegalStateException("Memory " + id + " was not embedded within " + PATIENCE + ".");
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
            bar.step();
        }
        out.printf("all of them embedded %s later%n", millis(begin));
    }

    private void search(JsonNode search) {
        out.println();
        String expected = search.path("expect").asText();
        var query = Map.of("query", search.path("query"), "filter", search.path("filter"), "limit", SHOWN);
        long begin = System.nanoTime();
        JsonNode answer = client.search(query);
        out.printf(
                "Search \"%s\" %s (%s, %s)%n",
                search.path("query").asText(),
                search.path("filter").isEmpty() ? "" : search.path("filter"),
                answer.path("mode").asText(),
                millis(begin));
        boolean found = false;
        for (JsonNode hit : answer.path("hits")) {
            JsonNode memory = hit.path("memory");
            found |= Feeding.name(memory).equals(expected);
            out.printf(
                    "  %.3f  %-17s %s%n",
                    hit.path("score").asDouble(), memory.path("type").asText(), line(memory.path("content")));
        }
        judge(found, expected, "the entry '" + expected + "' among the first " + SHOWN);
    }

    private void analyse() {
        out.println();
        long begin = System.nanoTime();
        JsonNode answer = client.post(
                        "/api/ai/analyze-error",
                        Map.of("error", sample.analysis().path("error")))
                .ok();
        out.printf("Error analysis of \"%s\" (%s)%n", line(sample.analysis().path("error")), millis(begin));
        JsonNode group = answer.path("group");
        out.printf(
                "  group      %s, seen %d times%n",
                group.path("template").asText("none"), group.path("occurrences").asLong());
        String expected = sample.analysis().path("expect").path("resolution").asText();
        boolean found = false;
        for (JsonNode similar : answer.path("similar")) {
            if (similar.path("resolution").isTextual()) {
                found |= similar.path("resolution").asText().equals(expected);
                out.printf("  %.3f      %s%n", similar.path("similarity").asDouble(), line(similar.path("resolution")));
            }
        }
        judge(found, sample.analysis().path("expect").path("sample").asText(), "the resolution \"" + expected + "\"");
    }

    private void watch() {
        out.println();
        try (EventFeed feed = client.subscribe(List.of("memory_created"))) {
            long begin = System.nanoTime();
            String id = client.store(Map.of("type", "insight", "content", "The guided tour was taken to its end"))
                    .path("id")
                    .asText();
            out.printf("Live subscription: stored a memory (%s) …%n", millis(begin));
            boolean found = feed.next(PATIENCE)
                    .map(frame -> {
                        out.printf("  … its event arrived %s after the request%n", millis(begin));
                        out.println("  " + frame.body());
                        return frame.body()
                                .path("data")
                                .path("memoryId")
                                .asText()
                                .equals(id);
                    })
                    .orElse(false);
            judge(found, "", "the event of the memory that was stored");
            client.delete("/api/memories/" + id);
        }
    }

    /** @param entry the entry of the sample it needs; empty if none */
    private void judge(boolean found, String entry, String what) {
        if (!found && feeding.gone().contains(entry)) {
            leftOut++;
            out.println("  LEFT OUT: " + what + ", which is gone");
            return;
        }
        asExpected &= found;
        if (!found) {
            out.println("  MISSED: " + what);
        }
    }

    private static String line(JsonNode text) {
        String first = text.asText().lines().findFirst().orElse("");
        return first.length() > 100 ? first.substring(0, 97) + "…" : first;
    }

    private static String millis(long begin) {
        return "%d ms".formatted((System.nanoTime() - begin) / 1_000_000);
    }
}
