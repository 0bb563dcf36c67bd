package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.PlantedCorpus.Planted;
import io.mnemesh.launcher.client.MnemeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Vectors of a corpus that is too large to embed. Real ones: of the memories with a rare word and of the first
 * {@value #REAL} others. Each further memory has a copy of one of those {@value #REAL} in turn, with Gaussian noise of
 * length {@value #NOISE} added and renormalised, so that its cosine with the original is about 0.94 and with other copies
 * 0.89; it does not tell what the memory's text says. The same for the same corpus and model.
 */
final class PlantedVectors {

    /** Memories without a rare word that are embedded. */
    private static final int REAL = 15_000;

    private static final double NOISE = 0.35;
    private static final int TEXTS = 256;

    private PlantedVectors() {}

    static VectorTable of(PlantedCorpus corpus, MnemeshClient client) {
        List<Planted> memories = corpus.memories();
        var vectors = new VectorTable(memories.size());
        int[] plain = IntStream.range(0, memories.size())
                .filter(position -> memories.get(position).rare().isEmpty())
                .toArray();
        IntStream originals = IntStream.of(plain).limit(REAL);
        IntStream rare = IntStream.range(0, memories.size())
                .filter(position -> !memories.get(position).rare().isEmpty());
        embed(memories, IntStream.concat(rare, originals).toArray(), client, vectors);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = REAL; i < plain.length; i++) {
            vectors.set(plain[i], noisy(vectors.of(plain[i % REAL]), random));
        }
        return vectors;
    }

    private static void embed(List<Planted> memories, int[] positions, MnemeshClient client, VectorTable into) {
        for (int from = 0; from < positions.length; from += TEXTS) {
            int to = Math.min(from + TEXTS, positions.length);
            var texts = new ArrayList<String>(to - from);
            for (int i = from; i < to; i++) {
                texts.add(memories.get(positions[i]).content());
            }
            List<float[]> embedded = VectorTable.embed(client, texts);
            for (int i = from; i < to; i++) {
                into.set(positions[i], embedded.get(i - from));
            }
        }
    }

    static float[] noisy(float[] original, RandomGenerator random) {
        var copy = new float[original.length];
        double deviation = NOISE / Math.sqrt(original.length);
        double squares = 0;
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (float) (original[i] + deviation * random.nextGaussian());
            squares += (double) copy[i] * copy[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < copy.length; i++) {
            copy[i] /= length;
        }
        return copy;
    }
}
