package io.mnemesh.realtime.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.realtime.protocol.WebSocketFrames;
import io.mnemesh.testing.ConfigDefaults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameDeflaterTest {

    private static final int LIMIT = 64 * 1024;
    private static final int RSV1 = 4;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FrameDeflater deflater = new FrameDeflater(ConfigDefaults.of(CompressionConfig.class), registry);
    private final EmbeddedChannel client = new EmbeddedChannel(new InflatingHandler(new MessageInflater(LIMIT)));

    @Test
    void shouldCompressMessagesThatAreWorthIt() {
        String large = "{\"a\":\"" + "hello ".repeat(100) + "\"}";
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);

        ByteBuf out = frames(plain -> {
            text(plain, "{\"small\":1}");
            text(plain, large);
            WebSocketFrames.binaryHeader(plain, noise.length);
            plain.writeBytes(noise);
            plain.writeBytes(WebSocketFrames.ping());
        });

        assertThat(out.readUnsignedByte()).isEqualTo((short) 0x81);
        out.skipBytes(out.readUnsignedByte());
        assertThat(out.readUnsignedByte()).isEqualTo((short) 0xC1);
        int packed = out.readUnsignedByte();
        assertThat(packed).isLessThan(60);
        assertThat(sent(new TextWebSocketFrame(true, RSV1, out.readBytes(packed))))
                .isEqualTo(large);
        assertThat(out.readUnsignedByte()).isEqualTo((short) 0x82);
        out.skipBytes(3 + noise.length);
        assertThat(out.readUnsignedByte()).isEqualTo((short) 0x89);
        assertThat(registry.get("mnemesh_realtime_compressed_bytes")
                        .tag("stage", "before")
                        .counter()
                        .count())
                .isEqualTo(large.length());
        assertThat(registry.get("mnemesh_realtime_compressed_bytes")
                        .tag("stage", "after")
                        .counter()
                        .count())
                .isEqualTo(packed);
    }

    @Property(tries = 200)
    void shouldComeBackAsItWas(@ForAll @Size(min = 1, max = 3000) byte[] some, @ForAll int seed) {
        byte[] message = new byte[some.length * 20];
        for (int i = 0; i < message.length; i++) {
            message[i] = some[(i + (seed & 7) * (i / Math.max(1, some.length))) % some.length];
        }
        ByteBuf out = frames(plain -> {
            WebSocketFrames.binaryHeader(plain, message.length);
            plain.writeBytes(message);
        });

        boolean packed = (out.readUnsignedByte() & 0x40) != 0;
        int length = out.readUnsignedByte();
        length = length == 127 ? (int) out.readLong() : length == 126 ? out.readUnsignedShort() : length;

        assertThat(out.readableBytes()).isEqualTo(length);
        assertThat(sentBytes(new BinaryWebSocketFrame(true, packed ? RSV1 : 0, out)))
                .isEqualTo(message);
    }

    @Test
    void shouldPutFragmentsTogether() {
        byte[] packed = packed("hello ".repeat(50).getBytes(StandardCharsets.UTF_8));
        client.writeInbound(
                new TextWebSocketFrame(false, RSV1, Unpooled.copiedBuffer(packed, 0, 3)),
                new ContinuationWebSocketFrame(false, 0, Unpooled.copiedBuffer(packed, 3, 4)),
                new ContinuationWebSocketFrame(true, 0, Unpooled.copiedBuffer(packed, 7, packed.length - 7)));

        assertThat(received()).isEqualTo("hello ".repeat(50));
    }

    @Test
    void shouldUnpackNoMoreOfABombThanTellsThatItIsTooLarge() {
        byte[] bomb = packed(new byte[50_000_000]);

        byte[] unpacked = sentBytes(new BinaryWebSocketFrame(true, RSV1, Unpooled.wrappedBuffer(bomb)));

        assertThat(bomb.length).isLessThan(LIMIT);
        assertThat(unpacked).hasSize(LIMIT + 1);
    }

    @Test
    void shouldHoldNoMoreOfAPackedMessageThanIsAllowed() {
        for (int i = 0; i < 100; i++) {
            ByteBuf part = Unpooled.wrappedBuffer(new byte[10_000]);
            client.writeInbound(
                    i == 0
                            ? new TextWebSocketFrame(false, RSV1, part)
                            : new ContinuationWebSocketFrame(false, 0, part));
        }
        client.writeInbound(new ContinuationWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER));

        assertThat(received()).hasSize(LIMIT + 1);
        assertThat(sent(new TextWebSocketFrame("next"))).isEqualTo("next");
    }

    @Test
    void shouldEndTheConnectionWhenAMessageIsNotPackedAsItShouldBe() {
        client.writeInbound(new TextWebSocketFrame(true, RSV1, Unpooled.wrappedBuffer(new byte[] {6, 6, 6, 6})));

        CloseWebSocketFrame close = client.readOutbound();
        assertThat(close.statusCode()).isEqualTo(1007);
        close.release();
        assertThat(client.isOpen()).isFalse();
    }

    private ByteBuf frames(Consumer<ByteBuf> write) {
        ByteBuf out = Unpooled.buffer();
        deflater.write(out, write);
        return out;
    }

    private static void text(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        WebSocketFrames.textHeader(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] packed(byte[] message) {
        var packed = new Deflater(9, true);
        packed.setInput(message);
        var out = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        int size;
        do {
            size = packed.deflate(some, 0, some.length, Deflater.SYNC_FLUSH);
            out.write(some, 0, size);
        } while (size == some.length);
        packed.end();
        byte[] all = out.toByteArray();
        return Arrays.copyOf(all, all.length - 4);
    }

    private String sent(WebSocketFrame frame) {
        return new String(sentBytes(frame), StandardCharsets.UTF_8);
    }

    private byte[] sentBytes(WebSocketFrame frame) {
        client.writeInbound(frame);
        return receivedBytes();
    }

    private String received() {
        return new String(receivedBytes(), StandardCharsets.UTF_8);
    }

    private byte[] receivedBytes() {
        WebSocketFrame frame = client.readInbound();
        assertThat(frame.rsv()).isZero();
        byte[] bytes = new byte[frame.content().readableBytes()];
        frame.content().readBytes(bytes);
        frame.release();
        return bytes;
    }
}
