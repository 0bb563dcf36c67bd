package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server of embeddings over HTTP, in the shape of OpenAI's API, or in that of Text Embeddings Inference if its path ends
 * in {@code /embed}.
 *
 * @param address full address of the call
 * @param model   name of the model, if the server wants one
 * @param token   gives the bearer token, if the server wants one
 * @param lane    lane of Mnemesh, if not the usual one
 */
record EmbeddingsServer(
        HttpClient http,
        URI address,
        @Nullable String model,
        @Nullable Supplier<String> token,
        @Nullable String lane) implements TextEmbedder {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The server that {@code URL[,MODEL[,BEARER]]} names. */
    static EmbeddingsServer named(HttpClient http, String description) {
        String[] parts = description.split(",", 3);
        return new EmbeddingsServer(
                http,
                URI.create(parts[0]),
                parts.length > 1 && !parts[1].isEmpty() ? parts[1] : null,
                parts.length > 2 ? () -> parts[2] : null,
                null);
    }

    EmbeddingsServer in(String otherLane) {
        return new EmbeddingsServer(http, address, model, token, otherLane);
    }

    @Override
    public List<float[]> embed(List<String> texts) throws IOException, InterruptedException {
        boolean openAi = !address.getPath().endsWith("/embed");
        HttpResponse<byte[]> answer =
                http.send(request(openAi ? openAi(texts) : tei(texts)), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answered " + answer.statusCode());
        }
        JsonNode body = JSON.readTree(answer.body());
        var vectors = new ArrayList<float[]>(texts.size());
        for (JsonNode one : openAi ? body.path("data") : body) {
            vectors.add(openAi ? decoded(one.path("embedding").asText()) : plain(one));
        }
        return vectors;
    }

    private HttpRequest request(Map<String, Object> body) throws IOException {
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token.get());
        }
        if (lane != null) {
            request.header("Mnemesh-Lane", lane);
        }
        return request.build();
    }

    private Map<String, Object> openAi(List<String> texts) {
        var body = new LinkedHashMap<String, Object>(Map.of("input", texts, "encoding_format", "base64"));
        if (model != null) {
            body.put("model", model);
        }
        return body;
    }

    private static Map<String, Object> tei(List<String> texts) {
        return Map.of("inputs", texts, "truncate", true);
    }

    private static float[] decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static float[] plain(JsonNode values) {
        var vector = new float[values.size()];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) values.get(d).asDouble();
        }
        return vector;
    }
}
