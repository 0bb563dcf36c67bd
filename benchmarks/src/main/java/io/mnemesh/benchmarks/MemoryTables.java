package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.PlantedCorpus.Planted;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * The tables of memory-service in a mesh with one tenant, read and filled directly, as their owner, whom row-level security
 * binds like everybody else. For one thread.
 */
final class MemoryTables implements AutoCloseable {

    private static final int FETCH = 1000;
    private static final int BATCH = 500;

    private static final String MEMORY = """
            insert into memory (tenant, id, type, content, user_id, tags, attributes, details, importance, happened_at,
                created_by, created_at, updated_at, version, embedded, compared_version)
            select tenant, ?, type, ?, ?, tags, jsonb_build_object('desk', ?), details, importance, stored, created_by, stored,
                stored, version, embedded, version
            from memory, (values (?::timestamptz)) as times (stored) where tenant = ? and id = ?""";

    private static final String EMBEDDING = """
            insert into memory_embedding (tenant, memory_id, model, version, dimensions, vector)
            select tenant, ?, model, version, dimensions, ? from memory_embedding where tenant = ? and memory_id = ?""";

    private final Connection connection;
    private final String tenant;

    /** @param ownerUrl JDBC address with the owner's rights */
    MemoryTables(String ownerUrl) throws SQLException {
        connection = DriverManager.getConnection(ownerUrl);
        connection.setAutoCommit(false);
        run("set search_path to memory");
        tenant = tenant();
        try (PreparedStatement confine = connection.prepareStatement("select set_config('mnemesh.tenant', ?, false)")) {
            confine.setString(1, tenant);
            confine.execute();
        }
        connection.commit();
    }

    private String tenant() throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("select tenant from memory_tenant")) {
            if (!row.next()) {
                throw new IllegalStateException("No memory was stored yet.");
            }
            return row.getString(1);
        }
    }

    /**
     * Reads every vector.
     *
     * @param positions of memories by their ids; negative for those that are not meant
     * @throws IllegalStateException if one is missing
     */
    VectorTable vectors(int size, ToIntFunction<UUID> positions) throws SQLException {
        var vectors = new VectorTable(size);
        int found = 0;
        try (Statement query = connection.createStatement()) {
            query.setFetchSize(FETCH);
            ResultSet rows = query.executeQuery("select memory_id, vector from memory_embedding");
            while (rows.next()) {
                int position = positions.applyAsInt(rows.getObject(1, UUID.class));
                if (position >= 0) {
                    vectors.set(position, VectorTable.floats(rows.getBytes(2)));
                    found++;
                }
            }
        }
        connection.commit();
        if (found != size) {
            throw new IllegalStateException(found + " of " + size + " memories have a vector.");
        }
        return vectors;
    }

    /**
     * Adds all but the first memory with their vectors, as memory-service stores facts that were embedded and compared with
     * each other; what follows from their words (claims) or from comparing them (clusters, merges) is not added.
     *
     * @param first the first one, which memory-service has stored and embedded; the others take over what is not theirs
     */
    void plant(PlantedCorpus corpus, VectorTable vectors, UUID first) throws SQLException {
        try (PreparedStatement memory = connection.prepareStatement(MEMORY);
                PreparedStatement embedding = connection.prepareStatement(EMBEDDING)) {
            for (int position = 1; position < corpus.memories().size(); position++) {
                Planted planted = corpus.memories().get(position);
                UUID id = id(position);
                memory.setObject(1, id);
                memory.setString(2, planted.content());
                memory.setString(3, planted.user());
                memory.setString(4, planted.desk());
                memory.setObject(5, stored(position).atOffset(ZoneOffset.UTC));
                memory.setString(6, tenant);
                memory.setObject(7, first);
                memory.addBatch();
                embedding.setObject(1, id);
                embedding.setBytes(2, VectorTable.bytes(vectors.of(position)));
                embedding.setString(3, tenant);
                embedding.setObject(4, first);
                embedding.addBatch();
                if (position % BATCH == 0 || position == corpus.memories().size() - 1) {
                    memory.executeBatch();
                    embedding.executeBatch();
                    connection.commit();
                }
            }
        }
        run("analyze memory, memory_embedding");
        connection.commit();
    }

    /** A version 7 id of a planted memory, in the order of the positions. */
    static UUID id(int position) {
        return new UUID(stored(position).toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE | position);
    }

    /** The position in such an id. */
    static int position(UUID id) {
        return (int) id.getLeastSignificantBits();
    }

    private static Instant stored(int position) {
        return Instant.parse("2026-01-01T00:00:00Z").plusMillis(position);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
