package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.filter.FilterNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code metric.current}: the newest update of the metric {@code name} in {@code channel}, which is {@code updates:metric} unless
 * it is said. An update names its metric as {@code metric} or {@code name}, at the top or in its {@code data}. The answer is
 * {@code {"name","channel","offset","publisher","payload"}}.
 */
@Singleton
class MetricCurrent implements RequestMethod {

    private static final String CHANNEL = "updates:metric";

    private final Lookback lookback;

    MetricCurrent(Lookback lookback) {
        this.lookback = lookback;
    }

    @Override
    public String name() {
        return "metric.current";
    }

    @Override
    public Uni<JsonNode> answer(Caller caller, JsonNode given) {
        Params params = new Params(given).only("name", "channel");
        String name = params.text("name");
        String channel = params.text("channel", CHANNEL);
        return lookback.newest(caller, channel, named(name), 1).map(found -> {
            if (found.messages().isEmpty()) {
                throw ProblemException.notFound("No update of this metric is kept in '%s'.".formatted(channel));
            }
            ObjectNode answer = ChannelLast.item(found.messages().getFirst());
            return answer.put("name", name).put("channel", channel);
        });
    }

    private static Filter named(String name) {
        List<FilterNode> places = Stream.of("metric", "name", "data.metric", "data.name")
                .map(key -> new FilterNode("", key, "eq", name, List.of(), List.of()))
                .toList();
        return Filter.of(new FilterNode("or", "", "", "", List.of(), places));
    }
}
