package io.mnemesh.realtime.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.filter.JsonFilters;
import java.util.List;
import java.util.Set;

/**
 * Which events become notifications, and whose.
 *
 * @param when what the event, as subscribers see it, has to be like
 * @param show fields of its data that are told
 */
record Rule(String name, EventType<?> type, Filter when, List<Target> to, List<String> show) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Their words would stay in inboxes when the memory is erased. */
    private static final Set<EventType<?>> OF_MEMORIES = Set.of(
            EventTypes.MEMORY_CREATED,
            EventTypes.MEMORY_UPDATED,
            EventTypes.MEMORY_CLUSTERED,
            EventTypes.MEMORY_IMPORTED,
            EventTypes.ERROR_LEARNED,
            EventTypes.DECISION_RECORDED);

    Rule {
        to = List.copyOf(to);
        show = List.copyOf(show);
    }

    /** @throws IllegalArgumentException with a sentence naming key, value and rule */
    static Rule of(String name, NoticeConfig.Rule config) {
        String key = "mnemesh.realtime.notifications.rules." + name;
        EventType<?> type = EventTypes.FAMILIES.stream()
                .filter(family -> family.shortName().equals(config.event()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + ".event is '" + config.event()
                        + "' but has to be the short name of an event, for example alert_raised."));
        List<String> show = config.show().orElse(List.of());
        if (!show.isEmpty() && OF_MEMORIES.contains(type)) {
            throw new IllegalArgumentException(key + ".show is " + show + " but nothing is shown of '" + config.event()
                    + "', which tells of memories.");
        }
        return new Rule(
                name,
                type,
                config.when().map(when -> filter(key + ".when", when)).orElseGet(Filter::all),
                config.to().stream().map(to -> Target.of(key + ".to", to)).toList(),
                show);
    }

    private static Filter filter(String key, String json) {
        try {
            return JsonFilters.filter(JSON.readTree(json));
        } catch (JsonProcessingException | ProblemException e) {
            throw new IllegalArgumentException(key + " is '" + json + "' but has to be a filter in JSON.", e);
        }
    }
}
