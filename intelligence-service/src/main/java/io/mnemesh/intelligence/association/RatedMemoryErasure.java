package io.mnemesh.intelligence.association;

import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.erasure.LearnedMemories;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Removes what users found useful of erased memories. */
@ApplicationScoped
class RatedMemoryErasure implements LearnedMemories {

    private final RatingStore ratings;

    RatedMemoryErasure(RatingStore ratings) {
        this.ratings = ratings;
    }

    @Override
    public String what() {
        return "associations";
    }

    @Override
    public List<String> tables() {
        return List.of("association_rating");
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, List<UUID> memories, Instant at) {
        return ratings.forgetMemories(connection, memories);
    }
}
