package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The clients of a load: each sends its next request when the answer to the last is there, until none is left. */
final class TextClients {

    private TextClients() {}

    /**
     * What came of a load.
     *
     * @param seconds from the first request to the last answer
     * @param nanos   time of each answer
     */
    record Outcome(double seconds, List<Long> nanos) {}

    /** @throws IllegalStateException if an answer has not as many vectors as the request has texts */
    static Outcome run(TextLoad load, TextEmbedder embedder) throws Exception {
        var left = new ConcurrentLinkedQueue<>(load.requests());
        long begun = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<List<Long>>>();
            for (int client = 0; client < load.clients(); client++) {
                clients.add(threads.submit(() -> client(left, embedder)));
            }
            var nanos = new ArrayList<Long>();
            for (Future<List<Long>> client : clients) {
                nanos.addAll(client.get());
            }
            return new Outcome((System.nanoTime() - begun) / 1e9, nanos);
        }
    }

    private static List<Long> client(ConcurrentLinkedQueue<List<String>> left, TextEmbedder embedder) throws Exception {
        var nanos = new ArrayList<Long>();
        for (List<String> texts = left.poll(); texts != null; texts = left.poll()) {
            long begun = System.nanoTime();
            int vectors = embedder.embed(texts).size();
            nanos.add(System.nanoTime() - begun);
            if (vectors != texts.size()) {
                throw new IllegalStateException(texts.size() + " texts got " + vectors + " vectors.");
            }
        }
        return nanos;
    }
}
