package io.mnemesh.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.filter.FilterNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFramesTest {

    private static final String SUBSCRIBE = """
            {"type":"subscribe","id":7,"subscriptions":["events:a","events:b"],
             "recover":{"events:a":{"offset":41,"epoch":"e"}},
             "filter":{"events:b":{"key":"subject","cmp":"eq","val":"s"}},"tokens":{"events:b":"t"},"since":{"events:b":"2026-11-01T12:00:00Z"}}""";

    @Test
    void shouldReadASubscribeFrame() {
        assertThat(ClientFrames.parse(SUBSCRIBE))
                .isEqualTo(new ClientFrame.Subscribe(
                        7L,
                        List.of(
                                new ClientFrame.Wanted("events:a", new Position("e", 41), Filter.all(), null, null),
                                new ClientFrame.Wanted(
                                        "events:b",
                                        null,
                                        Filter.of(new FilterNode("", "subject", "eq", "s", List.of(), List.of())),
                                        "t",
                                        Instant.parse("2026-11-01T12:00:00Z"))),
                        false,
                        false,
                        null));
    }

    @Test
    void shouldReadTheOtherFrames() {
        assertThat(ClientFrames.parse("{\"type\":\"connect\",\"token\":\"t\"}"))
                .isEqualTo(new ClientFrame.Connect(null, "t"));
        assertThat(ClientFrames.parse("{\"type\":\"refresh\",\"id\":1,\"token\":\"t\"}"))
                .isEqualTo(new ClientFrame.Refresh(1L, "t", null));
        assertThat(ClientFrames.parse("{\"type\":\"refresh\",\"token\":\"t\",\"channel\":\"orders:a\"}"))
                .isEqualTo(new ClientFrame.Refresh(null, "t", "orders:a"));
        assertThat(ClientFrames.parse("{\"type\":\"unsubscribe\",\"subscriptions\":[\"events:a\"]}"))
                .isEqualTo(new ClientFrame.Unsubscribe(null, List.of("events:a")));
        assertThat(ClientFrames.parse("{\"type\":\"subscribe\",\"subscriptions\":[\"chat:a\"],\"joinLeave\":true}"))
                .isEqualTo(new ClientFrame.Subscribe(
                        null,
                        List.of(new ClientFrame.Wanted("chat:a", null, Filter.all(), null, null)),
                        true,
                        false,
                        null));
        assertThat(ClientFrames.parse(
                        "{\"type\":\"publish\",\"channel\":\"chat:a\",\"data\": [1.50, null],\"key\":\"k\"}"))
                .usingRecursiveComparison()
                .isEqualTo(
                        new ClientFrame.Publish(null, "chat:a", "[1.50,null]".getBytes(StandardCharsets.UTF_8), "k"));
        assertThat(ClientFrames.parse("{\"type\":\"presence\",\"channel\":\"chat:a\"}"))
                .isEqualTo(new ClientFrame.Presence(null, "chat:a", 100, null));
        assertThat(ClientFrames.parse(
                        "{\"type\":\"presence\",\"channel\":\"chat:a\",\"limit\":0,\"after\":\"YW5h.c-1\"}"))
                .isEqualTo(new ClientFrame.Presence(null, "chat:a", 0, new Member("ana", "c-1")));
        assertThat(ClientFrames.parse("{\"type\":\"typing\",\"channel\":\"chat:a\"}"))
                .isEqualTo(new ClientFrame.Typing(null, "chat:a", true));
        assertThat(ClientFrames.parse("{\"type\":\"typing\",\"channel\":\"chat:a\",\"on\":false}"))
                .isEqualTo(new ClientFrame.Typing(null, "chat:a", false));
        assertThat(ClientFrames.parse("{\"type\":\"ping\",\"id\":2}")).isEqualTo(new ClientFrame.Ping(2L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"ping\"",
                "{",
                "{\"type\":\"ping\"}{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"more\":1}",
                "{type:\"ping\"}"
            })
    void shouldCallAFrameMalformed(String text) {
        assertThatThrownBy(() -> ClientFrames.parse(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}|type",
                "{\"type\":1}|type",
                "{\"type\":\"nonsense\"}|type",
                "{\"type\":\"ping\",\"id\":\"1\"}|id",
                "{\"type\":\"ping\",\"id\":1.5}|id",
                "{\"type\":\"connect\"}|token",
                "{\"type\":\"connect\",\"token\":\"\"}|token",
                "{\"type\":\"subscribe\"}|subscriptions",
                "{\"type\":\"subscribe\",\"subscriptions\":[]}|subscriptions",
                "{\"type\":\"subscribe\",\"subscriptions\":[1]}|subscriptions",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\",\"a\"]}|subscriptions",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"recover\":[]}|recover",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"recover\":{\"b\":{\"offset\":1,\"epoch\":\"e\"}}}|recover",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"recover\":{\"a\":{\"offset\":-1,\"epoch\":\"e\"}}}|offset",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"recover\":{\"a\":{\"offset\":1}}}|epoch"
            })
    void shouldNameTheMemberThatIsWrong(String text, String field) {
        assertThatThrownBy(() -> ClientFrames.parse(text)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.INVALID_VALUE);
            assertThat(problem.extensions()).containsEntry("field", field);
        });
    }

    @Test
    void shouldTellTheFramesIdWhenOnlyTheRestIsWrong() {
        var problem = (ProblemException) catchThrowable(() -> ClientFrames.parse("{\"type\":\"nonsense\",\"id\":9}"));

        assertThat(JsonProtocol.error(null, problem).id()).isEqualTo(9L);
    }

    @Property(tries = 2000)
    void shouldAnswerEveryTextWithAFrameOrAProblem(@ForAll String text) {
        assertThat(outcome(text)).isIn("frame", "problem");
    }

    @Property(tries = 2000)
    void shouldSurviveDamagedFrames(@ForAll long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(SUBSCRIBE);
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) random.nextInt(128));
                default -> text.setCharAt(at, "{}[]\",:0e".charAt(random.nextInt(9)));
            }
        }

        assertThat(outcome(text.toString())).isIn("frame", "problem");
    }

    private static String outcome(String text) {
        Throwable failure = catchThrowable(() -> ClientFrames.parse(text));
        return failure == null ? "frame" : failure instanceof ProblemException ? "problem" : failure.toString();
    }
}
