package io.mnemesh.intelligence.decision.rest;

import io.mnemesh.intelligence.decision.Analysis.Question;
import io.mnemesh.intelligence.decision.Decision;
import io.mnemesh.intelligence.outcome.FeatureValue;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what callers say of decisions, and refuses what cannot be one with the member that is wrong. */
final class DecisionRules {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int STANDARD_TOP = 5;
    private static final int MOST_TOP = 20;

    private DecisionRules() {}

    /** @param otherId its id if none is given */
    static Decision decision(@Nullable DecisionBody body, UUID otherId, Instant now) {
        if (body == null || body.question() == null || body.question().isBlank()) {
            throw ProblemException.invalid("question", "What was decided is needed.");
        }
        String outcome = body.outcome() == null ? null : name("outcome", body.outcome());
        return new Decision(
                body.id() == null ? otherId : body.id(),
                null,
                0,
                kind(body.kind()),
                text("question", body.question()),
                texts("options", body.options()),
                text("chosen", body.chosen()),
                features(body.features()),
                names("interventions", body.interventions()),
                body.decidedAt() == null ? now : time("decidedAt", body.decidedAt()),
                outcome,
                outcome == null ? null : now);
    }

    static Question question(@Nullable AnalyzeDecisionRequest request) {
        if (request == null) {
            throw ProblemException.invalid("features", "Features, a question or a choice are needed.");
        }
        int top = request.top() == null ? STANDARD_TOP : request.top();
        if (top < 1 || top > MOST_TOP) {
            throw ProblemException.invalid("top", "Top must be a number from 1 to " + MOST_TOP + ".");
        }
        Map<String, FeatureValue> known = Decision.known(
                text("question", request.question()), text("chosen", request.chosen()), features(request.features()));
        List<FeatureValue> options = texts("options", request.options()).stream()
                .<FeatureValue>map(FeatureValue.Words::new)
                .toList();
        return new Question(
                kind(request.kind()),
                known,
                options.isEmpty() ? Map.of() : Map.of(Decision.CHOSEN, options),
                request.wanted() == null ? null : name("wanted", request.wanted()),
                Set.copyOf(names("fixed", request.fixed())),
                top);
    }

    static String kind(@Nullable String told) {
        return told == null ? Decision.NO_KIND : name("kind", told);
    }

    /** A name of 1 to {@value Decision#LONGEST_NAME} characters. */
    static String name(String field, @Nullable String told) {
        String name = told == null ? "" : told.strip();
        if (name.isEmpty() || name.length() > Decision.LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw ProblemException.invalid(field, "It has 1 to " + Decision.LONGEST_NAME + " characters.");
        }
        return name;
    }

    static Instant time(String field, Instant told) {
        if (told.isBefore(EARLIEST) || told.isAfter(LATEST)) {
            throw ProblemException.invalid(field, "The time must be between 1900 and 2200.");
        }
        return told.truncatedTo(ChronoUnit.MICROS);
    }

    private static String text(String field, @Nullable String told) {
        String text = told == null ? "" : told.strip();
        if (text.length() > Decision.LONGEST_TEXT || text.indexOf('\0') >= 0) {
            throw ProblemException.invalid(field, "It has at most " + Decision.LONGEST_TEXT + " characters.");
        }
        return text;
    }

    private static List<String> texts(String field, @Nullable List<@Nullable String> told) {
        if (told == null) {
            return List.of();
        }
        if (told.size() > Decision.MOST_OPTIONS) {
            throw ProblemException.invalid(field, "At most " + Decision.MOST_OPTIONS + " are accepted.");
        }
        var texts = new ArrayList<String>();
        for (String one : told) {
            String text = text(field, one);
            if (text.isEmpty()) {
                throw ProblemException.invalid(field, "None may be empty.");
            }
            texts.add(text);
        }
        return texts.stream().distinct().toList();
    }

    private static List<String> names(String field, @Nullable List<@Nullable String> told) {
        if (told != null && told.size() > Decision.MOST_FEATURES) {
            throw ProblemException.invalid(field, "At most " + Decision.MOST_FEATURES + " are accepted.");
        }
        return told == null
                ? List.of()
                : told.stream().map(one -> name(field, one)).distinct().toList();
    }

    private static Map<String, FeatureValue> features(@Nullable Map<String, @Nullable Object> told) {
        var features = new TreeMap<String, FeatureValue>();
        if (told == null) {
            return features;
        }
        if (told.size() > Decision.MOST_FEATURES) {
            throw ProblemException.invalid("features", "At most " + Decision.MOST_FEATURES + " features are accepted.");
        }
        told.forEach((key, value) -> {
            String name = name("features", key);
            FeatureValue read = value(name, value);
            if (read != null) {
                features.put(name, read);
            }
        });
        return features;
    }

    private static @Nullable FeatureValue value(String name, @Nullable Object told) {
        return switch (told) {
            case null -> null;
            case Boolean flag -> FeatureValue.of(flag);
            case Number number -> {
                FeatureValue amount = FeatureValue.of(number.doubleValue());
                if (amount == null) {
                    throw ProblemException.invalid("features." + name, "A finite number is needed.");
                }
                yield amount;
            }
            case String words -> {
                String text = text("features." + name, words);
                yield text.isEmpty() ? null : new FeatureValue.Words(text);
            }
            default ->
                throw ProblemException.invalid(
                        "features." + name, "A feature is a number, a yes or no, a text, or null.");
        };
    }
}
