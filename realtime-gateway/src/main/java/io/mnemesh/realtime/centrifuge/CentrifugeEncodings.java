package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.protocol.WebSocketFrames;
import jakarta.inject.Singleton;

/** The encodings there are, one object each, since the hub encodes once for all who share it. */
@Singleton
public final class CentrifugeEncodings {

    /** WebSocket subprotocol of a client that speaks protobuf; without one it speaks JSON. */
    public static final String PROTOBUF = "centrifuge-protobuf";

    private final CentrifugeEncoding json;
    private final CentrifugeEncoding protobuf;
    private final CentrifugeEncoding jsonStream;
    private final CentrifugeEncoding protobufStream;
    private final CentrifugeEncoding events;

    CentrifugeEncodings() {
        CentrifugeFormat jsonFormat = new CentrifugeJson(false);
        CentrifugeFormat protobufFormat = new CentrifugeProtobuf();
        json = new CentrifugeEncoding(jsonFormat, new Framing.Frames(WebSocketFrames::textHeader, "\n"));
        protobuf = new CentrifugeEncoding(protobufFormat, new Framing.Frames(WebSocketFrames::binaryHeader, ""));
        jsonStream = new CentrifugeEncoding(jsonFormat, new Framing.Stream("", "\n"));
        protobufStream = new CentrifugeEncoding(protobufFormat, new Framing.Stream("", ""));
        events = new CentrifugeEncoding(jsonFormat, new Framing.Stream("data: ", "\n\n"));
    }

    /** JSON in WebSocket text frames. */
    public CentrifugeEncoding json() {
        return json;
    }

    /** Protobuf in WebSocket binary frames. */
    public CentrifugeEncoding protobuf() {
        return protobuf;
    }

    /** JSON in the lines of a streamed answer. */
    public CentrifugeEncoding jsonStream() {
        return jsonStream;
    }

    /** Protobuf in a streamed answer, each message behind its length. */
    public CentrifugeEncoding protobufStream() {
        return protobufStream;
    }

    /** JSON in server-sent events. */
    public CentrifugeEncoding events() {
        return events;
    }
}
