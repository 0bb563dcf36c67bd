package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.device.Drafts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** {@code draft.get}: what the caller has half written: {@code {"drafts":{"<channel>":…}}}. */
@Singleton
class DraftGet implements RequestMethod {

    private final Drafts drafts;

    DraftGet(Drafts drafts) {
        this.drafts = drafts;
    }

    @Override
    public String name() {
        return "draft.get";
    }

    @Override
    public Uni<JsonNode> answer(Caller caller, JsonNode given) {
        var _ = new Params(given).only();
        return drafts.of(caller.identity().tenant(), caller.identity().subject())
                .map(all -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode();
                    ObjectNode byChannel = answer.putObject("drafts");
                    all.forEach((channel, draft) -> byChannel.set(channel, JsonData.read(draft)));
                    return answer;
                });
    }
}
