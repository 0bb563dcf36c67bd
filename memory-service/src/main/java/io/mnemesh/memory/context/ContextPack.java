package io.mnemesh.memory.context;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What should be known, ready for a prompt.
 *
 * @param text     all of it
 * @param tokens   tokens of the text, estimated
 * @param sections what it consists of
 * @param left     memories there was no room for
 * @param notice   why facts were not searched as well as they could be; absent if they were
 */
@Schema(name = "ContextPack", description = "What should be known, ready for a prompt")
public record ContextPack(
        String text,

        @Schema(description = "Estimated without a tokenizer; never more than maxTokens")
        int tokens,

        List<Section> sections,
        int left,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String notice) {

    public ContextPack {
        sections = List.copyOf(sections);
    }

    /** The same, with a notice. */
    ContextPack noting(@Nullable String said) {
        return new ContextPack(text, tokens, sections, left, said);
    }

    /**
     * A part of it.
     *
     * @param name  facts, tasks or turns
     * @param items in the order of the text
     */
    @Schema(name = "ContextSection")
    public record Section(String name, List<Item> items) {

        public Section {
            items = List.copyOf(items);
        }
    }

    /**
     * One line.
     *
     * @param memoryId the memory it tells of
     * @param text     the line
     */
    @Schema(name = "ContextItem")
    public record Item(UUID memoryId, String text) {}
}
