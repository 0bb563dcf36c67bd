package io.mnemesh.cache.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Sends commands over some connection. */
@FunctionalInterface
interface Sender {

    Uni<Response> send(Request request);
}
