package io.mnemesh.cache.core;

import io.mnemesh.cache.Tagged;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** Loads the values of some keys of one tenant from behind the tiers; keys that are left out have no value. */
@FunctionalInterface
interface Loader<V> {

    Uni<Map<String, Tagged<V>>> load(List<String> keys);
}
