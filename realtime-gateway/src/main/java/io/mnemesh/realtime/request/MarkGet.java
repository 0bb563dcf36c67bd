package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.mark.Mark;
import io.mnemesh.realtime.mark.MarkState;
import io.mnemesh.realtime.mark.Marks;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code mark.get}: how far the caller has read some {@code channels}, and how many messages are unread in each, wherever and
 * whenever he read. The answer is {@code {"name","channels":{"<channel>":{"offset","epoch","unread"}}}}; who never read a
 * channel has offset 0.
 */
@Singleton
class MarkGet implements RequestMethod {

    /** The name of a read mark unless another one is given. */
    static final String READ = "read";

    private static final int MOST = 100;
    private static final int AT_ONCE = 8;

    private final ChannelDirectory directory;
    private final ChannelLog log;
    private final Marks marks;

    MarkGet(ChannelDirectory directory, ChannelLog log, Marks marks) {
        this.directory = directory;
        this.log = log;
        this.marks = marks;
    }

    @Override
    public String name() {
        return "mark.get";
    }

    @Override
    public Uni<JsonNode> answer(Caller caller, JsonNode given) {
        Params params = new Params(given).only("channels", "name");
        var mark = new Mark(caller.identity().subject(), params.text("name", READ));
        List<ChannelId> channels = channels(caller, given.path("channels"));
        return Multi.createFrom()
                .iterable(channels)
                .onItem()
                .transformToUni(channel -> state(channel, mark))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(states -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("name", mark.name());
                    ObjectNode all = answer.putObject("channels");
                    states.forEach(state -> all.set(state.channel(), state.state()));
                    return answer;
                });
    }

    private record State(String channel, ObjectNode state) {}

    private Uni<State> state(ChannelId channel, Mark mark) {
        return marks.find(channel, mark)
                .flatMap(found -> log.position(channel)
                        .map(newest -> new State(channel.name(), MarkState.of(newest, found.orElse(null)))));
    }

    private List<ChannelId> channels(Caller caller, JsonNode names) {
        if (!names.isArray() || names.isEmpty() || names.size() > MOST) {
            throw ProblemException.invalid("channels", "'channels' is a list of up to %d channels.".formatted(MOST));
        }
        var channels = new ArrayList<ChannelId>(names.size());
        for (JsonNode name : names) {
            channels.add(caller.channel(directory, name.asText()).id());
        }
        return channels;
    }
}
