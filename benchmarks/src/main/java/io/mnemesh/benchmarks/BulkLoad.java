package io.mnemesh.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Two clients that send 32 texts of about 64 tokens at a time until they are stopped. */
final class BulkLoad implements AutoCloseable {

    private static final int CLIENTS = 2;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Integer>> clients = new ArrayList<>();

    /** Begins at once. */
    BulkLoad(TextEmbedder embedder, SplittableRandom random) {
        for (int client = 0; client < CLIENTS; client++) {
            SplittableRandom own = random.split();
            clients.add(threads.submit(() -> send(embedder, own)));
        }
    }

    /** @return requests that were answered */
    int stop() throws IOException, InterruptedException {
        stopped.set(true);
        int requests = 0;
        for (Future<Integer> client : clients) {
            try {
                requests += client.get();
            } catch (ExecutionException e) {
                throw new IOException("The bulk load failed.", e);
            }
        }
        return requests;
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.close();
    }

    private int send(TextEmbedder embedder, SplittableRandom random) throws Exception {
        int requests = 0;
        while (!stopped.get()) {
            embedder.embed(TextLoad.batch(random));
            requests++;
        }
        return requests;
    }
}
