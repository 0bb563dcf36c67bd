package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.device.Devices;
import io.mnemesh.realtime.device.Drafts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * {@code draft.set}: what the caller has half written for {@code channel}, any JSON as {@code draft}; without one, or with null,
 * there is none any more. The answer, {@code {"channel","draft"}}, is told to the user's other tabs and devices, too.
 */
@Singleton
class DraftSet implements RequestMethod {

    private final ChannelDirectory directory;
    private final Drafts drafts;
    private final Devices devices;

    DraftSet(ChannelDirectory directory, Drafts drafts, Devices devices) {
        this.directory = directory;
        this.drafts = drafts;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "draft.set";
    }

    @Override
    public Uni<JsonNode> answer(Caller caller, JsonNode given) {
        Params params = new Params(given).only("channel", "draft");
        Channel channel = caller.channel(directory, params.text("channel"));
        String user = caller.identity().subject();
        ObjectNode state = JsonNodeFactory.instance.objectNode().put("channel", channel.name());
        Uni<Void> kept = given.hasNonNull("draft")
                ? drafts.put(channel.id(), user, JsonData.bytes(given.get("draft")))
                : drafts.remove(channel.id(), user);
        state.set("draft", given.hasNonNull("draft") ? given.get("draft") : JsonNodeFactory.instance.nullNode());
        return kept.chain(() -> devices.tell(caller.identity().tenant(), caller.member(), "draft", state))
                .replaceWith(state);
    }
}
