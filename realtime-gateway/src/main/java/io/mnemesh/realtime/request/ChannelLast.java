package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code channel.last}: the last {@code limit} messages of a channel, oldest first, of those that pass {@code filter}. The
 * answer is {@code {"channel","offset","epoch","items":[{"offset","publisher","payload"}]}}.
 */
@Singleton
class ChannelLast implements RequestMethod {

    private static final int USUAL = 10;
    private static final int MOST = 100;

    private final Lookback lookback;

    ChannelLast(Lookback lookback) {
        this.lookback = lookback;
    }

    @Override
    public String name() {
        return "channel.last";
    }

    @Override
    public Uni<JsonNode> answer(Caller caller, JsonNode given) {
        Params params = new Params(given).only("channel", "limit", "filter");
        String channel = params.text("channel");
        return lookback.newest(caller, channel, params.filter(), params.number("limit", USUAL, MOST))
                .map(found -> answer(channel, found));
    }

    private static JsonNode answer(String channel, Lookback.Found found) {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("channel", channel)
                .put("offset", found.newest().offset())
                .put("epoch", found.newest().epoch());
        var items = answer.putArray("items");
        List<Message> oldestFirst = found.messages().reversed();
        oldestFirst.forEach(message -> items.add(item(message)));
        return answer;
    }

    static ObjectNode item(Message message) {
        ObjectNode item = JsonNodeFactory.instance
                .objectNode()
                .put("offset", message.position().offset());
        if (message.publisher() != null) {
            item.putObject("publisher")
                    .put("user", message.publisher().user())
                    .put("client", message.publisher().client());
        }
        item.putRawValue("payload", new RawValue(new String(message.payload(), StandardCharsets.UTF_8)));
        return item;
    }
}
