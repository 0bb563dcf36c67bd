package io.mnemesh.memory.index;

import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Memories and filters by chance, and which pass by a plain loop. */
public final class RandomMemories {

    private static final List<String> TYPES = List.of("fact", "error", "x-note");
    private static final List<String> VALUES = List.of("a", "b", "c");

    private RandomMemories() {}

    /** One of two tenants. */
    public static IndexedMemory memory(Random random, int number, int dimensions) {
        Map<String, String> attributes = new HashMap<>();
        List<String> tags = new ArrayList<>();
        for (String value : VALUES) {
            if (random.nextBoolean()) {
                tags.add(value);
            }
            if (random.nextBoolean()) {
                attributes.put(value, pick(random, VALUES));
            }
        }
        var context = new MemoryContext(
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                tags,
                attributes);
        return new IndexedMemory(
                random.nextBoolean() ? Samples.ACME : Samples.GLOBEX,
                Samples.id(number),
                1,
                pick(random, TYPES),
                "word",
                context,
                0.5,
                Instant.EPOCH.plusSeconds(random.nextInt(100)),
                Samples.NOON.plusSeconds(random.nextInt(100)),
                random.nextInt(4) == 0
                        ? null
                        : new IndexedMemory.Embedding(1, Samples.MODEL, Samples.direction(random, dimensions)));
    }

    /** Nested up to {@code depth}. */
    public static MemoryFilter filter(Random random, int depth) {
        Map<ContextKey, String> context = new HashMap<>();
        for (ContextKey key : ContextKey.values()) {
            if (random.nextInt(5) == 0) {
                context.put(key, pick(random, VALUES));
            }
        }
        long from = random.nextInt(100);
        return new MemoryFilter(
                random.nextBoolean() ? Set.of() : Set.of(new MemoryType(pick(random, TYPES)), new MemoryType("fact2")),
                context,
                random.nextBoolean() ? Set.of() : Set.of(pick(random, VALUES)),
                random.nextBoolean() ? Map.of() : Map.of(pick(random, VALUES), pick(random, VALUES)),
                random.nextBoolean() ? null : Instant.EPOCH.plusSeconds(from),
                random.nextBoolean() ? null : Instant.EPOCH.plusSeconds(from + 1 + random.nextInt(80)),
                random.nextInt(4) == 0 ? Samples.NOON.plusSeconds(random.nextInt(60)) : null,
                random.nextInt(4) == 0 ? Samples.NOON.plusSeconds(60 + random.nextInt(60)) : null,
                nested(random, depth),
                nested(random, depth),
                nested(random, depth));
    }

    private static List<MemoryFilter> nested(Random random, int depth) {
        int count = depth == 0 || random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(2);
        return Stream.generate(() -> filter(random, depth - 1)).limit(count).toList();
    }

    /** By a plain loop. */
    public static List<UUID> passing(List<IndexedMemory> memories, TenantId tenant, MemoryFilter filter) {
        return memories.stream()
                .filter(memory -> passes(memory, tenant, filter))
                .map(IndexedMemory::id)
                .toList();
    }

    public static boolean passes(IndexedMemory memory, TenantId tenant, MemoryFilter filter) {
        return memory.tenant().equals(tenant) && passes(memory, filter);
    }

    private static boolean passes(IndexedMemory memory, MemoryFilter filter) {
        return (filter.types().isEmpty() || filter.types().contains(new MemoryType(memory.type())))
                && filter.context().entrySet().stream()
                        .allMatch(
                                entry -> entry.getValue().equals(entry.getKey().in(memory.context())))
                && memory.context().tags().containsAll(filter.tags())
                && memory.context()
                        .attributes()
                        .entrySet()
                        .containsAll(filter.attributes().entrySet())
                && (filter.from() == null || !memory.happenedAt().isBefore(filter.from()))
                && (filter.to() == null || memory.happenedAt().isBefore(filter.to()))
                && (filter.storedFrom() == null || !memory.createdAt().isBefore(filter.storedFrom()))
                && (filter.storedTo() == null || memory.createdAt().isBefore(filter.storedTo()))
                && filter.and().stream().allMatch(each -> passes(memory, each))
                && (filter.or().isEmpty() || filter.or().stream().anyMatch(each -> passes(memory, each)))
                && filter.not().stream().noneMatch(each -> passes(memory, each));
    }

    private static String maybe(Random random) {
        return random.nextBoolean() ? null : pick(random, VALUES);
    }

    private static String pick(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
