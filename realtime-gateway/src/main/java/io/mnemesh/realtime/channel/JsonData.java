package io.mnemesh.realtime.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What clients publish: any JSON, kept as one line of UTF-8 whose numbers have all their digits. */
public final class JsonData {

    private static final JsonMapper JSON = exact(JsonMapper.builder())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JsonData() {}

    /** Lets a mapper keep all digits of the numbers it reads. */
    public static JsonMapper.Builder exact(JsonMapper.Builder builder) {
        return builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    /** What was read, in UTF-8. */
    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON cannot be written.", e);
        }
    }

    /**
     * Reads JSON in UTF-8.
     *
     * @throws ProblemException {@code invalid-value} if it is none
     */
    public static JsonNode read(byte[] data) {
        try {
            JsonNode node = JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString());
            if (!node.isMissingNode()) {
                return node;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            // It is refused below.
        }
        throw ProblemException.invalid("data", "'data' is JSON in UTF-8.");
    }

    /**
     * The same in one line, which transports that separate by line ends need.
     *
     * @throws ProblemException {@code invalid-value} if it is not JSON in UTF-8
     */
    public static byte[] oneLine(byte[] data) {
        return bytes(read(data));
    }
}
