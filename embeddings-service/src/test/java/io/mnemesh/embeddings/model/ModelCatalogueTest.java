package io.mnemesh.embeddings.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.inference.Pooling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogueTest {

    private static final String NONE = "models: []";
    private static final String MODEL = """
            models:
              - name: %s
                dimensions: 8
                maxTokens: 16
                vocabularySize: 9
                padToken: 0
                pooling: mean
                %s
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldNameEverythingAVectorDependsOnInTheFingerprint() {
        assertThat(TestModels.verified("all-MiniLM-L6-v2").fingerprint())
                .isEqualTo("all-MiniLM-L6-v2@1.0:fp32:mean:256:759c3cd2da0e7993");
        assertThat(TestModels.verified("all-MiniLM-L6-v2-int8").fingerprint())
                .isEqualTo("all-MiniLM-L6-v2-int8@1.0:int8:mean:256:afdb6f1ada0e7993");
    }

    @Test
    void shouldKnowTheModelsOperatorsMount() {
        assertThat(TestModels.spec("all-mpnet-base-v2").dimensions()).isEqualTo(768);
        assertThat(TestModels.spec("all-mpnet-base-v2").maxTokens()).isEqualTo(384);
        assertThat(TestModels.spec("codebert-base").padToken()).isEqualTo(1);
    }

    @Test
    void shouldReadWhatTheFolderSays() {
        ModelSpec mpnet = TestModels.spec("tiny-mpnet");
        ModelSpec bert = TestModels.spec("tiny-bert");

        assertThat(mpnet.dimensions()).isEqualTo(16);
        assertThat(mpnet.maxTokens()).isEqualTo(48);
        assertThat(mpnet.padToken()).isEqualTo(1);
        assertThat(mpnet.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(mpnet.normalized()).isTrue();
        assertThat(mpnet.precision()).isEqualTo(Precision.FP32);
        assertThat(bert.pooling()).isEqualTo(Pooling.CLS);
        assertThat(bert.normalized()).isFalse();
        assertThat(bert.maxTokens()).isEqualTo(48);
    }

    @Test
    void shouldCountPositionsFromBehindThePadToken() throws IOException {
        mount(
                "model",
                "{'model_type':'roberta','hidden_size':8,'vocab_size':9,'pad_token_id':1,"
                        + "'max_position_embeddings':514}");
        write(folder.resolve("models.yaml"), "models: [{ name: model, pooling: mean }]");

        assertThat(read(NONE).find("model").orElseThrow().maxTokens()).isEqualTo(512);
    }

    @Test
    void shouldLetTheOperatorReplaceSingleMembers() throws IOException {
        write(
                folder.resolve("models.yaml"),
                "models: [{ name: known, maxTokens: 64, files: { model: { sha256: '" + "a".repeat(64) + "' } } }]");

        ModelSpec spec = read("models: [{ name: known, revision: r, dimensions: 8, maxTokens: 128, pooling: cls,"
                        + " vocabularySize: 9, padToken: 0, files: { tokenizer: { mounted: other.json } } }]")
                .find("known")
                .orElseThrow();

        assertThat(spec.maxTokens()).isEqualTo(64);
        assertThat(spec.revision()).contains("r");
        assertThat(spec.model().sha256()).contains("a".repeat(64));
        assertThat(spec.tokenizer().mounted()).isEqualTo("other.json");
    }

    @Test
    void shouldDeriveTheRevisionFromTheFileIfNobodySaysIt() {
        VerifiedModel model = TestModels.verified("tiny-mpnet");

        assertThat(model.id()).isEqualTo("tiny-mpnet@" + model.model().sha256().substring(0, 12));
    }

    @Test
    void shouldSayWhatAFolderLeavesOpen() throws IOException {
        mount("silent", "{'hidden_size':8,'vocab_size':9,'pad_token_id':0,'max_position_embeddings':64}");

        ModelCatalogue catalogue = read(NONE);

        assertThat(catalogue.all()).isEmpty();
        assertThat(catalogue.broken()).containsExactly(Map.entry("silent", "silent.pooling must be given."));
    }

    @Test
    void shouldSayWhatAFolderAsksForThatCannotBeDone() throws IOException {
        mount("dense", "{}");
        write(
                folder.resolve("dense/modules.json"),
                "[{'type':'sentence_transformers.models.Dense'}]".replace('\'', '"'));
        mount("both", "{}");
        write(folder.resolve("both/modules.json"), "[]");
        write(
                folder.resolve("both/1_Pooling/config.json"),
                "{'pooling_mode_lasttoken':true,'pooling_mode_max_tokens':false}".replace('\'', '"'));

        ModelCatalogue catalogue = read(NONE);

        assertThat(catalogue.broken().get("dense"))
                .isEqualTo("modules.json asks for sentence_transformers.models.Dense; only Transformer, Pooling and"
                        + " Normalize can be done.");
        assertThat(catalogue.broken().get("both"))
                .startsWith("1_Pooling/config.json asks for [pooling_mode_lasttoken]; it must be one of ");
    }

    @Test
    void shouldKnowAFolderWhoseModelIsMissing() throws IOException {
        write(
                folder.resolve("torn/config.json"),
                "{\"hidden_size\":8,\"vocab_size\":9,\"pad_token_id\":0,\"max_position_embeddings\":64}");
        write(folder.resolve("models.yaml"), "models: [{ name: torn, pooling: mean }]");
        write(folder.resolve("lost+found/other"), "");

        ModelCatalogue catalogue = read(NONE);

        assertThat(catalogue.all()).extracting(ModelSpec::name).containsExactly("torn");
        assertThatThrownBy(() -> new ModelFiles(Optional.of(folder), folder)
                        .verified(catalogue.find("torn").orElseThrow()))
                .isInstanceOf(UntrustedModelException.class)
                .hasMessageStartingWith("model.onnx of torn is missing: ");
    }

    @Test
    void shouldNameTheFileThatCannotBeRead() throws IOException {
        mount("broken", "{");
        ModelCatalogue catalogue = read(NONE);
        write(folder.resolve("models.yaml"), "models: [");

        assertThat(catalogue.broken().get("broken")).startsWith("config.json is no JSON: ");
        assertThatThrownBy(() -> read(NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("models.yaml") + " is no YAML: ");
    }

    @Test
    void shouldFindAModelByItsAliases() throws IOException {
        ModelCatalogue catalogue = read(MODEL.formatted("m", "aliases: [text-embedding-3-small, ada]"));

        assertThat(catalogue.find("ada")).isEqualTo(catalogue.find("m")).isPresent();
        assertThat(catalogue.find("text-embedding-3-small").orElseThrow().name())
                .isEqualTo("m");
        assertThat(catalogue.all()).hasSize(1);
    }

    @Test
    void shouldRefuseANameThatTwoModelsHave() {
        String both = MODEL.formatted("m", "aliases: [n]");

        assertThatThrownBy(() -> read(both + MODEL.formatted("n", "").replace("models:\n", "")))
                .hasMessage("models.yaml: the name n is given to two models.");
        assertThatThrownBy(() -> read(MODEL.formatted("m", "aliases: n")))
                .hasMessage("models.yaml: m.aliases must be a list of texts.");
    }

    @Test
    void shouldNameTheMemberThatIsMissing() {
        assertThatThrownBy(() -> read("models: [{ name: m, revision: '1' }]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("models.yaml: m.dimensions must be given.");
        assertThatThrownBy(() -> read("models: [{ name: m, dimensions: -1 }]"))
                .hasMessage("models.yaml: m.dimensions must be a number that is not negative.");
        assertThatThrownBy(() -> read("models: 3")).hasMessage("models.yaml: models must be a list.");
        assertThatThrownBy(() -> read("models: [{ name: '../x' }]"))
                .hasMessage(
                        "models.yaml: every model must have a name of letters, digits, dots, hyphens and underscores.");
        assertThatThrownBy(() -> read("models: [{ name: a }, { name: a }]")).hasMessage("models.yaml names a twice.");
    }

    private ModelCatalogue read(String own) throws IOException {
        return ModelCatalogue.read(yaml(own), Optional.of(folder));
    }

    private void mount(String name, String config) throws IOException {
        write(folder.resolve(name).resolve("model.onnx"), "");
        write(folder.resolve(name).resolve("config.json"), config.replace('\'', '"'));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static InputStream yaml(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
