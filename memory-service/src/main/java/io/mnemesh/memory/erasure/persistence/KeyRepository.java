package io.mnemesh.memory.erasure.persistence;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** Public keys of tombstones. Every method joins the caller's transaction. */
@ApplicationScoped
public class KeyRepository {

    /**
     * A public key.
     *
     * @param raw the 32 bytes of RFC 8032
     */
    public record PublicKey(String id, byte[] raw) {}

    public Uni<Void> add(SqlConnection connection, String id, byte[] raw) {
        return connection
                .preparedQuery("insert into erasure_key (id, public_key) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(id, Buffer.buffer(raw)))
                .replaceWithVoid();
    }

    /** Every key, first used first. */
    public Uni<List<PublicKey>> all(SqlConnection connection) {
        return connection
                .query("select id, public_key from erasure_key order by first_used, id")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map((Row row) ->
                                new PublicKey(row.getString(0), row.getBuffer(1).getBytes()))
                        .toList());
    }
}
