package io.mnemesh.memory.migration;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What begins a migration.
 *
 * @param model name of the model, as {@code GET /v1/models} lists it
 */
@Schema(description = "Which model the index shall be of", examples = """
        {"model":"all-mpnet-base-v2"}""")
public record MigrationDraft(@Nullable String model) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    static String modelOf(@Nullable MigrationDraft draft) {
        String model = draft == null ? null : draft.model();
        if (model == null || !FORM.matcher(model).matches()) {
            throw ProblemException.invalid("model", "The name of a model is needed, as GET /v1/models lists it.");
        }
        return model;
    }
}
