package io.mnemesh.mesh.redis;

import io.mnemesh.mesh.problem.Failures;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** The consumer groups of streams. */
public final class ConsumerGroups {

    private ConsumerGroups() {}

    /**
     * Makes a group that begins with the first entry, and its stream, where they are not there yet.
     *
     * @return whether the group is new
     */
    public static Uni<Boolean> ensure(RedisSender redis, String stream, String group) {
        Request create = Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(group)
                .arg("0")
                .arg("MKSTREAM");
        return redis.send(create)
                .replaceWith(true)
                .onFailure(failure -> Failures.isRedisError(failure, "BUSYGROUP"))
                .recoverWithItem(false);
    }
}
