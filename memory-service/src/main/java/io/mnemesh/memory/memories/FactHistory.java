package io.mnemesh.memory.memories;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The values of a fact in two times: event time says when each holds, record time what was known.
 *
 * @param slot   what it is about
 * @param value  the one that holds at the event time asked for; null if none did
 * @param values what was known at the record time asked for, latest happened first
 * @param more   true if there are earlier ones than these
 */
@Schema(name = "FactHistory", description = "The values of a fact over time")
public record FactHistory(Slot slot, @Nullable FactValue value, List<FactValue> values, boolean more) {

    public FactHistory {
        values = List.copyOf(values);
    }

    /**
     * The history these memories make.
     *
     * @param found latest happened first; one more than {@code limit} if there are earlier ones
     */
    static FactHistory of(Slot slot, List<Memory> found, Instant asOf, int limit) {
        var values = new ArrayList<FactValue>();
        Instant until = null;
        for (Memory memory : found.subList(0, Math.min(limit, found.size()))) {
            values.add(new FactValue(memory.happenedAt(), until, memory));
            until = memory.happenedAt();
        }
        FactValue holding = values.stream()
                .filter(value -> !value.validFrom().isAfter(asOf))
                .findFirst()
                .orElse(null);
        return new FactHistory(slot, holding, values, found.size() > limit);
    }
}
