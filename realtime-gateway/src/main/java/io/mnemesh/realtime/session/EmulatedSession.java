package io.mnemesh.realtime.session;

import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import java.nio.charset.StandardCharsets;

/** A session whose commands come apart from its connection. */
record EmulatedSession(CentrifugeSession session, CentrifugeEncoding encoding) {

    /** Takes what the client says. Any thread. */
    void receive(byte[] data) {
        session.loop().execute(() -> {
            if (encoding.isText()) {
                session.onText(new String(data, StandardCharsets.UTF_8));
            } else {
                session.onBinary(data);
            }
        });
    }
}
