package io.mnemesh.cacheservice.objects;

import io.mnemesh.cacheservice.objects.NamespaceUse.Counts;
import io.mnemesh.cacheservice.quotas.Usage;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is known of one namespace.
 *
 * @param counts of what was done in it
 * @param stored what is in it now
 */
public record NamespaceState(String name, Counts counts, Usage stored) {

    /** All namespaces of a tenant in which something was done or is stored, by name. */
    public static List<NamespaceState> of(Map<String, Counts> counts, Map<String, Usage> stored) {
        var names = new TreeSet<>(counts.keySet());
        names.addAll(stored.keySet());
        return names.stream()
                .map(name -> new NamespaceState(
                        name, counts.getOrDefault(name, new Counts()), stored.getOrDefault(name, Usage.NOTHING)))
                .toList();
    }
}
