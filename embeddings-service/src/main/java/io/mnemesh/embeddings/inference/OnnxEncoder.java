package io.mnemesh.embeddings.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX model of the BERT, MPNet or RoBERTa family: token ids and mask in, type ids too if it asks for them, one hidden
 * vector per token out, pooled as {@link VectorShape} says.
 *
 * <p><b>Threads.</b> The session has no threads of its own; a run is computed by the thread that asks for it. Several
 * callers on one session use the cores better than one run spread over them, because nothing waits at the end of each
 * operator, and they share the weights.
 *
 * <p><b>Memory.</b> Each calling thread has one workspace: direct buffers for input and output that grow to the largest
 * batch seen, which the planner bounds. The weights are packed once for the products; what is not, such as the table of word
 * vectors, is the file's if it is {@link Weights#MAPPED}. The runtime's arena keeps no pattern per shape, and gives its unused blocks back
 * after a run whose size is beyond the usual, so lengths of all kinds leave no trace.
 *
 * <p><b>Reproducibility.</b> The same text gives the same bytes alone and in every batch of the {@link Company} that
 * {@link ReproducibilityProbe} found; it says why. Options that choose kernels or fusions are the same on
 * every processor, for they decide about bits and instances share cached vectors. Vectors of different processors may still
 * differ in their last bits.
 */
public final class OnnxEncoder implements Encoder {

    /**
     * The runtime's fused layer normalisation goes through a row value by value. Without it the runtime fuses most of the
     * same nodes into its vectorised root mean square normalisation.
     */
    private static final String SLOW_FUSIONS = "LayerNormFusionL1;LayerNormFusionL2";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Set<String> inputs;
    private final String output;
    private final VectorShape shape;
    private final int usualTokens;
    private final ThreadLocal<Workspace> workspaces;

    /**
     * Loads the model.
     *
     * @param model       an ONNX file
     * @param weights     where the session keeps its weights
     * @param shape       how its output becomes vectors
     * @param usualTokens padded tokens of a batch up to which the arena may keep its memory
     * @throws EncodingException if the file is no model of this shape
     */
    public OnnxEncoder(Path model, Weights weights, VectorShape shape, int usualTokens) {
        this.shape = shape;
        this.usualTokens = usualTokens;
        this.workspaces = ThreadLocal.withInitial(() -> new Workspace(shape));
        try {
            environment = environment();
            try (var options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
                options.addConfigEntry("optimization.disable_specified_optimizers", SLOW_FUSIONS);
                options.setMemoryPatternOptimization(false);
                options.setCPUArenaAllocator(true);
                session = session(model, weights, options);
            }
        } catch (OrtException | IOException e) {
            throw new EncodingException("The model file cannot be loaded: " + e.getMessage(), e);
        }
        try {
            var signature = new ModelSignature(session, shape.dimensions());
            inputs = signature.inputs();
            output = signature.output();
        } catch (OrtException e) {
            close();
            throw new EncodingException("The model file cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private OrtSession session(Path model, Weights weights, OrtSession.SessionOptions options)
            throws OrtException, IOException {
        return switch (weights) {
            case READ -> environment.createSession(model.toString(), options);
            case MAPPED -> {
                String folder = String.valueOf(model.toAbsolutePath().getParent());
                options.addConfigEntry("session.model_external_initializers_file_folder_path", folder);
                yield environment.createSession(MappedGraph.of(model), options);
            }
        };
    }

    /** Loads the runtime's libraries, which the first session would do otherwise. */
    public static void loadRuntime() {
        environment();
    }

    private static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment("mnemesh");
    }

    @Override
    public int dimensions() {
        return shape.dimensions();
    }

    @Override
    public List<float[]> encode(List<int[]> sequences) {
        int width = 0;
        for (int[] sequence : sequences) {
            width = Math.max(width, sequence.length);
        }
        Workspace workspace = workspaces.get();
        workspace.fill(sequences, width);
        run(workspace, sequences.size(), width);
        return workspace.pool(sequences, width);
    }

    /** Ends the session. No run may be under way. */
    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EncodingException("The session cannot be closed.", e);
        }
    }

    private void run(Workspace workspace, int rows, int width) {
        long[] matrix = {rows, width};
        long[] cube = {rows, width, shape.dimensions()};
        var feeds = new HashMap<String, OnnxTensor>();
        try (var ids = OnnxTensor.createTensor(environment, workspace.ids(), matrix);
                var mask = OnnxTensor.createTensor(environment, workspace.mask(), matrix);
                var types = OnnxTensor.createTensor(environment, workspace.types(), matrix);
                var hidden = OnnxTensor.createTensor(environment, workspace.hidden(), cube);
                var options = new OrtSession.RunOptions()) {
            feeds.put(ModelSignature.IDS, ids);
            feeds.put(ModelSignature.MASK, mask);
            feeds.put(ModelSignature.TYPES, types);
            feeds.keySet().retainAll(inputs);
            if (rows * width > usualTokens) {
                options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            }
            session.run(feeds, Set.of(), Map.of(output, hidden), options).close();
        } catch (OrtException e) {
            throw new EncodingException(
                    "The model refused a batch of " + rows + " x " + width + ": " + e.getMessage(), e);
        }
    }

    /** Input and output memory of one thread. */
    private static final class Workspace {

        private final VectorShape shape;
        private int capacity;
        private int size;
        private LongBuffer ids = longs(0);
        private LongBuffer mask = longs(0);
        private LongBuffer types = longs(0);
        private FloatBuffer hidden = floats(0);
        private float[] row = new float[0];

        Workspace(VectorShape shape) {
            this.shape = shape;
        }

        void fill(List<int[]> sequences, int width) {
            size = sequences.size() * width;
            grow(size);
            int at = 0;
            for (int[] sequence : sequences) {
                for (int i = 0; i < width; i++, at++) {
                    boolean real = i < sequence.length;
                    ids.put(at, real ? sequence[i] : shape.padToken());
                    mask.put(at, real ? 1 : 0);
                }
            }
        }

        List<float[]> pool(List<int[]> sequences, int width) {
            int dimensions = shape.dimensions();
            var vectors = new ArrayList<float[]>(sequences.size());
            for (int r = 0; r < sequences.size(); r++) {
                int tokens = sequences.get(r).length;
                if (row.length < tokens * dimensions) {
                    row = new float[tokens * dimensions];
                }
                hidden.get(r * width * dimensions, row, 0, tokens * dimensions);
                var vector = new float[dimensions];
                shape.pooling().pool(row, tokens, vector);
                if (shape.normalized()) {
                    UnitLength.normalize(vector);
                }
                vectors.add(vector);
            }
            return vectors;
        }

        LongBuffer ids() {
            return ids.slice(0, size);
        }

        LongBuffer mask() {
            return mask.slice(0, size);
        }

        /** All zero: one segment. */
        LongBuffer types() {
            return types.slice(0, size);
        }

        FloatBuffer hidden() {
            return hidden.slice(0, size * shape.dimensions());
        }

        private void grow(int tokens) {
            if (tokens > capacity) {
                capacity = tokens;
                ids = longs(tokens);
                mask = longs(tokens);
                types = longs(tokens);
                hidden = floats(tokens * shape.dimensions());
            }
        }

        private static LongBuffer longs(int count) {
            return direct(count * Long.BYTES).asLongBuffer();
        }

        private static FloatBuffer floats(int count) {
            return direct(count * Float.BYTES).asFloatBuffer();
        }

        private static ByteBuffer direct(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
    }
}
