package io.mnemesh.embeddings.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Map;
import java.util.Set;

/**
 * What a model takes and gives: the inputs it asks for and the output that holds one vector per token.
 *
 * @param inputs names, all of them ours
 * @param output name of the first output of three dimensions
 */
record ModelSignature(Set<String> inputs, String output) {

    static final String IDS = "input_ids";
    static final String MASK = "attention_mask";
    static final String TYPES = "token_type_ids";

    private static final Set<String> KNOWN = Set.of(IDS, MASK, TYPES);
    private static final int BATCH_TOKENS_VALUES = 3;

    /** @throws EncodingException naming what this model has that a model of the family has not */
    ModelSignature(OrtSession session, int dimensions) throws OrtException {
        this(inputs(session.getInputNames()), output(session.getOutputInfo(), dimensions));
    }

    private static Set<String> inputs(Set<String> asked) {
        for (String name : asked) {
            if (!KNOWN.contains(name)) {
                throw new EncodingException(
                        "The model asks for the input " + name + ", which is not among " + KNOWN + ".");
            }
        }
        if (!asked.contains(IDS)) {
            throw new EncodingException("The model has no input " + IDS + ".");
        }
        return Set.copyOf(asked);
    }

    private static String output(Map<String, NodeInfo> outputs, int dimensions) {
        for (Map.Entry<String, NodeInfo> output : outputs.entrySet()) {
            if (output.getValue().getInfo() instanceof TensorInfo tensor
                    && tensor.getShape().length == BATCH_TOKENS_VALUES) {
                long values = tensor.getShape()[BATCH_TOKENS_VALUES - 1];
                if (values >= 0 && values != dimensions) {
                    throw new EncodingException("The model's vectors have " + values + " dimensions, not the "
                            + dimensions + " it is said to have.");
                }
                return output.getKey();
            }
        }
        throw new EncodingException("The model gives no vector per token; its outputs are " + outputs.keySet() + ".");
    }
}
