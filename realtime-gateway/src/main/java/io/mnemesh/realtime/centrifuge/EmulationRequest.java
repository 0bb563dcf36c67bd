package io.mnemesh.realtime.centrifuge;

import java.nio.charset.StandardCharsets;

/**
 * Commands of a client that can only listen on its connection.
 *
 * @param to   the session they are for
 * @param data the commands as the session's encoding has them; not to be changed
 */
public record EmulationRequest(Emulation to, byte[] data) {

    /** @throws BadFrameException if it is not of the protocol */
    public static EmulationRequest json(byte[] bytes) {
        return JsonCommands.emulation(new String(bytes, StandardCharsets.UTF_8));
    }

    /** @throws BadFrameException if it is not of the protocol */
    public static EmulationRequest protobuf(byte[] bytes) {
        return ProtobufCommands.emulation(bytes);
    }
}
