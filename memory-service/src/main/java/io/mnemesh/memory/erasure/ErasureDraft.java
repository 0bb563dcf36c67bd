package io.mnemesh.memory.erasure;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request to erase, before it is checked: either memories or a user.
 *
 * @param memories ids of memories, whether or not they were deleted before
 * @param user     name of a user
 * @param as       what of the user is meant: {@code context}, {@code creator}; both if left out
 */
@Schema(name = "ErasureRequest", description = "Either memories or a user", examples = """
                {"user":"ana","as":["context","creator"]}""")
public record ErasureDraft(
        @Schema(description = "Ids of memories, at most 1000") @Nullable
        List<@Nullable String> memories,

        @Schema(description = "Whose memories are meant") @Nullable
        String user,

        @Schema(description = "context: memories whose context names the user; creator: memories the user stored")
        @Nullable
        List<@Nullable String> as) {

    private static final int MOST_MEMORIES = 1_000;
    private static final int LONGEST_USER = 256;

    /** @throws io.mnemesh.mesh.problem.ProblemException {@code invalid-value} with the field */
    static ErasureTarget check(@Nullable ErasureDraft draft) {
        return new ErasureDraftCheck(draft, MOST_MEMORIES, LONGEST_USER).target();
    }
}
