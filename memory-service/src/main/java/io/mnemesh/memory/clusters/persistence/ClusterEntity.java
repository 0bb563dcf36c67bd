package io.mnemesh.memory.clusters.persistence;

import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Row of {@code memory_cluster}; its sum is little-endian float64. */
@Entity
@Table(name = "memory_cluster")
@IdClass(ClusterEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class ClusterEntity {

    @Id
    String tenant;

    @Id
    UUID id;

    long size;
    byte[] sum;
    String build;

    @Column(name = "checked_size")
    long checkedSize;

    @Column(name = "named_size")
    long namedSize;

    String[] terms;
    long words;

    @Column(name = "latest_at")
    Instant latestAt;

    @Column(name = "created_at")
    Instant createdAt;

    static ClusterEntity of(TenantId tenant, StoredCluster cluster) {
        var row = new ClusterEntity();
        row.tenant = tenant.value();
        row.id = cluster.id();
        row.become(cluster);
        return row;
    }

    void become(StoredCluster cluster) {
        size = cluster.size();
        var bytes = ByteBuffer.allocate(cluster.sum().length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(cluster.sum());
        sum = bytes.array();
        build = cluster.build();
        checkedSize = cluster.checkedSize();
        namedSize = cluster.namedSize();
        terms = cluster.terms().toArray(String[]::new);
        words = cluster.words();
        latestAt = cluster.latestAt();
        createdAt = cluster.createdAt();
    }

    StoredCluster toCluster() {
        var numbers = new double[sum.length / Double.BYTES];
        ByteBuffer.wrap(sum).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
        return new StoredCluster(
                id, size, numbers, build, checkedSize, namedSize, List.of(terms), words, latestAt, createdAt);
    }

    /** Key of a row. */
    record Key(String tenant, UUID id) implements Serializable {}
}
