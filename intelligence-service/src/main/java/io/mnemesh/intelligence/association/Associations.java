package io.mnemesh.intelligence.association;

import io.mnemesh.intelligence.association.Suggestion.Reason;
import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.association.persistence.RatingStore.Found;
import io.mnemesh.intelligence.association.persistence.RatingStore.Look;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.work.ReadableMemories;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells what others found useful in the caller's context. What the caller may be pointed to is asked of memory-service each time; without
 * its answer nothing is told.
 */
@ApplicationScoped
public class Associations {

    /** Memories looked at for each that may be told, since some may not. */
    private static final int SPARE = 5;

    private static final Comparator<Reason> STRONGEST =
            Comparator.comparingDouble(reason -> -reason.shares().strength());

    private final TenantTransactions transactions;
    private final Consent consent;
    private final RatingStore ratings;
    private final ReadableMemories memories;
    private final AssociationsConfig config;
    private final AssociationMetrics metrics;
    private final Clock clock;

    Associations(
            TenantTransactions transactions,
            Consent consent,
            RatingStore ratings,
            ReadableMemories memories,
            AssociationsConfig config,
            AssociationMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.consent = consent;
        this.ratings = ratings;
        this.memories = memories;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What is learned, before it is known what may be told. */
    private record Looked(boolean enabled, boolean takesPart, List<Found> found) {}

    /** @param limit most suggestions */
    public Uni<Answer> suggest(Identity caller, List<ContextKey> context, int limit) {
        long begun = System.nanoTime();
        Map<UUID, ContextKey> keys = context.stream()
                .collect(Collectors.toMap(
                        ContextKey::digest, Function.identity(), (one, other) -> one, LinkedHashMap::new));
        return transactions
                .inTenant(caller.tenant(), connection -> look(connection, caller.subject(), keys))
                .chain(looked -> told(caller, looked, keys, limit))
                .invoke(answer -> metrics.answered(outcome(answer), Duration.ofNanos(System.nanoTime() - begun)));
    }

    private Uni<Looked> look(SqlConnection connection, String person, Map<UUID, ContextKey> keys) {
        return consent.setting(connection)
                .chain(setting -> consent.takesPart(connection, person, Instant.MAX)
                        .chain(agreed -> setting.enabled() && agreed
                                ? ratings.found(connection, keys.keySet(), person, look())
                                        .map(found -> new Looked(true, true, found))
                                : Uni.createFrom().item(new Looked(setting.enabled(), agreed, List.of()))));
    }

    private Look look() {
        Instant now = clock.instant();
        Instant oldest = now.minus(Duration.ofDays(config.keptDays()));
        return new Look(config.users(), now, config.halfLife(), oldest, config.lookedAt());
    }

    private Uni<Answer> told(Identity caller, Looked looked, Map<UUID, ContextKey> keys, int limit) {
        if (!looked.enabled()) {
            return Uni.createFrom()
                    .item(silent(
                            looked, "Association learning is off for this tenant; an administrator can turn it on."));
        }
        if (!looked.takesPart()) {
            return Uni.createFrom().item(silent(looked, "You chose not to take part in association learning."));
        }
        List<Map.Entry<UUID, List<Reason>>> ranked = ranked(looked.found(), keys).stream()
                .limit(Math.min((long) limit * SPARE, ReadableMemories.MOST))
                .toList();
        Uni<Map<UUID, String>> readable = ranked.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : memories.readable(
                        caller, ranked.stream().map(Map.Entry::getKey).toList(), config.deadline());
        return readable.map(types -> answer(ranked, types, limit));
    }

    private static Answer silent(Looked looked, String notice) {
        return new Answer(looked.enabled(), looked.takesPart(), List.of(), List.of(), notice);
    }

    /** Memories with their reasons, the strongest first. */
    private static List<Map.Entry<UUID, List<Reason>>> ranked(List<Found> found, Map<UUID, ContextKey> keys) {
        var reasons = new LinkedHashMap<UUID, List<Reason>>();
        for (Found one : found) {
            ContextKey key = keys.get(one.key());
            if (key != null && !one.shares().isMisplaced()) {
                reasons.computeIfAbsent(one.memory(), memory -> new ArrayList<>())
                        .add(new Reason(key, one.shares()));
            }
        }
        reasons.values().forEach(list -> list.sort(STRONGEST));
        return reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(List::getFirst, STRONGEST)))
                .toList();
    }

    private Answer answer(List<Map.Entry<UUID, List<Reason>>> ranked, Map<UUID, String> types, int limit) {
        var suggestions = new ArrayList<Suggestion>();
        for (Map.Entry<UUID, List<Reason>> one : ranked) {
            String type = types.get(one.getKey());
            if (type != null && suggestions.size() < limit) {
                suggestions.add(new Suggestion(one.getKey(), type, one.getValue()));
            }
        }
        // How near it is to the number is not said: that would tell of single users.
        List<String> missing = suggestions.isEmpty()
                ? List.of("For a suggestion, " + config.users()
                        + " other users have to have found the same memory useful in"
                        + " the same context, and you have to be able to read it.")
                : List.of();
        return new Answer(true, true, suggestions, missing, null);
    }

    private static String outcome(Answer answer) {
        if (answer.notice() != null) {
            return answer.enabled() ? "opted_out" : "off";
        }
        return answer.suggestions().isEmpty() ? "none" : "found";
    }
}
