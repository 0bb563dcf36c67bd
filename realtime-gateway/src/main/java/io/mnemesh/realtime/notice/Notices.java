package io.mnemesh.realtime.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.filter.Fields;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes notifications of events by rules. A notification is told once per event and channel; where several rules name the same
 * channel, the first by name does.
 */
@Singleton
final class Notices {

    private final List<Rule> rules;

    /** @throws IllegalArgumentException if a rule cannot work, with a sentence naming key, value and rule */
    Notices(NoticeConfig config) {
        rules = config.rules().entrySet().stream()
                .filter(entry -> entry.getValue().enabled())
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Rule.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The events that any rule is for. */
    Set<EventType<?>> types() {
        return rules.stream().map(Rule::type).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What is told of an event.
     *
     * @param event as subscribers of its channel see it
     * @return the notifications by their channels' names: the event without its data but for what the rule shows, and the
     *     name of the rule as {@code notification}
     */
    Map<String, byte[]> of(EventType<?> type, byte[] event) {
        var notices = new LinkedHashMap<String, byte[]>();
        JsonNode told = JsonData.read(event);
        for (Rule rule : rules) {
            if (rule.type().equals(type) && rule.when().passes(Fields.of(event))) {
                rule.to().stream()
                        .flatMap(target -> target.channels(told.path("data")))
                        .forEach(channel -> notices.computeIfAbsent(channel, _ -> notice(rule, told)));
            }
        }
        return notices;
    }

    private static byte[] notice(Rule rule, JsonNode event) {
        ObjectNode notice = JsonNodeFactory.instance.objectNode().put("notification", rule.name());
        for (String field : List.of("event", "eventId", "time", "subject")) {
            notice.set(field, event.path(field));
        }
        ObjectNode data = notice.putObject("data");
        for (String field : rule.show()) {
            JsonNode value = event.path("data").path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                data.set(field, value);
            }
        }
        return JsonData.bytes(notice);
    }
}
