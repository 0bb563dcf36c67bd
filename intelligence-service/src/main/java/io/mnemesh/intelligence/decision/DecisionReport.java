package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.outcome.FeatureValue;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads decisions from events. A memory of type {@value #TYPE} tells of one: its content is the question, and its details
 * {@code kind}, {@code options} (parted by {@code |}), {@code chosen}, {@code outcome}, {@code feature.NAME} and
 * {@code interventions} (names of features, parted by commas).
 */
final class DecisionReport {

    /** Memory type that is learned from. */
    static final String TYPE = "decision";

    private static final String FEATURE = "feature.";

    private DecisionReport() {}

    static Decision of(MemoryCreated memory) {
        return of(
                memory.memoryId(),
                memory.version(),
                memory.content(),
                memory.details(),
                memory.occurredAt() == null ? memory.createdAt() : memory.occurredAt(),
                memory.createdAt());
    }

    static Decision of(MemoryUpdated memory) {
        return of(
                memory.memoryId(),
                memory.version(),
                memory.content(),
                memory.details(),
                memory.occurredAt() == null ? memory.createdAt() : memory.occurredAt(),
                memory.updatedAt());
    }

    static Decision of(DecisionRecorded heard) {
        return new Decision(
                heard.decisionId(),
                null,
                0,
                Decision.NO_KIND,
                text(heard.question()),
                heard.options().stream()
                        .limit(Decision.MOST_OPTIONS)
                        .map(DecisionReport::text)
                        .toList(),
                text(heard.chosen()),
                Map.of(),
                List.of(),
                heard.decidedAt(),
                null,
                null);
    }

    private static Decision of(
            UUID id, int version, String content, Map<String, String> details, Instant at, Instant recorded) {
        var features = new TreeMap<String, FeatureValue>();
        details.forEach((key, told) -> {
            FeatureValue value = key.startsWith(FEATURE) ? FeatureValue.parse(plain(told)) : null;
            if (value != null && features.size() < Decision.MOST_FEATURES) {
                features.put(name(key.substring(FEATURE.length())), value);
            }
        });
        String kind = name(details.getOrDefault("kind", ""));
        String outcome = name(details.getOrDefault("outcome", ""));
        return new Decision(
                id,
                id,
                version,
                kind.isEmpty() ? Decision.NO_KIND : kind,
                text(content),
                parts(details.get("options"), "\\|"),
                text(details.getOrDefault("chosen", "")),
                features,
                parts(details.get("interventions"), ","),
                at,
                outcome.isEmpty() ? null : outcome,
                outcome.isEmpty() ? null : recorded);
    }

    private static List<String> parts(@Nullable String told, String by) {
        return told == null
                ? List.of()
                : Arrays.stream(told.split(by))
                        .map(DecisionReport::text)
                        .filter(part -> !part.isEmpty())
                        .distinct()
                        .limit(Decision.MOST_OPTIONS)
                        .toList();
    }

    private static String plain(String told) {
        return told.replace('\0', ' ');
    }

    private static String text(String told) {
        String text = plain(told).strip();
        return text.length() <= Decision.LONGEST_TEXT ? text : text.substring(0, Decision.LONGEST_TEXT);
    }

    private static String name(String told) {
        String text = plain(told).strip();
        return text.length() <= Decision.LONGEST_NAME ? text : text.substring(0, Decision.LONGEST_NAME);
    }
}
