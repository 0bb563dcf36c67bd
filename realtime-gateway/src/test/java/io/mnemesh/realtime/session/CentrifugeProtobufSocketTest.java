package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of the Centrifuge protocol in protobuf, as a client that has never heard of a library sends them. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeProtobufSocketTest {

    private static final byte ID_1 = 1;

    private FrameSocket socket;

    @BeforeEach
    void open() {
        socket = new FrameSocket(RestAssured.port, "/connection/websocket", null, List.of("centrifuge-protobuf"));
    }

    @AfterEach
    void close() {
        socket.close();
    }

    @Test
    void shouldSpeakProtobufWhenTheSubprotocolSaysSo() {
        assertThat(socket.subprotocol()).isEqualTo("centrifuge-protobuf");

        socket.sendBinary(connect());

        byte[] reply = socket.nextBinary();
        // length, id 1, result of connect
        assertThat(reply).hasSize(reply[0] + 1).startsWith(reply[0], (byte) 0x08, ID_1, (byte) 0x2a);
    }

    @Test
    void shouldAnswerABatchInOneFrame() {
        socket.sendBinary(connect());
        socket.nextBinary();

        // A pong, which nobody answers, and two pings.
        socket.sendBinary(bytes("00" + "0408025a00" + "0408035a00"));

        assertThat(socket.nextBinary()).isEqualTo(bytes("0408026200" + "0408036200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05", "025a00", "0408025a0004"})
    void shouldEndForGoodWhenAFrameIsBad(String frame) {
        socket.sendBinary(connect());
        socket.nextBinary();

        socket.sendBinary(bytes(frame));

        assertThat(socket.awaitClose()).isEqualTo(3501);
        assertThat(socket.closeReason()).isEqualTo("bad request");
    }

    @Test
    void shouldEndForGoodWhenAFrameIsText() {
        socket.send("{\"id\":1,\"connect\":{}}", true);

        assertThat(socket.awaitClose()).isEqualTo(3501);
    }

    @Test
    void shouldEndWhenAFrameIsTooLarge() {
        socket.sendBinary(new byte[70_000]);

        assertThat(socket.awaitClose()).isEqualTo(1009);
    }

    /** The connect command with a token. */
    private static byte[] connect() {
        byte[] token = TestTokens.of("t-protobuf", "ana").getBytes(StandardCharsets.US_ASCII);
        byte[] field = together(new byte[] {0x0a}, behindLength(token));
        return behindLength(together(new byte[] {0x08, ID_1, 0x22}, behindLength(field)));
    }

    /** Of 128 bytes at least, so that the length takes two. */
    private static byte[] behindLength(byte[] bytes) {
        assertThat(bytes.length).isBetween(128, 16_383);
        return together(new byte[] {(byte) ((bytes.length & 0x7f) | 0x80), (byte) (bytes.length >> 7)}, bytes);
    }

    private static byte[] together(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
