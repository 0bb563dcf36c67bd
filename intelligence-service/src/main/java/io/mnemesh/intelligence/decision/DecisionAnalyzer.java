package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.decision.Analysis.Past;
import io.mnemesh.intelligence.decision.Analysis.Question;
import io.mnemesh.intelligence.decision.persistence.DecisionStore;
import io.mnemesh.intelligence.decision.persistence.KindStore;
import io.mnemesh.intelligence.decision.persistence.ModelStore;
import io.mnemesh.intelligence.outcome.Counterfactuals;
import io.mnemesh.intelligence.outcome.OutcomeModel;
import io.mnemesh.intelligence.outcome.Outlook;
import io.mnemesh.intelligence.outcome.Similar;
import io.mnemesh.intelligence.outcome.Trainer;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how a decision may end, why, and what would change it. Models that were asked for last are in memory. Thread-safe. */
@ApplicationScoped
public class DecisionAnalyzer {

    private static final int HINTS = 10;

    private final TenantTransactions transactions;
    private final DecisionStore decisions;
    private final KindStore kinds;
    private final ModelStore models;
    private final DecisionMetrics metrics;
    private final Map<Name, Loaded> loaded;

    private record Name(TenantId tenant, String kind) {}

    private record Loaded(long version, OutcomeModel model) {}

    DecisionAnalyzer(
            TenantTransactions transactions,
            DecisionStore decisions,
            KindStore kinds,
            ModelStore models,
            DecisionMetrics metrics,
            DecisionsConfig config) {
        this.transactions = transactions;
        this.decisions = decisions;
        this.kinds = kinds;
        this.models = models;
        this.metrics = metrics;
        int most = config.modelsInMemory();
        loaded = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Name, Loaded> eldest) {
                return size() > most;
            }
        };
    }

    /** @throws ProblemException {@code invalid-value} if the outcome that is wanted never came */
    public Uni<Analysis> analyze(TenantId tenant, Question question) {
        long began = System.nanoTime();
        return model(tenant, question.kind())
                .flatMap(found -> found == null
                        ? transactions
                                .inTenant(tenant, connection -> kinds.counts(connection, question.kind()))
                                .map(DecisionAnalyzer::withoutModel)
                        : answer(tenant, question, found))
                .invoke(() -> metrics.analyzed(Duration.ofNanos(System.nanoTime() - began)));
    }

    /** Models and where they come from, the latest first. */
    public Uni<List<ModelVersion>> versions(TenantId tenant, @Nullable String kind, int most) {
        return transactions.inTenant(tenant, connection -> models.versions(connection, kind, most));
    }

    /** The model that is served, on a worker thread. */
    private Uni<@Nullable Loaded> model(TenantId tenant, String kind) {
        var name = new Name(tenant, kind);
        return transactions
                .inTenant(
                        tenant,
                        connection -> models.version(connection, kind).flatMap(version -> {
                            Loaded known = known(name);
                            return version == 0 || (known != null && known.version() == version)
                                    ? Uni.createFrom().item(new Stored(version, null))
                                    : models.bytes(connection, kind, version).map(bytes -> new Stored(version, bytes));
                        }))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(stored -> loaded(name, stored));
    }

    private record Stored(long version, byte @Nullable [] bytes) {}

    private @Nullable Loaded known(Name name) {
        synchronized (loaded) {
            return loaded.get(name);
        }
    }

    private @Nullable Loaded loaded(Name name, Stored stored) {
        byte[] bytes = stored.bytes();
        if (stored.version() == 0) {
            synchronized (loaded) {
                loaded.remove(name);
            }
            return null;
        }
        if (bytes == null) {
            return known(name);
        }
        try {
            var read = new Loaded(stored.version(), OutcomeModel.of(bytes));
            synchronized (loaded) {
                loaded.put(name, read);
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Uni<Analysis> answer(TenantId tenant, Question question, Loaded found) {
        OutcomeModel model = found.model();
        Outlook outlook = model.predict(question.features());
        String wanted = question.wanted() == null ? outlook.chances().get(1).outcome() : question.wanted();
        if (!model.outcomes().contains(wanted)) {
            throw ProblemException.invalid(
                    "wanted", "It must be one of the outcomes that came often enough: " + model.outcomes() + ".");
        }
        List<Similar> similar = model.similar(question.features(), question.most());
        var changes = outlook.likeliest().outcome().equals(wanted)
                ? List.<Counterfactuals.Change>of()
                : new Counterfactuals(model, question.features(), wanted, question.fixed(), question.options())
                        .find(question.most());
        String likeliest = outlook.likeliest().outcome();
        var comparison = model.comparisons().stream()
                .filter(one -> one.outcome().equals(likeliest))
                .findFirst()
                .orElse(model.comparisons().getFirst());
        return transactions
                .inTenant(tenant, connection -> past(connection, similar))
                .map(past -> new Analysis(
                        outlook,
                        wanted,
                        past,
                        changes,
                        model.hints(question.features(), likeliest, HINTS),
                        comparison,
                        model.examples(),
                        "outcome-" + question.kind() + "@" + found.version(),
                        missing(outlook)));
    }

    private Uni<List<Past>> past(SqlConnection connection, List<Similar> similar) {
        return decisions
                .all(connection, similar.stream().map(Similar::id).toList())
                .map(found -> {
                    Map<UUID, Decision> byId =
                            found.stream().collect(Collectors.toMap(Decision::id, Function.identity()));
                    var past = new ArrayList<Past>();
                    for (Similar one : similar) {
                        Decision decision = byId.get(one.id());
                        if (decision != null) {
                            past.add(new Past(one, decision));
                        }
                    }
                    return List.copyOf(past);
                });
    }

    private static List<String> missing(Outlook outlook) {
        return outlook.strange().isEmpty()
                ? List.of()
                : List.of("Past decisions with such values of " + String.join(", ", outlook.strange()) + ".");
    }

    private static Analysis withoutModel(KindStore.Counts counts) {
        String needed = "Not enough evidence: " + Trainer.LEAST + " decisions of this kind that have ended, at least "
                + Trainer.LEAST_EACH + " in each of two ways, with features that differ; there are " + counts.made()
                + ", and " + counts.ended() + " have ended.";
        String waiting = "If there is enough, it is being learned.";
        return new Analysis(
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                (int) counts.ended(),
                null,
                counts.ended() < Trainer.LEAST ? List.of(needed) : List.of(needed, waiting));
    }
}
