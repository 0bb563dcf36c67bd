package io.mnemesh.benchmarks.cache;

import java.util.List;
import java.util.SplittableRandom;

/** Reads of one kind each, and a mixture of them in phases, as a program has that changes what it does. */
final class GeneratedTraces {

    private static final int KEYS = 20_000;
    private static final double SKEW = 0.9;
    private static final int LOOP = 4_000;
    private static final int PHASES = 12;
    /** Keys of a scan are read once and no other read has them. */
    private static final long SCANNED = 1L << 40;

    private final int reads;
    private final Zipf zipf = new Zipf(KEYS, SKEW);

    /** @param reads of each trace */
    GeneratedTraces(int reads) {
        this.reads = reads;
    }

    List<Trace> all() {
        return List.of(zipf(), zipfWithScans(), loop(), mixture());
    }

    private Trace zipf() {
        var random = new SplittableRandom(1);
        var keys = new long[reads];
        for (int i = 0; i < reads; i++) {
            keys[i] = zipf.draw(random);
        }
        return new Trace("zipf", keys);
    }

    /** Every other read is of a scan. */
    private Trace zipfWithScans() {
        var random = new SplittableRandom(2);
        var keys = new long[reads];
        for (int i = 0; i < reads; i++) {
            keys[i] = i % 2 == 0 ? zipf.draw(random) : SCANNED + i;
        }
        return new Trace("zipf_scan", keys);
    }

    private Trace loop() {
        var keys = new long[reads];
        for (int i = 0; i < reads; i++) {
            keys[i] = i % LOOP;
        }
        return new Trace("loop_all", keys);
    }

    private Trace mixture() {
        var random = new SplittableRandom(3);
        var keys = new long[reads];
        int phase = Math.max(1, reads / PHASES);
        for (int i = 0; i < reads; i++) {
            keys[i] = switch (i / phase % 3) {
                case 0 -> zipf.draw(random);
                case 1 -> SCANNED + i;
                default -> KEYS + i % LOOP;
            };
        }
        return new Trace("mixture", keys);
    }
}
