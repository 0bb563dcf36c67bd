package io.mnemesh.embeddings.serving;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * How long the stages took in which one model came into service. The first ones end before it is served, some of them side
 * by side; it is probed and calibrated while it serves. Safe for concurrent use.
 */
public final class LoadStages {

    /** What is done for a model, in the order in which it begins. */
    public enum Stage {
        /** The native libraries are unpacked, if they are not there, and loaded; side by side with the next. */
        LIBRARIES,
        /** The SHA-256 of its files is computed, and those that came with the service are copied if they are not there. */
        VERIFY,
        /** The tokeniser is made. */
        TOKENIZER,
        /** The runtime reads and optimises the model. */
        SESSION,
        /** A first text is computed. */
        WARM_UP,
        /** It is measured which batches are reproducible. */
        PROBE,
        /** It is measured which batches and how many threads are fastest. */
        CALIBRATE;

        /** Name in metrics, statistics and logs. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something that takes time. */
    @FunctionalInterface
    interface Task<T, E extends Exception> {
        T run() throws E;
    }

    private final LongSupplier clock;
    private final BiConsumer<Stage, Duration> listener;
    private final Map<Stage, Duration> times = new ConcurrentHashMap<>();

    /**
     * Makes an account without entries.
     *
     * @param clock    nanoseconds, as {@link System#nanoTime()}
     * @param listener is told the time of each stage when it has ended
     */
    LoadStages(LongSupplier clock, BiConsumer<Stage, Duration> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** For those who do not want to know. */
    static LoadStages untold() {
        return new LoadStages(System::nanoTime, (stage, took) -> {});
    }

    /** Runs a stage and keeps how long it took; one that fails leaves no time. */
    <T, E extends Exception> T time(Stage stage, Task<T, E> task) throws E {
        long begun = clock.getAsLong();
        T result = task.run();
        var took = Duration.ofNanos(clock.getAsLong() - begun);
        times.put(stage, took);
        listener.accept(stage, took);
        return result;
    }

    /** Milliseconds of each stage by its name, in their order. */
    static Map<String, Long> milliseconds(Map<Stage, Duration> times) {
        var milliseconds = new LinkedHashMap<String, Long>();
        for (Stage stage : Stage.values()) {
            Duration took = times.get(stage);
            if (took != null) {
                milliseconds.put(stage.key(), took.toMillis());
            }
        }
        return milliseconds;
    }

    /** As {@code verify 480 ms, session 40 ms}. */
    @Override
    public String toString() {
        return milliseconds(times).entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + " ms")
                .collect(Collectors.joining(", "));
    }
}
