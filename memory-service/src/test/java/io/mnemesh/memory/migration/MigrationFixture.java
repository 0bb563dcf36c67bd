package io.mnemesh.memory.migration;

import static io.mnemesh.memory.support.MigrationApi.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MigrationApi;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A tenant whose memories are embedded by another model, and what the record and the indexes have of them. */
abstract class MigrationFixture {

    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final int USERS = 8;
    static final int EACH = 6;

    @Inject
    FakeEmbeddings embeddings;

    @Inject
    IndexService index;

    @Inject
    IndexConfig config;

    @Inject
    TenantTransactions transactions;

    final Api api = Api.ofNewTenant();
    final MigrationApi migrations = new MigrationApi(api.tenant());

    /** Every tenant's memories are embedded, also those of other tests. */
    @BeforeEach
    void answerEverybody() {
        embeddings.answerEverybody();
    }

    @AfterEach
    void forget() {
        embeddings.widenAtMost(Integer.MAX_VALUE);
        MigrationApi.forget(transactions, index);
    }

    /** Memories of several users that are found by meaning. */
    Map<String, List<UUID>> stored() {
        Map<String, List<UUID>> stored = new HashMap<>();
        for (int user = 0; user < USERS; user++) {
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                ids.add(api.store(
                        "harbour lights number" + i + " of user" + user + " in " + api.tenant(),
                        Map.of("user", "user" + user)));
            }
            stored.put("user" + user, ids);
        }
        stored.forEach((user, ids) -> answers("harbour lights", Map.of("user", user), ids));
        return stored;
    }

    static ValidatableResponse refused(Response answer, int status) {
        return answer.then().statusCode(status).contentType(containsString("application/problem+json"));
    }

    int number(String id, String member) {
        return migrations.get(id).then().statusCode(200).extract().path(member);
    }

    /** Passes are this instance's work for so long. */
    void giveAway(String id, UUID worker, Duration time) {
        transactions
                .inSystem(connection -> connection
                        .preparedQuery("update index_migration set worker = $1, worker_until = $2 where id = $3")
                        .execute(Tuple.of(
                                worker, OffsetDateTime.now(ZoneOffset.UTC).plus(time), UUID.fromString(id))))
                .await()
                .atMost(PATIENCE);
    }

    void serves(int dimensions) {
        soon().untilAsserted(() -> assertThat(dimensions()).isEqualTo(dimensions));
    }

    int dimensions() {
        return index.serving().generation().dimensions();
    }

    /** Vectors of this model the record has of this tenant. */
    long vectors(String revision) {
        return transactions
                .inTenant(
                        new TenantId(api.tenant()),
                        connection -> connection
                                .preparedQuery("select count(*) from memory_embedding where model = $1")
                                .execute(Tuple.of(revision)))
                .map(found -> found.iterator().next().getLong(0))
                .await()
                .atMost(PATIENCE);
    }

    Path folder(String id) {
        Path configured = config.directory();
        return configured.resolveSibling(configured.getFileName() + "-" + id.replace("-", ""));
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the index that serves has by this word, whatever the record has. */
    List<UUID> indexed(String word) {
        return index
                .search(new IndexQuery(new TenantId(api.tenant()), word, null, MemoryFilter.ALL, 10))
                .await()
                .atMost(PATIENCE)
                .hits()
                .stream()
                .map(IndexHits.Hit::id)
                .toList();
    }

    void answers(String user, UUID memory) {
        answers("harbour lights", Map.of("user", user), List.of(memory));
    }

    void answers(String question, Map<String, String> filter, List<UUID> memories) {
        soon().untilAsserted(
                        () -> assertThat(problem(question, filter, memories)).isEmpty());
    }

    /** What is wrong with the answer to a question that all these memories answer; empty if nothing is. */
    String problem(String question, Map<String, String> filter, List<UUID> memories) {
        Response answer = api.search(question, filter);
        if (answer.statusCode() != 200) {
            return answer.statusCode() + " " + answer.asString();
        }
        String mode = answer.path("mode");
        if (!mode.equals("hybrid")) {
            return "mode " + mode;
        }
        List<String> found = answer.path("hits.memory.id");
        if (!found.containsAll(memories.stream().map(UUID::toString).toList())) {
            return "found " + found + " instead of " + memories;
        }
        List<Object> semantic = answer.path("hits.semanticScore");
        return semantic.contains(null) ? "without a vector" : "";
    }
}
