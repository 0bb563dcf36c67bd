package io.mnemesh.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mnemesh.mesh.redis.RedisLines;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Base64;

/** The address all tests sign in from. */
final class SignInAddress {

    private SignInAddress() {}

    /** What failed so far is not counted any more, so that it says nothing of other test classes. */
    static void forget(RedisLines redis) {
        String address = Base64.getUrlEncoder().withoutPadding().encodeToString("127.0.0.1".getBytes(UTF_8));
        redis.send(Request.cmd(Command.DEL).arg("mnemesh:{attempts:address:" + address + "}"))
                .await()
                .atMost(Duration.ofSeconds(5));
    }
}
