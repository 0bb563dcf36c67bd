package io.mnemesh.realtime.presence;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.history.ChannelKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of every channel in Redis. Each operation is one script on keys of one slot, which removes who has gone
 * first, so that counts take O(1) and nobody is shown past its time. Operations fail while Redis is away.
 */
@ApplicationScoped
public class PresenceStore {

    private static final Script JOIN = script("join.lua");
    private static final Script KEEP = script("keep.lua");
    private static final Script LEAVE = script("leave.lua");
    private static final Script READ = script("read.lua");

    private final RedisLines redis;
    private final PresenceConfig config;

    PresenceStore(RedisLines redis, PresenceConfig config) {
        this.redis = redis;
        this.config = config.validated();
    }

    /**
     * Looks who is there.
     *
     * @param limit most members wanted; 0 for the counts alone
     * @param after the member before the first one wanted; null to begin with the first
     */
    public Uni<Present> read(Channel channel, int limit, @Nullable Member after) {
        return run(READ, channel, List.of(Integer.toString(limit), after == null ? "" : after.text()))
                .map(answer -> new Present(answer.get(0).toLong(), answer.get(1).toLong(), members(answer.get(2))));
    }

    /**
     * Brings a member in.
     *
     * @return it, or the member of the same user that was away and is back with it
     */
    Uni<Member> join(Channel channel, Member member) {
        return run(JOIN, channel, List.of(member.text()))
                .map(answer -> Member.parse(answer.toString()).orElse(member));
    }

    /**
     * Prolongs members; those that had gone join.
     *
     * @return ms until the next member of the channel ends, whoever's it is; negative if there is none
     */
    Uni<Long> keep(Channel channel, Collection<Member> members) {
        return run(KEEP, channel, members.stream().map(Member::text).toList()).map(Response::toLong);
    }

    /**
     * Takes a member out.
     *
     * @param grace time within which its user may come back unnoticed
     */
    Uni<Void> leave(Channel channel, Member member, Duration grace) {
        return run(LEAVE, channel, List.of(Long.toString(grace.toMillis()), member.text()))
                .replaceWithVoid();
    }

    private Uni<Response> run(Script script, Channel channel, List<String> more) {
        var arguments = new ArrayList<Object>(more.size() + 2);
        arguments.add(channel.namespace().joinLeave() ? "1" : "0");
        arguments.add(config.ttl().toMillis());
        arguments.addAll(more);
        return script.run(redis, ChannelKeys.presence(channel.id()), arguments);
    }

    private static List<Member> members(Response words) {
        return words.stream()
                .flatMap(word -> Member.parse(word.toString()).stream())
                .toList();
    }

    private static Script script(String name) {
        return Script.load(PresenceStore.class, "members.lua", name);
    }
}
