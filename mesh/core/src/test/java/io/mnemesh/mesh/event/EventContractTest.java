package io.mnemesh.mesh.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Record, JSON Schema and example of each event type say the same. */
class EventContractTest {

    private static final ObjectMapper JSON = new ObjectMapper()
            .findAndRegisterModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Map<String, Class<? extends Record>> NESTED = Map.of(
            "context", MemoryContext.class,
            "candidates", TaskPredicted.Candidate.class,
            "points", MetricRecorded.Point.class,
            "services", AccessRecorded.Use.class,
            "callers", AccessRecorded.Caller.class);

    static Stream<EventType<?>> types() {
        return EventTypes.ALL.stream();
    }

    @Test
    void shouldHaveTheFourteenFamiliesAndThoseBesideThemThatBrowsersSee() {
        assertThat(EventTypes.FAMILIES.stream().map(EventType::shortName))
                .containsExactlyInAnyOrder(
                        "memory_created",
                        "memory_updated",
                        "memory_deleted",
                        "memory_consolidated",
                        "memory_clustered",
                        "memory_imported",
                        "session_started",
                        "session_handoff",
                        "session_ended",
                        "error_learned",
                        "pattern_detected",
                        "decision_recorded",
                        "task_predicted",
                        "metric_recorded",
                        "performance_insight",
                        "anomaly_detected",
                        "alert_raised",
                        "erasure_progressed");
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldReadAndWriteTheExampleUnchanged(EventType<?> type) throws IOException {
        String example = resource("examples", type);

        Record read = JSON.readValue(example, type.payload());

        JsonNode written = JSON.readTree(JSON.writeValueAsString(read));
        assertThat(written).isEqualTo(JSON.readTree(example));
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldAcceptTheExampleAndNothingElse(EventType<?> type) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(resource("schema", type), InputFormat.JSON);
        JsonNode example = JSON.readTree(resource("examples", type));

        assertThat(schema.validate(example.toString(), InputFormat.JSON)).isEmpty();
        ((ObjectNode) example).put("unheardOf", 1);
        assertThat(schema.validate(example.toString(), InputFormat.JSON)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldRefuseTheInvalidExampleForTheMemberThatIsWrong(EventType<?> type) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(resource("schema", type), InputFormat.JSON);
        JsonNode invalid = JSON.readTree(resource("invalid", type));

        assertThat(schema.validate(invalid.path("data").toString(), InputFormat.JSON))
                .extracting(violation -> violation.getInstanceLocation().toString())
                .containsExactly(invalid.path("violates").asText());
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldRefuseAnExampleWithoutOneOfItsRequiredMembers(EventType<?> type) throws IOException {
        String text = resource("schema", type);
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
        JsonNode required = JSON.readTree(text).path("required");

        assertThat(required).isNotEmpty();
        for (JsonNode member : required) {
            ObjectNode example = (ObjectNode) JSON.readTree(resource("examples", type));
            example.remove(member.asText());
            assertThat(schema.validate(example.toString(), InputFormat.JSON))
                    .as(member.asText())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldDescribeTheComponentsOfTheRecord(EventType<?> type) throws IOException {
        JsonNode schema = JSON.readTree(resource("schema", type));

        assertThat(schema.path("title").asText()).isEqualTo(type.name());
        assertDescribes(schema, type.payload());
    }

    private static void assertDescribes(JsonNode schema, Class<? extends Record> type) {
        JsonNode described = schema.has("items") ? schema.path("items") : schema;
        List<String> components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        Map<String, JsonNode> properties = described.path("properties").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(components);
        NESTED.forEach((name, nested) -> {
            if (properties.containsKey(name)) {
                assertDescribes(properties.get(name), nested);
            }
        });
    }

    private static String resource(String folder, EventType<?> type) throws IOException {
        try (InputStream in = EventContractTest.class.getResourceAsStream(folder + "/" + type.name() + ".json")) {
            assertThat(in).as("%s of %s", folder, type.name()).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
