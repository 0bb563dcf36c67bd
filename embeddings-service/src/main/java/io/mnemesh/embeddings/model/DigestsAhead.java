package io.mnemesh.embeddings.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * SHA-256 of files that a start is about to ask for, computed while the rest of the service starts.
 *
 * <p>Nothing depends on it: a file that was not begun is read when it is asked for, and a digest is given out once, so that what is loaded
 * again is read again. Static, because it begins before there is anything that could hold it. Thread-safe.
 */
public final class DigestsAhead {

    private static final Map<Path, FutureTask<String>> BEGUN = new ConcurrentHashMap<>();

    private DigestsAhead() {}

    /**
     * Begins with those files of a list that are there, in its order.
     *
     * @return the thread that does it
     */
    public static Thread begin(List<Path> files) {
        List<FutureTask<String>> tasks = files.stream()
                .filter(Files::isRegularFile)
                .map(file -> BEGUN.computeIfAbsent(file, DigestsAhead::task))
                .toList();
        return Thread.ofPlatform().name("embed-ahead").daemon().start(() -> tasks.forEach(FutureTask::run));
    }

    /** Forgets what nobody has asked for: later, a file may be another one. */
    public static void forget() {
        BEGUN.clear();
    }

    /** SHA-256 of a file, in lower-case hexadecimal digits; waits if its computation was begun. */
    static String of(Path file) throws IOException {
        FutureTask<String> begun = BEGUN.remove(file);
        if (begun == null) {
            return Sha256.of(file);
        }
        begun.run(); // does nothing if the other thread does it, or has done it
        try {
            return begun.get();
        } catch (ExecutionException e) {
            return Sha256.of(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + file + " was read.", e);
        }
    }

    private static FutureTask<String> task(Path file) {
        return new FutureTask<>(() -> Sha256.of(file));
    }
}
