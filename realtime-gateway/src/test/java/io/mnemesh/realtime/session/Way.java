package io.mnemesh.realtime.session;

import io.vertx.core.json.JsonObject;

/** How a client speaks. */
enum Way {
    JSON("websocket", false),
    PROTOBUF("websocket", true),
    JSON_STREAM("http_stream", false),
    PROTOBUF_STREAM("http_stream", true),
    EVENTS("sse", false);

    private final String transport;
    private final boolean protobuf;

    Way(String transport, boolean protobuf) {
        this.transport = transport;
        this.protobuf = protobuf;
    }

    JsonObject options() {
        return new JsonObject().put("transport", transport).put("protobuf", protobuf);
    }
}
