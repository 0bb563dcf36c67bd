package io.mnemesh.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillOfMaterialsTest {

    private static final String EMPTY_SHA_256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path folder;

    private Path app;

    @BeforeEach
    void packageService() throws IOException {
        app = folder.resolve("quarkus-app");
        jar("app/gateway-1.2.jar", Map.of());
        jar("quarkus-run.jar", Map.of());
        Files.createDirectories(app.resolve("lib/main"));
        list("");
    }

    @Test
    void shouldNameTheServiceAndWhatItsBuildMade() throws Exception {
        Bom bill = bill();

        assertThat(bill.getMetadata().getComponent().getName()).isEqualTo("gateway");
        assertThat(bill.getMetadata().getComponent().getVersion()).isEqualTo("1.2");
        assertThat(bill.getComponents())
                .extracting(Component::getPurl)
                .containsExactly(
                        "pkg:maven/io.mnemesh/gateway@1.2?type=jar", "pkg:generic/mnemesh/gateway/quarkus-run.jar@1.2");
    }

    @Test
    void shouldTellChecksumPlaceAndLicenceOfALibrary() throws Exception {
        jar(
                "lib/main/org.example.full-4-linux.jar",
                Map.of(
                        "META-INF/maven/org.example/full/pom.xml",
                        pom("<licenses><license><name>Apache 2</name></license></licenses>")));
        list("org.example:full:linux:jar:4\n");

        Component full = bill().getComponents().get(1);

        assertThat(full.getPurl()).isEqualTo("pkg:maven/org.example/full@4?classifier=linux&type=jar");
        assertThat(full.getEvidence().getOccurrences().getFirst().getLocation())
                .isEqualTo("lib/main/org.example.full-4-linux.jar");
        assertThat(full.getHashes().getFirst().getValue()).hasSize(64).isNotEqualTo(EMPTY_SHA_256);
        assertThat(full.getLicenses().getLicenses().getFirst().getId()).isEqualTo("Apache-2.0");
    }

    @Test
    void shouldTakeALicenceFromAParentThatIsInTheLocalRepository() throws Exception {
        jar(
                "lib/main/org.example.child-1.jar",
                Map.of(
                        "META-INF/maven/org.example/child/pom.xml",
                        pom("<parent><groupId>org.example</groupId><artifactId>parent</artifactId>"
                                + "<version>7</version></parent>")));
        list("org.example:child::jar:1\n");
        Path parent = folder.resolve("repository/org/example/parent/7/parent-7.pom");
        Files.createDirectories(parent.getParent());
        Files.writeString(parent, pom("<licenses><license><name>A licence of our own</name></license></licenses>"));

        Component child = bill().getComponents().get(1);

        assertThat(child.getLicenses().getLicenses().getFirst().getName()).isEqualTo("A licence of our own");
    }

    @Test
    void shouldBeDistributedUnderTheTermsOfWhatIsInIt() throws IOException {
        assertThat(PackagedService.in("gateway", app).licence()).isEqualTo("Apache-2.0");

        jar("lib/main/com.github.haifengl.smile-core-6.2.5.jar", Map.of());
        list("com.github.haifengl:smile-core::jar:6.2.5\n");

        assertThat(PackagedService.in("gateway", app).licence()).isEqualTo("GPL-3.0-only");
    }

    @Test
    void shouldBeTheSameForTheSameFolder() throws IOException {
        assertThat(json()).isEqualTo(json());
    }

    @Test
    void shouldRefuseALibraryThatTheListDoesNotName() throws IOException {
        jar("lib/main/org.example.stowaway-1.jar", Map.of());

        assertThatThrownBy(this::json)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stowaway-1.jar is not in quarkus-app-dependencies.txt");
    }

    private Bom bill() throws IOException, ParseException {
        return new JsonParser().parse(json().getBytes(StandardCharsets.UTF_8));
    }

    private String json() throws IOException {
        return new BillOfMaterials(new PomLicences(folder.resolve("repository")))
                .of(PackagedService.in("gateway", app));
    }

    private void list(String lines) throws IOException {
        Files.writeString(app.resolve("quarkus-app-dependencies.txt"), lines);
    }

    private void jar(String name, Map<String, String> entries) throws IOException {
        Path file = app.resolve(name);
        Files.createDirectories(file.getParent());
        try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String pom(String content) {
        return "<project>" + content + "</project>";
    }
}
