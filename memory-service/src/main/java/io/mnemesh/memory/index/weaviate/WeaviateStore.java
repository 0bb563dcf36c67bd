package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.memory.index.IndexChange;
import io.mnemesh.memory.index.IndexStatistics;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The memories in Weaviate and how far the event log is taken in there.
 *
 * <p>Threads: everything that changes it belongs to one thread, of one process; {@link #statistics} may be called on any.
 * The position is stored after what it stands for, never before, so that a crash only makes changes come again.
 */
final class WeaviateStore {

    private static final int KNOWN_PER_QUERY = 200;

    private final WeaviateClient client;
    private final WeaviateSettings settings;
    private final MemoryAnalyzer analyzer;
    private final Schema schema;
    private final Queries queries;
    private final Batch batch;
    private final Map<Integer, String> positions = new HashMap<>();
    private final AtomicLong documents = new AtomicLong();
    private final AtomicLong uncommitted = new AtomicLong();
    private boolean positionsMoved;

    /** True after changes of which only some may have been taken in. */
    private boolean miscounted;

    private long generation;
    private boolean rebuilding;

    WeaviateStore(
            WeaviateClient client, WeaviateSettings settings, MemoryAnalyzer analyzer, Schema schema, Queries queries) {
        this.client = client;
        this.settings = settings;
        this.analyzer = analyzer;
        this.schema = schema;
        this.queries = queries;
        this.batch = new Batch(client);
    }

    /**
     * Opens what is there; makes the collections anew where that cannot be used.
     *
     * @return where to go on following; empty if it must be rebuilt
     * @throws IllegalStateException if a newer version wrote it
     */
    Optional<Cursor> open() {
        StoredPosition found = stored().orElseGet(this::remake);
        generation = found.generation();
        rebuilding = found.rebuilding();
        positions.clear();
        positions.putAll(found.cursor().positions());
        positionsMoved = false;
        uncommitted.set(0);
        count();
        return rebuilding ? Optional.empty() : Optional.of(found.cursor());
    }

    private Optional<StoredPosition> stored() {
        if (!schema.usable()) {
            return Optional.empty();
        }
        Optional<StoredPosition> found = client.get("/v1/objects/" + schema.position() + "/" + StoredPosition.ID)
                .flatMap(object -> StoredPosition.decode(
                        client.json(),
                        object.path("properties").path(StoredPosition.PROPERTY).asText()));
        if (found.isPresent() && found.get().format() > Names.FORMAT) {
            throw new IllegalStateException("The search index " + settings.collection() + " in Weaviate has format "
                    + found.get().format() + "; this version writes format " + Names.FORMAT
                    + ". Run the newer version, or set mnemesh.memory.index.weaviate.collection to another name.");
        }
        return found.filter(one -> one.format() == Names.FORMAT && one.dimensions() == settings.dimensions());
    }

    private StoredPosition remake() {
        schema.remake();
        var empty = new StoredPosition(Names.FORMAT, settings.dimensions(), 0, true, Cursor.START);
        write(empty);
        return empty;
    }

    void apply(List<IndexChange> changes, Cursor reached) {
        Map<TenantId, List<IndexChange>> byTenant = changes.stream()
                .collect(Collectors.groupingBy(IndexChange::tenant, LinkedHashMap::new, Collectors.toList()));
        boolean unsure = miscounted;
        miscounted = true;
        byTenant.forEach(this::apply);
        if (unsure) {
            count();
        }
        miscounted = false;
        positions.putAll(reached.positions());
        positionsMoved = true;
    }

    private void apply(TenantId tenant, List<IndexChange> changes) {
        Map<UUID, IndexedMemory> before = known(
                tenant, changes.stream().map(IndexChange::id).collect(Collectors.toCollection(LinkedHashSet::new)));
        Map<UUID, IndexedMemory> after = new HashMap<>(before);
        Set<UUID> changed = new LinkedHashSet<>();
        for (IndexChange change : changes) {
            IndexedMemory known = after.get(change.id());
            Optional<IndexedMemory> changedTo =
                    switch (change) {
                        case IndexChange.Put put -> put(known, put.memory());
                        case IndexChange.Embed embed -> embed(known, embed.embedding());
                        case IndexChange.Remove _ -> Optional.empty();
                    };
            if (change instanceof IndexChange.Remove) {
                after.remove(change.id());
                changed.add(change.id());
            }
            changedTo.ifPresent(memory -> {
                after.put(memory.id(), memory);
                changed.add(memory.id());
            });
        }
        write(changed.stream()
                .flatMap(id -> Optional.ofNullable(after.get(id)).stream())
                .toList());
        List<UUID> gone = changed.stream()
                .filter(id -> !after.containsKey(id) && before.containsKey(id))
                .toList();
        batch.delete(schema.memories(), tenant, gone);
        documents.addAndGet((long) after.size() - before.size());
        uncommitted.addAndGet(changed.size());
    }

    private static Optional<IndexedMemory> put(@Nullable IndexedMemory known, IndexedMemory memory) {
        if (known != null && known.version() >= memory.version()) {
            return Optional.empty();
        }
        return Optional.of(known == null ? memory : memory.with(known.embedding()));
    }

    private Optional<IndexedMemory> embed(@Nullable IndexedMemory known, IndexedMemory.Embedding embedding) {
        return known != null
                        && embedding.vector().length == settings.dimensions()
                        && embedding.replaces(known.embedding())
                ? Optional.of(known.with(embedding))
                : Optional.empty();
    }

    private Map<UUID, IndexedMemory> known(TenantId tenant, Set<UUID> ids) {
        Map<UUID, IndexedMemory> known = new HashMap<>();
        List<UUID> left = new ArrayList<>(ids);
        while (!left.isEmpty()) {
            List<UUID> part = left.subList(0, Math.min(KNOWN_PER_QUERY, left.size()));
            String arguments = Where.argument(Where.ids(part)) + ",limit:" + part.size();
            String fields = Names.STATE + " " + Names.FLOATS + " _additional{id}";
            for (JsonNode row : queries.rows(tenant, arguments, fields)) {
                known.put(StoredMemory.id(row), StoredMemory.memory(row));
            }
            part.clear();
        }
        return known;
    }

    private void write(List<IndexedMemory> memories) {
        batch.write(
                memories,
                (object, memory) -> StoredMemory.write(object, schema.memories(), memory, generation, analyzer));
    }

    void beginRebuild() {
        generation++;
        rebuilding = true;
        commit();
    }

    /** Takes in memories whatever is known of them. */
    void restore(List<IndexedMemory> memories) {
        write(memories.stream()
                .map(memory -> {
                    IndexedMemory.Embedding embedding = memory.embedding();
                    return embedding != null && embedding.vector().length != settings.dimensions()
                            ? memory.with(null)
                            : memory;
                })
                .toList());
        uncommitted.addAndGet(memories.size());
    }

    void endRebuild(Cursor resumeAt) {
        for (TenantId tenant : tenants()) {
            batch.deleteBelow(schema.memories(), tenant, Names.GENERATION, generation);
        }
        rebuilding = false;
        positions.clear();
        positions.putAll(resumeAt.positions());
        commit();
        count();
    }

    /** Stores how far the log is taken in, if that changed. */
    void save() {
        if (uncommitted.get() > 0 || positionsMoved) {
            commit();
        }
    }

    private void commit() {
        write(new StoredPosition(Names.FORMAT, settings.dimensions(), generation, rebuilding, new Cursor(positions)));
        uncommitted.set(0);
        positionsMoved = false;
    }

    private void write(StoredPosition position) {
        batch.write(
                List.of(position),
                (object, one) -> object.put("class", schema.position())
                        .put("id", StoredPosition.ID.toString())
                        .putObject("properties")
                        .put(StoredPosition.PROPERTY, one.encode(client.json())));
    }

    private List<TenantId> tenants() {
        var tenants = new ArrayList<TenantId>();
        client.get("/v1/schema/" + schema.memories() + "/tenants")
                .ifPresent(found -> found.forEach(
                        tenant -> tenants.add(new TenantId(tenant.path("name").asText()))));
        return tenants;
    }

    private void count() {
        long count = 0;
        for (TenantId tenant : tenants()) {
            List<JsonNode> rows = queries.ask(List.of(queries.aggregate("all", tenant, "meta{count}")))
                    .rows("all");
            for (JsonNode row : rows) {
                count += row.path("meta").path("count").asLong();
            }
        }
        documents.set(count);
    }

    IndexStatistics statistics() {
        return new IndexStatistics(documents.get(), uncommitted.get());
    }
}
