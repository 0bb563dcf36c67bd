package io.mnemesh.realtime.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.filter.JsonFilters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Strict parser of client frames: one JSON object, no member twice, no member unknown, every value of its type. What it
 * refuses it names.
 */
public final class ClientFrames {

    private static final JsonMapper JSON = JsonData.exact(JsonMapper.builder())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Extension of a problem that holds the id of the refused frame. */
    static final String FRAME_ID = "frameId";

    /** What the decoder puts where bytes are not UTF-8; no frame has a use for it. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final String TYPES =
            "connect, refresh, subscribe, ack, unsubscribe, publish, presence, typing, request and ping";

    private static final int LONGEST_QUOTE = 64;
    private static final int LONGEST_KEY = 128;

    /** Members in an answer to a client that does not say how many it wants. */
    private static final int MEMBERS = 100;

    private static final int USUAL_DEADLINE_MS = 5_000;
    private static final int LONGEST_DEADLINE_MS = 60_000;

    private ClientFrames() {}

    /**
     * @throws ProblemException {@code malformed-request} or {@code invalid-value}, with the frame's {@code id} as
     *     extension {@code frameId} if it could be read
     */
    public static ClientFrame parse(String text) {
        ObjectNode frame = object(text);
        Long id = id(frame);
        try {
            return parse(id, frame);
        } catch (ProblemException e) {
            throw id == null ? e : withId(e, id);
        }
    }

    private static ClientFrame parse(@Nullable Long id, ObjectNode frame) {
        String type = string(frame, "type");
        return switch (type) {
            case "connect" -> {
                only(frame, "type", "id", "token");
                yield new ClientFrame.Connect(id, string(frame, "token"));
            }
            case "refresh" -> {
                only(frame, "type", "id", "token", "channel");
                yield new ClientFrame.Refresh(
                        id, string(frame, "token"), frame.has("channel") ? string(frame, "channel") : null);
            }
            case "subscribe" -> {
                only(
                        frame,
                        "type",
                        "id",
                        "subscriptions",
                        "recover",
                        "filter",
                        "tokens",
                        "since",
                        "joinLeave",
                        "typing",
                        "consumer");
                yield new ClientFrame.Subscribe(
                        id,
                        wanted(frame),
                        bool(frame, "joinLeave", false),
                        bool(frame, "typing", false),
                        frame.has("consumer") ? string(frame, "consumer") : null);
            }
            case "ack" -> {
                only(frame, "type", "id", "channel", "offset", "epoch");
                yield new ClientFrame.Ack(id, string(frame, "channel"), offsetAndEpoch(frame));
            }
            case "unsubscribe" -> {
                only(frame, "type", "id", "subscriptions");
                yield new ClientFrame.Unsubscribe(id, channels(frame));
            }
            case "publish" -> {
                only(frame, "type", "id", "channel", "data", "key");
                yield publish(id, frame);
            }
            case "presence" -> {
                only(frame, "type", "id", "channel", "limit", "after");
                yield new ClientFrame.Presence(
                        id, string(frame, "channel"), whole(frame, "limit", MEMBERS), after(frame));
            }
            case "typing" -> {
                only(frame, "type", "id", "channel", "on");
                yield new ClientFrame.Typing(id, string(frame, "channel"), bool(frame, "on", true));
            }
            case "request" -> {
                only(frame, "type", "id", "method", "params", "deadlineMs");
                yield request(id, frame);
            }
            case "ping" -> {
                only(frame, "type", "id");
                yield new ClientFrame.Ping(id);
            }
            default ->
                throw ProblemException.invalid(
                        "type", "'%s' is no frame type; there are %s.".formatted(quote(type), TYPES));
        };
    }

    private static ClientFrame publish(@Nullable Long id, ObjectNode frame) {
        JsonNode data = frame.get("data");
        if (data == null) {
            throw ProblemException.invalid("data", "'data' is missing.");
        }
        String key = frame.has("key") ? string(frame, "key") : null;
        if (key != null && key.length() > LONGEST_KEY) {
            throw ProblemException.invalid("key", "'key' has at most %d characters.".formatted(LONGEST_KEY));
        }
        return new ClientFrame.Publish(id, string(frame, "channel"), JsonData.bytes(data), key);
    }

    private static ClientFrame request(@Nullable Long id, ObjectNode frame) {
        if (id == null) {
            throw ProblemException.invalid("id", "A request has an 'id', which its answer carries.");
        }
        JsonNode params = frame.has("params") ? frame.get("params") : frame.objectNode();
        if (!params.isObject()) {
            throw ProblemException.invalid("params", "'params' is an object.");
        }
        int deadline = whole(frame, "deadlineMs", USUAL_DEADLINE_MS);
        if (deadline < 1 || deadline > LONGEST_DEADLINE_MS) {
            throw ProblemException.invalid(
                    "deadlineMs", "'deadlineMs' is from 1 to %d.".formatted(LONGEST_DEADLINE_MS));
        }
        return new ClientFrame.Request(id, string(frame, "method"), params, Duration.ofMillis(deadline));
    }

    private static ObjectNode object(String text) {
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The frame is not valid UTF-8.");
        }
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The frame is not valid JSON.");
        }
        throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The frame is not a JSON object.");
    }

    private static @Nullable Long id(ObjectNode frame) {
        JsonNode id = frame.get("id");
        if (id == null) {
            return null;
        }
        if (!id.canConvertToExactIntegral() || !id.canConvertToLong()) {
            throw ProblemException.invalid("id", "'id' is a whole number.");
        }
        return id.longValue();
    }

    private static boolean bool(ObjectNode object, String member, boolean otherwise) {
        JsonNode value = object.get(member);
        if (value != null && !value.isBoolean()) {
            throw ProblemException.invalid(member, "'%s' is true or false.".formatted(member));
        }
        return value == null ? otherwise : value.booleanValue();
    }

    private static int whole(ObjectNode frame, String member, int otherwise) {
        JsonNode value = frame.get(member);
        if (value == null) {
            return otherwise;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.intValue() < 0) {
            throw ProblemException.invalid(member, "'%s' is a whole number from 0 on.".formatted(member));
        }
        return value.intValue();
    }

    private static @Nullable Member after(ObjectNode frame) {
        return frame.has("after")
                ? Member.parse(string(frame, "after"))
                        .orElseThrow(() -> ProblemException.invalid("after", "'after' is the 'next' of an answer."))
                : null;
    }

    private static String string(ObjectNode object, String member) {
        JsonNode value = object.get(member);
        if (value == null) {
            throw ProblemException.invalid(member, "'%s' is missing.".formatted(member));
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw ProblemException.invalid(member, "'%s' is a string that is not empty.".formatted(member));
        }
        return value.textValue();
    }

    private static void only(ObjectNode object, String... members) {
        Set<String> known = Set.of(members);
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new ProblemException(
                        ProblemType.MALFORMED_REQUEST,
                        "'%s' is no member of this frame.".formatted(quote(name)),
                        Map.of("field", quote(name)),
                        null,
                        null);
            }
        });
    }

    private static List<String> channels(ObjectNode frame) {
        JsonNode list = frame.get("subscriptions");
        if (list == null || !list.isArray() || list.isEmpty()) {
            throw ProblemException.invalid("subscriptions", "'subscriptions' is a list of at least one channel.");
        }
        var channels = new ArrayList<String>(list.size());
        var seen = new HashSet<String>();
        for (JsonNode element : list) {
            if (!element.isTextual()) {
                throw ProblemException.invalid("subscriptions", "A channel is a string.");
            }
            if (!seen.add(element.textValue())) {
                throw ProblemException.invalid(
                        "subscriptions", "The channel '%s' is named twice.".formatted(quote(element.textValue())));
            }
            channels.add(element.textValue());
        }
        return channels;
    }

    private static List<ClientFrame.Wanted> wanted(ObjectNode frame) {
        List<String> channels = channels(frame);
        Map<String, Position> positions = byChannel(frame, "recover", channels, ClientFrames::position);
        Map<String, Filter> filters = byChannel(frame, "filter", channels, JsonFilters::filter);
        Map<String, String> tokens = byChannel(frame, "tokens", channels, ClientFrames::token);
        Map<String, Instant> times = byChannel(frame, "since", channels, ClientFrames::time);
        return channels.stream()
                .map(channel -> new ClientFrame.Wanted(
                        channel,
                        positions.get(channel),
                        filters.getOrDefault(channel, Filter.all()),
                        tokens.get(channel),
                        times.get(channel)))
                .toList();
    }

    /** What a member says of some of the channels. */
    private static <T> Map<String, T> byChannel(
            ObjectNode frame, String member, List<String> channels, Function<JsonNode, T> read) {
        JsonNode said = frame.get(member);
        if (said == null) {
            return Map.of();
        }
        if (!said.isObject()) {
            throw ProblemException.invalid(member, "'%s' is an object by channel.".formatted(member));
        }
        var values = new HashMap<String, T>();
        said.properties().forEach(entry -> {
            if (!channels.contains(entry.getKey())) {
                throw ProblemException.invalid(
                        member, "'%s' is in '%s' but not in 'subscriptions'.".formatted(quote(entry.getKey()), member));
            }
            values.put(entry.getKey(), read.apply(entry.getValue()));
        });
        return values;
    }

    private static String token(JsonNode node) {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw ProblemException.invalid("tokens", "A subscription token is a string that is not empty.");
        }
        return node.textValue();
    }

    private static Instant time(JsonNode node) {
        try {
            return Instant.parse(node.asText());
        } catch (DateTimeException e) {
            throw ProblemException.invalid("since", "'since' has times in UTC, for example 2026-01-31T12:00:00Z.");
        }
    }

    private static Position position(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw ProblemException.invalid("recover", "A position is an object with 'offset' and 'epoch'.");
        }
        only(object, "offset", "epoch");
        return offsetAndEpoch(object);
    }

    private static Position offsetAndEpoch(ObjectNode object) {
        JsonNode offset = object.get("offset");
        if (offset == null
                || !offset.canConvertToExactIntegral()
                || !offset.canConvertToLong()
                || offset.longValue() < 0) {
            throw ProblemException.invalid("offset", "'offset' is a whole number from 0 on.");
        }
        return new Position(string(object, "epoch"), offset.longValue());
    }

    private static ProblemException withId(ProblemException problem, long id) {
        var extensions = new HashMap<>(problem.extensions());
        extensions.put(FRAME_ID, id);
        return new ProblemException(problem.type(), problem.detail(), extensions, problem.retryAfter(), problem);
    }

    private static String quote(String text) {
        return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    }
}
