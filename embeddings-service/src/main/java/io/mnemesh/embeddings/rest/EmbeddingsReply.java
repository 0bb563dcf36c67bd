package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.TextVector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The answer of the embeddings API as JSON bytes, written without a tree. Beside OpenAI's members it lists, if there are
 * any, as {@code long_texts} the texts the model could not read whole and what was done with them, and as
 * {@code truncated} the indexes of those whose end it did not read.
 *
 * @param model      name the caller used
 * @param shortening what the caller wants of each vector
 * @param format     how vectors are written
 * @param longText   what was done with long texts
 */
record EmbeddingsReply(String model, Shortening shortening, VectorFormat format, LongText longText) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int BYTES_PER_DIMENSION = 12;

    byte[] encode(List<TextVector> embedded) {
        var bytes = new ByteArrayOutputStream(256 + embedded.size() * shortening.to() * BYTES_PER_DIMENSION);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < embedded.size(); i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                format.write(json, shortening.apply(embedded.get(i).vector()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            writeUsage(json, embedded);
            writeTruncated(json, embedded);
            writeLongTexts(json, embedded);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeUsage(JsonGenerator json, List<TextVector> embedded) throws IOException {
        long tokens = embedded.stream().mapToLong(TextVector::tokens).sum();
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", tokens);
        json.writeNumberField("total_tokens", tokens);
        json.writeEndObject();
    }

    private void writeLongTexts(JsonGenerator json, List<TextVector> embedded) throws IOException {
        if (embedded.stream().noneMatch(TextVector::isLong)) {
            return;
        }
        json.writeArrayFieldStart("long_texts");
        for (int i = 0; i < embedded.size(); i++) {
            TextVector text = embedded.get(i);
            if (text.isLong()) {
                json.writeStartObject();
                json.writeNumberField("index", i);
                json.writeStringField("policy", longText.key());
                json.writeNumberField("tokens", text.total());
                json.writeNumberField("tokens_read", text.tokens());
                json.writeNumberField("parts", text.parts());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void writeTruncated(JsonGenerator json, List<TextVector> embedded) throws IOException {
        if (embedded.stream().noneMatch(TextVector::truncated)) {
            return;
        }
        json.writeArrayFieldStart("truncated");
        for (int i = 0; i < embedded.size(); i++) {
            if (embedded.get(i).truncated()) {
                json.writeNumber(i);
            }
        }
        json.writeEndArray();
    }
}
