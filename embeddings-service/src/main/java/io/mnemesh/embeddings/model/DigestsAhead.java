package io.mnemesh.embeddings.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * SHA-256 of files that a start is about to ask for, found while the rest of the service starts.
 *
 * <p>Nothing depends on it: a file that was not begun is read when it is asked for, and a digest is given out once, so that what is loaded
 * again is read again. Static, because it begins before there is anything that could hold it. Thread-safe.
 */
public final class DigestsAhead {

    private static final Map<Path, Future<Optional<String>>> BEGUN = new ConcurrentHashMap<>();

    private DigestsAhead() {}

    /**
     * Begins with those files of a list that are there, in its order.
     *
     * @return the thread that does it
     */
    public static Thread begin(List<Path> files) {
        List<FutureTask<Optional<String>>> tasks = files.stream()
                .filter(Files::isRegularFile)
                .map(DigestsAhead::begun)
                .toList();
        return thread(() -> tasks.forEach(FutureTask::run));
    }

    /**
     * Leaves it to somebody who brings the files to say what they are.
     *
     * @param bring is called once; gives digests of those that are there then
     * @return the thread that does it
     */
    public static Thread begin(List<Path> files, Supplier<Map<Path, String>> bring) {
        var brought = new CompletableFuture<Map<Path, String>>();
        files.forEach(file -> BEGUN.put(file, brought.thenApply(all -> Optional.ofNullable(all.get(file)))));
        return thread(() -> brought.complete(bring.get()));
    }

    /** Forgets what nobody has asked for: later, a file may be another one. */
    public static void forget() {
        BEGUN.clear();
    }

    /** SHA-256 of a file, in lower-case hexadecimal digits, if it is there; waits for what was begun. */
    static Optional<String> of(Path file) throws IOException {
        Optional<String> found = ahead(file);
        return found.isEmpty() && Files.exists(file) ? Optional.of(Sha256.of(file)) : found;
    }

    private static Optional<String> ahead(Path file) throws IOException {
        Future<Optional<String>> begun = BEGUN.remove(file);
        if (begun == null) {
            return Optional.empty();
        }
        if (begun instanceof FutureTask<Optional<String>> task) {
            task.run(); // does nothing if the other thread does it, or has done it
        }
        try {
            return begun.get();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + file + " was read.", e);
        }
    }

    private static FutureTask<Optional<String>> begun(Path file) {
        var task = new FutureTask<>(() -> Optional.of(Sha256.of(file)));
        BEGUN.put(file, task);
        return task;
    }

    private static Thread thread(Runnable task) {
        return Thread.ofPlatform().name("embed-ahead").daemon().start(task);
    }
}
