package io.mnemesh.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One benchmark. */
public interface Benchmark {

    String name();

    /** What it measures, in one line. */
    String measures();

    void run(Options options, Figures figures) throws Exception;

    /**
     * What was asked for.
     *
     * @param data    folder of the data set, if one was named
     * @param size    how many memories, or subscribers, if it was said
     * @param compare other servers to measure beside, each as {@code URL[,MODEL[,BEARER]]}, of real-time servers
     *     {@code URL[,CHANNEL[,BEARER]]}
     * @param weaviate true to measure beside a real Weaviate, where the benchmark can do so
     * @param quick   true to see that it works, in a minute, where the benchmark can do so; such figures say little
     */
    record Options(@Nullable Path data, @Nullable Integer size, List<String> compare, boolean weaviate, boolean quick) {

        public int size(int otherwise) {
            return size == null ? otherwise : size;
        }
    }
}
