package io.mnemesh.realtime.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.realtime.filter.FilterNode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentrifugeProtobufReadTest extends ProtobufFixture {

    @Test
    void shouldReadTheBytesOfAConnectCommand() {
        assertThat(protobuf.decode(bytes("0708012203 0a0174"))).containsExactly(new Command.Connect(1, "t"));
    }

    private static final FilterNode FILTER = new FilterNode(
            "not", "", "", "", List.of(), List.of(new FilterNode("", "k", "in", "", List.of("a", "b"), List.of())));

    @Test
    void shouldReadABatchOfCommands() {
        assertThat(protobuf.decode(batch()))
                .containsExactly(
                        new Command.Connect(1, "t"),
                        new Command.Subscribe(2, "events:a", "", true, "e", 41, false, false, null, "", true),
                        new Command.History(3, "events:a", -1, true, "e", 7, true),
                        new Command.Pong());
    }

    @Test
    void shouldReadTheOtherCommands() {
        assertThat(protobuf.decode(together(
                        command(1, 14, fields().text(1, "t")),
                        command(2, 6, fields().text(1, "a")),
                        command(3, 7, fields().text(1, "a").text(2, "{}")),
                        command(4, 8, fields().text(1, "a")),
                        command(5, 9, fields().text(1, "a")),
                        command(6, 11, fields()),
                        command(7, 13, fields().text(1, "[]").text(2, "m")),
                        command(8, 15, fields().text(1, "a").text(2, "t")),
                        command(4_294_967_295L, 99, fields()),
                        command(0, 12, fields().text(1, "1")),
                        command(
                                9,
                                5,
                                fields().text(1, "a")
                                        .text(12, "fossil")
                                        .message(
                                                13,
                                                fields().text(1, "not")
                                                        .message(
                                                                6,
                                                                fields().text(2, "k")
                                                                        .text(3, "in")
                                                                        .text(5, "a")
                                                                        .text(5, "b")))),
                        command(10, 5, fields().text(1, "a").number(14, 2).number(15, 4)))))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Command.Refresh(1, "t"),
                        new Command.Unsubscribe(2, "a"),
                        new Command.Publish(3, "a", utf8("{}")),
                        new Command.Presence(4, "a"),
                        new Command.PresenceStats(5, "a"),
                        new Command.Ping(6),
                        new Command.Rpc(7, "m", utf8("[]")),
                        new Command.SubRefresh(8, "a", "t"),
                        new Command.Unknown(4_294_967_295L),
                        new Command.Send(0),
                        new Command.Subscribe(9, "a", "", false, "", 0, false, false, FILTER, "fossil", true),
                        new Command.Subscribe(10, "a", "", false, "", 0, true, false, null, "", false));
    }

    @Test
    void shouldPassOverFieldsItDoesNotKnowWhateverTheirType() {
        // id 1, then field 50 with 64 bits, field 51 with 32 bits, field 52 with a text, and ping
        assertThat(protobuf.decode(bytes("17 0801 9103 0000000000000000 9d03 00000000 a203 00 5a00")))
                .containsExactly(new Command.Ping(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing at all
                "05", // a length and nothing behind it
                "ffffffffffffffffffff01", // a length that never ends
                "ffffffff0f", // a length beyond what is there
                "02 5a00", // no id
                "04 0800 5a00", // id 0
                "08 0880808080 10 5a00", // an id of more than 32 bits
                "04 0a00 5a00", // an id that is a text
                "02 0007", // field 0
                "02 0b0c", // a group
                "03 0801 5a", // cut off behind a tag
                "03 0801 5d", // cut off before four bytes
                "04 0801 2a00", // no channel
                "07 0801 2a03 0a01ff", // a channel that is not UTF-8
                "06 0801 2202 0801", // a token that is a number
                "05 0801 2a03 0a", // a message longer than what is left
                "04 0801 5a00 04" // a second command that is cut off
            })
    void shouldCallAFrameBad(String hex) {
        assertThatThrownBy(() -> protobuf.decode(bytes(hex))).isInstanceOf(BadFrameException.class);
    }

    @Test
    void shouldCallTextAndNumbersOutOfRangeBad() {
        assertThat(List.of(
                        outcome(together(command(1, 5, fields().text(1, "a").number(7, -1)))),
                        outcome(together(command(1, 10, fields().text(1, "a").number(7, 1L << 31)))),
                        outcome(together(command(1, 5, fields().text(1, "a").number(15, 1L << 31))))))
                .containsOnly("bad");
        assertThatThrownBy(() -> protobuf.decode("{}")).isInstanceOf(BadFrameException.class);
    }

    @Property(tries = 2000)
    void shouldReadAllBytesOrCallThemBad(@ForAll byte[] bytes) {
        assertThat(outcome(bytes)).isIn("commands", "bad");
    }

    @Property(tries = 2000)
    void shouldSurviveDamagedFrames(@ForAll long seed) {
        var random = new Random(seed);
        byte[] frame = batch();
        for (int i = 0; i < 3; i++) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }

        assertThat(outcome(frame)).isIn("commands", "bad");
    }

    @Property
    void shouldReadNumbersAsTheyWereWritten(@ForAll @LongRange(min = 0) long offset, @ForAll int limit) {
        byte[] frame =
                together(command(1, 10, fields().text(1, "a").number(7, limit).message(8, fields().number(1, offset))));

        assertThat(protobuf.decode(frame)).containsExactly(new Command.History(1, "a", limit, true, "", offset, false));
    }
}
