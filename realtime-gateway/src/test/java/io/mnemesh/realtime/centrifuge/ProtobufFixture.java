package io.mnemesh.realtime.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The codec, and frames written field by field to compare it with. Field numbers are written out here a second time: they are those of the
 * protocol's public definition.
 */
abstract class ProtobufFixture {

    static final int LARGEST_FRAME = 64 * 1024;
    static final ChannelId CHANNEL = new ChannelId(new TenantId("acme"), "events:memory_created");
    final CentrifugeEncoding protobuf = new CentrifugeEncodings().protobuf();

    static byte[] batch() {
        return together(
                command(1, 4, fields().text(1, "t").text(4, "js")),
                command(
                        2,
                        5,
                        fields().text(1, "events:a")
                                .flag(3, true)
                                .text(6, "e")
                                .number(7, 41)
                                .number(14, 1)),
                command(
                        3,
                        10,
                        fields().text(1, "events:a")
                                .number(7, -1)
                                .message(8, fields().number(1, 7).text(2, "e"))
                                .flag(9, true)),
                fields());
    }

    static ProtobufWriter fields() {
        return new ProtobufWriter();
    }

    static ProtobufWriter command(long id, int field, ProtobufWriter request) {
        return new ProtobufWriter().number(1, id).message(field, request);
    }

    static byte[] together(ProtobufWriter... commands) {
        var frame = new ProtobufWriter();
        for (ProtobufWriter command : commands) {
            frame.raw(command.delimited());
        }
        return frame.toBytes();
    }

    String outcome(byte[] bytes) {
        Throwable failure = catchThrowable(() -> protobuf.decode(bytes));
        return failure == null ? "commands" : failure instanceof BadFrameException ? "bad" : failure.toString();
    }

    /** The messages of a buffer that holds one frame. */
    static List<ProtobufMessage> messages(ByteBuf bytes) {
        byte[] frame = frame(bytes);
        assertThat(bytes.isReadable()).isFalse();
        return ProtobufMessage.delimited(frame);
    }

    static byte[] frame(ByteBuf bytes) {
        assertThat(bytes.readUnsignedByte()).isEqualTo((short) 0x82);
        long length = bytes.readUnsignedByte();
        if (length == 126) {
            length = bytes.readUnsignedShort();
        } else if (length == 127) {
            length = bytes.readLong();
        }
        byte[] frame = new byte[(int) length];
        bytes.readBytes(frame);
        return frame;
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
