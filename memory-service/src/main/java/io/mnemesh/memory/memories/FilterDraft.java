package io.mnemesh.memory.memories;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The filter a caller asks for, before any check.
 *
 * @param type         any of these types
 * @param user         person
 * @param agent        agent
 * @param session      session
 * @param conversation conversation
 * @param workspace    workspace
 * @param dashboard    dashboard
 * @param task         task
 * @param tags         labels, all of which it must have
 * @param attributes   key-values, all of which it must have
 * @param from         RFC 3339 event time, inclusive
 * @param to           RFC 3339 event time, exclusive
 * @param storedFrom   RFC 3339 record time, inclusive
 * @param storedTo     RFC 3339 record time, exclusive
 * @param and          filters that must all hold
 * @param or           filters of which one must hold
 * @param not          filters of which none may hold
 */
@Schema(
        name = "MemoryFilter",
        description = "Conditions that must all hold; and, or and not hold further filters",
        examples = "{\"type\":[\"preference\",\"fact\"],\"user\":\"ana\",\"tags\":[\"travel\"]}")
public record FilterDraft(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<@Nullable String> type,

        @Nullable String user,
        @Nullable String agent,
        @Nullable String session,
        @Nullable String conversation,
        @Nullable String workspace,
        @Nullable String dashboard,
        @Nullable String task,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<@Nullable String> tags,

        @Nullable Map<String, @Nullable String> attributes,
        @Schema(format = "date-time") @Nullable String from,
        @Schema(format = "date-time") @Nullable String to,
        @Schema(format = "date-time") @Nullable String storedFrom,
        @Schema(format = "date-time") @Nullable String storedTo,

        @Schema(description = "Filters that must all hold") @Nullable
        List<@Nullable FilterDraft> and,

        @Schema(description = "Filters of which one must hold") @Nullable
        List<@Nullable FilterDraft> or,

        @Schema(description = "Filters of which none may hold") @Nullable
        List<@Nullable FilterDraft> not) {

    /** Filters in one request, the outermost included. */
    static final int MOST_FILTERS = 64;

    /** Filters within filters, the outermost included. */
    static final int DEEPEST = 6;

    /**
     * The filter asked for, or {@code invalid-value} naming the member that cannot be accepted.
     *
     * @param prefix put before member names in problems, for example {@code filter.}
     */
    public MemoryFilter check(String prefix) {
        return check(prefix, 1, new AtomicInteger());
    }

    private MemoryFilter check(String prefix, int depth, AtomicInteger count) {
        if (depth > DEEPEST || count.incrementAndGet() > MOST_FILTERS) {
            throw ProblemException.invalid(
                    prefix.isEmpty() ? "filter" : prefix.substring(0, prefix.length() - 1),
                    "A filter has at most " + MOST_FILTERS + " filters in it, at most " + DEEPEST + " deep.");
        }
        Instant earliest = TextRules.time(prefix + "from", from);
        Instant latest = TextRules.time(prefix + "to", to);
        ordered(prefix, "from", earliest, "to", latest);
        Instant storedEarliest = TextRules.time(prefix + "storedFrom", storedFrom);
        Instant storedLatest = TextRules.time(prefix + "storedTo", storedTo);
        ordered(prefix, "storedFrom", storedEarliest, "storedTo", storedLatest);
        return new MemoryFilter(
                types(prefix + "type"),
                context(prefix),
                new HashSet<>(TextRules.labels(prefix + "tags", tags, TextRules.LABEL_LENGTH)),
                TextRules.entries(prefix + "attributes", attributes, TextRules.ATTRIBUTE_LENGTH),
                earliest,
                latest,
                storedEarliest,
                storedLatest,
                nested(prefix + "and", and, depth, count),
                nested(prefix + "or", or, depth, count),
                nested(prefix + "not", not, depth, count));
    }

    private static void ordered(
            String prefix, String from, @Nullable Instant earliest, String to, @Nullable Instant latest) {
        if (earliest != null && latest != null && !earliest.isBefore(latest)) {
            throw ProblemException.invalid(prefix + to, "'" + prefix + to + "' must be after '" + prefix + from + "'.");
        }
    }

    private static List<MemoryFilter> nested(
            String field, @Nullable List<@Nullable FilterDraft> drafts, int depth, AtomicInteger count) {
        var filters = new ArrayList<MemoryFilter>();
        if (drafts != null) {
            if (drafts.isEmpty()) {
                throw ProblemException.invalid(field, "'" + field + "' must hold at least one filter.");
            }
            for (int i = 0; i < drafts.size(); i++) {
                String name = field + "[" + i + "]";
                FilterDraft draft = drafts.get(i);
                if (draft == null) {
                    throw ProblemException.invalid(name, "'" + name + "' must be a filter.");
                }
                filters.add(draft.check(name + ".", depth + 1, count));
            }
        }
        return filters;
    }

    private Set<MemoryType> types(String field) {
        return TextRules.labels(field, type, TextRules.LABEL_LENGTH).stream()
                .map(name -> MemoryRules.type(field, name))
                .collect(Collectors.toSet());
    }

    private Map<ContextKey, String> context(String prefix) {
        var context = new EnumMap<ContextKey, String>(ContextKey.class);
        for (ContextKey key : ContextKey.values()) {
            String value =
                    switch (key) {
                        case USER -> user;
                        case AGENT -> agent;
                        case SESSION -> session;
                        case CONVERSATION -> conversation;
                        case WORKSPACE -> workspace;
                        case DASHBOARD -> dashboard;
                        case TASK -> task;
                    };
            if (value != null) {
                context.put(key, TextRules.label(prefix + key.key(), value, TextRules.NAME_LENGTH));
            }
        }
        return context;
    }
}
