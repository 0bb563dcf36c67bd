package io.mnemesh.memory.memories;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
 * @param storedFrom record time at or after this
 * @param storedTo   record time before this
 * @param and        all of these must hold
 * @param or         one of these must hold; empty for no such condition
 * @param not        none of these may hold
 */
public record MemoryFilter(
        Set<MemoryType> types,
        Map<ContextKey, String> context,
        Set<String> tags,
        Map<String, String> attributes,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Instant storedFrom,
        @Nullable Instant storedTo,
        List<MemoryFilter> and,
        List<MemoryFilter> or,
        List<MemoryFilter> not) {

    public static final MemoryFilter ALL = new MemoryFilter(Set.of(), Map.of(), Set.of(), Map.of(), null, null);

    public MemoryFilter {
        types = Set.copyOf(types);
        context = Map.copyOf(context);
        tags = Set.copyOf(tags);
        attributes = Map.copyOf(attributes);
        and = List.copyOf(and);
        or = List.copyOf(or);
        not = List.copyOf(not);
    }

    /** A filter without nested ones and without a record time. */
    public MemoryFilter(
            Set<MemoryType> types,
            Map<ContextKey, String> context,
            Set<String> tags,
            Map<String, String> attributes,
            @Nullable Instant from,
            @Nullable Instant to) {
        this(types, context, tags, attributes, from, to, null, null, List.of(), List.of(), List.of());
    }

    /** One text per filter, the same in every process. */
    public String canonical() {
        String flat = new TreeSet<>(types.stream().map(MemoryType::name).toList()) + "|" + new TreeMap<>(context) + "|"
                + new TreeSet<>(tags) + "|" + new TreeMap<>(attributes) + "|" + from + "|" + to;
        return storedFrom == null && storedTo == null && and.isEmpty() && or.isEmpty() && not.isEmpty()
                ? flat
                : flat + "|" + storedFrom + "|" + storedTo + "|and" + canonical(and) + "|or" + canonical(or) + "|not"
                        + canonical(not);
    }

    private static List<String> canonical(List<MemoryFilter> filters) {
        return filters.stream().map(MemoryFilter::canonical).toList();
    }

    /** Those of these that had happened by this time. */
    public MemoryFilter by(Instant time) {
        var happened = new MemoryFilter(Set.of(), Map.of(), Set.of(), Map.of(), null, time.plus(1, ChronoUnit.MICROS));
        return new MemoryFilter(
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                List.of(this, happened),
                List.of(),
                List.of());
    }

    /** The memories of one conversation. */
    public static MemoryFilter conversation(String conversation) {
        return new MemoryFilter(
                Set.of(), Map.of(ContextKey.CONVERSATION, conversation), Set.of(), Map.of(), null, null);
    }
}
