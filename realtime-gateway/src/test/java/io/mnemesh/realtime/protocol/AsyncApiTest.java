package io.mnemesh.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.archive.ArchivedEvent;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The AsyncAPI description is fresh, and its frames are those that the protocol reads and writes. */
class AsyncApiTest {

    private static final Path PAGE = Path.of("../docs/asyncapi.yaml");
    private static final String REFRESH = "./mvnw -pl realtime-gateway -am test -Dtest=AsyncApiTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Drefresh";
    private static final String HEADING =
            "# Written from the sources by realtime-gateway; a change made here is lost. Refresh: " + REFRESH + "\n";

    private static final ObjectMapper JSON =
            new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private static final JsonProtocol PROTOCOL = new JsonProtocol(JSON);
    private static final ChannelId CHANNEL = new ChannelId(new TenantId("default"), "events:memory_created");

    private static AsyncApi api;

    @BeforeAll
    static void read() throws IOException {
        api = AsyncApi.ofTheSources();
    }

    static List<String> clientFrames() {
        return AsyncApi.CLIENT_FRAMES;
    }

    static List<String> messages() {
        return Stream.of(
                        AsyncApi.CLIENT_FRAMES.stream(),
                        AsyncApi.SERVER_FRAMES.stream(),
                        EventTypes.ALL.stream().map(type -> type.shortName()))
                .flatMap(names -> names)
                .toList();
    }

    @Test
    void shouldBeFresh() throws IOException {
        String text = api.text(HEADING);
        if (System.getProperty("refresh") != null) {
            Files.writeString(PAGE, text);
        }

        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/asyncapi.yaml is stale. Refresh it with: %s", REFRESH)
                .isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldHaveAnExampleThatItsSchemaAccepts(String message) {
        assertThat(violations(message, api.example(message))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldRefuseAMemberThatNoFrameHas(String message) {
        ObjectNode more = api.example(message).deepCopy();
        more.put("unheardOf", 1);

        assertThat(violations(message, more)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("clientFrames")
    void shouldReadTheExamplesOfClients(String frame) {
        ClientFrame read = ClientFrames.parse(api.example(frame).toString());

        assertThat(read.getClass().getSimpleName().toLowerCase(Locale.ROOT)).isEqualTo(frame);
        assertThat(read.id()).isEqualTo(api.example(frame).path("id").longValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"connect\"}",
                "{\"type\":\"connect\",\"token\":\"\"}",
                "{\"type\":\"refresh\",\"token\":1}",
                "{\"type\":\"subscribe\",\"subscriptions\":[]}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\",\"a\"]}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"recover\":{\"a\":{\"offset\":-1,\"epoch\":\"e\"}}}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"recover\":{\"a\":{\"offset\":1}}}",
                "{\"type\":\"unsubscribe\",\"subscriptions\":[1]}",
                "{\"type\":\"publish\",\"channel\":\"chat:lobby\"}",
                "{\"type\":\"publish\",\"data\":1}",
                "{\"type\":\"publish\",\"channel\":\"chat:lobby\",\"data\":1,\"key\":\"\"}",
                "{\"type\":\"presence\"}",
                "{\"type\":\"presence\",\"channel\":\"chat:lobby\",\"limit\":-1}",
                "{\"type\":\"presence\",\"channel\":\"chat:lobby\",\"after\":\"c\"}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"joinLeave\":1}",
                "{\"type\":\"typing\",\"on\":true}",
                "{\"type\":\"typing\",\"channel\":\"chat:lobby\",\"on\":1}",
                "{\"type\":\"request\",\"method\":\"channel.last\"}",
                "{\"type\":\"request\",\"id\":1,\"method\":\"\"}",
                "{\"type\":\"request\",\"id\":1,\"method\":\"channel.last\",\"params\":[]}",
                "{\"type\":\"request\",\"id\":1,\"method\":\"channel.last\",\"deadlineMs\":0}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"filter\":{\"a\":{\"cmp\":\"like\"}}}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"tokens\":{\"a\":\"\"}}",
                "{\"type\":\"refresh\",\"token\":\"t\",\"channel\":\"\"}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"since\":{\"a\":1}}",
                "{\"type\":\"ack\",\"channel\":\"a\",\"offset\":1}",
                "{\"type\":\"ack\",\"channel\":\"a\",\"offset\":-1,\"epoch\":\"e\"}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"a\"],\"consumer\":\"\"}",
                "{\"type\":\"ping\",\"id\":\"1\"}",
                "{\"type\":\"ping\",\"more\":1}"
            })
    void shouldRefuseWhatTheParserRefuses(String text) throws IOException {
        JsonNode frame = JSON.readTree(text);

        assertThat(violations(frame.path("type").asText(), frame)).isNotEmpty();
        assertThatThrownBy(() -> ClientFrames.parse(text)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldShowTheServersFramesAsTheyAreWritten() throws IOException {
        Instant soon = Instant.parse("2026-11-21T09:45:00Z");
        var frames = List.of(
                new ServerFrame.Connected(1L, "c-81", "default", "key:7f3a", soon, 25),
                new ServerFrame.Refreshed(4L, Instant.parse("2026-11-21T10:00:00Z")),
                new ServerFrame.Subscribed(
                        2L, Map.of(CHANNEL.name(), ServerFrame.Subscribed.Entry.of(new Position("6f1c", 44), true))),
                new ServerFrame.Unsubscribed(3L, List.of(CHANNEL.name()), null),
                new ServerFrame.Published(6L, "chat:lobby", 12, "6f1c", true),
                new ServerFrame.Members(
                        7L,
                        "chat:lobby",
                        3,
                        2,
                        List.of(ServerFrame.Members.One.of(new Member("key:7f3a", "c-81"))),
                        "a2V5OjdmM2E.c-81"),
                new ServerFrame.Result(10L, "metric.current", "{\"name\":\"cpu\",\"channel\":\"updates:metric\"}"),
                new ServerFrame.Acked(11L, "chat:lobby", 12, "6f1c"),
                new ServerFrame.Redelivery("chat:lobby", 12, "6f1c"),
                ServerFrame.Replayed.of(
                        "events:memory_deleted",
                        new ArchivedEvent(
                                "memory_deleted",
                                UUID.fromString("0193a1de-4b7c-7e2a-9c1d-2f6b8a4d0e01"),
                                Instant.parse("2026-11-21T09:30:00Z"),
                                "0193a1de-4b7c-7e2a-9c1d-2f6b8a4d0e02",
                                JSON.createObjectNode())),
                new ServerFrame.Pong(5L),
                JsonProtocol.error(9L, ProblemException.notFound("The connection has no such subscription.")));

        for (ServerFrame frame : frames) {
            assertThat(read(PROTOCOL.encode(frame))).isEqualTo(api.example(frame.type()));
            assertThat(members(frame.type())).isEqualTo(membersOf(frame.getClass()));
        }
        assertThat(frames.stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(ServerFrame.class.getPermittedSubclasses());
    }

    @Test
    void shouldShowEventsAndGapsAsTheyAreWritten() throws IOException {
        ObjectNode payload = api.example("event").deepCopy();
        payload.remove(List.of("type", "channel", "offset"));
        var deleted = new ChannelId(new TenantId("default"), "events:memory_deleted");
        var message = new ChannelItem.Message(
                new Position("6f1c", 42), "e", payload.toString().getBytes(StandardCharsets.UTF_8));
        var publication = new ChannelItem.Message(
                new Position("6f1c", 12),
                "k",
                "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8),
                new Member("key:7f3a", "c-81"));
        var gap = new ChannelItem.Gap(GapReason.HISTORY_TRIMMED, new Position("6f1c", 41), new Position("6f1c", 1041));

        assertThat(written(deleted, message)).isEqualTo(api.example("event"));
        assertThat(written(new ChannelId(new TenantId("default"), "chat:lobby"), publication))
                .isEqualTo(api.example("publication"));
        for (Signal.Kind kind : List.of(Signal.Kind.JOIN, Signal.Kind.LEAVE, Signal.Kind.TYPING)) {
            ByteBuf out = Unpooled.buffer();
            PROTOCOL.encode(
                    new ChannelId(new TenantId("default"), "chat:lobby"),
                    new Signal(kind, new Member("key:7f3a", "c-81")),
                    out);
            assertThat(read(out)).isEqualTo(api.example(kind == Signal.Kind.TYPING ? "writing" : kind.wire()));
        }
        assertThat(written(CHANNEL, gap)).isEqualTo(api.example("gap"));
        assertThat(api.message("gap").at("/payload/properties/reason/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(GapReason.values()).map(GapReason::wire).toList());
    }

    private static JsonNode written(ChannelId channel, ChannelItem item) throws IOException {
        ByteBuf out = Unpooled.buffer();
        PROTOCOL.encode(channel, List.of(item), out);
        return read(out);
    }

    /** The JSON behind a frame's header, which starts with the first brace. */
    private static JsonNode read(ByteBuf frame) throws IOException {
        try {
            String text = frame.toString(StandardCharsets.UTF_8);
            return JSON.readTree(text.substring(text.indexOf('{')));
        } finally {
            frame.release();
        }
    }

    private static Set<String> members(String message) {
        var members = new TreeSet<String>();
        api.message(message).at("/payload/properties").fieldNames().forEachRemaining(members::add);
        return members;
    }

    private static Set<String> membersOf(Class<?> frame) {
        var members = new TreeSet<>(Arrays.stream(frame.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
        members.add("type");
        return members;
    }

    private static List<?> violations(String message, JsonNode payload) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(api.schema(message).toString(), InputFormat.JSON)
                .validate(payload.toString(), InputFormat.JSON);
    }
}
