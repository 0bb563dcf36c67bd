package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.persistence.GroupStore;
import io.mnemesh.intelligence.errors.persistence.MergeStore;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Merge;
import io.mnemesh.intelligence.errors.persistence.OccurrenceStore;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import io.mnemesh.intelligence.errors.ranking.Words;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers what is known about an error: its group, errors like it, and what resolved them. */
@ApplicationScoped
public class ErrorAnalyzer {

    private static final MeshLog LOG = MeshLog.of(ErrorAnalyzer.class);

    private static final int SEARCH_WORDS = 24;
    private static final int NEAREST_GROUPS = 12;
    private static final int EACH_GROUP = 12;
    private static final int RECENT = 20;

    private final TenantTransactions transactions;
    private final ErrorGrouping grouping;
    private final GroupStore groups;
    private final OccurrenceStore occurrences;
    private final MergeStore merges;
    private final Histories histories;
    private final EmbeddingsClient embeddings;
    private final Clock clock;
    private final ErrorsConfig config;
    private final ErrorMetrics metrics;

    ErrorAnalyzer(
            TenantTransactions transactions,
            ErrorGrouping grouping,
            GroupStore groups,
            OccurrenceStore occurrences,
            MergeStore merges,
            Histories histories,
            EmbeddingsClient embeddings,
            Clock clock,
            ErrorsConfig config,
            ErrorMetrics metrics) {
        this.transactions = transactions;
        this.grouping = grouping;
        this.groups = groups;
        this.occurrences = occurrences;
        this.merges = merges;
        this.histories = histories;
        this.embeddings = embeddings;
        this.clock = clock;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Analyses an error text or stack trace.
     *
     * @throws ProblemException {@code invalid-value} for a blank text, {@code too-large} for one beyond the limit
     */
    public Uni<ErrorAnalysis> analyze(TenantId tenant, String error, MemoryContext context) {
        if (error.isBlank()) {
            throw ProblemException.invalid("error", "An error text is needed, and this one is blank.");
        }
        long limit = config.maxText().asLongValue();
        if (error.getBytes(StandardCharsets.UTF_8).length > limit) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The error text is longer than " + limit
                            + " bytes. Its exception, message and first frames are enough.");
        }
        long began = System.nanoTime();
        ErrorText text = ErrorText.read(error);
        return embeddings
                .embed(tenant, List.of(text.summary()), Lane.INTERACTIVE, config.queryDeadline())
                .map(answer -> new Query(
                        text,
                        ErrorReport.flatten(context),
                        answer.model(),
                        answer.vectors().getFirst()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debug("Similarity is lexical, the query has no vector")
                            .cause(failure)
                            .log();
                    return new Query(text, ErrorReport.flatten(context), "", null);
                })
                .flatMap(query -> transactions
                        .inTenant(tenant, connection -> analyze(connection, tenant, query))
                        .invoke(() -> metrics.analysed(
                                query.vector == null ? "lexical" : "semantic",
                                Duration.ofNanos(System.nanoTime() - began))));
    }

    /** Groups by their latest occurrence, newest first. */
    public Uni<List<ErrorGroup>> groups(TenantId tenant, @Nullable Position after, int limit) {
        return transactions.inTenant(tenant, connection -> groups.page(connection, after, limit));
    }

    /**
     * One group and its latest occurrences.
     *
     * @throws ProblemException {@code not-found}
     */
    public Uni<GroupWithErrors> group(TenantId tenant, UUID id) {
        return transactions.inTenant(
                tenant,
                connection -> groups.find(connection, id).flatMap(group -> {
                    if (group == null) {
                        throw ProblemException.notFound("There is no error group " + id + ".");
                    }
                    return occurrences
                            .latest(connection, group.id(), RECENT)
                            .flatMap(latest -> merges.into(connection, group.id())
                                    .map(joined -> new GroupWithErrors(group, latest, joined)));
                }));
    }

    /** A group, its latest occurrences and what was joined to it by meaning, newest first. */
    public record GroupWithErrors(ErrorGroup group, List<Occurrence> latest, List<Merge> joined) {}

    private record Query(ErrorText text, Set<String> context, String model, float @Nullable [] vector) {}

    private Uni<ErrorAnalysis> analyze(SqlConnection connection, TenantId tenant, Query query) {
        return grouping.find(connection, tenant, query.text().signature())
                .flatMap(group -> candidates(connection, query, group)
                        .flatMap(candidates -> occurrences
                                .learned(connection)
                                .flatMap(learned -> history(connection, group)
                                        .map(history -> answer(query, group, history, candidates, learned)))));
    }

    private Uni<@Nullable ErrorHistory> history(SqlConnection connection, @Nullable ErrorGroup group) {
        return group == null ? Uni.createFrom().nullItem() : histories.of(connection, group);
    }

    /** Errors of its own group, of the groups nearest by vector, and with the same words. */
    private Uni<List<Occurrence>> candidates(SqlConnection connection, Query query, @Nullable ErrorGroup group) {
        float[] vector = query.vector();
        Uni<Map<UUID, float[]>> known = vector == null
                ? Uni.createFrom().item(Map.of())
                : occurrences.groupVectors(connection, query.model(), config.comparedGroups());
        return known.flatMap(vectors -> {
                    var near = new ArrayList<UUID>();
                    if (group != null) {
                        near.add(group.id());
                    }
                    vectors.entrySet().stream()
                            .sorted(Comparator.comparingDouble(
                                    entry -> vector == null ? 0 : -Vectors.similarity(vector, entry.getValue())))
                            .limit(NEAREST_GROUPS)
                            .map(Map.Entry::getKey)
                            .filter(id -> !near.contains(id))
                            .forEach(near::add);
                    return occurrences.ofGroups(connection, near, EACH_GROUP);
                })
                .flatMap(ofGroups -> occurrences
                        .withWords(
                                connection,
                                Words.terms(query.text().summary(), SEARCH_WORDS),
                                Math.max(1, config.comparedErrors() - ofGroups.size()))
                        .map(withWords -> {
                            var all = new LinkedHashMap<UUID, Occurrence>();
                            ofGroups.forEach(error -> all.put(error.memoryId(), error));
                            withWords.forEach(error -> all.putIfAbsent(error.memoryId(), error));
                            return List.copyOf(all.values());
                        }));
    }

    private ErrorAnalysis answer(
            Query query,
            @Nullable ErrorGroup group,
            @Nullable ErrorHistory history,
            List<Occurrence> candidates,
            long learned) {
        var ranking =
                new SimilarErrors(query.text(), query.vector(), query.model(), query.context(), group, candidates);
        var similar = ranking.best(config.minSimilarity(), config.maxSimilar());
        double confidence = ranking.confidence(config.minSimilarity());
        var resolutions = ranking.resolutions(config.minSimilarity(), config.maxSimilar());
        return new ErrorAnalysis(
                group,
                history,
                resolutions,
                similar,
                confidence,
                Notices.missing(group, history, resolutions, clock.instant()),
                Notices.of(query.vector() == null, query.text().cut(), group, similar, confidence, learned));
    }
}
