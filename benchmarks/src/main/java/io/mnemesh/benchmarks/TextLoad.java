package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts to embed and how they arrive.
 *
 * @param key      its name among the figures
 * @param requests the texts of each request
 * @param clients  requests that are under way at once
 */
record TextLoad(String key, List<List<String>> requests, int clients) {

    private static final String[] WORDS =
            ("service latency user memory error stream deploy gateway cache token queue retry"
                            + " batch index vector cluster pod node metric alert session event topic shard replica leader commit"
                            + " offset window")
                    .split(" ");
    private static final int[] MIXED_WORDS = {6, 12, 25, 50, 100, 200, 230, 400};
    private static final int[] LENGTHS = {8, 16, 32, 64, 128, 256, 512};
    private static final int TOKENS_PER_LENGTH = 8_192;
    private static final String MIXED = "mixed";

    /** Tokens of a text beside its words: start, end and its number. */
    private static final int OTHER_TOKENS = 6;

    /** Two clients with 32 texts of about 64 tokens in each request. */
    static TextLoad batches(SplittableRandom random) {
        return new TextLoad("32x64", requests(random, 12, 32, 58), 2);
    }

    /** The texts of one request of {@link #batches}. */
    static List<String> batch(SplittableRandom random) {
        return requests(random, 1, 32, 58).getFirst();
    }

    /** 32 clients with one text of 8 to 512 tokens in each request. */
    static TextLoad mixed(SplittableRandom random) {
        return new TextLoad(
                MIXED,
                IntStream.range(0, 300)
                        .mapToObj(n -> List.of(text(random, MIXED_WORDS[random.nextInt(MIXED_WORDS.length)])))
                        .toList(),
                32);
    }

    /** 64 clients with one text of about 16 tokens in each request. */
    static TextLoad brief(SplittableRandom random) {
        return new TextLoad("short", requests(random, 600, 1, 10), 64);
    }

    /** For each length, two clients with texts of about as many tokens. */
    static List<TextLoad> lengths(SplittableRandom random) {
        return Arrays.stream(LENGTHS)
                .mapToObj(length -> {
                    int texts = Math.max(64, TOKENS_PER_LENGTH / length);
                    return new TextLoad(
                            "length" + length, requests(random, texts / 32, 32, Math.max(1, length - OTHER_TOKENS)), 2);
                })
                .toList();
    }

    /** For each length, one client with one text of about as many tokens at a time. */
    static List<TextLoad> oneByOne(SplittableRandom random, int texts) {
        return Arrays.stream(LENGTHS)
                .mapToObj(length -> new TextLoad(
                        "length" + length, requests(random, texts, 1, Math.max(1, length - OTHER_TOKENS)), 1))
                .toList();
    }

    /** Whether its texts are of different lengths, so that their order matters. */
    boolean varied() {
        return key.equals(MIXED);
    }

    /** Single texts of 1 to 512 tokens. */
    static TextLoad anyLength(SplittableRandom random, int count) {
        return new TextLoad(
                "any",
                IntStream.range(0, count)
                        .mapToObj(n -> List.of(text(random, random.nextInt(512 - OTHER_TOKENS))))
                        .toList(),
                16);
    }

    /** Single short texts that nobody has asked for. */
    static TextLoad questions(SplittableRandom random, int count, int clients) {
        return new TextLoad("questions", requests(random, count, 1, 10), clients);
    }

    /** The same load with texts that are new. */
    TextLoad renewed(String mark) {
        return new TextLoad(
                key,
                requests.stream()
                        .map(texts ->
                                texts.stream().map(text -> text + " " + mark).toList())
                        .toList(),
                clients);
    }

    /** All texts in the order of the requests. */
    List<String> texts() {
        return requests.stream().flatMap(List::stream).toList();
    }

    private static List<List<String>> requests(SplittableRandom random, int requests, int texts, int words) {
        var all = new ArrayList<List<String>>(requests);
        for (int i = 0; i < requests; i++) {
            all.add(IntStream.range(0, texts).mapToObj(n -> text(random, words)).toList());
        }
        return all;
    }

    private static String text(SplittableRandom random, int words) {
        return IntStream.range(0, words)
                        .mapToObj(n -> WORDS[random.nextInt(WORDS.length)])
                        .collect(Collectors.joining(" "))
                + " " + random.nextInt(1_000_000_000);
    }
}
