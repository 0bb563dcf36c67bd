package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.presence.PresenceConfig;
import io.mnemesh.realtime.presence.PresenceStore;
import io.mnemesh.realtime.presence.Present;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * {@code channel.members}: who is in a channel, page by page, also for clients of protocols that only list all members or none.
 * The answer is {@code {"channel","clients","users","members":[{"user","client"}],"next"}}; ask with {@code after} for the
 * others while there is a {@code next}.
 */
@Singleton
class ChannelMembers implements RequestMethod {

    private final ChannelDirectory directory;
    private final PresenceStore presence;
    private final int pageSize;

    ChannelMembers(ChannelDirectory directory, PresenceStore presence, PresenceConfig config) {
        this.directory = directory;
        this.presence = presence;
        this.pageSize = config.validated().pageSize();
    }

    @Override
    public String name() {
        return "channel.members";
    }

    @Override
    public Uni<JsonNode> answer(Caller caller, JsonNode given) {
        Params params = new Params(given).only("channel", "limit", "after");
        Channel channel = caller.channel(directory, params.text("channel")).withPresence();
        int limit = params.number("limit", pageSize, pageSize);
        Member after = given.has("after")
                ? Member.parse(params.text("after"))
                        .orElseThrow(() -> ProblemException.invalid("after", "'after' is the 'next' of an answer."))
                : null;
        return presence.read(channel, limit, after).map(present -> answer(channel, present, limit));
    }

    private static JsonNode answer(Channel channel, Present present, int limit) {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("channel", channel.name())
                .put("clients", present.clients())
                .put("users", present.users());
        var members = answer.putArray("members");
        present.members()
                .forEach(
                        member -> members.addObject().put("user", member.user()).put("client", member.client()));
        if (present.members().size() == limit) {
            answer.put("next", present.members().getLast().text());
        }
        return answer;
    }
}
