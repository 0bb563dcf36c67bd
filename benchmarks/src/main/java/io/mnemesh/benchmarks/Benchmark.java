package io.mnemesh.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One benchmark. */
interface Benchmark {

    String name();

    /** What it measures, in one line. */
    String measures();

    void run(Options options, Figures figures) throws Exception;

    /** @param data folder of the data set, if one was named */
    record Options(@Nullable Path data) {}
}
