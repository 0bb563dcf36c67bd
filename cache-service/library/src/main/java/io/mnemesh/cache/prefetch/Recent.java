package io.mnemesh.cache.prefetch;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of bounded size; what has not been used for longest leaves it. */
final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final float LOAD_FACTOR = 0.75f;

    private final int most;

    Recent(int most) {
        super(16, LOAD_FACTOR, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
