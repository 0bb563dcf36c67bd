package io.mnemesh.memory.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.memory.erasure.persistence.IndexNodeRepository;
import io.mnemesh.memory.erasure.persistence.IndexNodeRepository.Behind;
import io.mnemesh.memory.erasure.persistence.KeyRepository;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Writes and signs what is left of an erasure: which memories, who asked, who removed what when. No content, no name. */
@ApplicationScoped
class Tombstones {

    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final IndexNodeRepository nodes;
    private final KeyRepository keys;
    private final SigningKey key;
    private final ErasureCounts counts;
    private final ErasureConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    Tombstones(
            TenantTransactions transactions,
            ErasureRepository erasures,
            IndexNodeRepository nodes,
            KeyRepository keys,
            SigningKey key,
            ErasureCounts counts,
            ErasureConfig config,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.erasures = erasures;
        this.nodes = nodes;
        this.keys = keys;
        this.key = key;
        this.counts = counts;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** What the indexes came to. */
    private record Indexes(List<UUID> freed, List<Behind> gone) {}

    Uni<Outcome> seal(OpenErasure erasure) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return transactions
                .inSystem(connection -> keys.add(connection, key.id(), key.publicKey())
                        .chain(() -> nodes.freed(connection, erasure.id()))
                        .chain(freed -> nodes.behind(connection, erasure.id(), config.forgetIndexAfter())
                                .map(behind -> new Indexes(freed, behind))))
                .chain(indexes -> transactions.inTenant(
                        erasure.tenant(),
                        connection -> erasures.memories(connection, erasure.tenant(), erasure.id())
                                .chain(ids -> erasures.answers(connection, erasure.tenant(), erasure.id())
                                        .map(answers -> key.sign(write(erasure, ids, answers, indexes, now))))
                                .chain(signed -> erasures.seal(connection, erasure, signed, now))))
                .replaceWith(Outcome.DONE);
    }

    private String write(
            OpenErasure erasure, List<UUID> ids, List<ErasureAnswer> answers, Indexes indexes, Instant now) {
        ObjectNode stone = json.createObjectNode();
        stone.put("erasure", erasure.id().toString());
        stone.put("tenant", erasure.tenant().value());
        stone.put("requestedBy", erasure.requestedBy());
        stone.put("requestedAt", erasure.requestedAt().toString());
        stone.put("finishedAt", now.toString());
        if (erasure.userDigest() != null) {
            stone.putObject("user")
                    .put("sha256", erasure.userDigest())
                    .put("byContext", erasure.byContext())
                    .put("byCreator", erasure.byCreator());
        }
        stone.putObject("memories").put("count", ids.size()).put("sha256", digest(ids));
        ObjectNode removed = stone.putObject("removed");
        counts.read(erasure.counts()).forEach(removed::put);
        ArrayNode told = stone.putArray("answers");
        for (ErasureAnswer answer : answers) {
            ObjectNode one = told.addObject();
            one.put("service", answer.service()).put("round", answer.round()).put("part", answer.part());
            one.put("at", answer.answeredAt().toString());
            ObjectNode what = one.putObject("removed");
            counts.read(answer.removed()).forEach(what::put);
        }
        ArrayNode freed = stone.putArray("indexes");
        indexes.freed().forEach(node -> freed.add(node.toString()));
        ArrayNode gone = stone.putArray("indexesGone");
        indexes.gone().forEach(node -> gone.add(node.node().toString()));
        try {
            return json.writeValueAsString(stone);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The tombstone cannot be written.", e);
        }
    }

    /** SHA-256, in hex, of the ids in their order, one a line. */
    static String digest(List<UUID> ids) {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            ids.forEach(id -> sum.update((id + "\n").getBytes(StandardCharsets.US_ASCII)));
            return HexFormat.of().formatHex(sum.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    JsonNode read(String signed) {
        try {
            return json.readTree(SigningKey.payload(signed));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The record has something that is no tombstone.", e);
        }
    }
}
