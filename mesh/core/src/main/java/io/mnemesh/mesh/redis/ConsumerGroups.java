package io.mnemesh.mesh.redis;

import io.mnemesh.mesh.problem.Failures;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The consumer groups of streams. */
public final class ConsumerGroups {

    private ConsumerGroups() {}

    /**
     * Makes a group that begins with the first entry, and its stream, where they are not there yet.
     *
     * @param send the line or lines to ask over
     * @return whether the group is new
     */
    public static Uni<Boolean> ensure(Function<Request, Uni<@Nullable Response>> send, String stream, String group) {
        Request create = Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(group)
                .arg("0")
                .arg("MKSTREAM");
        return send.apply(create)
                .replaceWith(true)
                .onFailure(failure -> Failures.isRedisError(failure, "BUSYGROUP"))
                .recoverWithItem(false);
    }
}
