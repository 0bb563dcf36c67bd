package io.mnemesh.memory.memories;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param from         RFC 3339 time, inclusive
 * @param to           RFC 3339 time, exclusive
 */
@Schema(
        name = "MemoryFilter",
        description = "Conditions that must all hold",
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
        @Schema(format = "date-time") @Nullable String to) {

    /**
     * The filter asked for, or {@code invalid-value} naming the member that cannot be accepted.
     *
     * @param prefix put before member names in problems, for example {@code filter.}
     */
    public MemoryFilter check(String prefix) {
        Instant earliest = TextRules.time(prefix + "from", from);
        Instant latest = TextRules.time(prefix + "to", to);
        if (earliest != null && latest != null && !earliest.isBefore(latest)) {
            throw ProblemException.invalid(prefix + "to", "'" + prefix + "to' must be after '" + prefix + "from'.");
        }
        return new MemoryFilter(
                types(prefix + "type"),
                context(prefix),
                new HashSet<>(TextRules.labels(prefix + "tags", tags, TextRules.LABEL_LENGTH)),
                TextRules.entries(prefix + "attributes", attributes, TextRules.ATTRIBUTE_LENGTH),
                earliest,
                latest);
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
