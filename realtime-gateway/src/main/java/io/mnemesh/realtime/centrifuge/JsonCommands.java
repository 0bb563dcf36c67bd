package io.mnemesh.realtime.centrifuge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.filter.FilterNode;
import io.mnemesh.realtime.filter.JsonFilters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parser of commands in JSON, one object per line. As the protocol grows by members, unknown ones are ignored; known
 * ones have to be of their type, where {@code null} is the same as leaving them out.
 */
final class JsonCommands {

    private static final JsonMapper JSON = JsonData.exact(JsonMapper.builder())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** What the decoder puts where bytes are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final long LARGEST_ID = 0xFFFF_FFFFL;
    private static final long REJECT_UNRECOVERED = 2;

    private JsonCommands() {}

    /** @throws BadFrameException if a line is not a command, or there is none */
    static List<Command> parse(String frame) {
        if (frame.indexOf(REPLACEMENT) >= 0) {
            throw new BadFrameException("The frame is not valid UTF-8.");
        }
        var commands = new ArrayList<Command>(2);
        for (String line : frame.split("\n", -1)) {
            if (!line.isBlank()) {
                commands.add(command(object(line)));
            }
        }
        if (commands.isEmpty()) {
            throw new BadFrameException("The frame is empty.");
        }
        return commands;
    }

    /** @throws BadFrameException if it is no request with commands */
    static EmulationRequest emulation(String text) {
        ObjectNode request = object(text);
        return new EmulationRequest(
                new Emulation(string(request, "session"), string(request, "node")),
                string(request, "data").getBytes(StandardCharsets.UTF_8));
    }

    private static Command command(ObjectNode command) {
        if (command.isEmpty()) {
            return new Command.Pong();
        }
        long id = whole(command, "id", 0, LARGEST_ID);
        if (has(command, "send")) {
            return new Command.Send(id);
        }
        if (id == 0) {
            throw new BadFrameException("A command needs an id from 1 on.");
        }
        if (has(command, "connect")) {
            return new Command.Connect(id, string(object(command, "connect"), "token"));
        } else if (has(command, "subscribe")) {
            return subscribe(id, object(command, "subscribe"));
        } else if (has(command, "unsubscribe")) {
            return new Command.Unsubscribe(id, channel(object(command, "unsubscribe")));
        } else if (has(command, "publish")) {
            return publish(id, object(command, "publish"));
        } else if (has(command, "presence")) {
            return new Command.Presence(id, channel(object(command, "presence")));
        } else if (has(command, "presence_stats")) {
            return new Command.PresenceStats(id, channel(object(command, "presence_stats")));
        } else if (has(command, "history")) {
            return history(id, object(command, "history"));
        } else if (has(command, "ping")) {
            return new Command.Ping(id);
        } else if (has(command, "rpc")) {
            ObjectNode request = object(command, "rpc");
            return new Command.Rpc(id, string(request, "method"), data(request));
        } else if (has(command, "refresh")) {
            return new Command.Refresh(id, string(object(command, "refresh"), "token"));
        } else if (has(command, "sub_refresh")) {
            return subRefresh(id, object(command, "sub_refresh"));
        }
        return new Command.Unknown(id);
    }

    private static Command subscribe(long id, ObjectNode request) {
        long flags = whole(request, "flag", 0, Long.MAX_VALUE);
        return new Command.Subscribe(
                id,
                channel(request),
                string(request, "token"),
                bool(request, "recover"),
                string(request, "epoch"),
                whole(request, "offset", 0, Long.MAX_VALUE),
                (flags & REJECT_UNRECOVERED) != 0,
                bool(request, "join_leave"),
                has(request, "tf") ? filter(request.get("tf")) : null,
                string(request, "delta"),
                whole(request, "type", 0, Integer.MAX_VALUE) == 0);
    }

    private static Command subRefresh(long id, ObjectNode request) {
        return new Command.SubRefresh(id, channel(request), string(request, "token"));
    }

    private static FilterNode filter(JsonNode filter) {
        try {
            return JsonFilters.node(filter);
        } catch (ProblemException wrong) {
            throw wrong("tf");
        }
    }

    private static Command publish(long id, ObjectNode request) {
        return new Command.Publish(id, channel(request), data(request));
    }

    private static byte[] data(ObjectNode request) {
        JsonNode data = request.get("data");
        return data == null ? new byte[0] : JsonData.bytes(data);
    }

    private static Command history(long id, ObjectNode request) {
        boolean since = has(request, "since");
        ObjectNode position = since ? object(request, "since") : JSON.createObjectNode();
        return new Command.History(
                id,
                channel(request),
                (int) whole(request, "limit", Integer.MIN_VALUE, Integer.MAX_VALUE),
                since,
                string(position, "epoch"),
                whole(position, "offset", 0, Long.MAX_VALUE),
                bool(request, "reverse"));
    }

    private static ObjectNode object(String line) {
        try {
            if (JSON.readTree(line) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new BadFrameException("A line is not valid JSON.");
        }
        throw new BadFrameException("A line is not a JSON object.");
    }

    private static boolean has(ObjectNode object, String member) {
        return object.hasNonNull(member);
    }

    private static ObjectNode object(ObjectNode command, String member) {
        if (command.get(member) instanceof ObjectNode object) {
            return object;
        }
        throw wrong(member);
    }

    private static String channel(ObjectNode request) {
        String channel = string(request, "channel");
        if (channel.isEmpty()) {
            throw wrong("channel");
        }
        return channel;
    }

    private static String string(ObjectNode object, String member) {
        if (!has(object, member)) {
            return "";
        }
        JsonNode value = object.get(member);
        if (!value.isTextual()) {
            throw wrong(member);
        }
        return value.textValue();
    }

    private static boolean bool(ObjectNode object, String member) {
        if (!has(object, member)) {
            return false;
        }
        JsonNode value = object.get(member);
        if (!value.isBoolean()) {
            throw wrong(member);
        }
        return value.booleanValue();
    }

    private static long whole(ObjectNode object, String member, long least, long most) {
        if (!has(object, member)) {
            return 0;
        }
        JsonNode value = object.get(member);
        if (!value.canConvertToExactIntegral()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong(member);
        }
        return value.longValue();
    }

    private static BadFrameException wrong(String member) {
        return new BadFrameException("'%s' has not the form it has to have.".formatted(member));
    }
}
