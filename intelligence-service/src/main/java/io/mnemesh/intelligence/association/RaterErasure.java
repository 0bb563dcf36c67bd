package io.mnemesh.intelligence.association;

import io.mnemesh.intelligence.association.persistence.ConsentStore;
import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.erasure.LearnedOfUsers;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Removes what an erased user found useful, whether they take part, and their name from changes of the switch. */
@ApplicationScoped
class RaterErasure implements LearnedOfUsers {

    private final ConsentStore consent;
    private final RatingStore ratings;

    RaterErasure(ConsentStore consent, RatingStore ratings) {
        this.consent = consent;
        this.ratings = ratings;
    }

    @Override
    public String what() {
        return "ratings";
    }

    @Override
    public List<String> tables() {
        return List.of("association_rating", "association_person", "association_change");
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, String user, boolean byCreator) {
        return byCreator
                ? consent.lockAlone(connection)
                        .chain(() -> ratings.forgetPerson(connection, user))
                        .chain(rated -> consent.forget(connection, user).map(named -> rated + named))
                : Uni.createFrom().item(0L);
    }
}
