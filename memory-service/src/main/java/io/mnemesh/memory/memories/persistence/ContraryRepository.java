package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.consolidation.wording.Opposition;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.contradictions.Contrary;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Which memories deny what others say, in PostgreSQL: ids, versions and a digest of the words, since what they say is in
 * the memories. Of a memory that has changed since nothing holds any more. Every method joins the running tenant
 * transaction.
 */
@ApplicationScoped
public class ContraryRepository {

    /** Claims begin with a letter or a number. */
    static final String MARK = "~";

    private static final String FORGET =
            "delete from memory_contrary where tenant = ?1 and (one in (?2) or other in (?2))";

    /** In one order, so that a pair that is found from both ends is one row; locked, so that both are there at the end. */
    private static final String NOTE = """
            insert into memory_contrary (tenant, one, one_version, other, other_version, said, similarity)
            select first.tenant, first.id, first.version, second.id, second.version, ?6, ?7
            from memory first join memory second on second.tenant = first.tenant and second.id > first.id
            where first.tenant = ?1
                and (first.id, first.version, second.id, second.version) in ((?2, ?3, ?4, ?5), (?4, ?5, ?2, ?3))
            for key share
            on conflict (tenant, one, other) do update set one_version = excluded.one_version,
                other_version = excluded.other_version, said = excluded.said, similarity = excluded.similarity""";

    /** Replaces what is known of these memories. */
    public Uni<Void> replace(TenantId tenant, List<Memory> of, List<Contrary> found) {
        List<UUID> ids = of.stream().map(Memory::id).toList();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(FORGET)
                        .setParameter(1, tenant.value())
                        .setParameter(2, ids)
                        .executeUpdate())
                .chain(() -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(pair -> note(tenant, pair))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private static Uni<Integer> note(TenantId tenant, Contrary pair) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(NOTE)
                        .setParameter(1, tenant.value())
                        .setParameter(2, pair.one().id())
                        .setParameter(3, pair.one().version())
                        .setParameter(4, pair.other().id())
                        .setParameter(5, pair.other().version())
                        .setParameter(6, said(pair.one().content()))
                        .setParameter(7, pair.similarity())
                        .executeUpdate());
    }

    /** The same for all texts that say or deny the same. */
    private static String said(String content) {
        try {
            byte[] words = Opposition.side(content).words().getBytes(StandardCharsets.UTF_8);
            return MARK
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(words));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
