package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The nearest by cosine, found by looking at every vector: what an approximate search is measured against. */
final class ExactSearch {

    private static final int TEXTS = 256;

    private final List<float[]> vectors;

    /** Has every text embedded; the service's vectors have length 1. */
    ExactSearch(MnemeshClient client, List<String> texts) {
        vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += TEXTS) {
            vectors.addAll(embed(client, texts.subList(from, Math.min(from + TEXTS, texts.size()))));
        }
    }

    static List<float[]> embed(MnemeshClient client, List<String> texts) {
        JsonNode answer = client.post("/v1/embeddings", Map.of("input", texts, "encoding_format", "base64"))
                .ok();
        var found = new ArrayList<float[]>(texts.size());
        for (JsonNode each : answer.path("data")) {
            byte[] bytes = Base64.getDecoder().decode(each.path("embedding").asText());
            var vector = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(vector);
            found.add(vector);
        }
        return found;
    }

    /** The vector of a text, by its position. */
    float[] vector(int position) {
        return vectors.get(position);
    }

    /** Positions of the nearest that pass, nearest first. O(texts · dimensions). */
    List<Integer> nearest(float[] question, int count, IntPredicate passes) {
        var best = new PriorityQueue<Near>(Comparator.comparingDouble(Near::cosine));
        IntStream.range(0, vectors.size()).filter(passes).forEach(i -> {
            best.add(new Near(i, cosine(question, vectors.get(i))));
            if (best.size() > count) {
                best.poll();
            }
        });
        return best.stream()
                .sorted(Comparator.comparingDouble(Near::cosine).reversed())
                .map(Near::position)
                .toList();
    }

    private static double cosine(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum = Math.fma(one[i], other[i], sum);
        }
        return sum;
    }

    private record Near(int position, double cosine) {}
}
