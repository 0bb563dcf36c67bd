package io.mnemesh.benchmarks.cache;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Keys that are read in turn, one thread beginning where another one may be; all are there. */
@State(Scope.Thread)
public class HitKeys {

    static final int COUNT = 1024;
    private static final int AT_ONCE = 8;
    static final String TAG = "workspace:berlin";
    static final String VALUE = "A value of some length, as a small document has it. ".repeat(4);

    private static final String[] KEYS = keys();

    private int next;

    private static String[] keys() {
        var keys = new String[COUNT];
        for (int i = 0; i < COUNT; i++) {
            keys[i] = "document:" + i;
        }
        return keys;
    }

    static List<String> all() {
        return new ArrayList<>(List.of(KEYS));
    }

    /** Does something with each key, several at once, and waits for all of it. */
    static void forEach(Function<String, Uni<?>> work) {
        CacheNode.await(Uni.join()
                .all(all().stream()
                        .map(key -> (Uni<?>) Uni.createFrom().deferred(() -> work.apply(key)))
                        .toList())
                .usingConcurrencyOf(AT_ONCE)
                .andFailFast());
    }

    /** A loader for what is there. */
    static Uni<String> absent() {
        return Uni.createFrom().failure(() -> new IllegalStateException("A key that has a value was not found."));
    }

    String next() {
        return KEYS[next++ & (COUNT - 1)];
    }
}
