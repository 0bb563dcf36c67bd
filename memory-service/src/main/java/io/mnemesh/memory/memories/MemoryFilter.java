package io.mnemesh.memory.memories;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which memories are meant: all conditions must hold; none means every memory of the tenant.
 *
 * @param types      any of these types; empty for all
 * @param context    named places it must belong to
 * @param tags       labels it must have, all of them
 * @param attributes key-values it must have, all of them
 * @param from       event time (record time where unknown) at or after this
 * @param to         event time before this
 */
public record MemoryFilter(
        Set<MemoryType> types,
        Map<ContextKey, String> context,
        Set<String> tags,
        Map<String, String> attributes,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final MemoryFilter ALL = new MemoryFilter(Set.of(), Map.of(), Set.of(), Map.of(), null, null);

    public MemoryFilter {
        types = Set.copyOf(types);
        context = Map.copyOf(context);
        tags = Set.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    /** One text per filter, the same in every process. */
    public String canonical() {
        return new TreeSet<>(types.stream().map(MemoryType::name).toList()) + "|" + new TreeMap<>(context) + "|"
                + new TreeSet<>(tags) + "|" + new TreeMap<>(attributes) + "|" + from + "|" + to;
    }

    /** The memories of one conversation. */
    public static MemoryFilter conversation(String conversation) {
        return new MemoryFilter(
                Set.of(), Map.of(ContextKey.CONVERSATION, conversation), Set.of(), Map.of(), null, null);
    }
}
