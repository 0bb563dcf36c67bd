package io.mnemesh.intelligence.erasure;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** What one feature keeps of users beside memories. Each bean of this kind takes part in every erasure of a user. */
public interface LearnedOfUsers {

    /** What is counted in the proof, for example {@code acknowledgements}. */
    String what();

    /** Tables that are rewritten at the end of an erasure, so that no bytes of deleted rows stay. */
    List<String> tables();

    /**
     * Removes what is kept of the user. Runs in the caller's tenant transaction; repeating it changes nothing.
     *
     * @param byCreator whether what the user stored is meant too
     * @return how much was removed
     */
    Uni<Long> erase(SqlConnection connection, TenantId tenant, String user, boolean byCreator);
}
