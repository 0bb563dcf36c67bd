package io.mnemesh.benchmarks;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The built-in model in a bare ONNX Runtime session: the runtime's own options and threads, padded batches of 32, mean
 * pooling. What every server is measured by.
 */
final class RawSession implements AutoCloseable {

    private static final int BATCH = 32;
    private static final int MAX_TOKENS = 256;
    private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

    private final TokenizersLibrary tokenizers;
    private final long tokenizer;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** In which order texts are put into batches. */
    enum Order {
        BY_LENGTH,
        BY_ARRIVAL
    }

    /** @param model resource that holds the ONNX file */
    RawSession(String model) throws IOException, OrtException {
        System.setProperty("ai.djl.offline", "true");
        LibUtils.checkStatus();
        tokenizers = TokenizersLibrary.LIB;
        tokenizer = tokenizers.createTokenizerFromString(new String(resource(TOKENIZER), StandardCharsets.UTF_8));
        tokenizers.disablePadding(tokenizer);
        tokenizers.setTruncation(tokenizer, MAX_TOKENS, "LONGEST_FIRST", 0);
        session = environment.createSession(resource(model), new OrtSession.SessionOptions());
    }

    List<float[]> embed(List<String> texts, Order order) throws OrtException {
        long[][] ids = tokens(texts);
        Integer[] rows = new Integer[ids.length];
        Arrays.setAll(rows, n -> n);
        if (order == Order.BY_LENGTH) {
            Arrays.sort(rows, Comparator.comparingInt(row -> ids[row].length));
        }
        var vectors = new float[ids.length][];
        for (int from = 0; from < rows.length; from += BATCH) {
            run(ids, Arrays.copyOfRange(rows, from, Math.min(from + BATCH, rows.length)), vectors);
        }
        return List.of(vectors);
    }

    /** Tokens of the texts, special ones included. */
    long tokenCount(List<String> texts) {
        return Arrays.stream(tokens(texts)).mapToLong(text -> text.length).sum();
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizers.deleteTokenizer(tokenizer);
    }

    private long[][] tokens(List<String> texts) {
        long[] encodings = tokenizers.batchEncode(tokenizer, texts.toArray(String[]::new), true);
        var ids = new long[encodings.length][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokenizers.getTokenIds(encodings[i]);
            tokenizers.deleteEncoding(encodings[i]);
        }
        return ids;
    }

    private void run(long[][] ids, Integer[] rows, float[][] vectors) throws OrtException {
        int width = Arrays.stream(rows).mapToInt(row -> ids[row].length).max().orElseThrow();
        var input = new long[rows.length][width];
        var mask = new long[rows.length][width];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(ids[rows[r]], 0, input[r], 0, ids[rows[r]].length);
            Arrays.fill(mask[r], 0, ids[rows[r]].length, 1);
        }
        var feeds = new HashMap<String, OnnxTensor>();
        try (var idTensor = OnnxTensor.createTensor(environment, input);
                var maskTensor = OnnxTensor.createTensor(environment, mask);
                var typeTensor = OnnxTensor.createTensor(environment, new long[rows.length][width])) {
            feeds.putAll(Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor));
            feeds.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(feeds);
                    var hidden = (OnnxTensor) result.get(0)) {
                pool(hidden.getFloatBuffer(), width, ids, rows, vectors);
            }
        }
    }

    private static void pool(FloatBuffer hidden, int width, long[][] ids, Integer[] rows, float[][] vectors) {
        int dimensions = hidden.capacity() / rows.length / width;
        for (int r = 0; r < rows.length; r++) {
            var vector = new float[dimensions];
            int tokens = ids[rows[r]].length;
            for (int t = 0; t < tokens; t++) {
                for (int d = 0; d < dimensions; d++) {
                    vector[d] += hidden.get((r * width + t) * dimensions + d);
                }
            }
            double squares = 0;
            for (float value : vector) {
                squares += (double) value * value;
            }
            for (int d = 0; d < dimensions; d++) {
                vector[d] = (float) (vector[d] / Math.sqrt(squares));
            }
            vectors[rows[r]] = vector;
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = RawSession.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("There is no resource " + name);
            }
            return in.readAllBytes();
        }
    }
}
