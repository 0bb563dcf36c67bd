package io.mnemesh.realtime.session;

import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.CentrifugeEncodings;
import io.mnemesh.realtime.compression.FrameDeflater;
import io.mnemesh.realtime.protocol.JsonProtocol;
import jakarta.inject.Singleton;

/**
 * What WebSockets speak, with and without compression: one object each, since what is encoded with the same object is shared by all
 * connections that have it.
 */
@Singleton
final class SocketWires {

    private final JsonProtocol json;
    private final JsonProtocol deflatedJson;
    private final CentrifugeEncodings centrifuge;
    private final CentrifugeEncoding deflatedCentrifugeJson;
    private final CentrifugeEncoding deflatedProtobuf;

    SocketWires(JsonProtocol json, CentrifugeEncodings centrifuge, FrameDeflater deflater) {
        this.json = json;
        this.deflatedJson = json.deflated(deflater);
        this.centrifuge = centrifuge;
        this.deflatedCentrifugeJson = centrifuge.json().deflated(deflater);
        this.deflatedProtobuf = centrifuge.protobuf().deflated(deflater);
    }

    JsonProtocol json(boolean deflated) {
        return deflated ? deflatedJson : json;
    }

    CentrifugeEncoding centrifugeJson(boolean deflated) {
        return deflated ? deflatedCentrifugeJson : centrifuge.json();
    }

    CentrifugeEncoding protobuf(boolean deflated) {
        return deflated ? deflatedProtobuf : centrifuge.protobuf();
    }
}
